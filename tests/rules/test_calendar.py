"""Working days and due dates: the law's rules, case by case (tests/cases/calendar.json; read by the browser, too).

BLLĐ 2019 Đ112, BLDS 2015 Đ147–148, Luật Hộ tịch Đ5.3, NĐ 61/2018 Đ19, NĐ 309/2026 Đ17–18, TT 01/2020/TT-BTP Đ2.
"""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules import calendar as calendars
from app.rules import clock, due
from app.rules.calendar import Calendar
from tests.shared_cases import cases

CASES = cases("calendar")
CALENDARS = {name: calendars.from_json(told) for name, told in CASES["calendars"].items()}
HANOI = CALENDARS["hanoi"]


def at(text: str) -> int:
    return clock.parse(f"{text.replace(' ', 'T')}{':00' if text.count(':') == 1 else ''}+07:00")


def told(moment: int) -> str:
    return clock.write(moment)[:16].replace("T", " ")


def name_of(case) -> str:
    return f"{case['start']} + {case['value']} {case['unit']}: {case['note']}"


@pytest.mark.parametrize("case", CASES["examples"], ids=name_of)
def test_the_worked_examples_of_the_domain(case):
    """Domain §3.1, due_date_examples.csv; the last two columns are R3, NĐ 61/2018 Đ19.9."""
    start = at(case["start"])
    moment = due.due_at(HANOI, start, case["value"], case["unit"], case["cutoff"])
    assert told(moment) == case["due"]
    latest = due.latest_apology_on(HANOI, moment, start)
    assert (list(latest) if latest else None) == case["apology"]


@pytest.mark.parametrize("case", CASES["due"], ids=name_of)
def test_a_due_date(case):
    moment = due.due_at(CALENDARS[case["calendar"]], at(case["start"]), case["value"], case["unit"], case["cutoff"])
    assert told(moment) == case["due"]


@pytest.mark.parametrize(("value", "unit"), CASES["no_limit"])
def test_what_is_no_time_limit_is_refused(value, unit):
    assert not due.is_limit(value, unit)
    with pytest.raises(ValueError, match="limit"):
        due.due_at(HANOI, 0, value, unit)


@pytest.mark.parametrize(("day", "working"), CASES["is_working"])
def test_a_working_day(day, working):
    """R18, BLLĐ Đ112: holidays, compensating days and swapped days are nothing but entries of the table."""
    assert calendars.is_working(HANOI, day) is working


@pytest.mark.parametrize(("day", "after"), CASES["next_working"])
def test_the_next_working_day(day, after):
    assert calendars.next_working(HANOI, day) == after


@pytest.mark.parametrize(("day", "count", "after"), CASES["add_working_days"])
def test_so_many_working_days_on_or_back(day, count, after):
    assert calendars.add_working_days(HANOI, day, count) == after


@pytest.mark.parametrize(("first", "last", "days"), CASES["working_days_between"])
def test_working_days_between_two_days(first, last, days):
    assert calendars.working_days_between(HANOI, first, last) == days


@pytest.mark.parametrize(("moment", "opens"), CASES["working_moment"])
def test_when_the_office_is_next_open(moment, opens):
    """NĐ 309/2026 Đ17.3, domain §3.1 step 1: what is filed online outside hours begins with the next opening."""
    assert told(calendars.working_moment(HANOI, at(moment))) == opens


@pytest.mark.parametrize(("received", "due_at"), CASES["hand_over_due"])
def test_r5_hand_over_the_same_day_or_at_the_next_opening(received, due_at):
    """R5, NĐ 309/2026 Đ18.2: after 15:00 the hand-over is due at the start of the next working day."""
    assert told(due.hand_over_due(HANOI, at(received))) == due_at


@pytest.mark.parametrize("second", ["14:59:59", "15:00:00"])
def test_r5_until_fifteen_hours_a_same_day_procedure_is_due_today(second):
    """R5, Luật Hộ tịch Đ5.3, NĐ 23/2015 Đ7: "sau 15 giờ" begins behind 15:00:00."""
    assert told(due.due_at(HANOI, at(f"2026-11-20 {second}"), "0", due.WORKING_DAY, True)) == "2026-11-20 17:00"


@pytest.mark.parametrize("second", ["15:00:01", "15:01:00", "16:59:59"])
def test_r5_after_fifteen_hours_a_same_day_procedure_is_due_the_next_working_day(second):
    """R5, Luật Hộ tịch Đ5.3, NĐ 23/2015 Đ7."""
    assert told(due.due_at(HANOI, at(f"2026-11-20 {second}"), "0", due.WORKING_DAY, True)) == "2026-11-23 17:00"


@pytest.mark.parametrize(("received", "due_at"), CASES["supplement_notice_due"])
def test_r2_a_supplement_is_asked_for_within_three_working_days(received, due_at):
    """R2, NĐ 61/2018 Đ19.4."""
    assert told(due.supplement_notice_due(HANOI, at(received))) == due_at


@pytest.mark.parametrize(("moment", "start", "latest"), CASES["latest_apology_on"])
def test_r3_the_last_day_for_an_apology(moment, start, latest):
    """R3, NĐ 61/2018 Đ19.9: at the latest one day before; a reminder must fall on a day somebody signs."""
    answer = due.latest_apology_on(HANOI, at(moment), at(start) if start else None)
    assert (list(answer) if answer else None) == latest


@pytest.mark.parametrize(("moment", "days"), CASES["alarm_days"])
def test_r3_alarms_three_and_one_working_days_before(moment, days):
    """R3: warn from due−3, press at due−1, both counted in working days."""
    assert list(due.alarm_days(HANOI, at(moment))) == days


@pytest.mark.parametrize(("now", "moment", "colour", "days"), CASES["remaining"])
def test_what_a_queue_is_coloured_by(now, moment, colour, days):
    assert due.remaining(HANOI, at(now), at(moment)) == colour
    assert due.days_left(HANOI, at(now), at(moment)) == days


def test_a_calendar_travels_to_the_browser_and_back():
    for name, calendar in CALENDARS.items():
        assert calendars.from_json(calendars.as_json(calendar)) == calendar, name


@pytest.mark.parametrize(
    "hours", [((480, 480), (810, 1020)), ((480, 820), (810, 1020)), ((480, 720), (1020, 810)), ((0, 720), (810, 1441))]
)
def test_hours_that_do_not_follow_one_another_are_refused(hours):
    with pytest.raises(ValueError, match="hours"):
        Calendar({}, *hours)


@pytest.mark.parametrize("day", ["2026-02-30", "20261120", "2026-W47-5", "", "x"])
def test_a_day_has_one_spelling(day):
    with pytest.raises(ValueError, match=r"day|isoformat|month"):
        calendars.number_of(day)


_MOMENTS = some.integers(at("2024-01-01 00:00"), at("2028-12-31 23:59"))
_LIMITS = [f"{whole}{half}" for whole in range(12) for half in ("", ".5")]


@given(_MOMENTS, some.sampled_from([due.WORKING_DAY, due.DAY]))
def test_a_longer_limit_is_never_due_earlier(start, unit):
    # "0" is no quantity but a rule of its own: the same day.
    moments = [due.due_at(HANOI, start, limit, unit) for limit in _LIMITS[1:]]
    assert moments == sorted(moments)


@given(_MOMENTS, some.integers(0, 30 * clock.DAY_MS), some.sampled_from(_LIMITS), some.sampled_from(due.UNITS))
def test_who_comes_later_is_never_due_earlier(start, later, limit, unit):
    if due.is_limit(limit, unit):
        first, second = (due.due_at(HANOI, moment, limit, unit, True) for moment in (start, start + later))
        assert start <= first <= second


@given(_MOMENTS, some.sampled_from(_LIMITS), some.sampled_from(due.UNITS))
def test_a_due_moment_is_one_at_which_somebody_is_there(start, limit, unit):
    if due.is_limit(limit, unit):
        moment = due.due_at(HANOI, start, limit, unit)
        assert calendars.open_moment(HANOI, moment) == moment


@given(_MOMENTS, some.integers(-40, 40))
def test_counting_on_and_back_agree(start, count):
    day = calendars.add_working_days(
        HANOI, clock.day_of(start), 0 if calendars.is_working(HANOI, clock.day_of(start)) else 1
    )
    assert calendars.working_days_between(HANOI, day, calendars.add_working_days(HANOI, day, count)) == count


# What the `holidays` library does not know (domain §3.3): the swap of 02/01 and 10/01/2026.
_LIBRARY_MISSES = {"2026-01-02", "2026-01-10"}


@pytest.mark.parametrize("year", range(2024, 2029))
def test_the_table_agrees_with_the_holidays_library(year):
    """The library only seeds (domain §3.3); where it has a gap, the table is told to know better."""
    library = holidays.country_holidays("VN", years=year)
    day, differing = date(year, 1, 1), set()
    while day.year == year:
        if library.is_working_day(day) != calendars.is_working(HANOI, day.isoformat()):
            differing.add(day.isoformat())
        day += timedelta(days=1)
    assert differing == {day for day in _LIBRARY_MISSES if day.startswith(str(year))}
