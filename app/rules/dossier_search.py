"""What the work screen is asked for: a code that names one dossier, or words read without diacritics; and filters."""

import re
from dataclasses import dataclass

from app.rules import paper_seal, phone, tracking
from app.rules.assistance_search import words_of
from app.rules.text import clean

# A whole address of a sheet's QR code is typed by a scanner of the counter.
LONGEST_TYPED = 400
# Shorter words stand in half of all names.
SHORTEST_NAME = 2
_NUMBER = re.compile(r"0*([1-9][0-9]{0,6})\s*(?:/\s*(?:TNHS\s*/\s*)?(20[0-9]{2}))?", re.ASCII | re.IGNORECASE)
_SLIP = re.compile(r"/M/([0-9A-Z]{12})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed or scanned. "" and 0 say that it cannot be that.

    `tracking`, `number` with its `year` (0: this one's, not said) and `national_code` are read as a whole; `phone` is
    E.164; `words` as in assistance_search.
    """

    text: str = ""
    tracking: str = ""
    number: int = 0
    year: int = 0
    national_code: str = ""
    phone: str = ""
    words: tuple[tuple[str, ...], ...] = ()


def read(text: str) -> Typed:
    """What the text of the search field can mean; a scanner of the counter types a sheet's QR code into it."""
    text = clean(text[:LONGEST_TYPED])
    code = _scanned(text)
    if code:
        return Typed(text=tracking.format(code), tracking=code)
    number = _NUMBER.fullmatch(text)
    number_of, year = (int(number[1]), int(number[2] or 0)) if number else (0, 0)
    digits = sum(letter.isdigit() for letter in text)
    return Typed(
        text=text,
        tracking=tracking.parse(text) or "",
        number=number_of,
        year=year,
        national_code=text if digits and " " not in text else "",
        phone=phone.normalise(text).phone if digits >= 9 else "",
        words=words_of(text),
    )


def _scanned(text: str) -> str:
    """The tracking code behind a QR code of ours: of a slip's address, or of a sheet's facts; twin of
    static/js/core/scanned_text.js.
    """
    slip = _SLIP.search(text.upper())
    if slip and tracking.check(slip[1]):
        return slip[1]
    try:
        return paper_seal.read(text)[0].code
    except paper_seal.NotASeal:
        return ""


def name_key(words: tuple[tuple[str, ...], ...]) -> str:
    """The word that closed dossiers are looked up by: people are told apart by their given name, which comes last, and
    `dossier.search_text` begins with it. "" where that would read too much.
    """
    last = words[-1][0] if words else ""
    return last if len(last) >= SHORTEST_NAME else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the counter's list; empty ones ask for nothing. Days "YYYY-MM-DD", both included.

    `state`: one of dossier_states, "open" or "closed".
    """

    state: str = "open"
    unit: str = ""
    holder: str = ""
    channel: str = ""
    from_on: str = ""
    to_on: str = ""
