"""The number on a ticket: `A-037` is a lane and a counter of the day; who may give numbers in which lane.

The ward's server gives numbers in the lanes A to H (a setting of each queue). Every enrolled tablet has letters of its
own, made of its lane, so that two tablets without a network never give the same one. Twins in
static/js/core/ticket_number.js; tests/cases/ticket_number.json holds them together.
"""

import re

SERVER_LANES = "ABCDEFGH"
# No letter that an eye or an ear takes for another one or for a digit.
_TABLET_LETTERS = "KLMNPRSTVXYZ"
TABLET_LANE = re.compile(f"[{_TABLET_LETTERS}]{{1,6}}")
# The first lane an enrolled tablet can have: 0 and 1 are the server's own two devices.
_FIRST_TABLET = 2
NUMBER_MAX = 999

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def tablet_lane(lane: int) -> str:
    """The letters of the tablet in this lane: 2 → "K", 13 → "Z", 14 → "KK". Raises ValueError below 2."""
    left = lane - _FIRST_TABLET
    if left < 0:
        raise ValueError("no tablet has this lane")
    letters = ""
    while left >= 0:
        left, letter = divmod(left, len(_TABLET_LETTERS))
        letters = _TABLET_LETTERS[letter] + letters
        left -= 1
    return letters


def written(lane: str, number: int) -> str:
    """("A", 37) → "A-037"."""
    return f"{lane}-{number:03d}"


def spoken(lane: str, number: int) -> str:
    """What a voice reads: ("A", 37) → "A, không ba bảy"; each digit by itself, because a number is read from paper."""
    return f"{' '.join(lane)}, {' '.join(_DIGITS[int(digit)] for digit in f'{number:03d}')}"


def announcement(lane: str, number: int, counter: str) -> str:
    """What the screen in the lobby says aloud; Vietnamese in every language of the screen."""
    return f"Mời số {spoken(lane, number)}, đến {counter}."
