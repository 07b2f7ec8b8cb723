"""The index of QĐ 766/QĐ-TTg (2022): what of it our own dossiers can tell, and what only the national portal knows.

A suggestion with its arithmetic shown; the official figure is the portal's.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files

from app.rules.timeliness import Tally

BANDS = ((90.0, "Xuất sắc"), (80.0, "Tốt"), (70.0, "Khá"), (50.0, "Trung bình"), (0.0, "Yếu"))


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `points` None when our data do not tell it. `why` shows the numbers it was made from."""

    number: str
    group: str
    name: str
    most: float
    formula: str
    points: float | None
    why: str


def rows() -> list[dict]:
    """The items as the decision lists them: group_vi, item, item_vi, item_max, formula, note."""
    text = files("app.rules").joinpath("data/index766.csv").read_text()
    return list(csv.DictReader(text.splitlines()))


def progress(tally: Tally) -> tuple[float | None, str]:
    """Group 2: 20 × (settled in time + pending in time) / all."""
    if not tally.received:
        return None, ""
    good = tally.early + tally.on_time + tally.pending_in_time
    return 20 * good / tally.received, f"20 × {good} / {tally.received}"


def satisfaction(tally: Tally, complained: int = 0) -> tuple[float | None, str]:
    """Of group 5, the part of handling: min(6; 6 × r / 0,90); a late dossier costs here too."""
    if not tally.settled:
        return None, ""
    good = max(0, tally.settled - tally.late - complained)
    points = min(6.0, 6 * (good / tally.settled) / 0.9)
    return points, f"min(6; 6 × ({good} / {tally.settled}) / 0,90)"


def items(tally: Tally) -> list[Item]:
    """Every item of the decision, those of our own data with their points."""
    known = {"2.1": progress(tally), "5.1": satisfaction(tally)}
    found = []
    for row in rows():
        points, why = known.get(row["item"], (None, ""))
        most = float(row["item_max"])
        found.append(Item(row["item"], row["group_vi"], row["item_vi"], most, row["formula"], points, why))
    return found
