"""/so-thu-tu: a citizen takes a number without an account, and sees how many are before them. No name is asked.

The page looks at nobody, so that phones keep it; scripts take the number through the anonymous door and know it from
the phone's own memory. Without scripts the form is posted, and a cookie that only these pages are sent remembers it.
"""

import re

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from app.ledger.envelope import new_id
from app.ledger.from_citizen import receive
from app.problems import PROBLEMS
from app.records import queue as queue_records
from app.records import ticket as records
from app.rules import queue
from app.rules.ticket_states import OPEN
from app.web import ticket_words, wire
from app.web.guard import public
from app.web.public_types import PUBLIC
from app.web.render import show, show_public, tell, ward_of_request
from app.web.sessions import now_ms
from app.web.sync_public import count_knocks
from app.web.ticket_day import TicketDay, open_queues
from app.web.words import clock_time, said

ADDRESS = "/so-thu-tu"
OWN = f"{ADDRESS}/cua-toi"
TYPE = "ticket.take/1"
routes = Blueprint("ticket_citizen", __name__, url_prefix=ADDRESS)

COOKIE = "gd_ticket"
_COOKIE_SECONDS = 12 * 3600
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a phone says itself when the door refuses.
_SAID = (
    "queue_closed",
    "queue_hours",
    "queue_not_by_phone",
    "ticket_service_unknown",
    "ticket_priority_unknown",
    "ticket_lane_full",
    "point_unknown",
    "server_error",
)


def _told(ward_id: int, ticket_id: str) -> dict:
    """What the phone that took it is told at once."""
    row = records.ticket(ward_id, ticket_id)
    return {"number": ticket_words.number(row), "on": row["on"], "state": row["state"]}


PUBLIC[TYPE] = _told


def _taking() -> tuple[str, dict]:
    ward = ward_of_request()
    points = [_point(point, row) for point, row in open_queues(ward["id"])] if ward else []
    sentences = {code: said(PROBLEMS[code][1]) for code in _SAID}
    return "ticket/citizen.html", {"points": points, "sentences": sentences, "states": _states()}


def _point(point: dict, row: dict) -> dict:
    return {
        "id": point["id"],
        "name": point["name"],
        "address": point["address"],
        "by_phone": row["phone_take"],
        "hours": _("Lấy số từ %(start)s đến %(end)s", start=row["take_from"], end=row["take_to"]),
        "services": [(name, name) for name in queue.services(row)],
        "priorities": ticket_words.priorities(row),
    }


def _states() -> dict[str, str]:
    return {code: ticket_words.state(code) for code in (*sorted(OPEN), "done", "lapsed")}


@routes.get("")
@public
def page():
    template, context = _taking()
    return show_public(template, **context)


# The network is asked first, because a ward changes its services; without one, the phone's copy.
page.kept, page.kept_for = _taking, "citizen"


@routes.post("")
@public
def take():
    """Without scripts. Whoever has a number that still waits at this point is shown it instead of a second one."""
    ward, now = ward_of_request(), now_ms()
    own = _own(ward["id"]) if ward else None
    body = {"channel": "phone", "lane": "", "number": 0}
    body |= {name: request.form.get(name, "") for name in ("point", "service", "priority")}
    if own and own["state"] == "waiting" and own["point"] == body["point"]:
        tell(_("Anh/chị đã có số ở điểm này."), "info")
        return redirect(OWN)
    if ward is None:
        return redirect(ADDRESS)
    count_knocks(request.remote_addr or "", 1, now)
    ticket_id = new_id()
    told = receive(ward["id"], TYPE, ticket_id, new_id(), body, now)
    if told["status"] != "ok":
        code = "ticket_service_unknown" if told["code"] == "body_invalid" else told["code"]
        template, context = _taking()
        sentence = said(PROBLEMS.get(code, PROBLEMS["server_error"])[1])
        return show(template, status=422, trouble=sentence, typed=body, **context)
    response = redirect(OWN)
    response.set_cookie(
        COOKIE,
        ticket_id,
        max_age=_COOKIE_SECONDS,
        path=ADDRESS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def _own(ward_id: int, given: str = "") -> dict | None:
    """The ticket that this phone names, by its cookie or in the header of a script's question."""
    named = given or request.cookies.get(COOKIE, "")
    return records.ticket(ward_id, named) if _ID.fullmatch(named) else None


@routes.get("/cua-toi")
@public
def mine():
    """My number, without scripts; scripts show it on the page itself."""
    ward = ward_of_request()
    row = _own(ward["id"]) if ward else None
    if row is None:
        return redirect(ADDRESS)
    return show("ticket/own.html", ticket=situation(row, now_ms()), states=_states())


@routes.post("/bo")
@public
def forget():
    """The phone forgets it; in the queue it stays until it is called."""
    response = redirect(ADDRESS)
    response.delete_cookie(COOKIE, path=ADDRESS)
    return response


@routes.get("/tinh-hinh")
@public
def state():
    """What scripts ask for every few seconds. The ticket is named in a header, so that no log and no history has it."""
    ward = ward_of_request()
    row = _own(ward["id"], request.headers.get("GD-Ticket", "")) if ward else None
    return wire.answer({"ticket": situation(row, now_ms()) if row else None})


def situation(row: dict, now: int) -> dict:
    """What whoever holds the ticket may know, in words."""
    of_point = queue_records.queue(row["ward_id"], row["point"])
    told = {"id": row["id"], "number": ticket_words.number(row), "service": row["service"], "on": row["on"]}
    told |= {"state": row["state"], "counter": row["counter"] or row["to_counter"], "calls": row["calls"]}
    told |= {"at": now, "clock": clock_time(now), "ahead": "", "wait": ""}
    if row["state"] == "waiting" and of_point is not None:
        day = TicketDay(row["ward_id"], of_point, now)
        ahead = day.ahead(row["id"])
        told |= {"ahead": ticket_words.ahead(ahead), "wait": ticket_words.wait(day.expected(ahead))}
    return told
