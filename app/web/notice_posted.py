"""/thong-bao/niem-yet/<id>: one posting: where and since when, its photo, and that it came down or never hung."""

from flask import Blueprint, request
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import notice as records
from app.rules.clock import day_of
from app.web import action_form, card_form, door, notice_actions
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.assistance_words import Names
from app.web.feedback_photo import picture_answer
from app.web.guard import allow
from app.web.notice_actions import Action
from app.web.notice_show import refused
from app.web.notice_words import ADDRESS, own_neighbourhood, posting_words, readable, way_words
from app.web.render import show
from app.web.sessions import now_ms
from app.web.sync_photo import photo_folder
from app.web.words import day, moment

routes = Blueprint("notice_posted", __name__, url_prefix=f"{ADDRESS}/niem-yet")


@routes.get("/<uuid:notice_id>")
@allow("notice.see")
def see(notice_id):
    return _page(*_held(notice_id))


def _act(notice_id, action: Action):
    row, told = _held(notice_id)
    body, errors = card_form.check(card_form.read(action.table), action.table)
    return action_form.act(
        action,
        f"{ADDRESS}/niem-yet/{row['id']}",
        row["id"],
        body,
        Wrong(errors),
        lambda answer: refused(action, answer),
        lambda wrong: _page(row, told, action.slug, wrong, 422),
    )


action_form.add_addresses(routes, "notice", notice_actions.OF_POSTING, _act)


def _held(posting_id) -> tuple[dict, dict]:
    """(the posting, its notice). Raises Problem("not_found"), also for a lead's where it is another neighbourhood's."""
    row = records.posting(current_user.ward_id, str(posting_id))
    if row is None or own_neighbourhood() not in ("", row["neighbourhood"]):
        raise Problem("not_found")
    return row, readable(row["notice"])


def _page(row: dict, told: dict, opened_form="", wrong=NOTHING_WRONG, status=200):
    names, held = Names(row["ward_id"]), records.photo(row["ward_id"], row["id"]) if row["photo"] else None
    offers = notice_actions.offered(notice_actions.OF_POSTING, row, current_user.role)
    return show(
        "notice/posting.html",
        status=status,
        row=row,
        notice_row=told,
        name=names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"]),
        way=way_words(row["way"]),
        state=posting_words(row["state"]) if row["way"] == "board" or row["state"] == "void" else "",
        written=f"{moment(row['posted_at'])}, {names.person(row['posted_by'])}",
        ended=f"{day(row['ended_on'])}, {names.person(row['ended_by'])}" if row["ended_on"] else "",
        photo=held["state"] if held else "",
        offers=[{"action": action, "why_not": ""} for action in offers],
        opened_form=opened_form,
        typed=request.form if opened_form else {},
        errors=wrong.errors,
        trouble=wrong.trouble,
        today=day_of(now_ms()),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


@routes.get("/<uuid:notice_id>/anh")
@allow("notice.see")
def photo(notice_id):
    """Raises Problem("not_found") for what is not here."""
    row, _told = _held(notice_id)
    held = records.photo(row["ward_id"], row["id"])
    if held is None or held["state"] != "whole":
        raise Problem("not_found")
    path = photo_folder().file(row["ward_id"], row["id"], held["sent"])
    if not path.is_file():
        raise Problem("not_found")
    return picture_answer(path, "anh-niem-yet.jpg")
