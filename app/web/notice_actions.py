"""What may be done with a notice, and with one posting of it, each as a small form; in the order of their course."""

from dataclasses import dataclass, field

from flask_babel import LazyString, lazy_gettext

from app.rules import notice, notice_posting
from app.rules.permissions import allowed


@dataclass(frozen=True)
class Action:
    """`table`: the fields of its body. `field_of`: {code: the field that its sentence belongs to}. `states`: when."""

    slug: str
    verb: str
    title: LazyString
    button: LazyString
    states: frozenset[str]
    table: dict = field(default_factory=dict)
    field_of: dict[str, str] = field(default_factory=dict)
    danger: bool = False

    @property
    def type(self) -> str:
        return f"notice.{self.verb}/1"


OF_NOTICE = (
    Action(
        "gui",
        "send",
        lazy_gettext("Gửi cho các tổ"),
        lazy_gettext("Gửi cho các tổ"),
        frozenset({"draft"}),
    ),
    Action(
        "gia-han",
        "prolong",
        lazy_gettext("Đổi ngày hết hạn"),
        lazy_gettext("Ghi ngày mới"),
        frozenset({"sent"}),
        notice.PROLONG,
        {"nothing_changed": "expires_on"},
    ),
    Action(
        "rut",
        "withdraw",
        lazy_gettext("Rút thông báo"),
        lazy_gettext("Rút thông báo"),
        frozenset({"draft", "sent"}),
        notice.REASON,
        danger=True,
    ),
)
OF_POSTING = (
    Action(
        "go",
        "take_off",
        lazy_gettext("Đã gỡ khỏi bảng"),
        lazy_gettext("Ghi đã gỡ"),
        frozenset({"posted"}),
        notice_posting.TAKE_OFF,
    ),
    Action(
        "huy",
        "unpost",
        lazy_gettext("Hủy vì ghi nhầm"),
        lazy_gettext("Hủy lần ghi này"),
        frozenset({"posted", "taken_off"}),
        notice_posting.REASON,
        danger=True,
    ),
)


def offered(actions: tuple[Action, ...], row: dict, role: str) -> list[Action]:
    """What this role may do with a row as it stands."""
    return [
        action
        for action in actions
        if allowed(role, f"notice.{action.verb}")
        and row["state"] in action.states
        # Only what hangs can be taken down.
        and not (action.verb == "take_off" and row["way"] != "board")
    ]
