"""What a device's signature and a seal to the ward cover, byte for byte. Twin: static/js/core/signed_text.js."""

from hashlib import sha256

from app.rules import base64url


def of_request(method: str, path: str, body: bytes, at: str, nonce: str) -> bytes:
    """`path` with its query; `body` as it came over the wire; `at` as the header says it, ms."""
    return "\n".join((method, path, base64url.encode(sha256(body).digest()), at, nonce)).encode()


def of_parcel(texts: list[str]) -> bytes:
    """Operations of a rescue file, as the device kept them."""
    return "\n".join(texts).encode()


def of_rating(ward: int) -> bytes:
    """What a rating given on a tablet is sealed for: this ward, and nothing that says which tablet or when."""
    return f"gandan/rating/1\n{ward}".encode()


def of_seal(op: str, type_: str, entity: str, ward: int, commitment: str) -> bytes:
    """The header that a sealed body cannot be taken from.

    The device and its sequence number are left out: a tablet that enrols again numbers its unsent work anew.
    """
    return f"gandan/op/1\n{op}\n{type_}\n{entity}\n{ward}\n{commitment}".encode()
