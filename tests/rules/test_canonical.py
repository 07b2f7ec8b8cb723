import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules import base64url
from app.rules.canonical import NotCanonical, canonical, commitment
from tests.shared_cases import cases

CASES = cases("canonical")

words = some.text(some.characters(exclude_categories=["Cs"]), max_size=12)
wholes = some.integers(-(2**53) + 1, 2**53 - 1)
values = some.recursive(
    some.none() | some.booleans() | wholes | words,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text("abcĐ9_", max_size=4), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("case", CASES["same"], ids=lambda case: case["name"])
def test_a_value_has_this_spelling(case):
    assert canonical(case["value"]) == case["text"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["name"])
def test_a_value_with_two_spellings_is_refused(case):
    with pytest.raises(NotCanonical):
        canonical(json.loads(case["json"]))


@pytest.mark.parametrize("value", [1.0, float("nan"), float("inf"), b"bytes", {1: "a"}, {"a": {1, 2}}, (1, 2), 1j])
def test_what_json_has_no_word_for_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_the_deepest_nesting_that_is_allowed_is_still_written():
    assert canonical(json.loads(CASES["deepest"])) == CASES["deepest"]


@given(values)
def test_reading_and_writing_again_changes_nothing(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(some.dictionaries(some.text("abcd", max_size=3), wholes))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize("case", cases("commitment"), ids=lambda case: case["name"])
def test_a_commitment_is_the_hash_of_salt_and_canonical_body(case):
    assert canonical(case["body"]) == case["text"]
    assert commitment(base64url.decode(case["salt"]), case["body"]) == case["commitment"]


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_a_salt_of_another_length_is_refused(salt):
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(salt, {})


@given(some.binary(max_size=40))
def test_base64url_comes_back_as_it_went(data):
    assert base64url.decode(base64url.encode(data)) == data


@pytest.mark.parametrize("text", ["A", "AA==", "AB", "AA\n", "A+/A", "Đ", " AA", "AAAAA", None, b"AA"])
def test_bytes_have_one_spelling_in_base64url(text):
    with pytest.raises(ValueError, match="base64url"):
        base64url.decode(text)
