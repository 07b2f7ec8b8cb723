"""Ratings given on the ward's tablets: POST /sync/v1/ratings, signed, each sealed to the ward, none in the ledger."""

from typing import Annotated

import msgspec
from flask import Blueprint

from app.ledger import seal
from app.records import ward as ward_records
from app.rules import signed_text
from app.web import rating_taken, wire
from app.web.device_signature import signed_request
from app.web.guard import public
from app.web.sessions import now_ms

routes = Blueprint("sync_rating", __name__, url_prefix=wire.PREFIX + "v1")

RATINGS_MAX = 50


class Kept(msgspec.Struct):
    op: Annotated[str, msgspec.Meta(max_length=40)]
    sealed: Annotated[str, msgspec.Meta(max_length=20_000)]


class Batch(msgspec.Struct):
    ratings: Annotated[list[Kept], msgspec.Meta(max_length=RATINGS_MAX)]


@routes.post("/ratings")
@public(signed=True)
def take():
    """{"results": [{"op", "status"}]}: "ok", counted or not worth keeping; "later", of a slip that is not here yet.

    Which tablet sends is only looked at, so that no stranger stuffs the box; it is written nowhere.
    """
    device, batch = signed_request(Batch)
    key = seal.load_private(bytes(ward_records.key(device["ward_id"], "seal")["private"]))
    now = now_ms()
    results = [{"op": one.op, "status": _one(device["ward_id"], key, one, now)} for one in batch.ratings]
    return wire.answer({"results": results})


def _one(ward_id: int, key, kept: Kept, now: int) -> str:
    try:
        opened = seal.unseal(key, kept.sealed, signed_text.of_rating(ward_id))
        told = msgspec.json.decode(opened, type=rating_taken.Told)
    except (seal.Unreadable, msgspec.DecodeError):
        # Nobody can mend it: the tablet lets go of it.
        return "ok"
    return "ok" if rating_taken.take(told, now, ward_id) else "later"
