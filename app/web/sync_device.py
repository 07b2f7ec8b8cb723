"""What concerns a device itself: how it becomes one of a ward, who works on it, how it does, and how it ends."""

from typing import Annotated

import msgspec
from flask import Blueprint, current_app, g, request

from app.ledger import enrolment, fleet, rescue, seal, ticket
from app.ledger.heartbeat import beat
from app.ledger.release import release_expired
from app.problems import Problem
from app.records import ledger_entry, place
from app.records import ward as ward_records
from app.rules import base64url
from app.rules.permissions import allowed
from app.rules.text import clean
from app.web import sessions, wire
from app.web.device_signature import check_once, check_signature, said_name, signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_device", __name__, url_prefix=wire.PREFIX + "v1")

Text = Annotated[str, msgspec.Meta(max_length=300)]


class Enrolment(msgspec.Struct):
    code: Text
    pubkey: Text
    name: Text = ""


class Return(msgspec.Struct):
    certificate: Annotated[str, msgspec.Meta(max_length=2_000)]


class Heartbeat(msgspec.Struct):
    waiting: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    oldest_at: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    persisted: Annotated[str, msgspec.Meta(max_length=10)]
    offset: Annotated[int, msgspec.Meta(ge=-(2**53) + 1, le=2**53 - 1)]
    app: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[ -~]*\Z")]


class Erasure(msgspec.Struct):
    discarded: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class RescueFile(msgspec.Struct):
    file: str


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


@routes.post("/readmit")
@public(signed=True)
def readmit():
    """A tablet that was enrolled after the backup this server came back from, with the certificate it got then."""
    sent, inflated = wire.body_bytes()
    now = now_ms()
    brake = sessions.Brake(0, f"readmit:{request.remote_addr}")
    brake.check(now)
    try:
        certificate = wire.read(inflated, Return).certificate
        statement = ticket.read_certificate(certificate)
        if said_name() != (statement["ward"], statement["device"]):
            raise Problem("certificate_invalid")
        check_signature(statement["key"], sent)
        check_once(statement["ward"], statement["device"], now)
        ward, device = enrolment.readmit(certificate, now)
    except Problem as refusal:
        if refusal.code != "clock_skew":
            brake.failed(now)
        raise
    g.incarnation = ledger_entry.head(ward["id"])["incarnation"]
    told = {name: device[name] for name in ("id", "name", "lane")}
    return wire.answer({"device": told, "next_q": device["last_q"] + 1})


@routes.post("/shift")
@public(signed=True)
def open_shift():
    """A volunteer's password for a ticket that works offline for 72 hours."""
    device, wish = signed_request(ShiftWish)
    if device["directive"]:
        raise Problem("device_draining")
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


@routes.post("/heartbeat")
@public(signed=True)
def heartbeat():
    """What waits on the device, so that a drawer is noticed before its work is missed."""
    device, told = signed_request(Heartbeat)
    beat(device["ward_id"], device["id"], msgspec.to_builtins(told), now_ms())
    return wire.answer({"next_q": device["last_q"] + 1, "durable_q": device["durable_q"]})


@routes.post("/rescue")
@public(signed=True)
def take_rescue_file():
    """Another device's work, signed by that device and carried by this one."""
    device, brought = signed_request(RescueFile)
    told = rescue.take_file(device["ward_id"], brought.file, "", now_ms(), through=device["id"])
    return wire.answer({"operations": told["operations"], "new": told["new"]})


@routes.post("/wiped")
@public(signed=True)
def wiped():
    """The device obeys and is about to forget everything. Asked again, because the answer got lost: the same answer."""
    device, told = signed_request(Erasure, even_revoked=True)
    fleet.wiped(device["ward_id"], device["id"], told.discarded, now_ms())
    return wire.answer({})
