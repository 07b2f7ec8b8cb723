"""What an assistance (lượt hỗ trợ) is and how it may change: recorded once, amended and voided by new operations."""

from dataclasses import dataclass

from app.rules import assistance_fields
from app.rules.merge import changed_since, merge
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import READS_WHOLE_WARD
from app.rules.secret import looks_like_secret
from app.rules.text import clean, fold

# A volunteer corrects his own slips while he still remembers; afterwards it is the clerk's to change.
OWN_CHANGE_MS = 24 * 3600 * 1000
# What was done in time may come late, from a tablet without a network; but a tablet's word for the time is not evidence
# for ever.
LATE_DELIVERY_MS = 7 * 24 * 3600 * 1000
REASON_LETTERS_MIN = 5

# The fields of the body that are columns of the row under the same name; `point` and `on` have their own.
SAME_NAME = (
    "procedure",
    "help",
    "channel",
    "result",
    "neighbourhood",
    "building",
    "apartment",
    "name",
    "phone",
    "consent",
    "national_code",
    "minutes",
    "note",
    "follow_up",
    "tracking",
)
AMENDABLE = frozenset(SAME_NAME) - {"tracking"} | {"difficulties"}


def _invalid(refusals) -> Refusal:
    return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})


def _unknown_reference(body: dict, context: Context) -> Refusal | None:
    if body["point"] not in context.lists.support_points:
        return Refusal("point_unknown")
    if body["procedure"] and body["procedure"] not in context.lists.procedures:
        # A list may arrive later than the tablet that already knew it: kept, not refused.
        return Refusal("procedure_unknown", parked=True)
    if body["neighbourhood"] and body["neighbourhood"] not in context.lists.neighbourhoods:
        return Refusal("neighbourhood_unknown")
    return None


def search_text(body: dict, context: Context) -> str:
    """What the list is searched by, without diacritics."""
    words = (
        body["name"],
        body["phone"].replace("+84", "0"),
        body["building"],
        body["apartment"],
        body["tracking"],
        body["national_code"],
        body["procedure"],
        body["note"],
    )
    folded = fold(" ".join([word for word in words if word]))
    return f"{folded} {context.lists.procedure_words.get(body['procedure'], '')}".strip()


def record(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`assistance.record/1`: a new row, or a refusal that names the fields."""
    if held is not None:
        return Refusal("entity_exists")
    clean, refusals = assistance_fields.check(body, context.on)
    if refusals:
        return _invalid(refusals)
    unknown = _unknown_reference(clean, context)
    if unknown:
        return unknown
    return Change(
        {
            **clean,
            "id": operation.entity,
            "happened_at": context.at,
            "happened_on": clean["on"] or context.on,
            "recorded_at": context.now,
            "support_point": clean["point"],
            "shift": operation.shift,
            "staff": operation.author,
            "device": operation.device,
            "folded": search_text(clean, context),
            "voided_at": None,
            "void_reason": "",
            "distinct_from": "",
        }
    )


def body_of(row: dict) -> dict:
    """The body that would make this row: what a correction starts from."""
    body = {name: row[name] for name in SAME_NAME}
    body.update(point=row["support_point"], on="", difficulties=list(row["difficulties"]))
    body["consent"] = bool(row["consent"])
    body["follow_up"] = bool(row["follow_up"])
    return body


def may_read(person: dict, row: dict) -> bool:
    """A desk reads the whole ward, a volunteer his own, a lead also those of his neighbourhood."""
    if person["role"] in READS_WHOLE_WARD or row["staff"] == person["id"]:
        return True
    return _leads_there(person, row)


def _leads_there(person: dict, row: dict) -> bool:
    if person["role"] != "lead" or not person["neighbourhood"]:
        return False
    return row["neighbourhood"] == person["neighbourhood"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose assistances a list shows: the whole ward, or those of `staff` or of `neighbourhood` since `recorded_after`.

    "" asks for nobody. The query is made of it, so that what is out of reach is never read, counted or paged over.
    """

    whole_ward: bool = False
    staff: str = ""
    neighbourhood: str = ""
    recorded_after: int = 0


def list_scope(person: dict, now: int) -> Scope:
    """What this person's list holds: `may_read`, and for a volunteer only the last 24 hours. Times in ms."""
    if person["role"] in READS_WHOLE_WARD:
        return Scope(whole_ward=True)
    if person["role"] == "lead":
        return Scope(staff=person["id"], neighbourhood=person["neighbourhood"])
    return Scope(staff=person["id"], recorded_after=now - OWN_CHANGE_MS)


def reads_names(person: dict, row: dict, now: int) -> bool:
    """Whether the citizen's name and telephone stand in full before this person, on the page of one record.

    A desk: always. Others: a volunteer while the slip is still his to correct, a lead for his own neighbourhood,
    where following up is his work; afterwards initials do.
    """
    if person["role"] in READS_WHOLE_WARD:
        return True
    if row["staff"] == person["id"] and now - row["recorded_at"] <= OWN_CHANGE_MS:
        return True
    return _leads_there(person, row)


def may_change(person: dict, row: dict, at: int, now: int) -> Refusal | None:
    """None when this person may amend or void this row: at the time they did it (as their tablet says), and now."""
    if person["role"] in ("clerk", "admin"):
        return None
    if row["staff"] != person["id"]:
        return Refusal("not_in_scope")
    if at - row["recorded_at"] > OWN_CHANGE_MS or now - row["recorded_at"] > LATE_DELIVERY_MS:
        return Refusal("too_late_to_change")
    return None


def _reason(body: dict) -> str:
    text = body.get("reason")
    return clean(text) if isinstance(text, str) else ""


def reason_problem(text: str) -> str:
    """The problem code of a reason that says nothing (under 5 letters), too much, or a secret (R16), or ""."""
    if sum(letter.isalpha() for letter in text) < REASON_LETTERS_MIN or len(text) > 300:
        return "reason_needed"
    return "text_secret" if looks_like_secret(text) else ""


def _changeable(held: dict | None, body: dict, context: Context) -> Refusal | None:
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["voided_at"] is not None:
        return Refusal("already_void")
    if code := reason_problem(_reason(body)):
        return Refusal(code)
    return may_change(context.author, held, context.at, context.now)


def amend(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`assistance.amend/1`: field by field against what the person saw; two different new values are a conflict."""
    refusal = _changeable(held, body, context)
    if refusal:
        return refusal
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict) or not AMENDABLE.issuperset(wanted):
        return Refusal("body_invalid", details={"fields": {"set": "unreadable"}})
    before = body_of(held)
    clean, refusals = assistance_fields.check({**before, **wanted}, context.on)
    if refusals:
        return _invalid(refusals)
    unknown = _unknown_reference(clean, context)
    if unknown:
        return unknown
    merged = merge(seen, before, {name: clean[name] for name in wanted}, assistance_fields.TOGETHER)
    if not merged.taken and not merged.conflicts:
        return Refusal("nothing_changed")
    row = _with(held, merged.values, context)
    if merged.conflicts:
        return Change(row, "conflict", merged.conflicts)
    return Change(row, "merged" if operation.base and operation.base < held["v"] else "ok")


def void(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`assistance.void/1`: the row stays, struck through, with the reason."""
    refusal = _changeable(held, body, context)
    if refusal:
        return refusal
    return Change({**held, "voided_at": context.at, "void_reason": _reason(body)})


def settle_conflict(held: dict, take: dict, seen: dict, context: Context) -> Change | Refusal:
    """The row after a person chose: `take` holds the values of the fields where the newer one won.

    `seen`: the values that stood before this person's eyes; where another one stands by now they must look again.
    """
    before = body_of(held)
    if changed := changed_since(seen, before):
        return Refusal("values_changed", details={"fields": dict.fromkeys(changed, "changed")})
    if take and held["voided_at"] is not None:
        return Refusal("already_void")
    body = {**before, **take}
    if take and (refusals := assistance_fields.check_together(body)):
        return _invalid(refusals)
    return Change(_with(held, body, context))


def _with(held: dict, body: dict, context: Context) -> dict:
    """The held row with the values of a whole body, as it is stored and searched by."""
    row = {**held, **{name: body[name] for name in SAME_NAME}}
    row["difficulties"] = body["difficulties"]
    row["folded"] = search_text(body, context)
    return row
