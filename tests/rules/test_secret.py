"""R16: what a password, a PIN, a passcode or a one-time code looks like, and what does not (tests/cases/secret.json;
the browser's twin is held to the same cases by tests/js/core/text.test.mjs).
"""

import time

import pytest

from app.rules.difficulty import DIFFICULTIES
from app.rules.secret import looks_like_secret
from tests.shared_cases import cases

CASES = cases("secret")


@pytest.mark.parametrize("text", CASES["secret"], ids=ascii)
def test_a_secret_that_is_written_down_is_seen(text):
    assert looks_like_secret(text)


@pytest.mark.parametrize("text", CASES["innocent"], ids=ascii)
def test_what_is_no_secret_is_left_alone(text):
    assert not looks_like_secret(text)


def test_our_own_words_are_no_secret():
    for difficulty in DIFFICULTIES:
        assert not looks_like_secret(difficulty.label), difficulty
        assert not looks_like_secret(difficulty.chip), difficulty


@pytest.mark.parametrize(
    "part", ["otp ", "mk la ", "mat khau cua ", "ma pin la ", "1 2 3 4 ", "otp cua la ma ", "pin:=:="]
)
def test_no_text_of_the_longest_length_makes_it_slow(part):
    text = (part * 500)[:500]
    started = time.process_time()
    looks_like_secret(text)
    assert time.process_time() - started < 0.1
