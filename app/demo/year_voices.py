"""What was said in the demo's year: feedbacks through the ledger, and ratings into their counts, without a name."""

from hashlib import sha256

from app.demo.dossiers import DUC, HA, MINH
from app.demo.year_people import chosen, name, phone
from app.ledger.envelope import new_id
from app.records import rating as records
from app.records.database import database
from app.rules import rating, survey, tracking
from app.rules.calendar import day_numbered, moved, number_of
from app.rules.rating_report import FIELD, KIND, PLACE

FEEDBACKS = 300
ANSWERS = 1_500
_SAID = {
    "ours": (
        "Bảng niêm yết thủ tục ở sảnh treo cao, người già khó đọc.",
        "Điểm hỗ trợ mở cửa muộn hơn giờ ghi trên bảng.",
        "Máy in ở điểm hỗ trợ hết mực cả tuần.",
        "Quạt ở khu chờ hỏng, buổi trưa rất nóng.",
        "Số thứ tự gọi nhỏ quá, ngồi phía sau không nghe được.",
    ),
    "elsewhere": (
        "Đèn đường trước tòa nhà hỏng nhiều ngày.",
        "Nắp cống đầu ngõ bị vỡ, trẻ em đi lại nguy hiểm.",
        "Xe buýt bỏ bến vào giờ tan tầm.",
    ),
    "conduct": (
        "Hỏi thủ tục nhưng công chức trả lời gắt gỏng.",
        "Đến đúng giờ hẹn mà phải chờ gần một giờ mới được trả kết quả.",
        "Được hướng dẫn hai lần khác nhau, phải đi lại thêm một chuyến.",
    ),
}
_WISHED = (
    "Nên có thêm ghế ngồi chờ cho người cao tuổi.",
    "Xin mở thêm điểm hỗ trợ vào tối thứ Sáu.",
    "Nên in hướng dẫn cài VNeID chữ to dán ở thang máy.",
    "Cảm ơn các cháu tình nguyện viên đã giúp tận tình.",
)
_TOWARDS = "Phòng chuyên môn của thành phố phụ trách lĩnh vực này"
# {level: weight} at the year's beginning and at its end: from month to month people are a little more content.
_THEN, _NOW = {1: 3, 2: 5, 3: 16, 4: 44, 5: 32}, {1: 1, 2: 3, 3: 9, 4: 42, 5: 45}
# What people are least content with, so that the figures have something to say.
_HARDER = {"access_2": 12, "official_2": 6, "voice_3": 14, "procedure_4": 5}


def speak(year) -> None:
    random = year.random
    days = [day for day in year.days if year.works(day)]
    for place in range(FEEDBACKS):
        day = days[place * len(days) // FEEDBACKS]
        at = year.at(day, 8) + random.randrange(200) * 60_000
        entity, petition = new_id(), random.random() < 0.62
        category = chosen(random, {"ours": 52, "elsewhere": 30, "conduct": 18}) if petition else "ours"
        about = [year.staff[random.choice((HA, "chi-tam", DUC, "anh-khoa"))]] if category == "conduct" else []
        body = {
            "kind": "petition" if petition else "suggestion",
            "channel": chosen(random, {"counter": 4, "phone": 3, "letter": 1, "box": 0 if petition else 4}),
            "content": random.choice(_SAID[category] if petition else _WISHED),
            "place": "",
            "name": name(random) if petition else "",
            "address": f"Tổ dân phố {random.randrange(1, 20)}, phường Hà Đông" if petition else "",
            "phone": phone(random) if petition else "",
            "dossier": "",
            "about": about,
            "tracking": tracking.make(sha256(f"demo year said {place}".encode()).digest()),
        }
        year.say("feedback.receive/1", entity, body, MINH if about else HA, at)
        _follow(year, entity, category, about, petition, day)


def _follow(year, entity: str, category: str, about: list[str], petition: bool, day: str) -> None:
    random = year.random

    def later(days: int, hour: int) -> int:
        return year.at(day_numbered(moved(year.calendar, number_of(day), days)), hour, random.randrange(50))

    classified = later(1 if random.random() < 0.93 else 4, 8)
    by = MINH if about else "chi-tam"
    if not petition:
        year.say(
            "feedback.answer/1", entity, {"text": "Phường ghi nhận và cảm ơn góp ý.", "how": "noted"}, by, classified
        )
        return
    year.say("feedback.classify/1", entity, {"category": category, "reason": ""}, by, classified)
    if category == "elsewhere":
        sent = max(later(2 if random.random() < 0.95 else 7, 9), classified + 60_000)
        year.say("feedback.forward/1", entity, {"to": _TOWARDS, "document": ""}, by, sent)
        return
    answered = later(random.randrange(4, 9) if random.random() < 0.92 else 14, 10)
    if about:
        finding = chosen(random, {"right": 4, "partly": 3, "wrong": 3})
        checked = {"finding": finding, "note": "Đã xem lại sổ tiếp nhận và hỏi những người có mặt."}
        year.say("feedback.verify/1", entity, checked, MINH, later(3, 15))
        year.say("feedback.release/1", entity, {}, MINH, answered + 120_000)
    text = "Phường đã kiểm tra, khắc phục và xin lỗi vì sự bất tiện này."
    year.say("feedback.answer/1", entity, {"text": text, "how": "phone"}, by, answered)
    if random.random() < 0.5:
        summary = {
            "summary": "Đã kiểm tra và khắc phục theo phản ánh của người dân.",
            "where": "Bảng niêm yết của phường",
        }
        year.say("feedback.publish/1", entity, summary, MINH, answered + 3_600_000)


def rate(year) -> None:
    """The answers' counts; what asks which questionnaire and when is as real as the questionnaires are."""
    kinds = {"faces": 8, "service": 4, "ten_words": 3}
    newest = {code: max(version for each, version in survey.every() if each == code) for code in kinds}
    with database.atomic():
        for place in range(ANSWERS):
            grown = place / ANSWERS
            asked = survey.every()[(code := chosen(year.random, kinds)), newest[code]]
            month = year.days[place * len(year.days) // ANSWERS][:7]
            marks = {part: sha256(f"demo {place} {part}".encode()).hexdigest() for part in (asked.code, rating.WHY)}
            records.keep(year.ward_id, marks, month, _groups(year.random), _answer(year.random, asked, grown))


def _groups(random) -> dict[str, str]:
    if random.random() < 0.55:
        place = random.choice(("unit:mot-cua", "unit:tu-phap"))
        return {KIND: "dossier", PLACE: place, FIELD: "Hộ tịch"}
    return {KIND: "assistance", PLACE: random.choice(("point:diem-ct1a", "point:diem-ct1b2")), FIELD: ""}


def _answer(random, asked: survey.Survey, grown: float) -> rating.Answer:
    weights = {level: _THEN[level] * (1 - grown) + _NOW[level] * grown for level in _THEN}
    values = {}
    for item in asked.items:
        harder = _HARDER.get(item, 0)
        fitting = {level: weights.get(level, 1) + (harder if level in (2, 3) else 0) for level in asked.levels}
        values[item] = chosen(random, fitting)
    reasons = ()
    if asked.code == survey.FACES:
        low = values[rating.LEVEL] <= 3
        wanted = ("long_wait", "many_trips", "attitude") if low else ("clear_guidance",)
        reasons = tuple(code for code in asked.offered if code in wanted and random.random() < (0.5 if low else 0.6))
    return rating.Answer(asked, values, reasons)
