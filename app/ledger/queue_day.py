"""The queue closes by itself: tickets of a day that is over lapse, whoever forgot to end it.

Any number of processes may do it at once: the end of one ticket is one operation, named by the ticket.
"""

from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from app.ledger.accept import accept
from app.ledger.envelope import Opened, intent
from app.records import ticket
from app.rules import clock
from app.rules.operation import SYSTEM

# A forgotten week is closed a minute at a time, so that nobody's tablet is kept waiting.
AT_ONCE = 200


def close_past_days(ward_id: int, now: int) -> int:
    """Ends what days before today left open; returns how many tickets. Time in ms."""
    left = ticket.left_open(ward_id, clock.day_of(now), AT_ONCE)
    if left:
        accept(ward_id, SYSTEM, [_lapse(ward_id, one, now) for one in left], now)
    return len(left)


def _lapse(ward_id: int, ticket_id: str, now: int) -> Opened:
    op = str(uuid5(NAMESPACE_OID, f"lapse {ward_id} {ticket_id}"))
    return intent(
        "ticket.lapse/1",
        ticket_id,
        {},
        ward=ward_id,
        device=SYSTEM,
        author=SYSTEM,
        now=now,
        op=op,
        salt=sha256(op.encode()).digest()[:16],
    )
