"""Times and days, given from outside: milliseconds since the epoch, and days in Việt Nam (UTC+7, no summer time)."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

VIETNAM = timezone(timedelta(hours=7))
DAY_MS = 24 * 3600 * 1000
# The beginning of 2200: later times are a mistake.
END_MS = 7_258_118_400_000
_OFFSET_MS = 7 * 3600 * 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@lru_cache(maxsize=64)
def _day(number: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number).isoformat()


def day_of(at: int) -> str:
    """The day "YYYY-MM-DD" in Việt Nam of a time in milliseconds."""
    return _day((at + _OFFSET_MS) // DAY_MS)


def parse(text: str) -> int:
    """Milliseconds of an RFC 3339 time. Raises ValueError without an offset or outside 1970–2199."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without an offset")
    # Whole numbers all the way: a float would make 1.001 s 1000 ms.
    at = (moment - _EPOCH) // _MILLISECOND
    if not 0 <= at < END_MS:
        raise ValueError("a time out of range")
    return at


def local(at: int) -> datetime:
    """The same moment as a datetime in Việt Nam."""
    return datetime.fromtimestamp(at / 1000, VIETNAM)


def write(at: int) -> str:
    """RFC 3339 with milliseconds and the offset of Việt Nam."""
    return local(at).isoformat(timespec="milliseconds")


def month_after(month: str, count: int = 1) -> str:
    """The month so many later; earlier with a negative count."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to another, both included; none when the first is the later one."""
    found, month = [], first
    while month <= last:
        found.append(month)
        month = month_after(month)
    return found


def last_day_of(month: str) -> str:
    """ "2026-02" → "2026-02-28"."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02d}"
