"""What Python and JavaScript both compute is held together by one file of cases, which both really read."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
NAMES = sorted(path.stem for path in (TESTS / "cases").glob("*"))
# No JavaScript computes these.
PYTHON_ONLY = {
    "contrast_pairs": "which colours of the style sheets meet on a page",
    "merge": "two people's changes of one record: only the server merges",
}
_READ = re.compile(r"""\bcases\(\s*["'](\w+)["']\s*\)|\bcases["'/, ]+(\w+)\.json""")


def read_by(files) -> set[str]:
    return {one or other for path in files for one, other in _READ.findall(path.read_text("utf-8"))}


PYTHON = read_by(path for path in TESTS.rglob("test_*.py") if path != Path(__file__))
JAVASCRIPT = read_by(path for path in (TESTS / "js").rglob("*.test.*js") if "node_modules" not in path.parts)


@pytest.mark.parametrize("name", NAMES)
def test_cases_are_read_by_python(name):
    assert name in PYTHON


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PYTHON_ONLY])
def test_cases_are_read_by_javascript(name):
    assert name in JAVASCRIPT


def test_what_is_called_pythons_alone_exists_and_is():
    assert set(PYTHON_ONLY) <= set(NAMES)
    assert not set(PYTHON_ONLY) & JAVASCRIPT


def test_no_test_asks_for_cases_that_are_not_there():
    assert set(NAMES) >= PYTHON | JAVASCRIPT
