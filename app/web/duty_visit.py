"""/truc/tham-ho: a lead (tổ trưởng) visits the households of his tổ dân phố, with or without a network.

The worker keeps this page only where it was opened, so that no lobby's phone is sent it by itself. Whom to visit is not
in the page: the phone asks for masked lines while a lead's shift is open (app/ledger/follow_up_list.py).
"""

from flask import Blueprint
from flask_babel import gettext as _

from app.ledger.follow_up_list import LINES_MAX
from app.rules import difficulty, household_fields
from app.web.duty import difficulty_groups, form_messages
from app.web.guard import public
from app.web.render import kept_html, show_kept
from app.web.words import labelled, said

routes = Blueprint("duty_visit", __name__, url_prefix="/truc")


@routes.get("/tham-ho")
@public
def visits():
    state, outcome = _said(household_fields.STATES), _said(household_fields.OUTCOMES)
    chips = {code: each.chip for code, each in difficulty.BY_CODE.items()}
    own = {
        "next_missing": _("Chưa chọn ngày hẹn thăm lại. Hãy chọn ngày, hoặc chọn “Không hẹn”."),
        "next_passed": _("Ngày hẹn thăm lại phải từ ngày mai. Hãy chọn lại ngày."),
        "next_far": _("Ngày hẹn thăm lại xa quá một năm. Hãy chọn ngày gần hơn."),
    }
    page = kept_html(
        "duty/visits.html",
        rules={"fields": labelled(household_fields.VISIT), "together": []},
        messages=form_messages() | own,
        words={"state": state, "outcome": outcome, "difficulty": _said(chips)},
        # Whoever was met has been reached.
        states=[(code, text) for code, text in state.items() if code != "unreached"],
        outcomes=list(outcome.items()),
        difficulties=difficulty_groups(),
        most=LINES_MAX,
    )
    return show_kept(page, "public")


def _said(labels: dict[str, str]) -> dict[str, str]:
    return {code: said(text) for code, text in labels.items()}
