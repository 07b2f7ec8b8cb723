"""Neighbourhoods (tổ dân phố), buildings (tòa nhà) and support points (điểm hỗ trợ) as cards of the ward."""

from functools import partial

from app.rules import card, fields

_ID = "[0-9A-Za-z_-]{1,36}"

NEIGHBOURHOOD = {
    "name": fields.text("Tên tổ dân phố", 80, required=True),
    "former_name": fields.text("Tên cũ", 80),
    "position": fields.whole("Thứ tự", 0, 9_999),
    "active": fields.flag("Đang dùng"),
}
BUILDING = {
    "name": fields.text("Tên tòa nhà", 80, required=True),
    "neighbourhood": fields.code("Tổ dân phố", _ID),
    "active": fields.flag("Đang dùng"),
}
SUPPORT_POINT = {
    "name": fields.text("Tên điểm hỗ trợ", 120, required=True),
    "short": fields.text("Tên ngắn", 24),
    "address": fields.text("Địa chỉ", 200),
    "neighbourhood": fields.code("Tổ dân phố", _ID),
    "active": fields.flag("Đang dùng"),
}

put_neighbourhood = partial(card.put, NEIGHBOURHOOD)
put_building = partial(card.put, BUILDING)
put_support_point = partial(card.put, SUPPORT_POINT)
