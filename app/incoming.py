"""What has come of a request, as plain bytes: whether it is whole, how it is framed, which lane it takes.

gunicorn's parser has the last word on every request; here nothing is refused but what could hold it up. It is only ever
given bytes that have arrived, and bodies of a told length: what came in chunks is put together before.
"""

import re
from urllib.parse import unquote_to_bytes

from gunicorn.util import split_request_uri

from app.config import RESCUE_FILE_BYTES_MAX

HEAD_BYTES_MAX = 64 * 1024
# A rescue file in a form.
BODY_BYTES_MAX = 2 * RESCUE_FILE_BYTES_MAX + 64 * 1024
# No browser sends chunks; a proxy may.
CHUNKED_BYTES_MAX = 1024 * 1024
_CHUNK_LINE_MAX = 1024

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]+)[ \t]*(?=\r\n|\Z)", re.I)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r\n|\Z)", re.I)
_ENCODED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.I)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n|\Z)", re.I)
_SIZE = re.compile(rb"[0-9a-fA-F]{1,8}")
# A method, or the line end that some leave behind a body.
_BEGINNING = re.compile(rb"[A-Z\r\n]|\Z")

# A person waits for these, though a device asks.
_FOR_PEOPLE = (b"/sync/v1/hello", b"/sync/v1/enrol", b"/sync/v1/shift")


class Endless(ValueError):
    """No request that we serve begins or goes on like this."""


class Incoming:
    """The bytes of a connection since its last request: add to `data` as they come, until it `is_whole`."""

    def __init__(self):
        self.data = bytearray()
        # Of a body that is still to come; 0 when the head is not whole or nothing is.
        self.body_length = 0
        self.waits_to_be_asked = False
        self._head_end = 0
        self._whole_at: int | None = None
        self._only_head = False
        self._chunks: list[tuple[int, int]] | None = None
        self._chunk_at = 0

    def is_whole(self) -> bool:
        """Whether a thread can answer without waiting for the network. Raises Endless."""
        if not self._head_end:
            self._read_head()
        if not self._head_end:
            return False
        if self._chunks is not None and self._whole_at is None:
            self._read_chunks()
        return self._whole_at is not None and len(self.data) >= self._whole_at

    def _read_head(self) -> None:
        end = self.data.find(b"\r\n\r\n", 0, HEAD_BYTES_MAX)
        lines = self.data[: end if end >= 0 else None]
        if lines.count(b"\n") != lines.count(b"\r\n") or not _BEGINNING.match(lines):
            # TLS on the plain port, or a line that ends otherwise: it is refused, and would only be waited for.
            self._head_end = self._whole_at = len(self.data)
        elif end >= 0:
            self._head_end = end + 4
            self._read_framing(bytes(lines))
        elif len(self.data) >= HEAD_BYTES_MAX:
            raise Endless

    def _read_framing(self, head: bytes) -> None:
        told = _LENGTH.search(head)
        encoded = _ENCODED.findall(head)
        if len(encoded) == 1 and _CHUNKED.search(head) and not told and self._line(head).endswith(b"/1.1"):
            self._chunks, self._chunk_at = [], self._head_end
            self.body_length = CHUNKED_BYTES_MAX
        elif encoded:
            # Refused, whatever follows: two lengths, a coding that we do not know.
            self._whole_at = self._head_end
            self._only_head = True
        elif told:
            # What is too long anyway is refused by its length alone: its body is not waited for.
            digits = told[1].lstrip(b"0") or b"0"
            length = int(digits) if len(digits) <= 12 else BODY_BYTES_MAX + 1
            self._whole_at = self._head_end + (length if length <= BODY_BYTES_MAX else 0)
            self.body_length = self._whole_at - self._head_end
        else:
            self._whole_at = self._head_end
        self.waits_to_be_asked = self.body_length > 0 and bool(_EXPECTS.search(head))

    @staticmethod
    def _line(head: bytes) -> bytes:
        return head.lstrip(b"\r\n").partition(b"\r\n")[0]

    def _read_chunks(self) -> None:
        """Goes on from the last chunk that was whole."""
        while True:
            line_end = self.data.find(b"\r\n", self._chunk_at, self._chunk_at + _CHUNK_LINE_MAX)
            if line_end < 0:
                if len(self.data) - self._chunk_at >= _CHUNK_LINE_MAX:
                    raise Endless
                break
            size_text = bytes(self.data[self._chunk_at : line_end]).partition(b";")[0].rstrip(b" \t")
            if not _SIZE.fullmatch(size_text):
                raise Endless
            size, start = int(size_text, 16), line_end + 2
            if size == 0:
                # Trailers end like a head; without any the empty line comes at once.
                end = self.data.find(b"\r\n\r\n", line_end)
                if end >= 0:
                    self._whole_at = end + 4
                break
            after = start + size + 2
            if after - self._head_end > CHUNKED_BYTES_MAX:
                raise Endless
            if after > len(self.data):
                break
            if self.data[after - 2 : after] != b"\r\n":
                raise Endless
            self._chunks.append((start, start + size))
            self._chunk_at = after
        if self._whole_at is None and len(self.data) - self._head_end > CHUNKED_BYTES_MAX:
            raise Endless

    def request(self) -> bytes:
        """The bytes for the parser, and what came behind them on the same connection."""
        if self._only_head:
            return bytes(self.data[: self._head_end])
        if self._chunks is None:
            return bytes(self.data)
        body = b"".join(bytes(self.data[start:end]) for start, end in self._chunks)
        head = bytes(self.data[: self._head_end - 4])
        # The same body under its length: no header that tells of chunks may stay.
        told = _CHUNKED.sub(b"\r\nContent-Length: %d" % len(body), head, count=1)
        return told + b"\r\n\r\n" + body + bytes(self.data[self._whole_at :])

    @property
    def is_for_devices(self) -> bool:
        """As the parser and the routes will read it: percent signs, slashes before it, a whole address for a path."""
        target = self._line(bytes(self.data[:HEAD_BYTES_MAX])).split(b" ", 2)[1:2]
        try:
            path = b"/" + unquote_to_bytes(split_request_uri(target[0].decode("latin-1")).path).lstrip(b"/")
        except (IndexError, ValueError):
            return False
        return path.startswith(b"/sync/v1/") and not path.startswith(_FOR_PEOPLE)
