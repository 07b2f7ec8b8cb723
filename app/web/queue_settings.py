"""/hang-cho/cai-dat/<point>: what a ward sets of the queue of one support point."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import place
from app.records import queue as records
from app.rules import queue as rules
from app.rules.ticket_number import SERVER_LANES
from app.web import card_form, door
from app.web.guard import allow
from app.web.render import show, tell
from app.web.ticket_desk import ADDRESS, desk_address
from app.web.ticket_words import priority

routes = Blueprint("queue_settings", __name__, url_prefix=f"{ADDRESS}/cai-dat")


def _point(code: str) -> dict:
    row = place.support_point(current_user.ward_id, code)
    if row is None:
        raise Problem("not_found")
    return row


@routes.get("/<code>")
@allow("queue.put")
def edit(code):
    return _form(_point(code))


def _read() -> dict:
    """What was typed; the ticks of who has priority come as a list."""
    known = rules.priorities()
    return card_form.read(rules.QUEUE) | {
        "priorities": [one for one in request.form.getlist("priorities") if one in known]
    }


def _form(point: dict, status: int = 200, errors: dict | None = None):
    errors, held = errors or {}, records.queue(current_user.ward_id, point["id"])
    typed = card_form.typed_or(held or rules.DEFAULT, rules.QUEUE)
    typed["priorities"] = (
        request.form.getlist("priorities") if request.method == "POST" else rules.priority_codes(held or rules.DEFAULT)
    )
    return show(
        "queue/form.html",
        status=status,
        point=point,
        is_new=held is None,
        typed=typed,
        errors=errors,
        summary=card_form.summary(errors),
        lanes=[(lane, lane) for lane in SERVER_LANES],
        priorities=[(code, priority(code)) for code in rules.priorities()],
        every=[
            ("0", _("Không xếp ưu tiên")),
            ("1", _("Gọi hết người ưu tiên trước")),
            *((str(count), _("%(count)s lượt gọi thì một lượt ưu tiên", count=count)) for count in (2, 3, 4, 5)),
        ],
        operation_id=new_id(),
    )


@routes.post("/<code>")
@allow("queue.put")
def change(code):
    point = _point(code)
    body, errors = card_form.check(_read(), rules.QUEUE)
    if not errors:
        errors = {name: door.field_sentence(wrong, {}) for name, wrong in rules.wrong_lines(body).items()}
    if errors:
        return _form(point, 422, errors)
    held = records.queue(current_user.ward_id, point["id"])
    door.send("queue.put/1", point["id"], body, base=held["v"] if held else 0)
    tell(_("Đã lưu hàng chờ của %(name)s.", name=point["name"]))
    return redirect(desk_address(point["id"], "") if body["active"] else ADDRESS)
