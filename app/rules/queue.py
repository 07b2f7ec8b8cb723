"""The queue of a support point (máy lấy số): what a ward sets, and how its lines are read. One card a point.

Who has priority, and how often, is the ward's choice: no text of law that we could read says it (domain §12). A list
of possible reasons is data: data/ticket_priorities.csv.
"""

import csv
from functools import cache
from importlib.resources import files

from app.rules import card, fields
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import clean
from app.rules.ticket_number import SERVER_LANES

_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
SERVICE_MAX, COUNTER_MAX, NOTICE_MAX = 60, 24, 160
LINES_MAX = 12


@cache
def priorities() -> dict[str, dict]:
    """{code: {"label", "short"}} of the reasons for priority, in their order."""
    text = (files("app.rules") / "data" / "ticket_priorities.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


QUEUE = {
    "active": fields.flag("Mở máy lấy số ở điểm này"),
    "lane": fields.code("Chữ đứng đầu số", f"[{SERVER_LANES}]", required=True),
    "services": fields.text("Việc cần làm", 800, required=True, lines=True),
    "counters": fields.text("Quầy", 1200, required=True, lines=True),
    "priorities": fields.choices("Ai được ưu tiên", tuple(priorities()), len(priorities())),
    "elderly_age": fields.whole("Cao tuổi là từ", 55, 90),
    "priority_every": fields.whole("Cứ mấy lượt gọi thì có một lượt ưu tiên", 0, 9),
    "apology_minutes": fields.whole("Nhắc xin lỗi khi khách chờ quá", 0, 240),
    "phone_take": fields.flag("Cho người dân lấy số trên điện thoại"),
    "take_from": fields.code("Lấy số từ", _TIME, required=True),
    "take_to": fields.code("Lấy số đến", _TIME, required=True),
    "notices": fields.text("Dòng thông báo trên màn hình", 2400, lines=True),
    "notice_seconds": fields.whole("Mỗi dòng hiện", 5, 120),
    "speak": fields.flag("Màn hình đọc số"),
}
# What a form begins with; a point without a card has no queue.
DEFAULT = {
    "active": False,
    "lane": "A",
    "services": "Nộp hồ sơ\nNhận kết quả\nChứng thực\nHỏi, nhờ hướng dẫn",
    "counters": "Quầy 1\nQuầy 2",
    "priorities": sorted(priorities()),
    "elderly_age": 60,
    "priority_every": 2,
    "apology_minutes": 30,
    "phone_take": True,
    "take_from": "07:30",
    "take_to": "16:30",
    "notices": "",
    "notice_seconds": 12,
    "speak": True,
}


def services(row: dict) -> list[str]:
    """What people come for, in the ward's order."""
    return _lines(row["services"])


def counters(row: dict) -> list[dict]:
    """[{"name", "services"}]: "Quầy 1: Chứng thực; Nhận kết quả" serves those two, "Quầy 1" serves everything."""
    found = []
    for line in _lines(row["counters"]):
        name, _colon, told = line.partition(":")
        found.append({"name": clean(name), "services": [clean(one) for one in told.split(";") if clean(one)]})
    return found


def counter(row: dict, name: str) -> dict | None:
    return next((one for one in counters(row) if one["name"] == name), None)


def notices(row: dict) -> list[str]:
    return _lines(row["notices"])


def priority_codes(row: dict) -> list[str]:
    """The reasons this ward gives priority for, in the order of the list."""
    chosen = row["priorities"].split() if isinstance(row["priorities"], str) else row["priorities"]
    return [code for code in priorities() if code in chosen]


def _lines(text: str) -> list[str]:
    return [kept for line in text.split("\n") if (kept := clean(line))]


def wrong_lines(card_: dict) -> dict[str, str]:
    """{field: code} of what is wrong with a card whose single fields are right."""
    known, found = services(card_), counters(card_)
    names = [one["name"] for one in found]
    wrong = {}
    if not 1 <= len(known) <= LINES_MAX or len(set(known)) < len(known) or max(map(len, known)) > SERVICE_MAX:
        wrong["services"] = "queue_services"
    short = all(0 < len(name) <= COUNTER_MAX for name in names)
    if not 1 <= len(found) <= LINES_MAX or len(set(names)) < len(names) or not short:
        wrong["counters"] = "queue_counters"
    elif any(service not in known for one in found for service in one["services"]):
        wrong["counters"] = "queue_counter_services"
    if any(len(line) > NOTICE_MAX for line in notices(card_)):
        wrong["notices"] = "queue_notices"
    if card_["take_to"] <= card_["take_from"]:
        wrong["take_to"] = "queue_hours"
    return wrong


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`queue.put/1`: the queue of the support point whose id the entity is."""
    if operation.entity not in context.lists.support_points:
        return Refusal("point_unknown")
    answer = card.put(QUEUE, held, body, operation, context)
    if isinstance(answer, Change):
        if wrong := wrong_lines(answer.row):
            return Refusal("body_invalid", details={"fields": wrong})
        answer.row["priorities"] = " ".join(answer.row["priorities"])
    return answer
