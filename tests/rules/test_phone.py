import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.phone import MOBILE_PREFIXES, normalise
from tests.shared_cases import cases


@pytest.mark.parametrize("case", cases("phone"), ids=lambda case: ascii(case["text"]))
def test_a_number_is_read_as_people_write_it(case):
    read = normalise(case["text"])
    assert (read.phone, read.code) == (case.get("phone", ""), case.get("code", ""))
    assert read.warning == case.get("warning", "")


def test_every_listed_prefix_is_known():
    assert len(MOBILE_PREFIXES) == 36
    for prefix in MOBILE_PREFIXES:
        assert normalise(prefix + "1234567").warning == ""


@given(some.text(max_size=20) | some.text("0123456789+84 .-", max_size=16))
def test_whatever_is_typed_gives_a_number_or_a_reason_never_both(text):
    read = normalise(text)
    assert not (read.phone and read.code)
    if read.phone:
        assert normalise(read.phone).phone == read.phone
