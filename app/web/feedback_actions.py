"""What may be done with a feedback now, each as a small form with a table of fields; in the order of its course."""

from dataclasses import dataclass, field

from flask_babel import LazyString, lazy_gettext

from app.records import staff
from app.rules import feedback_fields
from app.rules.feedback import concerns
from app.rules.feedback_states import may
from app.rules.permissions import READS_WHOLE_WARD, allowed


@dataclass(frozen=True)
class Action:
    """`table`: the fields of its body. `field_of`: {code: the field that its sentence belongs to}."""

    slug: str
    verb: str
    title: LazyString
    button: LazyString
    table: dict = field(default_factory=dict)
    field_of: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return f"feedback.{self.verb}/1"


ALL = (
    Action(
        "phan-loai",
        "classify",
        lazy_gettext("Phân loại"),
        lazy_gettext("Ghi phân loại"),
        feedback_fields.CLASSIFY,
        {"reason_needed": "reason", "nothing_changed": "category"},
    ),
    Action(
        "giao",
        "assign",
        lazy_gettext("Giao người giải quyết"),
        lazy_gettext("Giao"),
        feedback_fields.ASSIGN,
        {"feedback_holder_unknown": "to", "feedback_about_holder": "to", "nothing_changed": "to"},
    ),
    Action(
        "chuyen",
        "forward",
        lazy_gettext("Chuyển cơ quan có thẩm quyền"),
        lazy_gettext("Ghi đã chuyển"),
        feedback_fields.FORWARD,
    ),
    Action(
        "xac-minh",
        "verify",
        lazy_gettext("Kết quả xác minh"),
        lazy_gettext("Ghi kết quả xác minh"),
        feedback_fields.VERIFY,
        {"nothing_changed": "finding"},
    ),
    Action(
        "tra-loi",
        "answer",
        lazy_gettext("Trả lời"),
        lazy_gettext("Ghi đã trả lời"),
        feedback_fields.ANSWER,
    ),
    Action(
        "cho-xem",
        "release",
        lazy_gettext("Cho người được nêu xem"),
        lazy_gettext("Cho người được nêu xem"),
    ),
    Action(
        "cong-khai",
        "publish",
        lazy_gettext("Công khai kết quả"),
        lazy_gettext("Ghi đã công khai"),
        feedback_fields.PUBLISH,
    ),
)
BY_SLUG = {action.slug: action for action in ALL}


def offered(row: dict, me: dict) -> list[tuple[Action, str]]:
    """[(action, "" or the code of why not now)] of what this person may do with it."""
    if concerns(row, me["id"]):
        return []
    found = []
    for action in ALL:
        if allowed(me["role"], f"feedback.{action.verb}") and may(action.verb, row["state"]) and _fits(action, row):
            unreleased = action.verb == "publish" and row["about"] and row["released_at"] is None
            found.append((action, "feedback_release_first" if unreleased else ""))
    return found


def _fits(action: Action, row: dict) -> bool:
    """Whether it tells anybody anything here."""
    if action.verb == "verify":
        return bool(row["about"]) or row["category"] == "conduct"
    if action.verb == "release":
        return bool(row["about"]) and row["released_at"] is None
    if action.verb == "answer":
        return row["state"] != "received" or row["kind"] != "petition"
    return True


def handlers_of(row: dict) -> list[tuple[str, str]]:
    """[(id, name)] of who may be given it: never whom it is about."""
    return [
        (person["id"], person["name"])
        for person in staff.all_staff(row["ward_id"])
        if person["active"]
        and person["role"] in READS_WHOLE_WARD
        and person["id"] != row["holder"]
        and not concerns(row, person["id"])
    ]
