import pytest

from app.rules.telex import repair_telex, telex_suspects
from tests.shared_cases import cases


@pytest.mark.parametrize("case", cases("telex")["cases"], ids=lambda case: ascii(case[0]))
def test_leftovers_of_a_keyboard_are_read_and_nothing_else_is_touched(case):
    typed, meant = case
    assert repair_telex(typed) == meant
    assert bool(telex_suspects(typed)) == (typed != meant)
