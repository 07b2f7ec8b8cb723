"""An operation whose header cannot be read: logged under its number, raw, so that nothing behind it waits."""

from hashlib import sha256
from uuid import UUID, uuid5

from app.ledger.accept import Receipt, accept
from app.ledger.envelope import DEAD_LETTER, intent
from app.records import device as device_records
from app.rules.operation import SYSTEM, Refusal


def dead_letter(ward_id: int, device_id: str, q: int, raw: str, now: int, vouched: bool = False) -> Receipt:
    """Consumes the device's sequence number `q`. The same letter sent twice is one entry. Time in ms.

    `vouched`: it comes in a file and takes the next number, whatever that is by now; `q` names it still.
    """
    device = device_records.device(ward_id, device_id) or {"app_version": ""}
    told = sha256(raw.encode())
    opened = intent(
        DEAD_LETTER,
        "",
        {"raw": raw},
        ward=ward_id,
        device=device_id,
        author=SYSTEM,
        now=now,
        # By its words too: another letter under this number is a copy's of the tablet, and must not pass for this one.
        op=str(uuid5(UUID(device_id), f"{q} {told.hexdigest()}")),
        # Made from the letter itself, so that the same letter makes the same commitment.
        salt=told.digest()[:16],
    )
    opened.operation.sequence = q
    opened.operation.app = device["app_version"] or opened.operation.app
    opened.trouble = Refusal("unreadable", parked=True)
    return accept(ward_id, device_id, [opened], now, vouched=vouched)
