"""Keys with which a program of the ward reads its figures: what one looks like, and how long it holds.

A key is shown once, when it is made. What is kept is the hash of its secret: who steals the table reads nothing.
"""

import hashlib
import re
from datetime import date, timedelta

from app.rules import base64url, fields

SECRET_BYTES = 32
_FORM = re.compile(r"gd1\.([0-9]{1,9})\.([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})")

KEY = {
    "name": fields.text("Khóa này để làm gì", 120, required=True),
    "days": fields.whole("Dùng được trong", 1, 730),
}


def write(ward_id: int, key_id: str, secret: bytes) -> str:
    """ "gd1.<ward>.<id>.<secret>", as it is copied into a program."""
    return f"gd1.{ward_id}.{key_id}.{base64url.encode(secret)}"


def read(text: str) -> tuple[int, str, str] | None:
    """(ward, id of the key, hash of its secret) of what a program has sent; None for what is no key."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    try:
        secret = base64url.decode(match[3])
    except ValueError:
        return None
    return int(match[1]), match[2], hash_of(secret)


def hash_of(secret: bytes) -> str:
    """A secret of 32 random bytes needs no slow hash: nobody guesses it."""
    return hashlib.sha256(secret).hexdigest()


def last_day(today: str, days: int) -> str:
    return (date.fromisoformat(today) + timedelta(days=days)).isoformat()


def holds(row: dict, today: str) -> bool:
    """Whether a key opens anything on a day "YYYY-MM-DD"."""
    return row["revoked_at"] is None and today <= row["expires_on"]
