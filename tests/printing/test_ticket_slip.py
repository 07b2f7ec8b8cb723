"""The number of the queue on a thermal roll, read back from the paper."""

import pytest

from app.printing import ticket_slip
from tests.printing import reading

RECORD = {
    "organ_line_1": "Ủy ban nhân dân",
    "organ_line_2": "Phường Hà Đông",
    "place": "Hà Đông",
    "demo": False,
    "at": "2026-11-21T08:41:00+07:00",
    "number": "A-037",
    "point": "Điểm hỗ trợ CT1A Văn Quán – Yên Phúc",
    "service": "Chứng thực",
    "priority": "Người cao tuổi",
    "ahead": 12,
    "wait": (10, 20),
}
# As long as the rules allow, with words that do not break by themselves.
LONG = RECORD | {"number": "KKK-999", "service": "Xác nhận tình trạng hôn nhân " * 2, "point": "Điểm " + "W" * 110}

both_sizes = pytest.mark.parametrize("size", ticket_slip.SIZES)


@both_sizes
def test_it_says_the_number_what_for_and_how_long(size):
    pdf = ticket_slip.ticket_slip(RECORD, size)
    text = reading.text(pdf)
    for words in (
        "Phường Hà Đông".upper(),
        "SỐ THỨ TỰ",
        "A-037",
        "Chứng thực",
        "Ưu tiên: Người cao tuổi",
        "Còn 12 người trước",
        "Chờ khoảng 10–20 phút",
        "Lấy số: 8 giờ 41, ngày 21/11/2026",
        "Số chỉ dùng trong ngày",
    ):
        assert words in text, words
    assert "MẪU" not in text
    assert f"{reading.size_mm(pdf)[0]:.0f}mm" == size


@both_sizes
def test_what_nobody_knows_leaves_no_empty_line(size):
    text = reading.text(ticket_slip.ticket_slip(RECORD | {"priority": "", "ahead": None, "wait": None}, size))
    for words in ("Ưu tiên", "người trước", "Chờ"):
        assert words not in text


@both_sizes
def test_the_longest_ticket_stays_on_one_page_inside_the_roll(size):
    pdf = ticket_slip.ticket_slip(LONG, size)
    assert len(reading.pages(pdf)) == 1
    picture = reading.picture(pdf, 100)
    # Nothing is printed in the outermost millimetre.
    edge = picture.crop((picture.width - 4, 0, picture.width, picture.height))
    assert edge.getextrema()[0] == 255


def test_the_roll_grows_with_what_is_said_and_a_sample_says_so():
    short = reading.size_mm(ticket_slip.ticket_slip(RECORD | {"priority": "", "ahead": None, "wait": None}, "80mm"))
    assert reading.size_mm(ticket_slip.ticket_slip(RECORD, "80mm"))[1] > short[1]
    assert "MẪU" in reading.text(ticket_slip.ticket_slip(RECORD | {"demo": True}, "80mm"))


def test_there_is_no_other_roll():
    with pytest.raises(ValueError, match="no ticket"):
        ticket_slip.ticket_slip(RECORD, "a4")
