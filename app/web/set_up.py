"""The first set-up (cài đặt): an empty server becomes a ward with one admin, who is then shown what is still missing.

Whoever reaches an empty server could make themselves its admin: the first step asks for a code that only the terminal
and the data folder know.
"""

import hmac
import os
import secrets
from pathlib import Path

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from app.ledger.cards import put_cards
from app.ledger.envelope import new_id
from app.ledger.founding import found_ward
from app.problems import Problem
from app.records import device, place, procedure, staff
from app.records import ward as ward_records
from app.records.database import database, one_at_a_time
from app.rules import throttle, workday
from app.rules.permissions import allowed
from app.rules.procedure_import import starter_cards
from app.rules.staff import STAFF
from app.rules.text import clean, fold
from app.rules.ward import WARD
from app.web import card_form, door, sessions
from app.web.guard import allow, public
from app.web.render import show, tell
from app.web.words import refusal, sentence

routes = Blueprint("set_up", __name__, url_prefix="/cai-dat")

# No letter or digit that an eye takes for another one.
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 10
_SLUG_MAX = 40


def set_up_code(data_dir: Path) -> str:
    """The code of this empty server, made on first need and readable by its owner alone."""
    path = data_dir / "setup-code"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("".join(secrets.choice(_SYMBOLS) for _ in range(_CODE_LENGTH)))
    return path.read_text().strip()


def _check_code(now: int) -> None:
    """Raises Problem: too_many_tries, setup_code_wrong."""
    brake = sessions.Brake(0, f"set-up:{request.remote_addr or ''}", throttle.LOGIN)
    brake.check(now)
    typed = clean(request.form.get("code", "")).lower().replace(" ", "").replace("-", "")
    if not hmac.compare_digest(typed.encode(), set_up_code(current_app.config["GD"].data_dir).encode()):
        brake.failed(now)
        raise Problem("setup_code_wrong")
    brake.forget()


@routes.get("")
@public
def form():
    if ward_records.all_wards():
        if current_user.is_authenticated and allowed(current_user.role, "ward.put"):
            return redirect("/cai-dat/con-lai")
        raise Problem("already_set_up")
    return _form()


def _form(status: int = 200, errors: dict | None = None, problem: Problem | None = None):
    errors = errors or {}
    return show(
        "set_up/form.html",
        status=status,
        typed=request.form,
        errors=errors,
        summary=card_form.summary(errors),
        problem=problem,
        letters_min=sessions.PASSWORD_LETTERS_MIN,
    )


@routes.post("")
@public
def set_up():
    """The ward and its first admin in one transaction, and the admin is signed in."""
    if ward_records.all_wards():
        raise Problem("already_set_up")
    now = sessions.now_ms()
    try:
        _check_code(now)
    except Problem as problem:
        if problem.code == "setup_code_wrong":
            return _form(problem.status, {"code": refusal(problem)})
        return _form(problem.status, problem=problem)
    ward, admin, errors = _read()
    if errors:
        return _form(422, errors)
    ward_id, staff_id = _found(ward, admin, request.form["password"], now)
    (current_app.config["GD"].data_dir / "setup-code").unlink(missing_ok=True)
    tell(_("Đã lập %(ward)s. Anh/chị là quản trị đầu tiên.", ward=ward["name"]))
    response = redirect("/cai-dat/con-lai")
    return sessions.set_cookie(response, sessions.start_session(ward_id, staff_id, now))


def _read() -> tuple[dict, dict, dict[str, str]]:
    """(the ward's card, the admin's card, {field: sentence}). Fields of the admin are named person_* in the form."""
    ward, errors = card_form.check(_ward_body(), WARD)
    if not slug_of(ward["name"]):
        errors.setdefault("name", sentence("ward_name_needed"))
    login = clean(request.form.get("login", "")).lower()
    admin, wrong = card_form.check(
        {
            "login": login,
            "name": request.form.get("person_name", ""),
            "role": "admin",
            "neighbourhood": "",
            "support_point": "",
            "unit": "",
            "active": True,
        },
        STAFF,
    )
    if "name" in wrong:
        errors["person_name"] = wrong["name"]
    if "login" in wrong:
        errors["login"] = sentence("login_invalid")
    password = request.form.get("password", "")
    try:
        sessions.check_password_strength(password, login)
    except Problem as problem:
        errors["password"] = refusal(problem)
    if password != request.form.get("again", ""):
        errors.setdefault("again", sentence("password_differs"))
    return ward, admin, errors


def _ward_body() -> dict:
    """What was typed; the two names on paper that were left empty follow from the ward's name."""
    body = card_form.read(WARD)
    name = clean(body["name"])
    kind, _space, own = name.partition(" ")
    if not clean(body["organ_line_2"]) and name:
        body["organ_line_2"] = f"ỦY BAN NHÂN DÂN {name.upper()}"
    if not clean(body["place_name"]):
        body["place_name"] = own if fold(kind) in ("phuong", "xa") and own else name
    return body


def slug_of(name: str) -> str:
    """ "Phường Hà Đông" → "ha-dong": how the ward is called in addresses, for ever."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(name))
    words = letters.split()
    if len(words) > 1 and words[0] in ("phuong", "xa"):
        words = words[1:]
    return "-".join(words)[:_SLUG_MAX].strip("-")


def _found(ward: dict, admin: dict, password: str, now: int) -> tuple[int, str]:
    staff_id = new_id()
    with database.atomic():
        # Two people may have sent the form at once; only one of them founds the ward.
        one_at_a_time(0, "found_ward")
        if ward_records.all_wards():
            raise Problem("already_set_up")
        ward_id = found_ward(slug_of(ward["name"]), ward["name"], now)
        put_cards(ward_id, "ward.put/1", [(str(ward_id), ward)], now)
        put_cards(ward_id, "workday.put/1", workday.starter_cards(), now)
        put_cards(ward_id, "staff.put/1", [(staff_id, admin)], now)
        sessions.set_password(ward_id, staff_id, password, now)
    return ward_id, staff_id


@routes.get("/con-lai")
@allow("ward.put")
def remaining():
    ward_id = current_user.ward_id
    return show(
        "set_up/remaining.html",
        steps=steps(ward_id),
        starter_offered=not procedure.current_procedures(ward_id, status=None),
        operation_id=new_id(),
    )


@routes.post("/nap-danh-muc")
@allow("procedure.import")
def take_starter():
    """The catalogue that comes with Gần Dân, for a ward that has none; another one is imported from a file."""
    if procedure.current_procedures(current_user.ward_id, status=None):
        tell(_("Phường đã có danh mục thủ tục."), "info")
    else:
        cards = starter_cards()
        door.send_together("procedure.put/1", cards, door.form_operation_id())
        tell(_("Đã nạp %(count)s thủ tục của danh mục có sẵn.", count=len(cards)))
    return redirect("/cai-dat/con-lai" if allowed(current_user.role, "ward.put") else "/thu-tuc")


def steps(ward_id: int) -> list[dict]:
    """[{label, note, href, count, optional, done}]: what a ward needs before its first day at a point, in order."""
    others = [row for row in staff.all_staff(ward_id) if row["active"]][1:]
    return [
        _step(
            pgettext("list", "Tổ dân phố"),
            _("Thêm một lần cả dãy, ví dụ tổ 1 đến tổ 19."),
            "/to-dan-pho",
            place.neighbourhoods(ward_id),
        ),
        _step(
            pgettext("list", "Tòa nhà"),
            _("Nơi có chung cư; không có thì bỏ qua."),
            "/toa-nha",
            place.buildings(ward_id),
            optional=True,
        ),
        _step(
            pgettext("list", "Điểm hỗ trợ"),
            _("Nơi tình nguyện viên trực, ví dụ sảnh tòa nhà."),
            "/diem-ho-tro",
            place.support_points(ward_id),
        ),
        _step(_("Người dùng"), _("Tình nguyện viên, tổ trưởng, công chức một cửa."), "/nguoi-dung", others),
        _step(
            _("Danh mục thủ tục"),
            _("Nạp danh mục có sẵn, hoặc nhập từ tệp .xlsx, .csv."),
            "/thu-tuc/nhap",
            procedure.current_procedures(ward_id),
        ),
        _step(_("Máy đầu tiên"), _("Cấp mã ghi danh cho máy đặt ở điểm hỗ trợ."), "/may", device.tablets(ward_id)),
    ]


def _step(label: str, note: str, href: str, rows: list, optional: bool = False) -> dict:
    return {
        "label": label,
        "note": note,
        "href": href,
        "count": len(rows),
        "optional": optional,
        "done": bool(rows) or optional,
    }
