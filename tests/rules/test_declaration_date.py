import pytest

from app.rules.declaration_date import read_date, say_date
from tests.shared_cases import cases


@pytest.mark.parametrize("case", cases("declaration_dates")["cases"], ids=lambda case: case["typed"])
def test_a_date_is_read_as_people_write_it(case):
    kept = read_date(case["typed"], case["partial"])
    assert kept == case["kept"]
    assert say_date(kept or "") == case["said"]


def test_what_is_no_kept_date_is_said_as_it_was_typed():
    assert say_date("31/02/2025") == "31/02/2025"
