"""The door for devices, /sync/v1: are we there, and what they deliver. JSON, signed by the device, no cookies.

What they fetch is in `sync_pull`, what concerns the device itself in `sync_device`.
"""

from hashlib import sha256
from typing import Annotated

import msgspec
from flask import Blueprint, current_app, g, request

from app.config import PUSH_OPERATIONS_MAX
from app.ledger.accept import accept_wire
from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import BatchUnreadable, decode
from app.ledger.release import release_behind_shifts
from app.problems import Problem
from app.records import ledger_entry, place, procedure, staff
from app.records import ward as ward_records
from app.rules.permissions import allowed
from app.rules.text import fold
from app.web import wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync", __name__, url_prefix=wire.PREFIX + "v1")


class Push(msgspec.Struct):
    ops: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=PUSH_OPERATIONS_MAX)]


class Letter(msgspec.Struct):
    q: Annotated[int, msgspec.Meta(ge=1)]
    raw: Annotated[str, msgspec.Meta(max_length=300_000)]


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


@routes.post("/push")
@public(signed=True)
def push():
    """A batch of operations, answered one by one and only after they are safe."""
    device, batch = signed_request(Push)
    try:
        operations = [decode(raw) for raw in batch.ops]
    except BatchUnreadable as error:
        raise Problem("batch_unreadable") from error
    now = now_ms()
    receipt = accept_wire(device["ward_id"], device["id"], operations, now)
    release_behind_shifts(device["ward_id"], device["id"], operations, receipt.results, now)
    return wire.answer(
        {"results": receipt.results, "next_q": receipt.next_q, "head": receipt.head, "durable_q": receipt.durable_q}
    )


@routes.post("/dead-letter")
@public(signed=True)
def receive_dead_letter():
    """One operation that no batch could carry: kept raw for a person, so that those behind it can go on."""
    device, letter = signed_request(Letter)
    receipt = dead_letter(device["ward_id"], device["id"], letter.q, letter.raw, now_ms())
    return wire.answer(
        {"results": receipt.results, "next_q": receipt.next_q, "head": receipt.head, "durable_q": receipt.durable_q}
    )


@routes.get("/reference")
@public(signed=True)
def reference():
    """The ward's lists for a tablet; nothing personal but the names of those who may work on it."""
    device, _ = signed_request()
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
