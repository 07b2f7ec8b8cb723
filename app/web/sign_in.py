"""Signing in and out, one's own password, and the language of the screen."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, make_response, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.problems import Problem
from app.records import ward as ward_records
from app.web import sessions
from app.web.guard import allow, public
from app.web.render import show, tell, ward_of_request

routes = Blueprint("sign_in", __name__)

LANGUAGES = ("vi", "en")
_YEAR_SECONDS = 365 * 24 * 3600


def _own_path(text: str) -> str:
    """A path of this site to go on to; anything that could lead elsewhere becomes the start page."""
    parts = urlsplit(text)
    safe = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return text if safe else "/"


@routes.get("/dang-nhap")
@public
def form():
    if current_user.is_authenticated:
        return redirect("/")
    return _form()


def _form(status: int = 200, problem: Problem | None = None):
    return show(
        "sign_in/form.html",
        status=status,
        wards=ward_records.all_wards(),
        login=request.form.get("login", ""),
        onward=_own_path(request.values.get("tiep", "/")),
        problem=problem,
        demo_people=current_app.config["DEMO_PEOPLE"] if current_app.config["GD"].demo else [],
        demo_password=current_app.config["DEMO_PASSWORD"],
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
    onward = "/mat-khau" if person["must_change"] else _own_path(request.form.get("tiep", "/"))
    response = sessions.set_cookie(redirect(onward), sessions.start_session(chosen["id"], person["id"], now))
    response.set_cookie("gd_ward", chosen["slug"], max_age=_YEAR_SECONDS, samesite="Lax", httponly=True)
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
    return show("sign_in/password.html", problem=None)


@routes.post("/mat-khau")
@allow("account.change")
def change_password():
    now = sessions.now_ms()
    ward_id, login = current_user.ward_id, current_user.row["login"]
    new = request.form.get("new", "")
    try:
        sessions.verify(ward_id, login, request.form.get("old", "")[:200], request.remote_addr or "", now)
        sessions.check_password_strength(new, login)
    except Problem as problem:
        return show("sign_in/password.html", status=problem.status, problem=problem)
    sessions.set_password(ward_id, current_user.row["id"], new, now)
    tell(_("Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này đã được đăng xuất."))
    return sessions.set_cookie(redirect("/"), sessions.start_session(ward_id, current_user.row["id"], now))


@routes.post("/-/ngon-ngu")
@public
def language():
    """Vietnamese or English, remembered in a cookie that names nobody."""
    lang = request.form.get("lang", "vi")
    back = urlsplit(request.headers.get("Referer", ""))
    response = make_response(redirect(_own_path(back.path or "/") + (f"?{back.query}" if back.query else "")))
    if lang in LANGUAGES:
        response.set_cookie("gd_lang", lang, max_age=_YEAR_SECONDS, samesite="Lax")
    return response
