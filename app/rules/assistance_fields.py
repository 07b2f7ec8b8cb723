"""The body of an assistance, field by field: choices with their labels, limits, and what must be given together.

One source for the server (`check`) and the browser (`rules_for_browser`, read by static/js/core/validate.js).
"""

from app.rules import difficulty, fields
from app.rules.phone import MOBILE_PREFIXES

HELP = {
    "guide": "Hướng dẫn tự làm",
    "prepare": "Chuẩn bị hồ sơ",
    "file": "Cùng nộp trực tuyến",
    "account": "Tài khoản VNeID",
    "lookup": "Tra cứu hồ sơ",
    "authorised": "Làm hộ theo ủy quyền",
    "other": "Việc khác",
}
CHANNEL = {
    "at_point": "Tại điểm",
    "at_home": "Tại nhà",
    "by_phone": "Qua điện thoại",
    "online": "Qua mạng",
}
RESULT = {
    "filed": "Nộp xong tại chỗ",
    "prepared": "Chuẩn bị xong",
    "rescheduled": "Hẹn lại",
    "to_counter": "Chuyển một cửa",
    "to_police": "Chuyển Công an",
    "unfinished": "Chưa xong",
}

_ID = "[0-9A-Za-z_-]{1,36}"

FIELDS = {
    "point": fields.code("Điểm hỗ trợ", _ID, required=True),
    "procedure": fields.code("Thủ tục", r"[0-9]\.[0-9]{6}"),
    "help": fields.choice("Việc đã giúp", HELP),
    "neighbourhood": fields.code("Tổ dân phố", _ID),
    "building": fields.text("Tòa nhà", 60, secret=True),
    "apartment": fields.text("Căn hộ", 20, secret=True),
    "name": fields.text("Họ và tên", 120, secret=True),
    "phone": fields.phone("Số điện thoại"),
    "consent": fields.flag("Người dân đồng ý"),
    "channel": fields.choice("Hình thức", CHANNEL),
    "result": fields.choice("Kết quả", RESULT),
    "national_code": fields.text("Mã hồ sơ quốc gia", 40, secret=True),
    # Obsolete ones stay valid: a tablet may come out of a drawer after a year (SYNC.md §4).
    "difficulties": fields.choices("Khó khăn", difficulty.BY_CODE, 12),
    "minutes": fields.whole("Số phút", 0, 480),
    "note": fields.text("Ghi chú", 500, secret=True, lines=True),
    "follow_up": fields.flag("Cần theo dõi"),
    "on": fields.day("Ngày hỗ trợ", 31),
    "tracking": fields.tracking("Mã phiếu"),
}

TOGETHER = [
    # Luật 91/2025/QH15: consent is expressed by an act and provable; no name or phone is kept without it.
    {
        "field": "consent",
        "label": FIELDS["consent"]["label"],
        "code": "consent_missing",
        "when": ["name", "phone"],
        "one_of": ["consent"],
    },
    {
        "field": "follow_up",
        "label": FIELDS["follow_up"]["label"],
        "code": "contact_missing",
        "when": ["follow_up"],
        "one_of": ["name", "phone", "apartment"],
    },
]


def check(body, today: str) -> tuple[dict, list[fields.FieldRefusal]]:
    """(cleaned body, refusals; none = it may be recorded). `today` "YYYY-MM-DD" is the day on which it was written."""
    clean_body, refusals = fields.check(body, FIELDS, today)
    return clean_body, refusals + check_together(clean_body)


def check_together(body: dict) -> list[fields.FieldRefusal]:
    """What a cleaned body lacks as a whole: the consent to a name, a way to reach whoever is to be followed up."""
    return fields.check_together(body, TOGETHER)


def rules_for_browser() -> dict:
    """JSON for the form's `data-rules`: the tables above and the known mobile prefixes."""
    return {"fields": FIELDS, "together": TOGETHER, "prefixes": list(MOBILE_PREFIXES)}
