"""Asking for papers, once and in full (Mẫu 02), and the clock that begins again when they have come."""

from app.rules import dossier_clock, dossier_papers, due, handling
from app.rules.dossier import changeable, invalid, numbered, search_text
from app.rules.dossier_row import kept, opened, with_redate
from app.rules.dossier_states import after
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS
from app.rules.register import Numbering, reason_of


def request_supplement(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.request_supplement/1` {"papers", "reason", "override"}.

    Once only (R1: NĐ 61/2018 Đ11.2c, NĐ 118/2025 Đ17.2a) and within 03 working days after receipt (R2: NĐ 61 Đ19.4);
    the head alone may go beyond either, saying why in `override`.
    """
    if refusal := changeable("request_supplement", held):
        return refusal
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    variant = variant_of(held, context)
    papers = body.get("papers")
    if not isinstance(papers, list):
        papers = []
    papers, refusals = dossier_papers.demanded(papers, variant)
    if refusals:
        return invalid(refusals)
    if code := _beyond(held, context):
        if context.author["role"] not in HEADS:
            return Refusal(code)
        if not reason_of(body, "override"):
            return Refusal("override_needed")
    numbering = Numbering(context, operation)
    row = {
        **held,
        "state": after("request_supplement", held["state"]),
        "supplement_count": held["supplement_count"] + 1,
        "supplement_asked_at": context.at,
        "supplement_papers": kept(papers),
        "supplement_reason": reason,
        "supplement_number": numbering.take("hdhs", held["id"]),
        "supplemented_at": None,
        # The promise is over; what was promised stays in the history.
        "redates": with_redate(held, context.at, operation.author, "supplement", reason, None),
        "due_current_at": None,
    }
    return Change(row, also=numbering.also)


def _beyond(held: dict, context: Context) -> str:
    if held["supplement_count"]:
        return "supplement_once"
    if context.at > due.supplement_notice_due(context.lists.calendar, held["accepted_at"]):
        return "supplement_late"
    return ""


def variant_of(row: dict, context: Context) -> dict:
    """The variant a dossier was received under; versions of procedures are never written over."""
    return handling.variant(context.held("procedure", row["procedure"]), row["variant"])


def complete(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.complete/1` {"documents", "number"}: all is here; the time begins from zero (NĐ 61/2018 Đ19.4) and a
    receipt says the new day. `documents`: all papers of the dossier now.
    """
    if refusal := changeable("complete", held):
        return refusal
    documents, number = body.get("documents"), body.get("number", 0)
    if not isinstance(documents, list) or type(number) is not int or number < 0:
        return Refusal("body_invalid", details={"fields": {"documents": "unreadable"}})
    variant = variant_of(held, context)
    documents, refusals = dossier_papers.handed_in(documents, variant)
    if refusals:
        return invalid(refusals)
    numbering = Numbering(context, operation)
    row = dossier_clock.started(held, variant, context.lists.calendar, context.at)
    row = numbered({**row, "documents": kept(documents)}, number, numbering)
    if isinstance(row, Refusal):
        return row
    row |= {"state": after("complete", held["state"]), "supplemented_at": context.at, "holder": operation.author}
    moves = opened(held, "redates")
    if moves and moves[-1]["to_at"] is None:
        moves[-1]["to_at"] = row["due_current_at"]
    return Change({**row, "redates": kept(moves), "folded": search_text(row)}, also=numbering.also)
