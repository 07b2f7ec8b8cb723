"""/tuyen-truyen: training, dialogues and propaganda of the ward; what is to come first, searched and filtered.

A lead sees what is for the people of his own neighbourhood, named or as part of the ward.
"""

import re

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.problems import Problem
from app.records import outreach as records
from app.records import place
from app.records.outreach import Asked
from app.rules import assistance_search, outreach_fields
from app.rules.assistance_search import LONGEST_QUERY
from app.rules.calendar import number_of
from app.rules.clock import day_of
from app.rules.outreach import concerns
from app.rules.outreach_states import STATES
from app.rules.permissions import READS_WHOLE_WARD
from app.rules.text import clean
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.outreach_words import ADDRESS, kinds, line, state_words
from app.web.paging import page_of
from app.web.render import show
from app.web.sessions import now_ms

routes = Blueprint("outreach", __name__, url_prefix=ADDRESS)

_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
EVERY = "tat-ca"
_FILTERS = ("hinh-thuc", "to", "tu", "den")


def own_neighbourhood() -> str:
    """The neighbourhood a lead reads for; "" for whoever reads the whole ward. A lead of none reads what is for all."""
    me = current_user.row
    return "" if me["role"] in READS_WHOLE_WARD else me["neighbourhood"] or "-"


def readable(outreach_id) -> dict:
    """The row, of the signed-in person's own ward and for their people. Raises Problem: not_found."""
    row = records.outreach(current_user.ward_id, str(outreach_id))
    only = own_neighbourhood()
    if row is None or (only and not concerns(row, only)):
        raise Problem("not_found")
    return row


def day_or_nothing(text: str) -> str:
    try:
        return text if _DAY.fullmatch(text) and number_of(text) else ""
    except ValueError:
        return ""


@routes.get("")
@allow("outreach.see")
def index():
    ward_id, names, today = current_user.ward_id, Names(current_user.ward_id), day_of(now_ms())
    asked, told = _asked()
    count = records.count(ward_id, asked)
    page = page_of(count, ADDRESS, told)
    rows = records.page(ward_id, asked, page.first, PAGE_ROWS)
    return show(
        "outreach/list.html",
        lines=[line(row, names, today) for row in rows],
        told=told,
        count=count,
        page=page,
        state=asked.state,
        filters_on=sum(bool(told[name]) for name in _FILTERS),
        kinds=kinds(),
        neighbourhoods=[(row["id"], row["name"]) for row in place.neighbourhoods(ward_id)],
        tabs=_tabs(asked),
    )


def _asked() -> tuple[Asked, dict[str, str]]:
    """(what to look for, {parameter: value} of the address line, nothing that cannot be one)."""
    told = {name: request.args.get(name, "")[:80] for name in ("trang-thai", *_FILTERS)}
    typed = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    for name, known in (("trang-thai", (*STATES, EVERY)), ("hinh-thuc", outreach_fields.KINDS)):
        told[name] = told[name] if told[name] in known else ""
    told |= {name: day_or_nothing(told[name]) for name in ("tu", "den")}
    told["q"] = typed
    # Words look everywhere; without them the list begins with what is to come.
    state = told["trang-thai"] or (EVERY if typed else "planned")
    asked = Asked(
        state="" if state == EVERY else state,
        kind=told["hinh-thuc"],
        neighbourhood=told["to"],
        from_on=told["tu"],
        to_on=told["den"],
        words=assistance_search.words_of(typed),
        only=own_neighbourhood(),
    )
    return asked, told


def _tabs(asked: Asked) -> list[dict]:
    counted = {
        state: records.count(current_user.ward_id, Asked(state=state, only=asked.only)) for state in ("planned", "held")
    }
    ways = (
        ("planned", "", _("Sắp tới")),
        ("held", "held", _("Chờ biên bản")),
        ("minuted", "minuted", state_words("minuted")),
        ("cancelled", "cancelled", state_words("cancelled")),
        ("", EVERY, _("Tất cả")),
    )
    return [
        {
            "href": f"{ADDRESS}?trang-thai={told}" if told else ADDRESS,
            "label": words,
            "count": counted.get(state),
            "current": state == asked.state,
        }
        for state, told, words in ways
    ]
