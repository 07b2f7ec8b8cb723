"""Power cuts: what was acknowledged is there when the light comes back, whatever the disk forgot (I3).

The real door writes with the real settings of app/records/database.py to a disk that forgets what was not synced.
`synchronous=NORMAL` must lose acknowledged operations in the same test: if it did not, the test would be blind.

More cuts than the suite's: GD_POWER_CUTS=100000 bin/test -s -o faulthandler_timeout=0 tests/crash/test_power_cuts.py
"""

import os
import random
import time
from dataclasses import dataclass, field

import pytest

from app.ledger import chain
from app.records.database import PRAGMAS, Sqlite, database
from app.records.device import use_nonce
from tests import people
from tests.crash.forgetful_disk import Disk, ForgetfulVfs, power_cuts
from tests.ledger.devices import Tablet

CUTS = int(os.environ.get("GD_POWER_CUTS", "3000"))
CUTS_A_LIFE = 25
LIVES = 6
NAME = "/gandan.sqlite3"
# The log is folded into the file every 8,000 pages, which no short life reaches: in every other run it is after a few.
OFTEN = 40


@pytest.fixture(scope="module")
def vfs():
    return ForgetfulVfs("forgetful")


@pytest.fixture(scope="module")
def settled_disk(settled):
    return Disk({NAME: bytearray(settled[1].read_bytes())})


class Light:
    """The database on a disk as long as the light is on: `with Light(vfs, disk, …)` makes it every table's database."""

    def __init__(self, vfs: ForgetfulVfs, disk: Disk, **changed):
        self.vfs, self.disk, self.changed = vfs, disk, changed

    def __enter__(self) -> Sqlite:
        self.vfs.disk = self.disk
        pragmas = {"locking_mode": "exclusive", **PRAGMAS, **self.changed}
        self.opened = Sqlite(NAME, pragmas=pragmas, lock_type="IMMEDIATE", vfs=self.vfs.name)
        database.initialize(self.opened)
        self.opened.connect()
        return self.opened

    def __exit__(self, *_error) -> None:
        self.opened.close()


class Lobby:
    """Two tablets with an outbox each. `made`: every operation there ever was, by id."""

    def __init__(self, chance: random.Random, light: bool):
        self.chance, self.light = chance, light
        self.tablets = [Tablet() for _ in range(2)]
        self.outbox = {tablet.id: [tablet.open_shift()] for tablet in self.tablets}
        self.made: dict[str, dict] = {made["op"]: made for (made,) in self.outbox.values()}

    def work(self, disk: Disk) -> None:
        """A few batches; every answer of the door stands on the disk's tape."""
        for _ in range(self.chance.randint(2, 6)):
            tablet = self.chance.choice(self.tablets)
            if self.light:
                # As every signed request does before its batch is looked at, without waiting for the disk.
                assert use_nonce(people.WARD, tablet.id, str(self.chance.random()), tablet.now)
            waits = self.outbox[tablet.id]
            waits += [
                tablet.record(sealed=False, note="x" * self.chance.randint(0, 400))
                for _ in range(self.chance.randint(1, 4))
            ]
            ids = [made["op"] for made in waits]
            self.made.update(zip(ids, waits, strict=True))
            assert [result["op"] for result in tablet.push(*waits).results] == ids
            disk.mark(ids)
            waits.clear()

    def take_back(self, there: set[str]) -> None:
        """After a cut: what the ledger does not hold waits again, as on a device that has no answer."""
        for tablet in self.tablets:
            mine = [made for made in self.made.values() if made["dev"] == tablet.id and made["op"] not in there]
            self.outbox[tablet.id] = sorted(mine, key=lambda made: made["q"])


def listed(opened: Sqlite, query: str) -> list[dict]:
    cursor = opened.execute_sql(query, (people.WARD,))
    # apsw forgets the names of columns when there is no row left.
    names = None
    found = []
    for row in cursor:
        names = names or [column[0] for column in cursor.getdescription()]
        found.append(dict(zip(names, row, strict=True)))
    return found


def faults(opened: Sqlite, entries: list[dict], devices: set[str]) -> list[str]:
    """What is wrong inside the database after a cut."""
    wrong = []
    ((verdict,),) = opened.execute_sql("PRAGMA integrity_check").fetchall()
    if verdict != "ok":
        wrong.append(f"integrity_check: {verdict}")
    if len({entry["op"] for entry in entries}) != len(entries):
        wrong.append("an operation stands twice")
    if (broken := chain.first_break(entries)) is not None:
        wrong.append(f"the chain breaks at {broken}")
    (head,) = listed(opened, "SELECT v, hash FROM ledger_head WHERE ward_id = ?")
    if (head["v"], head["hash"]) != (entries[-1]["v"], entries[-1]["hash"]):
        wrong.append(f"the head is at {head['v']} of {len(entries)} entries")
    for device in listed(opened, "SELECT id, last_q FROM device WHERE ward_id = ?"):
        numbers = [entry["q"] for entry in entries if entry["device"] == device["id"]]
        if device["id"] in devices and numbers != list(range(1, device["last_q"] + 1)):
            wrong.append(f"numbers of a device: {numbers}, the last should be {device['last_q']}")
    taken = {
        entry["entity"] for entry in entries if entry["type"] == "assistance.record/1" and entry["outcome"] == "ok"
    }
    rows = {row["id"] for row in listed(opened, "SELECT id FROM assistance WHERE ward_id = ?")}
    if taken != rows:
        wrong.append(f"{len(taken)} records were taken and {len(rows)} stand in the table")
    return wrong


@dataclass
class Figures:
    """`lossy`: cuts after which something acknowledged was missing; `lost`: how many operations that were."""

    cuts: int = 0
    acknowledged: int = 0
    lossy: int = 0
    lost: int = 0
    wrong: list[str] = field(default_factory=list)


def cut_the_power(vfs, settled_disk: Disk, cuts: int, **settings) -> Figures:
    figures = Figures()
    run = 0
    while figures.cuts < cuts:
        run += 1
        often = {"wal_autocheckpoint": OFTEN} if run % 2 else {}
        _one_ward(vfs, settled_disk.copy(), random.Random(run), figures, {**often, **settings})
    return figures


def _one_ward(vfs, disk: Disk, chance: random.Random, figures: Figures, settings: dict) -> None:
    """A ward that lives, is cut off, gets its power back and lives on from what was left."""
    with Light(vfs, disk):
        # A light transaction ends by putting FULL back: where FULL is not what is tested there are none.
        lobby = Lobby(chance, light="synchronous" not in settings)
    devices = set(lobby.outbox)
    acknowledged: set[str] = set()
    for _ in range(LIVES):
        begun, disk = disk.copy(), disk.copy()
        with Light(vfs, disk, **settings):
            lobby.work(disk)
        # With the closing, when the log is folded into the file: the light may go out then, too.
        tape = disk.tape
        answered = [place + 1 for place, event in enumerate(tape) if event[0] == "mark"]
        anywhere = [chance.randint(0, len(tape)) for _ in range(CUTS_A_LIFE - len(answered))]
        goes_on_from = chance.randrange(CUTS_A_LIFE)
        for number, (said, way, left) in enumerate(power_cuts(begun, tape, answered + anywhere, chance)):
            known = acknowledged.union(*said)
            after = left.copy()
            with Light(vfs, left) as opened:
                entries = listed(opened, "SELECT * FROM ledger_entry WHERE ward_id = ? ORDER BY v")
                there = {entry["op"] for entry in entries}
                lost = known - there
                figures.cuts += 1
                figures.acknowledged += len(known)
                figures.lossy += bool(lost)
                figures.lost += len(lost)
                figures.wrong += [f"{way}: {words}" for words in faults(opened, entries, devices)]
            if number == goes_on_from:
                disk, held, kept = after, there, known & there
        acknowledged = kept
        lobby.take_back(held)


def report(name: str, figures: Figures, began: float) -> None:
    print(
        f"\npower cuts, {name}: {figures.cuts} cuts, {figures.acknowledged} times an acknowledged operation was looked "
        f"for, {figures.lost} lost in {figures.lossy} cuts, {time.monotonic() - began:.0f} s"
    )


def test_what_was_acknowledged_survives_every_cut(vfs, settled_disk):
    began = time.monotonic()
    figures = cut_the_power(vfs, settled_disk, CUTS)
    report("synchronous=FULL", figures, began)
    assert figures.wrong == []
    assert figures.lost == 0
    assert figures.cuts >= CUTS
    assert figures.acknowledged > figures.cuts, "hardly anything was acknowledged before the cuts"


def test_with_normal_acknowledged_operations_are_lost_so_the_test_can_see(vfs, settled_disk):
    began = time.monotonic()
    figures = cut_the_power(vfs, settled_disk, CUTS // 4, synchronous="normal")
    report("synchronous=NORMAL", figures, began)
    assert figures.lost > 0
    assert figures.lossy > figures.cuts // 20
    # It loses the end, as SQLite says that it may; what is left is sound.
    assert figures.wrong == []
