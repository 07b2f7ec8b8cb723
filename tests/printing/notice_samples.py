"""Notices of the demo ward and a meeting's sheet, for the tests and the pictures of docs/samples."""

from app.rules import chart
from tests.printing.counter_samples import OFFICE

TITLE = "Cấp căn cước lưu động tại sảnh CT1A"
TEXT = (
    "Công an phường cấp căn cước lưu động tại sảnh tòa CT1A, từ 8 giờ đến 11 giờ 30 và từ 14 giờ đến 17 giờ.\n"
    "Mang theo: căn cước cũ (nếu có), điện thoại đã cài VNeID. Trẻ dưới 14 tuổi đi cùng cha, mẹ.\n"
    "Người cao tuổi, người khuyết tật không đi lại được: báo tổ trưởng để được làm tại nhà."
)
_BASE = OFFICE | {"at": "2026-11-20T10:00:00.000+07:00", "title": TITLE, "until": "2026-12-02"}
NOTICE = _BASE | {
    "number": "125/TB-UBND",
    "on": "2026-11-16",
    "text": TEXT,
    "recipients": ["Các tổ dân phố (để niêm yết)"],
    "signer_rank": "deputy",
    "head_title": "Chủ tịch",
    "signer_name": "Trần Quang Minh",
}
LEAFLET = _BASE | {
    "text": TEXT,
    "ward_name": "Phường Hà Đông",
    "phone": "+842433541234",
    "qr": "HTTPS://GANDAN.HADONG.EXAMPLE.VN",
    "address": "gandan.hadong.example.vn",
    "neighbourhood": "Tổ dân phố 3",
}
LOUD = _BASE | {"text": TEXT, "minutes": "Đọc khoảng 1 phút, 170 tiếng một phút", "neighbourhood": "Tổ dân phố 3"}


def _row(number: int) -> dict:
    lacks = number % 4 == 3
    return {
        "name": f"Tổ dân phố {number}",
        "lead": "Phạm Quốc Hùng",
        "since": "" if lacks else f"2026-11-{16 + number % 5}",
        "places": "" if lacks else "Bảng tin nhà văn hóa; Bảng tin sảnh tòa nhà",
        "loud": "2026-11-17" if number % 5 == 2 else "",
    }


def coverage(count: int = 19) -> dict:
    rows = [_row(number) for number in range(1, count + 1)]
    return _BASE | {
        "rows": rows,
        "count": count,
        "posted": sum(bool(row["since"]) for row in rows),
        "dates": "Gửi 16/11/2026 · niêm yết trước 19/11/2026 · hết hạn 02/12/2026",
        "writer": "Đỗ Thu Hà",
    }


_MONTHS = [f"2025-{12 + at:02d}" if at < 1 else f"2026-{at:02d}" for at in range(12)]
_COUNTS = (188, 212, 74, 212, 213, 210, 258, 275, 315, 260, 276, 160)
_HINDRANCES = (
    "Người cao tuổi cần hướng dẫn chậm",
    "Chưa có tài khoản VNeID mức 2",
    "Ảnh chụp, bản quét mờ, ngược hoặc quá dung lượng",
    "Không có điện thoại thông minh",
)
MEETING = OFFICE | {
    "at": "2026-11-20T10:00:00.000+07:00",
    "name": "Tổ dân phố 3",
    "former": "Tổ 3 phường Phúc La",
    "lead": "Phạm Quốc Hùng",
    "period": "từ ngày 01/12/2025 đến ngày 20/11/2026",
    "facts": [
        ("Lượt hỗ trợ", "2.627"),
        ("Nộp trực tuyến, trong số đã nộp", "81,7 % (906/1.109); cả phường 82,8 %"),
        ("Hộ đã tiếp cận", "140/212 hộ (66 %)"),
        ("Tự làm được", "80 hộ"),
        ("Cần hướng dẫn", "41 hộ"),
        ("Cần làm hộ theo ủy quyền", "19 hộ"),
        ("Chưa tiếp cận", "72 hộ"),
        ("Hộ cần thăm", "9 hộ, 3 đã đến hẹn"),
    ],
    "trend": chart.line(
        "Lượt hỗ trợ, mười hai tháng",
        [(month, [count, count // 3]) for month, count in zip(_MONTHS, _COUNTS, strict=True)],
        ("Lượt hỗ trợ", "Nộp xong tại chỗ"),
        unit="lượt",
    ),
    "difficulties": chart.pareto(
        "Khó khăn gặp nhiều nhất",
        [*zip(_HINDRANCES, (196, 166, 112, 94), strict=True), ("Các khó khăn khác", 90)],
        unit="lần",
        running="Tỷ lệ cộng dồn",
    ),
    "ranks": chart.bars("Khó khăn của các hộ, hiện nay", list(zip(_HINDRANCES, (12, 9, 4, 3), strict=True)), unit="hộ"),
    "notices": [
        {"title": TITLE, "since": "", "until": "2026-12-02"},
        {"title": "Không đưa mã OTP cho ai", "since": "2026-10-16", "until": "2027-01-11"},
    ],
}
