"""Early, on time or late: how a dossier kept its promise, and how that is added up (Biểu II.06a, NĐ 09/2019)."""

from dataclasses import dataclass

from app.rules.clock import day_of

HOUR_MS = 3_600_000
EARLY, ON_TIME, LATE = "early", "on_time", "late"
WORDS = {EARLY: "Trước hạn", ON_TIME: "Đúng hạn", LATE: "Quá hạn"}


def kept(finished: int, due: int, start: int | None = None) -> str:
    """How a promise was kept. Times in ms. Early is a whole day before the due day, and an hour before the due moment
    where start and due lie on one day (domain §3.1: "bằng" is the due day itself).
    """
    if finished > due:
        return LATE
    if day_of(finished) < day_of(due):
        return EARLY
    same_day = start is not None and day_of(start) == day_of(due)
    return EARLY if same_day and due - finished >= HOUR_MS else ON_TIME


@dataclass(slots=True)
class Tally:
    """One line of Biểu II.06a: dossiers received, settled and pending in a period; both sides balance."""

    carried_over: int = 0
    online: int = 0
    direct_or_post: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    pending_in_time: int = 0
    pending_late: int = 0

    @property
    def received(self) -> int:
        return self.carried_over + self.online + self.direct_or_post

    @property
    def settled(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def pending(self) -> int:
        return self.pending_in_time + self.pending_late

    @property
    def balances(self) -> bool:
        """What came in is what was settled and what is left."""
        return self.received == self.settled + self.pending

    def add(self, other: "Tally") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def on_time_share(tally: Tally) -> float | None:
    """Percent of settled dossiers that were not late; None without any."""
    return 100 * (tally.early + tally.on_time) / tally.settled if tally.settled else None


def over_threshold(late: int, settled: int, most_late: int, most_percent: int) -> str:
    """Why a person or a unit passes the ward's own threshold (Cần Thơ 2020: 3 a year, 5 %); "" when not, or when the
    thresholds are off (0).
    """
    if most_late and late >= most_late:
        return "count"
    if most_percent and settled and 100 * late >= most_percent * settled:
        return "share"
    return ""
