"""What a citizen's phone shows as a code and sends by itself too: one operation that two devices may bring.

Each of them commits to it under a salt of its own, so the commitments differ although the same was said under the same
id. Everything else under one id with another commitment is a mistake or a forgery (accept._repeat).
"""

import msgspec

from app.ledger.envelope import Opened
from app.records import ledger_entry
from app.rules.canonical import canonical

TYPES = frozenset({"declaration.send/1"})

_decode = msgspec.json.Decoder().decode


def same_said(ward_id: int, one: Opened, before: dict) -> bool:
    """Whether the ledger has the same said about the same thing under this id; an erased body says nothing."""
    operation = one.operation
    if operation.type not in TYPES or one.body is None:
        return False
    entry = before if "body" in before else ledger_entry.entry_by_op(ward_id, operation.id)
    if (entry["type"], entry["entity"]) != (operation.type, operation.entity) or entry["body"] is None:
        return False
    return canonical(_decode(entry["body"])["d"]) == canonical(one.body)
