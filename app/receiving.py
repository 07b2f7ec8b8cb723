"""gunicorn's threaded worker, with requests received whole before a thread sees them, and two lanes of threads.

Plain gthread reads a request inside one of its few threads, so eight slow uploads stop the server, and it waits for the
last word of a closing connection inside its only loop. Here the loop collects bytes from any number of connections and
never waits for one of them. Devices (pushes, pulls) and people (pages) have threads of their own, so that a lobby's
worth of tablets cannot stop a page; devices wait in one queue, first come, first served.
"""

import errno
import logging
import resource
import selectors
import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from gunicorn import http
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.config import CONNECTIONS_MAX, DEVICE_THREADS, PUSHES_AT_ONCE, RECEIVED_BYTES_MAX
from app.incoming import Endless, Incoming
from app.web.crowd import FULL

PIECE_BYTES = 64 * 1024
# A tablet gives up after 20 s; a large file of the desk may take longer, but not for ever.
RECEIVE_SECONDS, SLOWEST_BYTES_A_SECOND = 30, 8 * 1024
# How long a kept connection may stay silent once the server is to stop, and a closing one may take to close.
LINGER_SECONDS = 2
# An answer up to this size (the kernel may allow less) leaves its thread at once, however slowly it is read. A larger
# one holds it, but not behind a reader who has stopped.
ANSWER_BYTES, SEND_SECONDS = 1024 * 1024, 30
SWEEP_SECONDS = 0.5

# File descriptors that are not connections: the database's, a few for each thread, pipes.
_OTHER_FILES = 200
# What a client may hold in memory whatever else is held: a head as browsers send it.
_SMALL_BYTES = 16 * 1024
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


@dataclass(slots=True, eq=False)
class _Arriving:
    """What a connection is waited for: its next request, or, once `closing`, its last word."""

    deadline: float
    request: Incoming = field(default_factory=Incoming)
    closing: bool = False

    @property
    def held(self) -> int:
        return len(self.request.data)


class _Arrived(Unreader):
    """What the parser may read: only what has come. It is never let near the socket, where a thread could wait."""

    def __init__(self):
        super().__init__()
        self._data, self._at = b"", 0
        # Once the parser has asked for more than came, nobody knows where the next request begins.
        self.ran_dry = False

    def put(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take_rest(self) -> bytes:
        rest, self._data, self._at = self._data[self._at :], b"", 0
        return rest

    def read(self, size=None, read_ahead=None):
        start = self._at
        wanted = PIECE_BYTES if size is None or size < 0 else size
        self._at = min(start + wanted, len(self._data))
        self.ran_dry |= self._at - start < (1 if size is None or size < 0 else size)
        return self._data[start : self._at]

    def unread(self, data):
        if self._data.endswith(data, 0, self._at):
            self._at -= len(data)
        else:
            self.put(data + self.take_rest())


class _Unnamed(logging.Filter):
    """gunicorn would log the address line or a header that it refuses: what somebody searched for, a cookie."""

    def filter(self, record):
        said = str(record.msg)
        if said.startswith("Invalid request from"):
            record.msg, record.args = "A request that is none was refused.", ()
        elif said.startswith("Error handling request"):
            record.msg, record.args = "Error handling a request", ()
        return True


class ReceivingWorker(ThreadWorker):
    """Everything but `handle` runs in the one thread of the loop."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._incoming: dict = {}
        # Of requests that arrive, and of those in the lanes or being answered.
        self._held_bytes = self._inside_bytes = 0
        self._devices_inside = 0
        self._devices: ThreadPoolExecutor | None = None
        self._swept_at = 0.0
        self._here = threading.local()

    def init_process(self):
        self._devices = ThreadPoolExecutor(DEVICE_THREADS, "devices")
        self.worker_connections = _places()
        self.log.error_log.addFilter(_Unnamed())
        super().init_process()

    def load_wsgi(self):
        super().load_wsgi()
        application = self.wsgi

        def marked(environ, start_response):
            environ[FULL] = getattr(self._here, "full", False)
            return application(environ, start_response)

        self.wsgi = marked

    def accept(self, listener):
        """Whoever has been silent longest makes room for somebody new."""
        if self.nr_conns >= self.worker_connections - 1:
            self._make_room()
        try:
            sock, client = listener.accept()
        except OSError as error:
            # Whatever became of that client, the loop goes on.
            if error.errno in _NO_ROOM:
                self._make_room()
            return
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ANSWER_BYTES)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
            conn = TConn(self.cfg, sock, client, listener.getsockname())
            conn.parser = http.get_parser(self.cfg, iter(()), client)
            conn.parser.unreader = _Arrived()
            conn.initialized = True
            self.enqueue_req(conn)
            self.nr_conns += 1
        except OSError:
            sock.close()

    def _make_room(self):
        """Gives up an idle connection, else the request that has taken longest."""
        waiting = [(arriving.held > 0, arriving.deadline, id(conn), conn) for conn, arriving in self._incoming.items()]
        if waiting:
            self._drop(min(waiting)[-1])

    # The base class calls this whenever a connection should have a (further) request.
    def enqueue_req(self, conn):
        conn.sock.setblocking(False)
        arriving = _Arriving(time.monotonic() + self.cfg.keepalive)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        self._incoming[conn] = arriving
        if ahead := conn.parser.unreader.take_rest():
            self._take(conn, arriving, ahead)

    def _receive(self, conn, _socket):
        arriving = self._incoming.get(conn)
        if arriving is None:
            return
        try:
            data = conn.sock.recv(PIECE_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
        elif not arriving.closing:
            self._take(conn, arriving, data)

    def _take(self, conn, arriving: _Arriving, data: bytes):
        request, knew_length = arriving.request, arriving.request.body_length
        if not request.data:
            arriving.deadline = time.monotonic() + RECEIVE_SECONDS
        request.data += data
        self._held_bytes += len(data)
        try:
            whole = request.is_whole()
        except Endless:
            self._drop(conn)
            return
        if whole:
            self._answer(conn, self._forget(conn).request)
            return
        if request.body_length and not knew_length:
            arriving.deadline = time.monotonic() + RECEIVE_SECONDS + request.body_length / SLOWEST_BYTES_A_SECOND
            if request.waits_to_be_asked:
                self._ask_for_body(conn)
        if self._held_bytes + self._inside_bytes > RECEIVED_BYTES_MAX:
            self._drop_largest()

    def _drop_largest(self):
        largest = max(self._incoming, key=lambda one: self._incoming[one].held, default=None)
        if largest and self._incoming[largest].held > _SMALL_BYTES:
            self._drop(largest)

    def _ask_for_body(self, conn):
        try:
            conn.sock.send(_CONTINUE)
        except OSError:
            self._drop(conn)

    def _answer(self, conn, request: Incoming):
        arrived = request.request()
        conn.parser.unreader.put(arrived)
        size = len(arrived)
        self._inside_bytes += size
        if not request.is_for_devices:
            future, done = self.tpool.submit(self.handle, conn), self.finish_request
        elif self._devices_inside >= PUSHES_AT_ONCE:
            future, done = self.tpool.submit(self._turn_away, conn), self.finish_request
        else:
            self._devices_inside += 1
            future, done = self._devices.submit(self.handle, conn), self._device_answered
        future.add_done_callback(lambda ended: self.method_queue.defer(self._answered, size, done, conn, ended))

    def _answered(self, size: int, done, conn, ended):
        self._inside_bytes -= size
        done(conn, ended)

    def handle(self, conn):
        return super().handle(conn) and not conn.parser.unreader.ran_dry

    def handle_request(self, req, conn):
        # Asked for, if it had to be, before it had come.
        req._expected_100_continue = False
        return super().handle_request(req, conn)

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
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        self._incoming[conn] = _Arriving(time.monotonic() + LINGER_SECONDS, closing=True)

    def _forget(self, conn) -> _Arriving | None:
        arriving = self._incoming.pop(conn, None)
        if arriving:
            self._held_bytes -= arriving.held
            self.poller.unregister(conn.sock)
        return arriving

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
        for conn, arriving in list(self._incoming.items()):
            if not self.alive and not arriving.held:
                arriving.deadline = min(arriving.deadline, now + LINGER_SECONDS)
            if arriving.deadline < now:
                self._drop(conn)


def _places() -> int:
    """How many connections this process may hold; as many files as the system lets it open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS_MAX + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - _OTHER_FILES, soft // 2)
    return CONNECTIONS_MAX
