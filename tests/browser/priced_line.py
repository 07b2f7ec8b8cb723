"""What a wire costs: latency, bandwidth each way shared by all connections as a phone's radio is, and a count."""

import asyncio
from dataclasses import dataclass

_CHUNK = 1_400  # about one packet


@dataclass(frozen=True)
class Line:
    """`delay_seconds` one way; bits per second each way, 0 for no limit."""

    delay_seconds: float = 0.0
    down_bits: int = 0
    up_bits: int = 0


LOOPBACK = Line()
SLOW_4G = Line(delay_seconds=0.075, down_bits=1_600_000, up_bits=750_000)


class Meter:
    """One direction of a line: when its bytes arrive, and how many there were."""

    def __init__(self):
        self.free_at = 0.0
        self.bytes = self.pushes = 0

    def arrival(self, data: bytes, bits: int, delay: float, now: float) -> float:
        self.bytes += len(data)
        self.pushes += data.startswith(b"POST /sync/v1/push ")
        start = max(now, self.free_at)
        self.free_at = start + (len(data) * 8 / bits if bits else 0)
        return self.free_at + delay


async def carry(reader, writer, meter: Meter, price) -> None:
    """Passes bytes on until the end; `price()` → (bits a second, seconds of delay) as they are just now."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue = asyncio.Queue()
    sender = asyncio.ensure_future(_send(queue, writer, loop))
    try:
        while data := await reader.read(_CHUNK):
            bits, delay = price()
            await queue.put((meter.arrival(data, bits, delay, loop.time()), data))
    finally:
        await queue.put(None)
        await sender


async def _send(queue, writer, loop) -> None:
    while item := await queue.get():
        at, data = item
        await asyncio.sleep(max(0.0, at - loop.time()))
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
