"""Neighbourhoods (tổ dân phố), buildings (tòa nhà) and support points (điểm hỗ trợ) as cards of the ward."""

from functools import partial

from app.rules import card, fields
from app.rules.operation import Change, Context, Operation, Refusal

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
    # Printed on its poster; lines as the ward writes them.
    "hours": fields.text("Giờ trực", 200, lines=True),
    "neighbourhood": fields.code("Tổ dân phố", _ID),
    "active": fields.flag("Đang dùng"),
}

put_neighbourhood = partial(card.put, NEIGHBOURHOOD)


def _placed(table: dict, held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    answer = card.put(table, held, body, operation, context)
    if isinstance(answer, Change):
        stands_in = answer.row["neighbourhood"]
        if stands_in and stands_in not in context.lists.neighbourhoods:
            return Refusal("neighbourhood_unknown")
    return answer


def put_support_point(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`support_point.put/1`. Cards of before the hours leave them as they stand, and are replayed as they were."""
    if isinstance(body, dict):
        body = {"hours": (held or {}).get("hours", ""), **body}
    return _placed(SUPPORT_POINT, held, body, operation, context)


def put_building(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`building.put/1`: a lead names the buildings of his own neighbourhood only."""
    answer = _placed(BUILDING, held, body, operation, context)
    if isinstance(answer, Change) and context.author and context.author["role"] == "lead":
        own = context.author["neighbourhood"]
        if answer.row["neighbourhood"] != own or (held and held["neighbourhood"] not in ("", own)):
            return Refusal("not_in_scope")
    return answer
