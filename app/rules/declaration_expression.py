"""What a form file of a declaration may ask of its values: conditions, and what is wrong between fields.

An expression is JSON: true, false, a number, {"text": "…"}, "section.field" (its value; inside a repeated section a
path without a dot is a field of the same row), or a list that begins with the name of an operator:

["=" a b] ["!=" a b]                      equal as texts, or as numbers when one side is a number
["<" a b] ["<=" a b] [">" a b] [">=" a b]  numbers, days, or times; two days are compared as far as both are known
["and" …] ["or" …] ["not" a]
["filled" path] ["in" path [text…]] ["has" path code]
["age" path]       whole years on the day of filling, the most they can be when only a year is known
["years" a b]      whole years from one day to another, likewise; ["days" a b] needs two whole days
["count" section]  rows of a repeated section; ["today"] the day of filling

What cannot be told (a day that is missing) is null, and a comparison with null does not hold, so that nobody is warned
of what nobody knows. Twin: static/js/core/declaration_expression.js, cases: tests/cases/declaration_expressions.json.
"""

import re
from collections.abc import Iterator
from datetime import date

# operator → (fewest, most) things behind it
OPERATORS = {
    "=": (2, 2),
    "!=": (2, 2),
    "<": (2, 2),
    "<=": (2, 2),
    ">": (2, 2),
    ">=": (2, 2),
    "and": (1, 40),
    "or": (1, 40),
    "not": (1, 1),
    "filled": (1, 1),
    "in": (2, 2),
    "has": (2, 2),
    "age": (1, 1),
    "years": (2, 2),
    "days": (2, 2),
    "count": (1, 1),
    "today": (0, 0),
}
DEEPEST = 12

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


class NotExpression(ValueError):
    """The thing is no expression; the text says why, in words of a form's author."""


def evaluate(expression, values: dict, today: str, row: dict | None = None):
    """The value of an expression: bool, number, text, list or None. `row`: the row of a repeated section one is in."""
    if isinstance(expression, str):
        return _at(expression, values, row)
    if isinstance(expression, dict):
        return expression["text"]
    if not isinstance(expression, list):
        return expression
    operator, *rest = expression
    if operator == "today":
        return today
    if operator == "and":
        return all(holds(one, values, today, row) for one in rest)
    if operator == "or":
        return any(holds(one, values, today, row) for one in rest)
    if operator == "not":
        return not holds(rest[0], values, today, row)
    if operator == "count":
        rows = values.get(rest[0])
        return len(rows) if isinstance(rows, list) else 0
    first = evaluate(rest[0], values, today, row)
    if operator == "filled":
        return first not in ("", None) and first != []
    if operator == "in":
        return isinstance(first, str) and first in rest[1]
    if operator == "has":
        return isinstance(first, list) and rest[1] in first
    if operator == "age":
        return years_between(first, today)
    second = evaluate(rest[1], values, today, row)
    if operator == "years":
        return years_between(first, second)
    if operator == "days":
        return _days_between(first, second)
    return _compare(operator, first, second)


def holds(expression, values: dict, today: str, row: dict | None = None) -> bool:
    """Whether a condition holds. A value that stands alone holds when it is given, and is not "no"."""
    found = evaluate(expression, values, today, row)
    if isinstance(found, str):
        return found not in ("", "no")
    return bool(found)


def _at(path: str, values: dict, row: dict | None):
    section, dot, field = path.partition(".")
    if not dot:
        held, field = row, section
    else:
        held = values.get(section)
    found = held.get(field, "") if isinstance(held, dict) else ""
    return found if isinstance(found, (str, list)) else ""


def _compare(operator: str, first, second) -> bool:
    if operator in ("=", "!="):
        return _equal(first, second) == (operator == "=")
    pair = _alike(first, second)
    if pair is None:
        return False
    one, other = pair
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[operator]


def _equal(first, second) -> bool:
    if _is_number(first) or _is_number(second):
        one, other = _number(first), _number(second)
        return one is not None and one == other
    return type(first) is type(second) and first == second


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value):
    if _is_number(value):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return None


def _alike(first, second):
    """Both as things that can be put in order, or None."""
    one, other = _number(first), _number(second)
    if one is not None and other is not None:
        return one, other
    if not (isinstance(first, str) and isinstance(second, str)):
        return None
    if _DAY.fullmatch(first) and _DAY.fullmatch(second):
        known = min(len(first), len(second))
        return first[:known], second[:known]
    if _TIME.fullmatch(first) and _TIME.fullmatch(second):
        return first, second
    return None


def years_between(first, second) -> int | None:
    """Whole years from one day to another, "YYYY", "YYYY-MM" or "YYYY-MM-DD": the most they can be. None: not told."""
    if not (_is_day(first) and _is_day(second)):
        return None
    # What is unknown is taken as early as it can be on one side, as late as it can be on the other.
    year, month, day = int(first[:4]), int(first[5:7] or 1), int(first[8:10] or 1)
    to_year, to_month, to_day = int(second[:4]), int(second[5:7] or 12), int(second[8:10] or 31)
    years = to_year - year - ((to_month, to_day) < (month, day))
    return years if years >= 0 else None


def _days_between(first, second) -> int | None:
    if not (_is_day(first) and _is_day(second) and len(first) == len(second) == 10):
        return None
    return date.fromisoformat(second).toordinal() - date.fromisoformat(first).toordinal()


def _is_day(value) -> bool:
    return isinstance(value, str) and is_day(value)


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar that is known wholly, to its month, or to its year."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def asked(expression, deep: int = 0) -> Iterator[tuple[str, str]]:
    """(operator or "", what is named) of every path and section an expression reads. Raises NotExpression."""
    if deep > DEEPEST:
        raise NotExpression("biểu thức lồng nhau quá sâu")
    if isinstance(expression, bool) or _is_number(expression):
        return
    if isinstance(expression, str):
        if not expression:
            raise NotExpression("một đường dẫn để trống")
        yield "", expression
    elif isinstance(expression, dict):
        if set(expression) != {"text"} or not isinstance(expression["text"], str):
            raise NotExpression('chữ phải viết là {"text": "…"}')
    elif isinstance(expression, list) and expression and isinstance(expression[0], str):
        yield from _asked_by(expression[0], expression[1:], deep)
    else:
        raise NotExpression(f"không hiểu {expression!r}")


def _asked_by(operator: str, rest: list, deep: int) -> Iterator[tuple[str, str]]:
    if operator not in OPERATORS:
        raise NotExpression(f"không có phép “{operator}”")
    fewest, most = OPERATORS[operator]
    if not fewest <= len(rest) <= most:
        raise NotExpression(f"phép “{operator}” thiếu hoặc thừa phần")
    if operator in ("filled", "in", "has", "age", "count"):
        if not isinstance(rest[0], str) or not rest[0]:
            raise NotExpression(f"sau “{operator}” phải là tên một mục")
        yield operator, rest[0]
        if operator == "in" and not (isinstance(rest[1], list) and all(isinstance(one, str) for one in rest[1])):
            raise NotExpression("phép “in” cần một danh sách mã")
        if operator == "has" and not isinstance(rest[1], str):
            raise NotExpression("phép “has” cần một mã")
        return
    for one in rest:
        yield from asked(one, deep + 1)
