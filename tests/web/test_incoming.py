"""When a request is whole, and how it is framed for the parser: at every split, and whatever it pretends to be."""

import pytest

from app.incoming import BODY_BYTES_MAX, CHUNKED_BYTES_MAX, HEAD_BYTES_MAX, Endless, Incoming

HEAD = b"POST /sync/v1/push HTTP/1.1\r\nHost: x\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def arrived(data: bytes) -> Incoming:
    incoming = Incoming()
    incoming.data += data
    return incoming


def with_length(body: bytes) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body


WHOLE = {
    "no body": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
    "no header": (b"GET / HTTP/1.0\r\n\r\n", None),
    "an empty line before it": (b"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
    "a length": (with_length(b"abc\r\n\r\n"), None),
    "a length with zeros and spaces": (HEAD + b"content-LENGTH: \t0000000000000003 \r\n\r\nabc", None),
    "one chunk": (CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", with_length(b"abc")),
    "no chunk": (CHUNKED + b"0\r\n\r\n", with_length(b"")),
    "an end inside a chunk": (CHUNKED + b"7\r\n0\r\n\r\nab\r\n00\r\n\r\n", with_length(b"0\r\n\r\nab")),
    "extensions": (CHUNKED + b'3;a=b\r\nabc\r\nA ; c="d"\r\n0123456789\r\n0;e\r\n\r\n', with_length(b"abc0123456789")),
    "trailers": (CHUNKED + b"3\r\nabc\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\n", with_length(b"abc")),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_request_is_whole_with_its_last_byte_and_not_before(name):
    text, expected = WHOLE[name]
    step_by_step = Incoming()
    for at in range(len(text)):
        assert not arrived(text[:at]).is_whole()
        assert not step_by_step.is_whole()
        step_by_step.data += text[at : at + 1]
    for incoming in (step_by_step, arrived(text)):
        assert incoming.is_whole()
        assert incoming.request() == (expected or text)


@pytest.mark.parametrize("name", WHOLE)
def test_what_comes_behind_a_request_is_kept_behind_it(name):
    text, expected = WHOLE[name]
    behind = b"GET /behind HTTP/1.1\r\n\r\n"
    incoming = arrived(text + behind)
    assert incoming.is_whole()
    assert incoming.request() == (expected or text) + behind


@pytest.mark.parametrize(
    "lines",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 3",
        b"Content-Length: 3\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding : identity",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: identity",
        b"Transfer-Encoding:\r\n chunked",
        b"Transfer-Encoding: xchunked",
    ],
)
def test_of_two_lengths_or_an_unknown_coding_only_the_head_is_handed_on(lines):
    head = HEAD + lines + b"\r\n\r\n"
    incoming = arrived(head + b"3\r\nabc\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n")
    assert incoming.is_whole()
    assert incoming.request() == head


def test_chunks_of_http_1_0_are_not_read():
    head = CHUNKED.replace(b"1.1", b"1.0")
    incoming = arrived(head + b"0\r\n\r\n")
    assert incoming.is_whole()
    assert incoming.request() == head


@pytest.mark.parametrize(
    "text",
    [
        CHUNKED + b"-5\r\n",
        CHUNKED + b"+5\r\n",
        CHUNKED + b"0x5\r\n",
        CHUNKED + b"1_0\r\n",
        CHUNKED + b"\r\n",
        CHUNKED + b" 5\r\n",
        CHUNKED + b"fffffffff\r\n",
        CHUNKED + b"3\r\nabcd\r\n",
        CHUNKED + b"%x\r\n" % CHUNKED_BYTES_MAX,
        CHUNKED + b"0;" + b"x" * 2000,
        CHUNKED + b"0\r\n" + b"X: y\r\n" * (CHUNKED_BYTES_MAX // 6 + 1),
        b"GET / HTTP/1.1\r\nX: " + b"x" * HEAD_BYTES_MAX,
    ],
    ids=lambda text: text[-20:],
)
def test_what_never_ends_or_is_no_chunk_is_given_up(text):
    with pytest.raises(Endless):
        arrived(text).is_whole()


@pytest.mark.parametrize(
    "text",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\nHost: x\n",
        b"{}",
        HEAD + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES_MAX + 1),
        HEAD + b"Content-Length: " + b"9" * 20_000 + b"\r\n\r\n",
        HEAD + b"Content-Length: 3x\r\n\r\n",
    ],
    ids=lambda text: text[:60],
)
def test_what_will_be_refused_is_not_waited_for(text):
    assert arrived(text).is_whole()


def test_a_head_full_of_zeros_takes_no_time_to_speak_of():
    head = HEAD + b"Content-Length: " + b"0" * 60_000 + b"x\r\n\r\n"
    assert arrived(head).is_whole()


@pytest.mark.parametrize(
    ("target", "for_devices"),
    [
        ("/sync/v1/push", True),
        ("/sync/v1/pull?v=0&h=", True),
        ("/%73ync/v1/push", True),
        ("/sync%2Fv1%2fpush", True),
        ("http://localhost/sync/v1/push", True),
        ("http://" + "x" * 300 + "/sync/v1/push", True),
        ("HTTP://u:p@h:1/sync/v1/heartbeat?x=/", True),
        ("/sync/v1/hello", False),
        ("/sync/v1/hello?n=/sync/v1/push", False),
        ("/%73ync/v1/hello", False),
        ("/sync/v1/enrol", False),
        ("/sync/v1/shift", False),
        ("//sync/v1/push", True),
        ("///%2Fsync/v1/push", True),
        ("http://localhost//sync/v1/push", True),
        ("//sync/v1/hello", False),
        ("/sync//v1/push", False),
        ("/SYNC/v1/push", False),
        ("/dang-nhap?next=/sync/v1/push", False),
        ("http://sync/v1/push", False),
        ("http://[/sync/v1/push", False),
        ("*", False),
        ("", False),
    ],
)
def test_a_request_takes_the_lane_of_the_route_it_will_meet(target, for_devices):
    for before in (b"", b"\r\n"):
        incoming = arrived(before + f"POST {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert incoming.is_whole()
        assert incoming.is_for_devices is for_devices
