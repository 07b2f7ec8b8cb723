"""What a stranger learns by a code from paper: has the ward received a slip's record, how does a dossier stand, a
declaration, or what somebody said.

Status and days only, never a name (TT 01/2018/TT-VPCP Đ16.2d, R15). Codes cannot be enumerated (rules/tracking.py), and
looking up ones that are not there is slowed down by address, as guessing a password is.
"""

import re
from urllib.parse import quote
from uuid import UUID, uuid5

from flask import Blueprint, redirect, request

from app.ledger.from_citizen import receive
from app.problems import Problem
from app.records import assistance, declaration_public, dossier_public, feedback_public
from app.records import workday as calendar_records
from app.rules import fields, paper_seal, tracking
from app.rules.clock import day_of
from app.rules.feedback_rating import RATE, RATINGS
from app.web import door, tracking_words
from app.web.guard import public
from app.web.render import show
from app.web.sessions import Brake, now_ms
from app.web.words import said

routes = Blueprint("tracking", __name__)

_SLIP = re.compile(r"/M/([0-9A-Z-]{12,14})$")
TYPED_MAX = 1_200


@routes.get("/tra-cuu")
@public
def ask():
    """The form, and beside it the answer for the code that was typed or scanned."""
    typed = request.args.get("ma", "")[:TYPED_MAX]
    return _answer(typed) if typed.strip() else _page("", "")


# The QR code is printed in capitals, where it takes a third less paper.
@routes.get("/M/<code>")
@routes.get("/m/<code>")
@public
def see(code):
    return _answer(code[:40])


@routes.get("/m")
@public
def slip():
    """The form of earlier start pages."""
    return redirect(f"/tra-cuu?ma={quote(request.args.get('ma', '')[:40])}")


@routes.post("/tra-cuu/danh-gia")
@public
def rate():
    """Whoever holds the code of an answered feedback says once what they think of the answer."""
    now, typed = now_ms(), request.form.get("ma", "")[:40]
    brake = _checked_brake(now)
    code = tracking.parse(typed)
    row = feedback_public.standing(code) if code else None
    if row is None:
        brake.failed(now)
        return _answer(typed)
    body = {"rating": request.form.get("rating", ""), "reason": request.form.get("reason", "")}
    clean, refusals = fields.check(body, RATE, day_of(now))
    if refusals:
        return _page(typed, "feedback", code, row, now, door.form_errors(refusals))
    # The same words again are the same operation; other words come too late.
    op = str(uuid5(UUID(row["id"]), f"rate {clean['rating']} {clean['reason']}"))
    result = receive(row["ward_id"], "feedback.rate/1", row["id"], op, clean, now)
    if result["status"] == "rejected":
        raise Problem(result["code"])
    return redirect(f"/tra-cuu?ma={quote(typed)}")


def _checked_brake(now: int) -> Brake:
    """Raises Problem("too_many_lookups")."""
    brake = Brake(0, f"tracking:{request.remote_addr}")
    try:
        brake.check(now)
    except Problem as problem:
        raise Problem("too_many_lookups", **problem.params) from problem
    return brake


def _answer(typed: str):
    now = now_ms()
    brake = _checked_brake(now)
    code = _code_in(typed)
    state, held = "wrong", None
    if code:
        # All are always looked for: what is known of one code takes as long as what is known of another.
        held, received = dossier_public.standing(code), assistance.received(code)
        told, declared = feedback_public.standing(code), declaration_public.standing(code)
        kinds = {"dossier": held, "feedback": told, "declaration": declared, "received": received}
        state = next((kind for kind, row in kinds.items() if row), "waiting")
        held = held or told or declared
    if state in ("wrong", "waiting"):
        brake.failed(now)
    return _page(typed, state, code, held, now)


def _code_in(typed: str) -> str | None:
    """The tracking code that was typed, or that a scanned slip or sheet carries."""
    if code := tracking.parse(typed[:40]):
        return code
    if found := _SLIP.search(typed.strip().upper()):
        return tracking.parse(found[1])
    try:
        return paper_seal.read(typed)[0].code or None
    except paper_seal.NotASeal:
        return None


def _page(typed: str, state: str, code: str | None = "", held: dict | None = None, now: int = 0, errors=None):
    standing = None
    if state == "feedback":
        standing = tracking_words.feedback_standing(held)
    elif state == "declaration":
        standing = tracking_words.declaration_standing(held)
    elif held:
        standing = tracking_words.standing(held, calendar_records.office(held["ward_id"]), now)
    response = show(
        "tracking/show.html",
        status=404 if state == "wrong" else 422 if errors else 200,
        state=state,
        typed=tracking.format(code) if code else typed,
        code=tracking.format(code) if code else "",
        standing=standing,
        errors=errors or {},
        ratings=[(each, said(words)) for each, words in RATINGS.items()],
        reason_max=RATE["reason"]["max"],
        rated={name: request.form.get(name, "") for name in RATE},
        # Whoever is signed in, and which ward the server belongs to, is none of a stranger's business.
        ward=None,
        me=None,
        flash=[],
    )
    if typed or code:
        # The empty form may be found; what stands behind a code may not.
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
