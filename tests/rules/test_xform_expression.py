import pytest

from app.rules.xform_expression import NotTranslated, translate

PATHS = {"name": "who.name", "sex": "who.sex", "age": "who.age", "kinds": "who.kinds", "day": "who.day"}


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("${sex} = 'male'", ["=", "who.sex", {"text": "male"}]),
        ('${sex}!="male"', ["!=", "who.sex", {"text": "male"}]),
        ("${ sex } = ‘male’", ["=", "who.sex", {"text": "male"}]),
        ("${age} >= 18", [">=", "who.age", 18]),
        ("18 <= ${age}", ["<=", 18, "who.age"]),
        ("${age} < 3.5", ["<", "who.age", 3.5]),
        ("${name} != ''", ["filled", "who.name"]),
        ("'' = ${name}", ["not", ["filled", "who.name"]]),
        ("selected(${kinds}, 'a')", ["has", "who.kinds", "a"]),
        ("not(selected(${kinds}, 'a'))", ["not", ["has", "who.kinds", "a"]]),
        ("${day} <= today()", ["<=", "who.day", ["today"]]),
        ("${day} > date('2020-01-01')", [">", "who.day", {"text": "2020-01-01"}]),
        ("true()", True),
        ("${name}", "who.name"),
        (
            "${sex} = 'male' and ${age} > 1 and ${age} < 9",
            ["and", ["=", "who.sex", {"text": "male"}], [">", "who.age", 1], ["<", "who.age", 9]],
        ),
        (
            "${age} > 60 or ${sex} = 'f' and ${age} > 1",
            ["or", [">", "who.age", 60], ["and", ["=", "who.sex", {"text": "f"}], [">", "who.age", 1]]],
        ),
        (
            "(${age} > 60 or ${age} < 6) and ${name} = 'x'",
            ["and", ["or", [">", "who.age", 60], ["<", "who.age", 6]], ["=", "who.name", {"text": "x"}]],
        ),
        (". > 0 and . <= 20", ["and", [">", "own", 0], ["<=", "own", 20]]),
    ],
)
def test_what_wards_write_is_translated(text, expression):
    assert translate(text, PATHS.__getitem__, "own") == expression


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "để trống"),
        ("${nobody} = 1", "nobody"),
        ("regex(., '[0-9]+')", "regex"),
        ("count-selected(${kinds}) > 1", "count-selected"),
        ("${age} + 1 > 3", "+"),
        ("${age} > ", "viết dở"),
        ("(${age} > 1", "viết dở"),
        ("${age} > 1)", "thừa"),
        ("1 < ${age} < 3", "ba thứ"),
        ("selected('a', ${kinds})", "selected"),
        ("selected(${kinds})", "chờ “,”"),
        ("${age} ** 2", "**"),
        ("(" * 60 + "1" + ")" * 60, "quá sâu"),
        ("and ${age}", "and"),
    ],
)
def test_what_cannot_be_said_is_named(text, word):
    with pytest.raises(NotTranslated) as refused:
        translate(text, PATHS.__getitem__, "own")
    assert word in str(refused.value)


def test_a_dot_outside_a_constraint_is_refused():
    with pytest.raises(NotTranslated, match="constraint"):
        translate(". > 3", PATHS.__getitem__)
