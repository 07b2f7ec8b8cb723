"""Tệp cứu hộ: work that could not leave a tablet by itself, brought to the ward in a file."""

import json

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import RESCUE_FILE_BYTES_MAX
from app.ledger import rescue
from app.problems import Problem
from app.records import device, ledger_entry
from app.rules import clock
from app.rules.permissions import allowed
from app.web.assistance_words import TYPES, reason_text
from app.web.guard import allow
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import label, refusal

routes = Blueprint("device_rescue", __name__)

# A file just over the limit gets a sentence beside the form; what is far over it is not even received.
_RECEIVED_BYTES_MAX = 2 * RESCUE_FILE_BYTES_MAX
# A file that was refused from its first line to its last needs no list of thousands.
_WAITING_SHOWN = 100


@routes.get("/may/tep-cuu-ho")
@allow("device.rescue")
def form():
    return _form()


def _form(status: int = 200, error: str = ""):
    return show("device/rescue.html", status=status, error=error, most_mb=RESCUE_FILE_BYTES_MAX // 1024 // 1024)


@routes.post("/may/tep-cuu-ho")
@allow("device.rescue")
def upload():
    """Takes the file and says what became of it. The same file again finds everything taken."""
    request.max_content_length = _RECEIVED_BYTES_MAX
    given = request.files.get("tep")
    if given is None or not given.filename:
        return _form(422, _("Chưa chọn tệp. Chọn tệp cứu hộ đã xuất từ máy."))
    content = given.stream.read(RESCUE_FILE_BYTES_MAX + 1)
    if len(content) > RESCUE_FILE_BYTES_MAX:
        return _form(422, _("Tệp quá lớn nên không phải tệp cứu hộ của Gần Dân. Hãy chọn lại tệp."))
    try:
        text = content.decode("utf-8-sig")
        taken = rescue.take_file(current_user.ward_id, text, current_user.row["id"], now_ms())
    except UnicodeDecodeError:
        return _form(422, refusal(Problem("rescue_unreadable")))
    except Problem as problem:
        if problem.status >= 500:
            raise
        if problem.code == "device_unknown":
            return _form(
                422, _("Phường không biết máy đã xuất tệp này. Nếu đúng máy của phường, hãy xuất lại tệp trên máy.")
            )
        return _form(422, refusal(problem))
    return _told(text, taken)


def _told(text: str, taken: dict):
    """What the file brought; a file that was taken can be read, so its device and its time stand in it."""
    said = json.loads(text)
    row = device.tablet(current_user.ward_id, said["device"])
    waiting = [result for result in taken["results"] if result["status"] in ("rejected", "parked", "conflict")]
    return show(
        "device/rescued.html",
        tablet=row,
        # A tablet's own clock: what no calendar knows is not shown.
        made_at=said["made_at"] if 0 < said["made_at"] < clock.END_MS else None,
        operations=taken["operations"],
        new=taken["new"],
        waiting=_waiting(waiting[:_WAITING_SHOWN]),
        unlisted=max(0, len(waiting) - _WAITING_SHOWN),
    )


def _waiting(results: list[dict]) -> list[dict]:
    """Operations of the file that a person must look at; those that somebody has settled already are left out."""
    ops = [result["op"] for result in results]
    ward_id = current_user.ward_id
    reviews = {each["op"]: each for each in ledger_entry.reviews_by_op(ward_id, ops) if each["closed_at"] is None}
    may_see = allowed(current_user.role, "review.see")
    return [
        {
            "href": f"/can-xem-lai/{op}" if may_see else "",
            "kind": TYPES.get(reviews[op]["type"], reviews[op]["type"]),
            "why": reason_text(reviews[op]["code"], json.loads(reviews[op]["details"])),
            "outcome_label": label("outcome", reviews[op]["outcome"]),
        }
        for op in ops
        if op in reviews
    ]
