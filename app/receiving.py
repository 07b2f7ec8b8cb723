"""gunicorn's threaded worker, with requests received whole before a thread sees them, and two lanes of threads.

Plain gthread reads a request inside one of its few threads, so eight slow uploads stop the server, and it waits for the
last word of a closing connection inside its only loop. Here the loop collects bytes from any number of connections and
never waits for one of them. Devices (pushes, pulls) and people (pages) have threads of their own, so that a lobby's
worth of tablets cannot stop a page; devices wait in one queue, first come, first served.
"""

import re
import selectors
import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from gunicorn import http
from gunicorn.workers.gthread import ThreadWorker

from app.config import DEVICE_THREADS, IMPORT_BODY_BYTES_MAX, PUSHES_AT_ONCE, RECEIVED_BYTES_MAX
from app.web.crowd import FULL

HEAD_BYTES_MAX = 64 * 1024
BODY_BYTES_MAX = IMPORT_BODY_BYTES_MAX + 64 * 1024
PIECE_BYTES = 64 * 1024
# A tablet gives up after 20 s; a large file of the desk may take longer, but not for ever.
RECEIVE_SECONDS, SLOWEST_BYTES_A_SECOND = 30, 8 * 1024
# How long a kept connection may stay silent once the server is to stop, and a closing one may take to close.
LINGER_SECONDS = 2
# What a reader who stopped reading may hold of a thread.
SEND_SECONDS = 30
SWEEP_SECONDS = 0.5

_LENGTH = re.compile(rb"\r\ncontent-length:\s*([0-9]{1,12})")
# A person waits for these, though a device asks.
_FOR_PEOPLE = (b"/sync/v1/hello", b"/sync/v1/enrol", b"/sync/v1/shift")


@dataclass(slots=True)
class _Incoming:
    """What a connection has sent of its next request; `whole_at`: how many bytes it will be, once its head says so."""

    deadline: float
    data: bytearray = field(default_factory=bytearray)
    whole_at: int | None = None
    chunked: bool = False
    closing: bool = False

    def is_whole(self, now: float) -> bool:
        """Whether a thread can answer without waiting for the network. Raises ValueError for an endless head."""
        if self.whole_at is None:
            self._read_head(now)
        if self.whole_at is None:
            return False
        if self.chunked and len(self.data) < BODY_BYTES_MAX:
            return self.data.endswith(b"0\r\n\r\n")
        return len(self.data) >= self.whole_at

    def _read_head(self, now: float) -> None:
        end = self.data.find(b"\r\n\r\n", 0, HEAD_BYTES_MAX)
        if end < 0:
            if len(self.data) >= HEAD_BYTES_MAX:
                raise ValueError("endless head")
            return
        head = bytes(self.data[:end]).lower()
        told = _LENGTH.search(head)
        length = int(told[1]) if told else 0
        self.chunked = b"\r\ntransfer-encoding:" in head
        # What is too long anyway is refused by its length alone: its body is not waited for.
        self.whole_at = end + 4 + (length if length <= BODY_BYTES_MAX else 0)
        self.deadline = now + RECEIVE_SECONDS + min(length, BODY_BYTES_MAX) / SLOWEST_BYTES_A_SECOND

    @property
    def is_for_devices(self) -> bool:
        path = bytes(self.data[:200]).partition(b" ")[2]
        return path.startswith(b"/sync/v1/") and not path.startswith(_FOR_PEOPLE)


class ReceivingWorker(ThreadWorker):
    """Everything but `handle` runs in the one thread of the loop."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._incoming: dict = {}
        self._held_bytes = 0
        self._devices_inside = 0
        self._devices: ThreadPoolExecutor | None = None
        self._swept_at = 0.0
        self._here = threading.local()

    def init_process(self):
        self._devices = ThreadPoolExecutor(DEVICE_THREADS, "devices")
        super().init_process()

    def load_wsgi(self):
        super().load_wsgi()
        application = self.wsgi

        def marked(environ, start_response):
            environ[FULL] = getattr(self._here, "full", False)
            return application(environ, start_response)

        self.wsgi = marked

    # The base class calls this whenever a connection should have a (further) request.
    def enqueue_req(self, conn):
        conn.sock.setblocking(False)
        if conn.parser is None:
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
            # Only for what the loop took for whole and the parser does not.
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", LINGER_SECONDS, 0))
            conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
            conn.initialized = True
        incoming = _Incoming(time.monotonic() + self.cfg.keepalive)
        self._incoming[conn] = incoming
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        if ahead := conn.parser.unreader.take_buffered():
            self._take(conn, incoming, ahead)

    def _receive(self, conn, _socket):
        incoming = self._incoming.get(conn)
        if incoming is None:
            return
        try:
            data = conn.sock.recv(PIECE_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
        elif not incoming.closing:
            self._take(conn, incoming, data)

    def _take(self, conn, incoming: _Incoming, data: bytes):
        if not incoming.data:
            incoming.deadline = time.monotonic() + RECEIVE_SECONDS
        incoming.data += data
        self._held_bytes += len(data)
        try:
            whole = incoming.is_whole(time.monotonic())
        except ValueError:
            self._drop(conn)
            return
        if whole:
            self._answer(conn, self._forget(conn))
        elif self._held_bytes > RECEIVED_BYTES_MAX:
            self._drop(max(self._incoming, key=lambda one: len(self._incoming[one].data)))

    def _answer(self, conn, incoming: _Incoming):
        conn.parser.unreader.unread(bytes(incoming.data))
        if not incoming.is_for_devices:
            future, done = self.tpool.submit(self.handle, conn), self.finish_request
        elif self._devices_inside >= PUSHES_AT_ONCE:
            future, done = self.tpool.submit(self._turn_away, conn), self.finish_request
        else:
            self._devices_inside += 1
            future, done = self._devices.submit(self.handle, conn), self._device_answered
        future.add_done_callback(lambda ended: self.method_queue.defer(done, conn, ended))

    def _turn_away(self, conn):
        self._here.full = True
        try:
            return self.handle(conn)
        finally:
            self._here.full = False

    def _device_answered(self, conn, ended):
        self._devices_inside -= 1
        self.finish_request(conn, ended)

    def finish_request(self, conn, ended):
        kept = not ended.cancelled() and ended.exception() is None and ended.result()
        try:
            if kept:
                self.enqueue_req(conn)
            else:
                self._close(conn)
        except (OSError, ValueError):
            self._forget(conn)
            self.nr_conns -= 1
            conn.close()

    def _close(self, conn):
        """Says that nothing more will come, and gives the other side a moment: a hasty end would cut the answer off."""
        conn.sock.setblocking(False)
        conn.sock.shutdown(socket.SHUT_WR)
        self._incoming[conn] = _Incoming(time.monotonic() + LINGER_SECONDS, closing=True)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))

    def _forget(self, conn) -> _Incoming | None:
        incoming = self._incoming.pop(conn, None)
        if incoming:
            self._held_bytes -= len(incoming.data)
            self.poller.unregister(conn.sock)
        return incoming

    def _drop(self, conn):
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self):
        """Closes what stayed silent or sent too slowly. The loop calls this after every event."""
        now = time.monotonic()
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        for conn, incoming in list(self._incoming.items()):
            if not self.alive and not incoming.data:
                incoming.deadline = min(incoming.deadline, now + LINGER_SECONDS)
            if incoming.deadline < now:
                self._drop(conn)
