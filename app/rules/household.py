"""What a household (hộ) is and how its card changes: field by field against what the person saw (SYNC.md §4).

A lead (tổ trưởng) sees and changes the households of his own neighbourhood alone.
"""

import json
from uuid import UUID, uuid5

from app.rules import household_fields
from app.rules.difficulty import BY_CODE
from app.rules.household_fields import EMPTY, members_of, members_text
from app.rules.household_place import order_key, place_key
from app.rules.merge import changed_since, merge
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import READS_WHOLE_WARD
from app.rules.text import fold

CARD = tuple(EMPTY)
# A household made of more than this many is a mistake of somebody's.
JOINED_MOST = 20
DISTINCT_MOST = 50


def invalid(refusals) -> Refusal:
    return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})


def may_read(person: dict, neighbourhood: str) -> bool:
    """Whether this person may know of, and change, a household of this neighbourhood."""
    if person["role"] in READS_WHOLE_WARD:
        return True
    return person["role"] == "lead" and bool(neighbourhood) and person["neighbourhood"] == neighbourhood


def scope_of(person: dict) -> str | None:
    """The one neighbourhood whose households this person's lists hold; "" for the whole ward, None for none at all."""
    if person["role"] in READS_WHOLE_WARD:
        return ""
    return person["neighbourhood"] or None if person["role"] == "lead" else None


def reaches(context: Context, *neighbourhoods: str) -> bool:
    """Whether the author of an operation may touch what stands in these. The server itself (the seeder) may."""
    return context.author is None or all(may_read(context.author, one) for one in neighbourhoods)


def card_of(row: dict) -> dict:
    """The card that would make this row: what a form shows and a merge begins with."""
    card = {name: row[name] for name in CARD}
    card |= {name: bool(row[name]) for name in ("consent", "follow_up", "active")}
    return {**card, "members": members_of(row["members"])}


def search_text(card: dict) -> str:
    words = (card["building"], card["apartment"], card["label"], card["head_name"], card["phone"].replace("+84", "0"))
    return fold(" ".join(word for word in words if word))


def with_card(row: dict, card: dict) -> dict:
    """The row with a whole card, as it is stored, searched by and ordered by."""
    if not card["follow_up"]:
        card = {**card, "follow_up_on": ""}
    return {
        **row,
        **card,
        "members": members_text(card["members"]),
        "place": place_key(card["neighbourhood"], card["building"], card["apartment"]),
        "sorted": order_key(card["building"], card["apartment"], card["label"]),
        "folded": search_text(card),
    }


def new_row(id_: str, card: dict, source: str, on: str, origin: str = "") -> dict:
    return with_card(
        {
            "id": id_,
            "state_on": on,
            "source": source,
            "origin": origin,
            "added_on": on,
            "seen_on": "",
            "merged_into": "",
            "joined": "",
            "distinct_from": "",
        },
        card,
    )


def observation_row(
    id_: str, household: str, difficulty: str, operation: Operation, context: Context, said: dict
) -> dict:
    """`said`: on, source, note, origin (the visit or assistance in which it was seen, "" for neither)."""
    return {
        "id": id_,
        "household": household,
        "difficulty": difficulty,
        "seen_on": said["on"] or context.on,
        "seen_by": operation.author,
        "source": said["source"],
        "origin": said["origin"],
        "note": said["note"],
        "noted_at": context.at,
        "retracted_at": None,
        "retracted_by": "",
        "retract_reason": "",
    }


def observations(
    household: str, codes: list[str], operation: Operation, context: Context, said: dict
) -> list[tuple[str, str, dict]]:
    """(noun, id, row) of one observation a difficulty, to change with the row that they came with."""
    made = []
    for code in sorted(codes):
        id_ = str(uuid5(UUID(operation.entity), f"{operation.id} {code}"))
        row = observation_row(id_, household, code, operation, context, said)
        made.append(("household_observation", id_, row))
    return made


def standing(id_: str, context: Context) -> dict | None:
    """The household of this id, or the one that it was joined to."""
    row = context.held("household", id_)
    return context.held("household", row["merged_into"]) if row and row["merged_into"] else row


def _wanted(body: dict) -> tuple[dict, dict] | None:
    wanted, seen = body.get("set"), body.get("was", {})
    readable = isinstance(wanted, dict) and isinstance(seen, dict) and set(wanted) <= set(CARD)
    return (wanted, seen) if readable else None


def _unreadable(field: str) -> Refusal:
    return Refusal("body_invalid", details={"fields": {field: "unreadable"}})


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`household.put/1` {"set", "was"}: a new card (`set` says what it knows), or fields of one against what was seen.

    A new one may say `from`, the assistance it grew from, and the `difficulties` met there.
    """
    if held is None and body.get("from"):
        return _grown(body, operation, context)
    if unknown := set(body) - {"set", "was"}:
        return _unreadable(sorted(unknown)[0])
    return _added(body, "typed", operation, context) if held is None else _amended(held, body, operation, context)


def take(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`household.import/1` {"set", "was", "difficulties"}: a line of a list, as its preview was shown."""
    if set(body) - {"set", "was", "difficulties"}:
        return _unreadable("set")
    codes = _difficulties(body)
    if codes is None:
        return _unreadable("difficulties")
    plain = {name: value for name, value in body.items() if name != "difficulties"}
    answer = _added(plain, "import", operation, context) if held is None else _amended(held, plain, operation, context)
    if isinstance(answer, Refusal) and codes and answer.code == "nothing_changed" and held is not None:
        answer = Change(dict(held))
    if isinstance(answer, Change) and codes:
        said = {"on": context.on, "source": "import", "note": "", "origin": ""}
        answer.also += observations(operation.entity, codes, operation, context, said)
    return answer


def _difficulties(body: dict) -> list[str] | None:
    codes = body.get("difficulties", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) and code in BY_CODE for code in codes):
        return None
    return sorted(set(codes)) if len(codes) <= household_fields.DIFFICULTIES_MOST else None


def _grown(body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """A household out of an assistance: its place and what was met there. Neither name nor telephone: whoever was
    helped agreed to being called about that one slip and about nothing else.
    """
    slip = context.held("assistance", body["from"]) if isinstance(body["from"], str) else None
    if slip is None:
        return Refusal("entity_unknown")
    if slip["voided_at"] is not None:
        return Refusal("already_void")
    if set(body) - {"from", "set", "was"}:
        return _unreadable("from")
    answer = _added(body, "assistance", operation, context, origin=slip["id"])
    if isinstance(answer, Change) and slip["difficulties"]:
        if not reaches(context, slip["neighbourhood"]):
            return Refusal("not_in_scope")
        said = {"on": slip["happened_on"], "source": "assistance", "note": "", "origin": slip["id"]}
        codes = slip["difficulties"][: household_fields.DIFFICULTIES_MOST]
        answer.also += observations(operation.entity, codes, operation, context, said)
    return answer


def _added(body: dict, source: str, operation: Operation, context: Context, origin: str = "") -> Change | Refusal:
    read = _wanted(body)
    if read is None:
        return _unreadable("set")
    card, refusals = household_fields.check({**EMPTY, **read[0]}, context.on)
    if refusals:
        return invalid(refusals)
    if card["neighbourhood"] not in context.lists.neighbourhoods:
        return Refusal("neighbourhood_unknown")
    if not reaches(context, card["neighbourhood"]):
        return Refusal("not_in_scope")
    return Change(new_row(operation.entity, card, source, context.on, origin))


def _amended(held: dict, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    read = _wanted(body)
    if read is None:
        return _unreadable("set")
    if not reaches(context, held["neighbourhood"]):
        return Refusal("not_in_scope")
    if held["merged_into"]:
        return Refusal("household_joined")
    before, (wanted, seen) = card_of(held), read
    card, refusals = household_fields.check({**before, **wanted}, context.on)
    if refusals:
        return invalid(refusals)
    if not reaches(context, card["neighbourhood"]):
        return Refusal("not_in_scope")
    if card["neighbourhood"] not in context.lists.neighbourhoods:
        return Refusal("neighbourhood_unknown")
    merged = merge(seen, before, {name: card[name] for name in wanted}, household_fields.TOGETHER)
    if not merged.taken and not merged.conflicts:
        return Refusal("nothing_changed")
    row = _restated(with_card(held, merged.values), held, context)
    if merged.conflicts:
        return Change(row, "conflict", merged.conflicts)
    return Change(row, "merged" if operation.base and operation.base < held["v"] else "ok")


def _restated(row: dict, held: dict, context: Context) -> dict:
    return {**row, "state_on": context.on} if row["state"] != held["state"] else row


def settle_conflict(held: dict, take: dict, seen: dict, context: Context) -> Change | Refusal:
    """The row after a person chose, as `assistance.settle_conflict`: `take` holds the newer values that won."""
    before = card_of(held)
    if changed := changed_since(seen, before):
        return Refusal("values_changed", details={"fields": dict.fromkeys(changed, "changed")})
    if take and held["merged_into"]:
        return Refusal("household_joined")
    card = {**before, **take}
    if take and (refusals := household_fields.check(card, context.today)[1]):
        return invalid(refusals)
    return Change(_restated(with_card(held, card), held, context))


def join(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`household.join/1` {"other", "same"}: a person looked at both. The same: the other goes into this one and stays
    to be read; not the same: they are not shown as alike again, and what had been joined comes apart.
    """
    if held is None:
        return Refusal("entity_unknown", parked=True)
    other_id, same = body.get("other"), body.get("same")
    if not isinstance(other_id, str) or type(same) is not bool or other_id == held["id"]:
        return _unreadable("other")
    other = context.held("household", other_id)
    if other is None:
        return Refusal("entity_unknown")
    if not reaches(context, held["neighbourhood"], other["neighbourhood"]):
        return Refusal("not_in_scope")
    if held["merged_into"]:
        return Refusal("household_joined")
    return _joined(held, other, context) if same else _parted(held, other)


def _joined(held: dict, other: dict, context: Context) -> Change | Refusal:
    if other["merged_into"]:
        return Refusal("household_joined")
    known = [*held["joined"].split(), other["id"], *other["joined"].split()]
    if len(known) > JOINED_MOST:
        return Refusal("body_invalid", details={"fields": {"other": "too_many"}})
    ours, theirs = card_of(held), card_of(other)
    card = {**ours, **{name: theirs[name] for name in ("label", "members") if not ours[name]}}
    if not ours["head_name"] and not ours["phone"]:
        # Only together: the consent was given to both.
        card |= {name: theirs[name] for name in ("head_name", "phone", "consent")}
    if ours["state"] == "unreached":
        card["state"] = theirs["state"]
    days = sorted(day for day in (ours["follow_up_on"], theirs["follow_up_on"]) if day)
    card |= {"follow_up": ours["follow_up"] or theirs["follow_up"], "follow_up_on": days[0] if days else ""}
    row = _restated(with_card(held, card), held, context)
    row |= {"joined": " ".join(known), "seen_on": max(held["seen_on"], other["seen_on"])}
    gone = {**other, "merged_into": held["id"], "joined": "", "active": False, "follow_up": False, "follow_up_on": ""}
    also = [("household", other["id"], gone)]
    for id_ in other["joined"].split():
        also.append(("household", id_, {**context.held("household", id_), "merged_into": held["id"]}))
    return Change(row, also=also)


def _parted(held: dict, other: dict) -> Change | Refusal:
    distinct = held["distinct_from"].split()
    if other["id"] in distinct and other["merged_into"] != held["id"]:
        return Refusal("nothing_changed")
    if len(distinct) >= DISTINCT_MOST:
        return Refusal("body_invalid", details={"fields": {"other": "too_many"}})
    row = {**held, "distinct_from": " ".join(dict.fromkeys([*distinct, other["id"]]))}
    if other["merged_into"] != held["id"]:
        return Change(row)
    row["joined"] = " ".join(id_ for id_ in held["joined"].split() if id_ != other["id"])
    return Change(row, also=[("household", other["id"], {**other, "merged_into": "", "active": True})])


def seen_card(row: dict) -> str:
    """What a form hides to say later what its person saw (JSON)."""
    return json.dumps(card_of(row), ensure_ascii=False, sort_keys=True)
