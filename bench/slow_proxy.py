"""A loopback wire with a price: latency, bandwidth each way, and a count of every byte and push that passes.

Shaping inside a browser does not reach its service workers; a wire under all of them does.
"""

import asyncio
import threading
from dataclasses import dataclass

_CHUNK = 1_400  # about one packet


@dataclass
class Line:
    """`delay_seconds` one way; bits per second each way, 0 for no limit."""

    delay_seconds: float = 0.0
    down_bits: int = 0
    up_bits: int = 0


LOOPBACK = Line()
SLOW_4G = Line(delay_seconds=0.075, down_bits=1_600_000, up_bits=750_000)


class _Pipe:
    """One direction of the line, shared by all its connections as a phone's radio is."""

    def __init__(self):
        self.free_at = 0.0

    def arrival(self, size: int, bits: int, delay: float, now: float) -> float:
        start = max(now, self.free_at)
        self.free_at = start + (size * 8 / bits if bits else 0)
        return self.free_at + delay


class SlowProxy:
    """Listens on a free port and passes everything on to `target_port`."""

    def __init__(self, target_port: int):
        self.target_port = target_port
        self.line = LOOPBACK
        self.bytes_down = self.bytes_up = self.pushes = 0
        self._down, self._up = _Pipe(), _Pipe()
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    def reset(self) -> None:
        self.bytes_down = self.bytes_up = self.pushes = 0

    @property
    def bytes_both(self) -> int:
        return self.bytes_down + self.bytes_up

    async def _serve(self, reader, writer):
        # The handshake costs a round trip before the first byte may leave.
        await asyncio.sleep(2 * self.line.delay_seconds)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            self._carry(reader, far_writer, up=True), self._carry(far_reader, writer, up=False), return_exceptions=True
        )
        writer.close()
        far_writer.close()

    async def _carry(self, reader, writer, up: bool):
        pipe = self._up if up else self._down
        queue: asyncio.Queue = asyncio.Queue()
        sender = asyncio.ensure_future(self._send(queue, writer))
        try:
            while data := await reader.read(_CHUNK):
                self._count(data, up)
                bits = self.line.up_bits if up else self.line.down_bits
                at = pipe.arrival(len(data), bits, self.line.delay_seconds, self._loop.time())
                await queue.put((at, data))
        finally:
            await queue.put(None)
            await sender

    async def _send(self, queue, writer):
        while item := await queue.get():
            at, data = item
            await asyncio.sleep(max(0.0, at - self._loop.time()))
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

    def _count(self, data: bytes, up: bool) -> None:
        if up:
            self.bytes_up += len(data)
            self.pushes += data.startswith(b"POST /sync/v1/push ")
        else:
            self.bytes_down += len(data)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
