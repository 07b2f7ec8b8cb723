import json
import string

import pytest

from app.problems.fields import FIELD_PROBLEMS
from app.rules import assistance_fields, difficulty, fields
from tests.shared_cases import cases

SHARED = cases("assistance_body")


def body_of(case):
    body = {**SHARED["body"], **case["change"]}
    for name in case.get("drop", ()):
        del body[name]
    return body


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_body_is_taken_or_refused_field_by_field(case):
    body = body_of(case)
    kept, refusals = assistance_fields.check(body, case["today"])
    assert [[refusal.field, refusal.code] for refusal in refusals] == case["refusals"]
    if not case["refusals"]:
        assert kept == {**body, **case.get("kept", {})}


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_every_refusal_has_a_sentence_whose_holes_can_be_filled(case):
    for refusal in assistance_fields.check(body_of(case), case["today"])[1]:
        sentence = FIELD_PROBLEMS[refusal.code].format(**refusal.params)
        assert "{" not in sentence


def test_a_kept_body_is_taken_again_as_it_is():
    for case in SHARED["cases"]:
        kept, refusals = assistance_fields.check(body_of(case), case["today"])
        if not refusals:
            assert assistance_fields.check(kept, case["today"]) == (kept, [])


@pytest.mark.parametrize("body", [None, [], "x", 1, True])
def test_what_is_no_body_is_refused(body):
    assert [refusal.code for refusal in assistance_fields.check(body, "2026-11-21")[1]] == ["body_unreadable"]


def test_a_forged_body_does_not_make_thousands_of_refusals():
    body = {**SHARED["body"], **{f"x{number}": 1 for number in range(10_000)}}
    assert len(assistance_fields.check(body, "2026-11-21")[1]) == fields.MOST_UNKNOWN


def test_a_text_of_a_megabyte_is_refused_for_its_length_and_not_searched(monkeypatch):
    """Folding it would hold up everybody else for seconds: it is checked while the ward is locked."""
    searched = []
    monkeypatch.setattr(fields, "hints_at_secret", lambda text: searched.append(len(text)))
    _kept, refusals = assistance_fields.check({**SHARED["body"], "note": "\ufdfa" * 300_000}, "2026-11-21")
    assert [(refusal.field, refusal.code) for refusal in refusals] == [("note", "too_long")]
    assert searched == []


def test_a_secret_among_many_blanks_is_still_found():
    body = {**SHARED["body"], "note": " " * 20_000 + "mật khẩu 123456", "name": ""}
    refusals = assistance_fields.check(body, "2026-11-21")[1]
    assert [(refusal.field, refusal.code) for refusal in refusals] == [("note", "looks_secret")]


def test_no_field_of_any_type_breaks_the_check():
    for name in assistance_fields.FIELDS:
        for value in (None, True, 1, 1.5, "", "x", [], [1], {}, {"a": 1}, [None], "\ud800"):
            kept, refusals = assistance_fields.check({**SHARED["body"], name: value}, "2026-11-21")
            for refusal in refusals:
                assert refusal.code in FIELD_PROBLEMS
            assert refusals or json.dumps(kept)


def test_the_browser_reads_the_same_tables():
    rules = json.loads(json.dumps(assistance_fields.rules_for_browser()))
    assert list(rules["fields"]) == list(assistance_fields.FIELDS) == list(SHARED["body"])
    assert rules["fields"]["name"]["max"] == 120
    assert "091" in rules["prefixes"]


def test_sentences_are_nfc_and_have_only_holes_that_are_filled():
    for code, sentence in FIELD_PROBLEMS.items():
        holes = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert holes <= {"label", "max", "min", "days", "length"}, code
        assert sentence.endswith(".")


def test_every_difficulty_is_fit_for_a_button():
    codes = [row.code for row in difficulty.DIFFICULTIES]
    assert len(set(codes)) == len(codes) == 33
    for row in difficulty.DIFFICULTIES:
        assert row.group in difficulty.GROUPS
        assert 0 < len(row.chip) <= 24
        assert row.code.isascii()
        assert row.code == row.code.lower()
        assert (row.group == "obsolete") == row.obsolete


def test_offered_difficulties_begin_with_favourites_and_leave_out_old_times():
    offered = difficulty.offered()
    assert not any(row.obsolete for row in offered)
    assert [row.favourite for row in offered] == sorted((row.favourite for row in offered), reverse=True)
    assert 6 <= sum(row.favourite for row in offered) <= 12
    assert len(offered) == 31
