"""A wire on loopback that breaks as it is told, and that has a price.

Taking the network away inside a browser does not reach its service workers; a wire under all of them does. Without a
fault bytes pass as they are (the benchmarks measure through it); with one, requests are read and answered one by one.
"""

import asyncio
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from tests.browser.priced_line import LOOPBACK, Meter, carry

_PORTAL = b"<!doctype html><title>Free Wi-Fi</title><h1>Free Wi-Fi</h1><p>Sign in to go on.</p>"
_GATEWAY = b"<html><head><title>Bad gateway</title></head><body><h1>nginx</h1></body></html>"
_HTML = (("Content-Type", "text/html"),)
_REASONS = {200: "OK", 302: "Found"}
# close(2) with this sends a reset instead of an end.
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Fault:
    """What happens to requests whose path begins with `path`; the others pass. `times`: so often, then all pass."""

    kind: str
    path: str = "/"
    times: int | None = None
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    limit: int = 0

    @property
    def of_the_line(self) -> bool:
        """It strikes before anybody can know what was asked for."""
        return self.path == "/" and self.times is None and self.kind in ("reset", "close", "black_hole")


REFUSE = Fault("refuse")
RESET = Fault("reset")
CLOSE = Fault("close")
BLACK_HOLE = Fault("black_hole")


def lost_answer(times: int | None = None, path: str = "/sync/v1/push") -> Fault:
    """The server does what it is asked, and nobody hears of it."""
    return Fault("lost_answer", path, times)


def trickle(path: str = "/sync/") -> Fault:
    """The real answer, one byte a second."""
    return Fault("trickle", path)


def too_large(limit: int) -> Fault:
    """A proxy before the server takes no body of more bytes than this: 413 in HTML."""
    return Fault("too_large", "/sync/", status=413, headers=_HTML, body=_GATEWAY, limit=limit)


def gateway(status: int, path: str = "/") -> Fault:
    return Fault("answer", path, status=status, headers=_HTML, body=_GATEWAY)


def refusal(status: int, code: str, path: str = "/sync/v1/push", retry_after: int = 0) -> Fault:
    """An error of our own server, by its signs."""
    headers = (("Content-Type", "application/problem+json"), ("GD-Proto", "1"))
    if retry_after:
        headers += (("Retry-After", str(retry_after)),)
    body = f'{{"type":"about:blank","title":"câu của {code}","status":{status},"code":"{code}"}}'
    return Fault("answer", path, status=status, headers=headers, body=body.encode())


PORTAL = Fault("answer", status=200, headers=_HTML, body=_PORTAL)
PORTAL_REDIRECT = Fault("answer", status=302, headers=(("Location", "http://wifi.example/login"),))


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    head: bytes = field(repr=False)
    body: bytes = field(repr=False)


class FaultProxy:
    """Listens on a port of its own and passes everything on to `target_port`."""

    def __init__(self, target_port: int):
        self.target_port = target_port
        self.line = LOOPBACK
        self.down, self.up = Meter(), Meter()
        self.fault: Fault | None = None
        # How often the present fault has struck, and what was asked for while there was one.
        self.hits = 0
        self.requests: list[Request] = []
        self.port = 0
        self._live: dict = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._run(self._listen())

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def break_as(self, fault: Fault | None) -> None:
        """From now on; every live connection is reset, so nothing goes on from before. None: healed."""
        self._run(self._turn_to(fault))

    def heal(self) -> None:
        self.break_as(None)

    async def _turn_to(self, fault: Fault | None) -> None:
        refused, refuses = bool(self.fault and self.fault.kind == "refuse"), bool(fault and fault.kind == "refuse")
        if refuses and not refused:
            self._server.close()
        self.fault, self.hits = fault, 0
        self.requests.clear()
        for writer, task in list(self._live.items()):
            _cut(writer)
            task.cancel()
        if refused and not refuses:
            await self._listen()

    def reset(self) -> None:
        """Counts from nothing again."""
        for meter in (self.up, self.down):
            meter.bytes = meter.pushes = 0

    @property
    def pushes(self) -> int:
        return self.up.pushes

    @property
    def bytes_both(self) -> int:
        return self.up.bytes + self.down.bytes

    def close(self) -> None:
        self._run(self._turn_to(REFUSE))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _serve(self, reader, writer) -> None:
        self._live[writer] = asyncio.current_task()
        try:
            if self.fault is None:
                await self._pass_on(reader, writer)
            else:
                await self._break(reader, writer)
        except (OSError, EOFError, asyncio.CancelledError, asyncio.LimitOverrunError):
            _cut(writer)
        finally:
            self._live.pop(writer, None)
            writer.close()

    async def _pass_on(self, reader, writer) -> None:
        # The handshake costs a round trip before the first byte may leave.
        await asyncio.sleep(2 * self.line.delay_seconds)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        try:
            await asyncio.gather(
                carry(reader, far_writer, self.up, lambda: (self.line.up_bits, self.line.delay_seconds)),
                carry(far_reader, writer, self.down, lambda: (self.line.down_bits, self.line.delay_seconds)),
                return_exceptions=True,
            )
        finally:
            far_writer.close()

    async def _break(self, reader, writer) -> None:
        """One request of a connection meets the fault, or passes; then the connection ends."""
        fault = self.fault
        if fault.of_the_line:
            self.hits += 1
            await _strike(fault, writer)
            return
        request = await _read(reader)
        self.requests.append(request)
        spent = fault.times is not None and self.hits >= fault.times
        if spent or not request.path.startswith(fault.path) or len(request.body) < fault.limit:
            writer.write(await self._ask(request))
            await writer.drain()
            return
        self.hits += 1
        if fault.kind in ("lost_answer", "trickle"):
            answer = await self._ask(request)
            if fault.kind == "trickle":
                for byte in answer:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(1)
            _cut(writer)
        elif fault.status:
            writer.write(_spelled(fault))
            await writer.drain()
        else:
            await _strike(fault, writer)

    async def _ask(self, request: Request) -> bytes:
        """The server's whole answer to one request."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        try:
            writer.write(request.head + request.body)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()


async def _strike(fault: Fault, writer) -> None:
    if fault.kind == "black_hole":
        await asyncio.Event().wait()
    elif fault.kind == "reset":
        _cut(writer)


def _cut(writer) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()


async def _read(reader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, version = head[0].split(" ")
    pairs = [line.split(":", 1) for line in head[1:] if line]
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    kept = [f"{name}:{value}" for name, value in pairs if name.lower() not in ("connection", "keep-alive")]
    sent = "\r\n".join([f"{method} {path} {version}", *kept, "Connection: close", "", ""])
    return Request(method, path, headers, sent.encode("latin-1"), body)


def _spelled(fault: Fault) -> bytes:
    reason = _REASONS.get(fault.status, "Refused")
    lines = [f"HTTP/1.1 {fault.status} {reason}", *(f"{name}: {value}" for name, value in fault.headers)]
    lines += [f"Content-Length: {len(fault.body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + fault.body
