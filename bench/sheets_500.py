"""500 Mẫu 01 in one bulk print: wall clock with the start of its workers, memory, and each step of the progress."""

import argparse
import os
import sys
import time
from pathlib import Path

from app.printing import bulk, paper
from bench.report import emit
from bench.sheet import receipt
from tests.printing.counter_samples import SIX_PAPERS

SECONDS_MAX = 20
MEMORY_MB_MAX = 300


FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng Phủ", "Vũ", "Đặng", "Bùi", "Tôn Nữ Công Tằng")
GIVEN = ("An", "Thị Ánh Tuyết", "Văn Được", "Quốc Hùng", "Thị Hồng Nhung", "Minh", "Hoàng Phương Thảo Quỳnh")
WHERE = (
    "Căn {0}, tòa CT1A, khu đô thị Văn Quán – Yên Phúc, tổ dân phố 7, phường Hà Đông, Hà Nội",
    "Số {0} phố Văn Quán, phường Hà Đông, Hà Nội",
    "Tổ dân phố {0}, phường Hà Đông",
)
WHAT = ("Đăng ký khai sinh", "Xác nhận tình trạng hôn nhân", "Chứng thực chữ ký", "Đăng ký lại kết hôn")


def varied(number: int) -> dict:
    """A day's work: names, addresses, papers and hours of all lengths."""
    later = f"2026-11-{21 + number % 9:02d}T{8 + number % 9:02d}:{number % 60:02d}:00.000+07:00"
    return receipt(number) | {
        "name": f"{FAMILIES[number % 9]} {GIVEN[number % 7]}",
        "address": WHERE[number % 3].format(number),
        "phone": f"+849{number:08d}",
        "procedure": WHAT[number % 4],
        "documents": SIX_PAPERS[: 1 + number % 4],
        "due_at": later,
        "national_code": f"H26.12.34-261121-{number:04d}" if number % 5 else "",
    }


def peak_mb(pids: list[int]) -> dict[int, float]:
    """{worker: its largest resident size so far}, those that are gone left out."""
    found = {}
    for pid in pids:
        status = Path(f"/proc/{pid}/status")
        if status.exists():
            found[pid] = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--both", action="store_true", help="both copies of each: twice the pages")
    chosen = parser.parse_args()
    records = [varied(number) for number in range(chosen.count)]
    began, before, peaks, size = time.perf_counter(), os.times(), {}, 0
    for step in bulk.receipts(records, (1, 2) if chosen.both else (2,)):
        peaks |= peak_mb(paper.press(long=True).pids())
        size = len(step.content)
        print(f"{step.done}/{step.total} {time.perf_counter() - began:.1f} s", file=sys.stderr)
    seconds, after = time.perf_counter() - began, os.times()
    spent = sum(after[:4]) - sum(before[:4])
    emit("sheets-500", seconds, f"s, {chosen.count} receipts", f"≤ {SECONDS_MAX} s", seconds <= SECONDS_MAX)
    emit("sheets-500-cpu", spent, "s CPU, all processes", "", True)
    memory = sum(peaks.values())
    emit("sheets-500-memory", memory, "MB, workers together", f"≤ {MEMORY_MB_MAX} MB", memory <= MEMORY_MB_MAX)
    emit("sheets-500-file", size / 1e6, "MB", "", True)


if __name__ == "__main__":
    main()
