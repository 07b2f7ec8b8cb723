"""What the operations of an inspection and of its faults may say, field by field."""

from app.rules import fields

STATES = {
    "open": "Đang kiểm tra",
    "concluded": "Đã kết luận",
    "voided": "Đã hủy",
}
FINDINGS = {
    "pass": "Đạt",
    "fail": "Chưa đạt",
    "na": "Không áp dụng",
}
FAULT_STATES = {
    "open": "Chờ khắc phục",
    "mended": "Đã khắc phục, chờ kiểm tra lại",
    "checked": "Đã kiểm tra lại, đạt",
}
VERDICTS = {
    "good": "Đạt, đóng lại",
    "again": "Chưa đạt, làm lại",
}
PEOPLE_MAX = 8

_ID = "[0-9A-Za-z_-]{1,36}"
_DAY = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

OPEN = {
    "checklist": fields.code("Mẫu kiểm tra", "[a-z_]{1,40}", required=True),
    "title": fields.text("Tên mẫu kiểm tra", 120, required=True),
    "unit": fields.code("Bộ phận được kiểm tra", _ID),
    "support_point": fields.code("Điểm hỗ trợ được kiểm tra", _ID),
    "place": fields.text("Nơi kiểm tra", 200, required=True, secret=True),
    "on": fields.day("Ngày kiểm tra", 14),
}
FINDING = {
    "finding": fields.choice("Kết quả", FINDINGS),
    "note": fields.text("Ghi rõ", 1000, secret=True, lines=True),
}
CONCLUDE = {
    "present": fields.text("Người có mặt, chứng kiến", 600, required=True, secret=True, lines=True),
    "strengths": fields.text("Ưu điểm", 2000, required=True, secret=True, lines=True),
    "shortcomings": fields.text("Tồn tại, hạn chế", 2000, secret=True, lines=True),
    "recommendation": fields.text("Kiến nghị", 2000, secret=True, lines=True),
    "opinion": fields.text("Ý kiến của nơi được kiểm tra", 2000, secret=True, lines=True),
}
ASSIGN = {
    "owner": fields.code("Người khắc phục", _ID, required=True),
    "due_on": fields.code("Hạn khắc phục", _DAY, required=True),
    "reason": fields.text("Lý do đổi", 300, required=True, secret=True),
}
MEND = {"how": fields.text("Đã khắc phục bằng cách nào", 2000, required=True, secret=True, lines=True)}
CHECK = {
    "verdict": fields.choice("Kiểm tra lại", VERDICTS),
    "note": fields.text("Nhận xét", 1000, secret=True, lines=True),
    "due_on": fields.code("Hạn mới", _DAY),
}
VOID = {"reason": fields.text("Lý do hủy", 300, required=True, secret=True, lines=True)}
