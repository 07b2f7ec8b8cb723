"""`accept`: unsealed operations in batches of 50 through the door, against raw executemany of the very same rows.

The raw side writes what the door wrote (ledger, assistance, difficulties, head, device) into an empty copy of the
same tables, batch by batch, each in a transaction of its own. The two sides take turns within one run.
"""

import argparse
import time

from app.ledger.accept import accept_wire
from app.ledger.envelope import decode
from app.records import batch
from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.database import database
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, LedgerHead
from app.rules.canonical import canonical
from bench.report import emit
from bench.ward import settled_ward, tablet_in_shift
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
    entries = list(LedgerEntry.select().where(LedgerEntry.ward_id == 1, LedgerEntry.v > after_v)
                   .order_by(LedgerEntry.v).tuples())
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


def _raw(batches, head: tuple, device: tuple) -> float:
    """Seconds for writing the same rows again with nothing but executemany, into tables emptied of them."""
    started = time.perf_counter()
    for entries, rows, parts in batches:
        with database.atomic():
            connection = database.connection()
            connection.executemany(batch.insert_sql(LedgerEntry), entries)
            connection.executemany(batch.insert_sql(Assistance), rows)
            connection.executemany(batch.insert_sql(AssistanceDifficulty), parts)
            connection.executemany(batch.upsert_sql(LedgerHead), [head])
            connection.executemany(batch.upsert_sql(Device), [device])
    return time.perf_counter() - started


def _forget(ids_from_v: int) -> None:
    with database.atomic():
        database.execute_sql(
            "DELETE FROM assistance_difficulty WHERE ward_id = 1 AND assistance IN "
            "(SELECT entity FROM ledger_entry WHERE ward_id = 1 AND v > ?)", (ids_from_v,))
        database.execute_sql(
            "DELETE FROM assistance WHERE ward_id = 1 AND id IN "
            "(SELECT entity FROM ledger_entry WHERE ward_id = 1 AND v > ?)", (ids_from_v,))
        database.execute_sql("DELETE FROM ledger_entry WHERE ward_id = 1 AND v > ?", (ids_from_v,))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench accept", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--count", type=int, default=2_000, help="operations a round")
    parser.add_argument("--fill", type=int, default=100_000, help="rows before the last comparison; 0 leaves it out")
    chosen = parser.parse_args(arguments)
    with settled_ward():
        tablet = tablet_in_shift()
        ours, raws = [], []
        for _ in range(chosen.rounds):
            before = LedgerHead.get(LedgerHead.ward_id == 1).v
            batches = _wire(tablet, chosen.count)
            ours.append(_accept(tablet, batches))
            written = _written(before)
            head = LedgerHead.select().where(LedgerHead.ward_id == 1).tuples().first()
            device = Device.select().where(Device.ward_id == 1, Device.id == tablet.id).tuples().first()
            _forget(before)
            raws.append(_raw(written, head, device))
        rate = chosen.count / sorted(ours)[len(ours) // 2]
        share = sorted(raw / our for raw, our in zip(raws, ours, strict=True))[len(ours) // 2]
        emit("accept rate", rate, "operations/s", "≥ 3000", rate >= 3000)
        emit("accept against raw executemany", share * 100, "%", "≥ 40 %", share >= 0.4)
        if chosen.fill:
            _when_full(tablet, chosen, rate)


def _when_full(tablet, chosen, rate_empty: float) -> None:
    held = Assistance.select().count()
    while held < chosen.fill:
        _accept(tablet, _wire(tablet, 2_000))
        held += 2_000
    times = sorted(_accept(tablet, _wire(tablet, chosen.count)) for _ in range(chosen.rounds))
    rate = chosen.count / times[len(times) // 2]
    emit(f"accept at {held} rows", rate, "operations/s", "≥ 3000", rate >= 3000)
    emit("accept when full against when empty", rate / rate_empty, "×", "≥ 0.95", rate / rate_empty >= 0.95)


if __name__ == "__main__":
    main()
