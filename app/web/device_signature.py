"""Who sent a sync request: the device's own key over method, path, body, time and a nonce that counts once."""

import re

from flask import g, request

from app.config import SIGNATURE_SKEW_SECONDS
from app.ledger import seal
from app.problems import Problem
from app.records import device as device_records
from app.records import ledger_entry
from app.rules import signed_text
from app.rules.ward import number as ward_number
from app.web import wire
from app.web.sessions import now_ms

_MILLISECONDS = re.compile("[0-9]{1,15}")


def signed_request(kind=None, even_revoked: bool = False) -> tuple[dict, object]:
    """(the device row, the body as a `kind`). Raises what `signed_device`, `wire.body_bytes` and `wire.read` raise."""
    sent, inflated = wire.body_bytes()
    device = signed_device(sent, now_ms(), even_revoked)
    return device, wire.read(inflated, kind) if kind else None


def said_name() -> tuple[int, str]:
    """(ward, device) as the request names itself; 0 for no ward."""
    ward_text, _, device_id = request.headers.get("GD-Device", "").partition(".")
    return ward_number(ward_text), device_id


def signed_device(body: bytes, now: int, even_revoked: bool = False) -> dict:
    """The device row behind this request. Raises Problem: device_unknown, device_revoked, signature_invalid,
    clock_skew, request_replayed. `body` is what came over the wire, compressed or not; `now` in ms.
    """
    ward_id, device_id = said_name()
    device = device_records.device(ward_id, device_id)
    if device is None or device["public_key"] is None:
        raise Problem("device_unknown")
    g.incarnation = ledger_entry.head(ward_id)["incarnation"]
    check_signature(bytes(device["public_key"]), body)
    if device["revoked_at"] is not None and not even_revoked:
        raise Problem("device_revoked")
    g.directive = device["directive"]
    check_once(ward_id, device_id, now)
    return device


def check_signature(point: bytes, body: bytes) -> None:
    """Whether whoever holds this key sent the request. Raises Problem signature_invalid."""
    path = request.full_path if request.query_string else request.path
    at_text, nonce = request.headers.get("GD-At", ""), request.headers.get("GD-Nonce", "")
    said = signed_text.of_request(request.method, path, body, at_text, nonce)
    if len(nonce) > 64 or not seal.device_signed(point, request.headers.get("GD-Signature", ""), said):
        raise Problem("signature_invalid")


def check_once(ward_id: int, device_id: str, now: int) -> None:
    """Whether the request is of now and comes for the first time. Raises Problem clock_skew, request_replayed."""
    at_text = request.headers.get("GD-At", "")
    if not _MILLISECONDS.fullmatch(at_text) or abs(int(at_text) - now) > SIGNATURE_SKEW_SECONDS * 1000:
        raise Problem("clock_skew")
    _use_nonce(ward_id, device_id, request.headers.get("GD-Nonce", ""), now)


def _use_nonce(ward_id: int, device_id: str, nonce: str, now: int) -> None:
    if not device_records.use_nonce(ward_id, device_id, nonce, now):
        raise Problem("request_replayed")
