"""Signed words of the ward: a shift ticket that works offline for 72 hours, and a device's certificate."""

import json

from app.config import SHIFT_SECONDS
from app.ledger import seal
from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import ward
from app.rules import base64url


def shift_ticket(ward_id: int, device_id: str, person: dict, point_id: str, now: int) -> tuple[str, dict]:
    """(the ticket, what it says). Times in ms. It is evidence of who worked; the push itself needs the device's key."""
    statement = {
        "kind": "shift",
        "ward": ward_id,
        "device": device_id,
        "shift": new_id(),
        "staff": person["id"],
        "role": person["role"],
        "point": point_id,
        "issued_at": now,
        "expires_at": now + SHIFT_SECONDS * 1000,
    }
    return seal.sign_statement(ward.key(ward_id, "sign")["private"], statement), statement


def device_certificate(ward_id: int, device: dict, public_key_text: str) -> str:
    """What re-admits a device that was enrolled after the backup a server came back from."""
    statement = {
        "kind": "device",
        "ward": ward_id,
        "device": device["id"],
        "lane": device["lane"],
        "name": device["name"],
        "point": device["support_point"],
        "key": public_key_text,
        "enrolled_at": device["enrolled_at"],
    }
    return seal.sign_statement(ward.key(ward_id, "sign")["private"], statement)


def read_certificate(text: str) -> dict:
    """What a device's certificate says, "key" as bytes. Raises Problem("certificate_invalid") for any other text.

    Which ward to ask stands in it; only that ward's own signature makes it true.
    """
    try:
        ward_id = json.loads(base64url.decode(text.partition(".")[0]))["ward"]
        key = ward.key(ward_id, "sign") if isinstance(ward_id, int) and 0 < ward_id < 2**31 else None
        statement = seal.read_statement(bytes(key["public"]), text) if key else None
        if statement is None or statement["kind"] != "device" or statement["ward"] != ward_id:
            raise Problem("certificate_invalid")
        point = base64url.decode(statement["key"])
        seal.device_key(point)
        return {**statement, "key": point}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Problem("certificate_invalid") from error
