"""A device's work that came in a file: signed by that device, sealed to the ward, brought by a person or another one.

The server knows every operation by its id, so a file may come twice, and after the device itself has sent half of it.
"""

import json
from hashlib import sha256

import msgspec

from app.ledger import enrolment, seal, ticket
from app.ledger.accept import accept_wire
from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import BatchUnreadable, decode, new_id
from app.ledger.release import release_behind_shifts
from app.problems import Problem
from app.records import device as device_records
from app.records import ledger_entry
from app.records.database import database
from app.records.device import RescueImport
from app.rules import signed_text
from app.rules.operation import Operation

FORMAT = "gandan-rescue/1"
PARCEL_OPERATIONS_MAX = 100
OPERATIONS_MAX = 10_000
# What a device hands in of an operation that nobody can read.
_RAW_LETTERS = 60_000


class Parcel(msgspec.Struct):
    """`sig`: the device's signature over the texts joined by line ends."""

    ops: list[str]
    sig: str


class File(msgspec.Struct):
    format: str
    ward: int
    device: str
    made_at: int
    parcels: list[Parcel]
    certificate: str = ""


def take_file(ward_id: int, text: str, by: str, now: int, through: str = "") -> dict:
    """{"operations": in the file, "new": of them, "results": one each}. Time in ms.

    `by`: who brought it (a staff id), or `through` which other device. The device may be revoked, told to drain, or
    forgotten by a server that was restored: then the certificate in the file speaks for it.
    Raises Problem: rescue_unreadable, rescue_other_ward, rescue_signature, rescue_needs_desk (a revoked device's file
    wants a person), device_unknown, certificate_invalid.
    """
    file = _read(text)
    if file.ward != ward_id:
        raise Problem("rescue_other_ward")
    device = device_records.tablet(ward_id, file.device)
    key = bytes(device["public_key"]) if device else _certified_key(file)
    for parcel in file.parcels:
        if not seal.device_signed(key, parcel.sig, signed_text.of_parcel(parcel.ops)):
            raise Problem("rescue_signature")
    if device is None:
        enrolment.readmit(file.certificate, now)
    elif through and device["revoked_at"] is not None:
        # Nobody has looked at it: whoever holds a stolen tablet may hold another one, too.
        raise Problem("rescue_needs_desk")
    before, results = ledger_entry.head(ward_id)["v"], []
    for parcel in file.parcels:
        results += _take_parcel(ward_id, file.device, parcel.ops, now)
    new = len({result["op"] for result in results if result["v"] > before})
    with database.atomic():
        RescueImport.insert(
            ward_id=ward_id,
            id=new_id(),
            device=file.device,
            brought_by=by,
            brought_at=now,
            operations=len(results),
            new=new,
            through_device=through,
        ).execute()
    return {"operations": len(results), "new": new, "results": results}


def _read(text: str) -> File:
    try:
        file = msgspec.json.decode(text, type=File)
        sound = file.format == FORMAT and all(0 < len(parcel.ops) <= PARCEL_OPERATIONS_MAX for parcel in file.parcels)
        "".join(op for parcel in file.parcels for op in parcel.ops).encode()
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise Problem("rescue_unreadable") from error
    if not sound or sum(len(parcel.ops) for parcel in file.parcels) > OPERATIONS_MAX:
        raise Problem("rescue_unreadable")
    return file


def _certified_key(file: File) -> bytes:
    if not file.certificate:
        raise Problem("device_unknown")
    statement = ticket.read_certificate(file.certificate)
    if (statement["ward"], statement["device"]) != (file.ward, file.device):
        raise Problem("certificate_invalid")
    return statement["key"]


def _take_parcel(ward_id: int, device_id: str, texts: list[str], now: int) -> list[dict]:
    """One result for each text, in their order."""
    results: list[dict] = []
    readable: list[Operation] = []
    for text in texts:
        try:
            operation = decode(text.encode())
        except BatchUnreadable:
            results += _take(ward_id, device_id, readable, now)
            readable = []
            results += _as_letter(ward_id, device_id, text, now)
            continue
        # What a device brought over from an earlier enrolment of its own is its to say; the seal does not bind it.
        operation.device = device_id
        readable.append(operation)
    return results + _take(ward_id, device_id, readable, now)


def _take(ward_id: int, device_id: str, operations: list[Operation], now: int) -> list[dict]:
    if not operations:
        return []
    receipt = accept_wire(ward_id, device_id, operations, now, vouched=True)
    release_behind_shifts(ward_id, device_id, operations, receipt.results, now)
    return receipt.results


def _as_letter(ward_id: int, device_id: str, text: str, now: int) -> list[dict]:
    raw = text[:_RAW_LETTERS]
    return dead_letter(ward_id, device_id, _number_of(text), raw, now, vouched=True).results


def _number_of(text: str) -> int:
    """The number that the device gave it, so that it is the same letter when the device hands it in itself; or one that
    stands for its words.
    """
    try:
        number = json.loads(text)["q"]
        if isinstance(number, int) and 0 < number < 2**53:
            return number
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big") + 2**50
