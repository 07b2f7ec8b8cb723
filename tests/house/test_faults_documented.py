"""docs/faults.md: every failure of the list stands there once, and every test that it names is a test of ours."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/faults.md"
# The failures that real offline systems had, as the issue lists them.
NUMBERS = (
    *range(1, 14), 15, 16, 17, 18, 20, 21, *range(23, 32), 34, 35, 36, 37, 40, 41, 43, 44, 45, 46, 48, 49, 50, 51,
    *range(53, 57), 58, 59, 60, 62, 64, 65, 67, 68, 69, 70, 71, 73,
)  # fmt: skip
NAMED = re.compile(r"`([\w/.]+\.(?:py|js|mjs))::([^`]+)`")


@cache
def names_in(path: str) -> set[str]:
    """The tests of one file under tests/: Python functions, or the first argument of every `test(` in JavaScript."""
    text = (ROOT / "tests" / path).read_text()
    if path.endswith(".py"):
        return set(re.findall(r"^def (test_\w+)\(", text, re.M))
    return {name for _, name in re.findall(r"""\btest\((["'`])(.+?)\1\s*,""", text)}


def lines() -> dict[str, str]:
    found = re.findall(r"^\| (F\d\d) \|(.+)\|$", PAGE.read_text(), re.M)
    assert len(found) == len(dict(found)), "a failure stands there twice"
    return dict(found)


def test_every_failure_has_its_line():
    assert sorted(lines()) == sorted(f"F{number:02d}" for number in NUMBERS)


def test_every_failure_is_held_by_a_test():
    for number, line in lines().items():
        assert NAMED.findall(line), number


def test_every_test_that_is_named_exists():
    named = NAMED.findall(PAGE.read_text())
    assert len(named) > len(NUMBERS)
    for path, name in named:
        assert (ROOT / "tests" / path).exists(), path
        assert name in names_in(path), f"{path} has no test {name!r}"


def test_a_line_that_names_webkit_is_held_by_a_browser():
    for number, line in lines().items():
        where = set(line.split("|")[-1].split())
        paths = {path.split("/")[0] for path, _ in NAMED.findall(line)}
        assert where <= {"C", "F", "W", "N", "S", "–"}, number
        assert bool(where & {"C", "F", "W"}) == ("browser" in paths), number
        assert ("N" in where) == ("js" in paths), number
