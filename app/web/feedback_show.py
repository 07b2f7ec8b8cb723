"""/phan-anh/<id>: one feedback: what was said, when its next step is due, what may be done, what was ever done."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.records import dossier
from app.rules import feedback_fields
from app.rules.operation import Refusal
from app.web import action_form, card_form, door, feedback_actions
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.answer_template import text_for, usable
from app.web.assistance_words import Names
from app.web.dossier_words import calendar_of
from app.web.feedback_actions import Action
from app.web.feedback_alike import beside
from app.web.feedback_form import readable
from app.web.feedback_paper import has_letter
from app.web.feedback_photo import photos
from app.web.feedback_words import ADDRESS, card, choices, history
from app.web.guard import allow
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, sentence

routes = Blueprint("feedback_show", __name__, url_prefix=ADDRESS)


@routes.get("/<uuid:feedback_id>")
@allow("feedback.see")
def see(feedback_id):
    return _page(readable(feedback_id), request.args.get("viec", ""))


def _act(feedback_id, action: Action):
    row = readable(feedback_id)
    body, errors = card_form.check(card_form.read(action.table), action.table)
    return action_form.act(
        action,
        f"{ADDRESS}/{row['id']}",
        row["id"],
        body,
        Wrong(errors),
        lambda answer: _refused(action, answer),
        lambda wrong: _page(row, action.slug, wrong, 422),
    )


action_form.add_addresses(routes, "feedback", feedback_actions.ALL, _act)


@routes.post("/<uuid:feedback_id>/tra-loi/mau")
@allow("feedback.answer")
def insert_template(feedback_id):
    """The page once more with a template behind what was typed; nothing is written."""
    row = readable(feedback_id)
    written = request.form.get("text", "").rstrip()
    text = text_for(row, request.form.get("mau", "")[:80], now_ms())
    joined = "\n".join(part for part in (written, text) if part)
    return _page(row, "tra-loi", typed={**request.form.to_dict(), "text": joined})


def _refused(action: Action, answer: Refusal) -> Wrong:
    if answer.code == "body_invalid":
        labels = labelled(action.table)
        wrong = answer.details.get("fields", {})
        said = {name: door.field_sentence(code, {"label": labels[name]["label"]}) for name, code in wrong.items()}
        return Wrong(said)
    if answer.code in action.field_of:
        return Wrong({action.field_of[answer.code]: sentence(answer.code)})
    return Wrong({}, sentence(answer.code))


def _page(row: dict, opened_form="", wrong=NOTHING_WRONG, status=200, typed=None):
    me, now, names = current_user.row, now_ms(), Names(row["ward_id"])
    offers = [
        {"action": action, "why_not": sentence(code) if code else ""}
        for action, code in feedback_actions.offered(row, me)
    ]
    related = dossier.dossier(row["ward_id"], row["dossier"]) if row["dossier"] else None
    return show(
        "feedback/show.html",
        status=status,
        row=row,
        card=card(row, calendar_of(row["ward_id"]), now, names, me["id"]),
        offers=offers,
        opened_form=opened_form,
        errors=wrong.errors,
        trouble=wrong.trouble,
        form=_form_values(row, opened_form, typed) if offers else {},
        related=related,
        photos=photos(row, now),
        alike=beside(row),
        letter=has_letter(row),
        just=request.args.get("vua", ""),
        history=history(row, names, me["id"]),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


def _form_values(row: dict, opened_form: str, typed: dict | None = None) -> dict:
    """What the small forms show: what was just typed into the one that came back, else a beginning."""
    noted = ("noted",) if row["kind"] == "petition" else ()
    return {
        "opened": opened_form,
        "typed": typed or (request.form if request.method == "POST" else {}),
        "templates": usable(row),
        "limits": {
            name: labelled(table)
            for name, table in (
                ("classify", feedback_fields.CLASSIFY),
                ("assign", feedback_fields.ASSIGN),
                ("forward", feedback_fields.FORWARD),
                ("verify", feedback_fields.VERIFY),
                ("answer", feedback_fields.ANSWER),
                ("publish", feedback_fields.PUBLISH),
            )
        },
        "categories": choices("category"),
        "findings": choices("finding"),
        "answers": choices("how", *noted),
        "handlers": feedback_actions.handlers_of(row),
        "usual_place": _("Bảng niêm yết của phường"),
    }
