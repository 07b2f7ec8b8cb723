"""What the demo ward did to bring people along: evenings of every fate and one inspection, all through the door."""

from app.demo.dossiers import DUC, HA, MINH
from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.rules.calendar import add_working_days
from app.rules.clock import day_of, parse
from app.rules.inspection import NOT_YET, fault_id
from app.rules.inspection_checklist import checklists
from app.rules.office import calendar_of
from app.rules.workday import starter_cards

ADMIN, LEAD = "quan-tri", "bac-hung"
_VNEID = "Cài và dùng VNeID mức 2 cho người cao tuổi"

# (kind, title, working days from today, hour, place, neighbourhoods, audience, fate)
EVENTS = (
    ("training", _VNEID, -12, "19:30", "Nhà văn hóa tổ dân phố 3", ["tdp-03", "tdp-04"], "người cao tuổi", "minuted"),
    ("dialogue", "Lãnh đạo phường đối thoại về thủ tục trực tuyến", -3, "08:30", "Hội trường Ủy ban nhân dân phường",
     [], "", "held"),
    ("propaganda", "Phòng tránh lừa đảo qua điện thoại", 4, "19:00", "Sảnh CT1B2, khu đô thị Xa La", ["tdp-12"],
     "cư dân các tòa CT", ""),
    ("training", "Nộp hồ sơ khai sinh tại nhà", 9, "19:30", "Nhà văn hóa tổ dân phố 7", ["tdp-07"], "gia đình trẻ", ""),
    ("propaganda", "Ra quân chuyển đổi số ở tổ dân phố", -6, "08:00", "Sân chơi CT2A", ["tdp-03"], "", "cancelled"),
)  # fmt: skip
_QUESTIONS = (
    ("Điện thoại không có NFC thì kích hoạt mức 2 ở đâu?", "Đến Công an phường, mang theo căn cước."),
    ("Con cái ở xa có nộp hồ sơ thay bố mẹ được không?", "Được, khi thủ tục cho ủy quyền; phải có văn bản ủy quyền."),
    ("Nên có thêm một buổi vào tối thứ Bảy.", ""),
)
_FAILED = {
    "co-so-vat-chat": "Buổi sáng thứ Hai thiếu ghế chờ, có người già phải đứng.",
    "phi-le-phi": "Bảng phí ở quầy 2 còn ghi mức của năm trước.",
    "phieu-danh-gia": "Quầy 3 chưa đặt mã QR đánh giá.",
}


def bring_along(ward_id: int, staff: dict[str, str], now: int) -> None:
    """`staff`: {login: id}. Time in ms."""
    story = _Story(ward_id, staff, now)
    for event in EVENTS:
        story.event(*event)
    story.inspection()
    wrong = [one for one in accept(ward_id, WEB, story.made, now).results if one["status"] != "ok"]
    if wrong:
        raise ValueError(f"an event of the demo does not fit the rules: {wrong[0]['code']}")


class _Story:
    def __init__(self, ward_id: int, staff: dict[str, str], now: int):
        self.ward_id, self.staff, self.now = ward_id, staff, now
        self.calendar = calendar_of(None, [{"id": day, **body} for day, body in starter_cards()])
        self.made = []

    def day(self, working_days: int) -> str:
        return add_working_days(self.calendar, day_of(self.now), working_days)

    def make(self, type_: str, entity: str, body: dict, by: str, days_ago: int, hour: str) -> str:
        """The operation's id."""
        at = min(parse(f"{self.day(-days_ago)}T{hour}:00+07:00"), self.now)
        one = intent(type_, entity, body, ward=self.ward_id, device=WEB, author=self.staff[by], now=self.now, at=at)
        self.made.append(one)
        return one.operation.id

    def event(self, kind, title, days, hour, place, neighbourhoods, audience, fate) -> None:
        entity, ago = new_id(), -days
        plan = {
            "kind": kind,
            "title": title,
            "planned_on": self.day(days),
            "starts": hour,
            "place": place,
            "audience": audience,
            "plan": "Trình bày 30 phút, sau đó giúp từng người tại chỗ.",
            "host": self.staff[HA],
            "neighbourhoods": neighbourhoods,
        }
        self.make("outreach.plan/1", entity, plan, HA, max(ago, 0) + 5, "09:00")
        if fate == "cancelled":
            self.make("outreach.cancel/1", entity, {"reason": "Mưa lớn, sân chơi ngập nước"}, HA, ago, "07:10")
        if fate not in ("held", "minuted"):
            return
        told = {"held_on": self.day(days), "attended": 45 if kind == "training" else 120}
        told["summary"] = "Công an phường và tổ công nghệ số trình bày.\nMười tám người làm xong ngay tại chỗ."
        self.make("outreach.hold/1", entity, told, HA, ago, "21:00")
        for asked, answer in _QUESTIONS:
            self.make("outreach.ask/1", entity, {"asked": asked, "answer": answer}, HA, ago, "21:05")
        paper = {"title": "Áp phích dùng VNeID an toàn", "kind": "poster", "of": "vneid-an-toan", "count": 50}
        self.make("outreach.hand_out/1", entity, paper, HA, ago, "21:10")
        if fate == "minuted":
            told = {"chair": "Trần Quang Minh, Phó Chủ tịch", "secretary": "Đỗ Thu Hà, công chức"}
            told["conclusion"] = "Tổ chức thêm một buổi cho tòa CT2A trong tháng sau."
            self.make("outreach.minute/1", entity, told, HA, ago, "21:20")

    def inspection(self) -> None:
        """Of the one-stop by the head, ten working days ago: one fault overdue, one mended, one checked."""
        entity, checklist = new_id(), checklists()["mot_cua"]
        body = {
            "checklist": checklist.code,
            "title": checklist.title,
            "items": list(checklist.items),
            "unit": "mot-cua",
            "support_point": "",
            "place": "Điểm phục vụ hành chính công phường Hà Đông",
            "on": "",
            "inspectors": [self.staff[MINH], self.staff[ADMIN]],
            "inspected": [self.staff[HA]],
        }
        self.make("inspection.open/1", entity, body, MINH, 10, "08:05")
        found = {
            code: {"finding": "fail" if code in _FAILED else "pass", "note": _FAILED.get(code, "")}
            for code in (item["code"] for item in checklist.items)
        }
        self.make("inspection.find/1", entity, {"set": found, "was": dict.fromkeys(found, NOT_YET)}, MINH, 10, "09:10")
        owners = dict(zip(_FAILED, (HA, DUC, LEAD), strict=True))
        owed = [
            {"item": item["code"], "owner": self.staff[owners[item["code"]]], "due_on": self.day(-2)}
            for item in checklist.items
            if item["code"] in _FAILED
        ]
        told = {
            "present": "Ông Phạm Quốc Hùng, tổ trưởng tổ dân phố 3",
            "strengths": "Mở cửa đúng giờ; hướng dẫn tận tình; hồ sơ chuyển trong ngày.",
            "shortcomings": "Ba mục chưa đạt về ghế chờ, bảng phí và mã QR đánh giá.",
            "recommendation": "Rà lại bảng niêm yết vào ngày làm việc đầu tiên của mỗi tháng.",
            "opinion": "Bộ phận một cửa nhất trí và sẽ khắc phục.",
            "owed": owed,
        }
        self.make("inspection.conclude/1", entity, told, MINH, 10, "09:40")
        self._mended(entity)

    def _mended(self, entity: str) -> None:
        for item, by, how in (
            ("phi-le-phi", DUC, "Đã thay bảng phí theo nghị quyết mới ở cả ba quầy."),
            ("phieu-danh-gia", LEAD, "Đã in mã QR và dán ở quầy 3."),
        ):
            self.make("inspection.mend/1", fault_id(entity, item), {"how": how}, by, 4, "10:00")
        good = {"verdict": "good", "note": "Đã xem tại quầy.", "due_on": ""}
        self.make("inspection.check/1", fault_id(entity, "phi-le-phi"), good, MINH, 3, "15:00")
