"""What is typed or scanned into the search of the work screen."""

import pytest

from app.rules import paper_seal, tracking
from app.rules.dossier_search import name_key, read

CODE = tracking.make(bytes(range(11)))
SEAL = paper_seal.address(
    "https://gandan.example.vn",
    paper_seal.body(paper_seal.Sheet("A" * 8, 1, "01", 12, "TNHS", 2026, "2026-11-20", "2026-11-26", "0" * 13, CODE)),
    bytes(64),
)


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), tracking.format(CODE), f" {tracking.format(CODE).lower()} ", f"https://x.vn/M/{CODE}", SEAL],
)
def test_a_code_in_any_spelling_and_out_of_a_scanner(typed):
    assert read(typed).tracking == CODE


@pytest.mark.parametrize(
    ("typed", "number", "year"),
    [("12/2026", 12, 2026), ("012/2026", 12, 2026), ("12 / 2026", 12, 2026), ("12/TNHS/2026", 12, 2026),
     ("12", 12, 0), ("0", 0, 0), ("12/1999", 0, 0), ("12/", 0, 0), ("1204 CT1A", 0, 0)],
)  # fmt: skip
def test_the_number_of_a_receipt(typed, number, year):
    found = read(typed)
    assert (found.number, found.year) == (number, year)


def test_a_telephone_in_every_spelling():
    assert {read(typed).phone for typed in ("0912345678", "0912 345 678", "+84912345678", "0912.345.678")} == {
        "+84912345678"
    }
    assert read("anh tuyet").phone == ""


def test_words_lose_their_diacritics():
    assert read("  Nguyễn  Thị ÁNH Tuyết ").words == (("nguyen",), ("thi",), ("anh",), ("tuyet",))


def test_closed_dossiers_are_looked_up_by_the_given_name():
    assert name_key(read("anh tuyet").words) == "tuyet"
    assert name_key(read("a").words) == ""
    assert name_key(read("").words) == ""


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "x" * 5_000, "GD1.", "HTTPS://X/#GD9.ABC", "%_'\";--", "0" * 400])
def test_nonsense_is_only_words(typed):
    found = read(typed)
    assert not found.tracking
    assert not found.year
