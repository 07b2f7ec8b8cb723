"""Signing what a sheet's QR code says with the ward's key, and checking it: the server's side of the shared cases."""

from dataclasses import asdict, replace

import pytest

from app.ledger import paper_seal, seal, ticket
from app.records.ward import WardKey
from app.rules import base32, base64url
from app.rules import paper_seal as rules
from tests import people
from tests.shared_cases import cases

VECTORS = cases("paper_seal")
KEYS = [{**key, "public": base64url.decode(key["public"])} for key in VECTORS["keys"]]
BASE = "http://localhost"
FACTS = {"name": "Nguyễn Thị Mai", "due": "16 giờ 30, ngày 25/11/2026"}


def sealed(ward_id=people.WARD, **changed) -> str:
    told = {"kind": "01", "number": 12, "register": "TNHS", "year": 2026, "issued_on": "2026-11-20"}
    return paper_seal.seal_sheet(ward_id, BASE, facts=FACTS, **(told | {"due_on": "2026-11-25"} | changed))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_shared_cases(case):
    told = paper_seal.check(case["text"], KEYS)
    assert told.outcome == case["outcome"]
    assert (asdict(told.sheet) if told.sheet else None) == case["sheet"]
    assert told.ward == case["ward"]


def test_base_32_of_the_shared_cases():
    for case in VECTORS["base32"]:
        assert base32.encode(bytes.fromhex(case["hex"])) == case["text"]
        assert base32.decode(case["text"]).hex() == case["hex"]
    for wrong in VECTORS["base32_wrong"]:
        with pytest.raises(ValueError, match="base 32"):
            base32.decode(wrong)


def test_what_the_vectors_were_signed_with_signs_the_same_today():
    genuine = VECTORS["cases"][0]
    text = rules.body(rules.Sheet(**genuine["sheet"]))
    key = seal.load_private(base64url.decode(VECTORS["private"]))
    assert rules.address("https://gandan.example.vn", text, key.sign(rules.signed_bytes(text))) == genuine["text"]


def test_a_wards_sheet_is_genuine_with_its_name(app):
    told = paper_seal.check(sealed(), paper_seal.public_keys())
    assert (told.outcome, told.ward) == ("genuine", "Phường Thử")
    assert told.sheet.full_number == "12/TNHS/2026"
    assert told.sheet.due_on == "2026-11-25"
    assert paper_seal.check(sealed(people.OTHER_WARD), paper_seal.public_keys()).ward == "Phường Bên"
    assert paper_seal.check(sealed(number=0), paper_seal.public_keys()).sheet.full_number == ""


def test_only_the_ward_can_tell_whether_the_printed_facts_are_those(app):
    sheet = paper_seal.check(sealed(), paper_seal.public_keys()).sheet
    assert paper_seal.facts_match(sheet, FACTS)
    assert not paper_seal.facts_match(sheet, FACTS | {"due": "16 giờ 30, ngày 26/11/2026"})
    assert not paper_seal.facts_match(replace(sheet, key="00000000"), FACTS)
    other = paper_seal.check(sealed(people.OTHER_WARD), paper_seal.public_keys()).sheet
    assert other.digest != sheet.digest


def test_paper_outlives_the_key_that_signed_it(app):
    """A key that is followed by another keeps its public half under "sign-…"."""
    old = sealed()
    WardKey.update(purpose="sign-1").where(WardKey.ward_id == people.WARD, WardKey.purpose == "sign").execute()
    private, public = seal.new_sign_key()
    WardKey.insert(ward_id=people.WARD, purpose="sign", private=private, public=public).execute()
    keys = paper_seal.public_keys()
    for text in (old, sealed()):
        told = paper_seal.check(text, keys)
        assert told.outcome == "genuine"
        assert paper_seal.facts_match(told.sheet, FACTS)
    assert len({rules.read(text)[0].key for text in (old, sealed())}) == 2


def test_no_ticket_can_be_made_into_a_sheet_nor_a_sheet_into_a_ticket(app):
    person = {"id": people.LAN.id, "role": "volunteer"}
    signed, _ = ticket.shift_ticket(people.WARD, "device", person, people.CT1A, 1)
    text, signature = rules.read(sealed())[1:]
    stolen = rules.address(BASE, text, base64url.decode(signed.split(".")[1]))
    assert paper_seal.check(stolen, paper_seal.public_keys()).outcome == "forged"
    key = next(key for key in paper_seal.public_keys() if key["ward"] == people.WARD)
    words = rules.signed_bytes(text)
    for claimed in (words.decode(), base64url.encode(words)):
        assert seal.read_statement(key["public"], f"{claimed}.{base64url.encode(signature)}") is None


def test_no_private_half_is_among_the_public_keys(app):
    for key in paper_seal.public_keys():
        assert set(key) == {"id", "ward", "name", "public"}
        assert len(key["public"]) == 32
