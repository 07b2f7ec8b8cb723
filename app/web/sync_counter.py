"""What a clerk's machine holds to receive dossiers while the server is away: signed, versioned, never a volunteer's."""

from flask import Blueprint, request

from app.ledger.counter_pack import pack
from app.web import wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_counter", __name__, url_prefix=wire.PREFIX + "v1")


@routes.get("/counter")
@public(signed=True)
def counter():
    """The parts whose versions the machine does not name: `lists`, `desk`."""
    device, _ = signed_request()
    seen = {name: request.args.get(name, "")[:64] for name in ("lists", "desk")}
    # A catalogue of 700 procedures is 2 MB of words that repeat.
    return wire.pressed(wire.answer(pack(device["ward_id"], device, seen, now_ms())))
