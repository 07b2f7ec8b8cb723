"""The hash chain of a ward: whoever changes, drops or swaps one entry breaks every hash behind it.

It covers the commitment of a body, never the body: a body can be erased by law and the chain still verifies.
"""

from hashlib import sha256
from operator import itemgetter

START = sha256(b"gandan ledger").hexdigest()

# The columns of an entry that the chain covers, in this order for ever.
COVERED = (
    "ward_id",
    "v",
    "op",
    "device",
    "q",
    "type",
    "entity",
    "base",
    "staff",
    "shift",
    "at_text",
    "clock_offset",
    "received_at",
    "app",
    "commitment",
    "outcome",
    "code",
)

_picked = itemgetter(*COVERED)


def link(before: str, entry: dict) -> str:
    """The hash of an entry, given the hash of the one before it."""
    covered = "\n".join(map(str, _picked(entry)))
    return sha256(f"{before}\n{covered}".encode()).hexdigest()


def first_break(entries, before: str = START, v: int = 0) -> int | None:
    """The position of the first entry whose hash or number is wrong; None when the chain holds."""
    for entry in entries:
        v += 1
        if entry["v"] != v or entry["hash"] != link(before, entry):
            return v
        before = entry["hash"]
    return None
