"""base64url without padding: how every byte string of the protocol is written.

One byte string has one spelling: padding, line breaks and stray bits are refused, so that two texts that
differ are never the same key, salt or commitment.
"""

import base64
import binascii
import re

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TEXT = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_TO_PLAIN = str.maketrans("-_", "+/")
# What a text may end with, by its length modulo 4.
_LAST = (_LETTERS, "", _LETTERS[::16], _LETTERS[::4])


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of `text`; ValueError when it is not the one spelling that `encode` gives."""
    if not isinstance(text, str) or not _TEXT.fullmatch(text):
        raise ValueError("not base64url")
    try:
        data = binascii.a2b_base64(text.translate(_TO_PLAIN) + "=" * (-len(text) % 4))
    except binascii.Error as problem:
        raise ValueError("not base64url") from problem
    # Bits that belong to no byte could differ unseen: they are the last letter's.
    if text and text[-1] not in _LAST[len(text) % 4]:
        raise ValueError("base64url with stray bits")
    return data
