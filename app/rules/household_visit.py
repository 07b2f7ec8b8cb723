"""What people saw at a household: visits and difficulties, each with who, when and from where. Observations never
conflict (SYNC.md §4): two visits of one day both stand, and what proved wrong is retracted, not deleted.
"""

import json

from app.rules import fields, household_fields
from app.rules.assistance import reason_problem
from app.rules.household import card_of, invalid, observation_row, observations, reaches, standing, with_card
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import clean


def observe(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`household.observe/1`: the entity is the first difficulty's observation, the others have ids made of it."""
    if held is not None:
        return Refusal("entity_exists")
    said, refusals = fields.check({"origin": "", **body}, household_fields.OBSERVE, context.on)
    if refusals:
        return invalid(refusals)
    if not said["difficulties"]:
        return Refusal("body_invalid", details={"fields": {"difficulties": "required"}})
    household = standing(said["household"], context)
    if household is None:
        return Refusal("entity_unknown", parked=True)
    if not reaches(context, household["neighbourhood"]):
        return Refusal("not_in_scope")
    if said["origin"] and not _met_there(said, context):
        return Refusal("entity_unknown")
    first, *others = said["difficulties"]
    row = observation_row(operation.entity, household["id"], first, operation, context, said)
    return Change(row, also=observations(household["id"], others, operation, context, said))


def _met_there(said: dict, context: Context) -> bool:
    """Whether the assistance that is named stands, within the author's reach."""
    slip = context.held("assistance", said["origin"])
    return slip is not None and slip["voided_at"] is None and reaches(context, slip["neighbourhood"])


def retract(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`household.retract/1` {"reason"}: it stays, struck through, with the reason."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    household = context.held("household", held["household"])
    if not reaches(context, household["neighbourhood"]):
        return Refusal("not_in_scope")
    if held["retracted_at"] is not None:
        return Refusal("household_retracted")
    reason = clean(body.get("reason")) if isinstance(body.get("reason"), str) else ""
    if code := reason_problem(reason):
        return Refusal(code)
    said = {"retracted_at": context.at, "retracted_by": operation.author, "retract_reason": reason}
    return Change({**held, **said})


def visit(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`household.visit/1`: what a visit found. The household's state is that of the latest day on which somebody saw
    it: a visit that arrives late is kept and changes nothing that was seen after it.
    """
    if held is not None:
        return Refusal("entity_exists")
    said, refusals = fields.check(body, household_fields.VISIT, context.on)
    refusals += household_fields.day_ahead(said, "next_on", household_fields.VISIT, context.on)
    if refusals:
        return invalid(refusals)
    household = standing(said["household"], context)
    if household is None:
        return Refusal("entity_unknown", parked=True)
    if not reaches(context, household["neighbourhood"]):
        return Refusal("not_in_scope")
    on = said["on"] or context.on
    row = {
        "id": operation.entity,
        "household": household["id"],
        "visited_on": on,
        "visited_by": operation.author,
        "outcome": said["outcome"],
        "state": said["state"],
        "difficulties": json.dumps(said["difficulties"]),
        "note": said["note"],
        "next_on": said["next_on"],
        "noted_at": context.at,
        "shift": operation.shift,
        "device": operation.device,
    }
    seen = {"on": on, "source": "visit", "note": "", "origin": operation.entity}
    also = observations(household["id"], said["difficulties"], operation, context, seen)
    after = _visited(household, said, on)
    if after != household:
        also.append(("household", household["id"], after))
    return Change(row, also=also)


def _visited(household: dict, said: dict, on: str) -> dict:
    """The household's row after a visit of this day."""
    known = household["state_on"] if household["state"] != "unreached" else ""
    if on < max(known, household["seen_on"]):
        # Somebody has seen or said more since.
        return household
    card = card_of(household)
    row = dict(household)
    if said["state"] and said["state"] != card["state"]:
        card["state"] = said["state"]
        row["state_on"] = on
    if said["outcome"] == "met":
        row["seen_on"] = on
    if said["outcome"] == "moved":
        card["active"] = False
    if said["next_on"]:
        card |= {"follow_up": True, "follow_up_on": said["next_on"]}
    elif said["outcome"] != "absent":
        # Nobody at home: it stays on the list under its old day. Otherwise nobody asked for another visit.
        card |= {"follow_up": False, "follow_up_on": ""}
    return with_card(row, card)
