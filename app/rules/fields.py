"""A small table-driven checker of fields. A table is {field name: specification}; a specification is a plain dict.

Plain dicts, because the browser reads the same tables as JSON (static/js/core/validate.js is the twin of this file and
tests/cases/assistance_body.json holds them together). Sentences for the codes: app/problems/fields.py.
Lengths are counted in characters (code points) of the cleaned text.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from app.rules import phone as phones
from app.rules import tracking as trackings
from app.rules.field_shortcut import Shortcut
from app.rules.secret import hints_at_secret, looks_like_secret
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
    checks, secrets, shortcut = _compiled(table)
    if shortcut.takes(body):
        return dict(body), []
    given = _Given(today, bool(secrets) and _hints(body, secrets))
    kept, refusals = {}, []
    for name, one in checks:
        value = body.get(name, _MISSING)
        try:
            kept[name] = one(value, given)
        except _Refused as refused:
            code, kept[name] = (refused.code, value) if value is not _MISSING else ("field_missing", None)
            refusals.append(FieldRefusal(name, code, {"label": table[name]["label"], **refused.params}))
    if not body.keys() <= table.keys():
        unknown = [str(name) for name in body if name not in table][:MOST_UNKNOWN]
        refusals += [FieldRefusal(name, "field_unknown", {"label": name}) for name in unknown]
    return kept, refusals


_MISSING = object()
# id of a table → (the table, its checks, its secret fields). Tables are constants; keeping them keeps their ids theirs.
_made: dict[int, tuple] = {}


def _compiled(table: dict) -> tuple[list, list, Shortcut]:
    """The checks of a table, made once: a ward's tablets send thousands of bodies of the same few tables."""
    made = _made.get(id(table))
    if made is None:
        checks = [(name, _CHECKS[spec["kind"]](spec)) for name, spec in table.items()]
        secrets = [name for name, spec in table.items() if spec.get("secret")]
        made = _made[id(table)] = (table, checks, secrets, Shortcut(table))
    return made[1:]


class _Given(NamedTuple):
    """What a check may know besides the value: today, and whether any text of the body could hold a secret."""

    today: str
    hinted: bool


# Far more than any field may hold: refused for its length, and not first folded and searched for seconds.
_LONGEST_SEARCHED = 10_000


def _hints(body: dict, names: list[str]) -> bool:
    # One look at all texts together is five times cheaper than one at each, and nearly always enough.
    texts = [body.get(name) for name in names]
    joined = "\n".join([text for text in texts if text and type(text) is str])
    return len(joined) > _LONGEST_SEARCHED or hints_at_secret(joined)


def check_together(body: dict, rules: list[dict]) -> list[FieldRefusal]:
    """Rules over several fields: when any of `when` is filled in, one of `one_of` must be; else `field` gets `code`."""
    given = body.get
    return [
        FieldRefusal(rule["field"], rule["code"], {"label": rule["label"]})
        for rule in rules
        if any(map(given, rule["when"])) and not any(map(given, rule["one_of"]))
    ]


def _of_type(value, kind: type):
    # bool is an int in Python, and True is no number of minutes.
    if type(value) is not kind:
        raise _Refused("field_type")
    return value


def _text(spec: dict):
    most, required, secret, lines = spec["max"], spec["required"], spec["secret"], spec["lines"]

    def check_text(value, given):
        kept = clean(_of_type(value, str), lines) if value != "" else ""
        if required and not kept:
            raise _Refused("required")
        if len(kept) > most:
            raise _Refused("too_long", max=most, length=len(kept))
        if secret and given.hinted and looks_like_secret(kept):
            raise _Refused("looks_secret")
        return kept

    return check_text


def _choice(spec: dict):
    known = frozenset(spec["choices"])

    def check_choice(value, given):
        if _of_type(value, str) in known:
            return value
        raise _Refused("choice_unknown" if value else "required")

    return check_choice


def _choices(spec: dict):
    known, most = frozenset(spec["choices"]), spec["max"]

    def check_choices(value, given):
        chosen = {_of_type(item, str) for item in _of_type(value, list)}
        if not chosen <= known:
            raise _Refused("choice_unknown")
        if len(chosen) > most:
            raise _Refused("too_many", max=most)
        return sorted(chosen)

    return check_choices


def _flag(spec: dict):
    return lambda value, given: _of_type(value, bool)


def _whole(spec: dict):
    least, most = spec["min"], spec["max"]

    def check_whole(value, given):
        if not least <= _of_type(value, int) <= most:
            raise _Refused("out_of_range", min=least, max=most)
        return value

    return check_whole


# fromisoformat alone would take "20261121" and "2026-W47-6" too.
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(spec: dict):
    past = timedelta(days=spec["days"])

    def check_day(value, given):
        if value == "":
            return ""
        try:
            chosen = date.fromisoformat(value if _DAY.fullmatch(_of_type(value, str)) else "")
        except ValueError as problem:
            raise _Refused("day_invalid") from problem
        today = date.fromisoformat(given.today)
        if chosen > today:
            raise _Refused("day_future")
        if chosen < today - past:
            raise _Refused("day_too_old", days=past.days)
        return value

    return check_day


def _phone(spec: dict):
    def check_phone(value, given):
        read = phones.normalise(_of_type(value, str))
        if read.code:
            raise _Refused(read.code)
        return read.phone

    return check_phone


def _code(spec: dict):
    matches, required = re.compile(spec["pattern"]).fullmatch, spec["required"]

    def check_code(value, given):
        if _of_type(value, str) and matches(value):
            return value
        kept = clean(value)
        if not kept and required:
            raise _Refused("required")
        if kept and not matches(kept):
            raise _Refused("code_invalid")
        return kept

    return check_code


def _tracking(spec: dict):
    def check_tracking(value, given):
        if not trackings.check(_of_type(value, str)):
            raise _Refused("tracking_invalid")
        return value

    return check_tracking


# kind → what makes its check from a specification.
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
