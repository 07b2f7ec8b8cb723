"""A list of households in a file: which of its columns is which of our facts, and what each line means.

An empty cell says nothing and changes nothing. A name or a telephone without the household's consent in the same line
is left out (rules.household_fields), and counted, so that somebody asks.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from app.rules import household_fields
from app.rules.difficulty import BY_CODE
from app.rules.dossier_import_file import RowError, cell_of, phone_of
from app.rules.household_fields import EMPTY, STATES
from app.rules.household_place import place_key
from app.rules.procedure_cells import WrongCell, heading_key
from app.rules.spreadsheet import Line
from app.rules.text import clean, fold

# name: (label, must be there, headings it is usually found under)
COLUMNS = {
    "apartment": (
        "Căn hộ, số nhà",
        True,
        ("can ho", "can ho so nha", "so can ho", "can", "so nha", "phong", "so phong"),
    ),
    "building": ("Tòa nhà, ngõ", False, ("toa nha", "toa nha ngo", "toa", "chung cu", "ngo")),
    "neighbourhood": ("Tổ dân phố", False, ("to dan pho", "to", "tdp")),
    "label": ("Tên gọi của hộ", False, ("ten goi cua ho", "ten goi", "ten ho")),
    "head_name": ("Người đại diện", False, ("nguoi dai dien", "chu ho", "ho ten chu ho", "ho va ten", "ho ten")),
    "phone": ("Số điện thoại", False, ("so dien thoai", "dien thoai", "sdt")),
    "consent": ("Hộ đồng ý", False, ("ho dong y", "dong y")),
    "state": ("Tình trạng", False, ("tinh trang", "trang thai", "muc do")),
    "difficulties": ("Khó khăn", False, ("kho khan", "vuong mac", "ly do")),
    "follow_up": ("Cần thăm", False, ("can tham", "can theo doi", "theo doi")),
    "follow_up_on": ("Ngày hẹn thăm", False, ("ngay hen tham", "hen tham", "ngay tham")),
    "active": ("Đang ở đây", False, ("dang o day", "con o day")),
}
REQUIRED = tuple(name for name, (_label, required, _guesses) in COLUMNS.items() if required)
_YES, _NO = ("x", "1", "co", "dung", "true", "yes", "v"), ("0", "khong", "false", "no")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
# Words of other lists → a state of ours.
_STATE_WORDS = {heading_key(words): code for code, words in STATES.items()} | {
    heading_key(words): code
    for words, code in (
        ("tự kê khai được", "self"),
        ("tự làm", "self"),
        ("hướng dẫn", "guided"),
        ("làm hộ", "by_proxy"),
        ("cần làm hộ", "by_proxy"),
        ("ủy quyền", "by_proxy"),
        ("chưa gặp", "unreached"),
        ("chưa rõ", "unreached"),
    )
}
_DIFFICULTIES = {
    heading_key(words): code for code, each in BY_CODE.items() for words in (each.label, each.chip, each.code)
}


@dataclass(slots=True)
class Item:
    """`said`: the fields of the card that the line speaks of; `key`: what is the same for the same household."""

    line: int
    said: dict
    difficulties: list[str]
    key: str


@dataclass(slots=True)
class Plan:
    """`nameless`: lines whose name or telephone was left out for want of consent."""

    items: list[Item] = field(default_factory=list)
    twice: int = 0
    nameless: int = 0
    errors: list[RowError] = field(default_factory=list)


def key_of(neighbourhood: str, building: str, apartment: str, label: str) -> str:
    """The same for every spelling of one flat; where none is named, of what the household is called."""
    return place_key(neighbourhood, building, apartment) or f"{neighbourhood}||{fold(label)}"


def neighbourhood_keys(rows: list[dict]) -> dict[str, str]:
    """{spelling: id} of a ward's neighbourhoods: their names, old names, and the number alone where it is one's own."""
    known, numbers = {}, {}
    for row in rows:
        for name in (row["name"], row["former_name"]):
            known.setdefault(heading_key(name), row["id"])
        for number in re.findall(r"\d+", row["name"])[-1:]:
            numbers.setdefault(str(int(number)), []).append(row["id"])
    known |= {number: ids[0] for number, ids in numbers.items() if len(ids) == 1 and number not in known}
    return {key: id_ for key, id_ in known.items() if key}


def plan(lines: list[Line], mapping: dict[str, int | None], neighbourhoods: dict[str, str], usual: str, today: str):
    """Reads every line below the heading. `neighbourhoods`: of neighbourhood_keys; `usual`: the id of the one that a
    line means which names none. Returns a Plan.
    """
    made, seen = Plan(), set()
    for line in lines:
        try:
            said, difficulties, nameless = _said(line, mapping, neighbourhoods, usual)
        except WrongCell as wrong:
            made.errors.append(RowError(line.number, wrong.params.pop("column", ""), wrong.code, wrong.params))
            continue
        card, refusals = household_fields.check({**EMPTY, **said}, today)
        if refusals:
            made.errors += [RowError(line.number, one.field, one.code, one.params) for one in refusals]
            continue
        key = key_of(card["neighbourhood"], card["building"], card["apartment"], card["label"])
        if key in seen:
            made.twice += 1
            continue
        seen.add(key)
        made.nameless += nameless
        made.items.append(Item(line.number, {name: card[name] for name in said}, difficulties, key))
    return made


def _said(line: Line, mapping: dict, neighbourhoods: dict, usual: str) -> tuple[dict, list[str], bool]:
    """(the fields that the line speaks of, its difficulties, whether a name was left out). Raises WrongCell."""
    cells = {name: cell_of(line, mapping.get(name), name) for name in COLUMNS}
    said = {name: _text(cells[name]) for name in ("building", "apartment", "label", "head_name")}
    said["phone"] = phone_of(cells["phone"])
    said = {name: text for name, text in said.items() if text}
    said["neighbourhood"] = _neighbourhood(cells["neighbourhood"], neighbourhoods, usual)
    for name in ("consent", "follow_up", "active"):
        if (answer := _yes_no(cells[name], name)) is not None:
            said[name] = answer
    if day := _day(cells["follow_up_on"]):
        said |= {"follow_up": True, "follow_up_on": day}
    if state := _state(cells["state"]):
        said["state"] = state
    named = {"head_name", "phone"} & set(said)
    nameless = bool(named) and not said.get("consent")
    if nameless:
        said = {name: value for name, value in said.items() if name not in named}
    if not said.get("consent"):
        # "Không" says nothing of a consent that was given elsewhere: it is taken back on the card alone.
        said.pop("consent", None)
    return said, _difficulties(cells["difficulties"]), nameless


def _text(cell) -> str:
    return clean(str(cell)) if cell not in ("", None) else ""


def _neighbourhood(cell, known: dict[str, str], usual: str) -> str:
    text = _text(cell)
    if not text:
        if not usual:
            raise WrongCell("household_import_no_neighbourhood", column="neighbourhood")
        return usual
    key = heading_key(text)
    found = known.get(key) or known.get(re.sub(r"^(to dan pho|to|tdp)\s*(so\s*)?0*", "", key))
    if not found:
        raise WrongCell("household_import_neighbourhood", column="neighbourhood", value=text[:40])
    return found


def _yes_no(cell, column: str) -> bool | None:
    if isinstance(cell, bool):
        return cell
    key = heading_key(_text(cell))
    if key in _YES or key in _NO:
        return key in _YES
    if key:
        raise WrongCell("yes_no_shape", column=column, value=_text(cell)[:40])
    return None


def _day(cell) -> str:
    if isinstance(cell, date | datetime):
        return cell.strftime("%Y-%m-%d")
    text = _text(cell)
    found = _DAY.search(text)
    try:
        said = date(*map(int, reversed(found.groups()))) if found else date.fromisoformat(text[:10])
    except ValueError as wrong:
        if not text:
            return ""
        raise WrongCell("day_shape", column="follow_up_on", value=text[:40]) from wrong
    return said.isoformat()


def _state(cell) -> str:
    key = heading_key(_text(cell))
    if key and key not in _STATE_WORDS:
        raise WrongCell("household_import_state", column="state", value=_text(cell)[:40])
    return _STATE_WORDS.get(key, "")


def _difficulties(cell) -> list[str]:
    found = set()
    # Labels hold commas of their own.
    for text in re.split(r"[;\n]", _text(cell)):
        key = heading_key(text)
        if key and key not in _DIFFICULTIES:
            raise WrongCell("household_import_difficulty", column="difficulties", value=clean(text)[:40])
        if key:
            found.add(_DIFFICULTIES[key])
    if len(found) > household_fields.DIFFICULTIES_MOST:
        raise WrongCell("too_many", column="difficulties", label="Khó khăn", max=household_fields.DIFFICULTIES_MOST)
    return sorted(found)
