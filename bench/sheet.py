"""Mẫu 01 from a warm worker: wall clock and CPU of one, both copies and one copy alone.

Each receipt is of another citizen, so that nothing can be answered from a cache.
"""

import argparse
import time
from statistics import median, quantiles

from app.printing import paper
from app.printing.dossier_sheets import BOTH_COPIES, receipt_draft
from bench.report import emit
from tests.printing.counter_samples import RECEIPT, VERIFY_TEXT

WALL_MS_MAX = 250
CPU_MS_MAX = 130
WARM_UP = 10


def receipt(number: int) -> dict:
    """A demo receipt that differs from all others in every place that costs."""
    mark = f"{number:04d}"
    return RECEIPT | {
        "number": number + 1,
        "name": f"Trần Văn Được {mark}",
        "code": f"7K2M-9QXW-{mark}",
        "verify_text": VERIFY_TEXT[:-4] + mark,
    }


def measure(count: int, copies: tuple[int, ...]) -> tuple[list[float], list[float]]:
    """(wall, CPU of the worker) in milliseconds of each receipt after the warm-up; wall has our own template in it."""
    press = paper.Press()
    wall, cpu = [], []
    try:
        for number in range(WARM_UP + count):
            began = time.perf_counter()
            done = press.print(receipt_draft(receipt(number), copies).html())
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append(done.cpu_seconds * 1000)
    finally:
        press.close()
    return wall[WARM_UP:], cpu[WARM_UP:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    for name, copies in (("sheet-one-copy", (2,)), ("sheet", BOTH_COPIES)):
        wall, cpu = measure(count, copies)
        p95_wall, p95_cpu = quantiles(wall, n=20)[-1], quantiles(cpu, n=20)[-1]
        emit(f"{name}-cpu-median", median(cpu), "ms CPU", "", True)
        emit(f"{name}-wall", p95_wall, "ms, p95", f"≤ {WALL_MS_MAX} ms", p95_wall <= WALL_MS_MAX)
        emit(f"{name}-cpu", p95_cpu, "ms CPU, p95", f"≤ {CPU_MS_MAX} ms", p95_cpu <= CPU_MS_MAX)


if __name__ == "__main__":
    main()
