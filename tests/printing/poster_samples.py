"""Posters of the demo ward for the tests and the pictures of docs/samples."""

from app.rules import poster
from tests.printing.samples import LONG_PROCEDURE

BASE_URL = "https://gandan.hadong.example.vn"
HOURS = ["Thứ Hai đến thứ Sáu: 18 giờ đến 20 giờ", "Thứ Bảy: 8 giờ đến 11 giờ"]
CT1A = {
    "name": "Điểm hỗ trợ CT1A Văn Quán – Yên Phúc",
    "address": "Sảnh tòa CT1A, khu đô thị Văn Quán – Yên Phúc",
    "hours": HOURS,
}
CT1B2 = {"name": "Điểm hỗ trợ CT1B2 Xa La", "address": "Sảnh tòa CT1B2, khu đô thị Xa La", "hours": HOURS}
NEIGHBOURHOODS = [
    {"neighbourhood": f"Tổ dân phố {number}", "former": f"Tổ {number} phường Phúc La"} for number in range(1, 20)
]
BIRTH = {
    "name": "Đăng ký khai sinh",
    "code": "1.001193",
    "field": "Hộ tịch",
    "papers": [
        (
            "",
            [
                {"name": "Tờ khai đăng ký khai sinh theo mẫu", "note": "bản chính"},
                {"name": "Giấy chứng sinh", "note": "bản chính"},
                {"name": "Văn bản ủy quyền được chứng thực", "note": "khi: nhờ người khác không phải ông bà, cha mẹ"},
                {"name": "Xuất trình giấy tờ tùy thân hoặc căn cước điện tử", "note": ""},
            ],
        )
    ],
    "times": ["Trong ngày làm việc.", "Nộp sau 15 giờ: có thể sang ngày làm việc tiếp theo."],
    "fees": ["Khai sinh đúng hạn: không thu"],
    "where": "Điểm phục vụ hành chính công của phường.",
}
LONG = BIRTH | {
    "name": LONG_PROCEDURE,
    "papers": [(f"Trường hợp {n}", BIRTH["papers"][0][1] * 3) for n in range(1, 4)],
}
CONNECT = {
    "wifi": "GanDan-Sanh-CT1A",
    "wifi_password": "xin-chao-ba-con",
    "fingerprint": ":".join(f"{number * 7 % 256:02X}" for number in range(32)),
}


def record(slug: str, size: str = "", **changed) -> dict:
    """What printing/poster_sheet takes, of the kind with this slug."""
    kind = poster.kinds()[slug]
    return {
        "demo": True,
        "organ_line_1": "Ủy ban nhân dân",
        "organ_line_2": "Phường Hà Đông",
        "ward_slug": "",
        "at": "2026-11-21T09:05:12.000+07:00",
        "kind": kind.code,
        "label": kind.label,
        "size": size or kind.sizes[0],
        "ward_name": "Phường Hà Đông",
        "qr": poster.address(kind, BASE_URL, procedure=BIRTH["code"]),
        "address": poster.shown(BASE_URL),
        "phone": "+842433541234",
        "title": kind.title,
        "lead": kind.lead,
        "foot": kind.foot,
        "items": list(kind.items),
        "numbered": kind.numbered,
        "columns": kind.columns,
    } | changed
