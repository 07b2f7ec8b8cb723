"""/danh-gia-thang/phuong-an: the schemes that give points, what each says, and the ward's own in their place."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import evaluation
from app.rules import evaluation_scheme as rules
from app.rules.declaration_form import NotForm
from app.rules.evaluation_scheme import KINDS, POINTS, SCHEME
from app.web import card_form, door
from app.web.evaluation_month import ADDRESS
from app.web.guard import allow
from app.web.render import show, tell
from app.web.words import said

routes = Blueprint("evaluation_scheme", __name__, url_prefix=f"{ADDRESS}/phuong-an")

_HERE = f"{ADDRESS}/phuong-an"
_NEW = "moi"


@routes.get("")
@allow("evaluation.see")
def every():
    found = rules.every(evaluation.schemes(current_user.ward_id))
    lines = sorted(found.values(), key=lambda one: (list(KINDS).index(one[0].kind), one[0].first_day, one[0].code))
    kinds = {code: said(words) for code, words in KINDS.items()}
    return show("evaluation/schemes.html", lines=lines, kinds=kinds)


def _held(code: str) -> tuple:
    """(scheme, whether it is used, the ward's row or None). Raises Problem("not_found")."""
    own = evaluation.schemes(current_user.ward_id)
    found = rules.every(own).get(code)
    if found is None:
        raise Problem("not_found")
    return found[0], found[1], next((row for row in own if row["id"] == code), None)


@routes.get("/<code>")
@allow("evaluation.see")
def see(code):
    return _page(code)


def _page(code: str, status: int = 200, errors: dict | None = None, faults=()):
    scheme, used, row = _held(code)
    typed = {"text": row["text"] if row else rules.shipped_texts()[code], "active": used}
    return _form(code, scheme, row, typed, status, errors, faults)


def _form(code: str, scheme, row: dict | None, typed: dict, status: int = 200, errors=None, faults=()):
    errors = errors or {}
    if request.method == "POST":
        typed = {"text": request.form.get("text", ""), "active": "active" in request.form}
    return show(
        "evaluation/scheme.html",
        status=status,
        code=code,
        scheme=scheme,
        row=row,
        typed=typed,
        errors=errors,
        faults=[str(fault) for fault in faults],
        summary=card_form.summary(errors),
        scales=[(_("Công chức"), scheme.official), (_("Bộ phận, cả phường"), scheme.unit)]
        if scheme and scheme.kind == POINTS
        else [],
        text_max=rules.TEXT_MAX,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )


@routes.get(f"/{_NEW}")
@allow("evaluation_scheme.put")
def new():
    """A scheme of the ward's own, begun from another one (`tu`): its code and days are to be changed."""
    begun = rules.every(evaluation.schemes(current_user.ward_id)).get(request.args.get("tu", ""))
    own = {row["id"]: row["text"] for row in evaluation.schemes(current_user.ward_id)}
    text = (own | rules.shipped_texts()).get(begun[0].code, "") if begun else ""
    return _form(_NEW, None, None, {"text": text, "active": True})


@routes.post(f"/{_NEW}")
@allow("evaluation_scheme.put")
def add():
    return _save(_NEW)


@routes.post("/<code>")
@allow("evaluation_scheme.put")
def change(code):
    _held(code)
    return _save(code)


def _save(code: str):
    body, errors = card_form.check(card_form.read(SCHEME), SCHEME)
    faults, scheme = [], None
    if "text" not in errors:
        try:
            scheme = rules.read(body["text"])
        except NotForm as refused:
            faults, errors["text"] = refused.faults, door.field_sentence("scheme_invalid", {})
    known = rules.every(evaluation.schemes(current_user.ward_id))
    if scheme and code != _NEW and scheme.code != code:
        errors["text"] = door.field_sentence("scheme_code", {})
    if scheme and code == _NEW and (scheme.code in known or scheme.code == _NEW):
        errors["text"] = _("Mã “%(code)s” đã có. Hãy đặt mã khác ở “code”.", code=scheme.code)
    if errors:
        return _form(_NEW, None, None, {}, 422, errors, faults) if code == _NEW else _page(code, 422, errors, faults)
    row = next((row for row in evaluation.schemes(current_user.ward_id) if row["id"] == scheme.code), None)
    door.send("evaluation_scheme.put/1", scheme.code, body, base=row["v"] if row else 0)
    tell(_("Đã lưu %(name)s.", name=scheme.title))
    return redirect(f"{_HERE}/{scheme.code}", 303)
