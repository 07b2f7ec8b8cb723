"""The month's evaluation on paper, opened and read back."""

from app.printing import evaluation_sheet
from tests.printing import reading
from tests.printing.feedback_samples import LETTER

_NAMES = ("organ_line_1", "organ_line_2", "place", "demo", "signer_rank", "head_title", "signer_name")
_HEADING = {name: LETTER[name] for name in _NAMES}
_LINE = {"name": "Chỉ số dài " * 12, "points": "1,7", "n": 791, "why": "24 hồ sơ trễ"}
SHEET = {
    **_HEADING,
    "at": "2026-11-10T09:00:00+07:00",
    "month": "tháng 10/2026",
    "scheme": "Chấm điểm theo TT 01/2018/TT-VPCP, Điều 13–15",
    "kind": "Công chức",
    "name": "Hồ Thị Ngọc Bích <script>",
    "lines": [_LINE | {"number": number} for number in range(1, 10)],
    "total": "10,2",
    "most": "12",
    "suggested": "Tốt",
    "scaled": True,
    "beside": [("Trả kết quả đúng hẹn", "97 % (767 trên 791; 95,5 % – 98 %)")],
    "decisions": [
        {"band": "Tốt", "reason": "", "when": "ngày 05/11/2026", "by": "Trần Quang Minh"},
        {"band": "Khá", "reason": "Hai phản ánh trả lời sơ sài", "when": "ngày 08/11/2026", "by": "Trần Quang Minh"},
    ],
}  # fmt: skip


def test_the_sheet_says_the_points_the_suggestion_and_what_was_decided_last():
    pdf = evaluation_sheet.evaluation_sheet(SHEET)
    assert reading.size_mm(pdf) == (210, 297)
    assert reading.faults(pdf) == []
    said = reading.text(pdf)
    for words in (
        "PHIẾU ĐÁNH GIÁ THÁNG 10/2026",
        "Hồ Thị Ngọc Bích <script>",
        "24 hồ sơ trễ",
        "Đã ghi trước đó: Tốt.",
        "Quyết định: Khá.",
        "Hai phản ánh trả lời sơ sài",
        "tính theo tỷ lệ",
        "MẪU",
    ):
        assert words in said, words
    assert evaluation_sheet.evaluation_sheet(SHEET) == pdf


def test_without_a_decision_the_sheet_says_that_it_is_none():
    said = reading.text(evaluation_sheet.evaluation_sheet(SHEET | {"decisions": [], "suggested": ""}))
    assert "Chưa có quyết định." in said
    assert "máy không gợi ý mức" in said


def test_the_list_keeps_its_head_on_every_page():
    row = {"name": "Nguyễn Hoàng Bảo Châu", "points": "9,2/10", "suggested": "", "on_time": "3 trên 4 hồ sơ"}
    rows = [row | {"decision": "Hoàn thành 100% nhiệm vụ", "reason": "Theo phân công"} for _ in range(60)]
    pdf = evaluation_sheet.evaluation_list({**SHEET, "rows": rows})
    assert reading.faults(pdf) == []
    pages = reading.pages(pdf)
    assert len(pages) > 1
    assert all("Trả đúng hẹn" in page for page in pages[:-1])
