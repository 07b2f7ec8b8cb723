"""Tickets of the queue (số thứ tự): taken, called, served, sent on, done. No name is asked.

A number is given once a day and lane. The server gives those of its lanes when the operation is applied; a tablet
takes those of its own lane without a network, prints them, and the ledger keeps them as they are on paper. The day of
a lane never goes backwards. Every step says in `from` which state the person saw; another state by now is refused, so
that two desks never call the same person.
"""

from app.rules import fields, queue
from app.rules.clock import local
from app.rules.operation import SYSTEM, Change, Context, Operation, Refusal
from app.rules.text import clean
from app.rules.ticket_number import NUMBER_MAX, TABLET_LANE
from app.rules.ticket_states import STATES, after, may

CHANNELS = {"desk": "Tại quầy", "kiosk": "Màn hình tại sảnh", "phone": "Điện thoại", "tablet": "Máy của điểm hỗ trợ"}
# A tablet that was away hands in numbers out of order only where something was parked: so many holes are remembered.
_HOLES_MAX = 50

TAKE = {
    "point": fields.code("Điểm hỗ trợ", "[0-9A-Za-z_-]{1,36}", required=True),
    "service": fields.text("Việc cần làm", queue.SERVICE_MAX, required=True),
    "priority": fields.choice("Ưu tiên", ("", *queue.priorities())),
    "channel": fields.choice("Lấy số qua", tuple(CHANNELS)),
    # what a tablet has printed; "" and 0: the ledger gives the number
    "lane": fields.code("Chữ đứng đầu số", TABLET_LANE.pattern),
    "number": fields.whole("Số", 0, NUMBER_MAX),
}

EMPTY = {
    "point": "",
    "on": "",
    "lane": "",
    "number": 0,
    "state": "waiting",
    "service": "",
    "priority": "",
    "channel": "desk",
    "counter": "",
    "to_counter": "",
    "taken_at": 0,
    "first_called_at": None,
    "called_at": None,
    "calls": 0,
    "served_at": None,
    "ended_at": None,
    "transfers": 0,
    "called_by": "",
    "apologised_at": None,
    "apologised_by": "",
}


def _invalid(refusals) -> Refusal:
    return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})


def take(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.take/1` (see TAKE): a new ticket, and the lane it got its number from."""
    if held is not None:
        return Refusal("entity_exists")
    said, refusals = fields.check(body, TAKE, context.on)
    if refusals:
        return _invalid(refusals)
    if said["point"] not in context.lists.support_points:
        return Refusal("point_unknown")
    of_point = context.held("queue", said["point"])
    # Whoever stands before a tablet with a printed number is in the queue, whatever its settings were meanwhile.
    if not context.from_tablet and (refusal := _not_offered(of_point, said, operation, context)):
        return refusal
    given = _kept_number(said, context) if context.from_tablet else _next_number(of_point["lane"], context)
    if isinstance(given, Refusal):
        return given
    row = {
        **EMPTY,
        **{name: said[name] for name in ("point", "service", "priority", "channel")},
        "id": operation.entity,
        "on": given["on"],
        "lane": given["id"],
        "number": given.pop("given"),
        "taken_at": context.at,
    }
    if row["on"] < context.today:
        # It comes from a tablet that was away over night: whoever it was has gone home.
        row["state"] = "lapsed"
    return Change(row, also=[("ticket_lane", given["id"], given)])


def _not_offered(of_point: dict | None, said: dict, operation: Operation, context: Context) -> Refusal | None:
    if of_point is None or not of_point["active"]:
        return Refusal("queue_closed")
    if said["number"] or said["lane"]:
        return Refusal("ticket_lane_wrong")
    if said["service"] not in queue.services(of_point):
        return Refusal("ticket_service_unknown")
    if said["priority"] and said["priority"] not in queue.priority_codes(of_point):
        return Refusal("ticket_priority_unknown")
    if operation.author != SYSTEM:
        return None
    if said["channel"] == "phone" and not of_point["phone_take"]:
        return Refusal("queue_not_by_phone")
    time = local(context.now).strftime("%H:%M")
    return None if of_point["take_from"] <= time <= of_point["take_to"] else Refusal("queue_hours")


def _next_number(lane: str, context: Context) -> dict | Refusal:
    """The row of a lane of the server's after one more number, and that number under "given"."""
    held = context.held("ticket_lane", lane)
    on = context.today
    if held is not None and held["on"] >= on:
        # A clock that was set back does not begin the day anew: its numbers are on paper.
        on, number = held["on"], held["last_number"] + 1
    else:
        number = 1
    if number > NUMBER_MAX:
        return Refusal("ticket_lane_full")
    return {**(held or {}), "id": lane, "on": on, "last_number": number, "holes": "", "given": number}


def _kept_number(said: dict, context: Context) -> dict | Refusal:
    """The row of a tablet's lane with the number that stands on the paper, and that number under "given"."""
    lane, number = said["lane"], said["number"]
    if not lane or not number:
        return Refusal("ticket_lane_wrong")
    held = context.held("ticket_lane", lane)
    if held is None or held["on"] < context.on:
        last, holes = 0, []
    elif held["on"] > context.on:
        # Of a day whose numbers the lane has left behind: nobody waits with it any more.
        return Refusal("ticket_day_over")
    else:
        last, holes = held["last_number"], [int(hole) for hole in held["holes"].split()]
    if number <= last and number not in holes:
        return Refusal("ticket_number_taken")
    holes = [hole for hole in (*holes, *range(last + 1, number)) if hole != number][-_HOLES_MAX:]
    row = {**(held or {}), "id": lane, "on": context.on, "last_number": max(last, number)}
    return {**row, "holes": " ".join(map(str, holes)), "given": number}


def _step(verb: str, held: dict | None, body: dict) -> Refusal | None:
    """None when the step may be done by somebody who saw the ticket as `from` says."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if body.get("from") not in STATES:
        return Refusal("body_invalid", details={"fields": {"from": "choice_unknown"}})
    details = {"state": held["state"], "counter": held["counter"]}
    if body["from"] != held["state"] or not may(verb, held["state"]):
        called = verb == "call" and held["state"] in ("called", "serving", "done", "skipped")
        return Refusal("ticket_called_elsewhere" if called else "ticket_state", details=details)
    return None


def _counter(body: dict, held: dict, context: Context) -> str | Refusal:
    """The name of the counter that speaks, one of the queue's."""
    told = body.get("counter")
    name = clean(told) if isinstance(told, str) else ""
    if not 0 < len(name) <= queue.COUNTER_MAX:
        return Refusal("ticket_counter_unknown")
    of_point = context.held("queue", held["point"])
    if not context.from_tablet and (of_point is None or queue.counter(of_point, name) is None):
        return Refusal("ticket_counter_unknown")
    return name


def call(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.call/1` {"from": "waiting", "counter"}: this person, to this counter."""
    return _called("call", held, body, operation, context)


def recall(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.recall/1` {"from": "called"|"skipped", "counter"}: once more, or although they were not there before."""
    return _called("recall", held, body, operation, context)


def _called(verb: str, held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    if refusal := _step(verb, held, body):
        return refusal
    counter = _counter(body, held, context)
    if isinstance(counter, Refusal):
        return counter
    if held["state"] == "called" and held["counter"] != counter:
        return _elsewhere(held)
    by = {"called_by": operation.author, "counter": counter, "to_counter": ""}
    times = {"called_at": context.at, "calls": held["calls"] + 1}
    first = held["first_called_at"] if held["first_called_at"] is not None else context.at
    return Change({**held, **by, **times, "first_called_at": first, "state": after(verb, held["state"])})


def _elsewhere(held: dict) -> Refusal:
    return Refusal("ticket_called_elsewhere", details={"state": held["state"], "counter": held["counter"]})


def _at_counter(verb: str, held: dict | None, body: dict, context: Context) -> Refusal | None:
    """None when the ticket stands at the counter that speaks."""
    if refusal := _step(verb, held, body):
        return refusal
    counter = _counter(body, held, context)
    if isinstance(counter, Refusal):
        return counter
    return _elsewhere(held) if held["counter"] != counter else None


def skip(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.skip/1` {"from": "called", "counter"}: called and not there; may be called again."""
    refusal = _at_counter("skip", held, body, context)
    return refusal or Change({**held, "state": "skipped"})


def serve(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.serve/1` {"from": "called", "counter"}: the person has come."""
    refusal = _at_counter("serve", held, body, context)
    return refusal or Change({**held, "state": "serving", "served_at": context.at})


def done(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.done/1` {"from": "called"|"serving", "counter"}: the person has been served."""
    refusal = _at_counter("done", held, body, context)
    if refusal:
        return refusal
    served = held["served_at"] if held["served_at"] is not None else held["called_at"]
    return Change({**held, "state": "done", "served_at": served, "ended_at": context.at})


def transfer(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.transfer/1` {"from", "service", "to_counter"}: on to another service or counter of this queue.

    It waits again with the time of its first number, so nobody begins anew because of our way of dividing work.
    `to_counter` "": any that serves it.
    """
    if refusal := _step("transfer", held, body):
        return refusal
    of_point = context.held("queue", held["point"])
    service, to = body.get("service"), body.get("to_counter", "")
    if of_point is None or not isinstance(service, str) or service not in queue.services(of_point):
        return Refusal("ticket_service_unknown")
    if not isinstance(to, str) or (to and queue.counter(of_point, to) is None):
        return Refusal("ticket_counter_unknown")
    if held["state"] == "waiting" and (service, to) == (held["service"], held["to_counter"]):
        return Refusal("nothing_changed")
    sent = {"service": service, "to_counter": to, "counter": "", "transfers": held["transfers"] + 1}
    return Change({**held, **sent, "state": "waiting", "called_at": None, "served_at": None, "called_by": ""})


def apologise(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.apologise/1` {"from"}: the desk said sorry for the wait (“Khách chờ, được xin lỗi”); once a ticket."""
    if refusal := _step("apologise", held, body):
        return refusal
    if held["apologised_at"] is not None:
        return Refusal("ticket_apologised")
    return Change({**held, "apologised_at": context.at, "apologised_by": operation.author})


def lapse(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ticket.lapse/1` {}: the day is over. By the server itself; who was being served has been, at no known time."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if not may("lapse", held["state"]):
        return Refusal("ticket_state")
    if held["on"] >= context.today:
        return Refusal("ticket_day_running")
    return Change({**held, "state": "done" if held["state"] == "serving" else "lapsed"})
