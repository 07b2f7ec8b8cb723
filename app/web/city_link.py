"""/phuong/thanh-pho: whether this ward's sums go up to its city, and what the city knows."""

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.records import city as records
from app.rules import city
from app.web import card_form
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import sentence

routes = Blueprint("city_link", __name__, url_prefix="/phuong/thanh-pho")


@routes.get("")
@allow("city.link")
def state():
    return _page()


def _page(status: int = 200, errors: dict | None = None):
    errors = errors or {}
    row = records.link(current_user.ward_id)
    link = city.read_link(row["link"]) if row else None
    trouble = {
        "unreachable": _("Không gọi được máy chủ của thành phố. Máy sẽ tự thử lại; không số liệu nào mất."),
        "not_a_city": _("Địa chỉ trong mã không phải máy chủ Gần Dân của thành phố. Hỏi lại thành phố mã nối."),
        "refused": _("Thành phố không nhận: mã nối đã thu hồi hoặc sai. Xin thành phố mã nối mới."),
        "busy": _("Máy chủ của thành phố đang bận. Máy sẽ tự thử lại."),
    }
    return show(
        "city/link.html",
        status=status,
        row=row,
        url=link.url if link else "",
        trouble=trouble.get(row["trouble"], "") if row else "",
        typed=card_form.typed_or(None, city.LINK),
        errors=errors,
        summary=card_form.summary(errors),
    )


@routes.post("")
@allow("city.link")
def connect():
    body, errors = card_form.check(card_form.read(city.LINK), city.LINK)
    if not errors and city.read_link(body["link"]) is None:
        errors = {"link": sentence("city_link_unreadable")}
    if errors:
        return _page(422, errors)
    records.put_link(current_user.ward_id, body["link"], current_user.row["id"], now_ms())
    tell(_("Đã nối. Số liệu từng tháng được gửi trong vòng mười phút, và mỗi khi có thay đổi."))
    return redirect("/phuong/thanh-pho")


@routes.post("/thoi")
@allow("city.link")
def disconnect():
    records.drop_link(current_user.ward_id)
    tell(_("Đã thôi gửi. Những gì đã gửi vẫn ở thành phố."))
    return redirect("/phuong/thanh-pho")
