"""The office's own page (nơi tiếp nhận): its hours, its names on paper, and what the law leaves to the ward."""

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.records import workday as records
from app.rules import office as rules
from app.rules.office import OFFICE
from app.web import card_form, door
from app.web.calendar_preview import preview_or_change, wants_form
from app.web.guard import allow
from app.web.render import show, tell

routes = Blueprint("office", __name__, url_prefix="/lich/noi-tiep-nhan")

# What due dates are counted with: a change of these is shown first, with the dossiers it moves.
_HOURS = ("morning_from", "morning_to", "afternoon_from", "afternoon_to", "cutoff")


@routes.get("")
@allow("office.put")
def edit():
    return _form()


def _form(status: int = 200, errors: dict | None = None):
    errors = errors or {}
    return show(
        "office/form.html",
        status=status,
        typed=card_form.typed_or(records.office(current_user.ward_id), OFFICE),
        errors=errors,
        summary=card_form.summary(errors),
        operation_id=new_id(),
    )


@routes.post("")
@allow("office.put")
def change():
    if wants_form():
        return _form()
    body, errors = card_form.check(card_form.read(OFFICE), OFFICE)
    if not errors:
        errors = {name: door.field_sentence(code, {}) for name, code in rules.wrong_hours(body).items()}
    if errors:
        return _form(422, errors)
    held = records.office(current_user.ward_id)
    if all(body[name] == held[name] for name in _HOURS):
        door.send("office.put/1", rules.ID, body, base=held["v"])
        tell(_("Đã lưu thông tin nơi tiếp nhận."))
        return redirect("/lich")
    lines = [
        _("Sáng %(start)s–%(end)s", start=body["morning_from"], end=body["morning_to"]),
        _("Chiều %(start)s–%(end)s", start=body["afternoon_from"], end=body["afternoon_to"]),
        _("Thủ tục trong ngày nhận sau %(hour)s thì trả ngày làm việc kế tiếp", hour=body["cutoff"]),
    ]
    return preview_or_change(
        [("office.put/1", rules.ID, body)], rules.HOURS_REASON, _("Đổi giờ làm việc"), lines, "/lich"
    )
