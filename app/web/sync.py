"""The door for devices, /sync/v1: are we there, and what they deliver. JSON, signed by the device, no cookies.

What they fetch is in `sync_pull`, what concerns the device itself in `sync_device`.
"""

from typing import Annotated

import msgspec
from flask import Blueprint, g, request

from app.config import PUSH_OPERATIONS_MAX
from app.ledger.accept import accept_wire
from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import BatchUnreadable, decode
from app.ledger.release import release_behind_shifts
from app.problems import Problem
from app.records import ledger_entry
from app.records import ward as ward_records
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
