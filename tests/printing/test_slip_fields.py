"""What a slip says of a record; the browser's TẠM slip is held to the same cases."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.printing import next_steps, sheets, typography
from app.rules import assistance_fields

CASES = json.loads((Path(__file__).parent.parent / "cases" / "slip_fields.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_fields_say_the_agreed_words(case):
    fields = sheets.slip_fields(case["record"])
    fields.pop("qr")
    assert fields == case["fields"]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 1, 1), "Hà Đông, ngày 01 tháng 01 năm 2026"),
        (date(2026, 2, 10), "Hà Đông, ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "Hà Đông, ngày 09 tháng 3 năm 2026"),
        (date(2026, 10, 31), "Hà Đông, ngày 31 tháng 10 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_zero(on, words):
    assert typography.place_and_day("Hà Đông", on) == words


def test_every_result_has_its_standing_next_steps():
    assert next_steps.STANDING.keys() == assistance_fields.RESULT.keys()
