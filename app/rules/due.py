"""When a dossier is due, and what follows from it (domain §3.1, R2–R5). Twin: static/js/core/due.js.

The clock starts when the dossier is complete and shown on the receipt (NĐ 309/2026 Đ17.3); after a supplement it is
counted anew from the moment it became complete (NĐ 61/2018 Đ19.4). Both are the caller's `start`. Internal waiting
never stops it (NĐ 61 Đ19). Moments in ms, days "YYYY-MM-DD".
"""

import re

from app.rules.calendar import (
    HOUR_MS,
    Calendar,
    after_cutoff,
    after_working_time,
    day_numbered,
    moment,
    moved,
    next_working_number,
    number_at,
    number_of,
    open_moment,
    working_days_between,
)
from app.rules.clock import day_of, last_day_of, month_after

WORKING_DAY, DAY, HOUR, WORKING_HOUR, MONTH = "ngày làm việc", "ngày", "giờ", "giờ làm việc", "tháng"
UNITS = (WORKING_DAY, DAY, HOUR, WORKING_HOUR, MONTH)
# Half a day in the catalogue is half of eight hours, whatever the ward's own hours are.
HALF_DAY_MS = 4 * HOUR_MS
_VALUE = re.compile(r"([0-9]{1,3})(\.5)?")


def _read(value: str, unit: str) -> tuple[int, bool]:
    """(whole part, and a half). Raises ValueError for what is no time limit."""
    match = _VALUE.fullmatch(value)
    if match is None or unit not in UNITS:
        raise ValueError("no time limit")
    whole, half = int(match[1]), match[2] is not None
    if (unit == MONTH and (half or not whole)) or (unit in (HOUR, WORKING_HOUR) and not whole and not half):
        raise ValueError("no time limit")
    return whole, half


def is_limit(value: str, unit: str) -> bool:
    """Whether `due_at` can count with it: "0", "0.5" … "999" of a unit in UNITS; no half months, no 0 hours."""
    try:
        _read(value, unit)
    except ValueError:
        return False
    return True


def due_at(calendar: Calendar, start: int, value: str, unit: str, cutoff_15h: bool = False) -> int:
    """The last moment in time. Raises ValueError for no time limit (see `is_limit`).

    Days: close of business of the due day; the day of the start is not counted (BLDS 2015 Đ147.2), also when it is a
    Saturday on duty. "0" is the same day; after 15:00 the next working day, where the law says so (Luật Hộ tịch Đ5.3,
    TT 01/2020/TT-BTP Đ2). Calendar days and months that end on a day off end with the next working day (BLDS Đ148.5).
    Half a day is four hours of office time, from the start itself for "0.5", else from the close of the whole days.
    "giờ" runs from the start by the clock (BLDS Đ147.1), "giờ làm việc" in office time; both end when people are there.
    """
    whole, half = _read(value, unit)
    if unit == HOUR:
        return open_moment(calendar, start + whole * HOUR_MS + half * HOUR_MS // 2)
    if unit == WORKING_HOUR:
        return after_working_time(calendar, start, whole * HOUR_MS + half * HOUR_MS // 2)
    if half and not whole:
        return after_working_time(calendar, start, HALF_DAY_MS)
    number = number_at(start)
    if unit == MONTH:
        return _close(calendar, _months_after(number, whole))
    if not whole:
        return _same_day(calendar, start, cutoff_15h)
    if unit == WORKING_DAY:
        last = moved(calendar, number, whole)
        close = _close(calendar, last)
        return after_working_time(calendar, close, HALF_DAY_MS) if half else close
    close = _close(calendar, number + whole)
    if not half:
        return close
    # The half of the next calendar day; never before the whole days are over.
    return max(close, after_working_time(calendar, moment(number + whole + 1, 0), HALF_DAY_MS))


def _close(calendar: Calendar, number: int) -> int:
    """Close of business of a day, or of the next working day when it is none (BLDS Đ148.5)."""
    if not calendar.works(number):
        number = next_working_number(calendar, number)
    return moment(number, calendar.afternoon[1])


def _same_day(calendar: Calendar, start: int, cutoff_15h: bool) -> int:
    number = number_at(start)
    over = start > moment(number, calendar.afternoon[1])
    if calendar.works(number) and (over or (cutoff_15h and after_cutoff(calendar, start))):
        number += 1
    return _close(calendar, number)


def _months_after(number: int, months: int) -> int:
    """The same day of a later month, or that month's last day (BLDS 2015 Đ148.3)."""
    day = day_numbered(number)
    month = month_after(day[:7], months)
    return min(number_of(f"{month}-01") + int(day[8:]) - 1, number_of(last_day_of(month)))


def hand_over_due(calendar: Calendar, at: int) -> int:
    """When what was received is to be with the desk that works on it: the same working day; at the opening of the next
    one when received after 15:00 or on a day off (NĐ 309/2026 Đ18.2, R5).
    """
    number = number_at(at)
    over = after_cutoff(calendar, at) or at > moment(number, calendar.afternoon[1])
    if calendar.works(number) and not over:
        return moment(number, calendar.afternoon[1])
    return moment(next_working_number(calendar, number), calendar.morning[0])


def supplement_notice_due(calendar: Calendar, received: int) -> int:
    """Until when a supplement may be asked for: 03 working days after receipt (NĐ 61/2018 Đ19.4, R2)."""
    return due_at(calendar, received, "3", WORKING_DAY)


def latest_apology_on(calendar: Calendar, due: int, start: int | None = None) -> tuple[str, str] | None:
    """(the day before the due day, the last working day before it): until when an apology with a new date is in time,
    "chậm nhất trước ngày hết hạn 01 ngày" (NĐ 61/2018 Đ19.9, R3), and when to remind, as nobody signs on a day off.

    None when `start` is given and lies on the due day: there is no day before. The second day is never before the
    start's own.
    """
    number = number_at(due)
    begun = number_at(start) if start is not None else None
    if begun is not None and begun >= number:
        return None
    working = moved(calendar, number, -1)
    return day_numbered(number - 1), day_numbered(max(working, begun) if begun is not None else working)


def days_left(calendar: Calendar, now: int, due: int) -> int:
    """Working days from today to the due day, negative behind it. 0 on the due day, also when its hour has passed: see
    `remaining`.
    """
    return working_days_between(calendar, day_of(now), day_of(due))


def alarm_days(calendar: Calendar, due: int) -> tuple[str, str]:
    """The days from which on a dossier warns (three working days before it is due) and presses (one), R3."""
    number = number_at(due)
    return day_numbered(moved(calendar, number, -3)), day_numbered(moved(calendar, number, -1))


def remaining(calendar: Calendar, now: int, due: int) -> str:
    """late | today | pressing (one working day left) | near (two or three) | ahead: the colours of a queue (R3, R4)."""
    if now > due:
        return "late"
    if day_of(now) == day_of(due):
        return "today"
    left = days_left(calendar, now, due)
    return "pressing" if left <= 1 else "near" if left <= 3 else "ahead"
