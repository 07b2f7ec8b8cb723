"""Python and JavaScript add pulled rows up alike, or every tablet would think that it had strayed."""

import pytest

from app.rules.scope_sum import scope_sum
from tests.shared_cases import cases


@pytest.mark.parametrize("case", cases("pull_sum"), ids=lambda case: case["name"])
def test_rows_have_this_count_and_checksum(case):
    assert scope_sum(case["rows"]) == [case["count"], case["checksum"]]
    assert scope_sum(case["rows"][::-1]) == [case["count"], case["checksum"]]
