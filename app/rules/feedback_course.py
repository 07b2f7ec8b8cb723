"""The way of a feedback: assigned, forwarded, verified, answered, released and published."""

from app.rules import feedback_clock, feedback_fields
from app.rules.dossier import invalid
from app.rules.feedback import begun, changeable, concerns
from app.rules.feedback_states import after, may
from app.rules.fields import FieldRefusal
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import READS_WHOLE_WARD
from app.rules.register import reason_of
from app.rules.text import fold


def assign(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.assign/1` {"to", "note"}: who works on it; never whom it is about."""
    clean = begun("assign", feedback_fields.ASSIGN, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    person = context.held("staff", clean["to"])
    if person is None or not person["active"] or person["role"] not in READS_WHOLE_WARD:
        return Refusal("feedback_holder_unknown")
    if concerns(held, person["id"]):
        return Refusal("feedback_about_holder")
    if person["id"] == held["holder"]:
        return Refusal("nothing_changed")
    return Change({**held, "holder": person["id"]})


def forward(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.forward/1` {"to", "document"}: to the authority that decides, within 05 working days (R14)."""
    clean = begun("forward", feedback_fields.FORWARD, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    sent = {"forwarded_at": context.at, "forwarded_to": clean["to"], "forward_document": clean["document"]}
    return Change(feedback_clock.awaited({**held, **sent, "state": after("forward", held["state"])}))


def verify(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.verify/1` {"finding", "note"} by the head: is it true? What is not leaves index 7 (R13)."""
    clean = begun("verify", feedback_fields.VERIFY, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    if not held["about"] and held["category"] != "conduct":
        return Refusal("feedback_about_nobody")
    found = {"finding": clean["finding"], "finding_note": clean["note"]}
    if all(held[name] == value for name, value in found.items()):
        return Refusal("nothing_changed")
    return Change({**held, **found, "verified_at": context.at, "verified_by": operation.author})


def release(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.release/1` by the head: from now on those it is about may read it (R13, TT 01/2018 Đ13.7c)."""
    if refusal := changeable("release", held, operation):
        return refusal
    if not held["about"]:
        return Refusal("feedback_about_nobody")
    if held["released_at"] is not None:
        return Refusal("nothing_changed")
    return Change({**held, "released_at": context.at, "released_by": operation.author})


def answer(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.answer/1` {"text", "how"}: what the person was told. A phản ánh is sorted first (NĐ 20/2008 Đ9)."""
    clean = begun("answer", feedback_fields.ANSWER, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    if held["state"] == "received" and held["kind"] == "petition":
        return Refusal("feedback_state")
    if clean["how"] == "noted" and held["kind"] == "petition":
        return invalid([FieldRefusal("how", "choice_unknown", {"label": feedback_fields.ANSWER["how"]["label"]})])
    told = {"answer": clean["text"], "answer_how": clean["how"]}
    told |= {"answered_at": context.at, "answered_by": operation.author}
    return Change(feedback_clock.awaited({**held, **told, "state": after("answer", held["state"])}))


def publish(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.publish/1` {"summary", "where"}: the outcome, without who spoke (NĐ 20/2008 Đ19, R14).

    What is still hidden from somebody cannot stand in public: it is released first.
    """
    clean = begun("publish", feedback_fields.PUBLISH, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    if held["about"] and held["released_at"] is None:
        return Refusal("feedback_release_first")
    if names_speaker(held, clean["summary"]):
        label = feedback_fields.PUBLISH["summary"]["label"]
        return invalid([FieldRefusal("summary", "names_speaker", {"label": label})])
    shown = {"summary": clean["summary"], "published_where": clean["where"], "published_at": context.at}
    return Change({**held, **shown, "state": after("publish", held["state"])})


def redate(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.redate/1` {"reason"}: the calendar has changed, and what is owed says so; never silently (R18).

    Whoever changes the calendar is told of counts alone, so it is done also to what is hidden from them.
    """
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if not may("redate", held["state"]):
        return Refusal("feedback_state")
    if not reason_of(body):
        return Refusal("reason_needed")
    row = feedback_clock.recounted(held, context.lists.calendar, feedback_clock.settings_of(context))
    return Change(row) if row else Refusal("nothing_changed")


def names_speaker(row: dict, text: str) -> bool:
    """Whether a text says who spoke: their whole name, or their telephone."""
    digits = "".join(letter for letter in text if letter.isdigit())
    phone = row["phone"].removeprefix("+84")
    return bool(row["name"] and fold(row["name"]) in fold(text)) or bool(phone and phone in digits)
