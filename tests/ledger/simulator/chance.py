"""The seams through which chance enters the server: during a schedule its ids, salts and secrets are the step's own.

Only where randomness comes from is replaced, no code of the server. A body may also be sealed with a quick box that
opens in a microsecond (`quick_box`): HPKE for every record would be most of a simulation's time.
"""

import base64
import hashlib
import random
from functools import lru_cache
from types import SimpleNamespace

from app.ledger import enrolment, envelope, founding, seal

QUICK = "~"

_source = random.Random(0)


def use(source: random.Random) -> None:
    """From now on everything random comes from here."""
    global _source
    _source = source


def id_() -> str:
    digits = f"{_source.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def salt() -> str:
    return _encode(_source.getrandbits(128).to_bytes(16, "big"))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def commitment(salt_text: str, body: str) -> str:
    """SHA-256 over salt and canonical body, in base64url: the simulator's own writing of SYNC.md §3."""
    return _encode(hashlib.sha256(base64.urlsafe_b64decode(salt_text + "==") + body.encode()).digest())


def quick_box(plain: str, bound_to: bytes) -> str:
    """`plain` so that nobody reads it in passing, bound to its header like a true seal."""
    return QUICK + _encode(hashlib.sha256(bound_to).digest()[:8] + plain.encode())


def _open(true_unseal):
    def unseal(private_key, sealed: str, bound_to: bytes) -> bytes:
        if not sealed.startswith(QUICK):
            return true_unseal(private_key, sealed, bound_to)
        text = sealed[1:]
        try:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError as error:
            raise seal.Unreadable from error
        if data[:8] != hashlib.sha256(bound_to).digest()[:8]:
            raise seal.Unreadable
        return data[8:]

    return unseal


_SEAMS = {
    envelope: ("uuid_utils", "os"),
    founding: ("secrets",),
    enrolment: ("secrets",),
    seal: ("unseal", "load_private"),
}
_true = {(module, name): getattr(module, name) for module, names in _SEAMS.items() for name in names}


def install() -> None:
    """Opens the seams."""
    secrets = SimpleNamespace(
        token_hex=lambda size: f"{_source.getrandbits(8 * size):0{2 * size}x}",
        choice=lambda symbols: _source.choice(symbols),
    )
    envelope.uuid_utils = SimpleNamespace(uuid7=id_)
    envelope.os = SimpleNamespace(urandom=lambda size: _source.getrandbits(8 * size).to_bytes(size, "big"))
    founding.secrets = enrolment.secrets = secrets
    seal.unseal = _open(_true[seal, "unseal"])
    # The same few keys are read from their bytes thousands of times.
    seal.load_private = lru_cache(_true[seal, "load_private"])


def remove() -> None:
    """Closes them again: chance is chance."""
    for (module, name), true in _true.items():
        setattr(module, name, true)
