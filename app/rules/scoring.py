"""The scores of TT 01/2018/TT-VPCP Đ13–15, as a suggestion to the head and never a verdict.

The circular was replaced in 2025 and nothing with points has taken its place; the ward may go on using it inside. An
index without data is left out, and then no band is named: the bands are made for all of them together.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files

from app.rules.timeliness import EARLY, LATE, ON_TIME

POINTS = {EARLY: 2, ON_TIME: 1, LATE: 0}
# Indices of an official, and of a unit (Đ14.2, Đ15).
OFFICIAL = (1, 2, 3, 4, 7)
UNIT = tuple(range(1, 10))
# (from how many points, the band)
OFFICIAL_BANDS = (
    (5.0, "Hoàn thành 100% nhiệm vụ"),
    (3.5, "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
    (0.0, "Hoàn thành dưới 70% nhiệm vụ"),
)
UNIT_BANDS = ((15.0, "Xuất sắc"), (12.0, "Tốt"), (9.0, "Khá"), (6.0, "Trung bình"), (0.0, "Yếu"))


@dataclass(frozen=True, slots=True)
class Index:
    """One index: the mean of its points, one decimal; `n` dossiers it was taken from; None when there are none."""

    number: int
    name: str
    points: float | None
    n: int
    why: str


def names() -> dict[int, str]:
    """{number: name} as the circular calls them."""
    text = files("app.rules").joinpath("data/tt01_2018_scoring.csv").read_text()
    return {int(row["index"]): row["name_vi"] for row in csv.DictReader(text.splitlines())}


def mean(points: list[int]) -> float | None:
    """Rounded to one decimal, half up, as people reckon (Đ14.1)."""
    return int(10 * sum(points) / len(points) + 0.5) / 10 if points else None


def contacts_points(supplements: int) -> int:
    """Index 3: how often the citizen had to come again to complete the dossier: none 2, once 1, more 0."""
    return max(0, 2 - supplements)


def attitude_points(kept: str, complained: bool) -> int | None:
    """Index 7: a complaint 0, else early 2, on time 1 (Đ13.7). To what is late without one it gives no points: None.

    What was verified to be false is no complaint (R13).
    """
    if complained:
        return 0
    return None if kept == LATE else POINTS[kept]


def suggestion(indices: list[Index], wanted: tuple[int, ...], bands) -> tuple[float, int, str]:
    """(points, out of how many, band); the band is "" while an index of `wanted` has no data."""
    with_data = [one for one in indices if one.points is not None]
    total = round(sum(one.points for one in with_data), 1)
    complete = {one.number for one in with_data} >= set(wanted)
    band = next(name for least, name in bands if total >= least) if complete else ""
    return total, 2 * len(with_data), band
