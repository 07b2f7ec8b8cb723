"""What citizens of the demo ward have said: one of each fate, all through the door. People and events are invented."""

from hashlib import sha256

from app.demo.dossiers import DUC, HA, MINH
from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.rules import tracking
from app.rules.calendar import add_working_days
from app.rules.clock import day_of, parse
from app.rules.office import calendar_of
from app.rules.workday import starter_cards

NGA = {"name": "Bùi Thị Nga", "address": "Căn 305, CT1B2, khu đô thị Xa La", "phone": "+84912345901"}
TUNG = {"name": "Lý Thanh Tùng", "address": "Căn 1208, CT1A, khu đô thị Văn Quán", "phone": "+84912345902"}
HOA = {"name": "Đinh Thị Hoa", "address": "Tổ dân phố 7", "phone": "+84912345903"}

# (who wrote it down, working days ago, its body, [(verb, by, working days ago, body)])
STORIES = (
    (
        HA,
        9,
        {**NGA, "content": "Bảng niêm yết lệ phí ở sảnh đã cũ, còn ghi mức của năm trước.", "place": "Sảnh tầng 1"},
        [
            ("classify", HA, 9, {"category": "ours", "reason": ""}),
            ("answer", DUC, 7, {"text": "Phường đã thay bảng lệ phí mới. Cảm ơn bà đã báo.", "how": "phone"}),
            (
                "publish",
                MINH,
                6,
                {"summary": "Đã thay bảng niêm yết lệ phí ở sảnh tầng 1.", "where": "Bảng niêm yết của phường"},
            ),
        ],
    ),
    (
        HA,
        4,
        {**TUNG, "content": "Cột đèn trước tòa CT1A hỏng hai tuần, buổi tối đi lại khó.", "channel": "phone"},
        [("classify", HA, 3, {"category": "elsewhere", "reason": ""})],
    ),
    # Whom it is about sees nothing of it: sign in as chi-ha, then as anh-minh.
    (DUC, 2, {**HOA, "content": "Nộp giấy lúc 11 giờ 20 thì được bảo về, chiều quay lại.", "about": [HA]}, []),
    (HA, 1, {"content": "Nên có thêm ghế ngồi chờ cho người cao tuổi.", "kind": "suggestion", "channel": "box"}, []),
)


def speak(ward_id: int, staff: dict[str, str], now: int) -> None:
    """`staff`: {login: id}. Time in ms."""
    calendar = calendar_of(None, [{"id": day, **body} for day, body in starter_cards()])
    made = []

    def make(verb: str, entity: str, body: dict, by: str, days_ago: int, hour: str) -> None:
        day = add_working_days(calendar, day_of(now), -days_ago)
        at = parse(f"{day}T{hour}:00+07:00")
        made.append(
            intent(
                f"feedback.{verb}/1", entity, body, ward=ward_id, device=WEB, author=staff[by], now=now, at=min(at, now)
            )
        )

    for place, (by, days_ago, said, steps) in enumerate(STORIES):
        entity = new_id()
        make("receive", entity, _body(said, staff, place), by, days_ago, "09:10")
        for step, (verb, who, days, body) in enumerate(steps):
            make(verb, entity, body, who, days, f"1{step}:40")
    wrong = [one for one in accept(ward_id, WEB, made, now).results if one["status"] != "ok"]
    if wrong:
        raise ValueError(f"what was said in the demo does not fit the rules: {wrong[0]['code']}")


def _body(said: dict, staff: dict[str, str], place: int) -> dict:
    body = {
        "kind": "petition",
        "channel": "counter",
        "content": "",
        "place": "",
        "name": "",
        "address": "",
        "phone": "",
        "dossier": "",
        "tracking": tracking.make(sha256(f"demo said {place}".encode()).digest()),
    }
    return {**body, **said, "about": [staff[login] for login in said.get("about", [])]}
