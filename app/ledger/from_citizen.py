"""What citizens send without an account: through the same door, as the system, and asked of the rule first."""

import hmac

from app.ledger.accept import accept
from app.ledger.envelope import intent
from app.ledger.trial import trial
from app.records import ledger_entry, ward
from app.rules.operation import SYSTEM, Refusal


def receive(ward_id: int, type_: str, entity: str, op: str, body: dict, now: int) -> dict:
    """{"op", "status", "code", "v", "fields"} of one operation. Time in ms; `fields`: {field: code} of a refusal.

    What the rule would refuse is not sent: the ledger keeps what it rejects, and anybody may knock here. The same
    operation again is answered as the first time, whatever happened since.
    """
    opened = intent(
        type_, entity, body, ward=ward_id, device=SYSTEM, author=SYSTEM, now=now, op=op, salt=_salt(ward_id, op)
    )
    if not ledger_entry.entries_by_op(ward_id, [op]):
        answer = trial(ward_id, opened, now)
        if isinstance(answer, Refusal):
            told = answer.details.get("fields", {})
            return {"op": op, "status": "rejected", "code": answer.code, "v": 0, "fields": told}
    return {"fields": {}} | accept(ward_id, SYSTEM, [opened], now).results[0]


def _salt(ward_id: int, op: str) -> bytes:
    """The same for an operation that comes twice, and known to nobody who could try what an erased body said."""
    return hmac.digest(bytes(ward.key(ward_id, "seal")["private"]), f"citizen:{op}".encode(), "sha256")[:16]
