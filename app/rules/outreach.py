"""Outreach (tập huấn, đối thoại, tuyên truyền): planned, held, put into minutes; or cancelled, and why.

Luật 10/2022/QH15 (dân chủ ở cơ sở) wants people told and heard, NĐ 224/2026 Đ78–79 wants them trained; neither text
that we could read draws a form. What was asked and handed out: outreach_lines. Of those who came, a number (Luật
91/2025/QH15).
"""

import json

from app.rules import fields
from app.rules.calendar import number_of
from app.rules.dossier import invalid
from app.rules.fields import FieldRefusal
from app.rules.merge import changed_since
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.outreach_fields import HOLD, MINUTE, PLAN
from app.rules.outreach_states import after, may
from app.rules.permissions import READS_WHOLE_WARD
from app.rules.register import reason_of
from app.rules.text import fold

EMPTY = {
    "state": "planned",
    "kind": "training",
    "title": "",
    # the day to sort and ask by: the planned one, then the one it was held on
    "on_day": "",
    "planned_on": "",
    "starts": "",
    "place": "",
    # ids of neighbourhoods, sorted, one space between; "" for the whole ward
    "neighbourhoods": "",
    "audience": "",
    "plan": "",
    "host": "",
    "planned_at": 0,
    "planned_by": "",
    "held_on": "",
    "attended": None,
    "summary": "",
    "held_at": None,
    "held_by": "",
    # JSON lists, see outreach_lines
    "questions": "[]",
    "documents": "[]",
    "chair": "",
    "secretary": "",
    "conclusion": "",
    "minuted_at": None,
    "minuted_by": "",
    "cancelled_at": None,
    "cancelled_by": "",
    "cancel_reason": "",
    "folded": "",
}
_PLANNED = (*PLAN, "neighbourhoods")
_HELD = ("held_on", "attended", "summary")
# A plan for a day that is long over is a mistake of typing; what was forgotten to be written down may be a month old.
_DAYS_BACK, _DAYS_AHEAD = 31, 730


def concerns(row: dict, neighbourhood: str) -> bool:
    """Whether it is for the people of this neighbourhood: named, or for the whole ward."""
    return not row["neighbourhoods"] or neighbourhood in row["neighbourhoods"].split()


def plan(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.plan/1`: a new row. `neighbourhoods`: ids, none for the whole ward."""
    if held is not None:
        return Refusal("entity_exists")
    clean, refusals = _plan_of(body, context)
    if refusals:
        return invalid(refusals)
    told = {"planned_at": context.at, "planned_by": operation.author, "on_day": clean["planned_on"]}
    return Change(_searched({**EMPTY, **clean, **told, "id": operation.entity}))


def _plan_of(body: dict, context: Context, planned_before: str = "") -> tuple[dict, list[FieldRefusal]]:
    """(the columns of a plan, refusals). `planned_before`: its day until now, which may be any day."""
    where, refusals = _neighbourhoods(body.get("neighbourhoods"), context)
    clean, found = fields.check(
        {name: value for name, value in body.items() if name != "neighbourhoods"}, PLAN, context.on
    )
    refusals += found
    if not refusals and clean["planned_on"] != planned_before:
        refusals = _day_refusals(clean["planned_on"], context)
    if not refusals:
        person = context.held("staff", clean["host"])
        if person is None or not person["active"] or person["role"] not in READS_WHOLE_WARD:
            refusals = [FieldRefusal("host", "choice_unknown", {"label": PLAN["host"]["label"]})]
    return {**clean, "neighbourhoods": where}, refusals


def _neighbourhoods(value, context: Context) -> tuple[str, list[FieldRefusal]]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        chosen = sorted(set(value))
        if set(chosen) <= context.lists.neighbourhoods:
            return " ".join(chosen), []
    return "", [FieldRefusal("neighbourhoods", "choice_unknown", {"label": "Tổ dân phố"})]


def _day_refusals(day: str, context: Context) -> list[FieldRefusal]:
    label = {"label": PLAN["planned_on"]["label"]}
    try:
        ahead = number_of(day) - number_of(context.on)
    except ValueError:
        return [FieldRefusal("planned_on", "day_invalid", label)]
    if not -_DAYS_BACK <= ahead <= _DAYS_AHEAD:
        return [FieldRefusal("planned_on", "day_far", {**label, "days": _DAYS_BACK})]
    return []


def _searched(row: dict) -> dict:
    return {**row, "folded": fold(" ".join((row["title"], row["place"], row["audience"])))}


def amendable(row: dict) -> dict:
    """The values that a form of `outreach.amend/1` starts from: the plan, and once it was held how it went."""
    values = {name: row[name] for name in PLAN} | {"neighbourhoods": row["neighbourhoods"].split()}
    return values | ({name: row[name] for name in _HELD} if row["state"] == "held" else {})


def amend(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.amend/1` {"set", "was", "reason"}: what changed before the minutes were signed."""
    if refusal := changeable("amend", held):
        return refusal
    if not reason_of(body):
        return Refusal("reason_needed")
    before = amendable(held)
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict) or not (wanted.keys() == seen.keys() <= set(before)):
        return invalid([FieldRefusal("set", "unreadable")])
    after_ = {**before, **wanted}
    planned, refusals = _plan_of({name: after_[name] for name in _PLANNED}, context, held["planned_on"])
    went = {name: after_[name] for name in _HELD if name in before}
    if went and went != {name: before[name] for name in _HELD}:
        went, found = fields.check(went, HOLD, context.on)
        refusals += found or _held_refusals(went)
    if refusals:
        return invalid(refusals)
    if changed := changed_since(seen, before):
        return Refusal("values_changed", details={"fields": dict.fromkeys(changed, "changed")})
    row = _searched({**held, **planned, **went})
    row["on_day"] = row["held_on"] or row["planned_on"]
    return Change(row) if row != held else Refusal("nothing_changed")


def _held_refusals(clean: dict) -> list[FieldRefusal]:
    """The day it was held is a day: a form without one is not taken for today."""
    return [] if clean["held_on"] else [FieldRefusal("held_on", "required", {"label": HOLD["held_on"]["label"]})]


def changeable(verb: str, held: dict | None) -> Refusal | None:
    """None when this step may be done now."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    return None if may(verb, held["state"]) else Refusal("outreach_state")


def begun(verb: str, table: dict, held: dict | None, body: dict, context: Context) -> dict | Refusal:
    """The values of a step that may be done now, by the table of its fields."""
    if refusal := changeable(verb, held):
        return refusal
    clean, refusals = fields.check(body, table, context.on)
    return invalid(refusals) if refusals else clean


def hold(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.hold/1` {"held_on", "attended", "summary"}: it took place, how many came and how it went."""
    clean = begun("hold", HOLD, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    if refusals := _held_refusals(clean):
        return invalid(refusals)
    told = {"held_at": context.at, "held_by": operation.author, "on_day": clean["held_on"]}
    return Change({**held, **clean, **told, "state": after("hold", held["state"])})


def minute(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.minute/1` {"chair", "secretary", "conclusion"}: the minutes stand; what they say moves no more."""
    clean = begun("minute", MINUTE, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    told = {"minuted_at": context.at, "minuted_by": operation.author}
    return Change({**held, **clean, **told, "state": after("minute", held["state"])})


def cancel(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.cancel/1` {"reason"}: what was planned does not take place."""
    if refusal := changeable("cancel", held):
        return refusal
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    told = {"cancelled_at": context.at, "cancelled_by": operation.author, "cancel_reason": reason}
    return Change({**held, **told, "state": after("cancel", held["state"])})


def opened(row: dict, name: str) -> list[dict]:
    """The list of a column: "questions" or "documents"."""
    return json.loads(row[name])
