"""Where a household stands: what two spellings of one flat share, and the order of a corridor.

Only a hint: two households of one flat may be two families, and a person says so.
"""

import re

from app.rules.text import fold

ORDER_LETTERS = 160
_NO_LETTER = re.compile(r"[^0-9a-z]")
_NUMBER = re.compile(r"[0-9]+")
# "Tòa CT1", "Chung cư CT1" and "CT1" are one building; "P.1204", "phòng 1204" and "1204" one flat.
_BUILDING_WORD = re.compile(r"^(?:toanha|toa|chungcu|block|nha)(?=[0-9a-z])")
_FLAT_WORD = re.compile(r"^(?:phong|canho|can|sonha|so|nha|p|ch)(?=[0-9])")


def building_key(building: str) -> str:
    return _BUILDING_WORD.sub("", _NO_LETTER.sub("", fold(building)))


def flat_key(apartment: str) -> str:
    # The slash of "12/5" tells two houses apart.
    return _FLAT_WORD.sub("", re.sub(r"[^0-9a-z/]", "", fold(apartment)))


def place_key(neighbourhood: str, building: str, apartment: str) -> str:
    """The same for every spelling of one flat; "" where no flat is named, for then nothing can be said."""
    flat = flat_key(apartment)
    return f"{neighbourhood}|{building_key(building)}|{flat}" if flat else ""


def order_key(building: str, apartment: str, label: str) -> str:
    """What a list is ordered by: building by building, flat 2 before flat 10. At most ORDER_LETTERS, for addresses."""
    said = " ".join(part for part in (fold(building), fold(apartment), fold(label)) if part)
    return _NUMBER.sub(lambda number: number[0][:6].zfill(6), said)[:ORDER_LETTERS]


def looks_like(one: dict, other: dict) -> str:
    """Why two households look like one: "place" | "phone"; "" when they do not, or a person called them two."""
    if one["id"] == other["id"] or one["merged_into"] or other["merged_into"]:
        return ""
    if other["id"] in one["distinct_from"].split() or one["id"] in other["distinct_from"].split():
        return ""
    if one["place"] and one["place"] == other["place"]:
        return "place"
    return "phone" if one["phone"] and one["phone"] == other["phone"] else ""
