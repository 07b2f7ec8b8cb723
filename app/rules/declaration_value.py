"""One value of a declaration as a person types it, made into what is kept, or refused.

Texts are NFC without invisible signs; days "YYYY", "YYYY-MM", "YYYY-MM-DD"; times "HH:MM"; a choice is its code,
several are a list of codes in the order of the form; yes_no is "yes" or "no"; numbers are digits. Doubts about a value
that may be right all the same: declaration_doubt. Twin: static/js/core/declaration_value.js.
"""

import re

from app.rules import phone as phones
from app.rules.declaration_date import read_date
from app.rules.declaration_lists import as_listed
from app.rules.secret import looks_like_secret
from app.rules.text import clean

# type of a field → the most characters of it, where a form does not say
LONGEST = {
    "text": 200,
    "long_text": 1000,
    "name": 200,
    "place": 300,
    "id_number": 120,
    "phone": 60,
    "ethnicity": 60,
    "nationality": 60,
}
TYPES = (*LONGEST, "date", "time", "number", "yes_no", "choice", "choices", "note")
# What is no code of such a field can be shown by none of its buttons, and is not kept.
CODED = frozenset({"yes_no", "choice", "choices"})
FIRST_YEAR, LAST_YEAR = 1850, 2150
# Where a person could write a password down (R16).
_FREE = frozenset({"text", "long_text", "name", "place"})

_TIME_TYPED = re.compile(r"([01]?[0-9]|2[0-3]) ?(?::|h|g|giờ) ?(?:([0-5][0-9])(?: ?(?:p|phút))?)?", re.IGNORECASE)
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_BETWEEN_DIGITS = re.compile(r"[ .-]")
_ID_DIGITS = re.compile(r"[0-9]{9}|[0-9]{12}")


class Refused(Exception):
    """`code` of app/problems/fields.py or declaration.py, with what fills its sentence but the label."""

    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        super().__init__(code)


def cleaned(field: dict, value):
    """What is kept of a value: a text or a list of codes, "" or [] when nothing was given. Raises Refused."""
    type_ = field["type"]
    if type_ == "choices":
        return _choices(field, value)
    if not isinstance(value, str):
        raise Refused("field_type")
    text = clean(value, lines=type_ == "long_text")
    if not text:
        return ""
    if type_ in LONGEST and len(text) > (most := field.get("max", LONGEST[type_])):
        raise Refused("too_long", max=most, length=len(text))
    if type_ in _FREE and looks_like_secret(text):
        raise Refused("looks_secret")
    return _READ[type_](field, text) if type_ in _READ else text


def _choices(field: dict, value) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused("field_type")
    known = [code for code, _label in field["options"]]
    if not set(value) <= set(known):
        raise Refused("choice_unknown")
    return [code for code in known if code in value]


def _choice(field: dict, text: str) -> str:
    if text not in [code for code, _label in field["options"]]:
        raise Refused("choice_unknown")
    return text


def _yes_no(_field: dict, text: str) -> str:
    if text not in ("yes", "no"):
        raise Refused("choice_unknown")
    return text


def _date(field: dict, text: str) -> str:
    day = read_date(text, partial=True)
    if not (day and FIRST_YEAR <= int(day[:4]) <= LAST_YEAR):
        raise Refused("date_invalid")
    if len(day) < 10 and not field.get("partial"):
        raise Refused("date_whole")
    return day


def _time(_field: dict, text: str) -> str:
    typed = _TIME_TYPED.fullmatch(text)
    if not typed:
        raise Refused("time_invalid")
    return f"{typed[1].zfill(2)}:{typed[2] or '00'}"


def _number(field: dict, text: str) -> str:
    if not _WHOLE.fullmatch(text):
        raise Refused("number_invalid")
    number = int(text)
    least, most = field.get("min"), field.get("max")
    if (least is not None and number < least) or (most is not None and number > most):
        raise Refused("number_range", min="" if least is None else least, max="" if most is None else most)
    return str(number)


def _id_number(_field: dict, text: str) -> str:
    digits = _BETWEEN_DIGITS.sub("", text)
    return digits if _ID_DIGITS.fullmatch(digits) else text


def _phone(_field: dict, text: str) -> str:
    """As people write it at home: "0912345678". What cannot be read stays as it was typed: it is only doubted."""
    read = phones.normalise(text).phone
    return "0" + read.removeprefix("+84") if read else text


def _listed(field: dict, text: str) -> str:
    return as_listed(field["type"], text) or text


_READ = {
    "choice": _choice,
    "yes_no": _yes_no,
    "date": _date,
    "time": _time,
    "number": _number,
    "id_number": _id_number,
    "phone": _phone,
    "ethnicity": _listed,
    "nationality": _listed,
}
