"""/tuyen-truyen/moi and /tuyen-truyen/<id>/sua: the plan of an event, and once it was held how it went."""

import json
from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import place, staff
from app.rules import fields
from app.rules.clock import day_of
from app.rules.operation import Refusal
from app.rules.outreach import amendable
from app.rules.outreach_fields import HOLD, PLAN
from app.rules.outreach_states import may
from app.rules.permissions import READS_WHOLE_WARD
from app.web import card_form, door
from app.web.guard import allow
from app.web.outreach import readable
from app.web.outreach_words import ADDRESS, kinds
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, sentence

routes = Blueprint("outreach_form", __name__, url_prefix=ADDRESS)

MAKE, AMEND = "outreach.plan/1", "outreach.amend/1"
_FIRST = {**dict.fromkeys(PLAN, ""), "kind": "training", "neighbourhoods": []}


def desk_people(chosen: str = "") -> list[tuple[str, str]]:
    """[(id, name)] of who may be in charge: the desk, and who was before they left."""
    return [
        (one["id"], one["name"])
        for one in staff.all_staff(current_user.ward_id)
        if one["id"] == chosen or (one["active"] and one["role"] in READS_WHOLE_WARD)
    ]


@routes.get("/moi")
@allow("outreach.plan")
def new():
    return _page(None, {**_FIRST, "host": current_user.row["id"]})


@routes.post("/moi")
@allow("outreach.plan")
def add():
    before = posted_before(MAKE)
    if before is not None:
        return redirect(f"{ADDRESS}/{before['entity']}")
    typed = _typed(PLAN)
    body, errors = _checked(typed, PLAN)
    entity = str(uuid5(UUID(door.form_operation_id()), "outreach"))
    answer = None if errors else door.tried(MAKE, entity, body)
    if errors or isinstance(answer, Refusal):
        return _page(None, typed, *(_refused(answer) if answer else (errors, "")), status=422)
    return redirect(f"{ADDRESS}/{send_once(MAKE, entity, body, _('Đã lên kế hoạch.'))}")


@routes.get("/<uuid:outreach_id>/sua")
@allow("outreach.amend")
def form(outreach_id):
    row = _changeable(outreach_id)
    return _page(row, {**amendable(row), "reason": ""}, was=amendable(row))


@routes.post("/<uuid:outreach_id>/sua")
@allow("outreach.amend")
def amend(outreach_id):
    """Only what changed is sent; whoever is second sees what stands there now."""
    done = redirect(f"{ADDRESS}/{outreach_id}")
    if posted_before(AMEND) is not None:
        return done
    row = _changeable(outreach_id)
    table = PLAN | (HOLD if row["state"] == "held" else {})
    typed, was = {**_typed(table), "reason": request.form.get("reason", "")}, _was(row)
    body, errors = _checked(typed, table)
    if errors:
        return _page(row, typed, errors, was=was, status=422)
    changed = sorted(name for name in was if body[name] != was[name])
    told = {name: {each: one[each] for each in changed} for name, one in (("set", body), ("was", was))}
    told["reason"] = typed["reason"]
    answer = door.tried(AMEND, row["id"], told)
    if not isinstance(answer, Refusal):
        send_once(AMEND, row["id"], told, _("Đã sửa thông tin."))
        return done
    if answer.code == "values_changed":
        now = amendable(row)
        names = list(answer.details["fields"])
        said = _("Người khác vừa sửa ô này. Trang chi tiết có giá trị mới; bấm Lưu lần nữa để dùng giá trị anh/chị gõ.")
        renewed = {**was, **{name: now[name] for name in names}}
        return _page(row, typed, dict.fromkeys(names, said), sentence(answer.code), renewed, 409)
    if answer.code in ("reason_needed", "nothing_changed"):
        return _page(row, typed, {"reason": sentence(answer.code)}, was=was, status=422)
    return _page(row, typed, *_refused(answer), was=was, status=422)


def _changeable(outreach_id) -> dict:
    row = readable(outreach_id)
    if not may("amend", row["state"]):
        raise Problem("outreach_state")
    return row


def _was(row: dict) -> dict:
    """The values that the form was shown with. Raises Problem for a forged one."""
    try:
        was = json.loads(request.form.get("was", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(was, dict) or set(was) != set(amendable(row)):
        raise Problem("request_unreadable")
    return was


def _typed(table: dict) -> dict:
    return card_form.read(table) | {"neighbourhoods": sorted(set(request.form.getlist("neighbourhoods")))}


def _checked(typed: dict, table: dict) -> tuple[dict, dict[str, str]]:
    clean, refusals = fields.check({name: typed[name] for name in table}, table, day_of(now_ms()))
    return {**clean, "neighbourhoods": typed["neighbourhoods"]}, door.form_errors(refusals)


def _refused(answer: Refusal) -> tuple[dict[str, str], str]:
    """({field: sentence}, the sentence for the whole form)."""
    wrong = answer.details.get("fields", {})
    if answer.code != "body_invalid" or not wrong:
        return {}, sentence(answer.code)
    labels = {name: {"label": spec["label"]} for name, spec in labelled(PLAN | HOLD).items()}
    labels["neighbourhoods"] = {"label": _("Tổ dân phố")}
    labels["planned_on"] |= {"days": 31}
    return {name: door.field_sentence(code, labels.get(name, {})) for name, code in wrong.items()}, ""


def _page(row: dict | None, typed: dict, errors=None, trouble="", was=None, status=200):
    errors = errors or {}
    known = place.neighbourhoods(current_user.ward_id, every=True)
    return show(
        "outreach/form.html",
        status=status,
        row=row,
        typed=typed | {"attended": "" if typed.get("attended") in (-1, None) else typed["attended"]},
        was=json.dumps(was, ensure_ascii=False) if was else "",
        limits=labelled(PLAN | HOLD),
        kinds=kinds(),
        hosts=desk_people(typed["host"]),
        neighbourhoods=[
            (one["id"], one["name"]) for one in known if one["active"] or one["id"] in typed["neighbourhoods"]
        ],
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )
