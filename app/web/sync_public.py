"""The anonymous door for citizens' phones: POST /sync/v1/public. Unsigned, idempotent by id, a short list of types."""

from collections import OrderedDict
from typing import Annotated

import msgspec
from flask import Blueprint, request

from app.ledger.from_citizen import receive
from app.problems import Problem
from app.rules import throttle
from app.web import wire
from app.web.guard import public
from app.web.public_types import BESIDE, PUBLIC, body_of
from app.web.render import ward_of_request
from app.web.sessions import now_ms

routes = Blueprint("sync_public", __name__, url_prefix=wire.PREFIX + "v1")

OPERATIONS_MAX = 20
ADDRESSES_MAX = 5_000
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
# In memory only: from where somebody wrote is never stored beside what they wrote.
_knocks: OrderedDict[str, dict] = OrderedDict()


class Sent(msgspec.Struct):
    op: Annotated[str, msgspec.Meta(pattern=_UUID)]
    e: Annotated[str, msgspec.Meta(pattern=_UUID)]
    t: Annotated[str, msgspec.Meta(max_length=60)]
    b: dict


class Batch(msgspec.Struct):
    ops: Annotated[list[Sent], msgspec.Meta(max_length=OPERATIONS_MAX)]


@routes.post("/public")
@public
def take():
    """Each answered by itself: {"op", "status", "code", "fields", "told"}. `rejected` is not kept by the ward."""
    now, ward = now_ms(), ward_of_request()
    if ward is None:
        raise Problem("not_found")
    if request.mimetype != "application/json":
        raise Problem("request_unreadable")
    sent = wire.read(wire.body_bytes()[1], Batch).ops
    count_knocks(request.remote_addr or "", len(sent), now)
    return wire.answer({"results": [_one(ward["id"], each, now) for each in sent]})


def _one(ward_id: int, sent: Sent, now: int) -> dict:
    if sent.t in BESIDE:
        BESIDE[sent.t](sent.b, now)
        return {"op": sent.op, "status": "ok", "code": "", "fields": {}, "told": {}}
    if sent.t not in PUBLIC:
        return {"op": sent.op, "status": "rejected", "code": "type_unknown", "fields": {}, "told": {}}
    result = receive(ward_id, sent.t, sent.e, sent.op, body_of(sent.t, sent.op, sent.b), now)
    taken = result["status"] in ("ok", "merged")
    told = PUBLIC[sent.t](ward_id, sent.e) if taken else {}
    return {name: result[name] for name in ("op", "status", "code", "fields")} | {"told": told}


def count_knocks(address: str, sent: int, now: int) -> None:
    """Raises Problem("too_many_tries") for an address that has sent more than any lobby does."""
    row = _knocks.pop(address, {"count": 0, "first_at": now, "blocked_until_at": 0})
    wait = throttle.wait_ms(row, now)
    for _ in range(0 if wait else max(1, sent)):
        row = throttle.failed(row, throttle.CITIZENS, now)
    _knocks[address] = row
    if len(_knocks) > ADDRESSES_MAX:
        _knocks.popitem(last=False)
    if wait:
        raise Problem("too_many_tries", minutes=-(-wait // 60_000))
