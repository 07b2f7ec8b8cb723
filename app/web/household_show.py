"""/ho/<id>: one household: how it gets on, what hinders it and who saw that, its visits, and what may be done."""

import json
from typing import NamedTuple

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import household as records
from app.records import ledger_entry
from app.rules import fields, household_fields
from app.rules.assistance import reason_problem
from app.rules.clock import day_of
from app.rules.household import may_read
from app.rules.operation import Refusal
from app.rules.text import clean
from app.web import action_form, door
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.household import readable
from app.web.household_alike import hints
from app.web.household_words import (
    ADDRESS,
    card,
    choices,
    history,
    line,
    observation_line,
    offered_difficulties,
    visit_line,
)
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, sentence

routes = Blueprint("household_show", __name__, url_prefix=ADDRESS)


class Action(NamedTuple):
    """One small form of the page (parts/doings.html). `table`: its fields."""

    verb: str
    type: str
    slug: str
    title: object
    button: object
    table: dict
    danger: bool = False


VISIT = Action(
    "visit",
    "household.visit/1",
    "tham",
    lazy_gettext("Ghi lần thăm"),
    lazy_gettext("Lưu lần thăm"),
    household_fields.VISIT,
)
OBSERVE = Action(
    "observe",
    "household.observe/1",
    "kho-khan",
    lazy_gettext("Ghi khó khăn"),
    lazy_gettext("Lưu khó khăn"),
    household_fields.OBSERVE,
)
ACTIONS = (VISIT, OBSERVE)


@routes.get("/<uuid:household_id>")
@allow("household.see")
def see(household_id):
    return _page(readable(household_id), request.args.get("viec", ""))


def _act(household_id, action: Action):
    """A visit or an observation is an entity of its own: the form's own id, so that a double click makes one."""
    row = readable(household_id)
    body, errors = _read(action, row)
    return action_form.act(
        action,
        f"{ADDRESS}/{row['id']}",
        door.form_operation_id(),
        body,
        Wrong(errors),
        lambda answer: _refused(action, answer),
        lambda wrong: _page(row, action.slug, wrong, 422),
    )


action_form.add_addresses(routes, "household", ACTIONS, _act)


def _read(action: Action, row: dict) -> tuple[dict, dict[str, str]]:
    typed = {name: request.form.get(name, "") for name in action.table}
    typed |= {"household": row["id"], "difficulties": request.form.getlist("difficulties"), "origin": ""}
    typed = {name: typed[name] for name in action.table}
    today = day_of(now_ms())
    body, refusals = fields.check(typed, action.table, today)
    if action is VISIT:
        refusals += household_fields.day_ahead(body, "next_on", action.table, today)
        refusals += household_fields.day_behind(body, "next_on", action.table, body.get("on") or today)
    elif not typed["difficulties"]:
        told = {"label": action.table["difficulties"]["label"]}
        refusals.append(fields.FieldRefusal("difficulties", "required", told))
    return body, door.form_errors(refusals)


def _refused(action: Action, answer: Refusal) -> Wrong:
    wrong = answer.details.get("fields", {})
    if answer.code != "body_invalid" or not wrong:
        return Wrong({}, sentence(answer.code))
    labels = labelled(action.table)
    return Wrong({name: door.field_sentence(code, {"label": labels[name]["label"]}) for name, code in wrong.items()})


def _observation(observation_id) -> tuple[dict, dict]:
    """(an observation, its household). Raises Problem not_found for whoever may not read it."""
    seen = records.observation(current_user.ward_id, str(observation_id))
    row = records.household(current_user.ward_id, seen["household"]) if seen else None
    if row is None or not may_read(current_user.row, row["neighbourhood"]):
        raise Problem("not_found")
    return seen, row


@routes.get("/kho-khan/<uuid:observation_id>/rut-lai")
@allow("household.retract")
def retract_form(observation_id):
    return _retract_page(*_observation(observation_id))


def _retract_page(seen: dict, row: dict, reason: str = "", error: str = "", status: int = 200):
    names = Names(current_user.ward_id)
    return show(
        "household/retract.html",
        status=status,
        seen=observation_line(seen, names),
        household=line(row, names, day_of(now_ms())),
        reason=reason,
        error=error,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )


@routes.post("/kho-khan/<uuid:observation_id>/rut-lai")
@allow("household.retract")
def retract(observation_id):
    """It stays, struck through, with the reason: what proved wrong, or is over."""
    seen, row = _observation(observation_id)
    back = redirect(f"{ADDRESS}/{row['merged_into'] or row['id']}")
    if posted_before("household.retract/1") is not None:
        return back
    reason = clean(request.form.get("reason", ""))
    code = "household_retracted" if seen["retracted_at"] is not None else reason_problem(reason)
    if code:
        return _retract_page(seen, row, reason, sentence(code), 422)
    send_once("household.retract/1", seen["id"], {"reason": reason}, _("Đã rút lại khó khăn."))
    return back


def _page(row: dict, opened_form: str = "", wrong=NOTHING_WRONG, status: int = 200):
    ward_id, today, names = row["ward_id"], day_of(now_ms()), Names(row["ward_id"])
    observations = [observation_line(seen, names) for seen in records.observations(ward_id, row)]
    with_difficulties = records.with_difficulties(ward_id, [row])[0]
    into = records.household(ward_id, row["merged_into"]) if row["merged_into"] else None
    return show(
        "household/show.html",
        status=status,
        row=row,
        line=line(with_difficulties, names, today),
        facts_of=card(row, names, today),
        standing=[seen for seen in observations if not seen["retracted"]],
        retracted=[seen for seen in observations if seen["retracted"]],
        visits=[visit_line(visit, json.loads(visit["difficulties"]), names) for visit in records.visits(ward_id, row)],
        into=line(into, names, today) if into else None,
        gone_in=[line(one, names, today) for one in records.joined_rows(ward_id, row)] if row["joined"] else [],
        alike=[] if into else hints(row, names, today),
        open_reviews=ledger_entry.open_reviews(ward_id, entity=row["id"]),
        offers=[] if into else [{"action": action, "why_not": ""} for action in ACTIONS],
        opened_form=opened_form,
        form=_form_values(opened_form, with_difficulties["difficulties"], today),
        errors=wrong.errors,
        trouble=wrong.trouble,
        history=history(row, names),
        just=request.args.get("vua", ""),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


def _form_values(opened_form: str, held: list[str], today: str) -> dict:
    typed = request.form.to_dict() if request.method == "POST" else {}
    return {
        "opened": opened_form,
        "typed": {**typed, "difficulties": request.form.getlist("difficulties")} if typed else {},
        "visit": labelled(household_fields.VISIT),
        "observe": labelled(household_fields.OBSERVE),
        "outcomes": choices("outcome"),
        "states": choices("state"),
        "sources": [(code, words) for code, words in choices("observed_by") if code in ("call", "lead")],
        "difficulties": offered_difficulties(held),
        "today": today,
    }
