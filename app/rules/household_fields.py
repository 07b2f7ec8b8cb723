"""The card of a household (hộ), field by field, and what a visit or an observation may say. The least that is needed:
a place, how far the household gets by itself, whether somebody should come by.

A name or a telephone only with the household's own consent to being kept here (Luật 91/2025/QH15): what a citizen
agreed to at a support point was for that one slip.
"""

import json
from datetime import date, timedelta

from app.rules import difficulty, fields
from app.rules.fields import FieldRefusal

# "từng phường phải nắm được hộ nào chưa tự kê khai được": the four states, from best to not known.
STATES = {
    "self": "Tự làm được",
    "guided": "Cần hướng dẫn",
    "by_proxy": "Cần làm hộ theo ủy quyền",
    "unreached": "Chưa tiếp cận",
}
SOURCES = {
    "import": "Nhập từ tệp",
    "assistance": "Từ lượt hỗ trợ",
    "visit": "Từ lần thăm",
    "typed": "Ghi tay",
}
OBSERVED_BY = {
    "visit": "Khi đến thăm",
    "assistance": "Khi hỗ trợ tại điểm",
    "call": "Qua điện thoại",
    "lead": "Tổ trưởng cho biết",
    "import": "Trong tệp đã nhập",
}
OUTCOMES = {
    "met": "Đã gặp",
    "absent": "Vắng nhà",
    "refused": "Không muốn tiếp",
    "moved": "Đã chuyển đi",
}
RELATIONS = {
    "spouse": "Vợ, chồng",
    "child": "Con",
    "parent": "Cha, mẹ",
    "grandchild": "Cháu",
    "other": "Người khác",
}
MEMBERS = {"label": "Thành viên", "max": 12}
MEMBERS_MOST = MEMBERS["max"]
BORN_FIRST = 1900
# A day to come by that lies further off is a slip of the pen.
AHEAD_DAYS = 366
DIFFICULTIES_MOST = 12

_ID = "[0-9A-Za-z_-]{1,36}"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

FIELDS = {
    "neighbourhood": fields.code("Tổ dân phố", _ID, required=True),
    "building": fields.text("Tòa nhà, ngõ", 60, secret=True),
    "apartment": fields.text("Căn hộ, số nhà", 20, secret=True),
    "label": fields.text("Tên gọi của hộ", 60, secret=True),
    "head_name": fields.text("Người đại diện", 120, secret=True),
    "phone": fields.phone("Số điện thoại"),
    "consent": fields.flag("Hộ đồng ý"),
    "state": fields.choice("Tình trạng", STATES),
    "follow_up": fields.flag("Cần thăm"),
    "follow_up_on": fields.code("Ngày hẹn thăm", _DAY),
    "active": fields.flag("Đang ở đây"),
}
TOGETHER = [
    {
        "field": "consent",
        "label": FIELDS["consent"]["label"],
        "code": "household_consent",
        "when": ["head_name", "phone"],
        "one_of": ["consent"],
    },
    {
        "field": "apartment",
        "label": FIELDS["apartment"]["label"],
        "code": "household_place",
        "when": ["neighbourhood"],
        "one_of": ["apartment", "label"],
    },
    {
        "field": "follow_up",
        "label": FIELDS["follow_up"]["label"],
        "code": "household_visit_day",
        "when": ["follow_up_on"],
        "one_of": ["follow_up"],
    },
]
# A card of which nothing is said yet.
EMPTY = {
    "neighbourhood": "",
    "building": "",
    "apartment": "",
    "label": "",
    "head_name": "",
    "phone": "",
    "consent": False,
    "state": "unreached",
    "follow_up": False,
    "follow_up_on": "",
    "members": [],
    "active": True,
}

OBSERVE = {
    "household": fields.code("Hộ", _ID, required=True),
    "difficulties": fields.choices("Khó khăn", difficulty.BY_CODE, DIFFICULTIES_MOST),
    "source": fields.choice("Biết từ đâu", OBSERVED_BY),
    "on": fields.day("Ngày thấy", 366),
    "origin": fields.code("Lượt hỗ trợ", _ID),
    "note": fields.text("Ghi chú", 300, secret=True, lines=True),
}
# Said by a phone without a network, too (VISIT reads the same table): `state` "" leaves it as it is.
VISIT = {
    "household": fields.code("Hộ", _ID, required=True),
    "on": fields.day("Ngày thăm", 31),
    "outcome": fields.choice("Kết quả", OUTCOMES),
    "state": fields.code("Tình trạng", "|".join(STATES)),
    "difficulties": fields.choices("Khó khăn", difficulty.BY_CODE, DIFFICULTIES_MOST),
    "note": fields.text("Ghi chú", 300, secret=True, lines=True),
    "next_on": fields.code("Hẹn thăm lại", _DAY),
}


def check(body, today: str) -> tuple[dict, list[FieldRefusal]]:
    """(the cleaned card, refusals); `members` is a list of {"relation", "born"}. `today` is "YYYY-MM-DD"."""
    if not isinstance(body, dict):
        return {}, [FieldRefusal("", "body_unreadable")]
    plain = {name: value for name, value in body.items() if name != "members"}
    clean, refusals = fields.check(plain, FIELDS, today)
    members, code = read_members(body.get("members", []), today)
    if code:
        refusals.append(FieldRefusal("members", code, MEMBERS))
    refusals += day_ahead(clean, "follow_up_on", FIELDS, today)
    if not refusals:
        refusals = check_together(clean)
    return {**clean, "members": members}, refusals


def check_together(card: dict) -> list[FieldRefusal]:
    """What a cleaned card lacks as a whole: the consent to a name, a place to find the household again."""
    return fields.check_together(card, TOGETHER)


def day_ahead(clean: dict, name: str, table: dict, today: str) -> list[FieldRefusal]:
    """Refusals of a day to come by: a real day, at most a year ahead. One that has passed stays: it is overdue."""
    said = clean.get(name)
    if not isinstance(said, str) or not said:
        return []
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return [FieldRefusal(name, "day_invalid", {"label": table[name]["label"]})]
    if day > date.fromisoformat(today) + timedelta(days=AHEAD_DAYS):
        return [FieldRefusal(name, "household_day_far", {"label": table[name]["label"], "days": AHEAD_DAYS})]
    return []


def day_behind(clean: dict, name: str, table: dict, earliest: str) -> list[FieldRefusal]:
    """Refusals of a day to come by that somebody types now and that lies before `earliest`: a slip of the finger."""
    said = clean.get(name)
    if not isinstance(said, str) or not said or said >= earliest:
        return []
    day = date.fromisoformat(earliest).strftime("%d/%m/%Y")
    return [FieldRefusal(name, "household_day_behind", {"label": table[name]["label"], "day": day})]


def read_members(said, today: str) -> tuple[list[dict], str]:
    """(the members, sorted; the code of what is wrong or ""). Born 0: not said. No names: none is needed here."""
    if not isinstance(said, list):
        return [], "field_type"
    if len(said) > MEMBERS_MOST:
        return [], "too_many"
    for one in said:
        if not isinstance(one, dict) or set(one) != {"relation", "born"} or one["relation"] not in RELATIONS:
            return [], "choice_unknown"
        born = one["born"]
        if type(born) is not int or (born and not BORN_FIRST <= born <= int(today[:4])):
            return [], "household_born"
    return sorted(said, key=lambda one: (one["born"] or 9999, one["relation"])), ""


def members_text(members: list[dict]) -> str:
    """As a row keeps them; "" for none."""
    return json.dumps(members, sort_keys=True, separators=(",", ":")) if members else ""


def members_of(text: str) -> list[dict]:
    return json.loads(text) if text else []
