"""Tracking codes: 11 random Crockford base-32 symbols and a check symbol, printed "XXXX-XXXX-XXXX".

The check is a weighted sum over GF(32), x⁵ + x² + 1. Each place has its own non-zero weight (a power of the
generator), so every single wrong symbol and every swap of two symbols, neighbours or not, changes the sum. A citizen
who reads the code over the phone gets "no such code", never another person's slip.
"""

import re

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 11
LENGTH = RANDOM_SYMBOLS + 1
_CODE = re.compile(f"[{SYMBOLS}]{{{LENGTH}}}")

# value × x in GF(32), reduced by x⁵ + x² + 1.
_TIMES_GENERATOR = [(value << 1) ^ (37 if value & 16 else 0) for value in range(32)]
_VALUE = {symbol: value for value, symbol in enumerate(SYMBOLS)}
# Crockford: people write these letters for those digits. U is left out of the alphabet and stays wrong.
_MEANT = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")
_BETWEEN = str.maketrans("", "", " \t\r\n\u00a0\u202f-\u2010\u2011\u2012\u2013\u2014\u2212._")


def make(random_bytes: bytes) -> str:
    """A new code from at least 11 random bytes (5 bits of each are used); given in, so that rules stay pure."""
    if len(random_bytes) < RANDOM_SYMBOLS:
        raise ValueError("a tracking code needs 11 random bytes")
    body = "".join(SYMBOLS[byte & 31] for byte in random_bytes[:RANDOM_SYMBOLS])
    return body + SYMBOLS[_TIMES_GENERATOR[_weighted_sum(body)]]


def check(code: str) -> bool:
    """Is this exactly a code as `make` gives it: 12 symbols, upper case, no dashes, the check right?"""
    return bool(_CODE.fullmatch(code)) and _weighted_sum(code) == 0


def format(code: str) -> str:
    """ "XXXX-XXXX-XXXX", the way paper and screen show it."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def parse(text: str) -> str | None:
    """The code in what a person typed (lower case, dashes, O for 0, I or L for 1), or None when it is none."""
    code = text.translate(_BETWEEN).translate(_MEANT)
    return code if check(code) else None


def _weighted_sum(symbols: str) -> int:
    total = 0
    for symbol in symbols:
        total = _TIMES_GENERATOR[total] ^ _VALUE[symbol]
    return total
