"""Tin báo nhũng nhiễu, the anonymous lane (domain §6.1, KH 25): what a tip weighs and looks like, not what it says.

A tip is sealed in the browser to the inspector's public key, whose private part is on no server. What arrives has one
length, whatever was written, and is kept with a day and a mark that only the code in the sender's hand makes again.
"""

import re
from hashlib import sha256

from app.rules import base64url, card, fields
from app.rules.operation import Change, Context, Operation, Refusal

KEY_ID = "tip_key"
_POINT = "[A-Za-z0-9_-]{87}"
TIP_KEY = {
    "public": fields.code("Khóa công khai", _POINT, required=True),
    "holder": fields.text("Ai giữ chìa khóa", 120, required=True),
}
# Padded so that a line and four thousand letters weigh the same. Twin: static/js/core/tip_seal.js.
PLAIN_BYTES = 16 * 1024
REPLY_BYTES = 8 * 1024
_ENCAPSULATED, _TAG, _NONCE = 65, 16, 12
SEALED_BYTES = _ENCAPSULATED + PLAIN_BYTES + _TAG
ANSWERED_BYTES = _NONCE + REPLY_BYTES + _TAG
MARK = re.compile("[A-Za-z0-9_-]{22}")
# Counted for the whole ward: counted by sender, somebody's address would have to be remembered.
A_DAY_MOST = 200


def put_key(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`tip_key.put/1`: to whom tips are sealed from now on. Tips to an earlier key keep needing that one's file."""
    return card.put(TIP_KEY, held, body, operation, context)


def fingerprint(public: str) -> str:
    """What people compare and tips name: 16 hexadecimal digits in fours."""
    digits = sha256(base64url.decode(public)).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def is_sealed(text: object, length: int) -> bool:
    """Whether a text is base64url of exactly so many bytes."""
    if not isinstance(text, str):
        return False
    try:
        return len(base64url.decode(text)) == length
    except ValueError:
        return False
