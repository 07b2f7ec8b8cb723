"""Many tablets at once over real HTTP: everything costly is made beforehand, so that the load weighs little."""

import asyncio
import gzip
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.records.device import Device
from app.rules import base64url
from tests import people
from tests.ledger.devices import Tablet, statuses

PUSH = "/sync/v1/push"
# As static/js/sync/schedule.js and signed_fetch.js have them.
STEP_SECONDS, LONGEST_SECONDS, SILENCE_SECONDS = 2.0, 300.0, 20.0


def to_its_end(coroutine):
    """What it returns. In a thread of its own: a browser's driver may have a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@dataclass
class Answer:
    """What came back, and how long it took from the first byte sent. `status` 0: nothing came."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    def json(self) -> dict:
        return msgspec.json.decode(self.body)


@dataclass
class Delivery:
    """What one device was told, {operation id: status}, and how long it took from its first try."""

    told: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


class Line:
    """A kept-alive HTTP/1.1 connection, opened again when the server has closed it."""

    def __init__(self, port: int):
        self.port = port
        self._reader = self._writer = None

    async def call(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        started = time.monotonic()
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        sent = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                status, told, text = await self._exchange(sent)
        except (OSError, EOFError, TimeoutError):
            self.close()
            return Answer(0, {}, b"", time.monotonic() - started)
        return Answer(status, told, text, time.monotonic() - started)

    async def _exchange(self, sent: bytes):
        fresh = self._writer is None
        if fresh:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            self._writer.write(sent)
            await self._writer.drain()
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (OSError, EOFError):
            self.close()
            if fresh:
                raise
            # A kept connection may have been closed while it was idle: browsers, too, then open a new one.
            return await self._exchange(sent)
        told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        text = await self._reader.readexactly(int(told.get("content-length", 0)))
        if told.get("connection", "").lower() == "close":
            self.close()
        return int(head[0].split(" ")[1]), told, text

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None


@dataclass
class FleetDevice:
    """One enrolled tablet in an open shift, with pushes ready to be sent. Make it while the database is open."""

    tablet: Tablet = field(default_factory=lambda: Tablet(now=int(time.time() * 1000)))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    parcels: list[bytes] = field(default_factory=list)
    ops: list[str] = field(default_factory=list)

    def __post_init__(self):
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        chosen = (Device.ward_id == people.WARD) & (Device.id == self.tablet.id)
        Device.update(public_key=point).where(chosen).execute()
        assert statuses(self.tablet.push(self.tablet.open_shift())) == [("ok", "")]

    def make(self, parcels: int, operations: int) -> None:
        """Records and seals slips: so many pushes of so many operations, squeezed as the browser does."""
        for _ in range(parcels):
            made = [
                self.tablet.record(
                    name="Nguyễn Thị Thu Hằng",
                    phone="+84912345678",
                    consent=True,
                    difficulties=["elderly", "nfc_unreadable"] if place % 2 else [],
                    note="Đã hướng dẫn chụp lại ảnh căn cước" if place % 3 else "",
                )
                for place in range(operations)
            ]
            self.ops += [one["op"] for one in made]
            self.parcels.append(gzip.compress(msgspec.json.encode({"ops": made}), 6))

    def signed(self, method: str, path: str, sent: bytes = b"", squeezed: bool = False) -> dict[str, str]:
        at, nonce = str(int(time.time() * 1000)), base64url.encode(os.urandom(16))
        said = "\n".join((method, path, base64url.encode(sha256(sent).digest()), at, nonce)).encode()
        r, s = decode_dss_signature(self.key.sign(said, ec.ECDSA(hashes.SHA256())))
        made = {
            "GD-Device": f"{self.tablet.ward_id}.{self.tablet.id}",
            "GD-At": at,
            "GD-Nonce": nonce,
            "GD-Signature": base64url.encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")),
            "Content-Type": "application/json",
        }
        return made | ({"Content-Encoding": "gzip"} if squeezed else {})

    async def push(self, line: Line, parcel: bytes) -> Answer:
        return await line.call("POST", PUSH, parcel, self.signed("POST", PUSH, parcel, squeezed=True))

    async def deliver(self, port: int, heard: list[Answer]) -> Delivery:
        """Sends every parcel as the browser would, back-off included.

        Every answer goes to `heard`. Raises AssertionError for an answer that is neither a receipt nor "come back".
        """
        line, done, failures, started = Line(port), Delivery(), 0, time.monotonic()
        try:
            for parcel in self.parcels:
                while True:
                    answer = await self.push(line, parcel)
                    heard.append(answer)
                    if answer.status == 200:
                        break
                    assert answer.status in (0, 429) or answer.status >= 500, answer
                    told = min(LONGEST_SECONDS, float(answer.headers.get("retry-after", 0)))
                    step = min(LONGEST_SECONDS, STEP_SECONDS * 2**failures)
                    failures += 1
                    await asyncio.sleep(told + random.random() * step)
                failures = 0
                for result in answer.json()["results"]:
                    assert result["op"] not in done.told, "one operation named twice"
                    done.told[result["op"]] = result["status"]
        finally:
            line.close()
        done.seconds = time.monotonic() - started
        return done


def deliver_together(devices: list[FleetDevice], port: int) -> tuple[float, list[Answer], list[Delivery]]:
    """(seconds until all was delivered, every answer, what each device was told), all devices from one moment on."""
    heard: list[Answer] = []

    async def run():
        return await asyncio.gather(*(device.deliver(port, heard) for device in devices))

    started = time.monotonic()
    done = to_its_end(run())
    return time.monotonic() - started, heard, done


def part(values: list[float], share: float) -> float:
    """The value that `share` of them stay at or below (0.5 the median)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
