"""Máy của phường: who stands where, what waits on it, whom to call; enrolled by a one-time code, told to send the last
and rest, to forget everything, or to speak no more.
"""

from urllib.parse import quote, urlsplit

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import ENROLMENT_SECONDS
from app.ledger import enrolment, fleet
from app.printing import qr
from app.problems import Problem
from app.records import device, place
from app.records import ward as ward_records
from app.web.device_words import PERSISTED, Fleet, clock_text, told_text
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import sentence

routes = Blueprint("device", __name__, url_prefix="/may")

_THIS_MACHINE_ONLY = ("localhost", "127.0.0.1", "::1")


# The kinds that the list is filtered by, and which lines belong to them.
KINDS = {
    "": lambda line: not line["gone"],
    "can-chu-y": lambda line: bool(line["alarm"]) or line["readmitted_lately"],
    "ngung-dung": lambda line: line["gone"],
}


@routes.get("")
@allow("device.see")
def tablets():
    """Those in use; with `loai` those that need somebody, or those that are gone; with `diem` those of one point."""
    ward = Fleet(current_user.ward_id, now_ms())
    lines = ward.lines()
    kind = request.args.get("loai", "")
    kind = kind if kind in KINDS else ""
    points = sorted({(line["point_id"], line["point"]) for line in lines if line["point"]}, key=lambda each: each[1])
    point = request.args.get("diem", "")
    point = point if point in dict(points) else ""
    lines = [line for line in lines if not point or line["point_id"] == point]
    words = {"": _("Đang dùng"), "can-chu-y": _("Cần chú ý"), "ngung-dung": _("Đã ngừng")}
    return show(
        "device/list.html",
        lines=[line for line in lines if KINDS[kind](line)],
        alarms=[line for line in ward.alarms() if not point or line["point_id"] == point],
        kind=kind,
        tabs=[
            {"href": _address(each, point), "label": words[each], "count": len(found), "current": each == kind}
            for each, found in ((each, list(filter(belongs, lines))) for each, belongs in KINDS.items())
        ],
        points=points,
        point=point,
        now=ward.now,
    )


def _address(kind: str, point: str) -> str:
    said = [f"{name}={value}" for name, value in (("loai", kind), ("diem", point)) if value]
    return "/may" + ("?" + "&".join(said) if said else "")


@routes.get("/<uuid:device_id>")
@allow("device.see")
def tablet(device_id):
    row, ward = _tablet(device_id), Fleet(current_user.ward_id, now_ms())
    imports = device.rescue_imports(current_user.ward_id, row["id"])
    later = ward.later(row)
    return show(
        "device/show.html",
        tablet=row,
        line=ward.line(row),
        told=told_text(row, ward.now),
        persisted=PERSISTED.get(row["persisted"], ""),
        clock=clock_text(row["clock_offset"]),
        enrolled_by=ward.person(row["enrolled_by"]),
        directed_by=ward.person(row["directed_by"]),
        revoked_by=ward.person(row["revoked_by"]),
        earlier=[ward.line(each) for each in ward.earlier(row)],
        later=ward.line(later) if later else None,
        missing=ward.may_be_missing(row),
        imports=[{**each, "by": ward.person(each["brought_by"])} for each in imports],
        now=ward.now,
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
    return _confirm("device/revoke.html", device_id)


@routes.post("/<uuid:device_id>/thu-hoi")
@allow("device.revoke")
def revoke(device_id):
    row = _tablet(device_id)
    fleet.revoke(current_user.ward_id, row["id"], current_user.row["id"], now_ms())
    tell(_("Đã thu hồi %(name)s. Máy này không gửi lên được nữa.", name=row["name"] or _("máy")))
    return redirect(f"/may/{row['id']}")


@routes.get("/<uuid:device_id>/gui-not")
@allow("device.revoke")
def confirm_drain(device_id):
    return _confirm("device/drain.html", device_id)


@routes.post("/<uuid:device_id>/gui-not")
@allow("device.revoke")
def drain(device_id):
    """The tablet takes nothing new, sends what it holds, and is then idle."""
    return _direct(
        device_id,
        "drain",
        lambda name: _("Đã dặn %(name)s gửi nốt rồi ngừng. Máy nhận lệnh ở lần liên lạc tới.", name=name),
    )


@routes.get("/<uuid:device_id>/xoa")
@allow("device.revoke")
def confirm_wipe(device_id):
    return _confirm("device/wipe.html", device_id)


@routes.post("/<uuid:device_id>/xoa")
@allow("device.revoke")
def wipe(device_id):
    """The tablet sends what it holds and then forgets everything, the key it signs with too."""
    return _direct(
        device_id,
        "wipe",
        lambda name: _("Đã dặn %(name)s gửi nốt rồi tự xóa. Máy nhận lệnh ở lần liên lạc tới.", name=name),
    )


@routes.post("/<uuid:device_id>/dung-lai")
@allow("device.revoke")
def work_on(device_id):
    """Takes back what the tablet was told to do, as long as it has not done it."""
    return _direct(device_id, "", lambda name: _("Đã bỏ lệnh. %(name)s lại dùng được ở lần liên lạc tới.", name=name))


def _confirm(template: str, device_id):
    row = _tablet(device_id)
    if row["revoked_at"] is not None:
        return redirect(f"/may/{row['id']}")
    ward = Fleet(current_user.ward_id, now_ms())
    return show(template, tablet=row, line=ward.line(row), told=told_text(row, ward.now))


def _direct(device_id, directive: str, told):
    """`told(name of the tablet)` is said when it was ordered."""
    row = _tablet(device_id)
    try:
        fleet.direct(current_user.ward_id, row["id"], directive, current_user.row["id"], now_ms())
        tell(told(row["name"] or _("máy")))
    except Problem as problem:
        if problem.code != "device_revoked":
            raise
        tell(_("Máy này đã bị thu hồi nên không nhận lệnh nữa."), "warning")
    return redirect(f"/may/{row['id']}")
