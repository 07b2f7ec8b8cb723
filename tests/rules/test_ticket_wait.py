"""The expected wait is honest: a range in steps of five minutes, and nothing without a ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.ticket_wait import counters_at_work, expected_wait, owed_apology, waited_minutes

MINUTE = 60_000


def served(*minutes: int) -> list[tuple[int, int]]:
    return [(0, one * MINUTE) for one in minutes]


def test_ten_people_at_six_minutes_each_before_two_counters():
    assert expected_wait(10, served(6, 6, 6, 6, 6), 2) == (20, 45)


def test_one_long_case_does_not_move_it():
    assert expected_wait(3, served(6, 6, 6, 6, 6), 1) == expected_wait(3, served(6, 6, 6, 6, 90), 1) == (10, 30)


@pytest.mark.parametrize(
    ("ahead", "times", "at_work"),
    [
        (3, served(6, 6, 6, 6), 1),  # four served say nothing yet
        (3, served(6, 6, 6, 6, 6), 0),  # nobody is calling
        (3, [(0, 5_000)] * 20, 1),  # pressed through, not served
        (80, served(10, 10, 10, 10, 10), 1),  # longer than the afternoon
    ],
)
def test_without_a_ground_nothing_is_said(ahead, times, at_work):
    assert expected_wait(ahead, times, at_work) is None


def test_the_next_one_is_told_a_few_minutes():
    assert expected_wait(0, served(4, 4, 4, 4, 4), 1) == (0, 5)


@given(some.integers(0, 40), some.lists(some.integers(1, 30), min_size=5, max_size=25), some.integers(1, 6))
def test_a_range_has_two_ends_in_steps_and_more_people_never_wait_less(ahead, times, at_work):
    told = expected_wait(ahead, served(*times), at_work)
    if told is None:
        return
    least, most = told
    assert 0 <= least < most <= 180
    assert least % 5 == most % 5 == 0
    longer = expected_wait(ahead + 1, served(*times), at_work)
    assert longer is None or (longer[0] >= least and longer[1] >= most)


def test_a_counter_that_called_nobody_for_half_an_hour_is_not_at_work():
    now = 100 * MINUTE
    calls = [("Quầy 1", now - 5 * MINUTE), ("Quầy 1", now - 9 * MINUTE), ("Quầy 2", now - 31 * MINUTE)]
    assert counters_at_work(calls, now) == 1


def waiting(**changed) -> dict:
    return {"state": "waiting", "taken_at": 0, "called_at": None, "apologised_at": None} | changed


def test_an_apology_is_owed_once_the_wait_is_long_and_only_once():
    assert not owed_apology(waiting(), 29 * MINUTE, 30)
    assert owed_apology(waiting(), 30 * MINUTE, 30)
    assert not owed_apology(waiting(apologised_at=5), 90 * MINUTE, 30)
    assert not owed_apology(waiting(), 90 * MINUTE, 0)
    # What counts is how long they waited, not how long they have been served.
    assert not owed_apology(waiting(state="serving", called_at=10 * MINUTE), 90 * MINUTE, 30)
    assert owed_apology(waiting(state="called", called_at=40 * MINUTE), 41 * MINUTE, 30)
    assert not owed_apology(waiting(state="done", called_at=40 * MINUTE), 41 * MINUTE, 30)


def test_a_clock_that_was_set_back_makes_no_negative_wait():
    assert waited_minutes(10 * MINUTE, 0) == 0
