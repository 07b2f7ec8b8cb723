"""The tablet's pages (trực): kept on the phone, rendered without a person, filled in by the phone itself."""

from dataclasses import replace

from flask import Blueprint, current_app

from app import problems
from app.printing.next_steps import STANDING
from app.printing.sheets import blank_slip_fields
from app.problems.fields import FIELD_PROBLEMS, FORGED
from app.rules import assistance_fields, difficulty
from app.web.guard import public
from app.web.offline import kept
from app.web.rating import faces_in_words
from app.web.words import label, labelled, said

routes = Blueprint("duty", __name__, url_prefix="/truc")

_CHOICES = {
    "help": assistance_fields.HELP,
    "channel": assistance_fields.CHANNEL,
    "result": assistance_fields.RESULT,
}


def form_context() -> dict:
    """What the assistance form needs besides the ward's lists: choices, limits, and the sentences of refusals."""
    rules = assistance_fields.rules_for_browser()
    return {
        "fields": {
            **rules,
            "fields": labelled(rules["fields"]),
            "together": [{**rule, "label": said(rule["label"])} for rule in rules["together"]],
        },
        "choices": {kind: [(code, label(kind, code)) for code in codes] for kind, codes in _CHOICES.items()},
        "difficulties": difficulty_groups(),
        "messages": form_messages(),
    }


def form_messages() -> dict[str, str]:
    """What a form on a device says by itself; what only a forged body gets is said by the server."""
    own = {code: text for code, text in FIELD_PROBLEMS.items() if code not in FORGED}
    return _said({**own, **problems.of_storage()})


def _said(messages: dict[str, str]) -> dict[str, str]:
    return {code: said(text) for code, text in messages.items()}


def difficulty_groups() -> list[dict]:
    """Groups of what is offered, in the list's order."""
    groups: dict[str, list] = {}
    for each in difficulty.offered():
        groups.setdefault(each.group, []).append(each)
    return [difficulty_group(code, groups[code]) for code in difficulty.GROUPS if code in groups]


def difficulty_group(code: str, choices: list[difficulty.Difficulty]) -> dict:
    """{code, label, choices: [Difficulty]} in the words of the page's language."""
    in_words = [replace(each, label=said(each.label), chip=said(each.chip)) for each in choices]
    return {"code": code, "label": said(difficulty.GROUPS[code]), "choices": in_words}


@routes.get("")
@public
@kept
def home():
    return "duty/home.html", {}


@routes.get("/ghi")
@public
@kept
def record():
    return "duty/record.html", form_context() | faces_in_words()


@routes.get("/ghi-danh")
@public
@kept
def enrol():
    return "duty/enrol.html", {}


@routes.get("/mo-ca")
@public
@kept
def shift():
    return "duty/shift.html", {}


@routes.get("/cho-gui")
@public
@kept
def outbox():
    return "duty/outbox.html", {"messages": _said(problems.on_device())}


@routes.get("/phieu")
@public
@kept
def slip():
    # The ward's heading comes from the tablet's own lists: a server may hold several wards.
    heading = {"organ_line_1": "", "organ_line_2": "", "demo": current_app.config["GD"].demo}
    # Paper is Vietnamese in every language of the screen.
    labels = {
        **_CHOICES,
        "difficulties": {code: each.label for code, each in difficulty.BY_CODE.items()},
    }
    return "duty/slip.html", {"slip_blank": blank_slip_fields(heading), "next_steps": STANDING, "labels": labels}


@routes.get("/ngoai-tuyen")
@public
@kept
def offline():
    return "duty/offline.html", {}
