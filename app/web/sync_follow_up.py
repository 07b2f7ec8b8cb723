"""Whom the lead on duty should visit: told to his own phone alone, signed. A volunteer's tablet is told nothing."""

from flask import Blueprint

from app.ledger.follow_up_list import for_device
from app.web import wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_follow_up", __name__, url_prefix=wire.PREFIX + "v1")


@routes.get("/follow-ups")
@public(signed=True)
def follow_ups():
    device, _ = signed_request()
    return wire.pressed(wire.answer(for_device(device["ward_id"], device, now_ms())))
