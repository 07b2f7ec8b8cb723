"""POST /sync/v1/city/months: a ward tells its city's office the sums of a month. By the secret of its link."""

import hashlib
import hmac

from flask import Blueprint, request

from app.problems import Problem
from app.records import city as records
from app.rules import city
from app.rules.clock import DAY_MS, day_of
from app.web import wire
from app.web.guard import public
from app.web.sessions import Brake, now_ms

routes = Blueprint("sync_city", __name__, url_prefix=wire.PREFIX + "v1/city")


@routes.post("/months")
@public(signed=True)
def take():
    """{"taken": whether it is the newest that is known of that month}. Raises Problem: city_link_wrong, too_many_tries,
    request_unreadable."""
    now = now_ms()
    ward_id, member = _sender(now)
    told = wire.read(wire.body_bytes()[1], city.Month)
    # A ward whose clock goes ahead a little begins its month before the city does.
    if not city.sound(told, day_of(now + DAY_MS)[:7]):
        raise Problem("request_unreadable")
    return wire.answer({"taken": records.take_month(ward_id, member["id"], told, now)})


def _sender(now: int) -> tuple[int, dict]:
    said = request.headers.get("Authorization", "").removeprefix("Bearer ").split(".")
    whole = len(said) == 3 and said[0].isascii() and said[0].isdigit() and len(said[0]) < 10
    row = records.member(int(said[0]), said[1]) if whole else None
    fits = row is not None and hmac.compare_digest(row["secret_hash"], hash_of(said[2]))
    if fits and row["revoked_at"] is None:
        return row["ward_id"], row
    # Nobody guesses 32 random bytes: the brake spares the server, and stops no ward behind the same address.
    brake = Brake(0, f"city {request.remote_addr}")
    brake.check(now)
    brake.failed(now)
    raise Problem("city_link_wrong")


def hash_of(secret: str) -> str:
    """A secret of 32 random bytes needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
