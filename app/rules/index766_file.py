"""The month's figures of the national index in a file (CSV, XLSX) become points of items, or errors line by line.

Nobody could show us the portal's own file: a line is an item and its points, found by what its columns are called;
title lines, sums of groups and other columns are passed over. Excel makes "1.2" a number or even a day: both are read
back.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from app.rules.evaluation import is_month
from app.rules.evaluation_scheme import Scheme
from app.rules.procedure_cells import heading_key
from app.rules.spreadsheet import Formula, Line

# {column: what it may be called}, the first name is ours.
COLUMNS = {
    "item": ("Mục", "STT", "TT", "Mã", "Mã chỉ số", "Mã tiêu chí", "item"),
    "points": ("Điểm", "Điểm đạt", "Điểm đạt được", "Điểm số", "Số điểm", "points"),
    "month": ("Tháng", "Kỳ", "Kỳ báo cáo", "month"),
}
_CALLED = {heading_key(name): column for column, names in COLUMNS.items() for name in names}
_HEADING_WITHIN = 15
_ITEM = re.compile(r"\D{0,12}([1-9][0-9]?)[.,]([1-9][0-9]?)\.?")
_NUMBER = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,6}))?")
_MONTHS = (
    re.compile(r"(?P<y>20[0-9]{2})-(?P<m>[0-9]{1,2})"),
    re.compile(r"\D{0,8}(?P<m>[0-9]{1,2})[/.-](?P<y>20[0-9]{2})"),
)


@dataclass(frozen=True, slots=True)
class FileError:
    """What is wrong with one line; `code` and `params` make the sentence (problems/fields.py)."""

    line: int
    code: str
    params: dict = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """`months`: {month: {item: hundredths of a point}}; `passed`: lines that are no item of the scheme."""

    months: dict[str, dict[str, int]] = field(default_factory=dict)
    errors: list[FileError] = field(default_factory=list)
    passed: int = 0


def plan(lines: list[Line], scheme: Scheme, month: str, today: str) -> Plan:
    """What taking in a file would do. `month`: of lines that name none."""
    made = Plan()
    heading = next((line for line in lines[:_HEADING_WITHIN] if {"item", "points"} <= set(_columns(line))), None)
    if heading is None:
        made.errors.append(FileError(lines[0].number, "national_heading"))
        return made
    columns = _columns(heading)
    most = {one["item"]: one["most"] for one in scheme.items}
    for line in lines:
        if line.number > heading.number:
            _take(line, columns, most, month, today, made)
    if not made.months and not made.errors:
        made.errors.append(FileError(heading.number, "national_nothing"))
    return made


def _columns(line: Line) -> dict[str, int]:
    """{column: its place} of a heading; of two that are called alike the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(line.cells):
        column = _CALLED.get(heading_key(cell)) if isinstance(cell, str) else None
        if column:
            found.setdefault(column, place)
    return found


def _take(line: Line, columns: dict[str, int], most: dict[str, int], month: str, today: str, made: Plan) -> None:
    cells = {name: line.cells[place] if place < len(line.cells) else "" for name, place in columns.items()}
    item = _item(cells["item"])
    if item not in most or cells["points"] in ("", None):
        made.passed += 1
        return
    of = _month(cells["month"]) if cells.get("month") not in ("", None) else month
    if not of or of > today[:7]:
        made.errors.append(FileError(line.number, "national_month"))
        return
    points = _hundredths(cells["points"])
    if points is None or points > 100 * most[item]:
        made.errors.append(FileError(line.number, "national_points", {"item": item, "max": most[item]}))
    elif item in made.months.get(of, {}):
        made.errors.append(FileError(line.number, "national_twice", {"item": item}))
    else:
        made.months.setdefault(of, {})[item] = points


def _item(cell) -> str:
    if isinstance(cell, date):
        # Excel in Vietnamese takes "2.1" for the second of January.
        return f"{cell.day}.{cell.month}"
    found = _ITEM.fullmatch(str(cell).strip()) if isinstance(cell, (str, int, float)) else None
    return f"{found[1]}.{found[2]}" if found else ""


def _hundredths(cell) -> int | None:
    if isinstance(cell, (bool, Formula)):
        return None
    if isinstance(cell, (int, float)):
        return int(100 * cell + 0.5) if 0 <= cell < 1_000 else None
    found = _NUMBER.fullmatch(str(cell).strip())
    return int(100 * float(f"{found[1]}.{found[2] or 0}") + 0.5) if found else None


def _month(cell) -> str:
    """ "2026-10" of "10/2026", "Tháng 10/2026", "2026-10" or a day; "" of anything else."""
    if isinstance(cell, date):
        return cell.isoformat()[:7]
    for pattern in _MONTHS:
        if found := pattern.fullmatch(str(cell).strip()):
            month = f"{found['y']}-{int(found['m']):02d}"
            return month if is_month(month) else ""
    return ""
