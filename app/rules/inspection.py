"""A surprise inspection (kiểm tra đột xuất): opened on the spot, item by item, concluded with its minutes.

Who inspects is not who is inspected: nobody is an inspector of their own unit or point, and what is under way is
hidden from those it inspects, or it would surprise nobody. Concluded, it is the ward's and moves no more; what was
found wrong goes on as faults (inspection_fault).
"""

import json
from uuid import UUID, uuid5

from app.rules import fields
from app.rules.calendar import is_working, number_of
from app.rules.dossier import invalid
from app.rules.fields import FieldRefusal
from app.rules.inspection_checklist import well_formed
from app.rules.inspection_fields import CONCLUDE, FINDING, OPEN, PEOPLE_MAX
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS, READS_WHOLE_WARD
from app.rules.register import reason_of
from app.rules.text import fold

EMPTY = {
    "state": "open",
    "checklist": "",
    "title": "",
    "unit": "",
    "support_point": "",
    "place": "",
    "on_day": "",
    # ids of people, sorted, one space between
    "inspectors": "",
    "inspected": "",
    # JSON: [{code, text, basis}], {code: {finding, note}}
    "items": "[]",
    "findings": "{}",
    "failed": 0,
    "present": "",
    "strengths": "",
    "shortcomings": "",
    "recommendation": "",
    "opinion": "",
    # JSON: [{item, owner, due_on}] as the minutes say it, whoever it is given to later
    "owed": "[]",
    "opened_at": 0,
    "opened_by": "",
    "concluded_at": None,
    "concluded_by": "",
    "voided_at": None,
    "voided_by": "",
    "void_reason": "",
    "folded": "",
}
FAULT_EMPTY = {
    "state": "open",
    "inspection": "",
    "item": "",
    "text": "",
    "note": "",
    "place": "",
    "unit": "",
    "support_point": "",
    "found_on": "",
    "owner": "",
    "due_on": "",
    "mended_at": None,
    "mended_by": "",
    "mended_how": "",
    "checked_at": None,
    "checked_by": "",
    "check_note": "",
    "sent_back": 0,
    "folded": "",
}
_DAYS_AHEAD = 366


def belongs(person: dict, row: dict) -> bool:
    """Whether a person is of the unit or at the point that is inspected, or inspected by name."""
    return (
        person["id"] in row["inspected"].split()
        or bool(row["unit"] and person["unit"] == row["unit"])
        or bool(row["support_point"] and person["support_point"] == row["support_point"])
    )


def hidden_from(row: dict, person: dict) -> bool:
    """While it is under way it is not there for those it inspects."""
    return row["state"] == "open" and belongs(person, row)


def open_inspection(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.open/1`: a new row with its items, by one of its inspectors."""
    if held is not None:
        return Refusal("entity_exists")
    others = ("items", "inspectors", "inspected")
    clean, refusals = fields.check(
        {name: value for name, value in body.items() if name not in others}, OPEN, context.on
    )
    people = {name: _people(body.get(name)) for name in ("inspectors", "inspected")}
    refusals += [_unknown(name) for name, ids in people.items() if ids is None]
    if refusals:
        return invalid(refusals)
    refusals = _place_refusals(clean, context) + _people_refusals(people, context)
    if refusals:
        return invalid(refusals)
    items = well_formed(body.get("items"))
    if items is None:
        return Refusal("inspection_checklist")
    on_day = clean.pop("on") or context.on
    row = {
        **EMPTY,
        **clean,
        **{name: " ".join(ids) for name, ids in people.items()},
        "id": operation.entity,
        "on_day": on_day,
        "items": json.dumps(items, ensure_ascii=False),
        "opened_at": context.at,
        "opened_by": operation.author,
        "folded": fold(f"{clean['place']} {clean['title']}"),
    }
    if operation.author not in people["inspectors"]:
        return Refusal("inspection_not_yours")
    if any(belongs(context.held("staff", one), row) for one in people["inspectors"]):
        return Refusal("inspection_own")
    return Change(row)


_LABELS = {"inspectors": "Đoàn kiểm tra", "inspected": "Người được kiểm tra"}


def _unknown(name: str) -> FieldRefusal:
    return FieldRefusal(name, "choice_unknown", {"label": _LABELS[name]})


def _people(value) -> list[str] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one and " " not in one for one in value):
        return None
    return sorted(set(value)) if len(set(value)) <= PEOPLE_MAX else None


def _people_refusals(people: dict[str, list[str]], context: Context) -> list[FieldRefusal]:
    refusals = []
    for name, ids in people.items():
        rows = [context.held("staff", one) for one in ids]
        known = all(row is not None and row["active"] for row in rows)
        if not known or (name == "inspectors" and any(row["role"] not in READS_WHOLE_WARD for row in rows)):
            refusals.append(_unknown(name))
    if not people["inspectors"]:
        refusals.append(FieldRefusal("inspectors", "required", {"label": _LABELS["inspectors"]}))
    return refusals


def _place_refusals(clean: dict, context: Context) -> list[FieldRefusal]:
    names = ("unit", "support_point")
    return [
        FieldRefusal(name, "choice_unknown", {"label": OPEN[name]["label"]})
        for name in names
        if clean[name] and context.held(name, clean[name]) is None
    ]


def items_of(row: dict) -> list[dict]:
    return json.loads(row["items"])


def findings_of(row: dict) -> dict[str, dict]:
    return json.loads(row["findings"])


def inspecting(held: dict | None, operation: Operation, context: Context) -> Refusal | None:
    """None when this person may work on this inspection now. To whom it is hidden it is not there."""
    if held is None or context.author is None or hidden_from(held, context.author):
        return Refusal("entity_unknown", parked=True)
    if held["state"] != "open":
        return Refusal("inspection_state")
    return None if operation.author in held["inspectors"].split() else Refusal("inspection_not_yours")


def find(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.find/1` {"set", "was"}: {code: {finding, note}} of the items looked at; what another inspector wrote
    meanwhile is not written over. An item not looked at yet is {"finding": "", "note": ""} in `was`.
    """
    if refusal := inspecting(held, operation, context):
        return refusal
    wanted, seen = body.get("set"), body.get("was")
    known = {item["code"] for item in items_of(held)}
    if not isinstance(wanted, dict) or not isinstance(seen, dict) or not (wanted.keys() == seen.keys() <= known):
        return invalid([FieldRefusal("set", "unreadable")])
    if not wanted:
        return Refusal("nothing_changed")
    found, refusals = findings_of(held), []
    clean = {}
    for code, one in wanted.items():
        clean[code], wrong = fields.check(one, FINDING, context.on)
        if not wrong and clean[code]["finding"] == "fail" and not clean[code]["note"]:
            wrong = [FieldRefusal("note", "required", {"label": FINDING["note"]["label"]})]
        refusals += [FieldRefusal(f"{refusal.field}-{code}", refusal.code, refusal.params) for refusal in wrong]
    if refusals:
        return invalid(refusals)
    changed = [code for code in wanted if found.get(code, NOT_YET) != seen[code]]
    if changed:
        return Refusal("values_changed", details={"fields": dict.fromkeys(changed, "changed")})
    after = {**found, **clean}
    if after == found:
        return Refusal("nothing_changed")
    failed = sum(one["finding"] == "fail" for one in after.values())
    return Change({**held, "findings": json.dumps(after, ensure_ascii=False), "failed": failed})


NOT_YET = {"finding": "", "note": ""}


def left_of(row: dict) -> int:
    """How many items nobody has looked at yet."""
    return len(items_of(row)) - len(findings_of(row))


def failed_of(row: dict) -> list[dict]:
    """The items that were found wrong, with what was seen: {code, text, basis, note}."""
    found = findings_of(row)
    wrong = [item for item in items_of(row) if found.get(item["code"], NOT_YET)["finding"] == "fail"]
    return [{**item, "note": found[item["code"]]["note"]} for item in wrong]


def fault_id(inspection: str, item: str) -> str:
    return str(uuid5(UUID(inspection), item))


def may_be_due(day: str, context: Context) -> bool:
    """A day until which something may be mended: a working day after today, within a year."""
    try:
        ahead = number_of(day) - number_of(context.on)
    except ValueError:
        return False
    return 0 < ahead <= _DAYS_AHEAD and is_working(context.lists.calendar, day)


def may_own(person: dict | None) -> bool:
    """Whether somebody may be asked to mend a fault: who has an account that opens the list of faults."""
    return person is not None and person["active"] and person["role"] != "volunteer"


def conclude(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.conclude/1`: strengths, shortcomings, recommendation, who was present, and for every item found wrong
    in `owed` who mends it until when: [{"item", "owner", "due_on"}]. The faults begin with it.
    """
    if refusal := inspecting(held, operation, context):
        return refusal
    clean, refusals = fields.check(
        {name: value for name, value in body.items() if name != "owed"}, CONCLUDE, context.on
    )
    if refusals:
        return invalid(refusals)
    if left_of(held):
        return Refusal("inspection_items_left")
    owed = _owed(body.get("owed"), context)
    wrong = failed_of(held)
    if owed is None or owed.keys() != {item["code"] for item in wrong}:
        return Refusal("inspection_owed")
    told = {"state": "concluded", "concluded_at": context.at, "concluded_by": operation.author}
    told["owed"] = json.dumps([owed[item["code"]] for item in wrong], ensure_ascii=False)
    row = {**held, **clean, **told}
    faults = [_fault(row, item, owed[item["code"]]) for item in wrong]
    return Change(row, also=[("inspection_fault", fault["id"], fault) for fault in faults])


def _owed(value, context: Context) -> dict[str, dict] | None:
    """{item: who mends it until when}; None when somebody or some day cannot be."""
    names = {"item", "owner", "due_on"}
    if not isinstance(value, list) or not all(isinstance(one, dict) and set(one) == names for one in value):
        return None
    for one in value:
        if not all(isinstance(text, str) for text in one.values()):
            return None
        if not may_own(context.held("staff", one["owner"])) or not may_be_due(one["due_on"], context):
            return None
    owed = {one["item"]: one for one in value}
    return owed if len(owed) == len(value) else None


def _fault(row: dict, item: dict, owed: dict) -> dict:
    kept = {name: row[name] for name in ("place", "unit", "support_point")}
    return {
        **FAULT_EMPTY,
        **kept,
        "id": fault_id(row["id"], item["code"]),
        "inspection": row["id"],
        "item": item["code"],
        "text": item["text"],
        "note": item["note"],
        "found_on": row["on_day"],
        "owner": owed["owner"],
        "due_on": owed["due_on"],
        "folded": fold(f"{item['text']} {item['note']} {row['place']}"),
    }


def void(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`inspection.void/1` {"reason"}: opened by mistake; by one of its inspectors or a head."""
    refusal = inspecting(held, operation, context)
    if refusal and not (refusal.code == "inspection_not_yours" and context.author["role"] in HEADS):
        return refusal
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    told = {"voided_at": context.at, "voided_by": operation.author, "void_reason": reason}
    return Change({**held, **told, "state": "voided"})
