"""Bringing up to date what a tablet may hold: the twin of static/js/sync/pull.js, with checksums of its own writing."""

import base64
import hashlib
import json

from tests.ledger.simulator.storage import written
from tests.ledger.simulator.wire import PAUSE, Heard, signed

UNREADABLE = Heard("not_our_server")
# How often another tab, or a server that takes this tablet back, may move the cursor under a pull.
MOVES = 3


def _short_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()[:16]


# Sums that were made before, with the rows they are of: most kinds of rows have not changed since the last pull.
_made: dict[int, tuple[dict, list]] = {}
_MADE_MOST = 2_000


def sum_of(rows: dict) -> list:
    """[count, checksum] of rows by id, sorted as JavaScript sorts."""
    made = _made.get(id(rows))
    if made is None:
        ids = sorted(rows, key=lambda id_: id_.encode("utf-16-be"))
        made = rows, [len(rows), _short_hash("\n".join(written(rows[id_]) for id_ in ids))]
        if len(_made) > _MADE_MOST:
            _made.clear()
        _made[id(rows)] = made
    return made[1]


def changed(lists: dict, told: dict) -> dict:
    """`lists` with the changes of an answer; what was recorded until `since` has left the scope by itself."""
    new = dict(lists)
    for kind, rows in told.get("rows", {}).items():
        new[kind] = {**new.get(kind, {}), **{row["id"]: row for row in rows}}
    for kind, ids in told.get("gone", {}).items():
        new[kind] = {id_: row for id_, row in new.get(kind, {}).items() if id_ not in ids}
    new["line"] = {id_: line for id_, line in new.get("line", {}).items() if line["at"] > told.get("since", 0)}
    return new


def _agree(lists: dict, sums: dict) -> bool:
    return all(sum_of(lists.get(kind, {})) == told for kind, told in sums.items())


def pull(tablet):
    """Until the tablet holds what the server's head says; returns the last thing heard."""
    moves = 0
    while True:
        cursor, lists = tablet.storage.cursor, tablet.storage.held
        heard, kept = yield from (_page(tablet, cursor, lists) if cursor["h"] else _snapshot(tablet, cursor))
        moves += not kept
        if heard.kind != "answer" or moves == MOVES or (kept and not (heard.json or {}).get("more")):
            return heard


def _page(tablet, cursor: dict, lists: dict):
    """(what was heard, whether it was kept)."""
    path = f"/sync/v1/pull?v={cursor['v']}&h={cursor['h']}&scope=lobby"
    heard = yield from signed(tablet, "GET", path)
    if heard.code == "diverged":
        return (yield from _snapshot(tablet, cursor, diverged=True))
    if heard.kind != "answer":
        return heard, False
    told = heard.json
    if type(told.get("v")) is not int:
        return UNREADABLE, False
    new = changed(lists, told)
    if told["v"] <= cursor["v"] if told["more"] else not _agree(new, told["sums"]):
        tablet.healed += 1
        return (yield from _snapshot(tablet, cursor))
    return heard, (yield from _settle(tablet, cursor, new, told))


def _settle(tablet, asked: dict, lists: dict, told: dict, diverged: bool = False):
    # A tablet that has sent things and never pulled knows of no life of the server: then it was restored, perhaps.
    restored = diverged or told["inc"] != asked["inc"]
    if restored:
        tablet.storage.send_again_from(told["next_q"], True)
        yield PAUSE
    kept = tablet.storage.keep_pulled(asked, lists, told, told["durable_q"])
    yield PAUSE
    return kept


def _snapshot(tablet, asked: dict, diverged: bool = False):
    """Everything anew. Without its last line, or with another sum than that says, it is thrown away."""
    heard = yield from signed(tablet, "GET", "/sync/v1/snapshot?scope=lobby", lines=True)
    if heard.kind != "answer":
        return heard, False
    lines = heard.text.rstrip().split("\n")
    try:
        found = [json.loads(line) for line in lines]
    except ValueError:
        return UNREADABLE, False
    end, head = found.pop(), (found[0] if found else {}).get("head")
    if not head or end.get("end") != len(found) - 1 or end.get("sum") != _short_hash("\n".join(lines[:-1])):
        return UNREADABLE, False
    rows: dict[str, list] = {}
    for line in found[1:]:
        rows.setdefault(line["k"], []).append(line["r"])
    new = changed({}, {"rows": rows, "since": head["since"]})
    return heard, (yield from _settle(tablet, asked, new, head, diverged))
