"""/man-hinh/<point>: the screen in the lobby. Which number, which counter, who was called before; notices.

Nobody is in it, so anybody may look. It asks every two seconds, and through an outage shows what it knew last.
"""

from flask import Blueprint
from flask_babel import gettext as _

from app.problems import Problem
from app.records import notice as notice_records
from app.records import place
from app.records import queue as queue_records
from app.rules import notice, queue, ticket_number
from app.rules.ticket_states import AT_COUNTER
from app.web import ticket_words, wire
from app.web.guard import public
from app.web.render import kept_html, show_kept, ward_of_request
from app.web.sessions import now_ms
from app.web.ticket_day import TicketDay
from app.web.words import clock_time

routes = Blueprint("ticket_display", __name__, url_prefix="/man-hinh")

# As many as stay large enough to be read from six metres.
CALLS_SHOWN = 5
# Behind the point's own lines; more would keep the first from coming round.
NOTICES_SHOWN = 8


def _queue(code: str) -> tuple[dict, dict, dict]:
    """(the ward of this address, the point, its queue). Raises Problem("not_found")."""
    ward = ward_of_request()
    point = place.support_point(ward["id"], code) if ward else None
    row = queue_records.queue(ward["id"], code) if point else None
    if row is None or not row["active"]:
        raise Problem("not_found")
    return ward, point, row


@routes.get("/<code>")
@public
def screen(code):
    ward, point, row = _queue(code)
    told = situation(TicketDay(ward["id"], row, now_ms()))
    ask = f"/man-hinh/{code}/tinh-hinh"
    return show_kept(
        kept_html("ticket/display.html", ward_name=ward["name"], point=point, told=told, ask=ask), "public"
    )


@routes.get("/<code>/tinh-hinh")
@public
def state(code):
    ward, _point, row = _queue(code)
    return wire.answer(situation(TicketDay(ward["id"], row, now_ms())))


def situation(day: TicketDay) -> dict:
    """What the screen shows: the latest call first; `current` "" while nobody is called."""
    shown = [row for row in day.called if row["state"] in AT_COUNTER or row["state"] == "done"]
    # Whoever is still awaited comes before whoever has sat down.
    current = next((row for state in ("called", "serving") for row in shown if row["state"] == state), None)
    return {
        "at": day.now,
        "clock": clock_time(day.now),
        "current": _call(current) if current else None,
        "calls": [_call(row) for row in shown if row is not current][:CALLS_SHOWN],
        "waiting": _("%(count)s người đang chờ", count=len(day.waiting)),
        "notices": [*queue.notices(day.row), *_posted(day)],
        "notice_seconds": day.row["notice_seconds"],
        "speak": day.row["speak"],
    }


def _posted(day: TicketDay) -> list[str]:
    """The titles of what the ward has sent to the boards and wants on its screens, too."""
    rows = notice_records.on_screen(day.ward_id, day.on)[:NOTICES_SHOWN]
    return [notice.screen_line(row) for row in rows]


def _call(row: dict) -> dict:
    return {
        "key": f"{row['id']} {row['calls']}",
        "number": ticket_words.number(row),
        "counter": row["counter"],
        # Read aloud in Vietnamese, whatever language the page speaks.
        "spoken": ticket_number.announcement(row["lane"], row["number"], row["counter"]),
    }
