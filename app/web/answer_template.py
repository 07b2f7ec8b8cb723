"""/mau-tra-loi: templates of answers to feedback: those that came with the software, changed and added to."""

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import answer_template as records
from app.records import workday
from app.rules import tracking
from app.rules.answer_template import HOLES, KINDS, TEMPLATE, filled, unknown_holes, with_starters
from app.rules.clock import day_of
from app.web import card_form, door
from app.web.guard import allow
from app.web.render import show, tell
from app.web.words import day, said, sentence

routes = Blueprint("answer_template", __name__, url_prefix="/mau-tra-loi")


def templates(ward_id: int) -> list[dict]:
    """Every one that the ward has, put out of use too; those in use first, by name."""
    return sorted(with_starters(records.own_templates(ward_id)), key=lambda row: (not row["active"], row["name"]))


def usable(row: dict) -> list[tuple[str, str]]:
    """[(id, name)] of the templates for this feedback."""
    every = templates(row["ward_id"])
    return [(one["id"], one["name"]) for one in every if one["active"] and one["kind"] in ("any", row["kind"])]


def text_for(row: dict, template_id: str, now: int) -> str:
    """A template with its holes filled for this feedback; "" for one that is not there. Time in ms."""
    office = workday.office(row["ward_id"])
    place = ", ".join(part for part in (office["counter_name"].capitalize(), office["counter_address"]) if part)
    known = (
        tracking.format(row["tracking"]),
        day(row["received_on"]),
        day(day_of(now)),
        place,
        office["counter_phone"],
    )
    values = dict(zip(HOLES, known, strict=True))
    chosen = {one["id"]: one for one in templates(row["ward_id"]) if one["active"]}.get(template_id)
    return filled(chosen["text"], values) if chosen else ""


def _held(code: str) -> dict:
    """Raises Problem("not_found"), also for what is another ward's."""
    row = next((row for row in templates(current_user.ward_id) if row["id"] == code), None)
    if row is None:
        raise Problem("not_found")
    return row


@routes.get("")
@allow("answer_template.put")
def every():
    return show(
        "answer_template/list.html",
        templates=templates(current_user.ward_id),
        kinds={code: said(label) for code, label in KINDS.items()},
    )


@routes.get("/moi")
@allow("answer_template.put")
def new():
    return _form(None)


@routes.post("/moi")
@allow("answer_template.put")
def add():
    return _save(None)


@routes.get("/<code>")
@allow("answer_template.put")
def edit(code):
    return _form(_held(code))


@routes.post("/<code>")
@allow("answer_template.put")
def change(code):
    return _save(_held(code))


def _form(row: dict | None, status: int = 200, errors: dict | None = None):
    errors = errors or {}
    return show(
        "answer_template/form.html",
        status=status,
        held=row,
        typed=card_form.typed_or(row, TEMPLATE),
        errors=errors,
        summary=card_form.summary(errors),
        kinds=[(code, said(label)) for code, label in KINDS.items()],
        holes="; ".join(f"{{{hole}}}" for hole in HOLES),
        operation_id=new_id(),
    )


def _save(row: dict | None):
    # The form's own id becomes the new template's: a double click adds one.
    op = door.form_operation_id()
    entity = row["id"] if row else op
    body, errors = card_form.check(card_form.read(TEMPLATE), TEMPLATE)
    if "text" not in errors and unknown_holes(body["text"]):
        errors["text"] = door.field_sentence("hole_unknown", {})
    others = [each["name"].casefold() for each in templates(current_user.ward_id) if each["id"] != entity]
    if "name" not in errors and body["name"].casefold() in others:
        errors["name"] = sentence("name_taken")
    if errors:
        return _form(row, 422, errors)
    door.send("answer_template.put/1", entity, body, base=row["v"] if row else 0, op=op)
    tell(_("Đã lưu %(name)s.", name=body["name"]))
    return redirect("/mau-tra-loi")
