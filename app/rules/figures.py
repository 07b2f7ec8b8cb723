"""The shapes of the ward's figures: what a dashboard shows and a report prints, read by records/figures.py.

Pure numbers, keyed by ids and codes; names are for the pages. Every share is a `Part`, so none can pass 100 % unseen:
what it is of stands beside it. Days are "YYYY-MM-DD", months "YYYY-MM", both ends included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.clock import last_day_of, month_after, months_between
from app.rules.rating_report import Share
from app.rules.timeliness import Tally

# Results of an assistance that somebody must come back for.
UNFINISHED = frozenset({"unfinished", "rescheduled"})


@dataclass(frozen=True, slots=True)
class Part:
    """`n` of `of`; raises ValueError where a part is larger than its whole, because then somebody counted wrong."""

    n: int
    of: int

    def __post_init__(self):
        if not 0 <= self.n <= self.of:
            raise ValueError(f"{self.n} is no part of {self.of}")

    @property
    def percent(self) -> float | None:
        """0 to 100; None of nothing."""
        return 100 * self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Months:
    """The months that what is kept by the month alone is told of. `exact`: they are the period that was asked for."""

    first: str
    last: str
    exact: bool

    @property
    def first_day(self) -> str:
        return f"{self.first}-01"

    @property
    def last_day(self) -> str:
        return last_day_of(self.last)


def months_of(first: str, last: str, today: str) -> Months:
    """The months that a period touches; a month that runs is whole when the period reaches today."""
    begins, ends = first.endswith("-01"), last == last_day_of(last[:7]) or last >= today
    return Months(first[:7], last[:7], begins and ends)


def months_ended(first: str, last: str) -> list[str]:
    """The months whose last day lies in a period: so every month belongs to one quarter alone, wherever that is cut."""
    return [month for month in months_between(first[:7], last[:7]) if first <= last_day_of(month) <= last]


def period_before(first: str, last: str) -> tuple[str, str]:
    """What a period is compared with: the same days of the month before a month, else as many days before it."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin.day == 1 and first[:7] == last[:7]:
        month = month_after(first[:7], -1)
        whole = last == last_day_of(first[:7])
        return f"{month}-01", last_day_of(month) if whole else min(f"{month}{last[7:]}", last_day_of(month))
    days = (end - begin).days + 1
    return (begin - timedelta(days=days)).isoformat(), (begin - timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a count: `key` an id, a code, a day or a month ("": not said); `n` of `of`."""

    key: str
    n: int
    of: int
    minutes: int = 0
    filed: int = 0
    unfinished: int = 0

    @property
    def part(self) -> Part:
        return Part(self.n, self.of)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One bar of a Pareto; `cumulative`: percent of all mentions, this one and those before it."""

    key: str
    n: int
    cumulative: float


@dataclass(frozen=True, slots=True)
class Pareto:
    """Difficulties, the most frequent first. An assistance may name several: `mentions` ≥ any of them; `of`: lượt."""

    lines: tuple[Ranked, ...]
    mentions: int
    of: int


def pareto(counts: Mapping[str, int], of: int) -> Pareto:
    mentions, seen, lines = sum(counts.values()), 0, []
    for key, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if n:
            seen += n
            lines.append(Ranked(key, n, 100 * seen / mentions))
    return Pareto(tuple(lines), mentions, of)


@dataclass(frozen=True, slots=True)
class Support:
    """Lượt hỗ trợ. `months`: None where the days are exact, else what a neighbourhood's figures are of.

    Of one neighbourhood `points`, `helps` and `days` are empty: they are not kept by place.
    """

    n: int
    minutes: int
    filed: int
    unfinished: int
    points: tuple[Group, ...]
    results: tuple[Group, ...]
    helps: tuple[Group, ...]
    days: tuple[Group, ...]
    by_month: tuple[Group, ...]
    difficulties: Pareto
    months: Months | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Lượt by neighbourhood ("" = not said), all of them together the `total` of these months."""

    months: Months
    total: Group
    lines: tuple[Group, ...]
    difficulties: tuple[tuple[str, Pareto], ...]


@dataclass(frozen=True, slots=True)
class OnlineCell:
    neighbourhood: str
    procedure: str
    part: Part


@dataclass(frozen=True, slots=True)
class Online:
    """Of the assistances whose dossier was filed, at the point or at a counter, how many were filed online (decision
    59). Added up by neighbourhood, by procedure or by level they give the same `total`; of one level alone `levels`
    still says all of them."""

    months: Months
    total: Part
    neighbourhoods: tuple[tuple[str, Part], ...]
    procedures: tuple[tuple[str, Part], ...]
    levels: tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class Handled:
    """How long the dossiers of one procedure that ended with a result took, on the clock, all of them together."""

    procedure: str
    n: int
    minutes: int

    @property
    def mean_days(self) -> float | None:
        return self.minutes / self.n / 1440 if self.n else None


@dataclass(frozen=True, slots=True)
class CounterDays:
    """Dossiers that came and were settled in a period; `on_time` of the settled ones. As in `Timeliness`, in little."""

    came: int
    settled: int
    on_time: Part


@dataclass(frozen=True, slots=True)
class Timeliness:
    """`total`, `fields` (lĩnh vực): Biểu II.06a as records/dossier_report defines it; `on_time` of all settled ones.
    `procedures`: those settled with a result, the most frequent first."""

    total: Tally
    fields: tuple[tuple[str, Tally], ...]
    on_time: Part
    procedures: tuple[Handled, ...]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What may be shown of the months in the period that are over. `factors`: (survey key, factor or question, share)
    of the whole ward; `places`, `fields`: of the faces, (group, share), small groups hidden."""

    months: tuple[str, ...]
    total: Share | None
    by_month: tuple[tuple[str, Share], ...]
    factors: tuple[tuple[str, str, Share], ...]
    places: tuple[tuple[str, Share], ...]
    fields: tuple[tuple[str, Share], ...]
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Feedbacks:
    """`received` within the period, by kind, by month, and by category (of what has none yet, its kind); `answered`
    within it, whenever received, of which in time; `open` and `late` at its end."""

    received: int
    kinds: tuple[Group, ...]
    categories: tuple[Group, ...]
    by_month: tuple[Group, ...]
    answered: Part
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Waited:
    """Tickets of a point or a month. `called`: of `n`, with `minutes` of waiting together; `long`: those who waited as
    long as the point says sorry for, or longer (its setting, in steps of five minutes; none while that is off)."""

    key: str
    n: int
    called: int
    minutes: int
    long: int

    @property
    def mean_minutes(self) -> float | None:
        return self.minutes / self.called if self.called else None


def long_wait(apology_minutes: int) -> int:
    """Whole minutes from which a wait is counted as long; 0 for never. Roll-ups know waits in steps of five minutes,
    the last of them an hour and more."""
    return min(-(-apology_minutes // 5) * 5, 60)


@dataclass(frozen=True, slots=True)
class Waiting:
    total: Waited
    points: tuple[Waited, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the ward, for month against month. `online`, `on_time`, `long_wait`: shares of what they are of;
    `on_time` of the dossiers settled in the month, `satisfied` None where it may not be shown or nobody said."""

    month: str
    assistances: int
    filed: int
    online: Part
    settled: int
    on_time: Part
    called: int
    waited_minutes: int
    satisfied: Share | None

    @property
    def mean_wait(self) -> float | None:
        """Minutes until somebody was first called."""
        return self.waited_minutes / self.called if self.called else None


@dataclass(frozen=True, slots=True)
class Households:
    """As they stand now: `states` of the ward or of one neighbourhood, `places` (neighbourhood, its states)."""

    n: int
    states: tuple[Group, ...]
    places: tuple[tuple[str, tuple[Group, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShortenedVariant:
    """`promised`, `legal`: times in Vietnamese words, as on paper."""

    code: str
    name: str
    variant: str
    promised: str
    legal: str


@dataclass(frozen=True, slots=True)
class Shortened:
    """Procedures in force of which the ward gives some result sooner than the law asks."""

    part: Part
    variants: tuple[ShortenedVariant, ...]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One person's day at the point."""

    n: int
    minutes: int
    filed: int
    unfinished: int


def groups(counts: Mapping[str, Mapping[str, int]], of: int, order: Iterable[str] | None = None) -> tuple[Group, ...]:
    """{key: {"n", "minutes"…}} as lines: in the order given, else the largest first, what is not said last."""
    keys = [key for key in order if key in counts] if order is not None else None
    if keys is None:
        keys = sorted(counts, key=lambda key: (key == "", -counts[key]["n"], key))
    return tuple(Group(key, of=of, **counts[key]) for key in keys)
