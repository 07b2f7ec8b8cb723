"""Dates as people write them in a declaration, to what is kept: "5/3/2025" and "05032025" to "2025-03-05"; where a
month or a day may be unknown, "1950" and "3/1950" to "1950" and "1950-03".

Two figures for a year are refused: "05/03/50" is somebody's birthday in 1950 and somebody's in 2050. Twin:
static/js/core/declaration_date.js; cases: tests/cases/declaration_dates.json.
"""

import re

from app.rules.declaration_expression import is_day

_KEPT = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_BETWEEN = re.compile(r"[ ]*[-/., ][ ]*")
_PARTS = re.compile(r"(?:(?:([0-9]{1,2})/)?([0-9]{1,2})/)?([12][0-9]{3})")
_EIGHT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SIX = re.compile(r"([0-9]{2})([0-9]{4})")


def read_date(typed: str, partial: bool = False) -> str | None:
    """What is kept of what was typed; "" for nothing, None for what is no date, or not a whole one where it must be."""
    text = typed.strip()
    if not text:
        return ""
    if not (_KEPT.fullmatch(text) and is_day(text)):
        text = _from_words(text)
    return text if text and is_day(text) and (partial or len(text) == 10) else None


def _from_words(text: str) -> str:
    text = _BETWEEN.sub("/", text)
    text = _EIGHT.sub(r"\1/\2/\3", text) if _EIGHT.fullmatch(text) else text
    text = _SIX.sub(r"\1/\2", text) if _SIX.fullmatch(text) else text
    found = _PARTS.fullmatch(text)
    if not found:
        return ""
    day, month, year = found.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def say_date(kept: str) -> str:
    """ "2025-03-05" → "05/03/2025", "1950-03" → "03/1950"; what is no kept date stays as it is."""
    return "/".join(reversed(kept.split("-"))) if _KEPT.fullmatch(kept) else kept
