"""One cell of a catalogue's file: what the spreadsheet made of it, and the fact it was meant to be."""

import re
from collections.abc import Callable
from datetime import date, datetime

from app.rules import handling_check
from app.rules import procedure as procedures
from app.rules.spreadsheet import Formula
from app.rules.text import clean, fold


class WrongCell(Exception):
    """The cell cannot be that fact. `code` is one of problems/fields.py; `params` fill its sentence."""

    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        super().__init__(code)


def heading_key(text) -> str:
    """What two spellings of a heading or a fixed word have in common."""
    return re.sub(r"[^0-9a-z]+", " ", fold(str(text))).strip()


def read(name: str, cell):
    """The fact `name` as the cell says it: text, true/false or a whole number. Raises WrongCell.

    For `level` it is (level, scheme, words); for `status` None when the cell is empty.
    """
    return _READERS.get(name, _text)(_plain(cell, name))


def _plain(cell, name: str):
    """The cell without what a spreadsheet did to it: text, or a number or day where the column knows what to do."""
    if isinstance(cell, Formula):
        raise WrongCell("cell_formula", value=cell.text[:40])
    if isinstance(cell, str):
        if re.fullmatch(r"#[A-Z0-9/]+[!?]?", cell):
            raise WrongCell("cell_error", value=cell)
        return cell
    if isinstance(cell, bool):
        return "1" if cell else ""
    if isinstance(cell, (date, datetime)):
        if not name.endswith("_on"):
            raise WrongCell("cell_day", value=cell.strftime("%d/%m/%Y"))
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _text(text: str) -> str:
    return text


_CODE = re.compile(procedures.PROCEDURE["code"]["pattern"])


def _code(text: str) -> str:
    kept = clean(text)
    if not kept:
        raise WrongCell("required", label=procedures.PROCEDURE["code"]["label"])
    if _CODE.fullmatch(kept):
        return kept
    # 1.0012 for 1.001200, 1001193 for 1.001193: which noughts are gone is a guess, and a guess is another procedure.
    if re.fullmatch(r"[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?", kept):
        raise WrongCell("code_mangled", value=kept)
    raise WrongCell("code_shape", value=kept[:40])


def _yes_no(text: str) -> bool:
    key = heading_key(text)
    if key in ("x", "1", "co", "dung", "true", "yes", "v"):
        return True
    if key in ("", "0", "khong", "false", "no"):
        return False
    raise WrongCell("yes_no_shape", value=text[:40])


def _time_value(text: str) -> str:
    kept = clean(text).replace(",", ".")
    if kept and not re.fullmatch(procedures.PROCEDURE["time_value"]["pattern"], kept):
        raise WrongCell("number_shape", value=kept[:40])
    return kept


def _favourite(text: str) -> int:
    kept = clean(text)
    if kept and not (kept.isascii() and kept.isdigit() and len(kept) <= 2):
        raise WrongCell("number_shape", value=kept[:40])
    return int(kept or 0)


def _day(text: str) -> str:
    kept = clean(text)
    if not kept:
        return ""
    vietnamese = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", kept)
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", kept)
    try:
        if vietnamese:
            return date(*(int(part) for part in reversed(vietnamese.groups()))).isoformat()
        if iso:
            return date(*(int(part) for part in iso.groups())).isoformat()
    except ValueError as error:
        raise WrongCell("day_shape", value=kept) from error
    raise WrongCell("day_shape", value=kept[:40])


# NĐ 43/2011: what 3 became is decided case by case, so it becomes nothing here.
_OLD_LEVELS = {"1": "information", "2": "information", "3": "", "4": "full"}


def _level(text: str) -> tuple[str, str, str]:
    """(level, scheme, the words as given when they say more). "Mức độ 3" is of NĐ 43/2011 and means nothing today."""
    kept = clean(text)
    key = heading_key(kept)
    # "Toàn trình (K)": how catalogues mark what nobody has compared with the decision.
    words = re.sub(r"\((K|chưa kiểm)\)", f"({procedures.UNVERIFIED})", kept)
    if key in procedures.LEVELS:
        return key, "", ""
    for level, label in procedures.LEVELS.items():
        if level and key.startswith(heading_key(label)):
            return level, "", "" if key == heading_key(label) else words
    if key in ("", "chua ro"):
        return "", "", ""
    old = re.fullmatch(r"(?:muc(?: do)? )?([1-4])(?: k)?", key)
    if old:
        return _OLD_LEVELS[old.group(1)], "nd43_2011", f"Mức độ {old.group(1)} theo NĐ 43/2011"
    raise WrongCell("level_unknown", value=kept[:40])


def _status(text: str) -> str | None:
    key = heading_key(text)
    if not key:
        return None
    for status, label in procedures.STATUSES.items():
        if key == status.replace("_", " ") or key.startswith(heading_key(label.partition(",")[0])):
            return status
    raise WrongCell("status_unknown", value=clean(text)[:40])


def _scheme(text: str) -> str:
    key = heading_key(text)
    for scheme, label in procedures.LEVEL_SCHEMES.items():
        if key in (heading_key(scheme), heading_key(label)):
            return scheme
    raise WrongCell("scheme_unknown", value=clean(text)[:40])


def _handling(text: str) -> str:
    """Written by the counter's own page and carried in a file; nobody types it."""
    kept = clean(text)
    try:
        return handling_check.written(handling_check.read(kept)) if kept else ""
    except handling_check.NotHandling as error:
        raise WrongCell("handling_unreadable") from error


_READERS: dict[str, Callable] = {
    "code": _code,
    "cutoff_15h": _yes_no,
    "time_value": _time_value,
    "favourite": _favourite,
    "handling": _handling,
    "effective_from_on": _day,
    "effective_to_on": _day,
    "level": _level,
    "level_scheme": _scheme,
    "status": _status,
}
