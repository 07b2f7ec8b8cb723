"""/danh-gia: whoever holds a sheet of the ward's says how they were served, once, and nobody can tell who it was (R12).

TT 01/2018/TT-VPCP Đ12.2, NĐ 61/2018 Đ27.3, NĐ 224/2026 Đ10.3b. One press on a face is an answer; reasons and longer
questionnaires come afterwards, for who likes to. Nobody signs in, nothing is set in the browser, nothing is logged;
what is kept, see app/records/rating.py. Codes that open nothing all get one page, and trying many is slowed down
together with looking up dossiers.
"""

from functools import lru_cache

from flask import Blueprint, current_app, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.problems import Problem
from app.rules import rating, survey, tracking
from app.rules.survey import FACES, Survey
from app.web import rating_taken
from app.web.guard import public
from app.web.rating_taken import CODE_MAX
from app.web.render import show
from app.web.sessions import Brake, now_ms
from app.web.words import said

routes = Blueprint("rating", __name__, url_prefix="/danh-gia")

FACE_ICONS = {1: "face-worst", 2: "face-bad", 3: "face-fair", 4: "face-good", 5: "face-best"}
# Stands for the code in what is drawn once: no code has such letters.
_NO_CODE = "no-code"
_FACES_KEY = survey.every()[(FACES, 1)].key


@routes.get("")
@public
def ask():
    """For those who cannot scan: the code is typed."""
    typed = request.args.get("ma", "")[:CODE_MAX]
    if not typed.strip():
        return _page("ask", typed="", wrong=False)
    # What is no code at all is refused here: it may hold what no address can.
    code = tracking.parse(typed)
    return redirect(f"/danh-gia/{code}", 303) if code else _closed(typed, _braked(now_ms()), now_ms())


@routes.get("/<code>")
@public
def form(code):
    now = now_ms()
    brake = _braked(now)
    found = rating_taken.invited(code, now)
    if found is None:
        return _closed(code, brake, now)
    if FACES in rating_taken.used(found):
        return _page("thanks")
    return _form(found, "faces")


@routes.get("/<code>/them")
@public
def more(code):
    """What may be added to a face: the same words and questions whichever it was."""
    now = now_ms()
    brake = _braked(now)
    found = rating_taken.invited(code, now)
    if found is None:
        return _closed(code, brake, now)
    done = rating_taken.used(found)
    if FACES not in done:
        return redirect(f"/danh-gia/{found['code']}", 303)
    return _form(found, "more", done)


@routes.post("/<code>")
@public
def rate(code):
    now = now_ms()
    brake = _braked(now)
    found = rating_taken.invited(code, now)
    if found is None:
        return _closed(code, brake, now)
    asked = _asked(found, request.form.get("survey", _FACES_KEY)[:60])
    typed = {item: request.form.get(item, "")[:2] for item in asked.items if item in request.form}
    reasons = request.form.getlist("reasons")[:20]
    if asked.code == FACES and not typed and not reasons and "why" not in request.form:
        typed = {rating.LEVEL: ""}
    answer, fault = rating.read(asked, typed, reasons)
    if answer:
        rating_taken.keep(found, answer, now)
    elif fault != "nothing_said":
        step = "more" if FACES in rating_taken.used(found) else "faces"
        return _form(found, step, rating_taken.used(found) if step == "more" else set(), reasons, fault)
    return redirect(f"/danh-gia/{found['code']}/them", 303)


def _asked(found: dict, key: str) -> Survey:
    """The questionnaire that was on the screen; the faces for one that this ward does not ask."""
    return next((one for one in found["more"] if one.key == key), survey.every()[(FACES, 1)])


def _braked(now: int) -> Brake:
    """Raises Problem("too_many_lookups"). One count with /tra-cuu: both tell whether a code is anybody's."""
    brake = Brake(0, f"tracking:{request.remote_addr}")
    try:
        brake.check(now)
    except Problem as problem:
        raise Problem("too_many_lookups", **problem.params) from problem
    return brake


def _closed(typed: str, brake: Brake, now: int):
    brake.failed(now)
    return _page("ask", 404, typed=typed[:CODE_MAX], wrong=True)


def _form(found: dict, step: str, done: frozenset | set = frozenset(), reasons: list[str] = (), fault: str = ""):
    faults = {
        "": None,
        "no_level": {"id": "level", "text": _("Hãy chạm vào một trong năm khuôn mặt.")},
        "too_many_reasons": {"id": "reasons", "text": _("Chỉ chọn nhiều nhất ba lý do. Hãy bỏ bớt, rồi bấm Gửi.")},
    }
    return _page(
        "form",
        422 if fault else 200,
        step=step,
        code=found["code"],
        action=f"/danh-gia/{found['code']}",
        kind=found["kind"],
        fault=faults[fault],
        why=None if rating.WHY in done else reasons,
        more=[(one, _questions(one, found["code"])) for one in found["more"] if one.code not in done],
        **faces_in_words(),
    )


def _questions(asked: Survey, code: str) -> Markup:
    words = _drawn_questions(asked.key, str(get_locale()), current_app.config["RELEASE"])
    return Markup(words.replace(_NO_CODE, code))


@lru_cache(maxsize=16)
def _drawn_questions(key: str, _language: str, _release: str) -> str:
    """Eighty radios take fifty milliseconds to draw, and are the same for everybody but for the code."""
    asked = next(one for one in survey.every().values() if one.key == key)
    drawing = current_app.jinja_env.get_template("rating/_questions.html").module
    return str(drawing.questions(asked, f"/danh-gia/{_NO_CODE}", FACE_ICONS))


def faces_in_words() -> dict:
    """The five faces and the reasons, in the page's language: for the citizen's page and for the tablet's."""
    return {
        "faces": [{"value": at, "label": said(words), "icon": FACE_ICONS[at]} for at, words in rating.LEVELS.items()],
        "reasons": [(code, said(words)) for code, words in rating.REASONS.items() if code in rating.OFFERED],
    }


def _page(template: str, status: int = 200, **context):
    # Whoever is signed in, and which ward the server belongs to, is none of this page's business.
    response = show(f"rating/{template}.html", status=status, ward=None, me=None, flash=[], **context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
