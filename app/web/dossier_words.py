"""A dossier (hồ sơ) in the words of the screen: its state, what is left of its time, whose hands it is in."""

from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.records import unit
from app.records import workday as calendar_records
from app.rules import calendar as calendars
from app.rules import due, office, workday
from app.rules.calendar import Calendar
from app.rules.clock import day_of, local
from app.rules.dossier_states import CLOSED
from app.rules.register import REGISTERS
from app.web import words
from app.web.assistance_words import Names

_WEEKDAYS = (
    lazy_gettext("thứ Hai"),
    lazy_gettext("thứ Ba"),
    lazy_gettext("thứ Tư"),
    lazy_gettext("thứ Năm"),
    lazy_gettext("thứ Sáu"),
    lazy_gettext("thứ Bảy"),
    lazy_gettext("Chủ nhật"),
)
# More days off than this between two days are counted, not listed.
_LISTED = 6


class DossierNames(Names):
    """The names behind a ward's ids, those of its units too."""

    @cached_property
    def units(self) -> dict[str, str]:
        return {row["id"]: row["name"] for row in unit.units(self._ward_id, every=True)}

    def holder(self, staff: str, unit_id: str) -> str:
        """ "Đỗ Thu Hà, Bộ phận một cửa" """
        parts = (self.person(staff) if staff else "", self.units.get(unit_id, ""))
        return ", ".join(part for part in parts if part)


def calendar_of(ward_id: int) -> Calendar:
    """What the ward's dates are counted with today."""
    return office.calendar_of(calendar_records.own_office(ward_id), calendar_records.workdays(ward_id))


def number_text(row: dict, register: str = "tnhs", number: int | None = None) -> str:
    """ "12/TNHS/2026" as on paper; "" while there is none."""
    number = row["receipt_number"] if number is None else number
    return f"{number:02d}/{REGISTERS[register][1]}/{row['receipt_year']}" if number else ""


def weekday(day: str) -> str:
    return str(_WEEKDAYS[workday.weekday(day)])


def day_words(day: str) -> str:
    """ "thứ Năm 26/11/2026" """
    return f"{weekday(day)} {words.day(day)}"


def due_words(at: int | None) -> str:
    """ "17 giờ 00, thứ Năm 26/11/2026"; "" when there is no such moment."""
    if at is None:
        return ""
    clock = local(at)
    return _(
        "%(hour)s giờ %(minute)s, %(day)s", hour=clock.hour, minute=f"{clock.minute:02d}", day=day_words(day_of(at))
    )


def days_off(calendar: Calendar, first: str, last: str) -> list[str]:
    """Weekdays without work behind `first`, up to `last`: what a count of working days steps over."""
    numbers = range(calendars.number_of(first) + 1, calendars.number_of(last) + 1)
    days = (calendars.day_numbered(number) for number in numbers)
    return [day for day in days if workday.weekday(day) < 5 and not calendars.is_working(calendar, day)]


def days_off_words(calendar: Calendar, start: int, end: int) -> str:
    """ "nghỉ 24/11", "nghỉ 8 ngày lễ"; "" when nothing but weekends lies between."""
    off = days_off(calendar, day_of(start), day_of(end))
    if len(off) > _LISTED:
        return _("nghỉ %(count)s ngày lễ", count=len(off))
    return _("nghỉ %(days)s", days=", ".join(f"{day[8:]}/{day[5:7]}" for day in off)) if off else ""


def remaining(row: dict, calendar: Calendar, now: int) -> dict:
    """{"tone", "text"}: tone is late, today, pressing, near, ahead, waits or done; the text says it without colour."""
    if row["state"] in CLOSED:
        return {"tone": "done", "text": words.label("dossier_state", row["state"])}
    if row["state"] == "supplement" or row["due_current_at"] is None:
        return {"tone": "waits", "text": _("Chờ người dân bổ sung, thời hạn chưa chạy")}
    if row["finished_at"] is not None:
        return finished(row)
    tone = due.remaining(calendar, now, row["due_current_at"])
    left = due.days_left(calendar, now, row["due_current_at"])
    hour = words.clock_time(row["due_current_at"])
    if tone == "late":
        text = _("Quá hạn %(count)s ngày làm việc", count=-left) if left else _("Quá hạn từ %(hour)s", hour=hour)
    elif tone == "today":
        text = _("Hạn hôm nay, %(hour)s", hour=hour)
    else:
        text = _("Còn %(count)s ngày làm việc", count=left)
    return {"tone": tone, "text": text}


def finished(row: dict) -> dict:
    """As `remaining`, of a dossier whose result is there; honest about the first promise, too."""
    if row["finished_at"] > row["due_current_at"]:
        return {"tone": "late", "text": _("Đã xong, muộn so với hẹn")}
    if row["finished_at"] > row["due_original_at"]:
        return {"tone": "done", "text": _("Đã xong trong hạn mới, muộn so với hẹn lần đầu")}
    return {"tone": "done", "text": _("Đã xong trong hạn")}
