"""A feedback is received, written down better, and sorted: góp ý, or phản ánh, kiến nghị (NĐ 20/2008, R14).

Whoever it complains of learns nothing of it until the head releases it (R13), and never handles it. Its further life:
feedback_course; states in feedback_states; when what is due: feedback_clock.
"""

from app.rules import feedback_clock, feedback_fields, feedback_photo, fields
from app.rules.dossier import invalid
from app.rules.feedback_fields import ABOUT_MAX, WHO
from app.rules.feedback_states import may
from app.rules.fields import FieldRefusal
from app.rules.merge import changed_since
from app.rules.operation import SYSTEM, Change, Context, Operation, Refusal
from app.rules.permissions import HEADS
from app.rules.register import reason_of
from app.rules.text import fold

SEARCHED_MAX = 600

EMPTY = {
    "tracking": "",
    "state": "received",
    # what it is, and what the person wanted it to be
    "kind": "suggestion",
    "asked_kind": "suggestion",
    "category": "",
    "channel": "counter",
    "content": "",
    "place": "",
    "name": "",
    "address": "",
    "phone": "",
    # ids of the people it complains of, one space between; "" for nobody
    "about": "",
    "dossier": "",
    "received_at": 0,
    "received_on": "",
    "received_by": "",
    "holder": "",
    # the clock of a phản ánh, kiến nghị; None for a góp ý. `due_at`: of the next step, None when none is awaited
    "counted_at": None,
    "classify_due_at": None,
    "forward_due_at": None,
    "answer_due_at": None,
    "due_at": None,
    "classified_at": None,
    "decline_reason": "",
    "forwarded_at": None,
    "forwarded_to": "",
    "forward_document": "",
    "answered_at": None,
    "answered_by": "",
    "answer": "",
    "answer_how": "",
    "verified_at": None,
    "verified_by": "",
    "finding": "",
    "finding_note": "",
    "released_at": None,
    "released_by": "",
    "published_at": None,
    "published_where": "",
    "summary": "",
    # hashes and sizes of the photos that belong to it (feedback_photo)
    "photos": "",
    # ids of others that a person found to be about the same thing (feedback_alike)
    "related": "",
    # what whoever spoke thinks of the answer (feedback_rating)
    "rating": "",
    "rating_reason": "",
    "rated_at": None,
    "folded": "",
}
_SAME_NAME = ("channel", "content", "place", "name", "address", "phone", "dossier", "tracking")


def concerns(row: dict, staff: str) -> bool:
    """Whether it complains of this person."""
    return staff in row["about"].split()


def hidden_from(row: dict, staff: str) -> bool:
    """R13, TT 01/2018/TT-VPCP Đ13.7c: nothing of a complaint is shown to whom it is about before the head releases
    it; not even that there is one.
    """
    return row["released_at"] is None and concerns(row, staff)


def is_whole(row: dict) -> bool:
    """Whether it names who speaks, as a phản ánh, kiến nghị must (NĐ 20/2008 Đ7)."""
    return all(row[name] for name in WHO)


def kept_as(asked_kind: str, row: dict) -> str:
    """What it is: the wish of the person, or a góp ý when one of the three is missing (R14)."""
    return asked_kind if is_whole(row) else "suggestion"


def receive(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.receive/1`: a new row. `about`: ids of the people it complains of, at most ABOUT_MAX. `photos`: those
    that follow it, see feedback_photo.
    """
    if held is not None:
        return Refusal("entity_exists")
    about, refusals = _about(body.get("about", []), context)
    photos, wrong = feedback_photo.declared(body.get("photos", []))
    flat = {name: value for name, value in body.items() if name not in ("about", "photos")}
    clean, found = fields.check(flat, feedback_fields.FIELDS, context.on)
    refusals += wrong + found
    if not refusals:
        refusals = _dossier_refusals(clean, context)
    if refusals:
        return invalid(refusals)
    row = {
        **EMPTY,
        **{name: clean[name] for name in _SAME_NAME},
        "id": operation.entity,
        "asked_kind": clean["kind"],
        "kind": kept_as(clean["kind"], clean),
        "about": about,
        "photos": photos,
        "received_at": context.at,
        "received_on": context.on,
        "received_by": operation.author,
        "holder": operation.author,
    }
    if concerns(row, row["holder"]) or operation.author == SYSTEM:
        # Written down honestly, and then out of their hands; or sent by a citizen, and in nobody's yet.
        row["holder"] = ""
    return Change(_told(feedback_clock.counted(row, context)))


def _about(value, context: Context) -> tuple[str, list[FieldRefusal]]:
    """(the column, refusals) of a list of people's ids."""
    wrong = [FieldRefusal("about", "choice_unknown", {"label": "Phản ánh về ai"})]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "", wrong
    ids = sorted(set(value))
    if len(ids) > ABOUT_MAX:
        return "", [FieldRefusal("about", "too_many", {"label": "Phản ánh về ai", "max": ABOUT_MAX})]
    known = all(" " not in one and context.held("staff", one) is not None for one in ids)
    return (" ".join(ids), []) if known else ("", wrong)


def _dossier_refusals(clean: dict, context: Context) -> list[FieldRefusal]:
    if clean["dossier"] and context.held("dossier", clean["dossier"]) is None:
        return [FieldRefusal("dossier", "choice_unknown", {"label": "Hồ sơ có liên quan"})]
    return []


def _told(row: dict) -> dict:
    """The row with what it is searched by, without diacritics."""
    words = (row["name"], row["phone"].replace("+84", "0"), row["tracking"], row["address"], row["place"])
    return {**row, "folded": fold(" ".join([*(word for word in words if word), row["content"]]))[:SEARCHED_MAX]}


def changeable(verb: str, held: dict | None, operation: Operation) -> Refusal | None:
    """None when this person may do this step now. To whom it is hidden from it is not there (R13)."""
    if held is None or hidden_from(held, operation.author):
        return Refusal("entity_unknown", parked=True)
    if concerns(held, operation.author):
        return Refusal("feedback_about_you")
    return None if may(verb, held["state"]) else Refusal("feedback_state")


def begun(
    verb: str, table: dict, held: dict | None, body: dict, operation: Operation, context: Context
) -> dict | Refusal:
    """The values of a step that this person may do now, by the table of its fields."""
    if refusal := changeable(verb, held, operation):
        return refusal
    clean, refusals = fields.check(body, table, context.on)
    return invalid(refusals) if refusals else clean


def amend(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.amend/1` {"set", "was", "reason"}: what was written down wrongly or became known later.

    A góp ý that now names who speaks becomes the phản ánh it was meant to be, its time counted from now; a phản ánh
    stays one. Nobody but the head takes a name out of `about`: that would show it to them.
    """
    if refusal := changeable("amend", held, operation):
        return refusal
    if not reason_of(body):
        return Refusal("reason_needed")
    wanted, seen = body.get("set"), body.get("was")
    known = {*feedback_fields.AMENDABLE, "about"}
    if not isinstance(wanted, dict) or not isinstance(seen, dict) or not (wanted.keys() == seen.keys() <= known):
        return invalid([FieldRefusal("set", "unreadable")])
    before = amendable(held)
    after = {**before, **wanted}
    about, refusals = _about(after.pop("about"), context)
    clean, found = fields.check(after, feedback_fields.AMEND_FIELDS, context.on)
    refusals += found
    if not refusals:
        refusals = _dossier_refusals(clean, context)
    if not refusals and held["kind"] == "petition":
        refusals = _still_whole(clean)
    if refusals:
        return invalid(refusals)
    if changed := changed_since(seen, before):
        return Refusal("values_changed", details={"fields": dict.fromkeys(changed, "changed")})
    if {**clean, "about": about.split()} == before:
        return Refusal("nothing_changed")
    if not set(held["about"].split()) <= set(about.split()) and context.author["role"] not in HEADS:
        return Refusal("feedback_about_head")
    row = {**held, **{name: clean[name] for name in feedback_fields.AMENDABLE if name != "kind"}, "about": about}
    row |= {"asked_kind": clean["kind"], "kind": kept_as(clean["kind"], clean)}
    if set(about.split()) - set(held["about"].split()):
        # Whoever was named just now has not been shown anything yet.
        row |= {"released_at": None, "released_by": ""}
    if concerns(row, row["holder"]):
        row["holder"] = ""
    return Change(_told(feedback_clock.counted(row, context)))


def amendable(row: dict) -> dict:
    """The values that a form of `feedback.amend/1` starts from."""
    values = {name: row[name] for name in feedback_fields.AMENDABLE if name != "kind"}
    return {"kind": row["asked_kind"], **values, "about": row["about"].split()}


def _still_whole(clean: dict) -> list[FieldRefusal]:
    """What makes it a phản ánh may be corrected, never emptied: it would drop out of its deadlines and of index 7."""
    lost = [name for name in WHO if not clean[name]]
    refusals = [FieldRefusal(name, "required", {"label": feedback_fields.FIELDS[name]["label"]}) for name in lost]
    if clean["kind"] != "petition":
        refusals.append(FieldRefusal("kind", "choice_unknown", {"label": feedback_fields.FIELDS["kind"]["label"]}))
    return refusals


def classify(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.classify/1` {"category", "reason"} (NĐ 20/2008 Đ9). What is not receivable ends with its reason."""
    clean = begun("classify", feedback_fields.CLASSIFY, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    declined = clean["category"] == "not_receivable"
    if declined and not reason_of(clean):
        return Refusal("reason_needed")
    states = {"elsewhere": "to_forward", "not_receivable": "declined"}
    row = {
        **held,
        "category": clean["category"],
        "classified_at": context.at,
        "state": states.get(clean["category"], "handling"),
        "decline_reason": clean["reason"] if declined else "",
    }
    if row["category"] == held["category"]:
        return Refusal("nothing_changed")
    return Change(feedback_clock.awaited(row))
