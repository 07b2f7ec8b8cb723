"""Everybody returns at once (F21), uploads that never end, a ledger that is busy: pages answer, nothing is lost."""

import asyncio
import http.client
import socket
from contextlib import closing, contextmanager

import apsw
import pytest

from app.ledger.chain import first_break
from app.records.database import database, open_database
from tests import people
from tests.browser.serving import Server, other_tree
from tests.fleet import PUSH, FleetDevice, Line, deliver_together, to_its_end

pytestmark = pytest.mark.sqlite

DEVICES, OPERATIONS = 40, 5
# As the server that is tested has them.
PLACES = 6


class Crowd:
    """A running server with few places for devices, and enrolled tablets with a push each."""

    def __init__(self, folder, settled_folder):
        few = {"app/config.py": ("PUSHES_AT_ONCE = 64", f"PUSHES_AT_ONCE = {PLACES}")}
        self.server = Server(folder, settled_folder, other_tree(folder, few))
        before = database.obj
        opened = open_database(self.server.data / "gandan.sqlite3")
        with opened.connection_context():
            self._devices = [FleetDevice() for _ in range(2 * DEVICES + 20)]
            for device in self._devices:
                device.make(1, OPERATIONS)
        database.initialize(before)
        self.server.start()

    def devices(self, count: int) -> list[FleetDevice]:
        """Tablets that no test has used."""
        taken, self._devices = self._devices[:count], self._devices[count:]
        return taken


@pytest.fixture(scope="module")
def crowd(settled, tmp_path_factory):
    made = Crowd(tmp_path_factory.mktemp("crowd"), settled[1].parent)
    yield made
    made.server.kill()


@contextmanager
def busy_ledger(server):
    """Somebody else holds the ledger: every push waits at the door."""
    with closing(apsw.Connection(str(server.data / "gandan.sqlite3"))) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def page(server, path="/dang-nhap") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def everything_once(server, devices) -> None:
    names = {device.tablet.id for device in devices}
    kept = [entry for entry in server.ledger() if entry["device"] in names]
    assert len(kept) == len({entry["op"] for entry in kept})
    assert {entry["op"] for entry in kept} == {op for device in devices for op in device.ops}
    for device in devices:
        sequence = [entry["q"] for entry in kept if entry["device"] == device.tablet.id]
        assert sequence == list(range(2, 2 + len(device.ops)))
    chain = server.rows("SELECT * FROM ledger_entry WHERE ward_id = ? ORDER BY v", people.WARD)
    assert first_break(chain) is None
    slips = server.rows("SELECT id FROM assistance WHERE ward_id = ?", people.WARD)
    assert {entry["entity"] for entry in kept} <= {slip["id"] for slip in slips}


def test_everybody_returns_in_the_same_second(crowd):
    server, devices = crowd.server, crowd.devices(DEVICES)
    _, heard, done = deliver_together(devices, server.port)
    for device, one in zip(devices, done, strict=True):
        assert one.told == dict.fromkeys(device.ops, "ok")
    everything_once(server, devices)
    assert {answer.status for answer in heard} <= {200, 503}


def test_who_finds_no_place_is_told_when_to_come_back_and_pages_answer_meanwhile(crowd):
    server, devices = crowd.server, crowd.devices(DEVICES)

    async def storm():
        lines = [Line(server.port) for _ in devices]
        pushes = [
            asyncio.ensure_future(device.push(line, device.parcels[0]))
            for device, line in zip(devices, lines, strict=True)
        ]
        # Those who find no place hear so at once; the others wait until the ledger is free.
        turned_away = []
        for push in asyncio.as_completed(pushes):
            turned_away.append(await push)
            if len(turned_away) == DEVICES - PLACES:
                break
        pages = [await asyncio.to_thread(page, server) for _ in range(10)]
        assert (await Line(server.port).call("GET", "/sync/v1/hello?n=1")).status == 200
        return turned_away, pages, pushes

    async def run():
        with busy_ledger(server):
            turned_away, pages, pushes = await storm()
        answers = await asyncio.gather(*pushes)
        return turned_away, pages, [answer for answer in answers if answer.status == 200]

    turned_away, pages, taken = to_its_end(run())
    assert pages == [200] * 10
    for answer in turned_away:
        assert answer.status == 503
        assert answer.headers["gd-proto"] == "1"
        assert answer.json()["code"] == "busy"
        assert answer.headers["retry-after"] in "1234"
    assert len({answer.headers["retry-after"] for answer in turned_away}) > 1
    assert len(taken) == PLACES
    deliver_together(devices, server.port)
    everything_once(server, devices)


HALF = "POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nlog"


BEGINNINGS = {
    "silent": "",
    "half a line": "POST",
    "half a body": HALF,
    "its length written oddly": HALF.replace(" 900", "\t 900 \t"),
    "half a chunk": HALF.replace("Content-Length: 900", "Transfer-Encoding: chunked"),
    "two lengths": HALF.replace("\r\n\r\n", "\r\nContent-Length: 3\r\n\r\n"),
}


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=list(BEGINNINGS))
def test_slow_uploads_hold_no_thread(crowd, beginning):
    server, devices = crowd.server, crowd.devices(2)
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
    for place, one in enumerate(slow):
        text = beginning.replace("/dang-nhap", PUSH) if place % 2 else beginning
        one.sendall(text.encode())
    try:
        assert page(server) == 200
        _, _, done = deliver_together(devices, server.port)
        assert [set(one.told.values()) for one in done] == [{"ok"}] * 2
    finally:
        for one in slow:
            one.close()


def test_a_request_in_many_pieces_is_one_request(crowd):
    server, [device] = crowd.server, crowd.devices(1)
    sent = device.parcels[0]
    head = "".join(f"{name}: {value}\r\n" for name, value in device.signed("POST", PUSH, sent, squeezed=True).items())
    text = f"POST {PUSH} HTTP/1.1\r\nHost: localhost\r\ncontent-LENGTH:  {len(sent)}\r\n{head}\r\n".encode() + sent
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(text), 97):
            line.sendall(text[start : start + 97])
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        # Two at once on one line: the second has come with the first.
        hello = b"GET /sync/v1/hello?n=%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
        line.sendall(hello % 1 + hello % 2)
        heard = b""
        while heard.count(b'"proto":1') < 2:
            more = line.recv(65536)
            assert more, heard
            heard += more
        assert heard.index(b'"n":"1"') < heard.index(b'"n":"2"')


def test_chunked_too_long_and_endless_requests_are_answered_or_cut(crowd):
    server = crowd.server

    def answer(text: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
            try:
                line.sendall(text)
                return line.recv(65536)
            except ConnectionError:
                return b""

    head = b"POST /sync/v1/enrol HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    assert answer(head + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert answer(head + b"Content-Length: 99999999\r\n\r\n").startswith(b"HTTP/1.1 413")
    assert answer(b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000) == b""
    assert answer(b"\x16\x03\x01 no HTTP at all\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert page(server) == 200


def test_a_client_that_will_not_close_holds_nobody_up(crowd):
    server = crowd.server
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(30)]
    try:
        for line in lines:
            line.sendall(request)
        assert all(line.recv(65536).startswith(b"HTTP/1.1 200") for line in lines)
        assert page(server) == 200
    finally:
        for line in lines:
            line.close()
