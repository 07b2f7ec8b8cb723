"""When a certification (chứng thực) is given back: the same day, or at an hour that stands on a slip (phiếu hẹn).

NĐ 23/2015 Đ7: the same working day, or the next one for what came after 15:00 (R5); whoever takes longer hands out a
slip with the hour and the day (also TT 01/2020/TT-BTP Đ2). Many papers, long or difficult ones may take 02 working days
more, and longer only as agreed with the person in writing (NĐ 23/2015 Đ21, Đ33). Moments in ms.
"""

import re
from datetime import datetime

from app.rules import due
from app.rules.calendar import Calendar, moment, moved, number_at
from app.rules.clock import day_of, parse

# What same-day work may take on top of its own day (NĐ 23/2015 Đ21, Đ33); contracts have their two days already (Đ37).
SPARE_DAYS = 2
# An appointed hour as the form and the body of the operation write it, in Việt Nam's time.
_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


def due_of(variant: dict, calendar: Calendar, at: int) -> int | None:
    """When the result is due by law: the same day, after 15:00 the next working day (R5); None where the catalogue does
    not know.
    """
    if not due.is_limit(variant["value"], variant["unit"]):
        return None
    return due.due_at(calendar, at, variant["value"], variant["unit"], variant["cutoff_15h"])


def appointed(variant: dict, calendar: Calendar, at: int, hour: str, agreement: str) -> tuple[int | None, str]:
    """(the moment promised, "") or (None, code of what is wrong). `hour`: "YYYY-MM-DDTHH:MM", "" for what the law says.

    `agreement`: what was written down about a longer time; without it the promise ends `SPARE_DAYS` after the law's.
    """
    legal = due_of(variant, calendar, at)
    if not hour:
        return legal, ""
    promised = _moment(hour)
    if promised is None or promised <= at or not _open(calendar, promised):
        return None, "appointment_invalid"
    if legal is not None and not agreement:
        spare = SPARE_DAYS if variant["value"] == "0" else 0
        if number_at(promised) > moved(calendar, number_at(legal), spare):
            return None, "appointment_needs_agreement"
    return promised, ""


def is_another_day(at: int, due_at: int | None) -> bool:
    """Whether the person has to come again: then the slip is owed (NĐ 23/2015 Đ7)."""
    return due_at is not None and day_of(due_at) != day_of(at)


def _moment(hour: str) -> int | None:
    if not _HOUR.fullmatch(hour):
        return None
    try:
        datetime.fromisoformat(hour)
    except ValueError:
        return None
    return parse(f"{hour}:00+07:00")


def _open(calendar: Calendar, at: int) -> bool:
    """A working day, between the opening and the close of the office."""
    number = number_at(at)
    opening, closing = calendar.morning[0], calendar.afternoon[1]
    return calendar.works(number) and moment(number, opening) <= at <= moment(number, closing)
