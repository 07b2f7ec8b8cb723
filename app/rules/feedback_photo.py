"""Photos of a feedback: the operation names each by the SHA-256 and the size of what the phone sends (F67), so that
nothing else is taken, and what is missing can be told.
"""

import re
from dataclasses import dataclass

from app.rules.clock import DAY_MS
from app.rules.fields import FieldRefusal

MOST = 3
# What a phone sends is at most 500 kB (static/js/ui/voice_photos.js); nothing larger is worth taking apart.
BYTES_MAX = 600_000
# A piece of it: half a minute on the slowest line that still works.
CHUNK_MAX = 128 * 1024

_HASH = re.compile(r"[0-9a-f]{64}")


def declared(value) -> tuple[str, list[FieldRefusal]]:
    """(the column, refusals) of `photos`: [{"hash": 64 hex digits, "bytes": whole number}], at most MOST."""
    wrong = [FieldRefusal("photos", "unreadable", {"label": "Ảnh"})]
    if not isinstance(value, list) or not all(_is_one(each) for each in value):
        return "", wrong
    if len(value) > MOST:
        return "", [FieldRefusal("photos", "too_many", {"label": "Ảnh", "max": MOST})]
    if len({each["hash"] for each in value}) < len(value):
        return "", wrong
    return " ".join(f"{each['hash']}:{each['bytes']}" for each in value), []


def _is_one(each) -> bool:
    return (
        isinstance(each, dict)
        and each.keys() == {"hash", "bytes"}
        and isinstance(each["hash"], str)
        and bool(_HASH.fullmatch(each["hash"]))
        and type(each["bytes"]) is int
        and 0 < each["bytes"] <= BYTES_MAX
    )


def photos_of(row: dict) -> dict[str, int]:
    """{hash: bytes} of the photos that belong to it, in the order they were chosen."""
    pairs = (each.split(":") for each in row["photos"].split())
    return {hash_: int(size) for hash_, size in pairs}


@dataclass(frozen=True, slots=True)
class Standing:
    """How many photos: that belong to it, and of these whole here, refused, erased, awaited, and never come."""

    told: int
    whole: int = 0
    refused: int = 0
    erased: int = 0
    awaited: int = 0
    lost: int = 0


def is_awaited(row: dict, wait_days: int, now: int) -> bool:
    """Whether what has not come may still come. Time in ms."""
    return now < row["received_at"] + wait_days * DAY_MS


def standing(row: dict, ended: dict[str, dict], wait_days: int, now: int) -> Standing:
    """`ended`: {hash: row} of records.feedback_photo."""
    states = [ended[hash_]["state"] for hash_ in photos_of(row) if hash_ in ended]
    open_ = len(photos_of(row)) - len(states)
    awaited = open_ if is_awaited(row, wait_days, now) else 0
    counts = {name: states.count(name) for name in ("whole", "refused", "erased")}
    return Standing(len(photos_of(row)), **counts, awaited=awaited, lost=open_ - awaited)
