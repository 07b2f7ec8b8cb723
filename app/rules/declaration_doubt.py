"""What a declaration should be asked about before it is signed, though it may be right: it never blocks.

A số định danh cá nhân (12 digits) says the province, the century with the sex, and the year of a birth (domain §8.2);
it has no check digit. It is held against the fields `birth` and `sex` beside it, or the `sex` its own field names.
Twin: static/js/core/declaration_doubt.js.
"""

import re

from app.rules import phone as phones
from app.rules.declaration_lists import PROVINCE_CODES, as_listed
from app.rules.telex import repair_telex

_KEYED = frozenset({"name", "place", "long_text"})
_BETWEEN_DIGITS = re.compile(r"[ .-]")
_TWELVE = re.compile("[0-9]{12}")
_NINE = re.compile("[0-9]{9}")
_DIGITS = re.compile("[0-9]+")


def doubts(field: dict, value, beside: dict) -> list[tuple[str, dict]]:
    """[(code, params)] about one kept value; `beside`: the other kept values of its section or row."""
    if not isinstance(value, str) or not value:
        return []
    type_ = field["type"]
    if type_ in _KEYED:
        meant = repair_telex(value)
        return [("telex", {"meant": meant})] if meant != value else []
    if type_ == "phone":
        read = phones.normalise(value)
        code = read.code or read.warning
        return [(code, {})] if code else []
    if type_ == "ethnicity":
        return [] if as_listed(type_, value) else [("ethnicity_unknown", {})]
    return _about_id(field, value, beside) if type_ == "id_number" else []


def _about_id(field: dict, number: str, beside: dict) -> list[tuple[str, dict]]:
    if _NINE.fullmatch(number):
        return [("id_nine", {})]
    if not _TWELVE.fullmatch(number):
        # A passport and the like has letters, and is left alone.
        digits = _BETWEEN_DIGITS.sub("", number)
        return [("id_digits", {"length": len(digits)})] if _DIGITS.fullmatch(digits) else []
    found = []
    if number[:3] not in PROVINCE_CODES:
        found.append(("id_province", {"prefix": number[:3]}))
    century_and_sex = int(number[3])
    sex = field.get("sex") or beside.get("sex", "")
    if sex in ("male", "female") and sex != ("female" if century_and_sex % 2 else "male"):
        found.append(("id_sex", {}))
    born = str(1900 + 100 * (century_and_sex // 2) + int(number[4:6]))
    birth = beside.get("birth", "")
    if birth and isinstance(birth, str) and birth[:4] != born:
        found.append(("id_birth", {"year": born}))
    return found
