"""Which days a report is about: weeks, months, quarters and years as the ward reports them. Days "YYYY-MM-DD".

Quarters and years of what goes upwards are cut at a day of March, June, September and December: day 14 (NĐ 09/2019,
TT 01/2020/TT-VPCP), unless the ward says otherwise. Weeks and months are those of the calendar.
"""

from datetime import date, timedelta

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
# Three whole months: what is decided month by month.
SEASON = "season"
CUT_DAY = 14
# A year and a leap day: more at once is a mistake of the hand.
LONGEST_DAYS = 366
_ROMAN = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)


def period_of(cadence: str, day: str, cut: int = CUT_DAY) -> tuple[str, str]:
    """(first, last) of the period that a day lies in. `cut`: the last day of a quarter in its last month."""
    on = date.fromisoformat(day)
    first, last = _PERIODS[cadence](on, cut)
    return first.isoformat(), last.isoformat()


def latest(cadence: str, today: str, count: int, cut: int = CUT_DAY) -> list[tuple[str, str]]:
    """So many periods, the one that runs first."""
    found, day = [], today
    for _ in range(count):
        found.append(period_of(cadence, day, cut))
        day = (date.fromisoformat(found[-1][0]) - _DAY).isoformat()
    return found


def over(cadence: str, today: str, cut: int = CUT_DAY) -> tuple[str, str]:
    """The last period that has ended: what a report is asked for."""
    return latest(cadence, today, 2, cut)[1]


def _week(on: date, _cut: int) -> tuple[date, date]:
    first = on - timedelta(days=on.weekday())
    return first, first + timedelta(days=6)


def _month(on: date, _cut: int) -> tuple[date, date]:
    first = on.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - _DAY


def _quarter(on: date, cut: int) -> tuple[date, date]:
    ends = [date(year, month, cut) for year in (on.year - 1, on.year, on.year + 1) for month in (3, 6, 9, 12)]
    place = next(place for place, end in enumerate(ends) if end >= on)
    return ends[place - 1] + _DAY, ends[place]


def _season(on: date, _cut: int) -> tuple[date, date]:
    first = date(on.year, on.month - (on.month - 1) % 3, 1)
    return first, (first + timedelta(days=95)).replace(day=1) - _DAY


def _year(on: date, cut: int) -> tuple[date, date]:
    end = date(on.year, 12, cut)
    end = end if end >= on else date(on.year + 1, 12, cut)
    return date(end.year - 1, 12, cut) + _DAY, end


_PERIODS = {WEEK: _week, MONTH: _month, QUARTER: _quarter, SEASON: _season, YEAR: _year}


def sound(first: str, last: str) -> bool:
    """Whether two texts are days that may be a period."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except (TypeError, ValueError):
        return False
    written = (begin.isoformat(), end.isoformat()) == (first, last)
    return written and begin.year >= 2020 and end.year <= 2099 and begin <= end and (end - begin).days < LONGEST_DAYS


def words(cadence: str, first: str, last: str, cut: int = CUT_DAY) -> str:
    """As it stands under a title: "tháng 10 năm 2026", "quý IV năm 2026 (từ 15/09/2026 đến 14/12/2026)"."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = f"từ ngày {begin:%d/%m/%Y} đến ngày {end:%d/%m/%Y}"
    if (first, last) != period_of(cadence, last, cut):
        return days
    if cadence == MONTH:
        return f"tháng {end.month} năm {end.year}"
    if cadence == WEEK:
        return f"tuần {days}"
    named = f"năm {end.year}" if cadence == YEAR else f"quý {_ROMAN[end.month // 3 - 1]} năm {end.year}"
    return f"{named} ({days})"
