"""What a device on duty opens citizens' declarations with when they are shown as codes: signed, nobody else's."""

from flask import Blueprint

from app.ledger.scan_key import for_device
from app.web import wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_scan_key", __name__, url_prefix=wire.PREFIX + "v1")


@routes.get("/scan-keys")
@public(signed=True)
def scan_keys():
    device, _ = signed_request()
    return wire.answer(for_device(device["ward_id"], device, now_ms()))
