"""The door for devices: /sync/v1. JSON in, JSON out, signed by the device's key, no cookies."""

from hashlib import sha256
from typing import Annotated

import msgspec
from flask import Blueprint, current_app, g, request

from app.config import PUSH_OPERATIONS_MAX
from app.ledger import enrolment, ticket
from app.ledger.accept import accept_wire
from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import BatchUnreadable, decode
from app.ledger.release import release_behind_shift, release_expired
from app.problems import Problem
from app.records import ledger_entry, place, procedure, staff
from app.records import ward as ward_records
from app.rules import base64url
from app.rules.permissions import allowed
from app.rules.text import clean, fold
from app.web import sessions, wire
from app.web.device_signature import public_key, signed_device
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync", __name__, url_prefix=wire.PREFIX + "v1")

Text = Annotated[str, msgspec.Meta(max_length=300)]


class Enrolment(msgspec.Struct):
    code: Text
    pubkey: Text
    name: Text = ""


class ShiftWish(msgspec.Struct):
    login: Text
    password: Text
    point: Text


class Push(msgspec.Struct):
    ops: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=PUSH_OPERATIONS_MAX)]


class Letter(msgspec.Struct):
    q: Annotated[int, msgspec.Meta(ge=1)]
    raw: Annotated[str, msgspec.Meta(max_length=300_000)]


def _signed(kind):
    """(the device row, the body as a typed struct)."""
    sent, inflated = wire.body_bytes()
    device = signed_device(sent, now_ms())
    return device, wire.read(inflated, kind) if kind else None


@routes.get("/hello")
@public(signed=True)
def hello():
    """Am I there, what time is it, which life of the database is this."""
    wards = ward_records.all_wards()
    if wards:
        g.incarnation = ledger_entry.head(wards[0]["id"])["incarnation"]
    return wire.answer(
        {"n": request.args.get("n", "")[:64], "time_ms": now_ms(), "inc": g.get("incarnation", ""), "proto": 1}
    )


@routes.post("/enrol")
@public(signed=True)
def enrol():
    """A tablet's first word: a one-time code and its public key."""
    _, inflated = wire.body_bytes()
    wish = wire.read(inflated, Enrolment)
    try:
        point_bytes = base64url.decode(wish.pubkey)
        public_key(point_bytes)
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
    device, wish = _signed(ShiftWish)
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


@routes.post("/push")
@public(signed=True)
def push():
    """A batch of operations, answered one by one and only after they are safe."""
    device, batch = _signed(Push)
    try:
        operations = [decode(raw) for raw in batch.ops]
    except BatchUnreadable as error:
        raise Problem("batch_unreadable") from error
    now = now_ms()
    receipt = accept_wire(device["ward_id"], device["id"], operations, now)
    taken = {result["op"] for result in receipt.results if result["status"] == "ok"}
    for operation in operations:
        if operation.type == "shift.open/1" and operation.id in taken:
            release_behind_shift(device["ward_id"], device["id"], operation.author, now)
    return wire.answer(
        {"results": receipt.results, "next_q": receipt.next_q, "head": receipt.head, "durable_q": receipt.durable_q}
    )


@routes.post("/dead-letter")
@public(signed=True)
def receive_dead_letter():
    """One operation that no batch could carry: kept raw for a person, so that those behind it can go on."""
    device, letter = _signed(Letter)
    receipt = dead_letter(device["ward_id"], device["id"], letter.q, letter.raw, now_ms())
    return wire.answer(
        {"results": receipt.results, "next_q": receipt.next_q, "head": receipt.head, "durable_q": receipt.durable_q}
    )


@routes.get("/reference")
@public(signed=True)
def reference():
    """The ward's lists for a tablet; nothing personal but the names of those who may work on it."""
    device, _ = _signed(None)
    ward_id = device["ward_id"]
    head = ledger_entry.head(ward_id)
    version = f"{head['incarnation']}.{head['reference_v']}"
    tag = f'"{sha256(version.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        response = wire.mark(current_app.response_class(status=304))
    else:
        response = wire.answer({"version": version, **_lists(ward_id)})
    response.headers["ETag"] = tag
    return response


def _lists(ward_id: int) -> dict:
    def picked(rows, *names):
        return [{name: row[name] for name in names} for row in rows]

    ward = ward_records.ward(ward_id)
    return {
        "ward": {name: ward[name] for name in ("organ_line_1", "organ_line_2", "place_name")},
        "points": picked(place.support_points(ward_id), "id", "name", "short", "address"),
        "neighbourhoods": picked(place.neighbourhoods(ward_id), "id", "name"),
        "buildings": picked(place.buildings(ward_id), "id", "name", "neighbourhood"),
        "procedures": [
            {
                "code": row["code"],
                "name": row["name"],
                "field": row["field"],
                "words": fold(row["words"]),
                "favourite": row["favourite"],
            }
            for row in procedure.current_procedures(ward_id)
        ],
        "staff": [
            {"id": row["id"], "name": row["name"], "login": row["login"]}
            for row in staff.all_staff(ward_id)
            if row["active"] and allowed(row["role"], "shift.open")
        ],
    }
