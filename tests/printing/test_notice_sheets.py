"""The papers of a notice and the sheet for a meeting, opened and read back: short, as long as may be, and hostile."""

import pytest

from app.printing import neighbourhood_sheet, notice_sheets
from app.rules import chart
from tests.printing import reading
from tests.printing.notice_samples import LEAFLET, LOUD, MEETING, NOTICE, TEXT, TITLE, coverage

LONG = "\n".join(["Bà con mang theo căn cước, điện thoại có VNeID và giấy tờ liên quan đến việc cần làm."] * 45)[:4000]
SHEETS = {
    "notice": lambda text: notice_sheets.board_notice(NOTICE | {"text": text}),
    "leaflet": lambda text: notice_sheets.leaflet(LEAFLET | {"text": text}),
    "loud": lambda text: notice_sheets.loud(LOUD | {"text": text}),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_usual_text_is_one_page_and_the_longest_loses_no_word(name):
    pdf = SHEETS[name](TEXT)
    assert reading.size_mm(pdf) == (210, 297)
    assert len(reading.pages(pdf)) == 1
    assert reading.faults(pdf) == []
    words = reading.text(pdf)
    for said in (TITLE, "Trẻ dưới 14 tuổi", "MẪU"):
        assert said in words
    long = SHEETS[name](LONG)
    assert reading.faults(long) == []
    assert reading.text(long).count("Bà con mang theo căn cước") == LONG.count("Bà con mang theo căn cước")


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_that_was_typed_becomes_markup(name):
    hostile = "<script>alert(1)</script> & <b>"
    assert hostile in reading.text(SHEETS[name](hostile))


def test_the_notice_has_its_number_its_day_and_who_signs_and_the_pen_where_there_is_none():
    words = reading.text(notice_sheets.board_notice(NOTICE))
    for said in ("Số: 125/TB-UBND", "ngày 16 tháng 11 năm 2026", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "02 tháng 12 năm 2026"):
        assert said in words, said
    assert "........../TB-UBND" in reading.text(notice_sheets.board_notice(NOTICE | {"number": "", "on": ""}))


def test_the_table_of_a_large_ward_has_its_head_on_every_page_and_the_sum_at_the_end():
    pdf = notice_sheets.coverage(coverage(80))
    assert reading.faults(pdf) == []
    pages = reading.pages(pdf)
    assert len(pages) > 1
    for page in pages:
        assert "Nơi niêm yết" in page
    assert "Cộng: 80 tổ; đã niêm yết 60 tổ; chưa niêm yết 20 tổ." in " ".join(pages[-1].split())


def test_the_meetings_sheet_fits_two_pages_and_stands_without_figures_too():
    pdf = neighbourhood_sheet.meeting_sheet(MEETING)
    assert reading.faults(pdf) == []
    assert len(reading.pages(pdf)) == 2
    for said in ("TỜ HỌP TỔ DÂN PHỐ", "trước là Tổ 3 phường Phúc La", "Chưa niêm yết", "TỔ TRƯỞNG"):
        assert said in reading.text(pdf)
    nothing = {
        "former": "",
        "lead": "",
        "facts": [("Lượt hỗ trợ", "0")],
        "notices": [],
        "trend": chart.line("Lượt hỗ trợ, mười hai tháng", [], ("Lượt hỗ trợ", "Nộp xong tại chỗ")),
        "difficulties": chart.pareto("Khó khăn gặp nhiều nhất", []),
        "ranks": chart.bars("Khó khăn của các hộ, hiện nay", []),
    }
    empty = reading.text(neighbourhood_sheet.meeting_sheet(MEETING | nothing))
    assert "Chưa có số liệu để vẽ." in empty
    assert "Không có thông báo nào." in empty
