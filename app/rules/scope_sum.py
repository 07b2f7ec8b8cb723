"""Count and checksum of pulled rows: a device that has strayed notices. Twin: static/js/core/scope_sum.js."""

from hashlib import sha256

from app.rules import base64url
from app.rules.canonical import canonical


def short_hash(text: str) -> str:
    """The first 16 letters of a text's SHA-256."""
    return base64url.encode(sha256(text.encode()).digest())[:16]


def sum_of_texts(texts: dict[str, str]) -> list:
    """[count, checksum] of rows given as {id: canonical text}."""
    return [len(texts), short_hash("\n".join(texts[id_] for id_ in in_order(texts)))]


def in_order(ids) -> list[str]:
    """Sorted as JavaScript sorts: by UTF-16 code units."""
    return sorted(ids, key=lambda id_: id_.encode("utf-16-be"))


def scope_sum(rows: list[dict]) -> list:
    """[count, checksum] of rows in any order; each has its `id`."""
    return sum_of_texts({row["id"]: canonical(row) for row in rows})
