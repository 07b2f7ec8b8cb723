"""One posted form is one operation, however often it is posted: a double click, a page sent again, a way back."""

import hmac

from flask import current_app
from flask_babel import gettext as _
from flask_login import current_user

from app.problems import PROBLEMS, Problem
from app.records import ledger_entry
from app.rules import tracking
from app.web import door
from app.web.render import tell


def tracking_of_form() -> str:
    """A tracking code that nobody can guess and a second post of the same form makes again."""
    op = door.form_operation_id()
    return tracking.make(hmac.digest(current_app.config["SECRET_KEY"], f"tracking:{op}".encode(), "sha256"))


def posted_before(type_: str) -> dict | None:
    """The ledger entry that this very form has become already. Raises Problem when it was another one's."""
    entry = ledger_entry.entry_by_op(current_user.ward_id, door.form_operation_id())
    if entry is None:
        return None
    if entry["staff"] != current_user.row["id"] or entry["type"] != type_:
        raise Problem("op_id_conflict")
    if entry["outcome"] in ("rejected", "parked"):
        raise Problem(entry["code"] if entry["code"] in PROBLEMS else "server_error", fields="")
    return entry


def send_once(type_: str, entity: str, body: dict, said: str, base: int = 0) -> str:
    """Through the door, and says so; the entity that it became. What was posted again and says something else by now is
    not written, and that is said, too.
    """
    op = door.form_operation_id()
    try:
        door.send(type_, entity, body, base, op)
    except Problem as problem:
        before = posted_before(type_) if problem.code == "op_id_conflict" else None
        if before is None:
            raise
        entity = before["entity"]
        tell(
            _("Biểu mẫu này đã được lưu trước đó. Nội dung vừa gửi khác lần đầu nên chưa được ghi: hãy sửa ở dưới."),
            "warning",
        )
    else:
        tell(said)
    return entity
