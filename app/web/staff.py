"""People who work with the ward (người dùng): found, added, changed, given a temporary password; never deleted."""

import secrets

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import place, unit
from app.records import staff as staff_records
from app.rules.glossary import ROLES
from app.rules.staff import STAFF, leaves_no_admin
from app.rules.text import clean, fold
from app.web import card_form, door, sessions
from app.web.guard import allow
from app.web.paging import page_of
from app.web.render import show, tell
from app.web.words import said, sentence

routes = Blueprint("staff", __name__, url_prefix="/nguoi-dung")

ROLE_WORDS = {
    "volunteer": lazy_gettext("Trực ở điểm hỗ trợ, ghi lượt; chỉ xem lượt do mình ghi."),
    "lead": lazy_gettext("Xem các lượt của tổ dân phố mình phụ trách, ghi danh máy, thêm tòa nhà của tổ."),
    "clerk": lazy_gettext("Xem và sửa mọi lượt của phường, xử lý mục cần xem lại, quản lý danh mục thủ tục."),
    "leader": lazy_gettext("Xem mọi lượt và danh sách của phường, không sửa."),
    "admin": lazy_gettext("Quản lý người dùng, máy, các danh sách và thông tin của phường."),
}

# Read aloud or copied by hand: no letter or digit that is taken for another one. 31^12 is 59 bits.
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary_password() -> str:
    """ "xxxx-xxxx-xxxx", to be changed at the first sign-in."""
    return "-".join("".join(secrets.choice(_SYMBOLS) for _symbol in range(4)) for _group in range(3))


def _person(staff_id) -> dict:
    """Of the signed-in person's own ward. Raises Problem("not_found")."""
    row = staff_records.staff(current_user.ward_id, str(staff_id))
    if row is None:
        raise Problem("not_found")
    return row


@routes.get("")
@allow("staff.see")
def people():
    """By given name, as Vietnamese lists are; those who left come last."""
    wanted = fold(request.args.get("q", ""))
    rows = [
        row
        for row in staff_records.all_staff(current_user.ward_id)
        if wanted in fold(row["name"]) or wanted in row["login"]
    ]
    page = page_of(len(rows), "/nguoi-dung", {"q": request.args.get("q", "")})
    return show(
        "staff/list.html",
        people=page.of(rows),
        total=len(rows),
        page=page,
        query=request.args.get("q", ""),
        places=_places(),
        temporary=staff_records.temporary_passwords(current_user.ward_id),
        roles={code: said(label) for code, label in ROLES.items()},
    )


def _places() -> dict[str, str]:
    """{id: name} of neighbourhoods, points and units, those no longer in use too."""
    ward_id = current_user.ward_id
    rows = place.neighbourhoods(ward_id, every=True) + place.support_points(ward_id, every=True)
    rows += unit.units(ward_id, every=True)
    return {row["id"]: row["name"] for row in rows}


@routes.get("/<uuid:staff_id>")
@allow("staff.see")
def person(staff_id):
    row = _person(staff_id)
    return show(
        "staff/show.html",
        person=row,
        role=said(ROLES[row["role"]]),
        role_words=ROLE_WORDS[row["role"]],
        places=_places(),
        password=staff_records.password_state(current_user.ward_id, row["id"]),
    )


@routes.get("/moi")
@allow("staff.put")
def new():
    return _form(None)


@routes.get("/<uuid:staff_id>/sua")
@allow("staff.put")
def edit(staff_id):
    return _form(_person(staff_id))


def _form(row: dict | None, status: int = 200, errors: dict | None = None):
    errors = errors or {}
    ward_id, typed = current_user.ward_id, card_form.typed_or(row, STAFF)
    return show(
        "staff/form.html",
        status=status,
        person=row,
        typed=typed,
        errors=errors,
        summary=card_form.summary(errors),
        roles=[{"value": code, "label": said(label), "hint": ROLE_WORDS[code]} for code, label in ROLES.items()],
        neighbourhoods=card_form.options(place.neighbourhoods(ward_id, every=True), typed["neighbourhood"]),
        points=card_form.options(place.support_points(ward_id, every=True), typed["support_point"]),
        units=card_form.options(unit.units(ward_id, every=True), typed["unit"]),
        operation_id=new_id(),
    )


@routes.post("/moi")
@allow("staff.put")
def add():
    # The form's own id becomes the person's: a double click makes one person.
    op = door.form_operation_id()
    known = staff_records.staff(current_user.ward_id, op)
    body, errors = _read(op)
    if errors:
        return _form(None, 422, errors)
    door.send("staff.put/1", op, body, op=op)
    if known and not _still_temporary(op):
        return redirect(f"/nguoi-dung/{op}")
    return _hand_over(op, body["name"], body["login"])


@routes.post("/<uuid:staff_id>/sua")
@allow("staff.put")
def change(staff_id):
    row = _person(staff_id)
    body, errors = _read(row["id"])
    if errors:
        return _form(row, 422, errors)
    door.send("staff.put/1", row["id"], body, base=row["v"])
    if not body["active"]:
        sessions.end_sessions_of(current_user.ward_id, row["id"])
    tell(_("Đã lưu %(name)s.", name=body["name"]))
    return redirect(f"/nguoi-dung/{row['id']}")


def _read(staff_id: str) -> tuple[dict, dict[str, str]]:
    """(the card, {field: sentence}), with what only the ward's lists can tell."""
    ward_id = current_user.ward_id
    body = card_form.read(STAFF)
    body["login"] = clean(body["login"]).lower()
    body, errors = card_form.check(body, STAFF)
    if "login" in errors:
        errors["login"] = sentence("login_invalid")
    else:
        namesake = staff_records.staff_by_login(ward_id, body["login"])
        if namesake and namesake["id"] != staff_id:
            errors["login"] = sentence("login_taken")
    if body["role"] == "lead" and not body["neighbourhood"]:
        errors["neighbourhood"] = sentence("lead_needs_neighbourhood")
    if body["neighbourhood"] and not place.neighbourhood(ward_id, body["neighbourhood"]):
        errors["neighbourhood"] = sentence("neighbourhood_unknown")
    if body["support_point"] and not place.support_point(ward_id, body["support_point"]):
        errors["support_point"] = sentence("point_unknown")
    if body["unit"] and body["unit"] not in {row["id"] for row in unit.units(ward_id, every=True)}:
        errors["unit"] = sentence("unit_unknown")
    if leaves_no_admin(staff_id, body, staff_records.active_admins(ward_id)):
        errors["role" if body["role"] != "admin" else "active"] = sentence("last_admin")
    return body, {name: errors[name] for name in STAFF if name in errors}


@routes.get("/<uuid:staff_id>/dat-lai-mat-khau")
@allow("staff.put")
def confirm_reset(staff_id):
    row = _person(staff_id)
    if row["id"] == current_user.row["id"]:
        return redirect("/mat-khau")
    return show("staff/reset.html", person=row, password=staff_records.password_state(current_user.ward_id, row["id"]))


@routes.post("/<uuid:staff_id>/dat-lai-mat-khau")
@allow("staff.put")
def reset(staff_id):
    row = _person(staff_id)
    if row["id"] == current_user.row["id"]:
        return redirect("/mat-khau")
    state = staff_records.password_state(current_user.ward_id, row["id"])
    # A page reloaded days later must not take away the password that the person has chosen since.
    if state and not state["must_change"] and str(state["changed_at"]) != request.form.get("changed_at"):
        tell(_("%(name)s vừa tự đổi mật khẩu nên chưa đặt lại.", name=row["name"]), "warning")
        return redirect(f"/nguoi-dung/{row['id']}")
    return _hand_over(row["id"], row["name"], row["login"])


def _still_temporary(staff_id: str) -> bool:
    state = staff_records.password_state(current_user.ward_id, staff_id)
    return state is None or state["must_change"]


def _hand_over(staff_id: str, name: str, login: str):
    """Shown in the answer itself and never again: it is kept nowhere but as a hash."""
    password = temporary_password()
    sessions.set_password(current_user.ward_id, staff_id, password, sessions.now_ms(), must_change=True)
    return show("staff/password.html", staff_id=staff_id, name=name, login=login, password=password)
