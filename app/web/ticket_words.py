"""A ticket of the queue in words: its number, how long somebody has waited and will wait, why they go first."""

from flask_babel import gettext as _

from app.rules import queue
from app.rules.ticket_number import written
from app.rules.ticket_states import STATES
from app.rules.ticket_wait import waited_minutes
from app.web.words import said


def number(row: dict) -> str:
    """ "A-037" """
    return written(row["lane"], row["number"])


def state(code: str) -> str:
    return said(STATES[code])


def wait(expected: tuple[int, int] | None) -> str:
    """ "khoảng 10–20 phút"; "" where there is no ground to say anything."""
    if expected is None:
        return ""
    least, most = expected
    if not least:
        return _("chưa đến %(most)s phút", most=most)
    return _("khoảng %(least)s–%(most)s phút", least=least, most=most)


def ahead(count: int) -> str:
    if not count:
        return _("Sắp đến lượt: không còn ai trước")
    return _("Còn %(count)s người trước", count=count)


def minutes(taken_at: int, until: int) -> str:
    """How long somebody has waited: "7 phút", "1 giờ 05 phút"."""
    whole = waited_minutes(taken_at, until)
    if not whole:
        return _("chưa đến 1 phút")
    if whole < 60:
        return _("%(count)s phút", count=whole)
    return _("%(hours)s giờ %(minutes)s phút", hours=whole // 60, minutes=f"{whole % 60:02d}")


def priority(code: str, elderly_age: int = 0) -> str:
    """Why somebody goes first, as the choice is offered: "Người cao tuổi (từ 60 tuổi)"."""
    if not code:
        return ""
    label = said(queue.priorities()[code]["label"])
    return (
        _("%(label)s (từ %(age)s tuổi)", label=label, age=elderly_age) if code == "elderly" and elderly_age else label
    )


def mark(code: str) -> str:
    """The same in two words, for a list: "Cao tuổi"."""
    return said(queue.priorities()[code]["short"]) if code else ""


def priorities(row: dict) -> list[tuple[str, str]]:
    """[(code, words)] of what a queue offers, "" first."""
    offered = [(code, priority(code, row["elderly_age"])) for code in queue.priority_codes(row)]
    return [("", _("Không thuộc diện ưu tiên")), *offered] if offered and row["priority_every"] else []
