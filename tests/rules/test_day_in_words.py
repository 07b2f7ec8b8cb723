import pytest

from app.rules.day_in_words import day_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (31, "ba mươi mốt"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1945, "một nghìn chín trăm bốn mươi lăm"),
        (1990, "một nghìn chín trăm chín mươi"),
        (2000, "hai nghìn"),
        (2005, "hai nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (9999, "chín nghìn chín trăm chín mươi chín"),
    ],
)
def test_numbers_as_they_are_said(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-02", "Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("1975-04-30", "Ngày ba mươi tháng tư năm một nghìn chín trăm bảy mươi lăm"),
        ("2005-01-21", "Ngày hai mươi mốt tháng một năm hai nghìn không trăm linh năm"),
        ("1950-12", "Tháng mười hai năm một nghìn chín trăm năm mươi"),
        ("1950", "Năm một nghìn chín trăm năm mươi"),
        ("", ""),
    ],
)
def test_days_as_forms_write_them_out(day, words):
    assert day_in_words(day) == words


def test_more_than_a_year_of_four_digits_is_not_written_out():
    with pytest.raises(ValueError, match="9999"):
        number_in_words(10_000)
