"""/truc/quay: a clerk's machine receives dossiers while the server is away.

The worker keeps this page only where it was opened: no lobby's phone is sent it. Who and what is filled in on the
machine (static/js/ui/counter_*.js); the paper on it is Vietnamese in every language of the screen.
"""

from flask import Blueprint, current_app

from app import problems
from app.printing.dossier_sheets import blank_receipt_fields
from app.problems.fields import FIELD_PROBLEMS
from app.rules import assistance_fields, dossier_fields
from app.rules.dossier_states import OPEN, STATES
from app.rules.handling_check import FORMS
from app.web import dossier_promise
from app.web.guard import public
from app.web.rating import faces_in_words
from app.web.render import kept_html, show_kept
from app.web.words import labelled, said

routes = Blueprint("duty_counter", __name__, url_prefix="/truc")

# What the machine itself refuses besides what a field is: the rule would say the same.
_REFUSALS = ("procedure_without_time", "number_taken", "number_not_leased", "number_of_last_year")
# Lines for papers that stand in no list.
_SPARE = [{"name": "", "form": "copy", "count": 1}] * 3
_FIRST = {"channel": "direct", "return_by": "counter", "copies": "1"}


@routes.get("/quay")
@public
def counter():
    rules = {
        "fields": labelled(dossier_fields.FIELDS),
        "together": [{**rule, "label": said(rule["label"])} for rule in dossier_fields.TOGETHER],
        "prefixes": assistance_fields.rules_for_browser()["prefixes"],
    }
    told = {
        **FIELD_PROBLEMS,
        **problems.of_storage(),
        **{code: problems.PROBLEMS[code][1] for code in _REFUSALS},
    }
    heading = {"organ_line_1": "", "organ_line_2": "", "office": "", "demo": current_app.config["GD"].demo}
    page = kept_html(
        "duty/counter.html",
        rules=rules,
        messages={code: said(text) for code, text in told.items()},
        typed=_FIRST,
        others=_SPARE,
        forms=dossier_promise.form_choices(FORMS),
        channels=[(code, said(text)) for code, text in dossier_fields.CHANNELS.items()],
        returns=[(code, said(text)) for code, text in dossier_fields.RETURNS.items()],
        quantity_labels=dossier_promise.quantity_labels(),
        states={code: said(STATES[code]) for code in sorted(OPEN)},
        paper={"forms": FORMS, "returns": dossier_fields.RETURNS},
        blank=blank_receipt_fields(heading),
        **faces_in_words(),
    )
    return show_kept(page, "public")
