"""Mẫu 07, the registers, the hand-over slip and the label for the post, opened and read back."""

import pytest

from app.printing import registers
from app.problems import Problem
from tests.printing import reading
from tests.printing.counter_samples import (
    CERTIFICATION,
    HAND_OVER,
    LABEL,
    LEDGER,
    LONG_NAME,
    RECEPTION,
    certification_rows,
    ledger_rows,
    reception_rows,
)

REGISTERS = {
    "ledger": (registers.ledger, LEDGER, ledger_rows, "SỔ THEO DÕI HỒ SƠ"),
    "certifications": (
        registers.certification_register,
        CERTIFICATION,
        certification_rows,
        "SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH",
    ),
    "receptions": (registers.reception_register, RECEPTION, reception_rows, "SỔ TIẾP NHẬN HỒ SƠ"),
}
every = pytest.mark.parametrize("name", REGISTERS)


def drawn(name, count, **changes):
    make, register, rows, _title = REGISTERS[name]
    return make(register | changes, rows(count))


@every
def test_it_is_a4_landscape_and_valid_with_its_head_on_every_page(name):
    pdf = drawn(name, 40, closing=True)
    assert reading.size_mm(pdf) == (297, 210)
    assert reading.faults(pdf) == []
    pages = reading.pages(pdf)
    assert len(pages) > 1
    assert REGISTERS[name][3] in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        assert "MẪU" in page
        assert "Ghi chú" in page


@every
def test_every_number_is_there_once_and_in_order(name):
    numbers = reading.first_column(drawn(name, 60), 18, 24)
    assert numbers == [f"{number:02d}" for number in range(1, 61)]


@every
def test_cancelled_numbers_stay_with_their_reason(name):
    """R10: TT 01/2018 Đ10.2, NĐ 23/2015 Đ13."""
    text = reading.text(drawn(name, 20))
    assert text.count("Đã hủy: in hỏng") == sum(row["voided"] for row in REGISTERS[name][2](20)) == 2


def test_a_cancelled_number_is_struck_through_and_the_others_are_not():
    pdf = registers.certification_register(CERTIFICATION, certification_rows(8))
    image, scale = reading.picture(pdf, 300), 300 / 72
    struck = []
    for number in range(1, 9):
        boxes = reading.word_boxes(pdf, f"{number:02d}")
        box = next(box for box in boxes if 18 < box[0] / 72 * 25.4 < 29)
        digits = image.crop([round(edge * scale) for edge in box])
        struck.append(any(_dark_row(digits, y) for y in range(digits.height)))
    assert struck == [number == 7 for number in range(1, 9)]


def _dark_row(image, y):
    return all(image.getpixel((x, y)) < 128 for x in range(1, image.width - 1))


@every
def test_closing_counts_and_is_signed_by_the_head_of_the_one_stop(name):
    pages = reading.pages(drawn(name, 30, closing=True))
    assert "Sổ này có 30 số, từ số 01 đến số 30, trong đó 03 số đã hủy, gạch ngang." in pages[-1]
    assert "TRƯỞNG BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ (Ký, ghi rõ họ tên, đóng dấu) Lê Quang Minh" in pages[-1]
    assert "Sổ này có" not in reading.text(drawn(name, 30, closing=False))


@every
def test_an_empty_register_says_so(name):
    text = reading.text(drawn(name, 0, closing=True))
    assert "Trong thời gian này sổ không có số nào." in text
    assert "Sổ này không có số nào." in text


@every
def test_long_names_are_whole(name):
    assert LONG_NAME in reading.text(drawn(name, 6))


def test_the_number_of_the_form_follows_the_day_the_book_was_opened():
    assert "Mẫu 07 – Sổ theo dõi hồ sơ – Quyển số: 01/2026" in reading.text(drawn("ledger", 1))
    old = {"opened_on": "2025-01-02", "year": 2025}
    assert "Mẫu 06 – Sổ theo dõi hồ sơ – Quyển số: 01/2025" in reading.text(drawn("ledger", 1, **old))


@pytest.mark.parametrize("kind", registers.CERTIFICATIONS)
def test_each_kind_of_certification_has_its_book(kind):
    title, symbol, paper, _count = registers.CERTIFICATIONS[kind]
    text = reading.text(drawn("certifications", 2, kind=kind))
    for words in (title, f"{symbol} – ", paper, "12.000 đồng"):
        assert words in text, words


def test_a_volume_has_its_end():
    with pytest.raises(Problem) as problem:
        registers.ledger(LEDGER, ledger_rows(1) * (registers.ROWS_MAX + 1))
    assert problem.value.code == "printing_too_slow"


def test_a_hand_over_is_signed_by_both_sides():
    pdf = registers.hand_over(HAND_OVER)
    assert reading.size_mm(pdf) == (210, 297)
    assert reading.faults(pdf) == []
    text = reading.text(pdf)
    for words in (
        "PHIẾU BÀN GIAO HỒ SƠ 15 giờ 20 phút, ngày 20 tháng 11 năm 2026",
        "Số: 04/BGHS",
        "Phải nhận bàn giao chậm nhất: 8 giờ 00 phút, ngày 23 tháng 11 năm 2026",
        "5 7K2M-9QXW-0005",
        "Cộng: 05 hồ sơ.",
        "NGƯỜI GIAO (Ký và ghi rõ họ tên) Nguyễn Thị Hồng Nhung",
        "NGƯỜI NHẬN (Ký và ghi rõ họ tên, giờ nhận)",
    ):
        assert words in text, words


def test_a_label_says_where_it_goes_and_what_is_collected():
    pdf = registers.post_label(LABEL)
    assert reading.size_mm(pdf) == (148, 105)
    assert len(reading.pages(pdf)) == 1
    assert reading.faults(pdf) == []
    text = reading.text(pdf)
    for words in (
        "TRẦN VĂN ĐƯỢC",
        "Điện thoại: 0912 345 678",
        "Số bưu gửi: EB123456789VN",
        "Thu của người nhận: 24.000",
    ):
        assert words in text, words
    long = LABEL | {"to_name": LONG_NAME, "to_address": LABEL["to_address"] * 2, "contents": LABEL["contents"] * 3}
    assert len(reading.pages(registers.post_label(long))) == 1
