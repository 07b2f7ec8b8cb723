"""Every way to frame a request, right or wrong, said byte by byte to a running server."""

import gzip

import pytest

from app.incoming import BODY_BYTES_MAX
from app.records.database import database, open_database
from tests.browser.serving import Server
from tests.fleet import FleetDevice
from tests.web.raw_line import HELLO, RawLine, Worker, answers_of, heard_n

pytestmark = pytest.mark.sqlite

BEAT = "/sync/v1/heartbeat"


@pytest.fixture(scope="module")
def served(settled, tmp_path_factory):
    """(the server, its worker, a tablet of its ward)"""
    server = Server(tmp_path_factory.mktemp("framing"), settled[1].parent)
    before = database.obj
    opened = open_database(server.data / "gandan.sqlite3")
    with opened.connection_context():
        device = FleetDevice()
    database.initialize(before)
    server.start()
    worker = Worker(server)
    yield server, worker, device
    worker.is_well()
    assert "Traceback" not in server.log.read_text()
    server.kill()


@pytest.fixture
def line(served):
    with RawLine(served[0].port) as opened:
        yield opened


def beat(device, framing: str, body: bytes, sent: bytes, **more: str) -> bytes:
    """A signed heartbeat: a 200 means that the server saw exactly `body`."""
    headers = {**device.signed("POST", BEAT, body), **more}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {BEAT} HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n{lines}\r\n".encode() + sent


# Line ends are white space of JSON: the body looks like the end of chunks.
TOLD = b'{"waiting":0\r\n\r\n,"oldest_at":0,"persisted":"yes","offset":0\r\n\r\n,"app":"r1"}'


def in_chunks(body: bytes, size: int, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces) + b"0\r\n%s\r\n" % trailers


def test_a_request_may_be_split_at_every_byte(served):
    text = HELLO % b"split"
    for at in range(1, len(text)):
        with RawLine(served[0].port) as line:
            line.send(text[:at])
            line.send(text[at:])
            assert heard_n(line.answer()) == "split"


def test_one_byte_after_the_other(line, served):
    for byte in beat(served[2], f"Content-Length: {len(TOLD)}", TOLD, TOLD):
        line.send(bytes([byte]))
    assert line.answer()[0] == 200


def test_two_hundred_requests_at_once_are_answered_in_their_order(line):
    line.send(b"".join(HELLO % b"%d" % number for number in range(200)))
    line.end()
    assert [heard_n(line.answer()) for _ in range(200)] == [str(number) for number in range(200)]
    assert line.rest() == b""


def test_who_has_said_all_and_listens_is_answered(served):
    for text in (HELLO % b"x", HELLO.replace(b"1.1", b"1.0") % b"x", (HELLO % b"x").replace(b"GET", b"HEAD")):
        with RawLine(served[0].port) as line:
            line.send(text)
            line.end()
            assert line.answer(of_head=text.startswith(b"HEAD"))[0] == 200
            assert line.rest() == b""


def test_half_a_request_of_somebody_who_will_say_no_more_is_given_up(served):
    for text in ((HELLO % b"x")[:-2], b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"):
        with RawLine(served[0].port) as line:
            line.send(text)
            line.end()
            assert line.rest() == b""


@pytest.mark.parametrize(
    ("size", "extension", "trailers"),
    [(1, b"", b""), (7, b"", b""), (500, b"", b""), (9, b';a="b"', b""), (9, b"", b"X-After: y\r\nX-More: z\r\n")],
)
def test_chunks_are_one_body_and_what_follows_is_the_next_request(line, served, size, extension, trailers):
    sent = in_chunks(TOLD, size, extension, trailers)
    line.send(beat(served[2], "Transfer-Encoding: chunked", TOLD, sent) + HELLO % b"next")
    assert line.answer()[0] == 200
    assert heard_n(line.answer()) == "next"


def test_chunks_of_a_squeezed_body(line, served):
    squeezed = gzip.compress(TOLD)
    text = beat(
        served[2], "transfer-ENCODING:CHUNKED", squeezed, in_chunks(squeezed, 10), **{"Content-Encoding": "gzip"}
    )
    for at in range(0, len(text), 11):
        line.send(text[at : at + 11])
    assert line.answer()[0] == 200


def test_a_body_of_very_many_chunks_stops_nobody(line, served):
    """Each chunk of one byte: read in the parser's own way, every chunk costs a copy of all that follow."""
    body = b" " * 150_000
    line.send(beat(served[2], "Transfer-Encoding: chunked", body, in_chunks(body, 1)))
    with RawLine(served[0].port) as other:
        other.send(HELLO % b"meanwhile")
        assert heard_n(other.answer()) == "meanwhile"
    assert line.answer()[0] == 400


SMUGGLED = b"3\r\nabc\r\n0\r\n\r\n" + HELLO % b"smuggled"


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 13",
        "Content-Length: 3\r\nContent-Length: 13",
        "Content-Length: 13\r\nContent-Length: 13",
        "Content-Length: 3, 3",
        "Content-Length: +3",
        "Content-Length: -3",
        "Content-Length: 3x",
        "Content-Length: 0x3",
        "Content-Length: \xb3",
        "Content-Length:",
        "Content-Length : 3",
        "Content-Length:\r\n 3",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \x0bchunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding : chunked",
        "X: y\nTransfer-Encoding: chunked",
        "X: y\rTransfer-Encoding: chunked",
    ],
)
def test_a_request_of_doubtful_length_is_refused_and_nothing_behind_it_is_read(line, framing):
    line.send(f"POST /sync/v1/enrol HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n".encode("latin-1") + SMUGGLED)
    heard = line.rest()
    assert b"smuggled" not in heard
    assert answers_of(heard) <= 1
    assert heard == b"" or heard[9:12] in (b"400", b"501")


def test_no_header_with_an_underscore_frames_or_moves_a_request(line):
    odd = b"Transfer_Encoding: chunked\r\nSCRIPT_NAME: /sync\r\nPATH_INFO: /dang-nhap\r\n\r\n"
    line.send((HELLO % b"x").replace(b"\r\n\r\n", b"\r\n" + odd) + HELLO % b"next")
    assert [heard_n(line.answer()), heard_n(line.answer())] == ["x", "next"]


@pytest.mark.parametrize("path", [b"/sync/v1/push", b"/dang-nhap", b"/nowhere"])
@pytest.mark.parametrize("length", [BODY_BYTES_MAX + 1, 10**12, 10**30, int("9" * 4000)])
def test_what_is_too_long_is_refused_before_it_has_come(line, path, length):
    line.send(b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (path, length) + HELLO % b"in it")
    heard = line.rest()
    assert b"in it" not in heard
    assert answers_of(heard) == 1
    assert heard[9:12] in (b"413", b"400", b"404", b"403")


def test_a_length_with_zeros_before_it_is_that_length(line, served):
    framing = f"Content-Length: {'0' * 18}{len(TOLD)}"
    line.send(beat(served[2], framing, TOLD, TOLD) + HELLO % b"next")
    assert line.answer()[0] == 200
    assert heard_n(line.answer()) == "next"


@pytest.mark.parametrize("framing", [f"Content-Length: {len(TOLD)}", "Transfer-Encoding: chunked"])
def test_who_waits_to_be_asked_for_the_body_is_asked_once(line, served, framing):
    sent = in_chunks(TOLD, 20) if "chunked" in framing else TOLD
    line.send(beat(served[2], framing, TOLD, b"", Expect="100-Continue"))
    assert line.answer()[0] == 100
    line.send(sent)
    assert line.answer()[0] == 200
    line.send(HELLO % b"next")
    assert heard_n(line.answer()) == "next"


def test_who_would_send_too_much_is_not_asked_for_it(line):
    head = b"POST /sync/v1/push HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    line.send(head + b"Content-Length: 99999999\r\n\r\n")
    assert line.answer()[0] == 413


def test_another_expectation_is_refused(line):
    line.send((HELLO % b"x").replace(b"\r\n\r\n", b"\r\nExpect: 200-ok\r\n\r\n"))
    assert line.answer()[0] == 417


@pytest.mark.parametrize("size", [9_000, 60_000, 70_000, 300_000])
@pytest.mark.parametrize("place", [b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nX: %s\r\n\r\n"])
def test_a_head_that_is_too_large_is_refused_or_cut(line, place, size):
    line.send(place % (b"x" * size) + HELLO % b"behind")
    heard = line.rest()
    assert b"behind" not in heard
    assert heard == b"" or heard[9:12] in (b"414", b"431")


@pytest.mark.parametrize(
    "text",
    [
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\nHost: x\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\n",
        b"\n\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 2,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"get / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: \x00\r\n\r\n",
        b"\r\n\r\n\r\n\r\n",
        b"\x00" * 5000,
    ],
    ids=lambda text: repr(text[:40]),
)
def test_what_is_no_request_is_refused_without_waiting_for_more(line, text):
    line.send(text)
    heard = line.rest()
    assert answers_of(heard) <= 1
    assert heard == b"" or heard[9:12] in (b"400", b"414")


def test_a_connection_goes_on_after_refusals_of_the_house(line):
    for request, status in [
        (b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"DELETE /sync/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"POST /sync/v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 401),
        (b"POST /sync/v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n\x00\xff\r\n", 400),
    ]:
        line.send(request + HELLO % b"after")
        assert line.answer()[0] == status
        assert heard_n(line.answer()) == "after"


def test_head_and_options_have_no_body(line):
    line.send((HELLO % b"x").replace(b"GET", b"HEAD"))
    status, headers, _ = line.answer(of_head=True)
    assert (status, headers["gd-proto"]) == (200, "1")
    line.send(b"OPTIONS /sync/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n" + HELLO % b"after")
    assert "GET" in line.answer()[1]["allow"]
    assert heard_n(line.answer()) == "after"
    line.send(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
    assert line.answer()[0] in (400, 404)


def test_http_1_0_ends_unless_it_asks_to_be_kept(served):
    old = (HELLO % b"old").replace(b"1.1", b"1.0")
    with RawLine(served[0].port) as line:
        line.send(old + HELLO % b"unread")
        assert heard_n(line.answer()) == "old"
        assert line.rest() == b""
    with RawLine(served[0].port) as line:
        line.send(old.replace(b"\r\n\r\n", b"\r\nConnection: keep-alive\r\n\r\n") + HELLO % b"next")
        assert heard_n(line.answer()) == "old"
        assert heard_n(line.answer()) == "next"


def test_other_spellings_of_a_path_meet_the_same_route_or_none(line, served):
    for target, status in [
        (b"http://localhost/sync/v1/hello?n=x", 200),
        (b"/%73ync/v1/hello?n=x", 200),
        (b"//sync/v1/hello?n=x", 200),
        (b"/sync//v1/hello?n=x", 404),
        (b"/SYNC/v1/hello?n=x", 404),
        (b"/sync/v1/../v1/hello?n=x", 404),
    ]:
        line.send((HELLO % b"x").replace(b"/sync/v1/hello?n=x", target))
        told = line.answer()[0]
        assert told == status or (status == 404 and 300 <= told < 500), target


def test_what_was_refused_is_not_in_the_log(served):
    server, name = served[0], "NGUYEN-THI-KIN"
    for text in (
        f"GET /luot-ho-tro?q={name}\x7f HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET / HTTP/1.1\r\nCookie{name}\r\n\r\n",
        f"GET / HTTP/1.1\r\nX_{name}: \x01\r\n\r\n",
        f"{name}# / HTTP/1.1\r\n\r\n",
        f"POST / HTTP/1.1\r\nTransfer-Encoding: {name}\r\n\r\n",
        f"GET / HTTP/1.1\r\nExpect: {name}\r\n\r\n",
    ):
        with RawLine(server.port) as line:
            line.send(text.encode("latin-1"))
            assert line.answer()[0] in (400, 417, 501)
    log = server.log.read_text()
    assert "refused" in log
    assert name not in log
