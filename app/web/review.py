"""Cần xem lại: operations that were rejected, parked or in conflict, each with its reason, its words and its remedy."""

import json

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import assistance, ledger_entry
from app.rules import assistance as rules
from app.rules import clock, mask
from app.rules.secret import looks_like_secret
from app.rules.text import clean
from app.web import door
from app.web.assistance_history import last_writer
from app.web.assistance_words import (
    TYPES,
    Names,
    body_of,
    changes,
    field_label,
    field_reasons,
    readable,
    reason_text,
    value_text,
)
from app.web.guard import allow
from app.web.render import show, tell
from app.web.words import label, moment, refusal, sentence

routes = Blueprint("review", __name__, url_prefix="/can-xem-lai")

OUTCOMES = ("conflict", "parked", "rejected")
LONGEST_NOTE = 300


@routes.get("")
@allow("review.see")
def index():
    """What waits for a person, newest first."""
    ward_id = current_user.ward_id
    outcome = request.args.get("loai", "")
    outcome = outcome if outcome in OUTCOMES else ""
    before = request.args.get("truoc", "")
    before_v = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    found = ledger_entry.open_reviews(ward_id, PAGE_ROWS + 1, outcome, before_v)
    reviews = found[:PAGE_ROWS]
    entries = ledger_entry.entries_by_op(ward_id, [review["op"] for review in reviews])
    names = Names(ward_id)
    counts = ledger_entry.count_open_reviews_by_outcome(ward_id)
    return show(
        "review/list.html",
        lines=[_line(review, entries[review["op"]], names) for review in reviews],
        outcome=outcome,
        tabs=_tabs(outcome, counts),
        next_href=_address(outcome, found[PAGE_ROWS - 1]["v"]) if len(found) > PAGE_ROWS else "",
        later=before_v is not None,
        first_href=_address(outcome),
    )


def _address(outcome: str, before_v: int | None = None) -> str:
    said = [f"loai={outcome}"] if outcome else []
    said += [f"truoc={before_v}"] if before_v is not None else []
    return "/can-xem-lai" + ("?" + "&".join(said) if said else "")


def _tabs(chosen: str, counts: dict) -> list[dict]:
    kinds = (
        ("", _("Tất cả"), sum(counts.values())),
        ("conflict", _("Cần chọn"), counts.get("conflict", 0)),
        ("parked", _("Đang giữ lại"), counts.get("parked", 0)),
        ("rejected", _("Không nhận được"), counts.get("rejected", 0)),
    )
    return [
        {"href": _address(kind), "label": words, "count": count, "current": kind == chosen}
        for kind, words, count in kinds
    ]


def _line(review: dict, entry: dict, names: Names) -> dict:
    details = json.loads(review["details"])
    return {
        "href": f"/can-xem-lai/{review['op']}",
        "kind": TYPES.get(review["type"], review["type"]),
        "line": _masked(entry, names),
        "why": reason_text(review["code"], details),
        "who": names.person(review["staff"]),
        "device": names.device(review["device"]),
        "when": moment(entry["at"]),
        "outcome": review["outcome"],
        "outcome_label": label("outcome", review["outcome"]),
    }


def _masked(entry: dict, names: Names) -> str:
    """The line of the record it is about, as the volunteer's own tablet shows it; "" when there is nothing to say."""
    body, at = body_of(entry) or {}, entry["at_text"]
    if entry["type"] != "assistance.record/1":
        row = assistance.assistance(entry["ward_id"], entry["entity"])
        body, at = (rules.body_of(row), clock.write(row["happened_at"])) if row else ({}, "")
    said = {name: body.get(name) for name in ("name", "phone", "procedure", "help")}
    if not all(isinstance(value, str) for value in said.values()):
        return ""
    labels = {"procedure": names.procedure(said["procedure"]), "help": label("help", said["help"])}
    return mask.masked_line(said, labels, at)


def _found(op) -> tuple[dict, dict]:
    """(the review, its ledger entry). Raises Problem not_found."""
    review = ledger_entry.review(current_user.ward_id, str(op))
    if review is None:
        raise Problem("not_found")
    return review, ledger_entry.entry_by_op(current_user.ward_id, review["op"])


@routes.get("/<uuid:op>")
@allow("review.see")
def see(op):
    return _page(*_found(op))


def _page(review: dict, entry: dict, note: str = "", error: str = "", status: int = 200):
    names = Names(current_user.ward_id)
    details = json.loads(review["details"])
    body = body_of(entry)
    row = assistance.assistance(current_user.ward_id, review["entity"]) if review["entity"] else None
    said = readable(body or {}, names)
    changed = changes(body or {}, names)
    return show(
        "review/show.html",
        status=status,
        line=_line(review, entry, names),
        review=review,
        closed_by=names.person(review["closed_by"]) if review["closed_by"] else "",
        closed_how={"released": _("đã nhận lại"), "settled": _("đã xử lý")}.get(
            review["closed_how"], review["closed_how"]
        ),
        field_reasons=field_reasons(details),
        said=said,
        changed=changed,
        text=_text(said, changed),
        unreadable=body is None,
        row_href=f"/luot-ho-tro/{row['id']}" if row else "",
        choices=_choices(review, entry, details, row, names),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        note=note,
        error=error,
    )


def _text(said: list, changed: list) -> str:
    """What was sent, as lines to copy into a new record."""
    lines = [f"{words}: {value}" for words, value in said]
    lines += [f"{each['label']}: {each['before'] or '–'} → {each['after'] or '–'}" for each in changed]
    return "\n".join(lines)


def _choices(review: dict, entry: dict, details: dict, row: dict | None, names: Names) -> list[dict]:
    """For each field in conflict the value that stands and the one that was sent, with who and when."""
    if review["outcome"] != "conflict" or row is None:
        return []
    held = rules.body_of(row)
    return [
        {
            "field": name,
            "label": field_label(name),
            "held": value_text(name, held.get(name), names) or "–",
            "held_by": _writer(last_writer(row, name), names),
            "new": value_text(name, both["new"], names) or "–",
            "new_by": _writer(entry, names),
        }
        for name, both in details.get("conflicts", {}).items()
    ]


def _writer(entry: dict | None, names: Names) -> str:
    return f"{names.person(entry['staff'])}, {moment(entry['at'])}" if entry else ""


@routes.post("/<uuid:op>/xong")
@allow("review.settle")
def settle(op):
    """Closes it: for a conflict with a choice for each field, for the others with a note of what was done."""
    review, entry = _found(op)
    if review["closed_at"] is not None:
        return _closed_before()
    note = clean(request.form.get("note", ""))
    if looks_like_secret(note):
        return _page(review, entry, note, sentence("text_secret"), 422)
    if len(note) > LONGEST_NOTE:
        return _page(review, entry, note, _("Ghi chú dài quá 300 ký tự. Hãy viết ngắn lại."), 422)
    fields = json.loads(review["details"]).get("conflicts", {}) if review["outcome"] == "conflict" else {}
    chosen = {name: request.form.get(f"choose-{name}", "") for name in fields}
    if not set(chosen.values()) <= {"held", "new"}:
        return _page(review, entry, note, _("Hãy chọn một trong hai giá trị ở từng ô."), 422)
    if not fields and not note:
        return _page(review, entry, note, _("Ghi vài chữ về việc đã làm, ví dụ: đã ghi lại thành lượt mới."), 422)
    take = [name for name, which in chosen.items() if which == "new"]
    return _decide(review, "review.settle/1", {"take": take, "note": note}, _("Đã xử lý xong."))


@routes.post("/<uuid:op>/thu-lai")
@allow("review.release")
def release(op):
    """Tries a parked operation again, now that what it waited for may have come."""
    review, _entry = _found(op)
    if review["closed_at"] is not None:
        return _closed_before()
    return _decide(review, "review.release/1", {}, _("Đã nhận lại được."))


def _decide(review: dict, type_: str, body: dict, said: str):
    try:
        result = door.send(type_, review["op"], body)
    except Problem as problem:
        if problem.code in ("review_closed", "op_id_conflict"):
            return _closed_before()
        tell(_("Vẫn chưa được. %(why)s", why=refusal(problem)), "warning")
        return redirect(f"/can-xem-lai/{review['op']}")
    tell(_("Đã nhận lại, nhưng có ô cần chọn.") if result["status"] == "conflict" else said)
    return redirect("/can-xem-lai")


def _closed_before():
    """Posted twice, or somebody else was quicker."""
    tell(_("Mục này đã được xử lý rồi."), "info")
    return redirect("/can-xem-lai")
