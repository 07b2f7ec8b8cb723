"""/thong-bao/<id>/niem-yet: "it hangs there since today", with a photo if there is one.

A form with a file, so that it works on any phone; the photo is made anew here before it is kept.
"""

from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from app.ledger import notice_photo
from app.ledger.envelope import new_id
from app.ledger.picture import NotAPicture
from app.problems import Problem
from app.records import notice as records
from app.records import place
from app.rules import fields, notice, notice_posting
from app.rules.clock import day_of
from app.rules.operation import Refusal
from app.rules.text import fold
from app.web import card_form, door
from app.web.action_form import Wrong
from app.web.guard import allow
from app.web.notice_show import field_errors
from app.web.notice_words import ADDRESS, choices, own_neighbourhood, readable, way_words
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.sync_photo import photo_folder
from app.web.words import day, labelled, sentence

routes = Blueprint("notice_posting", __name__, url_prefix=ADDRESS)

POST = "notice.post/1"
# A little more than the photo itself, so that a larger one is refused with a sentence of its own.
_RECEIVED_BYTES_MAX = 2 * notice_photo.BYTES_MAX


@routes.get("/<uuid:notice_id>/niem-yet")
@allow("notice.post")
def form(notice_id):
    """`to`: the neighbourhood, for the desk; a lead's is his own."""
    row = _postable(notice_id)
    chosen = own_neighbourhood() or request.args.get("to", "")[:40]
    way = "board" if row["kind"] == "notice" else "hand"
    return _form(row, {"way": way, "place": "", "on": day_of(now_ms()), "note": "", "neighbourhood": chosen})


@routes.post("/<uuid:notice_id>/niem-yet")
@allow("notice.post")
def post(notice_id):
    request.max_content_length = _RECEIVED_BYTES_MAX
    row = _postable(notice_id)
    done = redirect(f"{ADDRESS}/{row['id']}")
    if posted_before(POST) is not None:
        return done
    clean, refusals = fields.check(card_form.read(notice_posting.POSTING), notice_posting.POSTING, day_of(now_ms()))
    neighbourhood = own_neighbourhood() or request.form.get("neighbourhood", "")[:40]
    typed = {name: request.form.get(name, "") for name in notice_posting.POSTING} | {"neighbourhood": neighbourhood}
    errors = door.form_errors(refusals)
    if neighbourhood not in notice.audience_of(row):
        errors["neighbourhood"] = _("Chọn tổ dân phố đã niêm yết.")
    if twice := _same_place(row, neighbourhood, clean):
        errors.setdefault("place", _("Nơi này đã ghi ngày %(day)s. Ghi nơi khác, hoặc không lưu.", day=day(twice)))
    content, picture, error = _photo()
    if error:
        errors["photo"] = error
    if errors:
        return _form(row, typed, errors, status=422)
    entity = str(uuid5(UUID(door.form_operation_id()), "posting"))
    sent = notice_photo.name_of(content)
    body = {**clean, "notice": row["id"], "neighbourhood": neighbourhood, "photo": sent}
    answer = door.tried(POST, entity, body)
    if isinstance(answer, Refusal):
        wrong = _of_post(answer)
        return _form(row, typed, wrong.errors, wrong.trouble, 422)
    if sent:
        # First the photo: an operation that names one must not stand without it.
        notice_photo.keep(photo_folder(), row["ward_id"], entity, sent, picture, now_ms())
    send_once(POST, entity, body, _("Đã ghi: %(way)s.", way=way_words(clean["way"]).lower()))
    return done


def _same_place(row: dict, neighbourhood: str, clean: dict) -> str:
    """The day on which it was hung where this form hangs it again; "" for no such. Read aloud it is every evening."""
    if clean.get("way") == "loud":
        return ""
    made = records.postings(row["ward_id"], [row["id"]], neighbourhood)[row["id"]]
    named = fold(clean.get("place") or "")
    same = [one for one in made if one["state"] == "posted" and one["way"] == clean.get("way")]
    return next((one["posted_on"] for one in same if fold(one["place"]) == named), "")


def _photo() -> tuple[bytes, bytes, str]:
    """(what was sent, the picture as it is kept, why it cannot be used)."""
    given = request.files.get("photo")
    content = given.stream.read(notice_photo.BYTES_MAX + 1) if given is not None else b""
    if len(content) > notice_photo.BYTES_MAX:
        most = notice_photo.BYTES_MAX // 2**20
        return b"", b"", _("Ảnh lớn hơn %(most)s MB. Hãy chụp lại với cỡ nhỏ hơn rồi chọn lại.", most=most)
    if not content:
        return b"", b"", ""
    try:
        return content, notice_photo.made(content), ""
    except NotAPicture:
        return b"", b"", sentence("photo_unusable")


def _of_post(answer: Refusal) -> Wrong:
    wrong = field_errors(notice_posting.POSTING, answer)
    return Wrong(wrong, "" if wrong else sentence(answer.code))


def _postable(notice_id) -> dict:
    """Raises Problem: not_found, notice_over."""
    row = readable(notice_id)
    if row["state"] != "sent":
        raise Problem("notice_over" if row["state"] == "withdrawn" else "notice_state")
    return row


def _form(row: dict, typed: dict, errors=None, trouble="", status=200):
    own, errors, audience = own_neighbourhood(), errors or {}, set(notice.audience_of(row))
    rows = place.neighbourhoods(row["ward_id"], every=True)
    return show(
        "notice/post.html",
        status=status,
        row=row,
        own=next((one["name"] for one in rows if one["id"] == own), ""),
        typed=typed,
        neighbourhoods=[(one["id"], one["name"]) for one in rows if one["id"] in audience],
        ways=choices(notice_posting.WAYS),
        limits=labelled(notice_posting.POSTING),
        most_mb=notice_photo.BYTES_MAX // 2**20,
        today=day_of(now_ms()),
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        chosen_again=status != 200 and "photo" not in errors and bool(request.files.get("photo")),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )
