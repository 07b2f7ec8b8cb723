"""kill -9 of the serving process under load: tablets push over real HTTP, the server is killed at any moment and
started again, everybody goes on by the protocol. What was acknowledged is in the ledger once; nothing is lost.

The recorded run: GD_KILLS=100 bin/test -s tests/crash/test_killed_server.py
"""

import asyncio
import gzip
import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress

import msgspec
import pytest

from app.ledger import chain
from app.records.database import database, open_database
from tests import people
from tests.browser.serving import Server
from tests.fleet import PUSH, FleetDevice, Line

KILLS = int(os.environ.get("GD_KILLS", "20"))
DEVICES = 6
BATCH = 20
# An outbox that is this long waits for the server before it grows.
LONG = 80
DRAIN_SECONDS = 60


class Tablet:
    """A tablet's outbox and its sending: an operation leaves it only when an answer names it."""

    def __init__(self):
        self.device = FleetDevice()
        self.outbox: dict[str, dict] = {}
        self.made: list[str] = []
        self.acknowledged: list[str] = []
        self.surprises: list[str] = []

    async def work(self, port: int, stop: threading.Event) -> None:
        line = Line(port)
        while self.outbox or not stop.is_set():
            if not stop.is_set() and len(self.outbox) < LONG:
                self.record(random.randint(1, 8))
            if not await self.push(line):
                await asyncio.sleep(random.random() * 0.1)
        line.close()

    def record(self, count: int) -> None:
        for _ in range(count):
            made = self.device.tablet.record(sealed=random.random() < 0.5)
            self.outbox[made["op"]] = made
            self.made.append(made["op"])

    async def push(self, line: Line) -> bool:
        batch = list(self.outbox.values())[:BATCH]
        sent = gzip.compress(msgspec.json.encode({"ops": batch}), 1)
        answer = await line.call("POST", PUSH, sent, self.device.signed("POST", PUSH, sent, squeezed=True))
        if answer.status != 200:
            # A request that a line has sent twice, because the first connection died, is refused the second time.
            if answer.status not in (0, 502, 503) and answer.json().get("code") != "request_replayed":
                self.surprises.append(f"{answer.status} {answer.body[:200]}")
            return False
        told = answer.json()
        for result in told["results"]:
            if result["status"] != "ok":
                self.surprises.append(str(result))
            if self.outbox.pop(result["op"], None):
                self.acknowledged.append(result["op"])
        if not told["results"]:
            self.surprises.append(f"expected q {told['next_q']}, was sent {batch[0]['q']}")
        return True


@pytest.fixture
def server(settled, tmp_path):
    running = Server(tmp_path, settled[1].parent)
    yield running
    running.kill()


@pytest.fixture
def tablets(server):
    opened = open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        made = [Tablet() for _ in range(DEVICES)]
    opened.close()
    return made


def kill_worker(server: Server) -> None:
    """kill -9 of what serves; gunicorn's master lives and starts another."""
    children = ["ps", "-o", "pid=", "--ppid", str(server.process.pid)]
    for pid in subprocess.run(children, capture_output=True, text=True, check=False).stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def entries(server: Server) -> list[dict]:
    return server.rows("SELECT * FROM ledger_entry WHERE ward_id = ? ORDER BY v", people.WARD)


def kill_again_and_again(server: Server, tablets: list[Tablet]) -> int:
    """How many kills took the whole server along. Between two kills some operations get through, few or many."""
    whole = 0
    for kill in range(KILLS):
        enough = sum(len(tablet.acknowledged) for tablet in tablets) + random.randint(1, 150)
        until = time.monotonic() + DRAIN_SECONDS
        while sum(len(tablet.acknowledged) for tablet in tablets) < enough:
            assert time.monotonic() < until, f"nothing gets through after kill {kill}"
            time.sleep(0.002)
        time.sleep(random.random() * 0.03)
        if kill % 4:
            kill_worker(server)
            continue
        whole += 1
        known = [op for tablet in tablets for op in tuple(tablet.acknowledged)]
        server.kill()
        there = {entry["op"] for entry in entries(server)}
        assert there.issuperset(known), "acknowledged, and not in the ledger of the dead server"
        server.start()
    return whole


def test_nothing_acknowledged_is_lost_and_nothing_stands_twice(server, tablets):
    server.start()
    stop = threading.Event()

    async def everybody():
        await asyncio.gather(*(tablet.work(server.port, stop) for tablet in tablets))

    load = threading.Thread(target=asyncio.run, args=(everybody(),))
    began = time.monotonic()
    load.start()
    try:
        whole = kill_again_and_again(server, tablets)
    finally:
        stop.set()
        load.join(DRAIN_SECONDS)
    seconds = time.monotonic() - began
    assert not load.is_alive(), "an outbox does not drain"

    ledger = entries(server)
    there = [entry["op"] for entry in ledger]
    acknowledged = [op for tablet in tablets for op in tablet.acknowledged]
    made = [op for tablet in tablets for op in tablet.made]
    print(
        f"\nkill -9: {KILLS} kills ({whole} of the whole server), {len(acknowledged)} operations acknowledged, "
        f"{len(set(acknowledged) - set(there))} lost, {len(there) - len(set(there))} twice, {seconds:.0f} s"
    )
    assert [surprise for tablet in tablets for surprise in tablet.surprises] == []
    assert sorted(acknowledged) == sorted(made), "created = delivered"
    assert len(set(there)) == len(there)
    assert set(made) <= set(there)
    assert chain.first_break(ledger) is None
    for tablet in tablets:
        numbers = [entry["q"] for entry in ledger if entry["device"] == tablet.device.tablet.id]
        assert numbers == list(range(1, len(tablet.made) + 2)), "shift.open/1 and every record, in order"
    rows = server.rows("SELECT id FROM assistance WHERE ward_id = ?", people.WARD)
    assert {row["id"] for row in rows} == {entry["entity"] for entry in ledger if entry["op"] in set(made)}
    assert server.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
