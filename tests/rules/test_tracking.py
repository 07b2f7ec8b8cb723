import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules import tracking
from tests.shared_cases import cases

CASES = cases("tracking")
FEW = [case["code"] for case in CASES["made"]]
codes = some.binary(min_size=11, max_size=11).map(tracking.make)


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: case["code"])
def test_a_code_is_made_from_random_bytes(case):
    assert tracking.make(bytes.fromhex(case["random"])) == case["code"]
    assert tracking.format(case["code"]) == case["format"]
    assert tracking.check(case["code"])


@pytest.mark.parametrize(("typed", "code"), CASES["typed"])
def test_a_code_is_read_as_people_type_it(typed, code):
    assert tracking.parse(typed) == code


@pytest.mark.parametrize("typed", CASES["wrong"])
def test_a_wrong_code_is_no_code(typed):
    assert tracking.parse(typed) is None
    assert not tracking.check(typed)


@pytest.mark.parametrize("text", CASES["not_canonical"])
def test_only_the_one_spelling_is_stored(text):
    assert not tracking.check(text)


@pytest.mark.parametrize("code", FEW)
def test_every_single_wrong_symbol_is_caught(code):
    for at, symbol in itertools.product(range(12), tracking.SYMBOLS):
        if symbol != code[at]:
            assert not tracking.check(code[:at] + symbol + code[at + 1 :])


@pytest.mark.parametrize("code", FEW)
def test_every_swap_of_two_symbols_is_caught(code):
    for one, other in itertools.combinations(range(12), 2):
        swapped = list(code)
        swapped[one], swapped[other] = code[other], code[one]
        if code[one] != code[other]:
            assert not tracking.check("".join(swapped))


def test_every_pair_of_neighbours_and_every_wrong_symbol_is_caught_at_every_place():
    """The check is linear: a change is caught when the change alone, on a code of zeros, is no code."""
    for at, (left, right) in itertools.product(range(11), itertools.product(range(32), repeat=2)):
        difference = ["0"] * 12
        difference[at] = difference[at + 1] = tracking.SYMBOLS[left ^ right]
        assert tracking.check("".join(difference)) is (left == right)
    for at, wrong in itertools.product(range(12), range(1, 32)):
        assert not tracking.check("0" * at + tracking.SYMBOLS[wrong] + "0" * (11 - at))


@given(codes, codes)
def test_the_check_is_linear(one, other):
    summed = "".join(
        tracking.SYMBOLS[tracking.SYMBOLS.index(a) ^ tracking.SYMBOLS.index(b)] for a, b in zip(one, other, strict=True)
    )
    assert tracking.check(summed)


@given(codes)
def test_what_is_printed_can_be_typed_back(code):
    assert tracking.parse(tracking.format(code).lower()) == code


def test_a_guess_is_a_code_once_in_thirty_two():
    guess = random.Random(3)
    hits = sum(tracking.check("".join(guess.choices(tracking.SYMBOLS, k=12))) for _ in range(20_000))
    assert 500 < hits < 750


def test_too_little_chance_is_refused():
    with pytest.raises(ValueError, match="11 random bytes"):
        tracking.make(bytes(10))
