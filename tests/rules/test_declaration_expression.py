import json

import pytest

from app.rules.declaration_expression import DEEPEST, NotExpression, asked, evaluate, holds, is_day
from tests.shared_cases import cases

SHARED = cases("declaration_expressions")


def _is(found, expected) -> bool:
    # True == 1 in Python, and not in JSON.
    return found == expected and isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: json.dumps(case["expression"]))
def test_an_expression_gives_its_value_and_holds_or_not(case):
    list(asked(case["expression"]))
    found = evaluate(case["expression"], SHARED["values"], SHARED["today"], case["row"])
    assert _is(found, case["value"])
    assert holds(case["expression"], SHARED["values"], SHARED["today"], case["row"]) is case["holds"]


@pytest.mark.parametrize("wrong", SHARED["not_expressions"], ids=json.dumps)
def test_what_is_no_expression_is_refused(wrong):
    with pytest.raises(NotExpression):
        list(asked(wrong))


def test_an_expression_names_what_it_reads():
    expression = ["and", ["filled", "child.name"], ["=", "name", {"text": "x"}], [">", ["count", "members"], 1]]
    assert list(asked(expression)) == [("filled", "child.name"), ("", "name"), ("count", "members")]


def test_an_expression_too_deep_is_refused_and_not_followed():
    expression = True
    for _ in range(DEEPEST + 1):
        expression = ["not", expression]
    with pytest.raises(NotExpression):
        list(asked(expression))


@pytest.mark.parametrize("text", ["2026", "2026-02", "2024-02-29"])
def test_a_day_may_be_known_to_its_year_or_month(text):
    assert is_day(text)


@pytest.mark.parametrize("text", ["", "26", "2026-2", "2026-13", "2023-02-29", "2026-02-30", "0000", "2026-01-01\n"])
def test_what_is_on_no_calendar_is_no_day(text):
    assert not is_day(text)
