"""Everything a tablet should hold, as lines of JSON: for the first time, and when its own rows no longer add up."""

from collections.abc import Iterator

import msgspec

from app.ledger import lobby
from app.problems import Problem
from app.records import device as device_records
from app.records import ledger_entry
from app.records.whole_view import whole_view
from app.rules import scope
from app.rules.scope_sum import in_order, short_hash

_encode = msgspec.json.Encoder().encode


def snapshot(ward_id: int, device_id: str, now: int) -> Iterator[str]:
    """The lines, without their line ends. Time in ms. Raises Problem("device_unknown") before the first.

    {"head": {"v", "h", "inc", "since", "next_q", "durable_q"}}, then {"k": kind, "r": row} each, then
    {"end": number of rows, "sum": short hash of all lines before, joined by line ends}. What lacks its last line was
    cut off on the way and says nothing. It is read whole before it is sent: a few hundred kB of one moment.
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
    lines = [_encode({"head": told}).decode()]
    for kind, rows in kinds.items():
        lines += [f'{{"k":"{kind}","r":{rows[id_][1]}}}' for id_ in in_order(rows)]
    lines.append(_encode({"end": len(lines) - 1, "sum": short_hash("\n".join(lines))}).decode())
    return iter(lines)
