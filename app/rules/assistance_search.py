"""What the list of assistances is asked for: the words a person typed, read without diacritics, and the filters."""

import re
from dataclasses import dataclass

from app.rules import tracking
from app.rules.text import clean, fold

LONGEST_QUERY = 100
# Asked for instead of a neighbourhood or a procedure: those that name none.
NONE_NAMED = "-"
# Asked for instead of one result: whoever must come back.
COMES_BACK = "tro-lai"
MOST_WORDS = 8
_PHONE_MARKS = re.compile(r"[\s.()\-]")
_PHONE = re.compile(r"(?:\+?84|0)([0-9]{8,10})")
_CODE_MARKS = re.compile(r"[.\-]")


@dataclass(frozen=True, slots=True)
class Search:
    """Empty fields ask for nothing. Days are "YYYY-MM-DD", both included.

    `words`: each must stand in the record's folded text, in any of its spellings. `tracking`: a whole code, found
    besides the words, because twelve letters of a name can by chance be a right code. `way`: how what it was about was
    filed (rules.rollup.channel_online). `counted`: voided ones are left out, as in every figure.
    """

    words: tuple[tuple[str, ...], ...] = ()
    tracking: str = ""
    point: str = ""
    from_on: str = ""
    to_on: str = ""
    procedure: str = ""
    result: str = ""
    difficulty: str = ""
    neighbourhood: str = ""
    staff: str = ""
    help: str = ""
    way: str = ""
    follow_up: bool = False
    counted: bool = False


def words_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Each word of a query with its spellings: as typed, and for codes as `_in_a_code` says.

    A text that is a telephone number as a whole is one word, with its leading 0.
    """
    text = clean(text)[:LONGEST_QUERY]
    whole = _PHONE.fullmatch(_PHONE_MARKS.sub("", text))
    if whole:
        return (("0" + whole[1],),)
    words = [(fold(word), _CODE_MARKS.sub("", word)) for word in text.split(" ")]
    return tuple(
        tuple(dict.fromkeys((word, *(_in_a_code(plain) if plain else ()))))
        for word, plain in [each for each in words if each[0]][:MOST_WORDS]
    )


def _in_a_code(word: str) -> list[str]:
    """How a word stands in folded text without its dashes and dots; with digits in it, perhaps as a part of a code.

    `fold` makes i of a y that ends a syllable. Where a part of a code is cut off, other letters may have followed.
    """
    ends = [("", "")]
    if any(sign.isdigit() for sign in word):
        ends += [("", "a"), ("a", ""), ("a", "a")]
    return [fold(before + word + after)[len(before) :].removesuffix(after) for before, after in ends]


def tracking_of(text: str) -> str:
    """The tracking code in what was typed, in any spelling; "" when it is none."""
    return tracking.parse(text[:LONGEST_QUERY]) or ""
