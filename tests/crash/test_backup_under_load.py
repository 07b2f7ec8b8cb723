"""Backups taken while tablets push over real HTTP: each verifies, and nothing acknowledged before it is missing."""

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from app.ledger.backup import kept_backups, verify_file
from app.records.copying import opened_copy
from app.records.database import across_wards, database, open_database
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry
from tests import people
from tests.browser.serving import ROOT, Server
from tests.crash.test_killed_server import Tablet

DEVICES, BACKUPS = 4, 3
DRAIN_SECONDS = 60


class SteadyTablet(Tablet):
    """Leaves the backup its share of the processor: a push every tenth of a second."""

    async def push(self, line) -> bool:
        await asyncio.sleep(0.1)
        return await super().push(line)


@pytest.fixture
def server(settled, tmp_path):
    running = Server(tmp_path, settled[1].parent)
    yield running
    running.kill()


def back_up(server: Server, folder) -> subprocess.CompletedProcess:
    """By hand, in a process of its own, as a timer does."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "backup", "--data", server.data, "--to", folder, "--keep", str(BACKUPS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def held(path) -> set[str]:
    with opened_copy(path) as opened:
        query = LedgerEntry.select(LedgerEntry.op).where(LedgerEntry.ward_id == people.WARD)
        return {row["op"] for row in query.dicts().execute(opened)}


def test_every_backup_under_load_is_whole_and_holds_what_was_acknowledged(server, tmp_path):
    opened = open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        tablets = [SteadyTablet() for _ in range(DEVICES)]
    opened.close()
    server.start()
    stop = threading.Event()

    async def everybody():
        await asyncio.gather(*(tablet.work(server.port, stop) for tablet in tablets))

    load = threading.Thread(target=asyncio.run, args=(everybody(),))
    load.start()
    known, sizes = [], []
    try:
        for place in range(BACKUPS):
            while sum(len(tablet.acknowledged) for tablet in tablets) < (place + 1) * 50:
                time.sleep(0.01)
            known.append({op for tablet in tablets for op in tuple(tablet.acknowledged)})
            done = back_up(server, tmp_path / "backups")
            assert done.returncode == 0, done.stdout + done.stderr
            sizes.append(sum(len(tablet.acknowledged) for tablet in tablets))
    finally:
        stop.set()
        load.join(DRAIN_SECONDS)
    assert not load.is_alive(), "an outbox does not drain"
    assert [tablet.surprises for tablet in tablets] == [[]] * DEVICES

    made = kept_backups(tmp_path / "backups")
    assert len(made) == BACKUPS
    for path, before, after in zip(made, known, sizes, strict=True):
        assert all(verdict.whole for verdict in verify_file(path))
        assert before <= held(path)
        assert after > len(before), "nobody pushed while this backup was made: it proves nothing"
    _check_durable(server, tablets, made)


def _check_durable(server: Server, tablets: list[Tablet], made: list) -> None:
    """What the tablets may forget stands in both of the last two backups."""
    both = held(made[-1]) & held(made[-2])
    opened = open_database(server.data / "gandan.sqlite3")
    with database.connection_context(), across_wards("a test looks at one ward"):
        for tablet in tablets:
            id_ = tablet.device.tablet.id
            durable_q = Device.get(Device.ward_id == people.WARD, Device.id == id_).durable_q
            own = (LedgerEntry.ward_id == people.WARD) & (LedgerEntry.device == id_) & (LedgerEntry.q <= durable_q)
            forgotten = {row.op for row in LedgerEntry.select(LedgerEntry.op).where(own)}
            assert durable_q > 0
            assert forgotten <= both
    opened.close()
