"""/ho/moi and /ho/<id>/sua: the card of one household. Only what changed is sent, with what the person saw there."""

import json
from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import household as records
from app.records import place
from app.rules import household_fields
from app.rules.clock import day_of
from app.rules.household import CARD, card_of, may_read
from app.rules.household_fields import EMPTY, MEMBERS_MOST
from app.rules.household_place import place_key
from app.rules.operation import Refusal
from app.web import card_form, door
from app.web.assistance_words import Names, phone_text
from app.web.guard import allow
from app.web.household import readable, scope
from app.web.household_words import ADDRESS, choices, field_label, home, line
from app.web.posted_once import posted_before, send_once
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import labelled, sentence

routes = Blueprint("household_form", __name__, url_prefix=ADDRESS)

PUT = "household.put/1"
# Lines for members that are offered beyond those that are filled in.
_SPARE = 2


@routes.get("/moi")
@allow("household.put")
def new():
    bound = scope()
    asked = {name: request.args.get(name, "")[:60] for name in ("neighbourhood", "building")}
    return _page(None, {**EMPTY, **asked, **({"neighbourhood": bound} if bound else {})})


@routes.post("/moi")
@allow("household.put")
def add():
    """A second household of the same flat is asked about once: two families may share one."""
    before = posted_before(PUT)
    if before is not None:
        return redirect(f"{ADDRESS}/{before['entity']}")
    typed = _typed()
    card, errors = _checked(typed)
    if errors:
        return _page(None, typed, errors, status=422)
    known = _same_flat(card)
    if known and request.form.get("second") != "1":
        return _page(None, typed, known=known, status=409)
    body = {"set": card, "was": {}}
    entity = str(uuid5(UUID(door.form_operation_id()), "household"))
    answer = door.tried(PUT, entity, body)
    if isinstance(answer, Refusal):
        return _page(None, typed, *_refused(answer), status=422)
    entity = send_once(PUT, entity, body, _("Đã ghi hộ %(home)s.", home=home(card)))
    return redirect(f"{ADDRESS}/{entity}")


def _same_flat(card: dict) -> list[dict]:
    """Households of the same flat that this person may know of, as lines."""
    if not place_key(card["neighbourhood"], card["building"], card["apartment"]):
        return []
    ward_id = current_user.ward_id
    rows = records.at_place(ward_id, card["neighbourhood"], card["building"], card["apartment"])
    names, today = Names(ward_id), day_of(now_ms())
    return [line(row, names, today) for row in rows if may_read(current_user.row, row["neighbourhood"])]


@routes.get("/<uuid:household_id>/sua")
@allow("household.put")
def form(household_id):
    row = _changeable(household_id)
    return _page(row, card_of(row), was=card_of(row))


@routes.post("/<uuid:household_id>/sua")
@allow("household.put")
def amend(household_id):
    """Field by field: what somebody else changed meanwhile is not overwritten, both values wait for a choice."""
    row = readable(household_id)
    back = redirect(f"{ADDRESS}/{row['id']}")
    if posted_before(PUT) is not None:
        return back
    row = _changeable(household_id)
    typed, was = _typed(), _was()
    if not typed["follow_up"] and typed["follow_up_on"] == was["follow_up_on"]:
        # Nobody is to come any more: the old day goes with the tick.
        typed["follow_up_on"] = ""
    card, errors = _checked(typed, was["follow_up_on"])
    changed = sorted(name for name in CARD if not errors and card[name] != was[name])
    if errors:
        return _page(row, typed, errors, was=was, status=422)
    if not changed:
        return _page(row, typed, trouble=sentence("nothing_changed"), was=was, status=422)
    body = {"set": {name: card[name] for name in changed}, "was": {name: was[name] for name in changed}}
    answer = door.tried(PUT, row["id"], body)
    if isinstance(answer, Refusal):
        return _page(row, typed, *_refused(answer), was=was, status=422)
    send_once(PUT, row["id"], body, _("Đã sửa hộ."), base=row["v"])
    if answer.conflicts:
        fields = ", ".join(field_label(name) for name in answer.conflicts)
        tell(
            _("Ô %(fields)s vừa có người khác đổi: cả hai giá trị được giữ, công chức một cửa sẽ chọn.", fields=fields),
            "warning",
        )
    return back


def _changeable(household_id) -> dict:
    row = readable(household_id)
    if row["merged_into"]:
        raise Problem("household_joined")
    return row


def _was() -> dict:
    """The card that the form was shown with. Raises Problem for a forged one."""
    try:
        was = json.loads(request.form.get("was", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(was, dict) or set(was) != set(CARD):
        raise Problem("request_unreadable")
    return was


def _typed() -> dict:
    """The card as it was typed; a year that is none becomes -1, which no rule allows."""
    typed = {name: request.form.get(name, "") for name, empty in EMPTY.items() if isinstance(empty, str)}
    typed |= {name: name in request.form for name, empty in EMPTY.items() if isinstance(empty, bool)}
    members = []
    for place_ in range(MEMBERS_MOST):
        relation, born = (request.form.get(f"{name}-{place_}", "").strip() for name in ("relation", "born"))
        if relation or born:
            year = int(born) if born.isascii() and born.isdigit() and len(born) < 6 else -1
            members.append({"relation": relation or "other", "born": year if born else 0})
    return {**typed, "members": members}


def _checked(typed: dict, day_held: str = "") -> tuple[dict, dict[str, str]]:
    """(the card as it goes to the door, {field: sentence} of what is wrong with it). `day_held`: when somebody was to
    come until now, which may have passed."""
    today = day_of(now_ms())
    card, refusals = household_fields.check(typed, today)
    if card.get("follow_up_on") != day_held:
        refusals += household_fields.day_behind(card, "follow_up_on", household_fields.FIELDS, today)
    errors = door.form_errors(refusals)
    if "neighbourhood" not in errors:
        own = scope()
        if own and card["neighbourhood"] != own:
            errors["neighbourhood"] = sentence("not_in_scope")
        elif not place.neighbourhood(current_user.ward_id, card["neighbourhood"]):
            errors["neighbourhood"] = sentence("neighbourhood_unknown")
    return card, errors


def _refused(answer: Refusal) -> tuple[dict[str, str], str]:
    """({field: sentence}, the sentence for the whole form)."""
    wrong = answer.details.get("fields", {})
    if answer.code != "body_invalid" or not wrong:
        return {}, sentence(answer.code)
    return {name: door.field_sentence(code, {"label": field_label(name)}) for name, code in wrong.items()}, ""


def _page(row: dict | None, typed: dict, errors=None, trouble="", was=None, known=(), status=200):
    errors = errors or {}
    own = scope()
    every = place.neighbourhoods(current_user.ward_id, every=True)
    options = card_form.options(every, typed["neighbourhood"])
    lines = min(MEMBERS_MOST, len(typed["members"]) + _SPARE)
    posted = request.method == "POST"
    return show(
        "household/form.html",
        status=status,
        row=row,
        title=home(row) if row else "",
        typed={**typed, "phone": typed["phone"] if posted else phone_text(typed["phone"])},
        members=[_member(typed["members"], place_, posted) for place_ in range(lines)],
        was=json.dumps(was, ensure_ascii=False) if was else "",
        limits=labelled(household_fields.FIELDS),
        states=choices("state"),
        relations=choices("relation"),
        neighbourhoods=[option for option in options if own in ("", option[0])],
        buildings=sorted(
            {one["name"] for one in place.buildings(current_user.ward_id) if own in ("", one["neighbourhood"])}
            | set(records.buildings_named(current_user.ward_id, own))
        ),
        bound=bool(own),
        known=known,
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=door.form_operation_id() if posted else new_id(),
    )


def _member(members: list[dict], place_: int, posted: bool) -> dict:
    if posted:
        return {name: request.form.get(f"{name}-{place_}", "") for name in ("relation", "born")}
    one = members[place_] if place_ < len(members) else {"relation": "", "born": 0}
    return {"relation": one["relation"], "born": one["born"] or ""}
