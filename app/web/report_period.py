"""The period a report is about: two days, as asked for in the address; this month so far when nothing sensible is."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from flask_babel import gettext as _

from app.rules import calendar
from app.rules.clock import DAY_MS, day_of
from app.web.sessions import now_ms
from app.web.words import day as day_words

# A year and a leap day: more at once is a mistake of the hand and a long wait.
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    first: str
    last: str
    corrected: bool = False

    @property
    def from_at(self) -> int:
        return calendar.moment(calendar.number_of(self.first), 0)

    @property
    def to_at(self) -> int:
        """The last millisecond, and not later than now: what is to come is neither pending nor late."""
        return min(calendar.moment(calendar.number_of(self.last), 0) + DAY_MS - 1, now_ms())

    @property
    def words(self) -> str:
        return _("từ %(first)s đến %(last)s", first=day_words(self.first), last=day_words(self.last))

    @property
    def query(self) -> str:
        return f"tu={self.first}&den={self.last}"


def asked() -> Period:
    """What the address asks for. `corrected`: it asked for something that is no period, and got this month."""
    today = date.fromisoformat(day_of(now_ms()))
    first, last = request.args.get("tu", ""), request.args.get("den", "")
    if not first and not last:
        return Period(today.replace(day=1).isoformat(), today.isoformat())
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return Period(today.replace(day=1).isoformat(), today.isoformat(), corrected=True)
    sound = 2020 <= begin.year <= end.year <= 2099 and begin <= end and (end - begin).days <= LONGEST_DAYS
    if not sound:
        return Period(today.replace(day=1).isoformat(), today.isoformat(), corrected=True)
    return Period(begin.isoformat(), end.isoformat())


def usual(today: str) -> list[tuple[str, Period]]:
    """[(words, period)] that people ask for. Quarters of the upward reports are cut at day 14 (TT 01/2020/TT-VPCP)."""
    now = date.fromisoformat(today)
    month = now.replace(day=1)
    before = month - timedelta(days=1)
    # The quarter that runs from the 15th of one of these months.
    start = max(
        one
        for year in (now.year - 1, now.year)
        for one in (date(year, 3, 15), date(year, 6, 15), date(year, 9, 15), date(year, 12, 15))
        if one <= now
    )
    return [
        (_("Tháng này"), Period(month.isoformat(), today)),
        (_("Tháng trước"), Period(before.replace(day=1).isoformat(), before.isoformat())),
        (_("Quý báo cáo (chốt ngày 14)"), Period(start.isoformat(), today)),
        (_("Năm nay"), Period(f"{now.year}-01-01", today)),
    ]
