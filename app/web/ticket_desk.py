"""/hang-cho: the queue before a counter. Call the next one, call again, not there, serve, done, send on.

Plain forms; the page looks again every few seconds (htmx), and keys save the hand a way. What two desks press at once
is decided by the ledger: one calls, the other is told so.
"""

from urllib.parse import urlencode
from uuid import NAMESPACE_OID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import PROBLEMS, Problem
from app.records import ledger_entry, place
from app.records import queue as queue_records
from app.records import ticket as records
from app.rules import queue
from app.rules.operation import Refusal
from app.rules.ticket_states import may
from app.web import door, ticket_words
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.ticket_day import TicketDay, open_queues
from app.web.words import said

ADDRESS = "/hang-cho"
routes = Blueprint("ticket_desk", __name__, url_prefix=ADDRESS)

# {the last part of the address: the verb}
STEPS = {
    "goi": "call",
    "goi-lai": "recall",
    "vang": "skip",
    "phuc-vu": "serve",
    "xong": "done",
    "xin-loi": "apologise",
}
# A whole morning of apologies is not asked for at once.
_OWED_SHOWN = 3
_LISTED = 60


def desk_address(point: str, counter: str) -> str:
    told = {name: value for name, value in (("diem", point), ("quay", counter)) if value}
    return f"{ADDRESS}?{urlencode(told)}" if told else ADDRESS


@routes.get("")
@allow("ticket.see")
def index():
    ward_id = current_user.ward_id
    offered = open_queues(ward_id)
    wanted = request.args.get("diem", "")
    if not wanted and len(offered) == 1:
        wanted = offered[0][0]["id"]
    chosen = next(((point, row) for point, row in offered if point["id"] == wanted), None)
    if chosen is None:
        every = place.support_points(ward_id)
        return show("ticket/points.html", points=[_point(*pair) for pair in offered], every=every)
    return _desk(*chosen)


def _point(point: dict, row: dict) -> dict:
    day = TicketDay(point["ward_id"], row, now_ms())
    return {"name": point["name"], "href": desk_address(point["id"], ""), "waiting": len(day.waiting)}


def _desk(point: dict, row: dict):
    day = TicketDay(current_user.ward_id, row, now_ms())
    counter = day.counter(request.args.get("quay", "")) or (day.counters[0] if len(day.counters) == 1 else None)
    if counter is None:
        return show("ticket/counters.html", point=point, counters=_counters(day))
    name = counter["name"]
    current = day.at_counter(name)
    by_id = {each["id"]: each for each in day.tickets}
    order = day.order(counter)
    return show(
        "ticket/desk.html",
        point=point,
        here=desk_address(point["id"], name),
        counter=name,
        current=_line(current, day) if current else None,
        following=_line(by_id[order[0]], day) if order else None,
        lines=[_line(by_id[id_], day) for id_ in order[:_LISTED]],
        more=max(0, len(order) - _LISTED),
        others=len(day.waiting) - len(order),
        skipped=[_line(each, day) for each in day.skipped()],
        owed=[_line(each, day) for each in day.owed() if _mine(each, day, counter)][:_OWED_SHOWN],
        counters=[each for each in _counters(day) if each["name"] != name],
        figures=_figures(day),
        now=day.now,
        op=new_id,
    )


def _mine(row: dict, day: TicketDay, counter: dict) -> bool:
    """Whose apology this counter says: of whoever stands before it, and of those it will call."""
    return row["id"] in day.order(counter) if row["state"] == "waiting" else row["counter"] == counter["name"]


def _line(row: dict, day: TicketDay) -> dict:
    until = day.now if row["called_at"] is None else row["called_at"]
    return {
        "id": row["id"],
        "number": ticket_words.number(row),
        "state": row["state"],
        "state_words": ticket_words.state(row["state"]),
        "service": row["service"],
        "mark": ticket_words.mark(row["priority"]),
        "waited": ticket_words.minutes(row["taken_at"], until),
        "late": bool(day.row["apology_minutes"]) and until - row["taken_at"] >= day.row["apology_minutes"] * 60_000,
        "apologised": row["apologised_at"] is not None,
        "taken_at": row["taken_at"],
        "calls": row["calls"],
        "to_counter": row["to_counter"],
        "href": f"{ADDRESS}/{row['id']}",
    }


def _counters(day: TicketDay) -> list[dict]:
    found = []
    for counter in day.counters:
        row = day.at_counter(counter["name"])
        found.append(
            {
                "name": counter["name"],
                "href": desk_address(day.point, counter["name"]),
                "services": counter["services"],
                "number": ticket_words.number(row) if row else "",
                "waiting": len(day.order(counter)),
            }
        )
    return found


def _figures(day: TicketDay) -> dict:
    """Today in numbers. The wait is until the first call."""
    waits = sorted(
        row["first_called_at"] - row["taken_at"] for row in day.tickets if row["first_called_at"] is not None
    )
    return {
        "taken": len(day.tickets),
        "waiting": len(day.waiting),
        "done": sum(row["state"] == "done" for row in day.tickets),
        "middle": ticket_words.minutes(0, waits[len(waits) // 2]) if waits else "",
        "apologised": sum(row["apologised_at"] is not None for row in day.tickets),
    }


def held(ticket_id) -> tuple[dict, dict]:
    """(the ticket, its queue). Raises Problem("not_found"), also for what is another ward's."""
    row = records.ticket(current_user.ward_id, str(ticket_id))
    of_point = queue_records.queue(current_user.ward_id, row["point"]) if row else None
    if of_point is None:
        raise Problem("not_found")
    return row, of_point


def step(verb: str, row: dict, body: dict, op: str) -> str:
    """ "" when it was done, or the sentence why not: another desk was faster, another step came first."""
    type_ = f"ticket.{verb}/1"
    if (before := ledger_entry.entry_by_op(current_user.ward_id, op)) is not None:
        # A double click: what the first press did is no refusal of the second.
        return "" if before["outcome"] == "ok" else _refused(before["code"], row["id"])
    answer = door.tried(type_, row["id"], body)
    if isinstance(answer, Refusal):
        return _refused(answer.code, row["id"])
    try:
        door.send(type_, row["id"], body, base=row["v"], op=op)
    except Problem as problem:
        return _refused(problem.code, row["id"])
    return ""


def _refused(code: str, ticket_id: str) -> str:
    now = records.ticket(current_user.ward_id, ticket_id)
    named = {"number": ticket_words.number(now), "counter": now["counter"]}
    if code == "ticket_called_elsewhere" and now["counter"]:
        return _("Số %(number)s vừa được %(counter)s gọi. Hãy gọi số tiếp theo.", **named)
    if code == "ticket_state":
        words = ticket_words.state(now["state"]).lower()
        return _("Số %(number)s bây giờ: %(state)s. Xem lại danh sách rồi bấm lần nữa.", **named, state=words)
    return said(PROBLEMS.get(code, PROBLEMS["server_error"])[1])


def _post(ticket_id, slug: str):
    row, _of_point = held(ticket_id)
    counter, op = request.form.get("quay", ""), door.form_operation_id()
    body = {"from": request.form.get("from", "")}
    if STEPS[slug] != "apologise":
        body["counter"] = counter
    trouble = step(STEPS[slug], row, body, op)
    if trouble:
        tell(trouble, "warning")
    elif slug == "xong" and request.form.get("goi"):
        _call_next(request.form["goi"], counter, op)
    elif slug == "xin-loi":
        tell(_("Đã ghi lời xin lỗi với người cầm số %(number)s.", number=ticket_words.number(row)))
    return redirect(desk_address(row["point"], counter))


def _call_next(next_id: str, counter: str, op: str) -> None:
    """The second half of “done, and the next one”; its operation is named by the first."""
    row = records.ticket(current_user.ward_id, next_id)
    if row is None:
        return
    trouble = step("call", row, {"from": "waiting", "counter": counter}, str(uuid5(NAMESPACE_OID, f"next {op}")))
    if trouble:
        tell(trouble, "warning")


def _add_step(slug: str, verb: str) -> None:
    @allow(f"ticket.{verb}")
    def post(ticket_id):
        return _post(ticket_id, slug)

    routes.add_url_rule(f"/<uuid:ticket_id>/{slug}", endpoint=verb, view_func=post, methods=["POST"])


for _slug, _verb in STEPS.items():
    _add_step(_slug, _verb)


@routes.get("/<uuid:ticket_id>/chuyen")
@allow("ticket.transfer")
def transfer_form(ticket_id):
    return _transfer(*held(ticket_id), request.args.get("quay", ""))


def _transfer(row: dict, of_point: dict, counter: str, status: int = 200, trouble: str = ""):
    if not may("transfer", row["state"]):
        tell(_refused("ticket_state", row["id"]), "warning")
        return redirect(desk_address(row["point"], counter))
    return show(
        "ticket/transfer.html",
        status=status,
        row=row,
        number=ticket_words.number(row),
        services=[(name, name) for name in queue.services(of_point)],
        counters=[(one["name"], one["name"]) for one in queue.counters(of_point) if one["name"] != row["counter"]],
        typed={
            "service": request.form.get("service", row["service"]),
            "to_counter": request.form.get("to_counter", ""),
        },
        trouble=trouble,
        counter=counter,
        back=desk_address(row["point"], counter),
        operation_id=new_id(),
    )


@routes.post("/<uuid:ticket_id>/chuyen")
@allow("ticket.transfer")
def transfer(ticket_id):
    row, of_point = held(ticket_id)
    counter = request.form.get("quay", "")
    body = {name: request.form.get(name, "") for name in ("from", "service", "to_counter")}
    trouble = step("transfer", row, body, door.form_operation_id())
    if trouble:
        fresh = records.ticket(current_user.ward_id, row["id"])
        return _transfer(fresh, of_point, counter, 422, trouble)
    tell(_("Số %(number)s đã chuyển sang: %(service)s.", number=ticket_words.number(row), service=body["service"]))
    return redirect(desk_address(row["point"], counter))
