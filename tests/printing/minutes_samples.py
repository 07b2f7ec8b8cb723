"""Demo minutes for paper: an evening in a neighbourhood, a surprise inspection of the one-stop."""

from app.rules.inspection_checklist import checklists
from tests.printing.counter_samples import LONG_NAME, OFFICE

OUTREACH = OFFICE | {
    "at": "2026-11-20T21:05:00.000+07:00",
    "title": "Hướng dẫn cài VNeID mức 2 và nộp hồ sơ trực tuyến cho người cao tuổi",
    "kind": "Tập huấn, hướng dẫn",
    "held_on": "2026-11-20",
    "starts": "19:05",
    "venue": "Nhà văn hóa tổ dân phố 7",
    "audience": "người cao tuổi và người giúp trong gia đình",
    "neighbourhoods": "Tổ dân phố 7, Tổ dân phố 12",
    "attended": 45,
    "summary": "Công an phường hướng dẫn cài VNeID mức 2.\nTình nguyện viên giúp 18 người cài ngay tại chỗ.",
    "questions": [
        {
            "asked": "Máy không có NFC thì làm thế nào?",
            "answer": "Đến Công an phường để kích hoạt.",
            "code": "",
        },
        {"asked": "Nên có thêm một buổi vào tối thứ Bảy.", "answer": "", "code": "7K2M-9QXW-4T0H"},
    ],
    "documents": [
        {"title": "Áp phích: dùng VNeID an toàn", "count": 50},
        {"title": "Tờ rơi: đăng ký khai sinh", "count": 30},
    ],
    "conclusion": "Tổ chức thêm một buổi ở tòa CT2A trước ngày 15/12/2026.",
    "chair": "Ông Trần Quang Minh, Phó Chủ tịch",
    "secretary": "Bà Đỗ Thu Hà, công chức",
}

_NOTES = {"phi-le-phi": "Bảng phí ở quầy 2 còn ghi mức của năm trước.", "co-so-vat-chat": "Sảnh chờ thiếu ghế."}
_ITEMS = [
    {
        "text": item["text"],
        "basis": item["basis"],
        "finding": "Chưa đạt" if item["code"] in _NOTES else "Đạt",
        "note": _NOTES.get(item["code"], ""),
    }
    for item in checklists()["mot_cua"].items
]
INSPECTION = OFFICE | {
    "at": "2026-11-20T09:40:00.000+07:00",
    "title": checklists()["mot_cua"].title,
    "venue": "Điểm phục vụ hành chính công phường Hà Đông",
    "on": "2026-11-20",
    "began_at": "2026-11-20T08:05:00.000+07:00",
    "inspectors": ["Trần Quang Minh", "Lê Hoài An"],
    "inspected": ["Đỗ Thu Hà", LONG_NAME],
    "present": "Ông Phạm Quốc Hùng, tổ trưởng tổ dân phố 3",
    "items": _ITEMS,
    "counts": [("Đạt", 13), ("Chưa đạt", 2), ("Không áp dụng", 0)],
    "strengths": "Mở cửa đúng giờ; thái độ tiếp dân tốt.",
    "shortcomings": "Bảng phí đã cũ, thiếu ghế chờ vào buổi sáng thứ Hai.",
    "recommendation": "Rà lại toàn bộ bảng niêm yết mỗi tháng.",
    "opinion": "Nhất trí với đoàn kiểm tra.",
    "faults": [{"text": one["text"], "owner": "Đỗ Thu Hà", "due_on": "2026-11-27"} for one in _ITEMS if one["note"]],
    "recorder": "Trần Quang Minh",
}
