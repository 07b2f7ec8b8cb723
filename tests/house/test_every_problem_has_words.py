"""A refusal without a sentence would be an error page, on the day somebody meets it."""

import re
from pathlib import Path

from app.problems import PROBLEMS

APP = Path(__file__).resolve().parents[2] / "app"
_NAMED = re.compile(r'(?<![A-Za-z])(?:Problem|Refusal)\(\s*"([a-z_0-9]+)"')


def test_every_code_that_is_raised_or_refused_with_has_a_sentence():
    named = {code for file in APP.rglob("*.py") for code in _NAMED.findall(file.read_text("utf-8"))}
    assert len(named) > 100
    assert not named - PROBLEMS.keys()
