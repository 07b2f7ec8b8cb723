"""A dossier (hồ sơ) is received: with a promise (Mẫu 01), with a request to complete it (Mẫu 02), or refused (Mẫu 03).

Its further life: dossier_supplement, dossier_delay, dossier_course and dossier_end; states in dossier_states.
"""

from app.rules import declaration, dossier_clock, dossier_fields, dossier_papers, due, handling
from app.rules.dossier_row import EMPTY, kept, opened
from app.rules.dossier_states import may
from app.rules.fee import fee_for
from app.rules.fields import FieldRefusal
from app.rules.merge import changed_since
from app.rules.operation import Change, Context, Operation, Refusal, RuleRefused
from app.rules.register import Numbering, reason_of
from app.rules.text import fold

SEARCHED_MAX = 600
# A leased number that cannot be this dossier's any more: taken back meanwhile, or of last year's book.
_NUMBER_GONE = frozenset({"number_taken", "number_of_last_year"})

# What a receiving body says that stands in the row under the same name.
SAME_NAME = (
    "procedure",
    "variant",
    "channel",
    "name",
    "address",
    "phone",
    "email",
    "subject",
    "copies",
    "exemption",
    "fee_paid",
    "fee_receipt",
    "return_by",
    "return_address",
    "national_code",
    "assistance",
    "declaration",
    "note",
    "tracking",
)


def invalid(refusals: list[FieldRefusal]) -> Refusal:
    return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})


def receive(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.receive/1`: a new row with its numbers, or a refusal that names the fields.

    `decision`: accept starts the clock and gives the receipt its number; guide asks for papers, at once and in full
    (NĐ 61/2018 Đ17.2a); decline says no with the reason (Đ17.2b). On a machine of the counter `number` is one that it
    holds on lease and has printed already: then nothing is refused for good, it waits for a person (parked).
    """
    if held is not None:
        return Refusal("entity_exists")
    if not context.from_tablet:
        return _receive(body, operation, context)
    answer = _received_before(body, operation, context, context.on)
    if context.released and isinstance(answer, Refusal) and answer.code == "register_closed":
        # It came when its year's books were closed; a person has looked at it, and this year's take it.
        answer = _received_before(body, operation, context, context.today)
    # The citizen has gone home with the paper: what stands in the way is put right here, not asked of them again.
    return Refusal(answer.code, True, answer.details) if isinstance(answer, Refusal) else answer


def _received_before(body: dict, operation: Operation, context: Context, book_on: str) -> Change | Refusal:
    try:
        return _receive(body, operation, context, book_on)
    except RuleRefused as refused:
        return refused.refusal


def _receive(body: dict, operation: Operation, context: Context, book_on: str = "") -> Change | Refusal:
    clean, refusals = dossier_fields.check(body, context.on)
    if refusals:
        return invalid(refusals)
    version = context.held("procedure", clean["procedure"])
    if version is None:
        return Refusal("procedure_unknown", parked=True)
    variant = handling.variant(version, clean["variant"])
    if variant is None:
        return invalid([FieldRefusal("variant", "choice_unknown")])
    if clean["decision"] == "accept" and not countable(variant):
        return Refusal("procedure_without_time")
    documents, refusals = dossier_papers.handed_in(clean["documents"], variant)
    refusals = refusals or fee_refusals(clean, variant, context)
    handler = context.held("staff", clean["to"]) if clean["to"] else context.author
    if not refusals and (handler is None or not handler["active"]):
        refusals = [FieldRefusal("to", "choice_unknown")]
    if refusals:
        return invalid(refusals)
    row = {
        **EMPTY,
        **{name: clean[name] for name in SAME_NAME},
        "id": operation.entity,
        "procedure_code": version["code"],
        "procedure_name": version["name"],
        "variant": variant["key"],
        "documents": kept(documents),
        "fee": kept(fee_of(clean, variant, context.on)),
        "legal_text": handling.time_texts(variant)["legal"],
        "received_at": context.at,
        "received_on": context.on,
        "holder": operation.author,
        "unit": context.author["unit"] if context.author else "",
        "received_by": operation.author,
        "device": operation.device,
    }
    numbering = Numbering(context, operation, book_on)
    answer = _DECIDED[clean["decision"]](row, clean, variant, handler, numbering, context)
    if isinstance(answer, Refusal):
        return answer
    also = numbering.also
    if clean["declaration"] and (
        taken := declaration.taken_into(
            operation.entity, context.held("declaration", clean["declaration"]), operation, context
        )
    ):
        also = [*also, ("declaration", clean["declaration"], taken)]
    return Change({**answer, "folded": search_text(answer)}, also=also)


def countable(variant: dict) -> bool:
    """Whether a day can be promised: the catalogue knows how long it may take."""
    limits = [(variant["value"], variant["unit"])]
    limits += [(one["value"], one["unit"]) for one in variant["results"] if one.get("value")]
    return all(due.is_limit(value, unit) for value, unit in limits)


def _accept(row, clean, variant, handler, numbering, context):
    row = dossier_clock.started(row, variant, context.lists.calendar, context.at)
    answer = numbered(row, clean["number"], numbering)
    if context.released and isinstance(answer, Refusal) and answer.code in _NUMBER_GONE:
        # A person has looked at it: a number of its own, and the one on the citizen's paper stays readable.
        printed = f"Số đã in lúc mất mạng: {clean['number']}."
        answer = numbered({**row, "note": f"{row['note']}\n{printed}".strip()}, 0, numbering)
    if isinstance(answer, Refusal) or handler is None or handler["id"] == row["holder"]:
        return answer
    return handed_over(answer, handler, "", context)


def numbered(row: dict, leased: int, numbering: Numbering) -> dict | Refusal:
    """The row with its number in the register of receipts, and that of the control slip that goes with it."""
    if row["receipt_number"]:
        return row
    if leased:
        refusal = numbering.take_leased("tnhs", numbering.year, leased, row["id"])
        if refusal:
            return refusal
    number = leased or numbering.take("tnhs", row["id"])
    control = numbering.take("kshs", row["id"])
    given = {"receipt_number": number, "receipt_year": numbering.year, "control_number": control}
    return {**row, **given, "registered_at": numbering.at}


def handed_over(row: dict, to: dict, note: str, context: Context) -> dict:
    """The row on its way to another desk: the same working day, after 15:00 at the opening of the next (NĐ 309 Đ18.2).

    The giver stays responsible until the receiver has taken it over.
    """
    step = {
        "unit_from": row["unit"],
        "staff_from": row["holder"],
        "handed_at": context.at,
        "due_at": due.hand_over_due(context.lists.calendar, context.at),
        "unit_to": to["unit"],
        "staff_to": to["id"],
        "taken_at": None,
        "note": note,
    }
    return {**row, "steps": kept([*opened(row, "steps"), step])}


def _guide(row, clean, variant, handler, numbering, context):
    papers, refusals = dossier_papers.demanded(clean["papers"], variant)
    if refusals:
        return invalid(refusals)
    return {
        **row,
        "state": "supplement",
        "supplement_count": 1,
        "supplement_asked_at": context.at,
        "supplement_papers": kept(papers),
        "supplement_reason": clean["reason"],
        "supplement_number": numbering.take("hdhs", row["id"]),
    }


def _decline(row, clean, variant, handler, numbering, context):
    return {
        **row,
        "state": "refused",
        "closed_at": context.at,
        "finished_by": row["received_by"],
        "end_reason": clean["reason"],
        "refusal_number": numbering.take("tchs", row["id"]),
    }


_DECIDED = {"accept": _accept, "guide": _guide, "decline": _decline}


def fee_of(clean: dict, variant: dict, on: str) -> dict:
    """What the rule says is to be paid. What another office sends on is paid as at our counter."""
    channel = "direct" if clean["channel"] == "elsewhere" else clean["channel"]
    return fee_for(variant, channel, on, clean["exemption"], clean["quantities"])


def fee_refusals(clean: dict, variant: dict, context: Context) -> list[FieldRefusal]:
    """R9: what is taken is what the rule says; anything else needs the number of its receipt (NĐ 61/2018 Đ4.5)."""
    if not all(type(count) is int and 0 <= count <= 100_000 for count in clean["quantities"].values()):
        return [FieldRefusal("quantities", "out_of_range", {"label": "Số trang, số bản", "min": 0, "max": 100_000})]
    fee = fee_of(clean, variant, context.on)
    if fee["refusal"]:
        return [FieldRefusal("exemption", fee["refusal"], {"label": "Diện miễn, giảm"})]
    by_rule = fee["known"] and clean["fee_paid"] in (0, fee["total"])
    if by_rule or not clean["fee_paid"] or clean["fee_receipt"]:
        return []
    return [FieldRefusal("fee_receipt", "fee_needs_receipt", {"label": "Số biên lai"})]


def search_text(row: dict) -> str:
    """What the work screen is searched by, without diacritics; the given name first, because an index begins there."""
    number = f"{row['receipt_number']}/{row['receipt_year']}" if row["receipt_number"] else ""
    words = (
        row["name"].rpartition(" ")[2],
        row["name"],
        row["phone"].replace("+84", "0"),
        row["tracking"],
        number,
        row["national_code"],
        row["procedure_code"],
        row["procedure_name"],
        row["address"],
    )
    # An entry of an index on PostgreSQL holds 2,700 bytes, and a letter may take four.
    return fold(" ".join(word for word in words if word))[:SEARCHED_MAX]


def changeable(verb: str, held: dict | None) -> Refusal | None:
    """None when this step may be done now."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if not may(verb, held["state"]):
        return Refusal("dossier_state")
    return None


def amend(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.amend/1` {"set", "was", "reason"}: what was written down wrongly. Never a date, a paper or a number."""
    if refusal := changeable("amend", held):
        return refusal
    if not reason_of(body):
        return Refusal("reason_needed")
    wanted, seen = body.get("set"), body.get("was")
    known = set(dossier_fields.AMENDABLE)
    if not isinstance(wanted, dict) or not isinstance(seen, dict) or not (wanted.keys() == seen.keys() <= known):
        return invalid([FieldRefusal("set", "unreadable")])
    before = {name: held[name] for name in dossier_fields.AMENDABLE}
    clean, refusals = dossier_fields.check_amended({**before, **wanted}, context.on)
    if refusals:
        return invalid(refusals)
    if changed := changed_since(seen, before):
        # Nobody's value is overwritten in silence: whoever was second sees both and writes again.
        return Refusal("values_changed", details={"fields": dict.fromkeys(changed, "changed")})
    if clean == before:
        return Refusal("nothing_changed")
    row = {**held, **clean}
    return Change({**row, "folded": search_text(row)})
