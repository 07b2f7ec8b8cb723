"""The story of one assistance out of the ledger: every operation about it, refused ones and decisions too."""

import json

from flask_babel import gettext as _

from app.records import ledger_entry
from app.web.assistance_words import Names, body_of, changes, field_label, readable, value_text
from app.web.ledger_history import EMPTY, events


def history(ward_id: int, assistance_id: str, names: Names, in_full: bool) -> list[dict]:
    """Oldest first. Unless `in_full`, the citizen's name and telephone are masked in every version there was."""

    def told(entry: dict, body: dict, conflicts: dict) -> dict:
        return _said(ward_id, entry, body, conflicts, names, in_full)

    return events(ward_id, assistance_id, names, told)


def _said(ward_id, entry, body, conflicts, names, in_full) -> dict:
    said = {**EMPTY, "decisions": []}
    if entry["type"] == "assistance.amend/1":
        said["changes"] = [{**each, "conflict": each["field"] in conflicts} for each in changes(body, names, in_full)]
    elif entry["type"] == "review.settle/1":
        said["decisions"] = _decisions(ward_id, entry, body, names, in_full)
    elif entry["type"] == "assistance.record/1":
        said["content"] = readable(body, names, in_full)
    elif entry["type"] == "assistance.distinct/1":
        said["decisions"] = [_("Người xem xác nhận đây là hai lượt khác nhau.")]
        said["other"] = body["other"] if entry["outcome"] == "ok" else ""
    said["reason"] = said_reason(entry)
    return said


def _decisions(ward_id, entry, body, names, in_full) -> list[str]:
    """What was chosen, field by field."""
    review = ledger_entry.review(ward_id, entry["entity"])
    conflicts = json.loads(review["details"]).get("conflicts", {}) if review else {}
    taken = body.get("take") if isinstance(body.get("take"), list) else []
    return [
        _("%(field)s: lấy “%(value)s”", field=field_label(name), value=value_text(name, both["new"], names, in_full))
        if name in taken
        else _("%(field)s: giữ nguyên", field=field_label(name))
        for name, both in conflicts.items()
    ]


def writers(row: dict, wanted: set[str]) -> dict[str, dict]:
    """{field: the ledger entry that gave it the value it has} of some fields of a row."""
    ward_id, found = row["ward_id"], {}
    entries = ledger_entry.history_with_decisions(ward_id, row["id"])
    by_op = {entry["op"]: entry for entry in entries}
    in_conflict = {
        review["op"]: set(json.loads(review["details"]).get("conflicts", {}))
        for review in ledger_entry.reviews_by_op(ward_id, list(by_op))
    }
    for entry in entries:
        if entry["outcome"] in ("rejected", "parked"):
            continue
        if entry["type"] == "review.release/1":
            # What was let in later is still the word of whoever wrote it.
            entry = by_op[entry["entity"]]
        for name in wanted & (_written(entry) - in_conflict.get(entry["op"], set())):
            found[name] = entry
    return found


def _written(entry: dict) -> set[str]:
    """The fields that an applied operation gives a value to, those in conflict too."""
    body = body_of(entry) or {}
    if entry["type"] == "assistance.record/1":
        return set(body)
    if entry["type"] in ("assistance.amend/1", "household.put/1", "household.import/1"):
        return set(body.get("set", {}))
    return set(body.get("take", [])) if entry["type"] == "review.settle/1" else set()


def said_reason(entry: dict) -> str:
    """The reason that came with an amendment, the note that came with a decision; "" for a first record."""
    reason = (body_of(entry) or {}).get("note" if entry["type"] == "review.settle/1" else "reason", "")
    return reason if isinstance(reason, str) and entry["type"] != "assistance.record/1" else ""
