"""Vietnamese telephone numbers, stored as E.164 ("+84912345678").

Mobile numbers have 10 digits (03 05 07 08 09), landlines 11 (02…; Hà Nội is 024 + 8). A mobile prefix that the list
does not know is only a warning: carriers get new prefixes, and a refused number is a citizen who is not called back.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from app.rules.text import clean

MOBILE_PREFIXES = tuple(
    row["prefix"]
    for row in csv.DictReader((files("app.rules") / "data" / "mobile_prefixes.csv").read_text("utf-8").splitlines())
)

_BETWEEN = re.compile(r"[ .,()/_\u2010-\u2015\u2212-]")
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
# 11-digit mobile numbers of before 2018-09-15 (0120…, 0162…, 0186…, 0199…): they no longer ring.
_OLD_MOBILE = re.compile(r"01[2689][0-9]{8}")


@dataclass(frozen=True, slots=True)
class Phone:
    """`phone` is E.164 or ""; `code` names the refusal or is ""; `warning` names a doubt or is ""."""

    phone: str = ""
    code: str = ""
    warning: str = ""


_NONE = Phone()
_KNOWN = frozenset(MOBILE_PREFIXES)
# As a tablet sends it: nothing left to read.
_STORED = re.compile(r"\+84[35789][0-9]{8}")


def normalise(text: str) -> Phone:
    """Reads a number as people write it: spaces, dots, dashes, +84, 84, 0084, or the 0 that a spreadsheet ate."""
    if not text:
        return _NONE
    if _STORED.fullmatch(text) and f"0{text[3:5]}" in _KNOWN:
        return Phone(phone=text)
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", clean(text)))
    if not digits:
        return Phone()
    if not re.fullmatch(r"\+?[0-9]+", digits):
        return Phone(code="phone_unreadable")
    national = _national(digits)
    if national is None:
        return Phone(code="phone_foreign")
    if _OLD_MOBILE.fullmatch(national):
        return Phone(code="phone_old")
    if _LANDLINE.fullmatch(national):
        return Phone(phone="+84" + national[1:])
    if not _MOBILE.fullmatch(national):
        return Phone(code="phone_invalid")
    known = national[:3] in _KNOWN
    return Phone(phone="+84" + national[1:], warning="" if known else "phone_prefix_unknown")


def _national(digits: str) -> str | None:
    """The number with its leading 0; None when it belongs to another country."""
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        return "0" + digits[3:].removeprefix("0") if digits.startswith("+84") else None
    if digits.startswith("84") and len(digits) >= 11:
        return "0" + digits[2:].removeprefix("0")
    if len(digits) == 9 and digits[0] in "35789":
        return "0" + digits
    return digits
