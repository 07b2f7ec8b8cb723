"""The usual body checked in one go: what our tablets send is clean already, and this says so in half the time.

It only ever says "nothing to clean, nothing to refuse"; whatever it does not know at once goes the long way
(`fields.check`), which alone cleans and refuses. A test holds the two together.
"""

import re
from typing import Annotated, Literal

import msgspec

from app.rules.secret import hints_at_secret
from app.rules.text import TIDY_LETTER
from app.rules.tracking import SYMBOLS
from app.rules.tracking import check as right_tracking

_TIDY_LINES = re.compile(f"(?:[{TIDY_LETTER}]+(?:[ \n][{TIDY_LETTER}]+)*)?")


def _type_of(spec: dict):
    """The specification as msgspec reads it; a day is left to the long way unless it is empty."""
    limit = msgspec.Meta
    match spec["kind"]:
        case "text":
            return Annotated[str, limit(max_length=spec["max"], min_length=int(spec["required"]))]
        case "choice":
            return Literal[tuple(spec["choices"])]
        case "choices":
            return Annotated[list[Literal[tuple(spec["choices"])]], limit(max_length=spec["max"])]
        case "flag":
            return bool
        case "whole":
            return Annotated[int, limit(ge=spec["min"], le=spec["max"])]
        case "code":
            return Annotated[str, limit(pattern=rf"^(?:{spec['pattern']}){'' if spec['required'] else '?'}\Z")]
        case "phone":
            return Annotated[str, limit(pattern=r"^(?:\+84[35789][0-9]{8})?\Z")]
        case "tracking":
            return Annotated[str, limit(pattern=rf"^[{SYMBOLS}]{{12}}\Z")]
        case "day":
            return Literal[""]
    raise ValueError(spec["kind"])


class Shortcut:
    """Made once for a table of fields."""

    def __init__(self, table: dict):
        self._usual = msgspec.defstruct(
            "Usual", [(name, _type_of(spec)) for name, spec in table.items()], forbid_unknown_fields=True
        )
        texts = {name: spec for name, spec in table.items() if spec["kind"] == "text"}
        self._one_line = [name for name, spec in texts.items() if not spec["lines"]]
        self._lines = [name for name, spec in texts.items() if spec["lines"]]
        self._choices = [name for name, spec in table.items() if spec["kind"] == "choices"]
        self._tracking = [name for name, spec in table.items() if spec["kind"] == "tracking"]

    def takes(self, body: dict) -> bool:
        """True: every field is as `fields.check` would leave it. False: nothing is known."""
        try:
            msgspec.convert(body, self._usual)
        except (msgspec.ValidationError, UnicodeError):
            return False
        # A text that begins or ends with a space would put two separators side by side here, and not match.
        joined = " ".join([body[name] for name in self._one_line if body[name]])
        if "\n" in joined:
            return False
        joined = "\n".join([text for text in (joined, *[body[name] for name in self._lines]) if text])
        if not _TIDY_LINES.fullmatch(joined) or hints_at_secret(joined):
            return False
        for name in self._choices:
            if body[name] and body[name] != sorted(set(body[name])):
                return False
        return all(right_tracking(body[name]) for name in self._tracking)
