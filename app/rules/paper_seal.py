"""What the QR code of a printed sheet says, and how: facts of the sheet under the ward's signature.

    HTTPS://GANDAN.EXAMPLE.VN/X#GD1.⟨key⟩.⟨ward⟩.⟨kind⟩.⟨number⟩.⟨register⟩.⟨year⟩.⟨issued⟩.⟨due⟩.⟨digest⟩.⟨code⟩.⟨signature⟩

The facts stand behind the #, which a browser keeps to itself: they reach no server and no log. Nothing of a person is
among them. Every letter belongs to QR's alphanumeric mode (but the #), so that the picture stays small on A5. One sheet
has one spelling: what is read and written again is the same text, or it is refused.

    key        8 symbols: which of the ward's signing keys (`key_id`), so that keys can change
    ward       the ward's internal number
    kind       01 … 07, the forms of TT 03/2025/TT-VPCP
    number, register, year   "12", "TNHS", "2026" of số 12/TNHS/2026; all three empty on a sheet without a number
    issued     YYMMDD
    due        YYMMDD of the day that the sheet promises, or empty
    digest     13 symbols (65 bits) of everything that is printed, under a key that only the ward has (`digest`)
    code       the dossier's public tracking code, 12 symbols, or empty
    signature  Ed25519 over `signed_bytes` of all before the last dot, 103 symbols

Pure: signing and checking are in app/ledger/paper_seal.py and, twin of all here, static/js/core/paper_seal.js.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from app.rules import base32, tracking
from app.rules.canonical import canonical

VERSION = "GD1"
KINDS = ("01", "02", "03", "04", "05", "06", "07")
LENGTH_MAX = 300
PATH = "/X"
_DOMAIN = b"gandan/paper/1\n"
_KEY_SYMBOLS = 8
_DIGEST_SYMBOLS = 13
_SIGNATURE_BYTES = 64
_FIELDS = 11

_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_REGISTER = re.compile(r"[A-Z][A-Z0-9-]{0,9}", re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
_DAY = re.compile(r"[0-9]{6}", re.ASCII)
_SYMBOLS = re.compile(f"[{base32.SYMBOLS}]*")
# Around the text: what people paste, and what readers put there.
_TEXT = re.compile(r"GD([0-9]+)\.([A-Z0-9.-]*)", re.ASCII)


class NotASeal(ValueError):
    """The text carries no facts of a sheet. `reason`: "unreadable", or "newer" when a later version wrote it."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sheet:
    """Facts of one printed sheet. Days are "YYYY-MM-DD"; "" and 0 mean that the sheet has none."""

    key: str
    ward: int
    kind: str
    number: int
    register: str
    year: int
    issued_on: str
    due_on: str
    digest: str
    code: str

    @property
    def full_number(self) -> str:
        """ "12/TNHS/2026", below 10 with its zero as on paper; "" for a sheet without a number."""
        return f"{self.number:02d}/{self.register}/{self.year}" if self.number else ""


def key_id(public: bytes) -> str:
    """The name of a signing key: the first 40 bits of a hash of its public half."""
    return base32.encode(hashlib.sha256(b"gandan/sign-key/1\n" + public).digest()[:5])


def digest(secret: bytes, facts: dict) -> str:
    """65 bits of everything a sheet says (`facts`: {name: text as printed}), so that a changed line can be shown.

    Keyed with a secret of the ward: an open hash of a name, a number and a date can be guessed through.
    """
    told = hmac.new(secret, b"gandan/sheet/1\n" + canonical(facts).encode(), hashlib.sha256).digest()
    return base32.encode(told)[:_DIGEST_SYMBOLS]


def body(sheet: Sheet) -> str:
    """All that is signed, as text. Raises ValueError for facts that `read` would not take back."""
    numbered = (str(sheet.number), sheet.register, str(sheet.year)) if sheet.number else ("", "", "")
    days = (_short(sheet.issued_on), _short(sheet.due_on) if sheet.due_on else "")
    text = ".".join((VERSION, sheet.key, str(sheet.ward), sheet.kind, *numbered, *days, sheet.digest, sheet.code))
    if _sheet(text.split(".")) != sheet:
        raise ValueError(f"a sheet that cannot be spelled: {sheet}")
    return text


def signed_bytes(text: str) -> bytes:
    """What the signature covers. No other statement of the ward begins so: those are base64url."""
    return _DOMAIN + text.encode("ascii")


def address(base_url: str, text: str, signature: bytes) -> str:
    """What the QR code says. Raises ValueError when it would be longer than 300 letters.

    In capitals, but for a site below a path, where they would be another address.
    """
    page = f"{base_url.rstrip('/')}{PATH}"
    below = base_url.partition("://")[2].partition("/")[2].strip("/")
    url = f"{page if below else page.upper()}#{text}.{base32.encode(signature)}"
    if len(url) > LENGTH_MAX:
        raise ValueError(f"{len(url)} letters are too many for a QR code")
    return url


def read(text: str) -> tuple[Sheet, str, bytes]:
    """(the facts, the text that is signed, the signature) in what was scanned or pasted: an address or its end alone.

    Raises NotASeal.
    """
    found = _TEXT.search(re.sub(r"\s+", "", text[: 4 * LENGTH_MAX]).rpartition("#")[2].upper())
    if not found:
        raise NotASeal("unreadable")
    if int(found[1]) > 1:
        raise NotASeal("newer")
    said, _, signature = found[0].rpartition(".")
    try:
        raw = base32.decode(signature)
        sheet = _sheet(said.split("."))
        if len(raw) != _SIGNATURE_BYTES or body(sheet) != said:
            raise NotASeal("unreadable")
    except ValueError as error:
        raise NotASeal("unreadable") from error
    return sheet, said, raw


def _sheet(parts: list[str]) -> Sheet:
    """Raises ValueError for anything but the fields of a sheet, each in its one spelling."""
    if len(parts) != _FIELDS or parts[0] != VERSION:
        raise ValueError("not the fields of a sheet")
    _, key, ward, kind, number, register, year, issued, due, told, code = parts
    good = (
        len(key) == _KEY_SYMBOLS
        and _SYMBOLS.fullmatch(key)
        and _NUMBER.fullmatch(ward)
        and kind in KINDS
        and (
            (_NUMBER.fullmatch(number) and _REGISTER.fullmatch(register) and _YEAR.fullmatch(year))
            or not (number or register or year)
        )
        and len(told) == _DIGEST_SYMBOLS
        and _SYMBOLS.fullmatch(told)
        and (not code or tracking.check(code))
    )
    if not good:
        raise ValueError("not the fields of a sheet")
    return Sheet(
        key=key,
        ward=int(ward),
        kind=kind,
        number=int(number or 0),
        register=register,
        year=int(year or 0),
        issued_on=_long(issued),
        due_on=_long(due) if due else "",
        digest=told,
        code=code,
    )


def _short(on: str) -> str:
    day = date.fromisoformat(on)
    if not 2000 <= day.year < 2100:
        raise ValueError("a day of another century")
    return f"{day:%y%m%d}"


def _long(day: str) -> str:
    if not _DAY.fullmatch(day):
        raise ValueError("not a day")
    return date(2000 + int(day[:2]), int(day[2:4]), int(day[4:])).isoformat()
