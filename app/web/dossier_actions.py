"""What may be done with a dossier now, each as a small form: asked of the rule itself before it is offered and before
it is sent. An action that the rule would refuse stands there with the reason instead of its form.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import request
from flask_babel import lazy_gettext

from app.records import staff
from app.rules import dossier_course, due
from app.rules.calendar import Calendar, is_working, next_working
from app.rules.clock import day_of
from app.rules.dossier_row import opened
from app.rules.dossier_states import RUNNING, may
from app.rules.operation import Refusal
from app.rules.permissions import HEADS, allowed
from app.web import door, dossier_typed

# Nothing to say to anybody: the action is simply not there.
_SILENT = frozenset(
    {"dossier_state", "nothing_changed", "not_in_scope", "role_not_allowed", "entity_unknown", "body_invalid"}
)
# What a probe says: enough for a rule that wants a reason and a law.
_WORDS, _LAW = "words of a probe", "ND 61/2018/ND-CP"


@dataclass(frozen=True)
class Asked:
    """What a form is shown and read with: the row, its variant, the ward's calendar, the moment, the signed-in row."""

    row: dict
    variant: dict
    calendar: Calendar
    now: int
    me: dict

    @property
    def next_day(self) -> str:
        """The first working day that can be promised anew."""
        today, due_at = day_of(self.now), self.row["due_current_at"]
        return next_working(self.calendar, max(today, day_of(due_at)) if due_at else today)


@dataclass(frozen=True)
class Action:
    """`read`: the body out of the posted form. `probe`: a body that would pass if the moment is right. `field_of`:
    {code: the field that its sentence belongs to}. `step`: the verb in the table of states, where it has another name.
    """

    slug: str
    verb: str
    title: str
    button: str
    read: Callable[[Asked], dict]
    probe: Callable[[Asked], dict]
    danger: bool = False
    field_of: dict[str, str] = field(default_factory=dict)
    step: str = ""

    @property
    def type(self) -> str:
        return f"dossier.{self.verb}/1"

    def fits(self, state: str) -> bool:
        return may(self.step or self.verb, state)


def text(name: str) -> str:
    return request.form.get(name, "")


def _reason(_asked: Asked) -> dict:
    return {"reason": text("reason")}


def _with_basis(_asked: Asked) -> dict:
    return {"reason": text("reason"), "basis": text("basis")}


def _new_day(_asked: Asked) -> dict:
    return {"reason": text("reason"), "new_on": text("new_on")}


def _supplement(asked: Asked) -> dict:
    return {"papers": dossier_typed.papers(asked.variant), "reason": text("reason"), "override": text("override")}


def _supplement_probe(asked: Asked) -> dict:
    paper = {"key": "", "name": "paper", "form": "", "count": 1, "what": "", "citation": _LAW}
    return {"papers": [paper], "reason": _WORDS, "override": _WORDS if asked.me["role"] in HEADS else ""}


def _finish(asked: Asked) -> dict:
    open_keys = [one["key"] for one in opened(asked.row, "results") if one["finished_at"] is None]
    chosen = [key for key in request.form.getlist("done") if key in open_keys]
    if len(open_keys) == 1:
        chosen = open_keys
    if open_keys and not chosen:
        # An empty choice would mean all of them: the rule is told that nothing was chosen.
        return {"results": None}
    return {"results": {key: text(f"number-{key}") for key in chosen}}


def _return(asked: Asked) -> dict:
    ready = [one["key"] for one in opened(asked.row, "results") if one["finished_at"] and not one["returned_at"]]
    chosen = [key for key in request.form.getlist("given") if key in ready]
    how = text("how")
    return {
        "how": how,
        "to": text("to"),
        # An empty choice would mean all of them; a key that no result has means none.
        "results": (chosen or [""]) if len(ready) > 1 else [],
        "post_number": text("post_number") if how == "post" else "",
        "post_fee": dossier_typed.whole("post_fee", 0) if how == "post" else 0,
    }


def _somebody_else(asked: Asked) -> str:
    handlers = handlers_of(asked.row)
    return handlers[0]["id"] if handlers else ""


def handlers_of(row: dict) -> list[dict]:
    """Who a dossier may be handed to."""
    return [
        person
        for person in staff.all_staff(row["ward_id"])
        if person["active"] and person["role"] in ("clerk", "leader", "admin") and person["id"] != row["holder"]
    ]


_REASON = {"reason_needed": "reason"}
ALL = (
    Action(
        "nhan-ban-giao",
        "take_over",
        lazy_gettext("Nhận bàn giao"),
        lazy_gettext("Đã nhận, tôi giải quyết"),
        lambda asked: {},
        lambda asked: {},
    ),
    Action(
        "xong",
        "finish",
        lazy_gettext("Đã có kết quả"),
        lazy_gettext("Ghi đã có kết quả"),
        _finish,
        lambda asked: {"results": {}},
    ),
    Action(
        "tra",
        "return",
        lazy_gettext("Trả kết quả"),
        lazy_gettext("Ghi đã trả kết quả"),
        _return,
        lambda asked: {"how": "counter", "to": "", "results": [], "post_number": "", "post_fee": 0},
        field_of={"post_number_needed": "post_number", "nothing_changed": "given"},
        step="give_result",
    ),
    Action(
        "da-phat",
        "confirm_return",
        lazy_gettext("Bưu điện đã phát"),
        lazy_gettext("Ghi bưu điện đã phát"),
        lambda asked: {},
        lambda asked: {},
    ),
    Action(
        "da-du",
        "complete",
        lazy_gettext("Đã bổ sung đủ"),
        lazy_gettext("Đã đủ, hẹn lại từ đầu"),
        lambda asked: {"documents": dossier_typed.documents(asked.variant), "number": 0},
        lambda asked: {"documents": [], "number": 0},
    ),
    Action(
        "ban-giao",
        "hand_over",
        lazy_gettext("Bàn giao"),
        lazy_gettext("Bàn giao"),
        lambda asked: {"to": text("to"), "note": text("note")},
        lambda asked: {"to": _somebody_else(asked), "note": ""},
        field_of={"handler_unknown": "to", "nothing_changed": "to"},
    ),
    Action(
        "yeu-cau-bo-sung",
        "request_supplement",
        lazy_gettext("Yêu cầu bổ sung"),
        lazy_gettext("Lập phiếu yêu cầu bổ sung"),
        _supplement,
        _supplement_probe,
        field_of={**_REASON, "override_needed": "override"},
    ),
    Action(
        "xin-gia-han",
        "ask_extension",
        lazy_gettext("Trình lãnh đạo gia hạn"),
        lazy_gettext("Trình lãnh đạo"),
        _new_day,
        lambda asked: {"reason": _WORDS, "new_on": asked.next_day},
        field_of={**_REASON, "new_day_wrong": "new_on"},
    ),
    Action(
        "gia-han",
        "extend",
        lazy_gettext("Gia hạn"),
        lazy_gettext("Ký gia hạn (Mẫu 04)"),
        _new_day,
        lambda asked: {"reason": _WORDS, "new_on": asked.next_day},
        field_of={**_REASON, "new_day_wrong": "new_on"},
    ),
    Action(
        "xin-loi",
        "apologise",
        lazy_gettext("Xin lỗi vì trễ hẹn"),
        lazy_gettext("Ký văn bản xin lỗi (Mẫu 04)"),
        lambda asked: {"reason": text("reason"), "promised_on": text("promised_on")},
        lambda asked: {"reason": _WORDS, "promised_on": next_working(asked.calendar, day_of(asked.now))},
        field_of={**_REASON, "new_day_wrong": "promised_on"},
    ),
    Action(
        "xac-minh",
        "verify",
        lazy_gettext("Chuyển sang thời hạn xác minh"),
        lazy_gettext("Chuyển sang xác minh"),
        lambda asked: {"reason": text("reason"), "document": text("document")},
        lambda asked: {"reason": _WORDS, "document": _WORDS},
        field_of=_REASON,
    ),
    Action(
        "tinh-lai-hen",
        "redate",
        lazy_gettext("Tính lại ngày hẹn theo lịch"),
        lazy_gettext("Tính lại ngày hẹn"),
        _reason,
        lambda asked: {"reason": _WORDS},
        field_of=_REASON,
    ),
    Action(
        "tu-choi",
        "refuse",
        lazy_gettext("Từ chối"),
        lazy_gettext("Lập phiếu từ chối"),
        _with_basis,
        lambda asked: {"reason": _WORDS, "basis": _LAW},
        danger=True,
        field_of=_REASON,
    ),
    Action(
        "dung",
        "stop",
        lazy_gettext("Dừng giải quyết"),
        lazy_gettext("Ký thông báo dừng (Mẫu 05)"),
        _with_basis,
        lambda asked: {"reason": _WORDS, "basis": _LAW},
        danger=True,
        field_of={**_REASON, "basis_needed": "basis"},
    ),
    Action(
        "rut",
        "withdraw",
        lazy_gettext("Người dân rút hồ sơ"),
        lazy_gettext("Ghi người dân rút"),
        _reason,
        lambda asked: {"reason": _WORDS},
        danger=True,
        field_of=_REASON,
    ),
    Action(
        "huy",
        "void",
        lazy_gettext("Hủy vì ghi nhầm"),
        lazy_gettext("Hủy hồ sơ ghi nhầm"),
        _reason,
        lambda asked: {"reason": _WORDS},
        danger=True,
        field_of=_REASON,
    ),
)
BY_SLUG = {action.slug: action for action in ALL}


def offered(asked: Asked) -> list[tuple[Action, str]]:
    """[(action, "" or the code of why not now)] of what this person may do with it; what is out of the question stays
    away.
    """
    found = []
    for action in ALL:
        if not allowed(asked.me["role"], f"dossier.{action.verb}") or not action.fits(asked.row["state"]):
            continue
        answer = door.tried(action.type, asked.row["id"], action.probe(asked))
        code = answer.code if isinstance(answer, Refusal) else ""
        if code not in _SILENT and not _out_of_place(action, code, asked):
            found.append((action, code))
    return found


def _out_of_place(action: Action, code: str, asked: Asked) -> bool:
    """Whether a refusal tells nobody anything: an apology that is not owed, a verification that does not exist."""
    if action.verb == "verify":
        return code in ("verify_not_provided", "verify_once")
    if action.verb == "apologise":
        return code in ("apology_early", "apology_once") or _in_time(asked.row)
    if action.verb == "hand_over":
        return code == "handler_unknown"
    if action.verb in ("extend", "ask_extension"):
        return code == "extension_once" and asked.row["apologised_at"] is not None
    return False


def _in_time(row: dict) -> bool:
    return row["finished_at"] is not None and row["finished_at"] <= row["due_current_at"]


def extendable_until(asked: Asked) -> str:
    """The last day on which the promise may be moved; "" when there is none (R3)."""
    row = asked.row
    if row["state"] not in RUNNING or row["extended_at"] is not None or row["due_current_at"] is None:
        return ""
    latest = due.latest_apology_on(asked.calendar, row["due_current_at"], row["accepted_at"])
    return latest[0] if latest and day_of(asked.now) <= latest[0] else ""


def beyond_law(asked: Asked) -> str:
    """Why only the head may still ask for papers: "supplement_once", "supplement_late" or "" (R1, R2)."""
    if asked.row["state"] not in RUNNING:
        return ""
    if asked.row["supplement_count"]:
        return "supplement_once"
    latest = due.supplement_notice_due(asked.calendar, asked.row["accepted_at"])
    return "supplement_late" if asked.now > latest else ""


def pending(row: dict) -> dict | None:
    return dossier_course.pending(row)


def first_promise(asked: Asked) -> str:
    """A day to begin with in a form that promises a new one."""
    day = day_of(asked.now)
    return day if is_working(asked.calendar, day) else next_working(asked.calendar, day)
