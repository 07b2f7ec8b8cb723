"""A list of open dossiers in a file: which of its columns is which of our facts, and what each line means.

Every office's list looks different, so a person says which column is what; the headings only make a first guess.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from app.rules import dossier_import, fields
from app.rules.calendar import closes_at, opens_at
from app.rules.clock import VIETNAM, parse
from app.rules.fields import FieldRefusal
from app.rules.procedure_cells import WrongCell, heading_key
from app.rules.spreadsheet import Formula, Line, Unreadable
from app.rules.text import clean

# name: (label, must be there, headings it is usually found under)
COLUMNS = {
    "national_code": ("Mã hồ sơ", True, ("ma ho so", "so ho so", "ma so ho so", "ma hs")),
    "procedure_code": ("Mã thủ tục", True, ("ma thu tuc", "ma tthc", "ma thu tuc hanh chinh")),
    "name": ("Người nộp", True, ("nguoi nop", "ho ten", "ho va ten", "chu ho so", "ten nguoi nop", "to chuc ca nhan")),
    "received": ("Ngày nhận", True, ("ngay nhan", "ngay tiep nhan", "thoi gian tiep nhan", "ngay nhan ho so")),
    "due": ("Hạn trả", False, ("han tra", "ngay hen tra", "hen tra", "han xu ly", "ngay tra", "thoi han")),
    "state": ("Tình trạng", False, ("tinh trang", "trang thai", "buoc xu ly")),
    "address": ("Địa chỉ", False, ("dia chi",)),
    "phone": ("Số điện thoại", False, ("so dien thoai", "dien thoai", "sdt")),
    "note": ("Ghi chú", False, ("ghi chu", "noi dung")),
}
REQUIRED = tuple(name for name, (_label, required, _guesses) in COLUMNS.items() if required)
_HEADING_WITHIN = 10
# Words of other systems → where a dossier stands here; "" says that it is closed over there.
_STATES = tuple(
    (heading_key(words), state)
    for words, state in (
        ("bổ sung", "supplement"),
        ("chờ trả", "ready"),
        ("đã xử lý xong", "ready"),
        ("đã trả", ""),
        ("từ chối", ""),
        ("đã rút", ""),
        ("dừng xử lý", ""),
        ("dừng giải quyết", ""),
        ("mới", "received"),
        ("chờ tiếp nhận", "received"),
        ("đang", "processing"),
    )
)


@dataclass(slots=True)
class RowError:
    line: int
    column: str
    code: str
    params: dict = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What importing would do: `items` are (line, body of dossier.import/1 without its tracking code)."""

    items: list[tuple[int, dict]] = field(default_factory=list)
    closed: int = 0
    twice: int = 0
    errors: list[RowError] = field(default_factory=list)


def heading(lines: list[Line], columns: dict = COLUMNS) -> int:
    """The place in `lines` of the heading: the first of the top lines in which most guesses come true. Raises
    Unreadable when nothing stands below it."""
    guesses = (guess(line, columns).values() for line in lines[:_HEADING_WITHIN])
    scores = [sum(1 for place in places if place is not None) for places in guesses]
    place = scores.index(max(scores)) if scores else 0
    if place + 1 >= len(lines):
        raise Unreadable("file_empty")
    return place


def guess(line: Line, columns: dict = COLUMNS) -> dict[str, int | None]:
    """{fact: the place of its column, or None}. `columns`: of this or of another list, shaped as COLUMNS."""
    keys = [heading_key(cell) if isinstance(cell, str) else "" for cell in line.cells]
    found = {}
    for name, (_label, _required, headings) in columns.items():
        guesses = [heading_key(one) for one in headings]
        places = [place for place, key in enumerate(keys) if key in guesses]
        places = places or [place for place, key in enumerate(keys) if any(key.startswith(one) for one in guesses)]
        found[name] = next((place for place in places if place not in found.values()), None)
    return found


def plan(lines: list[Line], mapping: dict[str, int | None], procedures: dict[str, dict], calendar, today: str) -> Plan:
    """Reads every line below the heading. `procedures`: {code: {"version", "variant"}} of what is in force."""
    made, seen = Plan(), set()
    for line in lines:
        try:
            body = _body(line, mapping, procedures, calendar)
        except WrongCell as wrong:
            made.errors.append(RowError(line.number, wrong.params.pop("column", ""), wrong.code, wrong.params))
            continue
        if body is None:
            made.closed += 1
            continue
        refusals = _refusals(body, today)
        made.errors += [RowError(line.number, one.field, one.code, one.params) for one in refusals]
        if body["national_code"] in seen:
            made.twice += 1
        elif not refusals:
            made.items.append((line.number, body))
        seen.add(body["national_code"])
    return made


def _refusals(body: dict, today: str) -> list[FieldRefusal]:
    table = {name: spec for name, spec in dossier_import.FIELDS.items() if name != "tracking"}
    clean_body, refusals = fields.check(body, table, today)
    body.update(clean_body if not refusals else {})
    return refusals


def _body(line: Line, mapping: dict, procedures: dict, calendar) -> dict | None:
    cells = {name: cell_of(line, place, name) for name, place in mapping.items()}
    state = _state(cells.get("state", ""))
    if state is None:
        return None
    code = str(cells["procedure_code"])
    held = procedures.get(code) or procedures.get(re.sub(r"\.000\.00\.00\.[A-Z0-9]+$", "", code))
    if held is None:
        raise WrongCell("import_procedure_unknown", column="procedure_code", value=code[:40])
    return {
        "national_code": str(cells["national_code"])[:60],
        "procedure": held["version"],
        "variant": held["variant"],
        "name": str(cells["name"]),
        "address": str(cells.get("address") or ""),
        "phone": phone_of(cells.get("phone")),
        "state": state,
        "received_at": _moment(cells["received"], "received", calendar, closing=False),
        "due_at": _moment(cells.get("due"), "due", calendar, closing=True),
        "note": str(cells.get("note") or "")[:500],
    }


def cell_of(line: Line, place: int | None, name: str):
    """Text, number or day of one column; "" where there is none. Raises WrongCell for a formula."""
    cell = line.cells[place] if place is not None and place < len(line.cells) else ""
    if isinstance(cell, Formula):
        raise WrongCell("cell_formula", column=name, value=cell.text[:40])
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(cell) if isinstance(cell, str) else cell


def phone_of(cell) -> str:
    """Excel takes the nought away from a number."""
    text = str(cell or "")
    return f"0{text}" if isinstance(cell, int) and len(text) == 9 else text


def _state(words) -> str | None:
    """Where the dossier stands; None when it is closed over there."""
    key = heading_key(words or "")
    state = next((state for part, state in _STATES if part in key), "processing")
    return state or None


_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})")
_HOUR = re.compile(r"(\d{1,2})[:h](\d{2})")


def _moment(cell, column: str, calendar, closing: bool) -> int:
    """ms of a day or a moment; 0 for an empty cell. A bare day is its opening hour, or its close of business."""
    if cell in ("", None):
        return 0
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, date):
        moment = datetime(cell.year, cell.month, cell.day)
    else:
        moment = _read(str(cell), column)
    if (moment.hour, moment.minute) != (0, 0):
        return parse(moment.replace(tzinfo=VIETNAM).isoformat())
    return (closes_at if closing else opens_at)(calendar, moment.date().isoformat())


def _read(text: str, column: str) -> datetime:
    found = _DAY.search(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(found[name] or found[name + "2"]) for name in "ymd")
        hour = _HOUR.search(text, found.end())
        return datetime(year, month, day, *(map(int, hour.groups()) if hour else ()))
    except ValueError as wrong:
        raise WrongCell("import_day_unreadable", column=column, value=text[:40]) from wrong
