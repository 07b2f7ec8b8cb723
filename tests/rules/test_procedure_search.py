"""The public page finds what the tablet finds: the same cases as tests/js/core/procedure_search.test.mjs."""

import unicodedata

import pytest

from app.rules.procedure_search import search
from tests.shared_cases import cases

PROCEDURES = cases("procedures")
BIRTH, RESIDENCE, TEMPORARY = "1.001193", "1.004222", "1.004194"
MARRIAGE, COPY = "1.000894", "2.000815"


def codes(query: str) -> list[str]:
    return [row["code"] for row in search(query, PROCEDURES)]


def test_an_empty_query_gives_the_favourites_first_then_the_rest_as_listed():
    assert codes("")[:4] == [BIRTH, RESIDENCE, TEMPORARY, COPY]
    assert codes("")[6:] == [row["code"] for row in PROCEDURES if not row["favourite"]]
    assert codes(" - ") == codes("")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", BIRTH),
        (unicodedata.normalize("NFD", "Khai Sinh"), BIRTH),
        ("dang ki khai sinh", BIRTH),
        ("thủ tục đăng ký khai sinh", BIRTH),
        ("kh si", BIRTH),
        ("khia sinh", BIRTH),
        ("khaii sinh", BIRTH),
        ("thưởng trú", RESIDENCE),
        ("thuogn tru", RESIDENCE),
        ("ho khau", RESIDENCE),
        ("kt3", TEMPORARY),
        ("kết hôn", MARRIAGE),
        ("sao y", COPY),
        ("001193", BIRTH),
        ("1.00119", BIRTH),
    ],
)
def test_the_first_answer_is_what_a_person_meant(query, code):
    assert codes(query)[0] == code


@pytest.mark.parametrize("case", cases("procedure_queries"), ids=lambda case: case["why"])
def test_slips_and_old_names_are_understood_as_on_the_tablet(case):
    assert (codes(case["query"]) or [""])[0] == case["first"]


def test_old_names_alone_are_no_query():
    assert codes("phường Phúc La") == codes("")


def test_every_word_of_the_query_must_fit():
    assert codes("khai sinh xyzabc") == []
    assert all("nước ngoài" in row["name"] for row in search("khai sinh nuoc ngoai", PROCEDURES))


def test_a_word_of_three_letters_forgives_nothing():
    assert codes("xau") == []


@pytest.mark.parametrize(
    "query", ["(", "[a-z]+", ".*", "\\", "🙂", "<script>", "\u202e", "a" * 5000, "đ" * 300, "a b " * 500]
)
def test_nothing_typed_breaks_the_search(query):
    assert isinstance(codes(query), list)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "1.001193"),
        ("chung thuc", "2.000815"),
        ("ket hon", "1.000894"),
        ("khai tu", "1.000656"),
        ("tam tru", "1.004194"),
        ("doc than", "1.004873"),
        ("sao y", "2.000815"),
        ("ho khau", "1.004222"),
    ],
)
def test_in_the_real_catalogue_the_plain_case_stands_first(query, code):
    from app.rules.procedure_import import starter_cards

    rows = [body for _, body in starter_cards() if body["status"] == "in_force"]
    assert search(query, rows)[0]["code"] == code
