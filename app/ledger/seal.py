"""The ward's keys: opening what a device sealed, signing shift tickets and device certificates."""

import json
import zlib

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.config import BODY_BYTES_MAX
from app.rules import base64url

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Unreadable(Exception):
    """What was sealed or signed does not open with this ward's key."""


def new_seal_key() -> tuple[bytes, bytes]:
    """(private PKCS 8, public 65-byte point) of a ward's sealing key."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _private_bytes(key), key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def new_sign_key() -> tuple[bytes, bytes]:
    """(private PKCS 8, public 32 bytes) of a ward's signing key."""
    key = ed25519.Ed25519PrivateKey.generate()
    return _private_bytes(key), key.public_key().public_bytes(*_RAW)


def _private_bytes(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_private(private: bytes):
    return serialization.load_der_private_key(private, None)


def unseal(private_key, sealed: str, bound_to: bytes) -> bytes:
    try:
        return _SUITE.decrypt(base64url.decode(sealed), private_key, bound_to)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def device_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """A device's signing key from its 65-byte point. Raises ValueError for anything else."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def device_signed(point: bytes, signature: str, said: bytes) -> bool:
    """Whether the device with this key said it; `signature`: base64url of r and s, 32 bytes each, as browsers write."""
    try:
        raw = base64url.decode(signature)
        both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        device_key(point).verify(both, said, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return len(raw) == 64


_SQUEEZED = b"\x01"


def press(plain: bytes) -> bytes:
    """Squeezed before sealing where that is shorter; the first byte tells which form it is."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    squeezed = _SQUEEZED + squeezer.compress(plain) + squeezer.flush()
    return squeezed if len(squeezed) < len(plain) else plain


def unpress(opened: bytes) -> bytes:
    """The body as it was before `press`. Raises Unreadable, also for what would unfold beyond any honest body."""
    if not opened.startswith(_SQUEEZED):
        return opened
    unfolding = zlib.decompressobj(-15)
    try:
        plain = unfolding.decompress(opened[1:], BODY_BYTES_MAX)
    except zlib.error as error:
        raise Unreadable from error
    if not unfolding.eof:
        raise Unreadable
    return plain


def seal(public: bytes, plain: bytes, bound_to: bytes) -> str:
    """What a device does in JavaScript; here for the seeder's and the tests' devices."""
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    return base64url.encode(_SUITE.encrypt(plain, key, bound_to))


def sign_statement(private: bytes, statement: dict) -> str:
    """A small signed text: base64url JSON, a dot, base64url Ed25519 signature."""
    body = base64url.encode(json.dumps(statement, sort_keys=True, separators=(",", ":")).encode())
    return body + "." + base64url.encode(load_private(private).sign(body.encode()))


def read_statement(public: bytes, text: str) -> dict | None:
    """The statement, or None when it was not signed by this ward."""
    body, _, signature = text.partition(".") if isinstance(text, str) else ("", "", "")
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(base64url.decode(signature), body.encode())
        return json.loads(base64url.decode(body))
    except (InvalidSignature, ValueError):
        return None
