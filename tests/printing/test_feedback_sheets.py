"""The register of feedback and the letter of an answer, opened and read back."""

import pytest

from app.printing import feedback_sheets
from tests.printing import reading
from tests.printing.feedback_samples import LETTER, LONG_NAME, REGISTER, rows


@pytest.fixture(scope="module")
def letter():
    return feedback_sheets.answer_letter(LETTER)


def test_the_register_is_a4_landscape_with_its_head_on_every_page():
    pdf = feedback_sheets.feedback_register(REGISTER, rows(30))
    assert reading.size_mm(pdf) == (297, 210)
    assert reading.faults(pdf) == []
    pages = reading.pages(pdf)
    assert len(pages) > 1
    assert "SỔ TIẾP NHẬN PHẢN ÁNH, KIẾN NGHỊ" in pages[0]
    for page in pages:
        assert "MẪU" in page
        assert "Công khai ở đâu" in page
    assert reading.first_column(pdf, 18, 24) == [f"{number:02d}" for number in range(1, 31)]
    assert "Sở Xây dựng Hà Nội, 09/11/2026" in reading.text(pdf)


def test_the_letter_says_what_was_said_what_was_found_and_who_signs(letter):
    assert reading.size_mm(letter) == (210, 297)
    assert reading.faults(letter) == []
    said = reading.text(letter)
    for words in (
        "V/v trả lời phản ánh, kiến nghị",
        f"Kính gửi: Ông/Bà {LONG_NAME}",
        "Ngày 06 tháng 11 năm 2026, Ủy ban nhân dân phường",
        "mã tra cứu 7K2M-9QXW-4T0H",
        "Đèn đã được thay ngày 09/11/2026.",
        "024 3354 1234",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "Nguyễn Văn Bình",
        "MẪU",
    ):
        assert words in said
    assert len(reading.pages(letter)) == 1


def test_nothing_that_was_typed_becomes_markup():
    hostile = "<script>alert(1)</script> & <b>"
    said = reading.text(
        feedback_sheets.answer_letter(LETTER | {"answer": hostile, "content": hostile, "name": hostile})
    )
    assert said.count("<script>alert(1)</script> & <b>") == 3


def test_the_same_letter_is_the_same_bytes(letter):
    assert feedback_sheets.answer_letter(LETTER) == letter
