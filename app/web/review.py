"""Cần xem lại: operations that were rejected, parked or in conflict, each with its reason, its words and its remedy."""

import json

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import ledger_entry
from app.rules.secret import looks_like_secret
from app.rules.text import clean
from app.web import door
from app.web.assistance_words import Names, body_of, field_reasons
from app.web.guard import allow
from app.web.render import show, tell
from app.web.review_card import card_of
from app.web.review_choice import NotChosen, choice, posted
from app.web.review_words import CHOOSE, OUTCOMES, address, cursor, line, tabs
from app.web.words import refusal, sentence

routes = Blueprint("review", __name__, url_prefix="/can-xem-lai")

LONGEST_NOTE = 300


@routes.get("")
@allow("review.see")
def index():
    """What waits for a person, newest first."""
    ward_id = current_user.ward_id
    outcome = request.args.get("loai", "")
    if outcome == "conflict":
        return redirect(CHOOSE)
    outcome = outcome if outcome in OUTCOMES else ""
    before_v = cursor(request.args.get("truoc", ""))
    found = ledger_entry.open_reviews(ward_id, PAGE_ROWS + 1, outcome, before_v, reader=current_user.row["id"])
    reviews = found[:PAGE_ROWS]
    entries = ledger_entry.entries_by_op(ward_id, [review["op"] for review in reviews])
    names = Names(ward_id)
    return show(
        "review/list.html",
        lines=[line(review, entries[review["op"]], names) for review in reviews],
        tabs=tabs(address(outcome), ledger_entry.count_open_reviews_by_outcome(ward_id, current_user.row["id"])),
        next_href=address(outcome, found[PAGE_ROWS - 1]["v"]) if len(found) > PAGE_ROWS else "",
        later=before_v is not None,
        first_href=address(outcome),
    )


def _found(op) -> tuple[dict, dict]:
    """(the review, its ledger entry). Raises Problem not_found."""
    review = ledger_entry.review_shown(current_user.ward_id, str(op), current_user.row["id"])
    if review is None:
        raise Problem("not_found")
    return review, ledger_entry.entry_by_op(current_user.ward_id, review["op"])


@routes.get("/<uuid:op>")
@allow("review.see")
def see(op):
    return _page(*_found(op))


def _page(review: dict, entry: dict, note: str = "", error: str = "", status: int = 200, chosen: dict | None = None):
    ward_id = current_user.ward_id
    names = Names(ward_id)
    details = json.loads(review["details"])
    body = body_of(entry)
    card = card_of(review)
    row = card.row(ward_id, review["entity"]) if review["entity"] else None
    said = card.readable(body or {}, names)
    changed = card.changes(body or {}, names)
    return show(
        "review/show.html",
        status=status,
        line=line(review, entry, names),
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
        row_href=f"{card.path}/{row['id']}" if row else "",
        see=card.see,
        others_title=card.others,
        choice=choice(review, entry, row, names, chosen) if review["outcome"] == "conflict" and row else None,
        others=_others(review) if row else [],
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        back=request.form.get("back"),
        note=note,
        error=error,
    )


def _others(review: dict) -> list[dict]:
    """What else waits about the same record."""
    found = ledger_entry.open_reviews(current_user.ward_id, entity=review["entity"])
    return [each for each in found if each["op"] != review["op"]]


def _came_from() -> str:
    """The page of the list of choices that the form stands on, to go back to; "" for the page of one operation."""
    if "back" not in request.form:
        return ""
    before_v = cursor(request.form["back"])
    return CHOOSE if before_v is None else f"{CHOOSE}?truoc={before_v}"


def _text(said: list, changed: list) -> str:
    """What was sent, as lines to copy into a new record."""
    lines = [f"{words}: {value}" for words, value in said]
    lines += [f"{each['label']}: {each['before'] or '–'} → {each['after'] or '–'}" for each in changed]
    return "\n".join(lines)


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
    if review["outcome"] == "conflict":
        try:
            body = posted(review)
        except NotChosen as refused:
            return _page(review, entry, note, refused.sentence, refused.status, refused.chosen)
        return _decide(review, "review.settle/1", {**body, "note": note}, _("Đã lưu lựa chọn."))
    if not note:
        return _page(review, entry, note, _("Ghi vài chữ về việc đã làm, ví dụ: đã ghi lại thành lượt mới."), 422)
    return _decide(review, "review.settle/1", {"take": [], "note": note}, _("Đã xử lý xong."))


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
    return redirect(_came_from() or "/can-xem-lai")


def _closed_before():
    """Posted twice, or somebody else was quicker."""
    tell(_("Mục này đã được xử lý rồi."), "info")
    return redirect(_came_from() or "/can-xem-lai")
