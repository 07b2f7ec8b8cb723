"""/phan-anh/moi and /phan-anh/<id>/sua: what somebody said to the ward, at the counter, by telephone or in a letter."""

import json
from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import dossier, staff
from app.records import feedback as records
from app.rules import dossier_search, feedback_fields, fields, tracking
from app.rules.clock import day_of
from app.rules.feedback import amendable, concerns
from app.rules.feedback_states import may
from app.rules.operation import Refusal
from app.web import card_form, door
from app.web.assistance_words import phone_text
from app.web.dossier_queue import the_one
from app.web.dossier_words import number_text
from app.web.feedback_words import ADDRESS, choices, kept_sentence
from app.web.guard import allow
from app.web.posted_once import posted_before, send_once, tracking_of_form
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import labelled, sentence

routes = Blueprint("feedback_form", __name__, url_prefix=ADDRESS)

RECEIVE, AMEND = "feedback.receive/1", "feedback.amend/1"
_TEXTS = ("kind", "channel", "content", "place", "name", "address", "phone", "dossier_code", "reason")
_FIRST = dict.fromkeys(_TEXTS, "") | {"kind": "petition", "channel": "counter", "about": []}


def readable(feedback_id) -> dict:
    """The row, of the signed-in person's own ward and not hidden from them; else not even that it exists (R13)."""
    row = records.feedback(current_user.ward_id, current_user.row["id"], str(feedback_id))
    if row is None:
        raise Problem("not_found")
    return row


def left_for(entity: str):
    """To its page; for whom it is about to the list, which does not have it."""
    row = records.feedback(current_user.ward_id, current_user.row["id"], entity)
    return redirect(f"{ADDRESS}/{entity}?vua=ghi" if row else ADDRESS)


@routes.get("/moi")
@allow("feedback.receive")
def new():
    """A new form; `ho-so` names the dossier that it is about."""
    row = dossier.dossier(current_user.ward_id, request.args.get("ho-so", "")[:80])
    return _page(None, {**_FIRST, "dossier_code": _code_of(row)})


@routes.post("/moi")
@allow("feedback.receive")
def add():
    before = posted_before(RECEIVE)
    if before is not None:
        return left_for(before["entity"])
    typed = _typed()
    body, errors = _checked(typed, feedback_fields.FIELDS, channel=typed["channel"], tracking=tracking_of_form())
    entity = str(uuid5(UUID(door.form_operation_id()), "feedback"))
    answer = None if errors else door.tried(RECEIVE, entity, body)
    if errors or isinstance(answer, Refusal):
        return _page(None, typed, *(_refused(answer) if answer else (errors, "")), status=422)
    code = tracking.format(body["tracking"])
    entity = send_once(RECEIVE, entity, body, _("Đã ghi. Mã để người dân hỏi lại: %(code)s.", code=code))
    if kept := kept_sentence(answer.row):
        tell(kept, "warning")
    if concerns(answer.row, current_user.row["id"]):
        tell(_("Phản ánh này nói về anh/chị, nên từ đây người khác giải quyết."), "info")
    return left_for(entity)


@routes.get("/<uuid:feedback_id>/sua")
@allow("feedback.amend")
def form(feedback_id):
    row = _changeable(feedback_id)
    return _page(row, _typed_of(row), was=amendable(row))


@routes.post("/<uuid:feedback_id>/sua")
@allow("feedback.amend")
def amend(feedback_id):
    """Only what changed is sent; whoever is second sees what stands there now."""
    if posted_before(AMEND) is not None:
        return left_for(str(feedback_id))
    row, typed, was = _changeable(feedback_id), _typed(), _was()
    body, errors = _checked(typed, feedback_fields.AMEND_FIELDS)
    if errors:
        return _page(row, typed, errors, was=was, status=422)
    changed = sorted(name for name in was if body[name] != was[name])
    told = {name: {each: one[each] for each in changed} for name, one in (("set", body), ("was", was))}
    told["reason"] = typed["reason"]
    answer = door.tried(AMEND, row["id"], told)
    if isinstance(answer, Refusal):
        return _amend_refused(row, typed, was, answer)
    send_once(AMEND, row["id"], told, _("Đã sửa thông tin."))
    return left_for(row["id"])


def _amend_refused(row: dict, typed: dict, was: dict, answer: Refusal):
    if answer.code == "values_changed":
        # What stands there now is shown beside what was typed; a second press is a choice made with open eyes.
        now = amendable(row)
        names = list(answer.details["fields"])
        said = _("Người khác vừa sửa ô này. Trang chi tiết có giá trị mới; bấm Lưu lần nữa để dùng giá trị anh/chị gõ.")
        errors = {"dossier_code" if name == "dossier" else name: said for name in names}
        return _page(row, typed, errors, sentence(answer.code), {**was, **{name: now[name] for name in names}}, 409)
    if answer.code in ("reason_needed", "nothing_changed", "text_secret"):
        return _page(row, typed, {"reason": sentence(answer.code)}, was=was, status=422)
    if answer.code == "feedback_about_head":
        return _page(row, typed, {"about": sentence(answer.code)}, was=was, status=422)
    return _page(row, typed, *_refused(answer), was=was, status=422)


def _changeable(feedback_id) -> dict:
    row = readable(feedback_id)
    if concerns(row, current_user.row["id"]):
        raise Problem("feedback_about_you")
    if not may("amend", row["state"]):
        raise Problem("feedback_state")
    return row


def _was() -> dict:
    """The values that the form was shown with. Raises Problem for a forged one."""
    try:
        was = json.loads(request.form.get("was", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(was, dict) or set(was) != {*feedback_fields.AMENDABLE, "about"}:
        raise Problem("request_unreadable")
    return was


def _typed() -> dict:
    typed = {name: request.form.get(name, "") for name in _TEXTS}
    return {**typed, "about": sorted(set(request.form.getlist("about")))}


def _typed_of(row: dict) -> dict:
    related = dossier.dossier(row["ward_id"], row["dossier"]) if row["dossier"] else None
    typed = {**_FIRST, **amendable(row), "dossier_code": _code_of(related)}
    return {**typed, "phone": phone_text(row["phone"])}


def _checked(typed: dict, table: dict, **others) -> tuple[dict, dict[str, str]]:
    """(the body as it goes to the door, {field: sentence} of what is wrong with it)."""
    texts = {name: typed[name] for name in feedback_fields.AMENDABLE if name != "dossier"}
    found, sentence_of_code = _dossier(typed["dossier_code"])
    clean, refusals = fields.check({**texts, "dossier": found, **others}, table, day_of(now_ms()))
    errors = door.form_errors(refusals)
    if sentence_of_code:
        errors["dossier_code"] = sentence_of_code
    return {**clean, "about": typed["about"]}, errors


def _dossier(code: str) -> tuple[str, str]:
    """(the id of the dossier that a code names, or why there is none)."""
    typed = dossier_search.read(code)
    if not typed.text:
        return "", ""
    found = the_one(typed)
    if found:
        return found, ""
    return "", _(
        "Không thấy hồ sơ này. Ghi số giấy hẹn kèm năm (12/2026), mã tra cứu hoặc mã quốc gia; không rõ thì để trống."
    )


def _code_of(row: dict | None) -> str:
    if row is None:
        return ""
    return number_text(row) or tracking.format(row["tracking"])


def _refused(answer: Refusal) -> tuple[dict[str, str], str]:
    """({field: sentence}, the sentence for the whole form)."""
    wrong = answer.details.get("fields", {})
    if answer.code != "body_invalid" or not wrong:
        return {}, sentence(answer.code)
    labels = {name: {"label": spec["label"]} for name, spec in labelled(feedback_fields.FIELDS).items()}
    about = {"label": _("Phản ánh về ai"), "max": feedback_fields.ABOUT_MAX}
    return {name: door.field_sentence(code, labels.get(name, about)) for name, code in wrong.items()}, ""


def _page(row: dict | None, typed: dict, errors=None, trouble="", was=None, status=200):
    errors = errors or {}
    return show(
        "feedback/form.html",
        status=status,
        row=row,
        typed=typed,
        was=json.dumps(was, ensure_ascii=False) if was else "",
        limits=labelled(feedback_fields.FIELDS),
        kinds=choices("kind"),
        # Those that citizens send themselves come by a form of their own.
        channels=choices("channel", "online"),
        people=_people(typed["about"]),
        least=row is not None and row["kind"] == "petition",
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )


def _people(chosen: list[str]) -> list[tuple[str, str]]:
    """Whom it may be about: everybody at work, and who was named before they left."""
    every = staff.all_staff(current_user.ward_id)
    return [(one["id"], one["name"]) for one in every if one["active"] or one["id"] in chosen]
