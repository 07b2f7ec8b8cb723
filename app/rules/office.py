"""The office (bộ phận một cửa, điểm phục vụ hành chính công): hours, names on paper, and what a ward may choose.

One row a ward, id "office". What the law leaves open or we could not confirm is a setting here (domain §12).
"""

from collections.abc import Iterable

from app.rules import card, fields, workday
from app.rules.calendar import Calendar
from app.rules.operation import Change, Context, Operation, Refusal

ID = "office"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
# Half a day is four hours (domain §3.1): an office that is open for less a day could never keep it.
LEAST_MINUTES = 4 * 60

OFFICE = {
    "morning_from": fields.code("Buổi sáng từ", _TIME, required=True),
    "morning_to": fields.code("Buổi sáng đến", _TIME, required=True),
    "afternoon_from": fields.code("Buổi chiều từ", _TIME, required=True),
    "afternoon_to": fields.code("Buổi chiều đến", _TIME, required=True),
    "cutoff": fields.code("Giờ chốt trong ngày", _TIME, required=True),
    # QĐ 14/2010/QĐ-TTg: people are received, the day is not counted.
    "saturday_duty": fields.flag("Có tiếp nhận sáng thứ Bảy"),
    "saturday_text": fields.text("Ghi rõ buổi trực thứ Bảy", 120),
    "counter_name": fields.text("Tên nơi tiếp nhận", 120, required=True),
    "counter_address": fields.text("Địa chỉ", 200),
    "counter_phone": fields.text("Điện thoại", 60),
    "signer_title": fields.text("Chức vụ người ký", 120, lines=True),
    "signer_name": fields.text("Họ và tên người ký", 80),
    # Cần Thơ 2020 (domain §4.3): local thresholds, so off until a ward wants them.
    "late_per_official": fields.whole("Số hồ sơ trễ một năm của một người", 0, 999),
    "late_per_unit_percent": fields.whole("Tỷ lệ hồ sơ trễ của bộ phận", 0, 100),
    "identity_line": fields.flag("In dòng chấm để ghi tay số định danh"),
    "public_board": fields.flag("Công khai hồ sơ trễ hạn"),
    # What is given away cannot be taken back: the ward decides first.
    "open_data": fields.flag("Công bố dữ liệu mở"),
    # NĐ 20/2008 leaves both open (domain §6.2).
    "feedback_classify_days": fields.whole("Phân loại phản ánh trong", 1, 5),
    "feedback_answer_days": fields.whole("Trả lời phản ánh trong", 1, 60),
    # No text that we could read says how long (domain §6.2).
    "feedback_alike_days": fields.whole("Nhắc phản ánh có thể trùng trong", 0, 90),
    "photo_wait_days": fields.whole("Chờ ảnh gửi dở trong", 1, 60),
    "photo_keep_days": fields.whole("Giữ ảnh của phản ánh đã đóng trong", 1, 3650),
    # Nor how long one may look back on how one was served, nor what a ward asks of it (domain §4.2, §6.5).
    "rating_days": fields.whole("Mã đánh giá dùng được trong", 7, 365),
    "rating_service": fields.code("Phiếu 5 yếu tố", "2017|2026"),
    "rating_ten": fields.flag("Hỏi thêm “10 nội dung”"),
    # NĐ 09/2019, TT 01/2020/TT-VPCP as we know them, from no text that we could read (domain §7.3).
    "report_cut_day": fields.whole("Ngày chốt số liệu quý", 1, 28),
    "rating_four": fields.flag("Hỏi thêm “4 xin, 4 luôn”"),
}

# What dossiers that other hours move give as their reason.
HOURS_REASON = "Đổi giờ làm việc"

DEFAULT = {
    "id": ID,
    "v": 0,
    "morning_from": "08:00",
    "morning_to": "12:00",
    "afternoon_from": "13:30",
    "afternoon_to": "17:00",
    "cutoff": "15:00",
    "saturday_duty": False,
    "saturday_text": "",
    "counter_name": "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "counter_address": "",
    "counter_phone": "",
    "signer_title": "CHỦ TỊCH",
    "signer_name": "",
    "late_per_official": 0,
    "late_per_unit_percent": 0,
    "identity_line": False,
    "public_board": True,
    "open_data": False,
    "feedback_classify_days": 2,
    "feedback_answer_days": 10,
    "feedback_alike_days": 14,
    "photo_wait_days": 30,
    "photo_keep_days": 365,
    "report_cut_day": 14,
    "rating_days": 90,
    "rating_service": "2026",
    "rating_ten": False,
    "rating_four": False,
}
# Settings that came with a later release: a card that was put before them has the usual ones.
_CAME_LATER = {
    name: DEFAULT[name]
    for name in (
        "feedback_classify_days",
        "feedback_answer_days",
        "feedback_alike_days",
        "photo_wait_days",
        "photo_keep_days",
        "report_cut_day",
        "rating_days",
        "rating_service",
        "rating_ten",
        "rating_four",
        "open_data",
    )
}


def minutes(time: str) -> int:
    """ "13:30" → 810."""
    hour, _colon, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def wrong_hours(card_: dict) -> dict[str, str]:
    """{field: code of what is wrong} of hours whose spelling is right: out of order, or too few for half a day."""
    names = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")
    start, noon, after_noon, end = (minutes(card_[name]) for name in names)
    if noon <= start:
        return {"morning_to": "hours_order"}
    if after_noon < noon:
        return {"afternoon_from": "hours_order"}
    if end <= after_noon:
        return {"afternoon_to": "hours_order"}
    if noon - start + end - after_noon < LEAST_MINUTES:
        return {"afternoon_to": "hours_short"}
    if not after_noon <= minutes(card_["cutoff"]) <= end:
        return {"cutoff": "hours_cutoff"}
    return {}


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`office.put/1`: the ward's one row of settings."""
    if operation.entity != ID:
        return Refusal("entity_unknown")
    answer = card.put(OFFICE, held, {**_CAME_LATER, **body}, operation, context)
    if isinstance(answer, Change) and (wrong := wrong_hours(answer.row)):
        return Refusal("body_invalid", details={"fields": wrong})
    return answer


def calendar_of(office: dict | None, rows: Iterable[dict]) -> Calendar:
    """What due dates are counted with: the ward's hours (the usual ones, None) and its days over the shipped table."""
    office = office or DEFAULT
    return Calendar(
        {day: bool(row["working"]) for day, row in workday.entries(rows).items()},
        (minutes(office["morning_from"]), minutes(office["morning_to"])),
        (minutes(office["afternoon_from"]), minutes(office["afternoon_to"])),
        minutes(office["cutoff"]),
    )


SHIPPED_CALENDAR = calendar_of(None, ())
