"""The wire that breaks on command does break as it says: a proxy that let everything through would prove nothing."""

import http.client
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser import fault_proxy
from tests.browser.fault_proxy import FaultProxy
from tests.browser.priced_line import Line


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, body))
        said = b"here " + body
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = answer

    def log_message(self, *_arguments) -> None:
        """Says nothing."""


@pytest.fixture
def far():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(far):
    made = FaultProxy(far.server_address[1])
    yield made
    made.close()


@contextmanager
def connected(proxy: FaultProxy, seconds: float = 2):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=seconds)
    yield connection
    connection.close()


def ask(proxy: FaultProxy, path: str = "/sync/v1/push", body: bytes = b"x" * 50):
    with connected(proxy) as connection:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_unbroken_it_passes_everything_and_counts(proxy):
    with connected(proxy) as connection:
        for _ in range(2):
            connection.request("POST", "/sync/v1/push", b"abc")
            assert connection.getresponse().read() == b"here abc"
    assert proxy.pushes == 2
    assert proxy.bytes_both > 200


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (fault_proxy.REFUSE, ConnectionRefusedError),
        (fault_proxy.RESET, ConnectionError),
        (fault_proxy.CLOSE, ConnectionError),
        (fault_proxy.BLACK_HOLE, TimeoutError),
    ],
)
def test_a_broken_line_is_felt_and_heals(proxy, far, fault, error):
    proxy.break_as(fault)
    with pytest.raises(error):
        ask(proxy)
    assert far.asked == []
    proxy.heal()
    assert ask(proxy)[0] == 200


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (fault_proxy.gateway(502), 502, b"nginx"),
        (fault_proxy.PORTAL, 200, b"Free Wi-Fi"),
        (fault_proxy.PORTAL_REDIRECT, 302, b""),
        (fault_proxy.refusal(409, "device_forked"), 409, b"device_forked"),
        (fault_proxy.too_large(40), 413, b"nginx"),
    ],
)
def test_somebody_else_answers(proxy, far, fault, status, words):
    proxy.break_as(fault)
    told, body = ask(proxy)
    assert told == status
    assert words in body
    assert far.asked == []


def test_what_a_fault_does_not_name_passes(proxy):
    proxy.break_as(fault_proxy.refusal(409, "device_forked"))
    assert ask(proxy, "/sync/v1/hello")[0] == 200
    proxy.break_as(fault_proxy.too_large(60))
    assert ask(proxy)[0] == 200
    assert [request.path for request in proxy.requests] == ["/sync/v1/push"]


def test_an_answer_is_lost_after_the_server_has_done_its_work(proxy, far):
    proxy.break_as(fault_proxy.lost_answer(times=2))
    for _ in range(2):
        with pytest.raises(ConnectionError):
            ask(proxy)
    assert len(far.asked) == proxy.hits == 2
    assert ask(proxy)[0] == 200


def test_a_trickle_is_one_byte_a_second(proxy):
    proxy.break_as(fault_proxy.trickle())
    with connected(proxy, 3) as connection:
        connection.connect()
        connection.sock.sendall(b"POST /sync/v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
        assert connection.sock.recv(100) == b"H"
        assert connection.sock.recv(100) == b"T"


def test_a_change_resets_what_is_under_way(proxy):
    proxy.break_as(fault_proxy.BLACK_HOLE)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as held:
        held.sendall(b"GET / HTTP/1.1\r\n\r\n")
        while not proxy.hits:
            time.sleep(0.01)
        proxy.heal()
        with pytest.raises(ConnectionResetError):
            held.recv(1)


def test_latency_is_paid(proxy):
    proxy.line = Line(delay_seconds=0.2)
    began = time.monotonic()
    assert ask(proxy)[0] == 200
    assert time.monotonic() - began >= 0.6
