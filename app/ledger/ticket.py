"""Signed words of the ward: a shift ticket that works offline for 72 hours, and a device's certificate."""

from app.config import SHIFT_SECONDS
from app.ledger import seal
from app.ledger.envelope import new_id
from app.records import ward


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
