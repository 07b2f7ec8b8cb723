"""Numbers on loan (số đang cho mượn): which machine may print with which, and how the desk takes them back."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import register as records
from app.rules.register import REGISTERS, reason_problem
from app.web import door
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import ago, moment, said, sentence

routes = Blueprint("register_lease", __name__, url_prefix="/so/dang-cho-muon")


def _told(row: dict, names: Names, now: int) -> dict:
    return {
        **row,
        "machine": names.device(row["device"]),
        "who": names.person(row["staff"]),
        "since": _("%(when)s (%(ago)s)", when=moment(row["leased_at"]), ago=ago(row["leased_at"], now)),
        "book": said(REGISTERS[row["register"]][0]),
        "href": f"/so/dang-cho-muon/{row['id']}",
    }


@routes.get("")
@allow("register.see")
def every():
    now, names = now_ms(), Names(current_user.ward_id)
    return show(
        "register/lent.html", leases=[_told(row, names, now) for row in records.open_leases(current_user.ward_id)]
    )


@routes.get("/<uuid:lease_id>")
@allow("register.give_back")
def confirm(lease_id):
    return _form(str(lease_id))


@routes.post("/<uuid:lease_id>")
@allow("register.give_back")
def take_back(lease_id):
    id_, body = str(lease_id), {"reason": request.form.get("reason", "")}
    if records.lease(current_user.ward_id, id_) is None:
        raise Problem("not_found")
    if problem := reason_problem(body):
        return _form(id_, 422, sentence(problem))
    door.send("register.give_back/1", id_, body)
    tell(_("Đã lấy lại các số chưa dùng. Các số đó nằm trong sổ, gạch ngang."))
    return redirect("/so/dang-cho-muon")


def _form(id_: str, status: int = 200, error: str = ""):
    """Raises Problem: not_found, lease_returned."""
    held = records.lease(current_user.ward_id, id_)
    if held is None:
        raise Problem("not_found")
    if held["returned_at"] is not None:
        raise Problem("lease_returned")
    row = next(row for row in records.open_leases(current_user.ward_id) if row["id"] == id_)
    return show(
        "register/take_back.html",
        status=status,
        lease=_told(row, Names(current_user.ward_id), now_ms()),
        reason=request.form.get("reason", ""),
        error=error,
        operation_id=new_id(),
    )
