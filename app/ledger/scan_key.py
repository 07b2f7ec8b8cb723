"""The keys that citizens' phones seal a declaration to when they show it as a code (QR), and who may open it.

A pair a month, made when it is first asked for. The public half stands in the citizens' kept pages; the private halves
of three months are held by the ward's enrolled devices on duty, because they open codes while the server is away.
Older ones are erased: a picture that somebody took of a code opens for nobody any more.
"""

from app.ledger import seal
from app.problems import Problem
from app.records import counter_desk
from app.records import staff as staff_records
from app.records import ward as records
from app.records.database import database, one_at_a_time
from app.rules import base64url, scan_key
from app.rules.permissions import allowed


def for_citizens(ward_id: int, now: int) -> dict:
    """{"mark", "key", "public"}: what a phone seals to this month. Time in ms."""
    newest = _keys(ward_id, now)[0]
    return {"mark": _ward_mark(ward_id), "key": _name(newest), "public": base64url.encode(bytes(newest["public"]))}


def for_device(ward_id: int, device: dict, now: int) -> dict:
    """{"mark", "keys": [{"key", "public", "private"}]}, the newest first, for a device on which somebody is on duty.

    Raises Problem: device_draining, scan_needs_shift. Time in ms.
    """
    if device["directive"]:
        raise Problem("device_draining")
    shift = counter_desk.newest_shift(ward_id, device["id"])
    if shift is None or shift["closed_at"] is not None or shift["expires_at"] <= now:
        raise Problem("scan_needs_shift")
    person = staff_records.staff(ward_id, shift["staff"])
    if person is None or not person["active"] or not allowed(person["role"], "declaration.send"):
        raise Problem("scan_needs_shift")
    return {
        "mark": _ward_mark(ward_id),
        "keys": [
            {"key": _name(row)} | {half: base64url.encode(bytes(row[half])) for half in ("public", "private")}
            for row in _keys(ward_id, now)
        ],
    }


def _ward_mark(ward_id: int) -> str:
    return scan_key.ward_mark(bytes(records.key(ward_id, "seal")["public"]))


def _name(row: dict) -> str:
    return scan_key.name(row["purpose"].removeprefix(records.SCAN), bytes(row["public"]))


def _keys(ward_id: int, now: int) -> list[dict]:
    """This month's key first, made now if it is not there, then those before it."""
    month = scan_key.month_of(now)
    held = records.scan_keys(ward_id)
    if held and held[0]["purpose"] >= records.SCAN + month:
        return held
    with database.atomic():
        one_at_a_time(ward_id, "scan_key")
        held = records.scan_keys(ward_id)
        if not held or held[0]["purpose"] < records.SCAN + month:
            private, public = seal.new_seal_key()
            records.keep_scan_key(ward_id, month, private, public, scan_key.KEPT)
    return records.scan_keys(ward_id)
