"""A person who works with the ward: name, login, role, where they work. Never a password: that is no history."""

from app.rules import card, fields
from app.rules.glossary import ROLES
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import sort_key

_ID = "[0-9A-Za-z_-]{1,36}"

STAFF = {
    "login": fields.code("Tên đăng nhập", "[a-z0-9][a-z0-9._-]{2,39}", required=True),
    "name": fields.text("Họ và tên", 120, required=True),
    "role": fields.choice("Vai trò", ROLES),
    "neighbourhood": fields.code("Tổ dân phố phụ trách", _ID),
    "support_point": fields.code("Điểm hỗ trợ thường trực", _ID),
    "unit": fields.code("Bộ phận", _ID),
    "active": fields.flag("Đang làm việc"),
}


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`staff.put/1`. A lead needs a neighbourhood: without one he would see nothing or everything.

    The last active admin stays one: nobody else could give the right back.
    """
    # Cards from before there were units do not name one.
    answer = card.put(STAFF, held, {"unit": "", **body}, operation, context)
    if isinstance(answer, Refusal):
        return answer
    row, lists = answer.row, context.lists
    if row["role"] == "lead" and not row["neighbourhood"]:
        return Refusal("body_invalid", details={"fields": {"neighbourhood": "required"}})
    if row["neighbourhood"] and row["neighbourhood"] not in lists.neighbourhoods:
        return Refusal("neighbourhood_unknown")
    if row["support_point"] and row["support_point"] not in lists.support_points:
        return Refusal("point_unknown")
    if leaves_no_admin(operation.entity, row, lists.admins):
        return Refusal("last_admin")
    row["sort_key"] = sort_key(row["name"])
    return answer


def leaves_no_admin(staff_id: str, row: dict, admins) -> bool:
    """Whether the ward has nobody left to administer it once `row` is that person's card. `admins`: ids of today."""
    return staff_id in admins and len(admins) == 1 and not (row["role"] == "admin" and row["active"])
