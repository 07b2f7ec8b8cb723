"""The tablet's pages (trực): kept on the phone, rendered without a person, filled in by the phone itself."""

from flask import Blueprint, current_app

from app import field_problems, problems
from app.printing.next_steps import STANDING
from app.printing.sheets import blank_slip_fields
from app.rules import assistance_fields, difficulty
from app.web.guard import public
from app.web.offline import kept

routes = Blueprint("duty", __name__, url_prefix="/truc")


def form_context() -> dict:
    """What the assistance form needs besides the ward's lists: choices, limits, and the sentences of refusals."""
    return {
        "fields": assistance_fields.rules_for_browser(),
        "choices": {
            "help": list(assistance_fields.HELP.items()),
            "channel": list(assistance_fields.CHANNEL.items()),
            "result": list(assistance_fields.RESULT.items()),
        },
        "difficulties": _difficulty_groups(),
        "messages": {**field_problems.FIELD_PROBLEMS, **problems.of_storage()},
    }


def _difficulty_groups() -> list[dict]:
    """[{code, label, choices: [Difficulty]}] in the list's order."""
    groups: dict[str, list] = {}
    for each in difficulty.offered():
        groups.setdefault(each.group, []).append(each)
    return [
        {"code": code, "label": label, "choices": groups[code]}
        for code, label in difficulty.GROUPS.items()
        if code in groups
    ]


@routes.get("")
@public
@kept
def home():
    return "duty/home.html", {}


@routes.get("/ghi")
@public
@kept
def record():
    return "duty/record.html", form_context()


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
    return "duty/outbox.html", {"messages": problems.on_device()}


@routes.get("/phieu")
@public
@kept
def slip():
    # The ward's heading comes from the tablet's own lists: a server may hold several wards.
    heading = {"organ_line_1": "", "organ_line_2": "", "demo": current_app.config["GD"].demo}
    labels = {
        "help": assistance_fields.HELP,
        "channel": assistance_fields.CHANNEL,
        "result": assistance_fields.RESULT,
        "difficulties": {code: each.label for code, each in difficulty.BY_CODE.items()},
    }
    return "duty/slip.html", {"slip_blank": blank_slip_fields(heading), "next_steps": STANDING, "labels": labels}


@routes.get("/ngoai-tuyen")
@public
@kept
def offline():
    return "duty/offline.html", {}
