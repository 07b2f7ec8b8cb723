"""/hang-cho/phat-so: the volunteer or clerk gives a number to somebody who stands there, and prints it.

/hang-cho/<id>: what was given, large enough to be read across the table.
"""

from flask import Blueprint, redirect, request
from flask_login import current_user

from app.ledger.envelope import new_id
from app.printing import ticket_slip
from app.problems import Problem
from app.records import place
from app.records import queue as queue_records
from app.rules import clock, queue
from app.rules.operation import Refusal
from app.rules.ticket import TAKE
from app.web import door, ticket_words
from app.web.guard import allow
from app.web.paper_answer import pdf_answer
from app.web.posted_once import posted_before
from app.web.render import show
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.ticket_day import TicketDay, open_queues
from app.web.ticket_desk import ADDRESS, desk_address, held
from app.web.words import sentence

routes = Blueprint("ticket_take", __name__, url_prefix=ADDRESS)


@routes.get("/phat-so")
@allow("ticket.take")
def form():
    point = request.args.get("diem", "")
    if not point and len(open_queues(current_user.ward_id)) > 1:
        return redirect(ADDRESS)
    return _form(_queue(point))


def _queue(point: str) -> dict:
    """The open queue of a point; of the only one there is, when none is named. Raises Problem("queue_closed")."""
    offered = open_queues(current_user.ward_id)
    if not point and len(offered) == 1:
        return offered[0][1]
    row = queue_records.queue(current_user.ward_id, point)
    if row is None or not row["active"]:
        raise Problem("queue_closed")
    return row


def _form(row: dict, status: int = 200, errors: dict | None = None):
    errors = errors or {}
    point = place.support_point(current_user.ward_id, row["id"])
    return show(
        "ticket/take.html",
        status=status,
        point=point,
        services=[(name, name) for name in queue.services(row)],
        priorities=ticket_words.priorities(row),
        typed={name: request.form.get(name, "") for name in ("service", "priority")},
        errors=errors,
        summary=[{"id": name, "text": text} for name, text in errors.items()],
        back=desk_address(row["id"], ""),
        operation_id=new_id(),
    )


@routes.post("/phat-so")
@allow("ticket.take")
def take():
    row, op = _queue(request.form.get("diem", "")), door.form_operation_id()
    body = {"point": row["id"], "channel": "desk", "lane": "", "number": 0}
    body |= {name: request.form.get(name, "") for name in ("service", "priority")}
    if not body["service"]:
        return _form(row, 422, {"service": door.field_sentence("required", {"label": TAKE["service"]["label"]})})
    # The form's own id is the ticket's: a double click takes one number.
    if posted_before("ticket.take/1") is None:
        answer = door.tried("ticket.take/1", op, body)
        if isinstance(answer, Refusal):
            place_ = "priority" if answer.code == "ticket_priority_unknown" else "service"
            return _form(row, 422, {place_: sentence(answer.code)})
        door.send("ticket.take/1", op, body, op=op)
    return redirect(f"{ADDRESS}/{op}")


@routes.get("/<uuid:ticket_id>")
@allow("ticket.see")
def given(ticket_id):
    row, of_point = held(ticket_id)
    day = TicketDay(current_user.ward_id, of_point, now_ms())
    ahead = day.ahead(row["id"])
    waits = row["state"] == "waiting" and row["on"] == day.on
    return show(
        "ticket/given.html",
        row=row,
        number=ticket_words.number(row),
        priority=ticket_words.priority(row["priority"], of_point["elderly_age"]),
        state=ticket_words.state(row["state"]),
        ahead=ticket_words.ahead(ahead) if waits else "",
        wait=ticket_words.wait(day.expected(ahead)) if waits else "",
        href=f"{ADDRESS}/{row['id']}",
        again=f"{ADDRESS}/phat-so?diem={row['point']}",
        back=desk_address(row["point"], ""),
        slip=ticket_slip.ticket_slip_fields(_record(row, of_point, day)) | {"size": "80mm"},
    )


@routes.get("/<uuid:ticket_id>/so.pdf")
@allow("ticket.see")
def slip(ticket_id):
    """The number on a roll: ?kho=58mm or 80mm."""
    size = request.args.get("kho", "80mm")
    if size not in ticket_slip.SIZES:
        raise Problem("not_found")
    row, of_point = held(ticket_id)
    day = TicketDay(current_user.ward_id, of_point, now_ms())
    number = ticket_words.number(row)
    return pdf_answer(ticket_slip.ticket_slip(_record(row, of_point, day), size), f"so-thu-tu-{number.lower()}.pdf")


def _record(row: dict, of_point: dict, day: TicketDay) -> dict:
    """What app/printing takes. Paper is Vietnamese, whatever the screen speaks."""
    waits = row["state"] == "waiting" and row["on"] == day.on
    ahead = day.ahead(row["id"]) if waits else None
    expected = day.expected(ahead) if waits else None
    label = queue.priorities()[row["priority"]]["label"] if row["priority"] else ""
    return {
        **Stationery(row["ward_id"], day.now).heading(),
        "at": clock.write(row["taken_at"]),
        "number": ticket_words.number(row),
        "point": place.support_point(row["ward_id"], row["point"])["name"],
        "service": row["service"],
        "priority": label,
        "ahead": ahead,
        "wait": expected,
    }
