"""What a device may hold, brought up to date: pages of changes, and everything anew."""

from flask import Blueprint, request

from app.ledger.pull import pull
from app.ledger.snapshot import snapshot
from app.problems import Problem
from app.rules import scope
from app.web import wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_pull", __name__, url_prefix=wire.PREFIX + "v1")

_LARGEST = 2**53


def _scoped() -> None:
    """Raises Problem request_unreadable for a scope that this server does not know: a later one will know more."""
    if request.args.get("scope", scope.NAME) != scope.NAME:
        raise Problem("request_unreadable")


@routes.get("/pull")
@public(signed=True)
def changes():
    """What changed in this device's scope since the position it names."""
    device, _ = signed_request()
    _scoped()
    v, h = request.args.get("v", "0"), request.args.get("h", "")
    if not (v.isascii() and v.isdigit() and len(v) < 17 and int(v) < _LARGEST and len(h) <= 64):
        raise Problem("request_unreadable")
    return wire.answer(pull(device["ward_id"], device["id"], int(v), h, now_ms()))


@routes.get("/snapshot")
@public(signed=True)
def everything():
    """All of this device's scope, in lines; the last one says that nothing was cut off."""
    device, _ = signed_request()
    _scoped()
    return wire.lines(snapshot(device["ward_id"], device["id"], now_ms()))
