"""Delivering the outbox: the twin of static/js/sync/push.js, as a talk that the simulator interrupts at will."""

from tests.ledger.simulator.storage import understood, written
from tests.ledger.simulator.wire import DONE, PAUSE, Heard, signed

# Ours is smaller than a real tablet's 100, so that a short schedule has several batches.
BATCH_ROWS = 6
ABOUT_CONTENT = (400, 413, 415, 422)
RAW_LIMIT = 60_000


def wrap(rows: list[dict]) -> str:
    return '{"ops":[' + ",".join(row["text"] for row in rows) + "]}"


def _fitting(rows: list[dict]) -> list[dict]:
    """The longest head of rows that may travel together: what was given up travels alone."""
    dead = next((place for place, row in enumerate(rows) if row.get("dead")), len(rows))
    return rows[: max(1, dead)]


def _dead_letter(tablet, row: dict):
    tablet.storage.give_up(row["op"])
    yield PAUSE
    letter = written({"q": row["q"], "raw": row["text"][:RAW_LIMIT]})
    heard = yield from signed(tablet, "POST", "/sync/v1/dead-letter", letter)
    if heard.code == "device_forked":
        again = yield from signed(tablet, "POST", "/sync/v1/push", wrap([row]))
        return heard if again.kind == "problem" and again.status in ABOUT_CONTENT else again
    if heard.kind != "answer":
        return heard
    taken = heard.json.get("results")
    results = [{"op": row["op"], "status": "parked", "code": "unreadable"}] if taken else []
    return Heard("answer", heard.status, {**heard.json, "results": results}, reached=True)


def drain(tablet):
    """Until the outbox is empty or something stands in the way; returns what was heard last, or DONE."""
    storage = tablet.storage
    limit, gap_at = BATCH_ROWS, None
    while True:
        rows = _fitting(storage.batch(limit))
        if not rows:
            return DONE
        dead = bool(rows[0].get("dead"))
        heard = yield from (
            _dead_letter(tablet, rows[0]) if dead else signed(tablet, "POST", "/sync/v1/push", wrap(rows))
        )
        if heard.kind == "problem" and heard.status in ABOUT_CONTENT and not dead:
            if len(rows) > 1:
                limit = -(-len(rows) // 2)
                continue
            heard = yield from _dead_letter(tablet, rows[0])
        if heard.kind != "answer":
            return heard
        results, next_q = heard.json.get("results"), heard.json.get("next_q")
        if not isinstance(results, list) or type(next_q) is not int:
            return Heard("not_our_server")
        storage.apply_answer(results, heard.json.get("durable_q"), tablet.now)
        yield PAUSE
        sent = {row["op"] for row in rows}
        if any(understood(one) and one.get("op") in sent for one in results):
            limit = min(BATCH_ROWS, limit * 2)
        elif next_q >= rows[0]["q"]:
            return Heard("busy", code="no_progress", reached=True)
        elif gap_at != next_q:
            gap_at = next_q
            storage.send_again_from(next_q)
            yield PAUSE
        else:
            storage.close_gap(next_q)
            gap_at = None
            yield PAUSE
