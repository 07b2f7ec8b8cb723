"""How a dossier ends without a result: refused (Mẫu 03), stopped (Mẫu 05), withdrawn, or written down by mistake."""

from app.rules.clock import day_of
from app.rules.demand import is_citation
from app.rules.dossier import changeable
from app.rules.dossier_states import after
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS
from app.rules.register import Numbering, reason_of, year_of
from app.rules.secret import looks_like_secret
from app.rules.text import clean

BASIS_MAX = 200


def refuse(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.refuse/1` {"reason", "basis"}: with the reason and within the time limit (R6, NĐ 61/2018 Đ19.8).

    Behind it only the head may still say no, and the dossier stays late.
    """
    if refusal := changeable("refuse", held):
        return refusal
    late = held["due_current_at"] is not None and context.at > held["due_current_at"]
    if late and context.author["role"] not in HEADS:
        return Refusal("refusal_late")
    return _ended("refuse", held, body, operation, context, "refusal_number", "tchs")


def stop(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.stop/1` {"reason", "basis"} by the head: Mẫu 05, new with TT 03/2025/TT-VPCP."""
    if refusal := changeable("stop", held):
        return refusal
    if not basis_of(body):
        return Refusal("basis_needed")
    return _ended("stop", held, body, operation, context, "stop_number", "tbd")


def basis_of(body: dict) -> str:
    """The legal ground as it was written, however short: "NĐ 118/2025 Đ19" has three letters and says it all."""
    text = body.get("basis")
    if reason_of(body, "basis") or not isinstance(text, str):
        return reason_of(body, "basis")
    kept = clean(text)
    return kept if is_citation(kept) and len(kept) <= BASIS_MAX and not looks_like_secret(kept) else ""


def withdraw(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.withdraw/1` {"reason"}: the citizen takes it back."""
    if refusal := changeable("withdraw", held):
        return refusal
    return _ended("withdraw", held, body, operation, context)


def _ended(verb, held, body, operation, context, number="", register="") -> Change | Refusal:
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    row = {
        **held,
        "state": after(verb, held["state"]),
        "end_reason": reason,
        "end_basis": basis_of(body),
        "finished_by": operation.author,
        "closed_at": context.at,
        "finished_at": context.at if held["accepted_at"] is not None else None,
    }
    numbering = Numbering(context, operation)
    if register:
        row[number] = numbering.take(register, held["id"])
    return Change(row, also=numbering.also)


def void(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.void/1` {"reason"}: it was never one. Its numbers stay in their registers, struck through (R10)."""
    if refusal := changeable("void", held):
        return refusal
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    if held["received_on"] != context.on and context.author["role"] not in HEADS:
        return Refusal("void_another_day")
    numbering = Numbering(context, operation)
    for register, name in (("tnhs", "receipt_number"), ("kshs", "control_number")):
        if held[name]:
            numbering.void(register, held["receipt_year"], held[name], reason)
    if held["supplement_number"]:
        asked_in = year_of(day_of(held["supplement_asked_at"]))
        numbering.void("hdhs", asked_in, held["supplement_number"], reason)
    row = {**held, "state": after("void", held["state"]), "end_reason": reason, "finished_by": operation.author}
    return Change({**row, "closed_at": context.at}, also=numbering.also)
