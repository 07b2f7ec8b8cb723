"""Everything a tablet should hold, as lines of JSON: for the first time, and when its own rows no longer add up."""

from collections.abc import Iterator

from app.ledger import lobby
from app.problems import Problem
from app.records import device as device_records
from app.records import ledger_entry
from app.records.whole_view import whole_view
from app.rules import scope
from app.rules.scope_sum import in_order
from app.rules.snapshot_lines import snapshot_lines


def snapshot(ward_id: int, device_id: str, now: int) -> Iterator[str]:
    """The lines of rules.snapshot_lines. Time in ms. Raises Problem("device_unknown") before the first.

    The head is {"v", "h", "inc", "since", "next_q", "durable_q"}. What lacks its last line was cut off on the way and
    says nothing. It is read whole before it is sent: a few hundred kB of one moment.
    """
    with whole_view():
        head, device = ledger_entry.head(ward_id), device_records.device(ward_id, device_id)
        if head is None or device is None:
            raise Problem("device_unknown")
        since = now - scope.LINE_MS
        held = lobby.lists(ward_id, head)
        kinds = {**held.rows, scope.LINE: lobby.lines(ward_id, device_id, since, held)}
    told = {
        "v": head["v"],
        "h": head["hash"],
        "inc": head["incarnation"],
        "since": since,
        "next_q": device["last_q"] + 1,
        "durable_q": device["durable_q"],
    }
    texts = ((kind, rows[id_][1]) for kind, rows in kinds.items() for id_ in in_order(rows))
    return iter(snapshot_lines(told, texts))
