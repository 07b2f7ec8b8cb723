"""Thousands of idle lines, dripping uploads, hasty ends and noise: others are answered, nothing stays open behind."""

import random
import threading

import pytest

from app.config import CONNECTIONS_MAX, RECEIVED_BYTES_MAX
from tests.browser.serving import Server
from tests.web.raw_line import HELLO, RawLine, Worker, heard_n

pytestmark = pytest.mark.sqlite

PAGE = b"GET /dang-nhap HTTP/1.1\r\nHost: localhost\r\n\r\n"
UPLOAD = b"POST /sync/v1/push HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
CHUNKED = b"POST /dang-nhap HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def server(settled, tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("crowds"), settled[1].parent)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def worker(server):
    found = Worker(server)
    yield found
    found.is_well()
    assert "Traceback" not in server.log.read_text()


def answered(server, name: str = "still there") -> None:
    """Somebody new is served: a device and a person."""
    with RawLine(server.port) as line:
        line.send((HELLO % b"%s" % name.replace(" ", "-").encode()) + PAGE)
        assert heard_n(line.answer()) == name.replace(" ", "-")
        assert line.answer()[0] == 200


def test_two_thousand_idle_lines_leave_room_for_everybody(server, worker):
    idle = [RawLine(server.port) for _ in range(2_000)]
    try:
        answered(server)
        # Kept alive while so many are silent: the last of them can still speak.
        idle[-1].send(HELLO % b"me")
        assert heard_n(idle[-1].answer()) == "me"
    finally:
        for line in idle:
            line.sock.close()


def test_more_lines_than_there_is_room_for_push_out_the_silent_ones(server, worker):
    idle = []
    try:
        for number in range(CONNECTIONS_MAX + 200):
            idle.append(RawLine(server.port))
            if number % 500 == 0:
                answered(server)
        answered(server)
        assert idle[0].rest() == b""
        idle[-1].send(HELLO % b"me")
        assert heard_n(idle[-1].answer()) == "me"
        assert worker.files() <= CONNECTIONS_MAX + 200
    finally:
        for line in idle:
            line.sock.close()


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET / HTTP/1.1\r\nX: ",
        UPLOAD % 5000,
        # As a thread would take them for whole and then wait for what never comes.
        CHUNKED + b"7\r\n0\r\n\r\n",
        CHUNKED + b"5\r\n0\r\n\r\n",
        UPLOAD.replace(b"%d", b"0000000000005000"),
        UPLOAD.replace(b"%d", b"9000000000000"),
        CHUNKED.replace(b"chunked", b"gzip, chunked") + b"5\r\n0\r\n\r\n",
    ],
)
def test_those_who_drip_hold_nobody_up(server, worker, beginning):
    lines = [RawLine(server.port) for _ in range(60)]
    try:
        for line in lines:
            line.send(beginning)
        for drop in range(5):
            for line in lines:
                line.send(b"x")
            answered(server, f"drop {drop}")
    finally:
        for line in lines:
            line.sock.close()


def test_those_who_hang_up_in_the_middle_leave_nothing_open(server, worker):
    texts = [HELLO % b"x", PAGE, (UPLOAD % 3000) + b"y" * 3000, CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", PAGE * 50]
    chance = random.Random(7)
    for _ in range(600):
        text = chance.choice(texts)
        line = RawLine(server.port)
        line.send(text[: chance.randrange(len(text) + 1)])
        chance.choice([line.reset, line.end, line.sock.close])()
        line.sock.close()
    answered(server)


def test_what_arrives_for_nobody_is_not_kept(server, worker):
    """Uploads that are never finished, more of them than may lie in memory together."""
    answered(server)
    before = worker.memory()
    lines = [RawLine(server.port) for _ in range(60)]
    try:
        for line in lines:
            line.send(b"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n" + b"x" * 5_000_000)
        answered(server)
        assert worker.memory() - before < 2 * RECEIVED_BYTES_MAX
    finally:
        for line in lines:
            line.sock.close()
    answered(server)


PIECES = [
    HELLO % b"noise",
    PAGE,
    b"\r\n",
    b"\n",
    b"\r\n\r\n",
    b"0\r\n\r\n",
    b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Expect: 100-continue\r\n",
    b"Connection: close\r\n",
    b"GET / HTTP/1.1\r\n",
    b"POST /sync/v1/push HTTP/1.1\r\n",
    b"Host: x\r\n",
    b"fffffff\r\n",
    b"\x00\xff\x16\x03",
    b" ",
    b":" * 300,
    b"x" * 5000,
]


def noise(chance: random.Random) -> bytes:
    text = bytearray(b"".join(chance.choices(PIECES, k=chance.randint(1, 9))))
    for _ in range(chance.choice([0, 0, 1, 3])):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(text)


@pytest.mark.parametrize("seed", range(4))
def test_in_all_noise_everybody_hears_the_answer_to_his_own_question(server, worker, seed):
    wrong: list[str] = []

    def honest(name: int):
        with RawLine(server.port) as line:
            for number in range(60):
                line.send(HELLO % b"%d-%d" % (name, number))
                heard = heard_n(line.answer())
                if heard != f"{name}-{number}":
                    wrong.append(heard)
        finished.append(name)

    finished: list[int] = []
    threads = [threading.Thread(target=honest, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    chance = random.Random(seed)
    loud = []
    for _ in range(300):
        line = RawLine(server.port)
        line.send(noise(chance))
        loud.append(line)
        if len(loud) > 40:
            chance.choice([RawLine.reset, RawLine.end])(loud[0])
            loud.pop(0).sock.close()
    for thread in threads:
        thread.join()
    for line in loud:
        line.sock.close()
    assert wrong == []
    assert sorted(finished) == [0, 1, 2, 3]
    answered(server)


def test_the_same_noise_again_and_again_takes_no_more_memory(server, worker):
    def rounds(count: int) -> int:
        for _ in range(count):
            chance = random.Random(11)
            for _ in range(50):
                with RawLine(server.port) as line:
                    line.send(noise(chance))
                    line.sock.close()
        answered(server)
        return worker.memory()

    first = rounds(4)
    assert rounds(20) - first < 10_000_000
