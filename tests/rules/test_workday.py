"""What a ward may put into its calendar and its office, and what ships with the software."""

import pytest

from app.rules import office, workday
from app.rules.calendar import is_working
from app.rules.holiday_year import cards_of_year
from app.rules.operation import Change, Context, Lists, Operation, Refusal

CONTEXT = Context(0, "2026-11-21", 0, "2026-11-21", None, None, Lists(frozenset(), frozenset(), frozenset(), {}))
STORM = {
    "working": False,
    "kind": "closed",
    "name": "Tránh bão số 5",
    "certainty": "official",
    "source": "Công điện 12",
    "reason": "Thành phố cho nghỉ",
}
HOURS = {name: office.DEFAULT[name] for name in office.OFFICE}


def operation(entity):
    id_ = "0195e000-0000-7000-8000-0000000000aa"
    return Operation(
        id_, 0, "workday.put/1", entity, 0, 1, id_, id_, "", "2026-11-21T08:00:00.000+07:00", 0, "test", ""
    )


def test_a_day_is_put_under_its_own_name():
    answer = workday.put(None, STORM, operation("2026-11-25"), CONTEXT)
    assert isinstance(answer, Change)
    assert answer.row == {"id": "2026-11-25", **STORM}


@pytest.mark.parametrize("entity", ["2026-02-30", "office", "1999-01-04", "2100-01-04", "20261125", ""])
def test_a_day_that_is_none_is_refused(entity):
    answer = workday.put(None, STORM, operation(entity), CONTEXT)
    assert isinstance(answer, Refusal)
    assert answer.details == {"fields": {"day": "day_invalid"}}


@pytest.mark.parametrize(
    ("day", "kind", "working"),
    [
        ("2026-11-25", "holiday", False),
        ("2026-11-28", "swapped_on", True),
        ("2026-11-25", "ordinary", True),
        ("2026-11-28", "ordinary", False),
        ("2026-11-25", "compensation", False),
        ("2026-11-25", "swapped_off", False),
    ],
)
def test_whether_people_work_follows_from_the_kind(day, kind, working):
    assert isinstance(workday.put(None, {**STORM, "kind": kind, "working": working}, operation(day), CONTEXT), Change)
    answer = workday.put(None, {**STORM, "kind": kind, "working": not working}, operation(day), CONTEXT)
    assert isinstance(answer, Refusal)
    assert answer.details == {"fields": {"working": "choice_unknown"}}


def test_r18_a_day_without_a_reason_is_refused():
    """R18: the calendar is changed with a reason, never silently."""
    answer = workday.put(None, {**STORM, "reason": " "}, operation("2026-11-25"), CONTEXT)
    assert isinstance(answer, Refusal)
    assert answer.details == {"fields": {"reason": "required"}}


def test_an_own_day_takes_the_place_of_the_shipped_one():
    """R18, BLLĐ Đ112.3: what the Prime Minister decides replaces the estimate; the rest of the table stays."""
    rows = [
        {"id": "2026-11-24", "working": True, "kind": "ordinary"},
        {"id": "2026-11-28", "working": True, "kind": "swapped_on"},
    ]
    calendar = office.calendar_of(None, rows)
    assert is_working(calendar, "2026-11-24")
    assert is_working(calendar, "2026-11-28")
    assert not is_working(calendar, "2026-09-02")


def test_the_shipped_table_is_whole():
    assert len(workday.SHIPPED) == 77
    for day, row in workday.SHIPPED.items():
        body = {name: row[name] for name in workday.WORKDAY} | {"reason": "Bảng"}
        assert isinstance(workday.put(None, body, operation(day), CONTEXT), Change), day
    assert dict(workday.starter_cards()).keys() == workday.SHIPPED.keys()
    assert {day[:4] for day in workday.SHIPPED} == {"2024", "2025", "2026", "2027", "2028"}


def test_a_year_behind_the_table_comes_from_the_library_as_something_to_look_over():
    """Domain §3.3: the library only seeds; what is fixed each year is an estimate."""
    cards = dict(cards_of_year(2029))
    for day, body in cards.items():
        assert isinstance(workday.put(None, body, operation(day), CONTEXT), Change), day
    assert cards["2029-02-13"]["certainty"] == "estimate"
    assert cards["2029-09-02"]["certainty"] == "statutory"
    assert cards["2029-09-03"]["certainty"] == "estimate"
    assert cards["2029-11-24"]["certainty"] == "statutory"
    assert cards["2029-11-26"]["kind"] == "compensation"


def test_the_office_is_one_row_with_hours_of_its_own():
    answer = office.put(None, {**HOURS, "morning_from": "07:30"}, operation("office"), CONTEXT)
    assert isinstance(answer, Change)
    assert office.calendar_of(answer.row, ()).morning == (450, 720)
    assert office.put(None, HOURS, operation("office-2"), CONTEXT) == Refusal("entity_unknown")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"morning_to": "08:00"}, "morning_to", "hours_order"),
        ({"afternoon_from": "11:59"}, "afternoon_from", "hours_order"),
        ({"afternoon_to": "13:30"}, "afternoon_to", "hours_order"),
        ({"morning_to": "09:00", "afternoon_to": "16:29"}, "afternoon_to", "hours_short"),
        ({"cutoff": "17:01"}, "cutoff", "hours_cutoff"),
        ({"cutoff": "11:00"}, "cutoff", "hours_cutoff"),
        ({"cutoff": "24:00"}, "cutoff", "code_invalid"),
        ({"morning_from": "8:00"}, "morning_from", "code_invalid"),
        ({"counter_name": ""}, "counter_name", "required"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(changed, field, code):
    answer = office.put(None, {**HOURS, **changed}, operation("office"), CONTEXT)
    assert isinstance(answer, Refusal)
    assert answer.details == {"fields": {field: code}}


def test_saturday_duty_makes_no_working_day():
    """QĐ 14/2010/QĐ-TTg, domain §3.3: people are received, the day is not counted."""
    row = office.put(None, {**HOURS, "saturday_duty": True}, operation("office"), CONTEXT).row
    assert not is_working(office.calendar_of(row, ()), "2026-11-21")
