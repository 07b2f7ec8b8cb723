"""/ho-so/<id>: one dossier: what is promised, whose hands it is in, what may be done now and what was ever done."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import dossier as records
from app.records import feedback, procedure
from app.rules import dossier_papers, handling
from app.rules.clock import day_of
from app.rules.dossier_row import opened
from app.rules.handling_check import FORMS
from app.rules.operation import Refusal
from app.web import (
    action_form,
    door,
    dossier_actions,
    dossier_card,
    dossier_promise,
    dossier_sheet_list,
    dossier_typed,
    feedback_words,
)
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.dossier_actions import Action, Asked
from app.web.dossier_history import history
from app.web.dossier_words import DossierNames, calendar_of, day_words
from app.web.guard import allow
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import sentence

routes = Blueprint("dossier_show", __name__, url_prefix="/ho-so")


def readable(dossier_id) -> dict:
    """The row of the signed-in person's own ward; of another one's not even that it exists."""
    row = records.dossier(current_user.ward_id, str(dossier_id))
    if row is None:
        raise Problem("not_found")
    return row


def asked_about(row: dict) -> Asked:
    """What the forms of a dossier need to know. The version it was received under is never written over."""
    code, _at, version = row["procedure"].partition("@")
    variant = handling.variant(procedure.procedure(row["ward_id"], code, int(version)), row["variant"])
    return Asked(row, variant, calendar_of(row["ward_id"]), now_ms(), current_user.row)


@routes.get("/<uuid:dossier_id>")
@allow("dossier.see")
def see(dossier_id):
    return _page(readable(dossier_id), opened_form=request.args.get("viec", ""))


def _act(dossier_id, action: Action):
    row = readable(dossier_id)
    asked = asked_about(row)
    body = action.read(asked)
    return action_form.act(
        action,
        f"/ho-so/{row['id']}",
        row["id"],
        body,
        Wrong(_paper_errors(action, body, asked)),
        lambda answer: _refused(action, answer),
        lambda wrong: _page(row, action.slug, wrong, 422),
    )


action_form.add_addresses(routes, "dossier", dossier_actions.ALL, _act)


def _paper_errors(action: Action, body: dict, asked: Asked) -> dict[str, str]:
    """What is wrong with papers, in the words of the paper that it is about (R8)."""
    refusals = []
    if action.verb == "request_supplement":
        refusals = dossier_papers.demanded(body["papers"], asked.variant)[1]
    elif action.verb == "complete":
        refusals = dossier_papers.handed_in(body["documents"], asked.variant)[1]
    return door.form_errors(refusals)


def _refused(action: Action, answer: Refusal) -> Wrong:
    """The sentences of a refusal, each at the field that it is about."""
    if answer.code == "text_secret":
        return Wrong(dict.fromkeys(answer.details["fields"], sentence(answer.code)))
    if answer.code == "body_invalid":
        return Wrong({name: _field_words(name) for name in answer.details.get("fields", {})})
    if answer.code in action.field_of:
        name = action.field_of[answer.code]
        words = _field_words(name) if answer.code == "nothing_changed" else sentence(answer.code)
        return Wrong({name: words})
    return Wrong({}, sentence(answer.code))


def _field_words(name: str) -> str:
    known = {
        "results": _("Chưa chọn kết quả nào, hoặc số ghi trên kết quả quá dài. Đánh dấu kết quả đã có."),
        "given": _("Chưa chọn kết quả nào để trả. Đánh dấu kết quả người dân đã nhận."),
        "to": _("Chọn người nhận khác với người đang giữ; tên dài tối đa 200 ký tự."),
        "how": _("Chọn cách trả. Tên người nhận, số hiệu bưu gửi dài tối đa 200 ký tự và không chứa mật khẩu."),
        "post_fee": _("Cước bưu chính là số đồng, không quá 10.000.000."),
        "note": _("Lời nhắn dài tối đa 200 ký tự và không chứa mật khẩu, OTP."),
    }
    return known.get(name) or _("Ô này chưa đúng. Sửa rồi gửi lại.")


def _page(row: dict, opened_form="", wrong=NOTHING_WRONG, status=200):
    asked, names = asked_about(row), DossierNames(row["ward_id"])
    offers = [
        {"action": action, "code": code, "why_not": sentence(code) if code else ""}
        for action, code in dossier_actions.offered(asked)
    ]
    sheets = dossier_sheet_list.sheets_of(row)
    return show(
        "dossier/show.html",
        status=status,
        row=row,
        card=dossier_card.card(row, asked, names),
        offers=offers,
        opened_form=opened_form,
        errors=wrong.errors,
        trouble=wrong.trouble,
        form=_form_values(asked, opened_form, names) if offers else {},
        sheets=sheets,
        just=request.args.get("vua", ""),
        feedback=_feedback(row),
        history=history(row["ward_id"], row["id"], names),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


def _feedback(row: dict) -> list[dict]:
    """What people said about it, as far as the signed-in person may know (R13)."""
    said = feedback.about_dossier(row["ward_id"], current_user.row["id"], row["id"])
    return [
        {
            "href": f"/phan-anh/{one['id']}",
            "title": feedback_words.title(one),
            "meta": feedback_words.state_words(one["state"]),
        }
        for one in said
    ]


def _form_values(asked: Asked, opened_form: str, names: DossierNames) -> dict:
    """What the small forms show: what was just typed into the one that came back, else a beginning."""
    row, typed = asked.row, request.form if request.method == "POST" else {}
    extension = opened(row, "extension_asked") if row["extension_asked"] else {}
    results = opened(row, "results")
    have = opened(row, "documents")
    until = dossier_actions.extendable_until(asked)
    beyond_law = dossier_actions.beyond_law(asked)
    return {
        "opened": opened_form,
        "typed": typed,
        "handlers": [(person["id"], person["name"]) for person in dossier_actions.handlers_of(row)],
        "unfinished": [one for one in results if one["finished_at"] is None],
        "to_give": [one for one in results if one["finished_at"] and not one["returned_at"]],
        "papers": dossier_typed.handed_in(asked.variant, opened_form == "da-du" and bool(typed), have),
        "others": dossier_typed.others(opened_form == "da-du" and bool(typed), have),
        "lacking": dossier_typed.lacking(
            asked.variant, opened_form == "yeu-cau-bo-sung" and bool(typed), [one["key"] for one in have]
        ),
        "beyond": dossier_typed.beyond(opened_form == "yeu-cau-bo-sung"),
        "forms": dossier_promise.form_choices(FORMS),
        "extension": extension,
        "extension_by": names.person(extension["by"]) if extension else "",
        "until": day_words(until) if until else "",
        "next_day": asked.next_day,
        "first_day": dossier_actions.first_promise(asked),
        "today": day_of(asked.now),
        "beyond_law": sentence(beyond_law) if beyond_law else "",
        "verify": dossier_promise.verify_words(asked.variant),
        "promises_anew": row["extended_at"] is None,
        "return_by": row["return_by"],
        "running": row["due_current_at"] is not None,
    }
