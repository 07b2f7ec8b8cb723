"""Slip PDFs from a warm worker: CPU of one (median), and how much the worker grows over many.

Each slip is of another citizen, so that nothing can be answered from a cache; the worker is not retired meanwhile.
"""

import argparse
from statistics import median

from app.printing import paper, sheets
from bench.report import emit
from tests.printing.samples import RECORD

CPU_MS_MAX = 150
GROWTH_MB_MAX = 10
# The first slips fill caches of the libraries (fonts, styles) that do not grow further.
WARM_UP = 20


def measure(count: int) -> tuple[float, float]:
    """(median CPU milliseconds of a slip, growth of the worker in MB) over `count` A5 slips after the warm-up."""
    press = paper.Press(paper.Limits(sheets_per_worker=WARM_UP + count + 1))
    try:
        for number in range(WARM_UP):
            start = press.print(_slip(number)).resident_bytes
        printed = []
        for number in range(WARM_UP, WARM_UP + count):
            done = press.print(_slip(number))
            printed.append((done.cpu_seconds, done.resident_bytes))
    finally:
        press.close()
    return median(cpu for cpu, _ in printed) * 1000, (printed[-1][1] - start) / 1e6


def _slip(number: int) -> str:
    return sheets.slip_html(RECORD | {"name": f"Trần Văn Được {number}"}, "a5")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    count = parser.parse_args().count
    cpu_ms, growth_mb = measure(count)
    emit("slip-growth", growth_mb, f"MB over {count} slips", f"< {GROWTH_MB_MAX} MB", growth_mb < GROWTH_MB_MAX)
    emit("slip", cpu_ms, "ms CPU", f"≤ {CPU_MS_MAX} ms", cpu_ms <= CPU_MS_MAX)


if __name__ == "__main__":
    main()
