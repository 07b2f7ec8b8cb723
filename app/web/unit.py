"""The units (bộ phận) of the ward's office: added, changed, put out of use; people belong to one."""

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import staff
from app.records import unit as records
from app.rules.unit import UNIT, UNIT_KINDS
from app.web import card_form, door
from app.web.guard import allow
from app.web.render import show, tell
from app.web.words import said, sentence

routes = Blueprint("unit", __name__, url_prefix="/bo-phan")


def _held(code: str) -> dict:
    """Raises Problem("not_found"), also for what is another ward's."""
    row = next((row for row in records.units(current_user.ward_id, every=True) if row["id"] == code), None)
    if row is None:
        raise Problem("not_found")
    return row


@routes.get("")
@allow("unit.put")
def every():
    people: dict[str, list[str]] = {}
    for person in staff.all_staff(current_user.ward_id):
        if person["active"] and person["unit"]:
            people.setdefault(person["unit"], []).append(person["name"])
    return show(
        "unit/list.html",
        units=records.units(current_user.ward_id, every=True),
        people=people,
        kinds={code: said(label) for code, label in UNIT_KINDS.items()},
    )


@routes.get("/moi")
@allow("unit.put")
def new():
    return _form(None)


@routes.post("/moi")
@allow("unit.put")
def add():
    return _save(None)


@routes.get("/<code>")
@allow("unit.put")
def edit(code):
    return _form(_held(code))


@routes.post("/<code>")
@allow("unit.put")
def change(code):
    return _save(_held(code))


def _form(row: dict | None, status: int = 200, errors: dict | None = None):
    errors = errors or {}
    return show(
        "unit/form.html",
        status=status,
        held=row,
        typed=card_form.typed_or(row, UNIT),
        errors=errors,
        summary=card_form.summary(errors),
        kinds=[(code, said(label)) for code, label in UNIT_KINDS.items()],
        operation_id=new_id(),
    )


def _save(row: dict | None):
    # The form's own id becomes the new unit's: a double click adds one.
    op = door.form_operation_id()
    entity = row["id"] if row else op
    body, errors = card_form.check(card_form.read(UNIT), UNIT)
    others = [each for each in records.units(current_user.ward_id, every=True) if each["id"] != entity]
    if "name" not in errors and body["name"].casefold() in {each["name"].casefold() for each in others}:
        errors["name"] = sentence("name_taken")
    if errors:
        return _form(row, 422, errors)
    door.send("unit.put/1", entity, body, base=row["v"] if row else 0, op=op)
    tell(_("Đã lưu %(name)s.", name=body["name"]))
    return redirect("/bo-phan")
