"""Parked operations tried again: when their author signs in anew, or by hand."""

from app.ledger.accept import Receipt, accept
from app.ledger.envelope import intent
from app.records import ledger_entry
from app.rules.operation import SYSTEM


def release_expired(ward_id: int, staff_id: str, now: int) -> int:
    """Applies what this person recorded after a shift had run out; returns how many were tried. Time in ms."""
    waiting = ledger_entry.parked(ward_id, "shift_expired", staff_id)
    if waiting:
        accept(
            ward_id,
            SYSTEM,
            [
                intent("review.release/1", op, {}, ward=ward_id, device=SYSTEM, author=SYSTEM, now=now)
                for op in waiting
            ],
            now,
        )
    return len(waiting)


def accept_one(ward_id: int, device_id: str, opened, now: int) -> dict:
    """The result of a single operation through the door."""
    receipt: Receipt = accept(ward_id, device_id, [opened], now)
    return receipt.results[0]
