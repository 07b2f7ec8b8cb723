"""Minutes of an outreach event and of an inspection, opened and read back."""

import pytest

from app.printing import minutes_sheets
from tests.printing import reading
from tests.printing.minutes_samples import INSPECTION, LONG_NAME, OUTREACH


@pytest.fixture(scope="module")
def outreach():
    return minutes_sheets.outreach_minutes(OUTREACH)


@pytest.fixture(scope="module")
def inspection():
    return minutes_sheets.inspection_minutes(INSPECTION)


def test_the_minutes_of_an_evening_say_how_many_came_what_was_asked_and_given(outreach):
    assert reading.size_mm(outreach) == (210, 297)
    assert reading.faults(outreach) == []
    said = reading.text(outreach)
    for words in (
        "BIÊN BẢN",
        "/BB-UBND",
        "19 giờ 05 phút, ngày 20 tháng 11 năm 2026",
        "45 người, Tổ dân phố 7, Tổ dân phố 12",
        "Đến Công an phường để kích hoạt.",
        # Nobody has answered yet: the minutes say so, and where it went.
        "Sẽ trả lời sau buổi này.",
        "mã tra cứu 7K2M-9QXW-4T0H",
        "Áp phích: dùng VNeID an toàn",
        "THƯ KÝ",
        "CHỦ TRÌ",
        "MẪU",
    ):
        assert words in said


def test_the_minutes_of_an_inspection_say_item_by_item_and_who_mends_what(inspection):
    assert reading.faults(inspection) == []
    said = reading.text(inspection)
    for words in (
        "8 giờ 05 phút, ngày 20 tháng 11 năm 2026",
        "9 giờ 40 phút, ngày 20 tháng 11 năm 2026",
        "Trần Quang Minh; Lê Hoài An",
        LONG_NAME,
        "Đạt: 13; Chưa đạt: 02; Không áp dụng: 00",
        "Bảng phí ở quầy 2 còn ghi mức của năm trước.",
        "27/11/2026",
        "NƠI ĐƯỢC KIỂM TRA",
        "NGƯỜI CHỨNG KIẾN",
        "ĐOÀN KIỂM TRA",
    ):
        assert words in said
    assert reading.first_column(inspection, 30, 40)[:15] == [f"{number:02d}" for number in range(1, 16)]
    # The signatures never stand alone on a page.
    assert "Biên bản lập xong" in reading.pages(inspection)[-1]


def test_without_questions_papers_and_faults_the_sheets_say_so():
    bare = OUTREACH | {"questions": [], "documents": [], "starts": "", "audience": ""}
    said = reading.text(minutes_sheets.outreach_minutes(bare))
    assert "Không có câu hỏi, ý kiến." in said
    assert "Không phát tài liệu." in said
    late = {"began_at": "", "faults": [], "inspected": [], "shortcomings": "", "recommendation": "", "opinion": ""}
    said = reading.text(minutes_sheets.inspection_minutes(INSPECTION | late))
    assert "Thời gian bắt đầu: ngày 20 tháng 11 năm 2026" in said
    assert "Yêu cầu khắc phục" not in said
    assert "Không có ý kiến khác." in said


def test_nothing_that_was_typed_becomes_markup():
    hostile = "<script>alert(1)</script> & <b>"
    told = {"summary": hostile, "conclusion": hostile, "questions": [{"asked": hostile, "answer": hostile, "code": ""}]}
    assert reading.text(minutes_sheets.outreach_minutes(OUTREACH | told)).count(hostile) == 4
