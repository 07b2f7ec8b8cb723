"""The one spelling of a body, and the commitment that the ledger's chain covers (SYNC.md §3).

Device and server must write the same bytes for the same value, or a true record looks forged. So: keys in UTF-16
order (what JavaScript sorts by), no white space, NFC strings, only JSON's mandatory escapes, whole numbers that
JavaScript can hold. Anything that has two spellings (floats, lone surrogates, keys equal after NFC) is refused.
"""

import hashlib
import json
import unicodedata
from json.encoder import encode_basestring

from app.rules import base64url

LARGEST_WHOLE = 2**53 - 1
DEEPEST = 16
SALT_BYTES = 16


class NotCanonical(ValueError):
    """The value has no single spelling."""


def canonical(value) -> str:
    """`value` (dict, list, str, int, bool, None) as canonical JSON; NotCanonical when it has no single spelling."""
    return _write(value, DEEPEST)


def commitment(salt: bytes, body) -> str:
    """base64url of SHA-256(salt ‖ canonical body): says nothing of the body to whoever lacks the salt."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt is 16 bytes")
    return base64url.encode(hashlib.sha256(salt + canonical(body).encode("utf-8")).digest())


def _write(value, depth: int) -> str:
    if depth == 0:
        raise NotCanonical("nested too deep")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise NotCanonical("a whole number that JavaScript cannot hold")
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(_write(item, depth - 1) for item in value) + "]"
    if isinstance(value, dict):
        return _write_object(value, depth)
    raise NotCanonical(f"no spelling for {type(value).__name__}")


def _write_text(text: str) -> str:
    if text.isascii():
        return encode_basestring(text)
    normal = unicodedata.normalize("NFC", text)
    try:
        normal.encode()
    except UnicodeEncodeError as problem:
        raise NotCanonical("half a surrogate pair") from problem
    return encode_basestring(normal)


def _write_object(value: dict, depth: int) -> str:
    named = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical("a key that is not text")
        written = _write_text(key)
        if written in named:
            raise NotCanonical("two keys that are equal after NFC")
        named[written] = (unicodedata.normalize("NFC", key).encode("utf-16-be"), item)
    ordered = sorted(named.items(), key=lambda pair: pair[1][0])
    return "{" + ",".join(f"{written}:{_write(item, depth - 1)}" for written, (_, item) in ordered) + "}"
