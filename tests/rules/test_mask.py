import pytest

from app.rules.mask import mask_name, mask_phone, masked_line
from tests.shared_cases import cases

CASES = cases("mask")


@pytest.mark.parametrize(("name", "masked"), CASES["names"])
def test_a_name_becomes_its_initials(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(("phone", "masked"), CASES["phones"])
def test_a_phone_keeps_three_digits(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["line"])
def test_the_line_that_a_device_keeps(case):
    assert masked_line(case["body"], case["labels"], case["at"], case["state"]) == case["line"]
