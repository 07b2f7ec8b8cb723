"""R8 (NĐ 61/2018 Đ5.1đ, NĐ 309/2026 Đ4.2a): nothing beyond the published list is asked for without a law."""

import pytest

from app.problems.fields import DESK_PROBLEMS
from app.rules import handling
from app.rules.demand import may_demand
from tests.people import procedure_body
from tests.shared_cases import cases

CASES = cases("handling")


@pytest.mark.parametrize("case", CASES["demands"])
def test_r8_what_is_asked_is_on_the_list_or_in_a_law(case):
    refusals = may_demand(CASES["published"], case["documents"], case["extra"], case["asked"])
    assert [[refusal.field, refusal.code] for refusal in refusals] == case["refused"]
    for refusal in refusals:
        assert "{" not in DESK_PROBLEMS[refusal.code].format(**refusal.params)


def test_r8_the_list_is_that_of_the_version():
    old = procedure_body("1.001193", "Khai sinh", "Hộ tịch", documents="Tờ khai\nSổ hộ khẩu")
    new = procedure_body("1.001193", "Khai sinh", "Hộ tịch", documents="Tờ khai")
    asked = [{"key": "so-ho-khau", "name": "Sổ hộ khẩu", "form": "copy", "count": 1, "citation": ""}]
    assert may_demand(handling.variant(old, ""), asked) == []
    assert [refusal.code for refusal in may_demand(handling.variant(new, ""), asked)] == ["document_not_listed"]
