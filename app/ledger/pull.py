"""What changed since a tablet last asked: rows, what left its scope, and what all of it must add up to (SYNC.md §5)."""

import msgspec

from app.config import PULL_ROWS_MAX
from app.ledger import chain, lobby
from app.problems import Problem
from app.records import device as device_records
from app.records import ledger_entry
from app.records import scope as records
from app.records.whole_view import whole_view
from app.rules import scope
from app.rules.scope_sum import sum_of_texts

_decode = msgspec.json.Decoder().decode


def pull(ward_id: int, device_id: str, v: int, h: str, now: int) -> dict:
    """One page of changes after position `v`, whose chain had the hash `h` ("" and 0 for nothing yet). Time in ms.

    {"v", "h", "inc", "since": lines recorded until then (ms) are over, "rows": {kind: [row]}, "gone": {kind: [id]},
    "sums": {kind: [count, checksum]} of the whole scope, {} while there is "more", "next_q", "durable_q"}. A page ends
    between two positions. Kinds without a row are left out of rows and gone.
    Raises Problem: device_unknown, diverged with {"incarnation", "last_q"}.
    """
    with whole_view():
        head, device = _standing(ward_id, device_id)
        if not _on_our_chain(ward_id, head, v, h):
            raise Problem("diverged", {"incarnation": head["incarnation"], "last_q": device["last_q"]})
        since = now - scope.LINE_MS
        held = lobby.lists(ward_id, head)
        lines = lobby.lines(ward_id, device_id, since, held)
        changed = [(at, scope.LINE, text) for at, text in lines.values() if at > v]
        left = []
        if head["reference_v"] > v:
            for kind, rows in held.rows.items():
                changed += [(at, kind, text) for at, text in rows.values() if at > v]
            left = lobby.gone(ward_id, v, held)
        last_v = _end_of_page([at for at, *_rest in changed], head["v"])
        more = last_v < head["v"]
        return {
            "v": last_v,
            "h": records.hash_at(ward_id, last_v) if more else head["hash"],
            "inc": head["incarnation"],
            "since": since,
            "rows": _by_kind((at, kind, _decode(text)) for at, kind, text in changed if at <= last_v),
            # On the first page, whatever is to come: from the middle of it, what left and then changed once more
            # would look as if it had never been there.
            "gone": _by_kind(left),
            "sums": {} if more else sums(held, lines),
            "more": more,
            "next_q": device["last_q"] + 1,
            "durable_q": device["durable_q"],
        }


def _standing(ward_id: int, device_id: str) -> tuple[dict, dict]:
    head, device = ledger_entry.head(ward_id), device_records.device(ward_id, device_id)
    if head is None or device is None:
        raise Problem("device_unknown")
    return head, device


def _on_our_chain(ward_id: int, head: dict, v: int, h: str) -> bool:
    """Whether this ledger went through that hash at that position; after a restore the same number may be another."""
    if v == 0:
        return h in ("", chain.START)
    if v == head["v"]:
        return h == head["hash"]
    return 0 < v < head["v"] and records.hash_at(ward_id, v) == h


def _end_of_page(positions: list[int], head_v: int) -> int:
    """The last whole position whose changes fit one page, and the head when all of them do."""
    if len(positions) <= PULL_ROWS_MAX:
        return head_v
    positions.sort()
    fitting = [at for at in positions[:PULL_ROWS_MAX] if at < positions[PULL_ROWS_MAX]]
    return fitting[-1] if fitting else positions[0]


def _by_kind(changes) -> dict[str, list]:
    named: dict[str, list] = {}
    for _at, kind, what in sorted(changes, key=lambda each: each[0]):
        named.setdefault(kind, []).append(what)
    return named


def sums(held: lobby.Lists, lines: dict[str, tuple[int, str]]) -> dict[str, list]:
    """{kind: [count, checksum]} of everything in the scope."""
    return {**held.sums, scope.LINE: sum_of_texts({id_: text for id_, (_at, text) in lines.items()})}
