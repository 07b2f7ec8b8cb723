"""Whom a lead (tổ trưởng) should visit, for the phone in his hand: masked lines of his own tổ dân phố, nobody else's.

A line says where to knock and what hinders, and names nobody: initials, no telephone, no word of anybody's notes. The
phone holds it without a network, for a day (static/js/store/visit_list.js).
"""

from app.problems import Problem
from app.records import counter_desk, household
from app.records import staff as staff_records
from app.rules import clock
from app.rules.mask import mask_name
from app.rules.permissions import allowed

# More than one person visits in a day, and 60 kB for a phone.
LINES_MAX = 300


def for_device(ward_id: int, device: dict, now: int) -> dict:
    """{"neighbourhood", "lines", "more"}; a line: {"id", "building", "apartment", "initials", "state", "difficulties",
    "since", "due_on"}.

    Those that should be visited first come first; `since`: the day of their state, `due_on`: "" for no day; `more`:
    whether the list goes on. Days "YYYY-MM-DD", time in ms. Raises Problem: device_draining; visits_for_leads when the
    newest shift of this device is none that is open and a lead's.
    """
    if device["directive"]:
        raise Problem("device_draining")
    person = _lead_on(ward_id, device["id"], now)
    rows = household.follow_ups(ward_id, person["neighbourhood"], clock.day_of(now), LINES_MAX + 1)
    lines = [_line(row) for row in rows[:LINES_MAX]]
    return {"neighbourhood": person["neighbourhood"], "lines": lines, "more": len(rows) > LINES_MAX}


def _lead_on(ward_id: int, device_id: str, now: int) -> dict:
    shift = counter_desk.newest_shift(ward_id, device_id)
    if shift is None or shift["closed_at"] is not None or shift["expires_at"] <= now:
        raise Problem("visits_for_leads")
    person = staff_records.staff(ward_id, shift["staff"])
    if person is None or not person["active"] or person["role"] != "lead" or not person["neighbourhood"]:
        raise Problem("visits_for_leads")
    if not allowed(person["role"], "household.visit"):
        raise Problem("visits_for_leads")
    return person


def _line(row: dict) -> dict:
    return {
        "id": row["id"],
        "building": row["building"],
        "apartment": row["apartment"],
        # What neighbours call a household may be a name, too.
        "initials": mask_name(row["head_name"] or row["label"]),
        "state": row["state"],
        "difficulties": row["difficulties"],
        "since": row["state_on"],
        "due_on": row["follow_up_on"],
    }
