"""What concerns a device itself: how it becomes one of a ward, who works on it now."""

from typing import Annotated

import msgspec
from flask import Blueprint, current_app, g, request

from app.ledger import enrolment, seal, ticket
from app.ledger.release import release_expired
from app.problems import Problem
from app.records import ledger_entry, place
from app.records import ward as ward_records
from app.rules import base64url
from app.rules.permissions import allowed
from app.rules.text import clean
from app.web import sessions, wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_device", __name__, url_prefix=wire.PREFIX + "v1")

Text = Annotated[str, msgspec.Meta(max_length=300)]


class Enrolment(msgspec.Struct):
    code: Text
    pubkey: Text
    name: Text = ""


class ShiftWish(msgspec.Struct):
    login: Text
    password: Text
    point: Text


@routes.post("/enrol")
@public(signed=True)
def enrol():
    """A tablet's first word: a one-time code and its public key."""
    _, inflated = wire.body_bytes()
    wish = wire.read(inflated, Enrolment)
    try:
        point_bytes = base64url.decode(wish.pubkey)
        seal.device_key(point_bytes)
    except ValueError as error:
        raise Problem("request_unreadable") from error
    now = now_ms()
    brake = sessions.Brake(0, f"enrol:{request.remote_addr}")
    brake.check(now)
    try:
        ward, device = enrolment.enrol(wish.code, clean(wish.name)[:60], point_bytes, now)
    except Problem:
        brake.failed(now)
        raise
    g.incarnation = ledger_entry.head(ward["id"])["incarnation"]
    point = place.support_point(ward["id"], device["support_point"])
    return wire.answer(
        {
            "ward": {
                "id": ward["id"],
                "name": ward["name"],
                "slug": ward["slug"],
                "demo": current_app.config["GD"].demo,
                "seal_key": base64url.encode(bytes(ward_records.key(ward["id"], "seal")["public"])),
            },
            "device": {"id": device["id"], "name": device["name"], "lane": device["lane"]},
            "point": {"id": point["id"], "name": point["name"]} if point else None,
            "certificate": ticket.device_certificate(ward["id"], device, wish.pubkey),
        }
    )


@routes.post("/shift")
@public(signed=True)
def open_shift():
    """A volunteer's password for a ticket that works offline for 72 hours."""
    device, wish = signed_request(ShiftWish)
    ward_id, now = device["ward_id"], now_ms()
    person = sessions.verify(ward_id, wish.login, wish.password, request.remote_addr or "", now)
    if person["must_change"]:
        raise Problem("password_temporary")
    if not allowed(person["role"], "shift.open"):
        raise Problem("not_allowed")
    point = place.support_point(ward_id, wish.point)
    if point is None or not point["active"]:
        raise Problem("point_unknown")
    text, statement = ticket.shift_ticket(ward_id, device["id"], person, point["id"], now)
    release_expired(ward_id, person["id"], now)
    return wire.answer(
        {
            "ticket": text,
            "shift": {
                "id": statement["shift"],
                "staff": person["id"],
                "name": person["name"],
                "role": person["role"],
                "point": point["id"],
                "point_name": point["name"],
                "expires_at_ms": statement["expires_at"],
            },
        }
    )
