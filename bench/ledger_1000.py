"""Mẫu 07 of 1,000 rows on A4 landscape: wall clock and memory of two warm workers."""

import argparse
import time

from app.printing import drawing, paper, registers
from bench.report import emit
from tests.printing.counter_samples import LEDGER, ledger_rows

SECONDS_MAX = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    rows = parser.parse_args().rows
    press = paper.Press(paper.LONG)
    try:
        press.halves(registers.ledger_draft(LEDGER, ledger_rows(drawing.ROWS_WORTH_HALVING)).halves())  # starts both
        began = time.perf_counter()
        done = press.halves(registers.ledger_draft(LEDGER, ledger_rows(rows)).halves())
        seconds = time.perf_counter() - began
    finally:
        press.close()
    emit("ledger-1000", seconds, f"s, {rows} rows", f"≤ {SECONDS_MAX} s", seconds <= SECONDS_MAX)
    emit("ledger-1000-cpu", done.cpu_seconds, "s CPU", "", True)
    emit("ledger-1000-memory", done.resident_bytes / 1e6, "MB, workers together", "", True)


if __name__ == "__main__":
    main()
