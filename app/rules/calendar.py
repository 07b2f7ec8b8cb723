"""Working days and office hours of a ward: what every promised date is counted with. Twin: static/js/core/calendar.js.

BLLĐ 2019 Đ112 names the holidays; the Prime Minister fixes Tết, the neighbour of Quốc khánh and swapped days each year
(Đ112.3). So a calendar is nothing but Monday to Friday and the exceptions somebody has put (R18).

Days are "YYYY-MM-DD" in Việt Nam, moments are milliseconds since the epoch, hours are minutes after midnight.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from app.rules.clock import DAY_MS

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
_OFFSET_MS = 7 * HOUR_MS
_EPOCH = date(1970, 1, 1).toordinal()

# Hà Nội's usual hours; each ward sets its own (domain §3.3, §12.6).
MORNING = (8 * 60, 12 * 60)
AFTERNOON = (13 * 60 + 30, 17 * 60)
# Luật Hộ tịch Đ5.3, NĐ 23/2015 Đ7, NĐ 309/2026 Đ18.2: "sau 15 giờ".
CUTOFF = 15 * 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """`exceptions`: {day: whether it is a working day}. `morning`, `afternoon`: (from, to). Raises ValueError for hours
    that do not follow one another.
    """

    exceptions: Mapping[str, bool] = field(default_factory=dict)
    morning: tuple[int, int] = MORNING
    afternoon: tuple[int, int] = AFTERNOON
    cutoff: int = CUTOFF
    _numbered: dict[int, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        hours = (*self.morning, *self.afternoon)
        if not 0 <= hours[0] < hours[1] <= hours[2] < hours[3] <= 24 * 60 or not 0 <= self.cutoff <= 24 * 60:
            raise ValueError("office hours do not follow one another")
        object.__setattr__(self, "_numbered", {number_of(day): working for day, working in self.exceptions.items()})

    def works(self, number: int) -> bool:
        """Whether the day of this number is a working day: Monday to Friday but for the exceptions."""
        working = self._numbered.get(number)
        # 1970-01-01, number 0, was a Thursday.
        return (number + 3) % 7 < 5 if working is None else working


@lru_cache(maxsize=4096)
def number_of(day: str) -> int:
    """Days since 1970-01-01. Raises ValueError for what is no "YYYY-MM-DD"."""
    parsed = date.fromisoformat(day)
    if parsed.isoformat() != day:
        raise ValueError("a day is spelled YYYY-MM-DD")
    return parsed.toordinal() - _EPOCH


def day_numbered(number: int) -> str:
    return date.fromordinal(number + _EPOCH).isoformat()


def number_at(at: int) -> int:
    """The number of the day in Việt Nam of a moment."""
    return (at + _OFFSET_MS) // DAY_MS


def time_of(at: int) -> int:
    """Milliseconds after midnight in Việt Nam."""
    return (at + _OFFSET_MS) % DAY_MS


def moment(number: int, minutes: int) -> int:
    """The moment of a numbered day, so many minutes after its midnight in Việt Nam."""
    return number * DAY_MS - _OFFSET_MS + minutes * MINUTE_MS


def next_working_number(calendar: Calendar, number: int) -> int:
    number += 1
    while not calendar.works(number):
        number += 1
    return number


def moved(calendar: Calendar, number: int, count: int) -> int:
    """The number of the `count`-th working day after a day (before it, when negative); the day itself for 0."""
    step = 1 if count > 0 else -1
    left = abs(count)
    while left:
        number += step
        left -= calendar.works(number)
    return number


def is_working(calendar: Calendar, day: str) -> bool:
    """BLLĐ 2019 Đ111–112; a làm bù Saturday is a working day, a Saturday on duty is not (QĐ 14/2010/QĐ-TTg)."""
    return calendar.works(number_of(day))


def next_working(calendar: Calendar, day: str) -> str:
    """The first working day after this one."""
    return day_numbered(next_working_number(calendar, number_of(day)))


def add_working_days(calendar: Calendar, day: str, count: int) -> str:
    """The `count`-th working day after a day, which itself is not counted (BLDS 2015 Đ147.2); before it for a negative
    count; the day itself, working or not, for 0.
    """
    return day_numbered(moved(calendar, number_of(day), count))


def working_days_between(calendar: Calendar, first: str, last: str) -> int:
    """Working days after `first` up to and including `last`; negative when `last` lies before `first`."""
    start, end = number_of(first), number_of(last)
    if end < start:
        return -working_days_between(calendar, last, first)
    return sum(calendar.works(number) for number in range(start + 1, end + 1))


def opens_at(calendar: Calendar, day: str) -> int:
    """The moment the office opens, were the day a working day."""
    return moment(number_of(day), calendar.morning[0])


def closes_at(calendar: Calendar, day: str) -> int:
    """Close of business, were the day a working day: an office hands out nothing at 24:00 (BLDS Đ148.6)."""
    return moment(number_of(day), calendar.afternoon[1])


def after_cutoff(calendar: Calendar, at: int) -> bool:
    """R5, "sau 15 giờ": 15:00:00 is still in time, 15:00:01 is not."""
    return time_of(at) // 1000 > calendar.cutoff * 60


def working_moment(calendar: Calendar, at: int) -> int:
    """The moment itself when the office is open, or the next at which it opens: when what was filed online outside
    office hours begins to run (domain §3.1, step 1).
    """
    number, minutes = number_at(at), time_of(at) / MINUTE_MS
    if not calendar.works(number) or minutes >= calendar.afternoon[1]:
        return moment(next_working_number(calendar, number), calendar.morning[0])
    for opening, closing in (calendar.morning, calendar.afternoon):
        if minutes < closing:
            return at if minutes >= opening else moment(number, opening)
    raise AssertionError("office hours follow one another")


def open_moment(calendar: Calendar, at: int) -> int:
    """The moment itself when somebody is at the counter, the last minute included, or the next opening."""
    minutes = time_of(at) / MINUTE_MS
    if calendar.works(number_at(at)) and minutes in (calendar.morning[1], calendar.afternoon[1]):
        return at
    return working_moment(calendar, at)


def after_working_time(calendar: Calendar, at: int, milliseconds: int) -> int:
    """When so much office time has passed since a moment; lunch, nights, weekends and holidays do not count."""
    at = working_moment(calendar, at)
    while True:
        number = number_at(at)
        period = calendar.morning if time_of(at) < calendar.morning[1] * MINUTE_MS else calendar.afternoon
        closing = moment(number, period[1])
        if at + milliseconds <= closing:
            return at + milliseconds
        milliseconds -= closing - at
        at = working_moment(calendar, closing)


def as_json(calendar: Calendar) -> dict:
    """For the browser; `from_json` reads it back."""
    return {
        "exceptions": dict(sorted(calendar.exceptions.items())),
        "morning": list(calendar.morning),
        "afternoon": list(calendar.afternoon),
        "cutoff": calendar.cutoff,
    }


def from_json(told: dict) -> Calendar:
    return Calendar(dict(told["exceptions"]), tuple(told["morning"]), tuple(told["afternoon"]), told["cutoff"])
