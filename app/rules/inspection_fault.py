"""What an inspection found wrong: somebody mends it until a working day, and a head looks whether it is mended."""

from app.rules import fields
from app.rules.dossier import invalid
from app.rules.fields import FieldRefusal
from app.rules.inspection import may_be_due, may_own
from app.rules.inspection_fields import ASSIGN, CHECK, MEND
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS

# {verb: (state it may be done in, the state afterwards)}; `check` sends back to "open" what is not good.
STEPS = {"assign": ("open", "open"), "mend": ("open", "mended"), "check": ("mended", "checked")}


def may(verb: str, state: str) -> bool:
    return STEPS[verb][0] == state


def _begun(verb: str, table: dict, held: dict | None, body: dict, context: Context) -> dict | Refusal:
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if not may(verb, held["state"]):
        return Refusal("fault_state")
    clean, refusals = fields.check(body, table, context.on)
    return invalid(refusals) if refusals else clean


def assign(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.assign/1` {"owner", "due_on", "reason"} by the head: another person, another day."""
    clean = _begun("assign", ASSIGN, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    if not may_own(context.held("staff", clean["owner"])):
        return Refusal("fault_owner_unknown")
    if clean["due_on"] != held["due_on"] and not may_be_due(clean["due_on"], context):
        return Refusal("fault_day")
    row = {**held, "owner": clean["owner"], "due_on": clean["due_on"]}
    return Change(row) if row != held else Refusal("nothing_changed")


def mend(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.mend/1` {"how"} by whoever owes it; a head may write it down for somebody without the machine."""
    clean = _begun("mend", MEND, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    if operation.author != held["owner"] and context.author["role"] not in HEADS:
        return Refusal("fault_not_yours")
    told = {"mended_at": context.at, "mended_by": operation.author, "mended_how": clean["how"]}
    return Change({**held, **told, "state": "mended"})


def check(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.check/1` {"verdict", "note", "due_on"} by a head who neither owed nor mended it. What is not good
    goes back with a note and a new day.
    """
    clean = _begun("check", CHECK, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    if operation.author in (held["owner"], held["mended_by"]):
        return Refusal("fault_own_check")
    told = {"checked_at": context.at, "checked_by": operation.author, "check_note": clean["note"]}
    if clean["verdict"] == "good":
        return Change({**held, **told, "state": "checked"})
    if not clean["note"]:
        return invalid([FieldRefusal("note", "required", {"label": CHECK["note"]["label"]})])
    if not may_be_due(clean["due_on"], context):
        return Refusal("fault_day")
    return Change({**held, **told, "state": "open", "due_on": clean["due_on"], "sent_back": held["sent_back"] + 1})
