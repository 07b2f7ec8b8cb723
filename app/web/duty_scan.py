"""/truc/quet: a tablet or a clerk's machine reads a declaration from a citizen's screen, both without a network.

The worker keeps this page only where it was opened, so that no lobby's phone is sent it by itself. It holds the ward's
forms to show and print what was read (static/js/ui/declaration_scan.js); the keys that open it are not in the page.
"""

from flask import Blueprint, current_app

from app import problems
from app.printing import ward_declarations
from app.rules import declaration_form
from app.web import declaration_paper
from app.web.guard import public
from app.web.render import kept_html, show_kept, ward_of_request
from app.web.words import said

routes = Blueprint("duty_scan", __name__, url_prefix="/truc")

_OF_FORM = ("code", "version", "title", "short", "subtitle", "addressee", "office", "paper")
_OF_SECTION = ("id", "title", "repeat")
_OF_FIELD = ("id", "type", "label", "options")
_NOWHERE = {"office": "", "ward": "", "place": ""}


@routes.get("/quet")
@public
def page():
    ward = ward_of_request()
    forms = ward_declarations.forms(ward["slug"]) if ward else declaration_form.ours()
    return show_kept(
        kept_html(
            "duty/scan.html",
            forms={code: _shown(form) for code, form in forms.items()},
            blank={"subtitle": "", "title": ""},
            given=declaration_paper.given(ward) if ward else _NOWHERE,
            demo=current_app.config["GD"].demo,
            messages={code: said(text) for code, text in problems.of_storage().items()},
        ),
        "public",
    )


def _shown(form: dict) -> dict:
    """What reading and printing need of a form: none of its questions and checks."""
    sections = [
        _only(_OF_SECTION, section) | {"fields": [_only(_OF_FIELD, field) for field in section["fields"]]}
        for section in form["sections"]
    ]
    return _only(_OF_FORM, form) | {"sections": sections}


def _only(names: tuple[str, ...], held: dict) -> dict:
    return {name: held[name] for name in names if name in held}
