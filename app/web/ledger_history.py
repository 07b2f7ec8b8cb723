"""The story of one thing out of the ledger: every operation about it, refused ones and decisions too."""

import json
from collections.abc import Callable

from app.ledger.founding import WEB
from app.records import ledger_entry
from app.rules import clock
from app.web.assistance_words import Names, body_of, reason_text
from app.web.operation_titles import TYPES
from app.web.words import label, moment

# A tablet without a network sends days later; a delay shorter than this is not worth a word.
LATE_MS = 5 * 60 * 1000
# What one operation said: changes [{field, label, before, after, conflict}], content [(label, text)], decisions
# [sentence], the reason, and the id of another thing it names.
EMPTY = {"changes": [], "content": [], "reason": "", "decisions": [], "other": ""}


def events(ward_id: int, entity: str, names: Names, told: Callable[[dict, dict, dict], dict]) -> list[dict]:
    """Oldest first. `told(entry, body, conflicts)` says what one operation said, in the shape of EMPTY."""
    return [_event(ward_id, entry, names, told) for entry in ledger_entry.history_with_decisions(ward_id, entity)]


def _event(ward_id: int, entry: dict, names: Names, told) -> dict:
    body = body_of(entry)
    review = ledger_entry.review(ward_id, entry["op"])
    details = json.loads(review["details"]) if review else {}
    # What is done on the ward's own pages is with the ward at once; only the demo tells of it afterwards.
    late = entry["device"] != WEB and entry["received_at"] - entry["at"] > LATE_MS
    return {
        "title": TYPES.get(entry["type"], entry["type"]),
        "when": moment(entry["at"]),
        "when_iso": clock.write(entry["at"]),
        "arrived": moment(entry["received_at"]) if late else "",
        "who": names.person(entry["staff"]),
        "device": names.device(entry["device"]),
        "outcome": entry["outcome"],
        "outcome_label": label("outcome", entry["outcome"]),
        "why": reason_text(entry["code"], details),
        "review": review,
        "erased": entry["body"] is None and entry["sealed"] is None,
        "unreadable": body is None and entry["sealed"] is not None,
        **told(entry, body or {}, details.get("conflicts", {})),
    }
