"""What a machine of the counter holds, so that a clerk can receive while the server is away (R19).

Two parts, each under a version of its own, so that a poll costs little: the *lists* (procedures with their papers,
times and fees, the calendar, the office, the clerks) name no citizen; the *desk* (its open dossiers, the numbers on
lease) does, is bounded, and lies encrypted on the machine.
"""

import threading
from collections import OrderedDict
from hashlib import sha256

import msgspec

from app.ledger import lists as ward_lists
from app.problems import Problem
from app.records import counter_desk, ledger_entry, procedure, unit
from app.records import staff as staff_records
from app.records import ward as ward_records
from app.records import workday as calendar_records
from app.records.whole_view import whole_view
from app.rules import base64url, handling
from app.rules.permissions import allowed
from app.rules.register import REGISTERS
from app.rules.text import fold

DOSSIERS_MAX = 300
# Wards whose lists stay in memory: some 500 kB each for a full catalogue.
_WARDS_KEPT = 16
_kept: OrderedDict[tuple, tuple[str, dict]] = OrderedDict()
_lock = threading.Lock()


def pack(ward_id: int, device: dict, seen: dict[str, str], now: int) -> dict:
    """{"lists": part | None, "desk": part | None, "versions": {"lists", "desk"}}; None where `seen` names it already.

    Raises Problem: device_draining; counter_for_clerks when the newest shift of this device is none that is open and
    a clerk's. Time in ms.
    """
    if device["directive"]:
        raise Problem("device_draining")
    with whole_view():
        person = _clerk_on(ward_id, device["id"], now)
        head = ledger_entry.head(ward_id)
        lists_version, lists = _lists(ward_id, head)
        desk = _desk(ward_id, device["id"], person)
    versions = {"lists": lists_version, "desk": _version(desk)}
    parts = {"lists": lists, "desk": desk}
    told = {name: None if seen.get(name) == versions[name] else part for name, part in parts.items()}
    return {**told, "versions": versions}


def _clerk_on(ward_id: int, device_id: str, now: int) -> dict:
    shift = counter_desk.newest_shift(ward_id, device_id)
    if shift is None or shift["closed_at"] is not None or shift["expires_at"] <= now:
        raise Problem("counter_for_clerks")
    person = staff_records.staff(ward_id, shift["staff"])
    if person is None or not person["active"] or not allowed(person["role"], "dossier.receive"):
        raise Problem("counter_for_clerks")
    return person


def _version(part: dict) -> str:
    return base64url.encode(sha256(msgspec.json.encode(part)).digest()[:12])


def _desk(ward_id: int, device_id: str, person: dict) -> dict:
    rows = counter_desk.open_dossiers(ward_id, person["id"], person["unit"], DOSSIERS_MAX)
    return {
        "staff": person["id"],
        "leases": counter_desk.numbers_left(ward_id, device_id),
        "dossiers": [
            {
                "id": row["id"],
                "number": row["receipt_number"],
                "year": row["receipt_year"],
                "tracking": row["tracking"],
                "name": row["name"],
                # Enough to tell two people of one name apart; a lost machine gives no telephone away.
                "phone": row["phone"][-3:],
                "procedure": row["procedure_name"],
                "state": row["state"],
                "accepted_at": row["accepted_at"],
                "due_at": row["due_current_at"],
            }
            for row in rows
        ],
    }


def _lists(ward_id: int, head: dict) -> tuple[str, dict]:
    units = {row["id"]: row["name"] for row in unit.units(ward_id)}
    mark = (ward_id, head["incarnation"], head["reference_v"], tuple(units.items()))
    with _lock:
        if mark in _kept:
            _kept.move_to_end(mark)
            return _kept[mark]
    read = _read_lists(ward_id, head, units)
    with _lock:
        kept = _kept[mark] = (_version(read), read)
        while len(_kept) > _WARDS_KEPT:
            _kept.popitem(last=False)
    return kept


def _read_lists(ward_id: int, head: dict, units: dict[str, str]) -> dict:
    ward = ward_records.ward(ward_id)
    office = calendar_records.office(ward_id)
    calendar = ward_lists.lists(ward_id, head).lists.calendar
    return {
        "ward": {name: ward[name] for name in ("name", "organ_line_1", "organ_line_2", "place_name")},
        "office": {"counter_name": office["counter_name"], "identity_line": bool(office["identity_line"])},
        "symbol": REGISTERS["tnhs"][1],
        "calendar": {
            "exceptions": dict(calendar.exceptions),
            "morning": list(calendar.morning),
            "afternoon": list(calendar.afternoon),
            "cutoff": calendar.cutoff,
        },
        "staff": [
            {"id": row["id"], "name": row["name"], "unit": units.get(row["unit"], "")}
            for row in staff_records.all_staff(ward_id)
            if row["active"] and allowed(row["role"], "dossier.take_over")
        ],
        "procedures": [_procedure(row) for row in procedure.current_procedures(ward_id) if handling.received_here(row)],
    }


def _procedure(row: dict) -> dict:
    return {
        **{name: row[name] for name in ("id", "code", "name", "field", "favourite")},
        "words": fold(row["words"]),
        "variants": [{**each, "texts": handling.time_texts(each)} for each in handling.variants(row)],
    }
