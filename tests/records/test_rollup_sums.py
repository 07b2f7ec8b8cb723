"""Sums over roll-ups: whole months as months, days at the ends, by and where."""

import pytest

from app.records import rollup
from app.rules.rollup import CUBES, changes, stretches
from tests import people

pytestmark = pytest.mark.usefixtures("app")


def assistance(day: str, result="filed", point="CT1A", **changed) -> dict:
    row = {
        "happened_on": day,
        "support_point": point,
        "help": "file",
        "result": result,
        "staff": "lan",
        "neighbourhood": "tdp-05",
        "procedure": "1.001193",
        "minutes": 7,
        "voided_at": None,
        "difficulties": ["elderly"],
    }
    return row | changed


@pytest.fixture(autouse=True)
def year(app):
    """Three slips on the 1st and 2nd of every month of a year, and one on its last day."""
    days = [f"2026-{month:02d}-{day}" for month in range(1, 13) for day in ("01", "02", "28")]
    rows = [assistance(day, result) for day in days for result in ("filed", "filed", "unfinished")]
    rollup.add(people.WARD, changes(("assistance", None, row) for row in rows))
    rollup.add(people.OTHER_WARD, changes([("assistance", None, assistance("2026-02-01", minutes=500))]))


def total(first="", last="", **where):
    return rollup.sums(people.WARD, "assistance_day", first, last, where=where)


@pytest.mark.parametrize(
    ("first", "last", "n"),
    [
        ("", "", 108),
        ("2026-01-01", "2026-12-31", 108),
        ("2026-01-02", "2026-12-27", 102),
        ("2026-02-02", "2026-02-27", 3),
        ("2026-02-02", "2026-03-01", 9),
        ("2026-02", "2026-03", 18),
        ("2026-12-28", "", 3),
        ("", "2026-01-01", 3),
        ("2027-01-01", "", 0),
        ("2026-01-31", "2026-02-01", 3),
    ],
)
def test_any_two_days_give_what_lies_between_them(first, last, n):
    assert total(first, last) == [{"n": n, "minutes": 7 * n}]
    by_day = rollup.sums(people.WARD, "assistance_day", first, last, by=("day",))
    assert sum(row["n"] for row in by_day) == n


def test_by_and_where():
    assert rollup.sums(people.WARD, "assistance_day", "2026-01", "2026-02", by=("month", "result")) == [
        {"month": "2026-01", "result": "filed", "n": 6, "minutes": 42},
        {"month": "2026-01", "result": "unfinished", "n": 3, "minutes": 21},
        {"month": "2026-02", "result": "filed", "n": 6, "minutes": 42},
        {"month": "2026-02", "result": "unfinished", "n": 3, "minutes": 21},
    ]
    assert total(result="filed")[0]["n"] == 72
    assert total(result=("filed", "unfinished"), support_point="CT1A")[0]["n"] == 108
    assert total(support_point="nowhere") == [{"n": 0, "minutes": 0}]
    assert total(result=()) == [{"n": 0, "minutes": 0}]
    assert rollup.sums(people.WARD, "assistance_day", where={"month": "2026-03"})[0]["n"] == 9
    assert rollup.sums(people.WARD, "assistance_day", where={"day": "2026-03-01"})[0]["n"] == 3
    assert rollup.sums(people.WARD, "assistance_staff_day", "2026-05-01", "2026-05-01", by=("staff",)) == [
        {"staff": "lan", "n": 3, "minutes": 21, "filed": 2, "unfinished": 1}
    ]
    places = rollup.sums(people.WARD, "assistance_place", "2026-05", "2026-06", by=("neighbourhood",))
    assert places == [{"neighbourhood": "tdp-05", "n": 18, "minutes": 126}]


def test_how_dossiers_were_filed_is_a_dimension_like_any_other():
    rows = [
        assistance("2026-02-01", "to_counter"),
        assistance("2026-02-01", "prepared", procedure="1.004222"),
        assistance("2026-02-01", "filed", help="account", neighbourhood="tdp-06"),
    ]
    rollup.add(people.WARD, changes(("assistance", None, row) for row in rows))

    def filed(*by, **where):
        found = rollup.sums(people.WARD, "assistance_place_procedure", "2026-02", "2026-02", by=by, where=where)
        return [tuple(row.values()) for row in found]

    assert filed() == [(12,)]
    assert filed("channel_online") == [("counter", 1), ("none", 1), ("online", 6), ("open", 4)]
    assert filed("channel_online", "neighbourhood", channel_online=("none", "counter")) == [
        ("counter", "tdp-05", 1),
        ("none", "tdp-06", 1),
    ]
    assert filed("procedure", neighbourhood="tdp-05") == [("1.001193", 10), ("1.004222", 1)]
    assert filed("month", "procedure", channel_online="open") == [
        ("2026-02", "1.001193", 3),
        ("2026-02", "1.004222", 1),
    ]
    assert filed(neighbourhood="tdp-06", channel_online="online") == [(0,)]
    assert filed("neighbourhood", channel_online="online", procedure="1.001193") == [("tdp-05", 6)]


def test_what_is_taken_away_again_is_in_no_answer():
    row = assistance("2026-03-01", "to_counter")
    rollup.add(people.WARD, changes([("assistance", None, row)]))
    rollup.add(people.WARD, changes([("assistance", row, row | {"voided_at": 1})]))
    results = rollup.sums(people.WARD, "assistance_day", by=("result",))
    assert [row["result"] for row in results] == ["filed", "unfinished"]


@pytest.mark.parametrize(
    ("cube", "asked"),
    [
        ("no_such_cube", {}),
        ("assistance_day", {"by": ("neighbourhood",)}),
        ("assistance_day", {"where": {"staff": "lan"}}),
        ("assistance_place", {"by": ("day",)}),
        ("assistance_place", {"first": "2026-01-02"}),
        ("household_place", {"by": ("month",)}),
    ],
)
def test_what_a_cube_does_not_have_is_said(cube, asked):
    with pytest.raises(ValueError, match=cube):
        rollup.sums(people.WARD, cube, **asked)


def test_a_year_is_read_as_months():
    assert stretches(CUBES["assistance_day"], "2025-12-30", "2026-12-30") == [
        ("adm", "2026-01", "2026-11"),
        ("ad", "2025-12-30", "2025-12-31"),
        ("ad", "2026-12-01", "2026-12-30"),
    ]
