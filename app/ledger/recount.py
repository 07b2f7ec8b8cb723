"""Whether a ward's roll-ups are what its rows say: asked every night, and put right when an operator says so.

A count reads one moment of the database and stops nobody. What is found missing is added afterwards, and not the whole
put in its place: what the ledger has added meanwhile is right, and stays.
"""

import logging
from collections import Counter
from dataclasses import dataclass

from app.records import rollup, rollup_count
from app.records.database import database, lock_ward
from app.rules import clock

log = logging.getLogger(__name__)

# When tablets sleep; a machine that is switched off at night counts when it is switched on after a night without.
NIGHT_HOURS = range(1, 5)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """`cells`: how many the rows make; `drifted`: {cube: how many of its cells stood otherwise}; `repaired`: whether
    they are right now."""

    cells: int
    drifted: dict[str, int]
    repaired: bool = False

    @property
    def drift(self) -> int:
        return sum(self.drifted.values())


class Restless(Exception):
    """Others counted the same ward again and again meanwhile."""


def check(ward_id: int, now: int) -> Counted:
    """Counts, and writes down what was found. Time in ms."""
    return _count(ward_id, now, repair=False)


def repair(ward_id: int, now: int) -> Counted:
    """Counts, and adds what is missing. Time in ms. Raises Restless."""
    return _count(ward_id, now, repair=True)


def _count(ward_id: int, now: int, repair: bool) -> Counted:
    for _ in range(_TRIES):
        with rollup_count.one_moment(database.obj):
            last = rollup.last_check(ward_id)
            said = rollup_count.counted(database.obj, ward_id)
            drift = rollup_count.drift(said, rollup_count.kept(database.obj, ward_id))
        found = Counter(cell[0] for cell in drift)
        left = {} if repair else found
        told = {"counted_on": clock.day_of(now), "counted_at": now, "cells": len(said)}
        told |= {"drifted": sum(left.values()), "cubes": " ".join(sorted(left))}
        with database.atomic():
            lock_ward(ward_id)
            # Two who repaired what both had found would add it twice.
            if rollup.note_check(ward_id, last["round"] if last else 0, told):
                if repair:
                    rollup.add(ward_id, drift)
                return Counted(len(said), dict(found), repair)
    raise Restless


def count_nightly(ward_id: int, now: int) -> Counted | None:
    """The night's count, by one of the processes that tend the ward; None when it is not due. Time in ms."""
    today = clock.day_of(now)
    last = rollup.last_check(ward_id)
    if last and (last["counted_on"] >= today or not _is_time(last["counted_on"], now)):
        return None
    if not rollup.claim_check(ward_id, today):
        return None
    found = check(ward_id, now)
    if found.drift:
        log.error("ward %s: %s cells of its roll-ups are not what its rows say", ward_id, found.drift)
    return found


def _is_time(last_on: str, now: int) -> bool:
    return clock.local(now).hour in NIGHT_HOURS or last_on < clock.day_of(now - clock.DAY_MS)
