"""/thong-bao/moi and /thong-bao/<id>/sua: a notice while it is a draft."""

from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import place, procedure
from app.rules import notice, poster
from app.rules.clock import day_of
from app.rules.operation import Refusal
from app.web import card_form, door
from app.web.guard import allow
from app.web.notice_words import ADDRESS, choices, readable
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, said, sentence

routes = Blueprint("notice_form", __name__, url_prefix=ADDRESS)

PUT = "notice.put/1"


@routes.get("/moi")
@allow("notice.put")
def new():
    return _page(None, {**card_form.typed_or(None, notice.NOTICE), "kind": "notice", "on_screen": False, "to": []})


@routes.post("/moi")
@allow("notice.put")
def add():
    return _save(None)


@routes.get("/<uuid:notice_id>/sua")
@allow("notice.put")
def edit(notice_id):
    row = _draft(notice_id)
    return _page(row, {**card_form.typed_or(row, notice.NOTICE), "to": notice.audience_of(row)})


@routes.post("/<uuid:notice_id>/sua")
@allow("notice.put")
def change(notice_id):
    before = posted_before(PUT)
    return redirect(f"{ADDRESS}/{before['entity']}") if before else _save(_draft(notice_id))


def _draft(notice_id) -> dict:
    row = readable(notice_id)
    if row["state"] != "draft":
        raise Problem("notice_state")
    return row


def _save(row: dict | None):
    before = posted_before(PUT)
    if before is not None:
        return redirect(f"{ADDRESS}/{before['entity']}")
    chosen = sorted(set(request.form.getlist("to")))
    body, refusals = notice.checked(card_form.read(notice.NOTICE), day_of(now_ms()))
    errors = door.form_errors(refusals)
    typed = {**card_form.typed_or(row, notice.NOTICE), "to": chosen}
    if errors:
        return _page(row, typed, errors, status=422)
    body["audience"] = chosen
    entity = row["id"] if row else str(uuid5(UUID(door.form_operation_id()), "notice"))
    answer = door.tried(PUT, entity, body)
    if isinstance(answer, Refusal):
        return _page(row, typed, trouble=sentence(answer.code, fields=""), status=422)
    send_once(PUT, entity, body, _("Đã lưu bản nháp. Xem lại rồi gửi cho các tổ."), base=row["v"] if row else 0)
    return redirect(f"{ADDRESS}/{entity}")


def _page(row: dict | None, typed: dict, errors=None, trouble="", status=200):
    ward_id, errors = current_user.ward_id, errors or {}
    return show(
        "notice/form.html",
        status=status,
        row=row,
        typed=typed,
        limits=labelled(notice.NOTICE),
        kinds=choices(notice.KINDS),
        neighbourhoods=card_form.options(place.neighbourhoods(ward_id, every=True), ""),
        posters=[(kind.slug, said(kind.label)) for kind in poster.kinds().values()],
        procedures=[(one["code"], f"{one['name']} ({one['code']})") for one in _procedures(ward_id)],
        today=day_of(now_ms()),
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )


def _procedures(ward_id: int) -> list[dict]:
    """In force; those that people come for stand first."""
    return sorted(procedure.current_procedures(ward_id), key=lambda one: (one["favourite"] or 100, one["name"]))
