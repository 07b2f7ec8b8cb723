"""A unit (bộ phận) of the ward's office: what hands dossiers over to one another and answers for its share."""

from app.rules import card, fields
from app.rules.operation import Change, Context, Operation, Refusal

UNIT_KINDS = {
    "reception": "Tiếp nhận và trả kết quả",
    "handling": "Chuyên môn",
    "signing": "Lãnh đạo ký",
    "outside": "Cơ quan ngoài phường",
}

UNIT = {
    "name": fields.text("Tên bộ phận", 120, required=True),
    "kind": fields.choice("Việc chính", UNIT_KINDS),
    "active": fields.flag("Đang hoạt động"),
}


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`unit.put/1`."""
    return card.put(UNIT, held, body, operation, context)
