"""What a rating may say, and what is shown of many: never a group in which somebody could be found."""

import json

import pytest

from app.rules import rating
from tests.counter import at

NOW = at("2026-11-22 10:00")


def alike(count: int, level: int, *reasons: str, month: str = "2026-10", kind: str = "dossier") -> dict:
    return {"on_month": month, "kind": kind, "level": level, "reasons": json.dumps(reasons), "count": count}


def test_an_answer_is_a_level_and_reasons_in_the_order_of_the_list():
    answer, fault = rating.read("2", ["long_wait", "many_trips", "long_wait", "of_nobody"])
    assert (answer, fault) == (rating.Answer(2, ("many_trips", "long_wait")), "")
    assert rating.read("5", [])[0] == rating.Answer(5, ())
    assert rating.read("5", list(rating.REASONS)[:3])[1] == ""


@pytest.mark.parametrize("level", ["", "0", "6", "1.0", "٣", " 3", "-1", "3\n"])
def test_five_levels_and_no_other(level):
    assert rating.read(level, []) == (None, "no_level")


def test_a_fourth_reason_is_asked_back():
    assert rating.read("1", list(rating.REASONS)[:4]) == (None, "too_many_reasons")


def test_what_goes_on_may_be_rated_and_what_is_long_over_not():
    assert rating.open_at(None, NOW)
    assert rating.open_at(NOW - rating.OPEN_DAYS * 86_400_000, NOW)
    assert not rating.open_at(NOW - rating.OPEN_DAYS * 86_400_000 - 1, NOW)


def test_the_month_is_that_of_viet_nam():
    assert rating.month_of(at("2026-12-01 00:30")) == "2026-12"


def test_the_month_that_runs_is_never_shown():
    months = rating.months_over(at("2027-01-31 23:59"))
    assert (months[0], months[-1], len(months)) == ("2026-12", "2026-01", 12)
    assert rating.months_over(at("2026-03-31 12:00"))[0] == "2026-02"


# Wilson's interval, by hand: of 10, 8: (0.8 + 0.19207 ± 1.95996 × √(0.016 + 0.0096)) / 1.38415.
@pytest.mark.parametrize(
    ("satisfied", "n", "percent", "low", "high"),
    [(8, 10, 80, 49.0, 94.3), (10, 10, 100, 72.2, 100), (0, 5, 0, 0, 43.4), (900, 1000, 90, 88.0, 91.7)],
)
def test_the_share_comes_with_its_interval(satisfied, n, percent, low, high):
    one = rating.share(satisfied, n)
    assert [round(one.percent, 1), round(one.low, 1), round(one.high, 1)] == [percent, low, high]


def test_bình_thường_is_not_satisfied():
    (group, _other) = rating.groups([alike(3, 3), alike(1, 4), alike(1, 5)], ["2026-10"])
    assert (group.share.n, group.share.satisfied) == (5, 2)


def test_fewer_than_five_look_like_none():
    none = rating.groups([], ["2026-10"])
    assert rating.groups([alike(4, 1, "asked_for_money")], ["2026-10"]) == none
    assert all(group.share is None and group.reasons == () for group in none)


def test_a_reason_counts_from_five_on_and_kinds_are_not_mixed():
    counted = [
        alike(4, 1, "long_wait", "attitude"),
        alike(1, 2, "long_wait"),
        alike(6, 5, "clear_guidance", kind="assistance"),
    ]
    dossier, assistance = rating.groups(counted, ["2026-10"])
    assert dossier.reasons == (("long_wait", 5),)
    assert assistance.reasons == (("clear_guidance", 6),)


def test_no_sum_holds_what_is_hidden():
    counted = [alike(6, 5), alike(4, 1, kind="assistance"), alike(3, 1, month="2026-09")]
    assert rating.total(rating.groups(counted, ["2026-10", "2026-09"])) == rating.share(6, 6)
    assert rating.total(rating.groups(counted[1:], ["2026-10", "2026-09"])) is None
