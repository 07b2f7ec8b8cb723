"""The ward's calendar (lịch làm việc): a year as everybody reads it, and its days as an admin changes them.

No change is saved before the page has shown how many running dossiers it moves (R18): see calendar_preview.
"""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import workday as records
from app.rules import clock, workday
from app.rules.calendar import is_working
from app.rules.holiday_year import cards_of_year, reason_of
from app.rules.office import calendar_of
from app.rules.text import clean
from app.rules.workday import WORKDAY
from app.web import card_form, words
from app.web.calendar_preview import preview_or_change, wants_form
from app.web.door import field_sentence
from app.web.guard import allow
from app.web.render import show
from app.web.sessions import now_ms

routes = Blueprint("calendar", __name__, url_prefix="/lich")

FIRST_YEAR, LAST_YEAR = 2024, 2098


@routes.get("")
@allow("calendar.see")
def year():
    now = now_ms()
    wanted = request.args.get("nam", "")
    this_year = clock.local(now).year
    shown = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else this_year
    shown = min(max(shown, FIRST_YEAR), LAST_YEAR)
    ward_id = current_user.ward_id
    own, office = records.workdays(ward_id), records.office(ward_id)
    entries, calendar = workday.entries(own), calendar_of(office, own)
    special = [
        {**row, "weekday": workday.weekday(day)}
        for day, row in entries.items()
        if day.startswith(f"{shown}-") and row["kind"] != "ordinary"
    ]
    named = {row["id"]: row for row in special}
    today = clock.day_of(now)
    return show(
        "calendar/show.html",
        year=shown,
        this_year=this_year,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        months=[_month(shown, month, calendar, named, today) for month in range(1, 13)],
        special=special,
        unsure=[row for row in special if row["certainty"] in ("estimate", "to_check") and row["id"] >= today],
        working_days=sum(is_working(calendar, day) for month in range(1, 13) for day in _days(shown, month)),
        office=office,
        weekdays=_weekdays(),
        operation_id=new_id(),
    )


def _days(year_: int, month: int) -> list[str]:
    return workday.days_of_month(year_, month)


def _month(year_: int, month: int, calendar, named: dict, today: str) -> dict:
    """{number, weeks: [[None or {number, working, entry, today}] × 7]}"""
    days = _days(year_, month)
    cells = [None] * workday.weekday(days[0]) + [
        {
            "number": int(day[-2:]),
            "working": is_working(calendar, day),
            "entry": named.get(day),
            "today": day == today,
        }
        for day in days
    ]
    cells += [None] * (-len(cells) % 7)
    return {"number": month, "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)]}


def _weekdays() -> list[tuple[str, str]]:
    """(short, whole) names of the days, Monday first."""
    return [
        (_("T2"), _("Thứ Hai")),
        (_("T3"), _("Thứ Ba")),
        (_("T4"), _("Thứ Tư")),
        (_("T5"), _("Thứ Năm")),
        (_("T6"), _("Thứ Sáu")),
        (_("T7"), _("Thứ Bảy")),
        (_("CN"), _("Chủ nhật")),
    ]


def day_words(day: str) -> str:
    """ "Thứ Ba, 24/11/2026" """
    return f"{_weekdays()[workday.weekday(day)][1]}, {words.day(day)}"


@routes.get("/ngay")
@allow("workday.put")
def choose_day():
    """The way from the year's page to one day; a day that is none leads back to the year."""
    day = request.args.get("ngay", "")
    if not workday.is_day(day):
        raise Problem("day_unknown")
    return redirect(f"/lich/{day}")


def _known(code: str) -> str:
    if not workday.is_day(code):
        raise Problem("not_found")
    return code


@routes.get("/<code>")
@allow("workday.put")
def edit_day(code):
    return _day_form(_known(code))


@routes.post("/<code>")
@allow("workday.put")
def change_day(code):
    day = _known(code)
    if wants_form():
        return _day_form(day)
    body = _body(request.form.get("kind", ""), day)
    body, errors = card_form.check(body, WORKDAY)
    if errors:
        return _day_form(day, 422, errors)
    line = f"{day_words(day)}: {words.label('workday_kind', body['kind'])} – {body['name']}"
    return preview_or_change(
        [("workday.put/1", day, body)], body["reason"], _("Sửa một ngày của lịch"), [line], _year_path(day)
    )


def _year_path(day: str) -> str:
    return f"/lich?nam={day[:4]}"


def _body(kind: str, day: str) -> dict:
    """What was typed for a day, as the body of its `workday.put/1`."""
    typed = {name: request.form.get(name, "") for name in ("name", "certainty", "source", "reason")}
    if kind == "ordinary" and not clean(typed["name"]):
        typed["name"] = workday.KINDS[kind]
    return {"working": kind in workday.KINDS and workday.works(kind, day), "kind": kind, **typed}


def _day_form(day: str, status: int = 200, errors: dict | None = None):
    errors = errors or {}
    entry = workday.entries(records.workdays(current_user.ward_id)).get(day)
    if request.method == "POST":
        typed = {name: request.form.get(name, "") for name in ("kind", "name", "certainty", "source", "reason")}
    else:
        typed = {**(entry or {"kind": "", "name": "", "certainty": "official", "source": ""}), "reason": ""}
    return show(
        "calendar/day.html",
        status=status,
        day=day,
        title=day_words(day),
        entry=entry,
        usually=workday.usually_working(day),
        typed=typed,
        errors=errors,
        summary=card_form.summary(errors),
        back=_year_path(day),
        operation_id=new_id(),
        kinds=[(code, words.said(label)) for code, label in workday.KINDS.items()],
        certainties=[(code, words.said(label)) for code, label in workday.CERTAINTIES.items()],
    )


@routes.get("/hoan-doi")
@allow("workday.put")
def swap():
    return _swap_form()


@routes.post("/hoan-doi")
@allow("workday.put")
def put_swap():
    """A day off and the day that is worked for it: two entries, one change (BLLĐ 2019 Đ112, yearly notices)."""
    if wants_form():
        return _swap_form()
    off, on = request.form.get("off", ""), request.form.get("on", "")
    outside = [name for name, day in (("off", off), ("on", on)) if not workday.is_day(day)]
    if outside:
        return _swap_form(422, {name: field_sentence("day_outside", {}) for name in outside})
    errors = _swap_errors(off, on)
    cards = []
    for day, body in workday.swap_cards(off, on, request.form.get("source", ""), request.form.get("reason", "")):
        checked, wrong = card_form.check(body, WORKDAY)
        errors |= {name: wrong[name] for name in ("source", "reason") if name in wrong}
        cards.append(("workday.put/1", day, checked))
    if errors:
        return _swap_form(422, errors)
    lines = [
        _("Nghỉ: %(day)s", day=day_words(off)),
        _("Đi làm bù: %(day)s", day=day_words(on)),
    ]
    return preview_or_change(cards, cards[0][2]["reason"], _("Hoán đổi ngày làm việc"), lines, _year_path(off))


def _swap_errors(off: str, on: str) -> dict[str, str]:
    calendar = calendar_of(records.office(current_user.ward_id), records.workdays(current_user.ward_id))
    errors = {}
    if not is_working(calendar, off):
        errors["off"] = field_sentence("swap_off_free", {})
    if is_working(calendar, on):
        errors["on"] = field_sentence("swap_on_worked", {})
    return errors


def _swap_form(status: int = 200, errors: dict | None = None):
    errors = errors or {}
    return show(
        "calendar/swap.html",
        status=status,
        typed=request.form,
        errors=errors,
        summary=card_form.summary(errors),
        operation_id=new_id(),
    )


@routes.post("/them-nam")
@allow("workday.put")
def add_year():
    """The holidays of a year the table does not reach, as estimates to be looked over."""
    typed = request.form.get("nam", "")
    if not (typed.isascii() and typed.isdigit() and FIRST_YEAR <= int(typed[:5]) <= LAST_YEAR):
        raise Problem("not_found")
    if wants_form():
        return redirect(f"/lich?nam={typed}")
    known = workday.entries(records.workdays(current_user.ward_id))
    reason = reason_of(int(typed))
    cards = [("workday.put/1", day, body) for day, body in cards_of_year(int(typed)) if day not in known]
    if not cards:
        return redirect(f"/lich?nam={typed}")
    lines = [f"{day_words(day)}: {body['name']}" for _type, day, body in cards]
    return preview_or_change(cards, reason, _("Thêm ngày lễ năm %(year)s", year=typed), lines, f"/lich?nam={typed}")
