"""A connection that says any bytes at all, and reads what HTTP answers come back."""

import contextlib
import json
import os
import socket
import struct
import time
from pathlib import Path

HELLO = b"GET /sync/v1/hello?n=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"


class RawLine:
    """Times out after 15 s: less than the server waits for a slow request, so that what is answered is not cut."""

    def __init__(self, port: int):
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=15)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()

    def send(self, data: bytes) -> None:
        """A server that has hung up is no error here: what it said before is to be read."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.sock.sendall(data)

    def end(self) -> None:
        """Nothing more will be sent; answers can still come."""
        self.sock.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def _more(self) -> bool:
        try:
            data = self.sock.recv(65536)
        except ConnectionResetError:
            data = b""
        self._held += data
        return bool(data)

    def answer(self, of_head: bool = False) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body) of the next answer; raises EOFError when the server hangs up instead."""
        while b"\r\n\r\n" not in self._held:
            if not self._more():
                raise EOFError(self._held)
        head, _, self._held = self._held.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split(" ")[1])
        length = 0 if of_head or status < 200 else int(headers.get("content-length", 0))
        while len(self._held) < length:
            if not self._more():
                raise EOFError(self._held)
        body, self._held = self._held[:length], self._held[length:]
        return status, headers, body

    def rest(self) -> bytes:
        """All that comes until the server hangs up."""
        while self._more():
            pass
        return self._held


def heard_n(answer) -> str:
    """Which HELLO this is the answer to."""
    status, _, body = answer
    assert status == 200
    return json.loads(body)["n"]


def answers_of(heard: bytes) -> int:
    return heard.count(b"HTTP/1.1 ")


class Worker:
    """The process behind a server's port, as the system sees it."""

    def __init__(self, server):
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        self.children = lambda: [int(text) for text in children.read_text().split()]
        [self.pid] = self.children()
        self.files_at_first = self.files()

    def files(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def memory(self) -> int:
        """Bytes of it that lie in memory."""
        [line] = [line for line in Path(f"/proc/{self.pid}/status").read_text().splitlines() if "VmRSS" in line]
        return int(line.split()[1]) * 1024

    def is_well(self) -> None:
        """The same process as at first, and every file of a connection closed again."""
        assert self.children() == [self.pid]
        deadline = time.monotonic() + 30
        # A thread keeps its database open: three files each.
        while self.files() > self.files_at_first + 45:
            assert time.monotonic() < deadline, f"{self.files()} files are open, {self.files_at_first} at first"
            time.sleep(0.1)
