"""/tin-bao: somebody was asked for money, or harassed, and says so without a name; the key holder reads and answers.

The server passes on what it cannot open, keeps the day and nothing else, and asks for no cookie. Nothing of a sender is
logged or counted; the limit is the ward's for a day.
"""

from typing import Annotated

import msgspec
from flask import Blueprint, request
from flask_login import current_user

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import tip as records
from app.records import workday
from app.rules import tip as rules
from app.rules.clock import day_of
from app.web import card_form, door, wire
from app.web.guard import allow, public
from app.web.paging import page_of
from app.web.render import show, ward_of_request
from app.web.sessions import now_ms

routes = Blueprint("tip", __name__)

PAGE = "/tin-bao"
# Where scripts speak: refusals are JSON there.
_DOOR = wire.PREFIX + "v1/tip"

_MARK = f"^{rules.MARK.pattern}$"


class Sent(msgspec.Struct):
    mark: Annotated[str, msgspec.Meta(pattern=_MARK)]
    key: Annotated[str, msgspec.Meta(max_length=40)]
    sealed: Annotated[str, msgspec.Meta(max_length=2 * rules.SEALED_BYTES)]


class Asked(msgspec.Struct):
    mark: Annotated[str, msgspec.Meta(pattern=_MARK)]


class Answered(msgspec.Struct):
    mark: Annotated[str, msgspec.Meta(pattern=_MARK)]
    reply: Annotated[str, msgspec.Meta(max_length=2 * rules.ANSWERED_BYTES)]


def _ward_id() -> int:
    ward = ward_of_request()
    if ward is None:
        raise Problem("not_found")
    return ward["id"]


def _body(kind):
    if request.mimetype != "application/json":
        raise Problem("request_unreadable")
    return wire.read(wire.body_bytes()[1], kind)


@routes.get(PAGE)
@public
def form():
    """Also without a key: then it says where else one can turn."""
    ward = ward_of_request()
    held = records.key(ward["id"]) if ward else None
    # Whoever is signed in is none of this page's business.
    return show(
        "tip/form.html",
        key=held and {"public": held["public"], "fingerprint": rules.fingerprint(held["public"])},
        holder=held["holder"] if held else "",
        office=workday.office(ward["id"]) if ward else None,
        me=None,
        nav=[],
        flash=[],
    )


@routes.post(_DOOR)
@public
def send():
    """The same answer for a tip that comes a second time; nothing of the request but the tip and the day is kept."""
    ward_id, sent = _ward_id(), _body(Sent)
    held, today = records.key(ward_id), day_of(now_ms())
    if held is None or sent.key != rules.fingerprint(held["public"]):
        raise Problem("tip_key_changed")
    if not rules.is_sealed(sent.sealed, rules.SEALED_BYTES):
        raise Problem("request_unreadable")
    if records.count_of_day(ward_id, today) >= rules.A_DAY_MOST:
        raise Problem("tip_full")
    if not records.keep(ward_id, sent.mark, sent.key, sent.sealed, today):
        raise Problem("op_id_conflict")
    return wire.answer({"kept": True})


@routes.post(_DOOR + "-reply")
@public
def reply():
    """A code without a tip, a tip without a reply: the same answer, so that codes cannot be tried out."""
    return wire.answer({"reply": records.reply(_ward_id(), _body(Asked).mark)})


@routes.get(PAGE + "/hop-thu")
@allow("tip.see")
def inbox():
    ward_id = current_user.ward_id
    page = page_of(records.count(ward_id), PAGE + "/hop-thu")
    held = records.key(ward_id)
    return show(
        "tip/inbox.html",
        tips=records.page(ward_id, PAGE_ROWS, page.first),
        page=page,
        key=held and {"holder": held["holder"], "fingerprint": rules.fingerprint(held["public"])},
    )


@routes.post(_DOOR + "-answer")
@allow("tip.see")
def answer():
    told = _body(Answered)
    if not rules.is_sealed(told.reply, rules.ANSWERED_BYTES):
        raise Problem("request_unreadable")
    if not records.answer(current_user.ward_id, told.mark, told.reply):
        raise Problem("not_found")
    return wire.answer({"kept": True})


@routes.get(PAGE + "/khoa")
@allow("tip_key.put")
def key():
    held = records.key(current_user.ward_id)
    return show(
        "tip/key.html",
        held=held and held | {"fingerprint": rules.fingerprint(held["public"])},
        operation_id=new_id(),
    )


@routes.post(PAGE + "/khoa")
@allow("tip_key.put")
def put_key():
    """From the page's own script, after the file with the private part was saved by its holder."""
    held = records.key(current_user.ward_id)
    body, errors = card_form.check(card_form.read(rules.TIP_KEY), rules.TIP_KEY)
    if errors:
        raise Problem("form_invalid")
    door.send("tip_key.put/1", rules.KEY_ID, body, base=held["v"] if held else 0)
    return wire.answer({"kept": True})
