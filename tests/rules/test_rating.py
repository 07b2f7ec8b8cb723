"""What a rating may say, and how long a code is good for."""

import pytest

from app.rules import rating, survey
from tests.counter import at

NOW = at("2026-11-22 10:00")
FACES = survey.every()[("faces", 1)]
SERVICE = survey.every()[("service", 2026)]


def test_an_answer_is_a_level_and_reasons_in_the_order_of_the_list():
    answer, fault = rating.read(FACES, {"level": "2"}, ["long_wait", "many_trips", "long_wait", "of_nobody"])
    assert (answer, fault) == (rating.faces(2, ("many_trips", "long_wait")), "")
    assert rating.read(FACES, {}, ["long_wait"])[0].parts().keys() == {"reasons"}
    assert rating.read(FACES, {}, []) == (None, "nothing_said")


@pytest.mark.parametrize("level", ["", "0", "6", "1.0", "٣", " 3", "-1", "3\n"])
def test_five_levels_and_no_other(level):
    assert rating.read(FACES, {"level": level}, []) == (None, "no_level")


def test_a_fourth_reason_is_asked_back():
    assert rating.read(FACES, {"level": "1"}, list(rating.REASONS)[:4]) == (None, "too_many_reasons")


def test_of_a_long_questionnaire_what_was_answered_counts_and_nothing_else():
    answer, _fault = rating.read(SERVICE, {"access_1": "5", "access_2": "", "voice_9": "1", "level": "1"}, ["attitude"])
    assert (answer.values, answer.reasons) == ({"access_1": 5}, ())
    assert rating.read(SERVICE, {"access_1": "9"}, []) == (None, "nothing_said")


def test_what_is_written_of_one_question_is_written_of_all():
    """Which counts an answer touches says nothing of it: every level of every question that stood there."""
    for answer in (rating.faces(1), rating.faces(5)):
        counts = answer.parts()["faces"]
        assert [(item, level) for item, level, _n in counts] == [("level", level) for level in range(1, 6)]
        assert sum(n for _item, _level, n in counts) == 1
    one = rating.Answer(SERVICE, {"access_1": 5}).parts()["service"]
    two = rating.Answer(SERVICE, dict.fromkeys(SERVICE.items, 1)).parts()["service"]
    assert [each[:2] for each in one] == [each[:2] for each in two]
    assert len(one) == 1 + 16 * 5
    assert [each[:2] for each in rating.faces(1, ("attitude",)).parts()["reasons"]] == [
        (code, 1) for code in FACES.offered
    ]


def test_what_goes_on_may_be_rated_and_what_is_long_over_not():
    assert rating.open_at(None, NOW, 90)
    assert rating.open_at(NOW - 90 * 86_400_000, NOW, 90)
    assert not rating.open_at(NOW - 90 * 86_400_000 - 1, NOW, 90)


def test_the_month_is_that_of_viet_nam():
    assert rating.month_of(at("2026-12-01 00:30")) == "2026-12"


def test_the_month_that_runs_is_never_shown():
    months = rating.months_over(at("2027-01-31 23:59"))
    assert (months[0], months[-1], len(months)) == ("2026-12", "2026-01", 12)
    assert rating.months_over(at("2026-03-31 12:00"))[0] == "2026-02"
