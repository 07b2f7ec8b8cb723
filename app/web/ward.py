"""The ward's own page (phường): its names on screen and paper, and the ways to its lists."""

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.records import place, unit
from app.records import ward as ward_records
from app.rules import clock
from app.rules.ward import WARD
from app.web import card_form, door
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms

routes = Blueprint("ward", __name__, url_prefix="/phuong")


@routes.get("")
@allow("ward.put")
def ward_page():
    ward_id = current_user.ward_id
    row = ward_records.ward(ward_id)
    return show(
        "ward/show.html",
        row=row,
        sheet=_letterhead(row),
        counts={
            "neighbourhoods": len(place.neighbourhoods(ward_id)),
            "points": len(place.support_points(ward_id)),
            "buildings": len(place.buildings(ward_id)),
            "units": len(unit.units(ward_id)),
        },
    )


def _letterhead(row: dict) -> dict:
    """What templates/paper/_heading.html takes; the day is today's, as on a slip printed now (NĐ 30/2020 Phụ lục I)."""
    today = clock.local(now_ms())
    return {
        "organ_line_1": row["organ_line_1"],
        "organ_line_2": row["organ_line_2"],
        "place_date": f"{row['place_name']}, ngày {today:%d} tháng {today:%m} năm {today:%Y}",
    }


@routes.get("/sua")
@allow("ward.put")
def edit():
    return _form()


def _form(status: int = 200, errors: dict | None = None):
    errors = errors or {}
    return show(
        "ward/form.html",
        status=status,
        typed=card_form.typed_or(ward_records.ward(current_user.ward_id), WARD),
        errors=errors,
        summary=card_form.summary(errors),
        operation_id=new_id(),
    )


@routes.post("/sua")
@allow("ward.put")
def change():
    body, errors = card_form.check(card_form.read(WARD), WARD)
    if errors:
        return _form(422, errors)
    row = ward_records.ward(current_user.ward_id)
    door.send("ward.put/1", str(current_user.ward_id), body, base=row["v"])
    tell(_("Đã lưu thông tin của phường."))
    return redirect("/phuong")
