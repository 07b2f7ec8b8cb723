"""/phan-anh/<id>/anh/<number>: a photo of a feedback, for whoever may read that feedback and nobody else."""

from pathlib import Path

from flask import Blueprint, send_file
from flask_babel import gettext as _

from app.problems import Problem
from app.records import feedback_photo as records
from app.records import workday
from app.rules.feedback_photo import photos_of, standing
from app.web.feedback_form import readable
from app.web.feedback_words import ADDRESS
from app.web.guard import allow
from app.web.sync_photo import photo_folder

routes = Blueprint("feedback_photo", __name__, url_prefix=ADDRESS)


@routes.get("/<uuid:feedback_id>/anh/<int:number>")
@allow("feedback.see")
def see(feedback_id, number):
    """`number` from 1, in the order they were chosen. Raises Problem("not_found") for what is not whole."""
    row = readable(feedback_id)
    sent = dict(enumerate(photos_of(row), 1)).get(number, "")
    held = records.ended(row["ward_id"], [row["id"]]).get(row["id"], {}).get(sent)
    if held is None or held["state"] != "whole":
        raise Problem("not_found")
    path = photo_folder().file(row["ward_id"], row["id"], sent)
    if not path.is_file():
        raise Problem("not_found")
    return picture_answer(path, f"anh-{number}.jpg")


def picture_answer(path: Path, file_name: str):
    """A JPEG of ours for somebody who is signed in."""
    answer = send_file(path, mimetype="image/jpeg", etag=False, max_age=0)
    # A picture and nothing else, whatever a browser makes of its bytes; kept by nobody on the way.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def photos(row: dict, now: int) -> dict:
    """{"shown": [(address, what it is called)], "told": a sentence about those that are not here, "" for none}."""
    ended = records.ended(row["ward_id"], [row["id"]]).get(row["id"], {})
    shown = [
        (f"{ADDRESS}/{row['id']}/anh/{number}", _("Ảnh %(number)s", number=number))
        for number, sent in enumerate(photos_of(row), 1)
        if sent in ended and ended[sent]["state"] == "whole"
    ]
    return {"shown": shown, "told": missing_words(row, ended, workday.office(row["ward_id"])["photo_wait_days"], now)}


def missing_words(row: dict, ended: dict[str, dict], wait_days: int, now: int) -> str:
    """ "Thiếu tệp: 1 trên 3 ảnh chưa đến" and what else became of photos; "" when all are here or there are none."""
    counts = standing(row, ended, wait_days, now)
    told = []
    if counts.awaited:
        told.append(_("Thiếu tệp: %(count)s trên %(all)s ảnh chưa đến đủ.", count=counts.awaited, all=counts.told))
    if counts.lost:
        told.append(_("%(count)s ảnh không đến, máy gửi đã thôi gửi.", count=counts.lost))
    if counts.refused:
        told.append(_("%(count)s tệp không phải là ảnh nên không được giữ.", count=counts.refused))
    if counts.erased:
        told.append(_("%(count)s ảnh đã xóa vì hết thời hạn giữ.", count=counts.erased))
    return " ".join(told)
