"""Signing in and out, one's own password, and the language of the screen."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, current_app, make_response, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.problems import Problem
from app.records import ward as ward_records
from app.web import sessions
from app.web.guard import allow, public
from app.web.render import show, tell, ward_of_request
from app.web.words import refusal, sentence

routes = Blueprint("sign_in", __name__)

LANGUAGES = ("vi", "en")
_YEAR_SECONDS = 365 * 24 * 3600


# Browsers read a backslash as a slash and drop tabs and line ends, so "/\t/elsewhere" would leave this site.
_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
_NEVER_ONWARD = ("/dang-nhap", "/dang-xuat")


def _own_path(text: str) -> str:
    """A path of this site to go on to; anything that could lead elsewhere becomes the start page."""
    return text if _PATH.fullmatch(text) else "/"


def _onward() -> str:
    """Where the visitor was going when they were asked to sign in."""
    path = _own_path(request.values.get("tiep", "/"))
    return "/" if path.startswith(_NEVER_ONWARD) else path


@routes.get("/dang-nhap")
@public
def form():
    if current_user.is_authenticated:
        return redirect(_onward())
    return _form()


def _form(status: int = 200, problem: Problem | None = None):
    demo = current_app.config["GD"].demo
    ward = ward_records.ward_by_slug(request.form.get("phuong", "")) or ward_of_request()
    return show(
        "sign_in/form.html",
        status=status,
        wards=ward_records.all_wards(),
        chosen_ward=ward["slug"] if ward else "",
        login=request.form.get("login", "") or request.args.get("ten", ""),
        onward=_onward(),
        problem=problem,
        demo_people=current_app.config["DEMO_PEOPLE"] if demo else [],
        demo_password=current_app.config["DEMO_PASSWORD"] if demo else "",
    )


@routes.post("/dang-nhap")
@public
def sign_in():
    chosen = ward_records.ward_by_slug(request.form.get("phuong", "")) or ward_of_request()
    if chosen is None:
        return redirect("/cai-dat")
    now = sessions.now_ms()
    try:
        person = sessions.verify(
            chosen["id"],
            request.form.get("login", ""),
            request.form.get("password", "")[:200],
            request.remote_addr or "",
            now,
        )
    except Problem as problem:
        response = _form(problem.status, problem)
        if problem.status == 429:
            response.headers["Retry-After"] = str(60 * problem.params["minutes"])
        return response
    onward = "/mat-khau" if person["must_change"] else _onward()
    # Whatever session this browser came with ends here: nobody can plant one and wait for its owner to sign in.
    sessions.end_session()
    return _welcome(redirect(onward), chosen, person["id"], now)


def _welcome(response, ward: dict, staff_id: str, now: int):
    """The same answer with a new session, and with the ward remembered for the next sign-in of this browser."""
    sessions.set_cookie(response, sessions.start_session(ward["id"], staff_id, now))
    return _remember(response, "gd_ward", ward["slug"], httponly=True)


def _remember(response, name: str, value: str, httponly: bool = False):
    response.set_cookie(
        name,
        value,
        max_age=_YEAR_SECONDS,
        samesite="Lax",
        httponly=httponly,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


@routes.post("/dang-xuat")
@public
def sign_out():
    sessions.end_session()
    response = redirect("/dang-nhap")
    response.delete_cookie(sessions.COOKIE)
    # A shared computer must not show the last person's pages by the Back button.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@routes.get("/mat-khau")
@allow("account.change")
def password_form():
    return _password_form()


def _password_form(status: int = 200, errors: dict | None = None, problem: Problem | None = None):
    """Passwords are never sent back into the page: the three fields start empty again."""
    return show(
        "sign_in/password.html",
        status=status,
        errors=errors or {},
        problem=problem,
        must_change=current_user.must_change,
        letters_min=sessions.PASSWORD_LETTERS_MIN,
    )


@routes.post("/mat-khau")
@allow("account.change")
def change_password():
    now = sessions.now_ms()
    ward_id, login = current_user.ward_id, current_user.row["login"]
    old, new = request.form.get("old", "")[:200], request.form.get("new", "")
    try:
        sessions.verify(ward_id, login, old, request.remote_addr or "", now)
    except Problem as problem:
        if problem.code == "sign_in_failed":
            return _password_form(422, {"old": sentence("password_wrong")})
        return _password_form(problem.status, problem=problem)
    wrong = _new_password_problem(old, new, login)
    if wrong:
        return _password_form(422, wrong)
    sessions.set_password(ward_id, current_user.row["id"], new, now)
    tell(_("Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này đã được đăng xuất."))
    return sessions.set_cookie(redirect("/"), sessions.start_session(ward_id, current_user.row["id"], now))


def _new_password_problem(old: str, new: str, login: str) -> dict[str, str]:
    """{field: sentence}, empty when the new password will do."""
    try:
        sessions.check_password_strength(new, login)
    except Problem as problem:
        return {"new": refusal(problem)}
    if new != request.form.get("again", ""):
        return {"again": sentence("password_differs")}
    if new == old:
        return {"new": sentence("password_same")}
    return {}


@routes.post("/-/ngon-ngu")
@public
def language():
    """Vietnamese or English, remembered in a cookie that names nobody."""
    lang = request.form.get("lang", "vi")
    try:
        back = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        back = urlsplit("/")
    response = make_response(redirect(_own_path(back.path or "/") + (f"?{back.query}" if back.query else "")))
    if lang in LANGUAGES:
        _remember(response, "gd_lang", lang)
    return response
