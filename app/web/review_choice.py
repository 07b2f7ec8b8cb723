"""Cần chọn: two people changed the same field of one record differently, and somebody at the desk says which it is."""

import json

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import ledger_entry
from app.rules.merge import changed_since
from app.web import door
from app.web.assistance_history import said_reason, writers
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.render import show
from app.web.review_card import card_of
from app.web.review_words import CHOOSE, cursor, tabs
from app.web.words import moment

routes = Blueprint("review_choice", __name__)

# A choice takes more room than a line of a list.
SHOWN = 10


@routes.get("/can-xem-lai/can-chon")
@allow("review.see")
def index():
    """Every open choice, the newest first; those about one record stand together."""
    ward_id = current_user.ward_id
    before_v = cursor(request.args.get("truoc", ""))
    found = ledger_entry.open_reviews(ward_id, SHOWN + 1, "conflict", before_v, reader=current_user.row["id"])
    counts = ledger_entry.count_open_reviews_by_outcome(ward_id, current_user.row["id"])
    return show(
        "review/choose.html",
        records=_by_record(found[:SHOWN], Names(ward_id)),
        tabs=tabs(CHOOSE, counts),
        waiting=counts.get("conflict", 0),
        here=before_v,
        next_href=f"{CHOOSE}?truoc={found[SHOWN - 1]['v']}" if len(found) > SHOWN else "",
        later=before_v is not None,
        first_href=CHOOSE,
    )


def _by_record(reviews: list[dict], names: Names) -> list[dict]:
    entries = ledger_entry.entries_by_op(current_user.ward_id, [review["op"] for review in reviews])
    records: dict[str, dict] = {}
    for review in reviews:
        card = card_of(review)
        row = card.row(current_user.ward_id, review["entity"])
        record = records.setdefault(
            row["id"],
            {
                "href": f"{card.path}/{row['id']}",
                "line": card.line(row, names) or card.unnamed,
                "when": card.when(row),
                "see": card.see,
                "choices": [],
            },
        )
        record["choices"].append({**choice(review, entries[review["op"]], row, names), "operation_id": new_id()})
    return list(records.values())


def choice(review: dict, entry: dict, row: dict, names: Names, chosen: dict | None = None) -> dict:
    """One conflict as it is to be settled: for each field the value that stands and the one that was sent.

    A field whose two values are the same by now asks for no choice, and neither does a record that was voided.
    `chosen`: {field: "held" | "new"} of what this person had already ticked.
    """
    conflicts = json.loads(review["details"])["conflicts"]
    card = card_of(review)
    held, by = card.of(row), writers(row, set(conflicts))
    said = [
        {
            "field": name,
            "id": f"choose-{review['op']}-{name}",
            "label": card.label(name),
            "held": card.value(name, held[name], names) or _("(để trống)"),
            "held_by": _writer(by.get(name), names),
            "held_reason": said_reason(by[name]) if name in by else "",
            "new": card.value(name, both["new"], names) or _("(để trống)"),
            "new_by": _writer(entry, names),
            "new_reason": said_reason(entry),
            "same": held[name] == both["new"],
            "chosen": (chosen or {}).get(name, ""),
        }
        for name, both in conflicts.items()
    ]
    return {
        "op": review["op"],
        "fields": [each for each in said if not each["same"]],
        "same": [each for each in said if each["same"]],
        "voided": any(card.closed(row)),
        "voided_title": card.closed_title,
        "voided_words": " · ".join(part for part in card.closed(row) if part),
        "was": json.dumps({name: held[name] for name in conflicts}, ensure_ascii=False, sort_keys=True),
    }


def _writer(entry: dict | None, names: Names) -> str:
    return f"{names.person(entry['staff'])}, {moment(entry['at'])}" if entry else ""


class NotChosen(Exception):
    """A posted choice that cannot be sent: `sentence` says why, `chosen` is what was ticked and still holds."""

    def __init__(self, sentence: str, status: int, chosen: dict):
        self.sentence, self.status, self.chosen = sentence, status, chosen
        super().__init__(sentence)


def posted(review: dict) -> dict:
    """The body of a `review.settle/1` out of the form: which of the newer values win, and what the person saw.

    Raises NotChosen; Problem request_unreadable when the form does not say what was seen.
    """
    card = card_of(review)
    row = card.row(current_user.ward_id, review["entity"])
    conflicts, held = json.loads(review["details"])["conflicts"], card.of(row)
    seen = _seen(conflicts)
    ticked = {name: request.form.get("all") or request.form.get(f"choose-{name}", "") for name in conflicts}
    changed = changed_since(seen, held)
    if changed:
        fields = ", ".join(card.label(name) for name in changed)
        sentence = _(
            "Trong lúc chờ, ô %(fields)s đã được đổi. Dưới đây là giá trị mới nhất; hãy chọn lại.", fields=fields
        )
        raise NotChosen(sentence, 409, {name: which for name, which in ticked.items() if name not in changed})
    open_fields = [name for name, both in conflicts.items() if held[name] != both["new"]]
    if any(card.closed(row)):
        return {"take": [], "was": seen}
    if any(ticked[name] not in ("held", "new") for name in open_fields):
        raise NotChosen(_("Hãy chọn một trong hai giá trị ở từng ô."), 422, ticked)
    take = [name for name in open_fields if ticked[name] == "new"]
    refusals = card.wrong_together({**held, **{name: conflicts[name]["new"] for name in take}})
    if take and refusals:
        raise NotChosen(" ".join(door.form_errors(refusals).values()), 422, ticked)
    return {"take": take, "was": seen}


def _seen(conflicts: dict) -> dict:
    try:
        seen = json.loads(request.form.get("was", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(seen, dict) or set(seen) != set(conflicts):
        raise Problem("request_unreadable")
    return seen
