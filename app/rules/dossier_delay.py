"""What alone may move a promised day, and the word owed when it is not kept (NĐ 61/2018 Đ19.9, R3, R4)."""

from datetime import date

from app.rules import dossier_clock, due
from app.rules.calendar import closes_at, is_working
from app.rules.clock import day_of
from app.rules.dossier import changeable
from app.rules.dossier_row import kept
from app.rules.dossier_supplement import variant_of
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.register import Numbering, reason_of

DOCUMENT_MAX = 200


def verify(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.verify/1` {"reason", "document"}: the law gives more time where something must be verified; the second
    due date takes the place of the first, counted from the same start. Needs the document that asks for it.
    """
    if refusal := changeable("verify", held):
        return refusal
    reason, document = reason_of(body), reason_of(body, "document")[:DOCUMENT_MAX]
    if not reason or not document:
        return Refusal("reason_needed")
    variant = variant_of(held, context)
    if not variant["verify_value"]:
        return Refusal("verify_not_provided")
    if held["verified_at"] is not None:
        return Refusal("verify_once")
    if context.at > held["due_current_at"]:
        return Refusal("verify_late")
    calendar = context.lists.calendar
    value, unit = variant["verify_value"], variant["verify_unit"]
    due_at = due.due_at(calendar, held["accepted_at"], value, unit, variant["cutoff_15h"])
    row = dossier_clock.moved_to(held, due_at, context.at, operation.author, "verify", reason)
    return Change(
        {
            **row,
            "due_value": value,
            "due_unit": unit,
            "due_legal_at": max(held["due_legal_at"], due_at),
            "verified_at": context.at,
            "verify_reason": reason,
            "verify_document": document,
        }
    )


def ask_extension(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.ask_extension/1` {"reason", "new_on"}: a Mẫu 04 laid before the head, who signs it or not."""
    if refusal := changeable("ask_extension", held) or _may_extend(held, context):
        return refusal
    reason, new_on = reason_of(body), _new_day(held, body.get("new_on"), context)
    if not reason:
        return Refusal("reason_needed")
    if not new_on:
        return Refusal("new_day_wrong")
    asked = {"reason": reason, "new_on": new_on, "by": operation.author, "at": context.at}
    return Change({**held, "extension_asked": kept(asked)})


def extend(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.extend/1` {"reason", "new_on"} by the head: Mẫu 04 with its number, once, at the latest the day before
    the due day. Later than that only `apologise` is left.
    """
    if refusal := changeable("extend", held) or _may_extend(held, context):
        return refusal
    reason, new_on = reason_of(body), _new_day(held, body.get("new_on"), context)
    if not reason:
        return Refusal("reason_needed")
    if not new_on:
        return Refusal("new_day_wrong")
    numbering = Numbering(context, operation)
    due_at = closes_at(context.lists.calendar, new_on)
    row = dossier_clock.moved_to(held, due_at, context.at, operation.author, "extend", reason)
    return Change(
        {
            **row,
            "extension_asked": "",
            "extension_number": numbering.take("pxl", held["id"]),
            "extension_reason": reason,
            "extended_at": context.at,
            "extended_by": operation.author,
            "extended_from_at": held["due_current_at"],
        },
        also=numbering.also,
    )


def _may_extend(held: dict, context: Context) -> Refusal | None:
    if held["extended_at"] is not None:
        return Refusal("extension_once")
    latest = due.latest_apology_on(context.lists.calendar, held["due_current_at"], held["accepted_at"])
    if latest is None or context.on > latest[0]:
        return Refusal("extension_late")
    return None


def _new_day(held: dict, day, context: Context) -> str:
    """The day when it can be promised: a working day behind the one promised before; else ""."""
    if not isinstance(day, str) or not _readable(day) or not is_working(context.lists.calendar, day):
        return ""
    return day if day > day_of(held["due_current_at"]) else ""


def _readable(day: str) -> bool:
    """Whether a text is a day "YYYY-MM-DD" of this century."""
    try:
        return date.fromisoformat(day).isoformat() == day and day.startswith("20")
    except ValueError:
        return False


def apologise(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.apologise/1` {"reason", "promised_on"} by the head, when it is too late to extend.

    Owed all the same, and never made to look as if in time: the dossier stays late. A new day is promised only where
    none was before, because "việc hẹn lại không quá một lần" (NĐ 61/2018 Đ19.9).
    """
    if refusal := changeable("apologise", held):
        return refusal
    if held["apologised_at"] is not None:
        return Refusal("apology_once")
    latest = due.latest_apology_on(context.lists.calendar, held["due_current_at"], held["accepted_at"])
    if held["extended_at"] is None and latest is not None and context.on <= latest[0]:
        return Refusal("apology_early")
    reason, promised = reason_of(body), body.get("promised_on", "")
    if not reason:
        return Refusal("reason_needed")
    if held["extended_at"] is not None:
        promised = ""
    elif not _promisable(promised, context):
        return Refusal("new_day_wrong")
    numbering = Numbering(context, operation)
    return Change(
        {
            **held,
            "extension_asked": "",
            "apology_number": numbering.take("pxl", held["id"]),
            "apology_reason": reason,
            "apologised_at": context.at,
            "apologised_by": operation.author,
            "promised_on": promised,
        },
        also=numbering.also,
    )


def _promisable(day, context: Context) -> bool:
    return isinstance(day, str) and _readable(day) and is_working(context.lists.calendar, day) and day >= context.on


def redate(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.redate/1` {"reason"}: the calendar has changed, and the dossier says so; never silently (R18)."""
    if refusal := changeable("redate", held):
        return refusal
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    row = dossier_clock.recomputed(held, context.lists.calendar)
    if row is None:
        return Refusal("nothing_changed")
    moved = dossier_clock.moved_to(held, row["due_current_at"], context.at, operation.author, "calendar", reason)
    return Change({**row, "redates": moved["redates"]})
