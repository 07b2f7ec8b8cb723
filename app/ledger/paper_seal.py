"""Signs what a sheet's QR code says with the ward's key, and checks what was scanned."""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from app.ledger import seal
from app.records import ward as ward_records
from app.rules import paper_seal
from app.rules.paper_seal import NotASeal, Sheet


@dataclass(frozen=True)
class Checked:
    """`outcome`: genuine, forged, other_ward (a key that is not held here), unreadable, newer."""

    outcome: str
    sheet: Sheet | None = None
    ward: str = ""


def seal_sheet(
    ward_id: int,
    base_url: str,
    *,
    kind: str,
    facts: dict,
    issued_on: str,
    due_on: str = "",
    number: int = 0,
    register: str = "",
    year: int = 0,
    code: str = "",
) -> str:
    """The text of a sheet's QR code (printing.qr.picture draws it).

    `kind`: "01" … "07"; `facts`: {name: text} of everything that is printed; `register`: the symbol behind the number
    ("TNHS"; a sheet without a number says neither it nor the year); `code`: the dossier's tracking code. Raises
    ValueError for what cannot be spelled.
    """
    key = ward_records.key(ward_id, "sign")
    sheet = Sheet(
        key=paper_seal.key_id(bytes(key["public"])),
        ward=ward_id,
        kind=kind,
        number=number,
        register=register if number else "",
        year=year if number else 0,
        issued_on=issued_on,
        due_on=due_on,
        digest=paper_seal.digest(_secret(key), facts),
        code=code,
    )
    text = paper_seal.body(sheet)
    signature = seal.load_private(bytes(key["private"])).sign(paper_seal.signed_bytes(text))
    return paper_seal.address(base_url, text, signature)


def public_keys() -> list[dict]:
    """[{id, ward, name, public}] of every ward of this server, retired keys too: what a page needs to check paper."""
    return [
        {
            "id": paper_seal.key_id(bytes(key["public"])),
            "ward": ward["id"],
            "name": ward["name"],
            "public": bytes(key["public"]),
        }
        for ward in ward_records.all_wards()
        for key in ward_records.sign_keys(ward["id"])
    ]


def check(text: str, keys: list[dict]) -> Checked:
    """What is to be thought of a scanned or pasted text, by these keys (`public_keys`)."""
    try:
        sheet, said, signature = paper_seal.read(text)
    except NotASeal as problem:
        return Checked(problem.reason)
    held = [key for key in keys if key["id"] == sheet.key]
    if not held:
        return Checked("other_ward", sheet)
    for key in held:
        try:
            public = ed25519.Ed25519PublicKey.from_public_bytes(key["public"])
            public.verify(signature, paper_seal.signed_bytes(said))
        except InvalidSignature:
            continue
        if key["ward"] == sheet.ward:
            return Checked("genuine", sheet, key["name"])
    return Checked("forged", sheet)


def facts_match(sheet: Sheet, facts: dict) -> bool:
    """Whether a genuine sheet was printed with exactly these facts: the ward alone can tell."""
    for key in ward_records.sign_keys(sheet.ward):
        if paper_seal.key_id(bytes(key["public"])) == sheet.key:
            return hmac.compare_digest(paper_seal.digest(_secret(key), facts), sheet.digest)
    return False


def _secret(key: dict) -> bytes:
    return hashlib.sha256(b"gandan/sheet-digest/1\n" + bytes(key["private"])).digest()
