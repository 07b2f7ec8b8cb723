"""What hinders people (domain notes §7.2): a controlled list, one row each in data/difficulties.csv.

Adding a difficulty is adding a row. A code is never changed or used again: old records and tablets from a drawer
still carry it. Rows marked obsolete belong to old times (before VNeID was the only sign-in): read, never offered.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files

GROUPS = {
    "vneid": "VNeID",
    "sim": "SIM",
    "device": "Thiết bị",
    "payment": "Thanh toán",
    "dossier": "Hồ sơ",
    "signature": "Ký số",
    "portal": "Cổng dịch vụ công",
    "person": "Người dân",
    "other": "Khác",
    "obsolete": "Chỉ có ở dữ liệu cũ",
}


@dataclass(frozen=True, slots=True)
class Difficulty:
    """`chip` is the short label of a button (≤ 24 characters); `order` is the place within the whole list."""

    code: str
    group: str
    label: str
    chip: str
    order: int
    favourite: bool
    obsolete: bool


def _read() -> tuple[Difficulty, ...]:
    text = (files("app.rules") / "data" / "difficulties.csv").read_text("utf-8")
    return tuple(
        Difficulty(
            row["code"], row["group"], row["label"], row["chip"], order, row["favourite"] == "1", row["obsolete"] == "1"
        )
        for order, row in enumerate(csv.DictReader(text.splitlines()), start=1)
    )


DIFFICULTIES = _read()
BY_CODE = {difficulty.code: difficulty for difficulty in DIFFICULTIES}


def offered() -> list[Difficulty]:
    """What a form shows: favourites first, then the rest in the list's order; nothing obsolete."""
    today = (difficulty for difficulty in DIFFICULTIES if not difficulty.obsolete)
    return sorted(today, key=lambda difficulty: (not difficulty.favourite, difficulty.order))
