"""Records that look like one visit written down twice, often on two tablets. Only a hint: a person decides.

Two records look alike when they are about the same matter on the same day and, as far as they say, about the same
citizen. Records that say neither a telephone nor a name with a flat look like nobody's.
"""

import re

from app.rules.assistance import may_read
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import fold

# A day's list of them is read by a person; the same record is hardly taken for another one twenty times.
DISTINCT_MOST = 50

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_LETTER = re.compile(r"[^0-9a-z]")
# "P.1204", "phòng 1204", "căn 1204" and "1204" are one flat.
_FLAT_WORD = re.compile(r"^(?:phong|canho|can|p|ch)(?=[0-9])")


def matter(row: dict) -> tuple[str, str]:
    """(day, what it was about): the procedure, or the kind of help where none was named."""
    return row["happened_on"], row["procedure"] or row["help"]


def _flat(row: dict) -> str:
    return _FLAT_WORD.sub("", _NO_LETTER.sub("", fold(row["apartment"])))


def _agree(one: str, other: str) -> bool:
    """Both the same, or one of them not said."""
    return not one or not other or one == other


def looks_like(one: dict, other: dict) -> str:
    """Why two rows look like one visit: "phone" | "home" (the same name in the same flat), or "" when they do not.

    A whole family files by one telephone: two different given names on it are two people.
    """
    if one["id"] == other["id"] or one["voided_at"] is not None or other["voided_at"] is not None:
        return ""
    if matter(one) != matter(other) or called_distinct(one, other):
        return ""
    names = fold(one["name"]), fold(other["name"])
    if one["phone"] and one["phone"] == other["phone"]:
        return "phone" if _agree(*(name.rpartition(" ")[2] for name in names)) else ""
    flats, buildings = (_flat(one), _flat(other)), (fold(one["building"]), fold(other["building"]))
    at_home = flats[0] and flats[0] == flats[1] and _agree(*buildings)
    same_home = at_home and _agree(one["neighbourhood"], other["neighbourhood"])
    return "home" if same_home and names[0] and names[0] == names[1] else ""


def called_distinct(one: dict, other: dict) -> bool:
    """Whether a person has said that these two are not the same visit."""
    return other["id"] in one["distinct_from"].split(" ") or one["id"] in other["distinct_from"].split(" ")


def alike(row: dict, rows: list[dict]) -> list[tuple[dict, str]]:
    """[(other row, why)] of the rows that look like this one, in their order."""
    return [(other, why) for other in rows if (why := looks_like(row, other))]


def pairs(rows: list[dict]) -> list[tuple[dict, dict, str]]:
    """[(row, the nearest earlier row that it looks like, why)] of rows that come newest first, in the same order.

    One pair a row, so that ten slips of one citizen are nine questions and not forty-five.
    """
    found, before = [], {}
    # Only rows that share a telephone or a name are compared: a busy week holds too many to compare each with each.
    for place, row in enumerate(reversed(rows)):
        shared = [(matter(row), said) for said in (row["phone"], fold(row["name"])) if said]
        nearest = max(filter(None, (_nearest(row, before.get(key, ())) for key in shared)), default=None)
        if nearest:
            found.append((row, rows[-1 - nearest[0]], nearest[1]))
        for key in shared:
            before.setdefault(key, []).append((place, row))
    return found[::-1]


def _nearest(row: dict, earlier) -> tuple[int, str] | None:
    """(place, why) of the last of `earlier` [(place, row)] that this row looks like."""
    return next(((place, why) for place, other in reversed(earlier) if (why := looks_like(row, other))), None)


def distinct(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`assistance.distinct/1`: a person looked at both, and `other` is another visit. Nothing else changes."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["voided_at"] is not None:
        return Refusal("already_void")
    if not may_read(context.author, held):
        return Refusal("not_in_scope")
    other = body.get("other")
    if not isinstance(other, str) or not _ID.fullmatch(other) or other == held["id"]:
        return Refusal("body_invalid", details={"fields": {"other": "unreadable"}})
    known = held["distinct_from"].split()
    if other in known:
        return Refusal("nothing_changed")
    if len(known) >= DISTINCT_MOST:
        return Refusal("body_invalid", details={"fields": {"other": "too_many"}})
    return Change({**held, "distinct_from": " ".join([*known, other])})
