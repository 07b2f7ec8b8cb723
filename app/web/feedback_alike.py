"""Có thể trùng, liên quan: what looks like the same matter is hinted; only a person says that two are related."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import feedback as records
from app.records import workday
from app.rules.clock import DAY_MS
from app.rules.feedback import concerns
from app.rules.feedback_alike import alike, related_to, words_of
from app.rules.operation import Refusal
from app.web import door
from app.web.feedback_form import readable
from app.web.feedback_words import ADDRESS, state_words, title
from app.web.guard import allow
from app.web.render import tell
from app.web.words import moment

routes = Blueprint("feedback_alike", __name__, url_prefix=ADDRESS)

# More than a ward of this size hears in its days; what is older than these is not compared.
COMPARED_MOST = 600
WHY = {
    "words": lazy_gettext("lời gần giống nhau"),
    "phone": lazy_gettext("cùng số điện thoại"),
    "place": lazy_gettext("cùng nơi xảy ra"),
}


def hints(rows: list[dict]) -> dict[str, list[dict]]:
    """{id: [{"id", "href", "title", "why"}]} of rows that look like others; only those that this person may read."""
    days = workday.office(current_user.ward_id)["feedback_alike_days"]
    if not rows or not days:
        return {}
    times = [row["received_at"] for row in rows]
    others = records.compared_rows(
        current_user.ward_id,
        current_user.row["id"],
        min(times) - days * DAY_MS,
        max(times) + days * DAY_MS,
        COMPARED_MOST,
    )
    others = [{**other, "words": words_of(other)} for other in others]
    return {row["id"]: [_hint(other, why) for other, why in alike(row, others, days)] for row in rows}


def _hint(other: dict, why: str) -> dict:
    return {"id": other["id"], "href": f"{ADDRESS}/{other['id']}", "title": title(other), "why": WHY[why]}


def beside(row: dict) -> dict:
    """What the page of one says: {"hints", "related", "form"}; a form's values are None for whom it is about."""
    related = records.relatives(row["ward_id"], current_user.row["id"], row)
    known = {one["id"] for one in related}
    mine = set(related_to(row))
    return {
        "hints": [one for one in hints([row]).get(row["id"], []) if one["id"] not in known],
        "related": [
            {
                "id": one["id"],
                "href": f"{ADDRESS}/{one['id']}",
                "title": title(one),
                "when": moment(one["received_at"]),
                "state": state_words(one["state"]),
                # It is taken back where it was said.
                "owner": row["id"] if one["id"] in mine else one["id"],
                "other": one["id"] if one["id"] in mine else row["id"],
            }
            for one in related
        ],
        "form": not concerns(row, current_user.row["id"]),
        "fresh_id": new_id,
    }


@routes.post("/<uuid:feedback_id>/lien-quan")
@allow("feedback.relate")
def relate(feedback_id):
    """Both stay as they are, each with its own deadline and answer."""
    row = readable(feedback_id)
    other, related = request.form.get("other", "")[:36], request.form.get("related") == "1"
    back = request.form.get("back", "")
    body = {"to": other, "related": related}
    answer = door.tried("feedback.relate/1", row["id"], body)
    if not isinstance(answer, Refusal):
        door.send("feedback.relate/1", row["id"], body)
    elif answer.code != "nothing_changed":
        raise Problem("not_found" if answer.code == "body_invalid" else answer.code)
    tell(_("Đã ghi: hai phản ánh liên quan, mỗi việc vẫn có hạn và câu trả lời riêng.") if related else _("Đã bỏ."))
    return redirect(f"{ADDRESS}/{back if back in (row['id'], other) else row['id']}")
