"""Who sent a sync request: the device's own key over method, path, body, time and a nonce that counts once."""

import re
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from flask import g, request

from app.config import SIGNATURE_SKEW_SECONDS
from app.problems import Problem
from app.records import device as device_records
from app.records import ledger_entry
from app.records.database import database, one_at_a_time
from app.records.device import DeviceNonce
from app.rules import base64url
from app.rules.ward import number as ward_number

_MILLISECONDS = re.compile("[0-9]{1,15}")


def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """A device's key from its 65-byte point. Raises ValueError for anything else."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def signed_device(body: bytes, now: int) -> dict:
    """The device row behind this request. Raises Problem: device_unknown, device_revoked, signature_invalid,
    clock_skew, request_replayed. `body` is what came over the wire, compressed or not; `now` in ms.
    """
    ward_text, _, device_id = request.headers.get("GD-Device", "").partition(".")
    ward_id = ward_number(ward_text)
    device = device_records.device(ward_id, device_id)
    if device is None or device["public_key"] is None:
        raise Problem("device_unknown")
    head = ledger_entry.head(ward_id)
    g.incarnation = head["incarnation"]
    at_text, nonce = request.headers.get("GD-At", ""), request.headers.get("GD-Nonce", "")
    _verify(device["public_key"], body, at_text, nonce)
    if device["revoked_at"] is not None:
        raise Problem("device_revoked")
    if not _MILLISECONDS.fullmatch(at_text) or abs(int(at_text) - now) > SIGNATURE_SKEW_SECONDS * 1000:
        raise Problem("clock_skew")
    _use_nonce(ward_id, device_id, nonce, now)
    return device


def _verify(point: bytes, body: bytes, at_text: str, nonce: str) -> None:
    path = request.full_path if request.query_string else request.path
    said = "\n".join((request.method, path, base64url.encode(sha256(body).digest()), at_text, nonce))
    try:
        signature = base64url.decode(request.headers.get("GD-Signature", ""))
        if len(signature) != 64 or len(nonce) > 64:
            raise Problem("signature_invalid")
        both = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        public_key(bytes(point)).verify(both, said.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise Problem("signature_invalid") from error


def _use_nonce(ward_id: int, device_id: str, nonce: str, now: int) -> None:
    oldest = now - 2 * SIGNATURE_SKEW_SECONDS * 1000
    with database.atomic():
        one_at_a_time(ward_id, f"nonces of {device_id}")
        DeviceNonce.delete().where(DeviceNonce.ward_id == ward_id, DeviceNonce.at < oldest).execute()
        seen = DeviceNonce.select().where(
            DeviceNonce.ward_id == ward_id, DeviceNonce.device == device_id, DeviceNonce.nonce == nonce
        )
        if seen.exists():
            raise Problem("request_replayed")
        DeviceNonce.insert(ward_id=ward_id, device=device_id, nonce=nonce, at=now).execute()
