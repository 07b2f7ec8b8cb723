"""How a tablet becomes one of the ward: by a one-time code, or again by the certificate that it got at the first time.

A code is short enough to be read aloud, good for 15 minutes, stored only as a hash.
"""

import secrets
from hashlib import sha256

from app.config import ENROLMENT_SECONDS
from app.ledger import ticket
from app.ledger.founding import new_tablet, returned_tablet
from app.problems import Problem
from app.records import device as device_records
from app.records import ward as ward_records
from app.records.database import database, lock_ward
from app.records.device import EnrolmentCode
from app.rules.ward import number as ward_number

# No letter or digit that an ear or an eye takes for another one.
_SYMBOLS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 8


def _hash(ward_id: int, symbols: str) -> str:
    # Stretching is no use against 31^8 guesses in 15 minutes behind the throttle; the hash keeps it out of backups.
    return sha256(f"{ward_id}:{symbols}".encode()).hexdigest()


def make_code(ward: dict, point: str, by: str, now: int) -> str:
    """A new code, "<ward number>-XXXX-XXXX": the number tells which ward to ask."""
    symbols = "".join(secrets.choice(_SYMBOLS) for _ in range(_LENGTH))
    with database.atomic():
        EnrolmentCode.delete().where(EnrolmentCode.ward_id == ward["id"], EnrolmentCode.expires_at < now).execute()
        EnrolmentCode.insert(
            ward_id=ward["id"],
            code_hash=_hash(ward["id"], symbols),
            support_point=point,
            created_by=by,
            created_at=now,
            expires_at=now + ENROLMENT_SECONDS * 1000,
        ).execute()
    return f"{ward['id']}-{symbols[:4]}-{symbols[4:]}"


def enrol(code: str, name: str, public_key: bytes, now: int) -> tuple[dict, dict]:
    """(ward row, device row) of a newly enrolled tablet. Raises Problem("enrol_code_invalid")."""
    ward_text, _, rest = code.strip().upper().replace(" ", "").partition("-")
    symbols = rest.replace("-", "")
    ward = ward_records.ward(ward_number(ward_text))
    if ward is None or len(symbols) != _LENGTH:
        raise Problem("enrol_code_invalid")
    used = (EnrolmentCode.ward_id == ward["id"]) & (EnrolmentCode.code_hash == _hash(ward["id"], symbols))
    with database.atomic():
        # A tablet that asks twice at once is enrolled once.
        lock_ward(ward["id"])
        row = EnrolmentCode.get_or_none(used)
        if row is None or row.expires_at < now:
            raise Problem("enrol_code_invalid")
        if row.used_at is not None:
            return ward, _same_device(ward["id"], row.device, public_key)
        device = new_tablet(ward["id"], name, public_key, row.support_point, row.created_by, now)
        EnrolmentCode.update(used_at=now, device=device["id"]).where(used).execute()
    return ward, device


def _same_device(ward_id: int, device_id: str, public_key: bytes) -> dict:
    """The answer to an enrolment may be lost on the way: the same tablet asking again gets it again."""
    device = device_records.device(ward_id, device_id)
    if device is None or bytes(device["public_key"]) != public_key or device["revoked_at"] is not None:
        raise Problem("enrol_code_invalid")
    return device


def readmit(certificate: str, now: int) -> tuple[dict, dict]:
    """(ward row, device row) of a tablet that this ward had enrolled and then, restored from a backup, forgot.

    It comes back under its own id, with its own key, and is expected to say everything again. One that is known is
    given as it is. Whoever calls has checked that the request was signed by the key in the certificate. Time in ms.
    Raises Problem: certificate_invalid, device_revoked.
    """
    statement = ticket.read_certificate(certificate)
    ward_id = statement["ward"]
    with database.atomic():
        lock_ward(ward_id)
        device = device_records.device(ward_id, statement["device"])
        if device is None:
            returned_tablet(ward_id, statement, now)
            device = device_records.device(ward_id, statement["device"])
        elif device["public_key"] is None or bytes(device["public_key"]) != statement["key"]:
            raise Problem("certificate_invalid")
        elif device["revoked_at"] is not None:
            raise Problem("device_revoked")
    return ward_records.ward(ward_id), device
