"""The checklists of surprise inspections (kiểm tra đột xuất), as files: data/inspections.

An inspection takes the items with it when it is opened, so what was asked stays as it was asked, whatever a later
release says. `about`: what a checklist inspects, "unit", "support_point" or "" for any place.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.rules.secret import looks_like_secret
from app.rules.text import clean

ITEMS_MAX = 60
OWN_MAX = 10
_TEXT_MAX, _BASIS_MAX, _CODE_MAX = 300, 200, 40


@dataclass(frozen=True, slots=True)
class Checklist:
    code: str
    title: str
    about: str
    items: tuple[dict, ...]


# In the order in which they are offered.
_CODES = ("mot_cua", "diem_ho_tro", "niem_yet")


@cache
def checklists() -> dict[str, Checklist]:
    """{code: checklist}."""
    folder = files("app.rules") / "data" / "inspections"
    read = [json.loads((folder / f"{code}.json").read_text("utf-8")) for code in _CODES]
    return {one["code"]: Checklist(**{**one, "items": tuple(one["items"])}) for one in read}


def items_of(checklist: Checklist, own: str) -> list[dict]:
    """The items of a checklist and those of the inspectors' own, one a line."""
    lines = [line for line in (clean(each) for each in own.splitlines()) if line]
    added = [{"code": f"them-{place}", "text": line, "basis": ""} for place, line in enumerate(lines, 1)]
    return [*checklist.items, *added]


def well_formed(items) -> list[dict] | None:
    """The cleaned items of a body; None when they are none, too many or not what a checklist holds."""
    if not isinstance(items, list) or not 0 < len(items) <= ITEMS_MAX:
        return None
    kept = [_item(one) for one in items]
    if None in kept or len({one["code"] for one in kept}) < len(kept):
        return None
    return kept


def _item(given) -> dict | None:
    if not isinstance(given, dict) or set(given) != {"code", "text", "basis"}:
        return None
    if not all(isinstance(value, str) for value in given.values()):
        return None
    item = {name: clean(value) for name, value in given.items()}
    plain = item["code"].replace("-", "").isalnum() and item["code"].isascii() and len(item["code"]) <= _CODE_MAX
    fits = 0 < len(item["text"]) <= _TEXT_MAX and len(item["basis"]) <= _BASIS_MAX
    return item if plain and fits and not looks_like_secret(item["text"]) else None
