"""Which dossiers press, counted in working days (R3), and to whom a word is owed (R4)."""

import pytest

from app.rules import due
from app.rules.calendar import HOUR_MS
from app.rules.dossier_alarm import days_late, ends, is_owed
from app.rules.office import SHIPPED_CALENDAR
from tests.counter import at

NOWS = [
    "2026-11-20 10:00",
    "2026-11-20 17:30",
    "2026-11-21 09:00",
    "2026-11-23 00:00",
    "2026-11-24 12:00",
    "2027-02-03 16:59",
]


def row(**changed) -> dict:
    given = {
        "state": "processing",
        "due_current_at": at("2026-11-20 17:00"),
        "finished_at": None,
        "apologised_at": None,
    }
    return {**given, **changed}


@pytest.mark.parametrize("now", NOWS)
def test_counting_by_an_index_says_what_each_dossier_says_of_itself(now):
    edges = ends(SHIPPED_CALENDAR, at(now))
    assert list(edges.values()) == sorted(edges.values())
    for hours in range(-48, 24 * 16, 3):
        moment = at(now) + hours * HOUR_MS
        said = next((heat for heat, edge in edges.items() if moment < edge), "ahead")
        assert said == due.remaining(SHIPPED_CALENDAR, at(now), moment), hours


def test_r3_three_working_days_and_one_step_over_a_holiday():
    """NĐ 61/2018 Đ19.9. Tuesday 24/11/2026 is a holiday: due on Thursday warns from Friday, presses from Wednesday."""
    due_at = at("2026-11-26 17:00")
    heats = {
        day: next(name for name, edge in ends(SHIPPED_CALENDAR, at(f"{day} 08:00")).items() if due_at < edge)
        for day in ("2026-11-20", "2026-11-23", "2026-11-25", "2026-11-26")
    }
    assert list(heats.values()) == ["near", "near", "pressing", "today"]
    assert all(due_at >= edge for edge in ends(SHIPPED_CALENDAR, at("2026-11-19 08:00")).values())


@pytest.mark.parametrize(
    ("changed", "now", "owed"),
    [
        ({}, "2026-11-20 17:00", False),
        ({}, "2026-11-20 17:01", True),
        ({"apologised_at": 1}, "2026-11-25 08:00", False),
        ({"state": "ready", "finished_at": at("2026-11-20 16:00")}, "2026-11-25 08:00", False),
        ({"state": "ready", "finished_at": at("2026-11-23 09:00")}, "2026-11-25 08:00", True),
        ({"state": "returned", "finished_at": at("2026-11-23 09:00")}, "2026-11-25 08:00", False),
        ({"state": "supplement", "due_current_at": None}, "2026-11-25 08:00", False),
    ],
)
def test_r4_a_word_is_owed_from_the_minute_after_until_it_is_said(changed, now, owed):
    """NĐ 61/2018 Đ19.9."""
    assert is_owed(row(**changed), at(now)) is owed


@pytest.mark.parametrize(
    ("now", "days"),
    [("2026-11-20 18:00", 0), ("2026-11-22 09:00", 0), ("2026-11-23 08:00", 1), ("2026-11-25 08:00", 2)],
)
def test_days_late_are_working_days(now, days):
    assert days_late(SHIPPED_CALENDAR, row(), at(now)) == days
