"""The public page behind a slip's QR code: has the ward received the record? Nothing else, to anybody."""

from flask import Blueprint, request

from app.problems import Problem
from app.records import assistance
from app.rules import tracking
from app.web.guard import public
from app.web.render import show
from app.web.sessions import Brake, now_ms

routes = Blueprint("tracking", __name__)


# The QR code is printed in capitals, where it takes a third less paper.
@routes.get("/M/<code>")
@routes.get("/m/<code>")
@public
def see(code):
    """Looking up codes that are not there is slowed down by address, as guessing a password is."""
    now = now_ms()
    brake = Brake(0, f"tracking:{request.remote_addr}")
    try:
        brake.check(now)
    except Problem as problem:
        raise Problem("too_many_lookups", **problem.params) from problem
    known = tracking.parse(code[:40])
    state = "wrong"
    if known:
        state = "received" if assistance.received(known) else "waiting"
    if state != "received":
        brake.failed(now)
    response = show(
        "tracking/show.html",
        status=404 if state == "wrong" else 200,
        state=state,
        code=tracking.format(known) if known else "",
        # Whoever is signed in, and which ward the server belongs to, is none of a stranger's business.
        ward=None,
        me=None,
        flash=[],
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
