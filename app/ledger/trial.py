"""What the door would answer, without going through it: a form asks before it sends, because what the door refuses
stays in the ledger for ever, and a page says beforehand what is possible and what no longer is.
"""

from app.ledger.accept import judge
from app.ledger.batch_state import BatchState
from app.ledger.envelope import Opened
from app.records import ledger_entry
from app.rules.operation import SYSTEM, Change, Refusal


def trial(ward_id: int, opened: Opened, now: int) -> Change | Refusal:
    """The judgement on one operation as the ward stands now: rights, rule and numbers. Nothing is written."""
    head = ledger_entry.head(ward_id)
    state = BatchState(ward_id, head, [opened])
    device = {"id": opened.operation.device, "kind": "system" if opened.operation.device == SYSTEM else "web"}
    return judge(opened, state, device, now, head["v"] + 1)
