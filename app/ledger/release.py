"""Parked operations tried again: when their author signs in anew, or by hand."""

from app.ledger.accept import Receipt, accept
from app.ledger.envelope import intent
from app.records import ledger_entry
from app.rules import retry
from app.rules.operation import SYSTEM, Operation


def release_expired(ward_id: int, staff_id: str, now: int) -> int:
    """Applies what this person recorded after a shift had run out; returns how many were tried. Time in ms."""
    return _release(ward_id, ledger_entry.parked(ward_id, ("shift_expired",), staff_id), now)


def release_behind_shift(ward_id: int, device_id: str, staff_id: str, now: int) -> int:
    """Applies what this person's tablet sent just before the new shift: made in one that had run out meanwhile, or
    under an earlier enrolment of the tablet. Signing in on that very tablet vouches for it. Time in ms.
    """
    waiting = ledger_entry.parked(ward_id, retry.BY_SIGNING_IN, staff_id, device_id)
    return _release(ward_id, waiting, now)


def release_behind_shifts(ward_id: int, device_id: str, operations: list[Operation], results: list[dict], now: int):
    """`release_behind_shift` for every shift that was opened among these operations, given what became of them."""
    taken = {result["op"] for result in results if result["status"] == "ok"}
    for operation in operations:
        if operation.type == "shift.open/1" and operation.id in taken:
            release_behind_shift(ward_id, device_id, operation.author, now)


def _release(ward_id: int, waiting: list[str], now: int) -> int:
    if waiting:
        accept(
            ward_id,
            SYSTEM,
            [intent("review.release/1", op, {}, ward=ward_id, device=SYSTEM, author=SYSTEM, now=now) for op in waiting],
            now,
        )
    return len(waiting)


def accept_one(ward_id: int, device_id: str, opened, now: int) -> dict:
    """The result of a single operation through the door."""
    receipt: Receipt = accept(ward_id, device_id, [opened], now)
    return receipt.results[0]
