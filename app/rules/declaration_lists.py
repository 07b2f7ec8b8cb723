"""Lists that the fields of declarations choose from: ethnic groups, nationalities, provinces of identity numbers."""

import csv
from importlib.resources import files

from app.rules.text import fold


def _column(file: str, name: str) -> tuple[str, ...]:
    text = (files("app.rules") / "data" / file).read_text("utf-8")
    return tuple(row[name] for row in csv.DictReader(text.splitlines()))


# The 54 of the state's list, the most numerous first; what is not among them may be written all the same.
ETHNIC_GROUPS = _column("ethnic_groups.csv", "name")
NATIONALITIES = _column("nationalities.csv", "name")
# The first three digits of a số định danh: where the birth was registered. Births abroad have codes of their own, that
# are not listed.
PROVINCE_CODES = frozenset(_column("cccd_provinces.csv", "code"))

_BY_FOLDED = {
    "ethnicity": {fold(name).replace("-", " "): name for name in ETHNIC_GROUPS},
    "nationality": {fold(name).replace("-", " "): name for name in NATIONALITIES},
}


def as_listed(type_: str, text: str) -> str | None:
    """How the list of "ethnicity" or "nationality" spells it; None when it is not there. "e de" is "Ê-đê"."""
    return _BY_FOLDED[type_].get(fold(text).replace("-", " "))
