"""The ward's tablets (máy): who stands where, when it last spoke; enrolled by a one-time code, revoked by hand."""

from urllib.parse import quote, urlsplit

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import ENROLMENT_SECONDS
from app.ledger import enrolment, fleet
from app.printing import qr
from app.problems import Problem
from app.records import device, place, staff
from app.records import ward as ward_records
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import sentence

routes = Blueprint("device", __name__, url_prefix="/may")

_THIS_MACHINE_ONLY = ("localhost", "127.0.0.1", "::1")


@routes.get("")
@allow("device.see")
def tablets():
    rows = device.tablets(current_user.ward_id)
    return show(
        "device/list.html",
        tablets=[row for row in rows if row["revoked_at"] is None],
        revoked=[row for row in rows if row["revoked_at"] is not None],
        points=_point_names(),
        now=now_ms(),
    )


def _point_names() -> dict[str, str]:
    return {row["id"]: row["name"] for row in place.support_points(current_user.ward_id, every=True)}


@routes.get("/<uuid:device_id>")
@allow("device.see")
def tablet(device_id):
    return show(
        "device/show.html",
        tablet=_tablet(device_id),
        points=_point_names(),
        names=staff.names(current_user.ward_id),
        now=now_ms(),
    )


def _tablet(device_id) -> dict:
    """Of the signed-in person's own ward. Raises Problem("not_found")."""
    row = device.tablet(current_user.ward_id, str(device_id))
    if row is None:
        raise Problem("not_found")
    return row


@routes.get("/moi")
@allow("device.enrol")
def new():
    return _form()


def _form(status: int = 200, error: str = ""):
    points = place.support_points(current_user.ward_id)
    return show(
        "device/form.html",
        status=status,
        points=[(row["id"], row["name"]) for row in points],
        chosen=request.form.get("point", current_user.support_point or (points[0]["id"] if len(points) == 1 else "")),
        error=error,
        minutes=ENROLMENT_SECONDS // 60,
    )


@routes.post("/moi")
@allow("device.enrol")
def make_code():
    """The code stands in this answer alone: the database keeps its hash. Asked again, another code is made."""
    point = place.support_point(current_user.ward_id, request.form.get("point", ""))
    if point is None or not point["active"]:
        return _form(422, sentence("point_unknown"))
    now = now_ms()
    ward = ward_records.ward(current_user.ward_id)
    code = enrolment.make_code(ward, point["id"], current_user.row["id"], now)
    base_url = current_app.config["GD"].base_url
    return show(
        "device/code.html",
        code=code,
        point=point,
        address=f"{base_url}/truc/ghi-danh",
        picture=qr.picture(f"{base_url}/truc/ghi-danh?code={quote(code)}"),
        this_machine_only=urlsplit(base_url).hostname in _THIS_MACHINE_ONLY,
        expires_at=now + ENROLMENT_SECONDS * 1000,
        minutes=ENROLMENT_SECONDS // 60,
    )


@routes.get("/<uuid:device_id>/thu-hoi")
@allow("device.revoke")
def confirm_revoke(device_id):
    row = _tablet(device_id)
    if row["revoked_at"] is not None:
        return redirect(f"/may/{row['id']}")
    return show("device/revoke.html", tablet=row)


@routes.post("/<uuid:device_id>/thu-hoi")
@allow("device.revoke")
def revoke(device_id):
    row = _tablet(device_id)
    fleet.revoke(current_user.ward_id, row["id"], current_user.row["id"], now_ms())
    tell(_("Đã thu hồi %(name)s. Máy này không gửi lên được nữa.", name=row["name"] or _("máy")))
    return redirect("/may")
