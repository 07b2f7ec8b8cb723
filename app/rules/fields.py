"""A small table-driven checker of fields. A table is {field name: specification}; a specification is a plain dict.

Plain dicts, because the browser reads the same tables as JSON (static/js/core/validate.js is the twin of this file and
tests/cases/assistance_body.json holds them together). Sentences for the codes: app/field_problems.py.
Lengths are counted in characters (code points) of the cleaned text.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.rules import phone as phones
from app.rules import tracking as trackings
from app.rules.secret import looks_like_secret
from app.rules.text import clean

# A forged body may carry thousands of fields that no table knows; a few of their names are evidence enough.
MOST_UNKNOWN = 5


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    """Why a field cannot stay as it is. `params` fill the sentence: label, max, min, days, length."""

    field: str
    code: str
    params: dict = field(default_factory=dict)


class _Refused(Exception):
    def __init__(self, code: str, **params):
        self.code, self.params = code, params


def text(label: str, most: int, *, required: bool = False, secret: bool = False, lines: bool = False) -> dict:
    """At most `most` characters; `secret` refuses what looks like a password (R16); `lines` keeps line breaks."""
    return {"kind": "text", "label": label, "max": most, "required": required, "secret": secret, "lines": lines}


def choice(label: str, codes) -> dict:
    """Exactly one of `codes`."""
    return {"kind": "choice", "label": label, "choices": list(codes)}


def choices(label: str, codes, most: int) -> dict:
    """Up to `most` of `codes`; stored sorted, each once."""
    return {"kind": "choices", "label": label, "choices": list(codes), "max": most}


def flag(label: str) -> dict:
    return {"kind": "flag", "label": label}


def whole(label: str, least: int, most: int) -> dict:
    """A whole number from `least` to `most`, both included."""
    return {"kind": "whole", "label": label, "min": least, "max": most}


def day(label: str, past_days: int) -> dict:
    """ "" or "YYYY-MM-DD", not after today, not more than `past_days` before it."""
    return {"kind": "day", "label": label, "days": past_days}


def phone(label: str) -> dict:
    """ "" or a Vietnamese number; stored as E.164."""
    return {"kind": "phone", "label": label}


def code(label: str, pattern: str, *, required: bool = False) -> dict:
    """ "" or a text that matches `pattern` as a whole (a pattern that Python and JavaScript read alike)."""
    return {"kind": "code", "label": label, "pattern": pattern, "required": required}


def tracking(label: str) -> dict:
    """A tracking code with a right check symbol."""
    return {"kind": "tracking", "label": label}


def check(body, table: dict, today: str) -> tuple[dict, list[FieldRefusal]]:
    """(the cleaned body, refusals in the table's order). `today` is "YYYY-MM-DD". At most one refusal a field."""
    if not isinstance(body, dict):
        return {}, [FieldRefusal("", "body_unreadable")]
    kept, refusals = {}, []
    for name, spec in table.items():
        try:
            if name not in body:
                raise _Refused("field_missing")
            kept[name] = _CHECKS[spec["kind"]](body[name], spec, today)
        except _Refused as refused:
            kept[name] = body.get(name)
            refusals.append(FieldRefusal(name, refused.code, {"label": spec["label"], **refused.params}))
    unknown = [str(name) for name in body if name not in table][:MOST_UNKNOWN]
    return kept, refusals + [FieldRefusal(name, "field_unknown", {"label": name}) for name in unknown]


def check_together(body: dict, rules: list[dict]) -> list[FieldRefusal]:
    """Rules over several fields: when any of `when` is filled in, one of `one_of` must be; else `field` gets `code`."""
    return [
        FieldRefusal(rule["field"], rule["code"], {"label": rule["label"]})
        for rule in rules
        if any(body.get(name) for name in rule["when"]) and not any(body.get(name) for name in rule["one_of"])
    ]


def _of_type(value, kind: type):
    # bool is an int in Python, and True is no number of minutes.
    if type(value) is not kind:
        raise _Refused("field_type")
    return value


def _text(value, spec, today):
    kept = clean(_of_type(value, str), spec["lines"])
    if spec["required"] and not kept:
        raise _Refused("required")
    if len(kept) > spec["max"]:
        raise _Refused("too_long", max=spec["max"], length=len(kept))
    if spec["secret"] and looks_like_secret(kept):
        raise _Refused("looks_secret")
    return kept


def _choice(value, spec, today):
    if _of_type(value, str) == "":
        raise _Refused("required")
    if value not in spec["choices"]:
        raise _Refused("choice_unknown")
    return value


def _choices(value, spec, today):
    chosen = set()
    for item in _of_type(value, list):
        if _of_type(item, str) not in spec["choices"]:
            raise _Refused("choice_unknown")
        chosen.add(item)
    if len(chosen) > spec["max"]:
        raise _Refused("too_many", max=spec["max"])
    return sorted(chosen)


def _flag(value, spec, today):
    return _of_type(value, bool)


def _whole(value, spec, today):
    if not spec["min"] <= _of_type(value, int) <= spec["max"]:
        raise _Refused("out_of_range", min=spec["min"], max=spec["max"])
    return value


def _day(value, spec, today):
    if _of_type(value, str) == "":
        return ""
    try:
        # fromisoformat alone would take "20261121" and "2026-W47-6" too.
        given = date.fromisoformat(value if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
    except ValueError as problem:
        raise _Refused("day_invalid") from problem
    now = date.fromisoformat(today)
    if given > now:
        raise _Refused("day_future")
    if given < now - timedelta(days=spec["days"]):
        raise _Refused("day_too_old", days=spec["days"])
    return value


def _phone(value, spec, today):
    read = phones.normalise(_of_type(value, str))
    if read.code:
        raise _Refused(read.code)
    return read.phone


def _code(value, spec, today):
    kept = _of_type(value, str)
    if kept and re.fullmatch(spec["pattern"], kept):
        return kept
    kept = clean(kept)
    if not kept and spec["required"]:
        raise _Refused("required")
    if kept and not re.fullmatch(spec["pattern"], kept):
        raise _Refused("code_invalid")
    return kept


def _tracking(value, spec, today):
    if not trackings.check(_of_type(value, str)):
        raise _Refused("tracking_invalid")
    return value


_CHECKS = {
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "flag": _flag,
    "whole": _whole,
    "day": _day,
    "phone": _phone,
    "code": _code,
    "tracking": _tracking,
}
