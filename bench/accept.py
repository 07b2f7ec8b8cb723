"""`accept`: unsealed operations in batches of 50 through the door, against raw executemany of the very same rows.

The raw side writes what the door wrote (ledger, assistance, difficulties, head, device) into a second database file
with the same tables, settings and history, batch by batch, each in a transaction of its own. The two sides take turns
within one run, so that both files grow alike.
"""

import argparse
import shutil
import time
from pathlib import Path

from app.ledger.accept import accept_wire
from app.ledger.envelope import decode
from app.records import batch
from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.database import PRAGMAS, Sqlite, database
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, LedgerHead
from app.rules.canonical import canonical
from bench.report import emit
from bench.ward import DATABASE, settled_ward, tablet_in_shift
from tests import people

BATCH = 50


def _wire(tablet, count: int) -> list[list[bytes]]:
    made = [
        canonical(
            tablet.record(
                sealed=False,
                name="Nguyễn Thị Thu Hằng",
                phone="+84912345678",
                consent=True,
                difficulties=["elderly", "nfc_unreadable"] if place % 2 else [],
                note="Đã hướng dẫn chụp lại ảnh căn cước" if place % 3 else "",
            )
        ).encode()
        for place in range(count)
    ]
    return [made[start : start + BATCH] for start in range(0, count, BATCH)]


def _accept(tablet, batches: list[list[bytes]]) -> float:
    """Seconds for these batches, decoding included."""
    started = time.perf_counter()
    for one in batches:
        receipt = accept_wire(people.WARD, tablet.id, [decode(raw) for raw in one], tablet.now)
        if any(result["status"] != "ok" for result in receipt.results):
            raise SystemExit(f"refused: {receipt.results}")
    return time.perf_counter() - started


def _written(after_v: int) -> list[list[tuple]]:
    """The rows of every batch since `after_v`, as tuples per table."""
    entries = list(
        LedgerEntry.select().where(LedgerEntry.ward_id == 1, LedgerEntry.v > after_v).order_by(LedgerEntry.v).tuples()
    )
    place = batch.columns(LedgerEntry).index("entity")
    ids = [entry[place] for entry in entries]
    rows: dict[str, tuple] = {}
    parts: dict[str, list[tuple]] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows |= {row[1]: row for row in Assistance.select().where(Assistance.id.in_(part)).tuples()}
        for row in AssistanceDifficulty.select().where(AssistanceDifficulty.assistance.in_(part)).tuples():
            parts.setdefault(row[1], []).append(row)
    batches = []
    for start in range(0, len(entries), BATCH):
        some = ids[start : start + BATCH]
        batches.append(
            [
                entries[start : start + BATCH],
                [rows[id_] for id_ in some],
                [part for id_ in some for part in parts.get(id_, [])],
            ]
        )
    return batches


class Twin:
    """The second file: copied from the first before anything is measured."""

    def __init__(self, folder: Path):
        path = folder / "twin.sqlite3"
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(folder / DATABASE, path)
        self.connection = Sqlite(str(path), pragmas=PRAGMAS).connection()

    def write(self, batches, head: tuple, device: tuple) -> float:
        """Seconds for writing these rows with nothing but executemany."""
        started = time.perf_counter()
        for entries, rows, parts in batches:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.executemany(batch.insert_sql(LedgerEntry), entries)
            self.connection.executemany(batch.insert_sql(Assistance), rows)
            self.connection.executemany(batch.insert_sql(AssistanceDifficulty), parts)
            self.connection.executemany(batch.upsert_sql(LedgerHead), [head])
            self.connection.executemany(batch.upsert_sql(Device), [device])
            self.connection.execute("COMMIT")
        return time.perf_counter() - started


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench accept", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--count", type=int, default=5_000, help="operations a round")
    parser.add_argument("--fill", type=int, default=100_000, help="rows before the last comparison; 0 leaves it out")
    chosen = parser.parse_args(arguments)
    with settled_ward() as folder:
        tablet = tablet_in_shift()
        twin = Twin(folder)
        rate_empty, share = _measure(tablet, twin, chosen)
        emit("accept rate", rate_empty, "operations/s", "≥ 3000", rate_empty >= 3000)
        emit("accept against raw executemany", share * 100, "%", "≥ 40 %", share >= 0.4)
        if not chosen.fill:
            return
        held = Assistance.select().count()
        while held < chosen.fill:
            _round(tablet, twin, 5_000)
            held += 5_000
        rate, share = _measure(tablet, twin, chosen)
        emit(f"accept rate at {held} rows", rate, "operations/s", "≥ 3000", rate >= 3000)
        emit(f"accept against raw executemany at {held} rows", share * 100, "%", "≥ 40 %", share >= 0.4)
        emit("accept when full against when empty", rate / rate_empty, "×", "≥ 0.95", rate / rate_empty >= 0.95)


def _round(tablet, twin: Twin, count: int) -> tuple[float, float]:
    """(seconds of ours, seconds of raw) for the same rows."""
    before = LedgerHead.get(LedgerHead.ward_id == 1).v
    ours = _accept(tablet, _wire(tablet, count))
    written = _written(before)
    head = LedgerHead.select().where(LedgerHead.ward_id == 1).tuples().first()
    device = Device.select().where(Device.ward_id == 1, Device.id == tablet.id).tuples().first()
    return ours, twin.write(written, head, device)


def _measure(tablet, twin: Twin, chosen) -> tuple[float, float]:
    """(operations a second, share of raw), medians over the rounds."""
    rounds = [_round(tablet, twin, chosen.count) for _ in range(chosen.rounds)]
    ours = sorted(seconds for seconds, _ in rounds)
    shares = sorted(raw / seconds for seconds, raw in rounds)
    return chosen.count / ours[len(ours) // 2], shares[len(shares) // 2]


if __name__ == "__main__":
    main()
