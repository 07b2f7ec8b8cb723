"""From bytes on the wire to an opened operation; and from a web form to the same thing."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256

import msgspec
import uuid_utils

from app.ledger import seal
from app.rules import base64url, clock, signed_text
from app.rules.canonical import canonical
from app.rules.operation import Operation, Refusal

_decode_operation = msgspec.json.Decoder(Operation).decode
_decode_any = msgspec.json.Decoder().decode


class _Plain(msgspec.Struct):
    d: msgspec.Raw
    s: str


_decode_plain = msgspec.json.Decoder(_Plain).decode


# What stands for an operation whose header nobody can read.
DEAD_LETTER = "dead.letter/1"


class BatchUnreadable(Exception):
    """An operation in a batch has no readable header; the device halves the batch until it stands alone."""


@dataclass(slots=True)
class Opened:
    """An operation with its body open, or with the trouble that kept it shut. `text` is what the ledger stores."""

    operation: Operation
    body: dict | None
    text: str | None
    at: int
    trouble: Refusal | None = None

    @property
    def as_it_came(self) -> str:
        """What the ledger keeps of a body that did not open: the seal; of one sent open its raw text, in braces."""
        one = self.operation
        if one.sealed:
            return one.sealed
        raw = bytes(one.body).decode(errors="replace").replace("\x00", "\ufffd")
        return f'{{"d":{raw},"s":{json.dumps(one.salt)}}}'


def new_id() -> str:
    return str(uuid_utils.uuid7())


def commitment(salt: str, body: bytes) -> str:
    """base64url SHA-256 over salt and canonical body."""
    return base64url.encode(sha256(base64url.decode(salt) + body).digest())


def decode(raw: bytes) -> Operation:
    """Raises BatchUnreadable when the header is not an operation's."""
    try:
        return _decode_operation(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BatchUnreadable from error


def _open_body(operation: Operation, raw_body: bytes, salt: str) -> tuple[dict | None, str | None, Refusal | None]:
    try:
        body = _decode_any(raw_body)
        if commitment(salt, raw_body) != operation.commitment:
            # What was sent open may have its keys in another order than the canonical text it was committed to.
            raw_body = canonical(body).encode()
            if commitment(salt, raw_body) != operation.commitment:
                return None, None, Refusal("commitment_mismatch")
    except (msgspec.DecodeError, ValueError, TypeError, RecursionError):
        return None, None, Refusal("unreadable", parked=True)
    if not isinstance(body, dict):
        return None, None, Refusal("body_invalid", details={"fields": {"d": "unreadable"}})
    return body, f'{{"d":{raw_body.decode()},"s":"{salt}"}}', None


def open_operation(operation: Operation, seal_key, now: int) -> Opened:
    """Opens the seal, checks the commitment, corrects the time. Never raises for what a device sent."""
    try:
        at = min(clock.parse(operation.at) - operation.clock_offset, now)
    except (ValueError, OverflowError):
        return Opened(operation, None, None, now, Refusal("unreadable", parked=True))
    if at < 0:
        return Opened(operation, None, None, now, Refusal("unreadable", parked=True))
    if operation.sealed:
        one = operation
        bound_to = signed_text.of_seal(one.id, one.type, one.entity, one.ward, one.commitment)
        try:
            plain = _decode_plain(seal.unpress(seal.unseal(seal_key, operation.sealed, bound_to)))
        except (seal.Unreadable, msgspec.DecodeError, RecursionError):
            return Opened(operation, None, None, at, Refusal("unreadable", parked=True))
        return Opened(operation, *_parts(operation, bytes(plain.d), plain.s, at))
    return Opened(operation, *_parts(operation, bytes(operation.body), operation.salt, at))


def _parts(operation, raw_body, salt, at):
    body, text, trouble = _open_body(operation, raw_body, salt)
    return body, text, at, trouble


def intent(
    type_: str,
    entity: str,
    body: dict,
    *,
    ward: int,
    device: str,
    author: str,
    now: int,
    base: int = 0,
    shift: str = "",
    op: str | None = None,
    at: int | None = None,
    salt: bytes | None = None,
) -> Opened:
    """What a web form, an import or the server itself wants done. `op` is the id that the form carried."""
    salt = base64url.encode(salt or os.urandom(16))
    raw_body = canonical(body).encode()
    operation = Operation(
        id=op or new_id(),
        sequence=0,
        type=type_,
        entity=entity,
        base=base,
        ward=ward,
        device=device,
        author=author,
        shift=shift,
        at=clock.write(now if at is None else at),
        clock_offset=0,
        app="server",
        commitment=commitment(salt, raw_body),
    )
    body, text, at_ms, trouble = _parts(operation, raw_body, salt, now if at is None else at)
    return Opened(operation, body, text, at_ms, trouble)


def is_sealed(entry: dict) -> bool:
    """Whether the body of a stored entry has not been opened yet and takes the ward's key."""
    return entry["body"] is None and bool(entry["sealed"]) and not entry["sealed"].startswith("{")


def reopen(entry: dict, seal_key=None) -> Opened:
    """A stored entry as it was when it came, to be applied now (a parked operation).

    What did not open then is tried again; `seal_key` is needed for that when it `is_sealed`.
    """
    operation = Operation(
        id=entry["op"],
        sequence=entry["q"],
        type=entry["type"],
        entity=entry["entity"],
        base=entry["base"],
        ward=entry["ward_id"],
        device=entry["device"],
        author=entry["staff"],
        shift=entry["shift"],
        at=entry["at_text"],
        clock_offset=entry["clock_offset"],
        app=entry["app"],
        commitment=entry["commitment"],
    )
    if entry["type"] == DEAD_LETTER:
        # Its body is what came, not what somebody meant: no release makes it readable.
        return Opened(operation, None, entry["body"], entry["at"], Refusal("unreadable", parked=True))
    if entry["body"] is not None:
        return Opened(operation, _decode_any(entry["body"])["d"], entry["body"], entry["at"])
    if entry["sealed"] and is_sealed(entry) == (seal_key is not None):
        if seal_key is None:
            with_salt = _decode_plain(entry["sealed"])
            operation.body, operation.salt = with_salt.d, with_salt.s
        else:
            operation.sealed = entry["sealed"]
        return open_operation(operation, seal_key, entry["received_at"])
    return Opened(operation, None, None, entry["at"], Refusal("unreadable", parked=True))
