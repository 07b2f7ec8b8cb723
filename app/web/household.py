"""/ho: the households of the ward, or of a lead's own neighbourhood: searched, filtered, and who should be visited."""

import re
from urllib.parse import urlencode

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.problems import Problem
from app.records import household as records
from app.records import place
from app.rules import household as rules
from app.rules.assistance_search import LONGEST_QUERY, words_of
from app.rules.clock import day_of
from app.rules.difficulty import BY_CODE
from app.rules.household_fields import STATES
from app.rules.household_search import FOLLOW_UPS, Asked
from app.rules.text import clean
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.household_words import ADDRESS, choices, code_words, line
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import label

routes = Blueprint("household", __name__, url_prefix=ADDRESS)

# What the address line calls each filter.
PARAMETERS = {
    "neighbourhood": "to",
    "building": "toa",
    "state": "tinh-trang",
    "difficulty": "kho-khan",
    "follow_up": "tham",
    "here": "o",
}
# "o": who lives here is the usual.
_HERE = {"": "here", "da-chuyen": "left", "tat-ca": ""}
_CURSOR = re.compile(r"([0-9a-f-]{36})\.(.{0,200})", re.DOTALL)
FOLLOW_UPS_MOST = 300


def scope() -> str:
    """The neighbourhood that bounds this person's lists, "" for whoever reads the whole ward."""
    bound = rules.scope_of(current_user.row)
    if bound is None:
        raise Problem("not_allowed")
    return bound


def readable(household_id) -> dict:
    """The row, of the signed-in person's own ward and neighbourhood; else not even that it exists."""
    row = records.household(current_user.ward_id, str(household_id))
    if row is None or not rules.may_read(current_user.row, row["neighbourhood"]):
        raise Problem("not_found")
    return row


@routes.get("")
@allow("household.see")
def index():
    """Corridor by corridor, a page at a time."""
    ward_id, bound, today = current_user.ward_id, scope(), day_of(now_ms())
    asked, told = asked_for(bound, today)
    cursor = _cursor()
    rows, more = records.page(ward_id, asked, PAGE_ROWS, cursor)
    rows = records.with_difficulties(ward_id, rows)
    names = Names(ward_id)
    last = rows[-1] if more else None
    neighbourhood = asked.neighbourhood
    counts = records.counts(ward_id, neighbourhood, today)
    return show(
        "household/list.html",
        lines=[line(row, names, today) for row in rows],
        counts=counts,
        tabs=_tabs(told, counts),
        told=told,
        bound=bound,
        bound_name=names.neighbourhoods.get(bound, ""),
        filters_on=sum(bool(told.get(name)) for name in PARAMETERS.values() if name != "to" or not bound),
        options=_options(ward_id, neighbourhood),
        alike=len(records.repeated(ward_id, bound, 50)) if not told else 0,
        query=urlencode(told),
        next_href=address(told, sau=f"{last['id']}.{last['sorted']}") if last else "",
        first_href=address(told) if cursor else "",
    )


def asked_for(bound: str, today: str) -> tuple[Asked, dict[str, str]]:
    """(what to look for, {parameter: value} of the address line, nothing that cannot be one)."""
    typed = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    told = {parameter: clean(request.args.get(parameter, ""))[:80] for parameter in PARAMETERS.values()}
    known = {"tinh-trang": STATES, "kho-khan": BY_CODE, "tham": FOLLOW_UPS, "o": _HERE}
    for parameter, codes in known.items():
        told[parameter] = told[parameter] if told[parameter] in codes else ""
    if bound:
        told["to"] = ""
    asked = Asked(
        words=words_of(typed),
        today=today,
        **{name: told[parameter] for name, parameter in PARAMETERS.items() if name not in ("neighbourhood", "here")},
        neighbourhood=bound or told["to"],
        here=_HERE[told["o"]],
    )
    return asked, {name: value for name, value in {"q": typed, **told}.items() if value}


def _cursor() -> tuple[str, str] | None:
    found = _CURSOR.fullmatch(request.args.get("sau", ""))
    return (found[2], found[1]) if found else None


def address(told: dict[str, str], **others: str) -> str:
    said = urlencode({**told, **others})
    return f"{ADDRESS}?{said}" if said else ADDRESS


def _tabs(told: dict[str, str], counts: dict) -> list[dict]:
    """The whole list and each state of it, within what else is asked for."""
    others = {name: value for name, value in told.items() if name not in ("tinh-trang", "q")}
    ways = [("", _("Tất cả"), counts["all"])] + [(state, code_words("state", state), counts[state]) for state in STATES]
    return [
        {
            "href": address({**others, **({"tinh-trang": state} if state else {})}),
            "label": words,
            # Counted without the other filters: a number beside them would promise something else.
            "count": count if not set(others) - {"to"} else None,
            "current": told.get("tinh-trang", "") == state,
        }
        for state, words, count in ways
    ]


def _options(ward_id: int, neighbourhood: str) -> dict:
    return {
        "neighbourhoods": [(row["id"], row["name"]) for row in place.neighbourhoods(ward_id, every=True)],
        "buildings": [(name, name) for name in records.buildings_named(ward_id, neighbourhood)],
        "states": choices("state"),
        "difficulties": [(code, label("difficulty", code)) for code in BY_CODE],
        "follow_ups": [
            ("waiting", _("Cần thăm")),
            ("due", _("Đã đến hẹn thăm")),
            ("unseen", _("Chưa ai gặp lần nào")),
        ],
        "here": [("da-chuyen", _("Đã chuyển đi")), ("tat-ca", _("Cả hộ đã chuyển đi"))],
    }


@routes.get("/can-tham")
@allow("household.see")
def follow_ups():
    """Whom to visit, the longest overdue first: the sheet for an evening's walk."""
    ward_id, bound, today = current_user.ward_id, scope(), day_of(now_ms())
    every = {row["id"]: row["name"] for row in place.neighbourhoods(ward_id, every=True)}
    chosen = bound or (request.args.get("to", "") if request.args.get("to", "") in every else "")
    rows = records.follow_ups(ward_id, chosen, today, FOLLOW_UPS_MOST + 1)
    names = Names(ward_id)
    groups: dict[str, list[dict]] = {"late": [], "today": [], "later": [], "open": []}
    for row in rows[:FOLLOW_UPS_MOST]:
        groups[row["due"]].append(line(row, names, today))
    titles = {
        "late": _("Đã quá hẹn"),
        "today": _("Hẹn hôm nay"),
        "later": _("Hẹn những ngày tới"),
        "open": _("Chưa hẹn ngày"),
    }
    return show(
        "household/follow_ups.html",
        groups=[(key, titles[key], found) for key, found in groups.items() if found],
        bound=bound,
        chosen=chosen,
        chosen_name=every.get(chosen, ""),
        neighbourhoods=list(every.items()),
        more=len(rows) > FOLLOW_UPS_MOST,
        today=today,
        most=FOLLOW_UPS_MOST,
    )
