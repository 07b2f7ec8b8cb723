"""/khoa-api: the keys of programs that read the ward's figures; made, shown once, revoked."""

import secrets

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import api_key as records
from app.records import staff
from app.rules import api_key as rules
from app.rules.clock import day_of
from app.web import card_form, door
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms

routes = Blueprint("api_key", __name__, url_prefix="/khoa-api")

USUAL_DAYS = 365


@routes.get("")
@allow("api_key.put")
def listing():
    return _page()


def _page(status: int = 200, errors: dict | None = None, made: str = ""):
    errors, today = errors or {}, day_of(now_ms())
    names = staff.names(current_user.ward_id)
    keys = [
        {**row, "holds": rules.holds(row, today), "by": names.get(row["created_by"], "")}
        for row in records.api_keys(current_user.ward_id)
    ]
    return show(
        "api_key/list.html",
        status=status,
        keys=keys,
        made=made,
        typed=card_form.typed_or(None, rules.KEY) if errors else {"name": "", "days": USUAL_DAYS},
        errors=errors,
        summary=card_form.summary(errors),
        operation_id=new_id(),
    )


@routes.post("")
@allow("api_key.put")
def make():
    """The answer itself shows the key: it stands in no address and in no list afterwards."""
    now, key_id = now_ms(), door.form_operation_id()
    body, errors = card_form.check(card_form.read(rules.KEY), rules.KEY)
    if errors:
        return _page(422, errors)
    if records.api_key(current_user.ward_id, key_id):
        # Sent twice: the first answer had the key, and nobody can show it again.
        tell(_("Khóa này đã tạo rồi. Nếu chưa chép được, thu hồi nó và tạo khóa khác."), "info")
        return redirect("/khoa-api")
    secret = secrets.token_bytes(rules.SECRET_BYTES)
    records.add(
        {
            "ward_id": current_user.ward_id,
            "id": key_id,
            "name": body["name"],
            "secret_hash": rules.hash_of(secret),
            "created_at": now,
            "created_by": current_user.row["id"],
            "expires_on": rules.last_day(day_of(now), body["days"]),
        }
    )
    return _page(made=rules.write(current_user.ward_id, key_id, secret))


@routes.post("/<uuid:key_id>/thu-hoi")
@allow("api_key.put")
def revoke(key_id):
    if records.api_key(current_user.ward_id, str(key_id)) is None:
        raise Problem("not_found")
    records.revoke(current_user.ward_id, str(key_id), current_user.row["id"], now_ms())
    tell(_("Đã thu hồi khóa. Chương trình dùng khóa này không đọc được nữa."))
    return redirect("/khoa-api")
