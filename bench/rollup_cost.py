"""`rollup-cost`: what keeping the roll-ups costs a batch of 50 slips at the door, against the same without.

A drain as it is: fifty slips of one person at one point, most of the day that a tablet was away, a tenth of the day
before; half of the people from the point's own tổ and the rest from eight around it; of thirty procedures some often
and most seldom; every help, result and difficulty there is. `--scattered`: everything equally often, from all 19 tổ,
as no point has it. With and without take turns within one run, so that the table and the machine are the same for
both. Seconds are those of the door alone: decoding, checking, writing, and the disk.
"""

import argparse
import time
from contextlib import contextmanager
from random import Random

from app.ledger.accept import accept_wire
from app.ledger.envelope import decode
from app.records.database import database, migrate, open_database
from app.rules import assistance_fields, clock, difficulty, rollup
from app.rules.canonical import canonical
from bench.report import emit
from bench.ward import settled_ward, tablet_in_shift
from tests import people
from tests.postgres_server import PostgresServer

BATCH = 50
PROCEDURES = [f"1.{number:06d}" for number in range(1, 31)]
# The second half as often as the first, the third a third as often.
_SELDOM = [1 / place for place in range(1, 31)]
MOST_PERCENT = 15


def _wire(tablet, random: Random, batches: int, scattered: bool) -> list[list[bytes]]:
    return [[canonical(_slip(tablet, random, scattered)).encode() for _ in range(BATCH)] for _ in range(batches)]


def _slip(tablet, random: Random, scattered: bool) -> dict:
    def one(choices):
        """Of several, each half as often as the one before it, or all alike."""
        if scattered:
            return random.choice(choices)
        return random.choices(choices, [2.0**-place for place in range(len(choices))])[0]

    tenth = random.random() < (0.5 if scattered else 0.1)
    met = random.sample(sorted(difficulty.BY_CODE), one((0, 1, 2, 3)))
    places = [f"tdp-{number:02d}" for number in range(1, 20 if scattered else 10)]
    return tablet.record(
        sealed=False,
        name="Nguyễn Thị Thu Hằng",
        phone="+84912345678",
        consent=True,
        help=one(sorted(assistance_fields.HELP)),
        result=one(sorted(assistance_fields.RESULT)),
        procedure=random.choice(PROCEDURES) if scattered else random.choices(PROCEDURES, _SELDOM)[0],
        neighbourhood=one(places),
        minutes=random.randrange(3, 40),
        difficulties=met,
        on=clock.day_of(tablet.now - clock.DAY_MS) if tenth else "",
    )


@contextmanager
def _without():
    """Nothing is counted: what the door was before there were roll-ups."""
    counted, rollup.COUNTED = rollup.COUNTED, {}
    try:
        yield
    finally:
        rollup.COUNTED = counted


def _taken(tablet, batch: list[bytes]) -> float:
    started = time.perf_counter()
    receipt = accept_wire(people.WARD, tablet.id, [decode(raw) for raw in batch], tablet.now)
    seconds = time.perf_counter() - started
    if refused := [result for result in receipt.results if result["status"] != "ok"]:
        raise SystemExit(f"refused: {refused}")
    return seconds


def _measure(rounds: int, scattered: bool) -> tuple[float, float]:
    """(milliseconds a batch without, percent that keeping them adds), medians over pairs of neighbours."""
    cards = [(f"{code}@1", people.procedure_body(code, f"Thủ tục số {code}", "Hộ tịch")) for code in PROCEDURES]
    people.put(people.WARD, "procedure.put/1", cards)
    tablet, random = tablet_in_shift(), Random(9)
    for batch in _wire(tablet, random, 20, scattered):
        _taken(tablet, batch)
    pairs = []
    for _ in range(rounds):
        first, second, third, fourth = _wire(tablet, random, 4, scattered)
        # On, off, off, on: whatever grows meanwhile grows for both.
        kept = _taken(tablet, first)
        with _without():
            bare = _taken(tablet, second) + _taken(tablet, third)
        kept += _taken(tablet, fourth)
        pairs.append((bare / 2, kept / 2))
    bare = sorted(one for one, _ in pairs)[len(pairs) // 2]
    shares = sorted(100 * (kept / bare - 1) for bare, kept in pairs)
    return bare * 1000, shares[len(shares) // 2]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench rollup-cost", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="of four batches each")
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL")
    parser.add_argument("--scattered", action="store_true", help="every place and kind equally often: no point is so")
    chosen = parser.parse_args(arguments)
    if chosen.postgres:
        server = PostgresServer(durable=True)
        try:
            migrate(open_database(server.create("gandan")))
            database.connect(reuse_if_open=True)
            people.settle_wards()
            bare, percent = _measure(chosen.rounds, chosen.scattered)
            database.close()
        finally:
            server.remove()
    else:
        with settled_ward():
            bare, percent = _measure(chosen.rounds, chosen.scattered)
    where = ("PostgreSQL" if chosen.postgres else "SQLite") + (", scattered" if chosen.scattered else "")
    emit(f"a batch of {BATCH} slips without roll-ups, {where}", bare, "ms", "none promised", True)
    told = f"price of roll-ups on accept, batches of {BATCH}, {where}"
    emit(told, percent, "%", f"≤ {MOST_PERCENT} %", percent <= MOST_PERCENT)


if __name__ == "__main__":
    main()
