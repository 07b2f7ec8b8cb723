"""Crockford base 32 in capitals: bytes as text that a QR code writes in its alphanumeric mode.

One byte string has one spelling, as in base64url.py: letters outside the alphabet and stray bits are refused. Twin:
static/js/core/base32.js.
"""

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {symbol: value for value, symbol in enumerate(SYMBOLS)}


def encode(data: bytes) -> str:
    """8 symbols for 5 bytes; the last symbol is filled up with zero bits."""
    bits = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (bits * 5 - len(data) * 8)
    return "".join(SYMBOLS[(number >> shift) & 31] for shift in range(bits * 5 - 5, -1, -5))


def decode(text: str) -> bytes:
    """The bytes of `text`; ValueError when it is not the one spelling that `encode` gives."""
    number = 0
    for symbol in text:
        if symbol not in _VALUE:
            raise ValueError("not base 32")
        number = number << 5 | _VALUE[symbol]
    size, spare = divmod(len(text) * 5, 8)
    if spare >= 5 or number & ((1 << spare) - 1):
        raise ValueError("base 32 with stray bits")
    return (number >> spare).to_bytes(size, "big")
