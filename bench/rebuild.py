"""`rebuild`: a ward of 100,000 operations, made anew from its ledger by the rules and compared with what stands."""

import argparse
import resource
import time

from app.ledger.accept import accept_wire
from app.ledger.envelope import decode
from app.ledger.verify import verify_ward
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules.canonical import canonical
from bench.report import emit
from bench.ward import settled_ward, tablet_in_shift
from tests import people

BATCH = 100


def _fill(count: int) -> None:
    """Records with difficulties and names, every tenth one amended."""
    tablet = tablet_in_shift()
    while tablet.q < count:
        made = [
            tablet.record(
                sealed=False,
                name="Nguyễn Thị Thu Hằng",
                phone="+84912345678",
                consent=True,
                difficulties=["elderly", "nfc_unreadable"] if place % 2 else [],
                note="Đã hướng dẫn chụp lại ảnh căn cước" if place % 3 else "",
            )
            for place in range(BATCH)
        ]
        said = {"set": {"minutes": 9}, "was": {"minutes": 7}, "reason": "gõ nhầm số phút"}
        amended = [tablet.operation("assistance.amend/1", one["e"], said) for one in made[::10]]
        raw = [canonical(one).encode() for one in made + amended]
        receipt = accept_wire(people.WARD, tablet.id, [decode(one) for one in raw], tablet.now)
        if any(result["status"] != "ok" for result in receipt.results):
            raise SystemExit(f"refused: {receipt.results}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench rebuild", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    chosen = parser.parse_args(arguments)
    with settled_ward():
        _fill(chosen.count)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        verdict = verify_ward(WardReading(database.obj, people.WARD))
        seconds = time.perf_counter() - started
        if not verdict.whole or verdict.drift_count:
            raise SystemExit(f"the ward is not what its ledger says: {verdict}")
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
        emit(f"rebuild and comparison of {verdict.operations} operations", seconds, "s", "≤ 60 s", seconds <= 60)
        emit("memory grown by the rebuild", grown, "MB", "none promised", True)


if __name__ == "__main__":
    main()
