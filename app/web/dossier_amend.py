"""/ho-so/<id>/sua: what was written down wrongly; never a date, a paper or a number. Only what changed is sent."""

import json

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from app.ledger.envelope import new_id
from app.problems import Problem
from app.rules import dossier_fields
from app.rules.clock import day_of
from app.rules.dossier_states import may
from app.rules.operation import Refusal
from app.web import card_form, door
from app.web.assistance_words import phone_text
from app.web.dossier_show import readable
from app.web.guard import allow
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, said, sentence

routes = Blueprint("dossier_amend", __name__, url_prefix="/ho-so")

TYPE = "dossier.amend/1"
# What a person may mend here; links to other records are made elsewhere.
_SHOWN = tuple(name for name in dossier_fields.AMENDABLE if name not in ("assistance", "declaration"))


@routes.get("/<uuid:dossier_id>/sua")
@allow("dossier.amend")
def form(dossier_id):
    row = _changeable(dossier_id)
    return _page(row, {name: row[name] for name in _SHOWN}, _seen_of(row))


@routes.post("/<uuid:dossier_id>/sua")
@allow("dossier.amend")
def amend(dossier_id):
    """Two people may mend the same dossier: whoever is second sees what stands there now."""
    row = readable(dossier_id)
    if posted_before(TYPE) is not None:
        return redirect(f"/ho-so/{row['id']}")
    row, was = _changeable(dossier_id), _was()
    typed = {name: request.form.get(name, "") for name in _SHOWN}
    if typed["return_by"] != "post":
        typed["return_address"] = ""
    before = {name: row[name] for name in dossier_fields.AMENDABLE}
    clean, refusals = dossier_fields.check_amended({**before, **typed}, day_of(now_ms()))
    errors = door.form_errors(refusals)
    if errors:
        return _page(row, typed, was, errors, status=422)
    changed = sorted(name for name in _SHOWN if clean[name] != was[name])
    body = {
        "set": {name: clean[name] for name in changed},
        "was": {name: was[name] for name in changed},
        "reason": request.form.get("reason", ""),
    }
    answer = door.tried(TYPE, row["id"], body)
    if isinstance(answer, Refusal):
        return _refused(row, typed, was, answer)
    send_once(TYPE, row["id"], body, _("Đã sửa hồ sơ."))
    return redirect(f"/ho-so/{row['id']}")


def _refused(row: dict, typed: dict, was: dict, answer: Refusal):
    if answer.code == "values_changed":
        # What stands there now is shown beside what was typed; a second press is a choice made with open eyes.
        names = list(answer.details["fields"])
        errors = {name: _("Người khác vừa sửa thành: %(value)s", value=_shown(name, row[name])) for name in names}
        return _page(row, typed, {**was, **{name: row[name] for name in names}}, errors, sentence(answer.code), 409)
    if answer.code in ("reason_needed", "nothing_changed", "text_secret"):
        return _page(row, typed, was, {"reason": sentence(answer.code)}, status=422)
    return _page(row, typed, was, {}, sentence(answer.code), 422)


def _shown(name: str, value: str) -> str:
    return phone_text(value) if name == "phone" else value or "–"


def _changeable(dossier_id) -> dict:
    row = readable(dossier_id)
    if not may("amend", row["state"]):
        raise Problem("dossier_state")
    return row


def _seen_of(row: dict) -> dict:
    return {name: row[name] for name in _SHOWN}


def _was() -> dict:
    """The values that the form was shown with. Raises Problem for a forged one."""
    try:
        was = json.loads(request.form.get("was", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(was, dict) or set(was) != set(_SHOWN):
        raise Problem("request_unreadable")
    return was


def _page(row: dict, typed: dict, was: dict, errors=None, trouble="", status=200):
    errors = errors or {}
    return show(
        "dossier/amend.html",
        status=status,
        row=row,
        typed={**typed, "phone": phone_text(typed["phone"])},
        was=json.dumps(was, ensure_ascii=False),
        reason=request.form.get("reason", ""),
        limits=labelled(dossier_fields.FIELDS),
        returns=[(code, said(text)) for code, text in dossier_fields.RETURNS.items()],
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )
