"""What is shown of many ratings: never a group in which somebody could be found, nor one that a sum gives away."""

import random

import pytest

from app.rules import rating_report, survey
from app.rules.rating_report import CUTS, FIELD, KIND, PLACE, WHOLE

FACES = survey.every()[("faces", 1)]
SERVICE = survey.every()[("service", 2026)]


def alike(n, value, of="dossier", cut=KIND, month="2026-10", asked=FACES, item="level") -> dict:
    return {
        "on_month": month, "cut": cut, "of": of, "survey": asked.code, "version": asked.version,
        "item": item, "value": value, "n": n,
    }  # fmt: skip


def shown(counted: list[dict], asked=FACES) -> dict[tuple, dict[int, int]]:
    return {(one.month, one.cut, one.of): one.levels for one in rating_report.cells(counted, asked)}


# Wilson's interval, by hand: of 10, 8: (0.8 + 0.19207 ± 1.95996 × √(0.016 + 0.0096)) / 1.38415.
@pytest.mark.parametrize(
    ("levels", "percent", "low", "high", "mean"),
    [
        ({1: 2, 5: 8}, 80, 49.0, 94.3, 4.2),
        ({4: 10}, 100, 72.2, 100, 4),
        ({3: 5}, 0, 0, 43.4, 3),
        ({1: 100, 5: 900}, 90, 88.0, 91.7, 4.6),
    ],
)
def test_the_share_comes_with_its_interval_and_mean(levels, percent, low, high, mean):
    """Also: “Bình thường” is not satisfied."""
    one = rating_report.share(levels, FACES.satisfied)
    assert [round(one.percent, 1), round(one.low, 1), round(one.high, 1), one.mean] == [percent, low, high, mean]


def test_fewer_than_five_look_like_none():
    assert shown([alike(4, 1)]) == shown([]) == {}


def test_a_group_that_would_be_missing_from_the_sum_takes_the_next_one_with_it():
    counted = [alike(30, 5), alike(2, 1, of="assistance")]
    assert shown(counted) == {("2026-10", WHOLE, ""): {5: 30, 1: 2}}
    places = [alike(20, 5, "unit:a", PLACE), alike(9, 4, "unit:b", PLACE), alike(3, 1, "point:c", PLACE)]
    assert shown(counted + places).keys() == {("2026-10", WHOLE, ""), ("2026-10", PLACE, "unit:a")}


def test_two_that_are_five_together_hide_each_other():
    fields = [alike(9, 5, "Hộ tịch", FIELD), alike(3, 1, "Đất đai", FIELD), alike(2, 2, "", FIELD)]
    assert shown([alike(14, 5), *fields])[("2026-10", FIELD, "Hộ tịch")] == {5: 9}


def test_no_sum_holds_a_month_that_is_hidden():
    counted = [alike(6, 5), alike(4, 1, month="2026-09")]
    assert rating_report.summed(rating_report.cells(counted, FACES), WHOLE) == {("", "level"): {5: 6}}


def test_two_versions_are_never_added_up():
    old = survey.every()[("service", 2017)]
    counted = [alike(6, 5, asked=SERVICE, item="access_1"), alike(7, 1, asked=old, item="access_1")]
    assert shown(counted, SERVICE)[("2026-10", WHOLE, "")] == {5: 6}
    assert shown(counted, old)[("2026-10", WHOLE, "")] == {1: 7}


def test_a_factor_is_shown_from_five_people_on_not_from_five_answers():
    items = ("access_1", "access_2", "access_3")
    assert shown([alike(4, 5, asked=SERVICE, item=item) for item in items], SERVICE) == {}
    assert shown([alike(5, 5, asked=SERVICE, item=item) for item in items], SERVICE)[("2026-10", WHOLE, "")] == {5: 15}


def test_what_is_hidden_can_never_be_taken_out_of_what_is_shown():
    """By chance: the hidden groups of a month are none, or two at least with five people at least together."""
    chance = random.Random(55)
    for _ in range(300):
        people = {f"unit:{at}": chance.choice([0, 1, 2, 3, 4, 5, 6, 8, 20]) for at in range(chance.randint(1, 6))}
        counted = [alike(n, 5, of, PLACE) for of, n in people.items() if n]
        kinds = [alike(sum(people.values()), 5)] if any(people.values()) else []
        seen = {of for _month, cut, of in shown(counted + kinds) if cut == PLACE}
        hidden = [n for of, n in people.items() if n and of not in seen]
        assert all(people[of] >= rating_report.SHOWN_FROM for of in seen)
        if seen:
            assert not hidden or (len(hidden) >= 2 and sum(hidden) >= rating_report.SHOWN_FROM)


def test_a_reason_is_named_from_five_on():
    def named(n, code, of):
        return alike(n, 1, of, item=code) | {"survey": "reasons"}

    counted = [named(4, "attitude", "dossier"), named(3, "long_wait", "dossier"), named(3, "long_wait", "assistance")]
    assert rating_report.reasons(counted, 1) == {"2026-10": [("long_wait", 6)]}
    assert CUTS[0] == WHOLE
