"""/kiem-tra and /kiem-tra/ton-tai: surprise inspections, and what they found wrong by the day it is to be mended."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.problems import Problem
from app.records import inspection as records
from app.records import staff
from app.records.inspection import Asked, AskedFaults
from app.rules import assistance_search, inspection_fields
from app.rules.assistance_search import LONGEST_QUERY
from app.rules.clock import day_of
from app.rules.inspection_checklist import checklists
from app.rules.permissions import HEADS
from app.rules.text import clean
from app.web.dossier_words import calendar_of
from app.web.guard import allow
from app.web.inspection_words import (
    ADDRESS,
    FAULTS,
    InspectionNames,
    checklist_choices,
    fault_line,
    fault_state_words,
    line,
    state_words,
)
from app.web.outreach import day_or_nothing
from app.web.paging import page_of
from app.web.render import show
from app.web.sessions import now_ms

routes = Blueprint("inspection", __name__, url_prefix=ADDRESS)

EVERY, LATE = "tat-ca", "qua-han"
_FILTERS = ("mau", "tu", "den")
# What a head has to look at.
_MENDED = f"{FAULTS}?trang-thai=mended"


def readable(inspection_id) -> dict:
    """The row, of the signed-in person's ward and not hidden from them. Raises Problem: not_found."""
    row = records.inspection(current_user.row, str(inspection_id))
    if row is None:
        raise Problem("not_found")
    return row


def to_mend(me: dict, today: str) -> dict[str, int]:
    """{"own", "late", "check"}: what this person owes, what of it is overdue, and what waits for a head's look."""
    return {
        "own": records.count_faults(me, AskedFaults(state="open", owner=me["id"])),
        "late": records.count_faults(me, AskedFaults(owner=me["id"], late_on=today)),
        "check": records.count_faults(me, AskedFaults(state="mended")) if me["role"] in HEADS else 0,
    }


@routes.get("")
@allow("inspection.see")
def index():
    me, names = current_user.row, InspectionNames(current_user.ward_id)
    told = {name: request.args.get(name, "")[:80] for name in ("trang-thai", *_FILTERS)}
    typed = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    for name, known in (("trang-thai", inspection_fields.STATES), ("mau", checklists())):
        told[name] = told[name] if told[name] in known else ""
    told |= {"q": typed} | {name: day_or_nothing(told[name]) for name in ("tu", "den")}
    asked = Asked(
        state=told["trang-thai"],
        checklist=told["mau"],
        from_on=told["tu"],
        to_on=told["den"],
        words=assistance_search.words_of(typed),
    )
    count = records.count(me, asked)
    page = page_of(count, ADDRESS, told)
    rows = records.page(me, asked, page.first, PAGE_ROWS)
    return show(
        "inspection/list.html",
        lines=[line(row, names) for row in rows],
        told=told,
        page=page,
        filters_on=sum(bool(told[name]) for name in _FILTERS),
        checklists=checklist_choices(),
        tabs=_tabs(me, told["trang-thai"]),
    )


def _tabs(me: dict, current: str) -> list[dict]:
    ways = [
        (f"{ADDRESS}?trang-thai={state}" if state else ADDRESS, words, None, state == current)
        for state, words in (("", _("Tất cả")), ("open", state_words("open")), ("concluded", state_words("concluded")))
    ]
    left, mended = (records.count_faults(me, AskedFaults(state=state)) for state in ("open", "mended"))
    ways.append((FAULTS, _("Tồn tại cần khắc phục"), left, current == FAULTS))
    ways.append((_MENDED, _("Chờ kiểm tra lại"), mended, current == _MENDED))
    return [{"href": href, "label": label, "count": count, "current": on} for href, label, count, on in ways]


@routes.get("/ton-tai")
@allow("inspection.see")
def faults():
    """What is open by its day, the overdue first; what waits for the head; what is over."""
    me, names, today = current_user.row, InspectionNames(current_user.ward_id), day_of(now_ms())
    state = request.args.get("trang-thai", "")
    state = state if state in (*inspection_fields.FAULT_STATES, LATE, EVERY) else "open"
    owner = request.args.get("nguoi", "")[:80]
    typed = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    asked = AskedFaults(
        state="" if state in (LATE, EVERY) else state,
        owner=owner,
        late_on=today if state == LATE else "",
        words=assistance_search.words_of(typed),
    )
    told = {"trang-thai": "" if state == "open" else state, "nguoi": owner, "q": typed}
    page = page_of(records.count_faults(me, asked), FAULTS, told)
    calendar = calendar_of(me["ward_id"])
    late = records.count_faults(me, AskedFaults(late_on=today))
    return show(
        "inspection/faults.html",
        lines=[
            fault_line(row, names, calendar, today) for row in records.page_of_faults(me, asked, page.first, PAGE_ROWS)
        ],
        told=told,
        state=state,
        late=late,
        page=page,
        people=[(one["id"], one["name"]) for one in staff.all_staff(me["ward_id"]) if one["role"] != "volunteer"],
        tabs=_tabs(me, _MENDED if state == "mended" else FAULTS),
        states=[
            *((code, fault_state_words(code)) for code in inspection_fields.FAULT_STATES),
            (LATE, _("Đã quá hạn")),
            (EVERY, _("Tất cả")),
        ],
    )
