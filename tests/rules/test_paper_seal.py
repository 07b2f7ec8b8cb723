"""The words of a sheet's QR code (TT 03/2025/TT-VPCP forms): one spelling, small, without a person (issue: part 5)."""

import os
import re
from dataclasses import replace

import pytest

from app.rules import base32, paper_seal, tracking
from app.rules.paper_seal import NotASeal, Sheet

CODE = tracking.make(bytes(range(11)))
BASE = "https://gandan.hadong.hanoi.gov.vn"
SIGNATURE = bytes(range(64))
SHEET = Sheet(
    key="7K3M9Q2A",
    ward=1,
    kind="01",
    number=12,
    register="TNHS",
    year=2026,
    issued_on="2026-11-20",
    due_on="2026-11-25",
    digest="0123456789ABC",
    code=CODE,
)


def spelled(sheet: Sheet) -> str:
    return paper_seal.address(BASE, paper_seal.body(sheet), SIGNATURE)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"due_on": ""},
        {"number": 0, "register": "", "year": 0},
        {"code": ""},
        {"kind": "07"},
        {"number": 9_999_999, "ward": 9_999_999, "register": "CT-BS"},
        {"issued_on": "2099-12-31", "due_on": "2000-01-01"},
    ],
)
def test_what_is_written_is_read_again(changed):
    sheet = replace(SHEET, **changed)
    assert paper_seal.read(spelled(sheet)) == (sheet, paper_seal.body(sheet), SIGNATURE)


def test_the_address_is_short_and_in_letters_that_qr_packs_tightly():
    address = spelled(SHEET)
    assert re.fullmatch(r"[0-9A-Z $%*+./:-]+#[0-9A-Z.-]+", address)
    assert len(address) <= 220
    assert paper_seal.address("https://a.vn/gan-dan/", paper_seal.body(SHEET), SIGNATURE).startswith(
        "https://a.vn/gan-dan/X#GD1."
    )
    with pytest.raises(ValueError, match="too many"):
        paper_seal.address("https://" + "a" * 200 + ".vn", paper_seal.body(SHEET), SIGNATURE)


def test_what_a_browser_sends_to_a_server_holds_no_fact():
    sent, _, kept_back = spelled(SHEET).partition("#")
    assert sent == "HTTPS://GANDAN.HADONG.HANOI.GOV.VN/X"
    assert "TNHS" in kept_back


@pytest.mark.parametrize(
    "typed",
    [
        lambda address: address.lower(),
        lambda address: address.partition("#")[2],
        lambda address: f"  {address[:60]}\n {address[60:]} ",
        lambda address: address.replace("GANDAN.", "GD1."),
    ],
)
def test_people_paste_it_as_they_like(typed):
    assert paper_seal.read(typed(spelled(SHEET)))[0] == SHEET


def test_every_other_spelling_is_refused():
    text = paper_seal.body(SHEET)
    tail = "." + base32.encode(SIGNATURE)
    for wrong in (
        text.replace(".1.01.", ".01.01."),
        text.replace(".12.", ".012."),
        text.replace(".01.", ".08."),
        text.replace(".01.", ".1."),
        text.replace("TNHS", ""),
        text.replace("TNHS", "TN HS".replace(" ", "_")),
        text.replace("261120", "261131"),
        text.replace("261120", ""),
        text.replace(SHEET.code, SHEET.code[:-1] + ("0" if SHEET.code[-1] != "0" else "1")),
        text.replace("0123456789ABC", "0123456789AB"),
        text.replace("7K3M9Q2A", "7K3M9Q2I"),
        text + ".X",
    ):
        with pytest.raises(NotASeal, match="unreadable"):
            paper_seal.read(wrong + tail)
    for cut in (
        text,
        text + tail[:-1],
        text + tail + "0",
        text + tail[:-1] + "Z",
        "",
        "xin chào",
        "https://example.vn/x",
    ):
        with pytest.raises(NotASeal, match="unreadable"):
            paper_seal.read(cut)


def test_a_later_version_says_so():
    with pytest.raises(NotASeal, match="newer"):
        paper_seal.read(spelled(SHEET).replace("GD1.", "GD2."))


def test_facts_that_cannot_be_spelled_are_a_mistake_of_ours():
    for wrong in ({"register": "Đ"}, {"kind": "08"}, {"ward": 0}, {"issued_on": "1999-01-01"}, {"code": CODE[::-1]}):
        with pytest.raises(ValueError, match=r"fields|century"):
            paper_seal.body(replace(SHEET, **wrong))


def test_the_number_is_written_as_on_paper():
    assert SHEET.full_number == "12/TNHS/2026"
    assert replace(SHEET, number=7).full_number == "07/TNHS/2026"
    assert replace(SHEET, number=0, register="", year=0).full_number == ""


def test_the_digest_changes_with_every_fact_and_cannot_be_guessed_without_the_key():
    facts = {"name": "Nguyễn Thị Mai", "due": "16 giờ 30, ngày 25/11/2026"}
    told = paper_seal.digest(b"k" * 32, facts)
    assert re.fullmatch(f"[{base32.SYMBOLS}]{{13}}", told)
    assert paper_seal.digest(b"k" * 32, dict(reversed(facts.items()))) == told
    assert paper_seal.digest(b"k" * 32, facts | {"due": "16 giờ 30, ngày 26/11/2026"}) != told
    assert paper_seal.digest(b"l" * 32, facts) != told


def test_a_signature_over_a_sheet_can_never_be_one_over_a_shift_ticket():
    """A ticket's signed text is base64url, which has neither a slash nor a line break."""
    assert paper_seal.signed_bytes(paper_seal.body(SHEET)).startswith(b"gandan/paper/1\n")


def test_base_32_has_one_spelling_for_all_bytes():
    for size in range(70):
        data = os.urandom(size)
        text = base32.encode(data)
        assert base32.decode(text) == data
        if size % 5:
            last = base32.SYMBOLS.index(text[-1])
            with pytest.raises(ValueError, match="stray"):
                base32.decode(text[:-1] + base32.SYMBOLS[last | 1])
    for wrong in ("I", "a0", "0", "000"):
        with pytest.raises(ValueError, match="base 32"):
            base32.decode(wrong)
