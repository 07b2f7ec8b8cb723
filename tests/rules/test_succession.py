"""Which enrolment took another one's place: only one of the same name and point that fell silent before."""

import pytest

from app.rules.succession import earlier_selves, later_self


def tablet(id_, enrolled_at, **changed):
    row = {
        "id": id_,
        "name": "Máy sảnh CT1A",
        "support_point": "p1",
        "seen_at": None,
        "beat_at": None,
        "readmitted_at": None,
    }
    return {**row, "enrolled_at": enrolled_at, **changed}


def test_the_same_name_at_the_same_point_after_the_silence_is_the_same_tablet():
    old, new = tablet("old", 1, seen_at=5), tablet("new", 9, name="máy sảnh ct1a")
    assert earlier_selves(new, [old, new]) == [old]
    assert later_self(old, [old, new]) == new
    assert earlier_selves(old, [old, new]) == []
    assert later_self(new, [old, new]) is None


@pytest.mark.parametrize(
    "changed", [{"name": "Máy khác"}, {"support_point": "p2"}, {"seen_at": 10}, {"beat_at": 10}, {"name": ""}]
)
def test_another_name_or_point_or_one_that_still_speaks_is_another_tablet(changed):
    old, new = tablet("old", 1, **changed), tablet("new", 9)
    if changed.get("name") == "":
        new["name"] = ""
    assert earlier_selves(new, [old, new]) == []
    assert later_self(old, [old, new]) is None


def test_of_three_enrolments_each_knows_its_neighbours():
    first, second, third = tablet("1", 1), tablet("2", 5), tablet("3", 9)
    rows = [third, first, second]
    assert [each["id"] for each in earlier_selves(third, rows)] == ["2", "1"]
    assert later_self(first, rows) == second
    assert later_self(second, rows) == third
