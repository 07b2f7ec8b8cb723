from copy import deepcopy

import pytest

from app.problems.declaration import DECLARATION_DOUBTS, DECLARATION_PROBLEMS
from app.rules.declaration_check import MOST_ROWS, check
from app.rules.declaration_lists import ETHNIC_GROUPS, PROVINCE_CODES
from tests.shared_cases import cases

SHARED = cases("declaration_checks")


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_declaration_is_held_against_its_form(case):
    given = deepcopy(case["values"])
    checked = check(SHARED["form"], given, SHARED["today"])
    assert checked.values == case["cleaned"]
    assert {path: list(said) for path, said in checked.errors.items()} == case["errors"]
    assert [list(doubt) for doubt in checked.warnings] == case["warnings"]
    assert given == case["values"]


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_what_was_cleaned_once_is_clean(case):
    once = check(SHARED["form"], case["values"], SHARED["today"]).values
    assert check(SHARED["form"], once, SHARED["today"]).values == once


def test_every_code_of_the_cases_has_its_sentence():
    for case in SHARED["cases"]:
        for code, params in case["errors"].values():
            assert "{" not in DECLARATION_PROBLEMS[code].format(**params)
        for _path, code, params in case["warnings"]:
            assert "{" not in DECLARATION_DOUBTS[code].format(**params)


def test_every_sentence_can_be_said_by_some_case():
    said = {code for case in SHARED["cases"] for code, _params in case["errors"].values()}
    doubted = {code for case in SHARED["cases"] for _path, code, _params in case["warnings"]}
    assert (said, doubted) == (set(DECLARATION_PROBLEMS), set(DECLARATION_DOUBTS))


def test_a_forged_body_of_endless_rows_is_looked_at_in_part_only():
    rows = [{"name": "An"}] * 10_000
    checked = check(SHARED["form"], {"members": rows}, SHARED["today"])
    assert len(checked.values["members"]) == MOST_ROWS
    assert checked.errors["members"][0] == "rows_many"


def test_lists_are_whole():
    assert len(set(ETHNIC_GROUPS)) == 54
    assert len(PROVINCE_CODES) == 63
