"""From an assistance to a household: one tap on the assistance's page, by somebody who may; never by itself.

The household gets the place and what hindered there. It does not get the name or the telephone: those were given for
the slip alone, and the household is asked anew.
"""

from uuid import UUID, uuid5

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import assistance
from app.records import household as records
from app.rules import assistance as assistance_rules
from app.rules.clock import day_of
from app.rules.household import may_read
from app.rules.household_place import flat_key
from app.rules.operation import Refusal
from app.rules.permissions import allowed
from app.web import door
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.household_words import ADDRESS, code_words, line
from app.web.posted_once import posted_before, send_once
from app.web.sessions import now_ms

routes = Blueprint("household_grow", __name__)

PUT, OBSERVE = "household.put/1", "household.observe/1"


def state_of(slip: dict) -> str:
    """How far a household gets by itself, as far as one assistance tells: done by proxy, or guided."""
    return "by_proxy" if slip["help"] == "authorised" else "guided"


def offer(slip: dict, names: Names) -> dict | None:
    """What the page of an assistance says about the household of its flat; None where nothing can be said.

    {"known": lines of the households of that flat, "grow": {"state", "action", "operation_id"} or None, "observe":
    {"action", "operation_id"} or None}.
    """
    may = allowed(current_user.role, "household.put") and may_read(current_user.row, slip["neighbourhood"])
    if not may or slip["voided_at"] is not None or not slip["neighbourhood"] or not flat_key(slip["apartment"]):
        return None
    ward_id, today = slip["ward_id"], day_of(now_ms())
    rows = records.at_place(ward_id, slip["neighbourhood"], slip["building"], slip["apartment"])
    grown = records.grown_from(ward_id, slip["id"])
    if grown and grown["id"] not in {row["id"] for row in rows}:
        # Its card may have been mended, or joined to another one, since.
        rows.insert(0, records.household(ward_id, grown["merged_into"]) if grown["merged_into"] else grown)
    action = f"/luot-ho-tro/{slip['id']}/ho"
    return {
        "known": [line(row, names, today) for row in records.with_difficulties(ward_id, rows)],
        "grow": None if rows else {"state": code_words("state", state_of(slip)), "action": action, "op": new_id()},
        "observe": {"action": f"{action}/kho-khan", "op": new_id()} if _new_difficulties(slip, rows) else None,
    }


def _new_difficulties(slip: dict, rows: list[dict]) -> list[str]:
    """What the slip met and the one household of its flat has not; [] where it is not clear which one it is."""
    if len(rows) != 1:
        return []
    origins = {seen["origin"] for seen in records.observations(slip["ward_id"], rows[0])}
    return [] if slip["id"] in origins else slip["difficulties"]


def _slip(assistance_id) -> dict:
    """Raises Problem not_found for whoever may not read it, already_void."""
    row = assistance.assistance(current_user.ward_id, str(assistance_id))
    if row is None or not assistance_rules.may_read(current_user.row, row):
        raise Problem("not_found")
    if not may_read(current_user.row, row["neighbourhood"]):
        raise Problem("not_in_scope")
    if row["voided_at"] is not None:
        raise Problem("already_void")
    return row


@routes.post("/luot-ho-tro/<uuid:assistance_id>/ho")
@allow("household.put")
def grow(assistance_id):
    """Opens the household of an assistance's flat, or leads to the one that stands there already."""
    before = posted_before(PUT)
    if before is not None:
        return redirect(f"{ADDRESS}/{before['entity']}")
    slip = _slip(assistance_id)
    known = records.at_place(slip["ward_id"], slip["neighbourhood"], slip["building"], slip["apartment"])
    if known:
        return redirect(f"{ADDRESS}/{known[0]['id']}")
    card = {name: slip[name] for name in ("neighbourhood", "building", "apartment")}
    body = {"from": slip["id"], "set": {**card, "state": state_of(slip)}, "was": {}}
    entity = str(uuid5(UUID(door.form_operation_id()), "household"))
    answer = door.tried(PUT, entity, body)
    if isinstance(answer, Refusal):
        raise Problem(answer.code, fields="")
    said = _("Đã mở hộ từ lượt hỗ trợ. Hãy xem lại tình trạng; tên và số điện thoại chỉ ghi khi hộ đồng ý.")
    return redirect(f"{ADDRESS}/{send_once(PUT, entity, body, said)}")


@routes.post("/luot-ho-tro/<uuid:assistance_id>/ho/kho-khan")
@allow("household.observe")
def observe(assistance_id):
    """What was met in an assistance becomes what is known of the household of its flat."""
    slip = _slip(assistance_id)
    rows = records.at_place(slip["ward_id"], slip["neighbourhood"], slip["building"], slip["apartment"])
    if posted_before(OBSERVE) is None and _new_difficulties(slip, rows):
        body = {"household": rows[0]["id"], "difficulties": slip["difficulties"][:12], "source": "assistance"}
        body |= {"on": slip["happened_on"], "note": "", "origin": slip["id"]}
        send_once(OBSERVE, door.form_operation_id(), body, _("Đã ghi khó khăn của lượt này vào hộ."))
    return redirect(f"{ADDRESS}/{rows[0]['id']}" if rows else f"/luot-ho-tro/{slip['id']}")
