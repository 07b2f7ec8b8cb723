"""/danh-gia: whoever holds a sheet of the ward's says how they were served, once, and nobody can tell who it was (R12).

TT 01/2018/TT-VPCP Đ12.2, NĐ 61/2018 Đ27.3, NĐ 224/2026 Đ10.3b. Nobody signs in, nothing is set in the browser, nothing
is logged; what is kept, see app/records/rating.py. Codes that open nothing all get one page, and trying many is slowed
down together with looking up dossiers.
"""

import hmac

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _

from app.problems import Problem
from app.records import rating as rating_records
from app.rules import rating, tracking
from app.web.guard import public
from app.web.render import show
from app.web.sessions import Brake, now_ms
from app.web.words import said

routes = Blueprint("rating", __name__, url_prefix="/danh-gia")

TYPED_MAX = 40


@routes.get("")
@public
def ask():
    """For those who cannot scan: the code is typed."""
    typed = request.args.get("ma", "")[:TYPED_MAX]
    if not typed.strip():
        return _page("ask", typed="", wrong=False)
    # What is no code at all is refused here: it may hold what no address can.
    code = tracking.parse(typed)
    return redirect(f"/danh-gia/{code}", 303) if code else _closed(typed, _braked(now_ms()), now_ms())


@routes.get("/cam-on")
@public
def thanks():
    """The same words for everybody, whatever they said."""
    return _page("thanks", again=False)


@routes.get("/<code>")
@public
def form(code):
    now = now_ms()
    brake = _braked(now)
    invited = _invited(code, now)
    if invited is None:
        return _closed(code, brake, now)
    if rating_records.used(invited["ward_id"], invited["mark"]):
        return _page("thanks", again=True)
    return _form(invited)


@routes.post("/<code>")
@public
def rate(code):
    now = now_ms()
    brake = _braked(now)
    invited = _invited(code, now)
    if invited is None:
        return _closed(code, brake, now)
    level, reasons = request.form.get("level", "")[:2], request.form.getlist("reasons")[:20]
    answer, fault = rating.read(level, reasons)
    if answer is None:
        return _form(invited, level, reasons, fault)
    if not rating_records.keep(invited["ward_id"], invited["mark"], rating.month_of(now), invited["kind"], answer):
        return _page("thanks", again=True)
    return redirect("/danh-gia/cam-on", 303)


def _braked(now: int) -> Brake:
    """Raises Problem("too_many_lookups"). One count with /tra-cuu: both tell whether a code is anybody's."""
    brake = Brake(0, f"tracking:{request.remote_addr}")
    try:
        brake.check(now)
    except Problem as problem:
        raise Problem("too_many_lookups", **problem.params) from problem
    return brake


def _invited(typed: str, now: int) -> dict | None:
    """What the code invites to rate, with its mark; None for a code that is wrong, nobody's, or of too long ago."""
    code = tracking.parse(typed[:TYPED_MAX])
    found = rating_records.invitation(code) if code else None
    if found is None or not rating.open_at(found["ended_at"], now):
        return None
    mark = hmac.digest(current_app.config["SECRET_KEY"], f"rated:{code}".encode(), "sha256").hex()
    return {**found, "code": code, "mark": mark}


def _closed(typed: str, brake: Brake, now: int):
    brake.failed(now)
    return _page("ask", 404, typed=typed[:TYPED_MAX], wrong=True)


def _form(invited: dict, level: str = "", reasons: list[str] = (), fault: str = ""):
    faults = {
        "": None,
        "no_level": {"id": "level", "text": _("Hãy chọn một trong năm mức, rồi bấm Gửi.")},
        "too_many_reasons": {"id": "reasons", "text": _("Chỉ chọn nhiều nhất ba lý do. Hãy bỏ bớt, rồi bấm Gửi.")},
    }
    return _page(
        "form",
        422 if fault else 200,
        action=f"/danh-gia/{invited['code']}",
        kind=invited["kind"],
        levels=[{"value": each, "label": said(words), "icon": f"face-{each}"} for each, words in rating.LEVELS.items()],
        reasons=[(code, said(words)) for code, words in rating.REASONS.items() if code in rating.OFFERED],
        level=level,
        ticked=reasons,
        fault=faults[fault],
    )


def _page(template: str, status: int = 200, **context):
    # Whoever is signed in, and which ward the server belongs to, is none of this page's business.
    response = show(f"rating/{template}.html", status=status, ward=None, me=None, flash=[], **context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
