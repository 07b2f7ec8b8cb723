"""Which dossiers press, counted in working days: warned of from due−3, pressed from due−1 (R3, NĐ 61/2018 Đ19.9), and
past due until somebody has apologised (R4).
"""

from app.rules import due
from app.rules.calendar import Calendar, moment, moved, number_at
from app.rules.dossier_states import RUNNING

# Where a promised day can still be missed, or be missed already: `apologise` may be done in these states (R4).
OWED = RUNNING | {"ready"}


def ends(calendar: Calendar, now: int) -> dict[str, int]:
    """{"late", "today", "pressing", "near": the moment before which a due moment is that, or worse}: to count with.

    The same as asking `due.remaining` of every dossier; a test compares.
    """
    today = number_at(now)
    return {
        "late": now,
        "today": moment(today + 1, 0),
        "pressing": moment(moved(calendar, today, 2), 0),
        "near": moment(moved(calendar, today, 4), 0),
    }


def is_owed(row: dict, now: int) -> bool:
    """Past due without a word to the citizen (R4): finished too late, or not at all, and not apologised for.

    An extension is an apology only for the day it moved; past the new one another word is owed.
    """
    if row["state"] not in OWED or row["due_current_at"] is None or row["apologised_at"] is not None:
        return False
    return (row["finished_at"] if row["finished_at"] is not None else now) > row["due_current_at"]


def days_late(calendar: Calendar, row: dict, now: int) -> int:
    """Working days behind the due day, of a dossier that is late; 0 on the due day itself."""
    end = row["finished_at"] if row["finished_at"] is not None else now
    return max(0, -due.days_left(calendar, end, row["due_current_at"]))
