"""/truc/so: a volunteer's tablet gives numbers of its own lane, with or without a network, and prints them.

The worker keeps this page only where it was opened, so that no lobby's phone is sent it by itself. It says what every
open queue of the ward offers; which point the tablet stands at, the tablet knows (static/js/ui/ticket_tablet.js).
"""

from flask import Blueprint, current_app

from app import problems
from app.rules import queue
from app.web import ticket_words
from app.web.guard import public
from app.web.render import kept_html, show_kept, ward_of_request
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.ticket_day import open_queues
from app.web.words import said

routes = Blueprint("duty_queue", __name__, url_prefix="/truc")


@routes.get("/so")
@public
def page():
    ward = ward_of_request()
    points = [_point(point, row) for point, row in open_queues(ward["id"])] if ward else []
    blank = dict.fromkeys(("organ_line_1", "organ_line_2", "point", "number", "service", "priority", "time"), "")
    blank |= {"ahead": "", "wait": "", "size": "80mm", "demo": current_app.config["GD"].demo}
    if ward:
        heading = Stationery(ward["id"], now_ms()).heading()
        blank |= {name: heading[name] for name in ("organ_line_1", "organ_line_2")}
    told = {code: said(problems.PROBLEMS[code][1]) for code in ("ticket_lane_full", "server_error")}
    messages = {**{code: said(text) for code, text in problems.of_storage().items()}, **told}
    return show_kept(kept_html("duty/queue.html", points=points, blank=blank, messages=messages), "public")


def _point(point: dict, row: dict) -> dict:
    return {
        "id": point["id"],
        "name": point["name"],
        "services": [(name, name) for name in queue.services(row)],
        "priorities": ticket_words.priorities(row),
    }
