"""Names of the keys that declarations shown as codes (QR) are sealed to: one key pair of a ward for each month.

A name is eight symbols that a QR code writes in its alphanumeric mode: year and month, and four of the key itself, so
that a ward that came back from a backup does not take its new key of this month for the lost one. Twin:
static/js/core/declaration_seal.js.
"""

from hashlib import sha256

from app.rules import base32
from app.rules.clock import day_of

# This month's and those of the two before: a phone may have seen its page at the beginning of the month before last.
KEPT = 3
_SYMBOLS = 4


def month_of(now: int) -> str:
    """ "2611" of a moment (ms) of November 2026 in Việt Nam."""
    day = day_of(now)
    return day[2:4] + day[5:7]


def name(month: str, public: bytes) -> str:
    return month + _mark(public)


def ward_mark(seal_key: bytes) -> str:
    """Four symbols that tell one ward's codes from another's; `seal_key`: the public key that tablets seal to."""
    return _mark(seal_key)


def _mark(public: bytes) -> str:
    return base32.encode(sha256(public).digest()[:5])[:_SYMBOLS]
