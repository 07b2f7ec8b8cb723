"""The merge of a card by its vectors, and its promise: nothing that somebody else wrote is ever lost."""

from itertools import product

import pytest

from app.rules.merge import changed_since, merge
from tests.shared_cases import cases

CASES = cases("merge")


@pytest.mark.parametrize("case", CASES["merges"], ids=lambda case: case["name"])
def test_each_field_is_taken_kept_or_in_conflict(case):
    together = CASES["together"] if case.get("together") else []
    merged = merge(case["was"], case["held"], case["ours"], together)
    assert merged.values == case["values"]
    assert merged.taken == case["taken"]
    assert merged.conflicts == case["conflicts"]


@pytest.mark.parametrize("case", CASES["changed_since"])
def test_what_changed_since_it_was_seen_is_named(case):
    assert changed_since(case["was"], case["held"]) == case["changed"]


def test_of_all_small_cards_no_value_is_overwritten_unseen():
    """Two fields of three values each, every way that they may have been seen, be held and be wanted."""
    cards = [{"name": name, "consent": consent} for name, consent in product(("", "Hà", "Lan"), (False, True))]
    checked = 0
    for was, held, ours in product(cards, repeat=3):
        merged = merge(was, held, ours, CASES["together"])
        for name in ours:
            overwritten = merged.values[name] != held[name]
            assert not overwritten or was[name] == held[name], (was, held, ours)
            lost = merged.values[name] != ours[name]
            assert not lost or merged.conflicts[name] == {"held": held[name], "new": ours[name]}, (was, held, ours)
            checked += overwritten or lost
    assert checked > 100


def test_merging_changes_none_of_its_arguments():
    was, held, ours = {"note": "a"}, {"note": "a"}, {"note": "b"}
    merge(was, held, ours)
    assert (was, held, ours) == ({"note": "a"}, {"note": "a"}, {"note": "b"})
