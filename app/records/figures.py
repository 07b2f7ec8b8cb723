"""The one source of the ward's figures: a dashboard and a report that name the same period show the same numbers.

Read from roll-ups (records/rollup.py), never from the rows that were counted; what a number's rows are, the lists of
the pages tell (web/dashboard_links.py). Shapes and their meaning: rules/figures.py. Days and months, both ends
included; `today` and `now` are the reader's, so that a month that runs is known as such.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from app.records import queue, rating, rollup
from app.records.figures_dossier import shortened as shortened
from app.records.figures_dossier import timeliness as timeliness
from app.records.figures_online import FILED
from app.records.figures_online import online as online
from app.records.figures_online import online_cells as online_cells
from app.records.figures_online import online_total as online_total
from app.records.figures_said import feedbacks as feedbacks
from app.records.figures_said import feedbacks_received as feedbacks_received
from app.records.figures_said import satisfaction as satisfaction
from app.records.rollup import first_day as first_day
from app.rules import rating_report, survey
from app.rules.clock import day_of, month_after
from app.rules.figures import (
    UNFINISHED,
    CounterDays,
    Group,
    Households,
    Month,
    OwnDay,
    Part,
    Places,
    Support,
    Waited,
    Waiting,
    groups,
    long_wait,
    months_of,
    pareto,
)
from app.rules.rating import LEVEL
from app.rules.survey import FACES

_NOTHING = {"n": 0, "minutes": 0, "filed": 0, "unfinished": 0}


def support(ward_id: int, first: str, last: str, today: str, neighbourhood: str = "") -> Support:
    """Lượt hỗ trợ of a period: the ward's by its days, a neighbourhood's by whole months. Voided ones count nowhere."""
    if neighbourhood:
        return _support_of(ward_id, first, last, today, neighbourhood)
    rows = rollup.sums(ward_id, "assistance_day", first, last, by=("month", "support_point", "result"))
    days = rollup.sums(ward_id, "assistance_day", first, last, by=("day", "result")) if _few(first, last) else []
    helps = rollup.sums(ward_id, "assistance_help_day", first, last, by=("help",))
    met = rollup.sums(ward_id, "assistance_difficulty_day", first, last, by=("difficulty",))
    whole = _added(rows, lambda row: "")[""]
    return Support(
        **whole,
        points=groups(_added(rows, lambda row: row["support_point"]), whole["n"]),
        results=_results(rows, whole["n"]),
        helps=groups({row["help"]: {"n": row["n"]} for row in helps}, whole["n"]),
        days=_in_order(_added(days, lambda row: row["day"]), whole["n"]),
        by_month=_in_order(_added(rows, lambda row: row["month"]), whole["n"]),
        difficulties=pareto({row["difficulty"]: row["n"] for row in met}, whole["n"]),
    )


def visits_filed(ward_id: int, first: str, last: str) -> Part:
    """Of the lượt hỗ trợ of a period those that ended filed: what of it is set beside another period, by one read."""
    counts = {row["result"]: row["n"] for row in rollup.sums(ward_id, "assistance_day", first, last, by=("result",))}
    return Part(counts.get("filed", 0), sum(counts.values()))


def _support_of(ward_id: int, first: str, last: str, today: str, neighbourhood: str) -> Support:
    months, where = months_of(first, last, today), {"neighbourhood": neighbourhood}
    rows = rollup.sums(ward_id, "assistance_place", months.first, months.last, by=("month", "result"), where=where)
    met = rollup.sums(
        ward_id, "assistance_place_difficulty", months.first, months.last, by=("difficulty",), where=where
    )
    whole = _added(rows, lambda row: "")[""]
    return Support(
        **whole,
        points=(),
        results=_results(rows, whole["n"]),
        helps=(),
        days=(),
        by_month=_in_order(_added(rows, lambda row: row["month"]), whole["n"]),
        difficulties=pareto({row["difficulty"]: row["n"] for row in met}, whole["n"]),
        months=months,
    )


def _few(first: str, last: str) -> bool:
    """Whether a period is told day by day: two months at most."""
    return last[:7] <= month_after(first[:7])


def _added(rows: Iterable[dict], key_of) -> dict[str, dict[str, int]]:
    """{key: {"n", "minutes", "filed", "unfinished"}} of rows that have a result; "" is there in any case."""
    found: dict[str, dict[str, int]] = defaultdict(_NOTHING.copy)
    for row in rows:
        line = found[key_of(row)]
        line["n"] += row["n"]
        line["minutes"] += row["minutes"]
        line["filed"] += row["n"] if row["result"] == "filed" else 0
        line["unfinished"] += row["n"] if row["result"] in UNFINISHED else 0
    return found


def _results(rows: list[dict], of: int) -> tuple[Group, ...]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"n": 0, "minutes": 0})
    for row in rows:
        counts[row["result"]]["n"] += row["n"]
        counts[row["result"]]["minutes"] += row["minutes"]
    return groups(counts, of)


def _in_order(counts: dict[str, dict[str, int]], of: int) -> tuple[Group, ...]:
    return groups(counts, of, order=sorted(counts))


def places(ward_id: int, first: str, last: str, today: str) -> Places:
    """Lượt and difficulties by neighbourhood, of the months that the period touches."""
    months = months_of(first, last, today)
    rows = rollup.sums(ward_id, "assistance_place", months.first, months.last, by=("neighbourhood", "result"))
    met = rollup.sums(
        ward_id, "assistance_place_difficulty", months.first, months.last, by=("neighbourhood", "difficulty")
    )
    whole = _added(rows, lambda row: "")[""]
    by_place = _added(rows, lambda row: row["neighbourhood"])
    named: dict[str, dict[str, int]] = defaultdict(dict)
    for row in met:
        named[row["neighbourhood"]][row["difficulty"]] = row["n"]
    return Places(
        months,
        total=Group("", of=whole["n"], **whole),
        lines=groups(by_place, whole["n"]),
        difficulties=tuple((place, pareto(counts, by_place[place]["n"])) for place, counts in sorted(named.items())),
    )


def waiting(ward_id: int, first: str, last: str) -> Waiting:
    """Tickets of the queue by point, until they were first called."""
    rows = rollup.sums(ward_id, "ticket_day", first, last, by=("support_point", "waited"))
    least = {row["id"]: long_wait(row["apology_minutes"]) for row in queue.queues(ward_id)}
    found: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        line, long = found[row["support_point"]], least.get(row["support_point"], 0)
        line["n"] += row["n"]
        if row["waited"]:
            line["called"] += row["n"]
            line["minutes"] += row["minutes"]
            line["long"] += row["n"] if long and int(row["waited"]) >= long else 0
    points = [_waited(point, line) for point, line in sorted(found.items())]
    whole = sum(found.values(), Counter())
    return Waiting(_waited("", whole), tuple(sorted(points, key=lambda one: (-one.n, one.key))))


def _waited(key: str, line: Counter) -> Waited:
    return Waited(key, line["n"], line["called"], line["minutes"], line["long"])


def months(ward_id: int, last_month: str, now: int, count: int = 12) -> tuple[Month, ...]:
    """So many months up to one, the earliest first: month against month. The one that runs is what it is so far."""
    names = [month_after(last_month, -back) for back in range(count - 1, -1, -1)]
    first, last = names[0], names[-1]
    came = _by_month(rollup.sums(ward_id, "assistance_day", first, last, by=("month", "result")), "result")
    filed = _by_month(
        rollup.sums(
            ward_id,
            "assistance_place_procedure",
            first,
            last,
            by=("month", "channel_online"),
            where={"channel_online": FILED},
        ),
        "channel_online",
    )
    settled = _by_month(rollup.sums(ward_id, "dossier_settled_day", first, last, by=("month", "kept")), "kept")
    waits = rollup.sums(ward_id, "ticket_day", first, last, by=("month", "waited"))
    called, minutes = Counter(), Counter()
    for row in waits:
        if row["waited"]:
            called[row["month"]] += row["n"]
            minutes[row["month"]] += row["minutes"]
    satisfied = _satisfied(ward_id, [name for name in names if name < day_of(now)[:7]])
    return tuple(
        Month(
            name,
            assistances=came[name].total(),
            filed=came[name]["filed"],
            online=Part(filed[name]["online"], filed[name].total()),
            settled=settled[name].total(),
            on_time=Part(settled[name].total() - settled[name]["late"], settled[name].total()),
            called=called[name],
            waited_minutes=minutes[name],
            satisfied=satisfied.get(name),
        )
        for name in names
    )


def _by_month(rows: list[dict], name: str) -> dict[str, Counter]:
    found: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        found[row["month"]][row[name]] += row["n"]
    return found


def _satisfied(ward_id: int, names: list[str]) -> dict:
    """{month: the ward's share}, of months that are over and may be shown; of two wordings in one month the newer."""
    counted = rating.counted(ward_id, names) if names else []
    found = {}
    for asked in survey.every().values():
        if asked.code == FACES:
            cells = rating_report.cells(counted, asked)
            found |= {
                cell.month: rating_report.share(cell.levels, asked.satisfied)
                for cell in cells
                if (cell.cut, cell.topic) == (rating_report.WHOLE, LEVEL)
            }
    return found


def households(ward_id: int, neighbourhood: str = "") -> Households:
    """Households as they stand now, by state, of the ward or of one neighbourhood."""
    where = {"neighbourhood": neighbourhood} if neighbourhood else {}
    rows = rollup.sums(ward_id, "household_place", by=("neighbourhood", "state"), where=where)
    states, of_place = Counter(), defaultdict(Counter)
    for row in rows:
        states[row["state"]] += row["n"]
        of_place[row["neighbourhood"]][row["state"]] += row["n"]
    return Households(
        n=states.total(),
        states=_counted(states),
        places=tuple((place, _counted(counts)) for place, counts in sorted(of_place.items())),
    )


def _counted(counts: Counter) -> tuple[Group, ...]:
    return groups({key: {"n": n} for key, n in counts.items()}, counts.total())


def own_day(ward_id: int, staff: str, day: str) -> OwnDay:
    """What one person recorded on a day."""
    found = rollup.sums(ward_id, "assistance_staff_day", day, day, where={"staff": staff})[0]
    return OwnDay(**found)


def counter_days(ward_id: int, first: str, last: str) -> CounterDays:
    """What the counter took in and gave out: the same numbers as `timeliness`, without what was carried over."""
    came = rollup.sums(ward_id, "dossier_received_day", first, last)[0]["n"]
    settled = {row["kept"]: row["n"] for row in rollup.sums(ward_id, "dossier_settled_day", first, last, by=("kept",))}
    n = sum(settled.values())
    return CounterDays(came, n, Part(n - settled.get("late", 0), n))


def own_counter(ward_id: int, staff: str, first: str, last: str) -> Part:
    """Of the dossiers that one person settled in a period, how many were not late."""
    rows = rollup.sums(ward_id, "dossier_staff_day", first, last, by=("kept",), where={"staff": staff})
    settled = {row["kept"]: row["n"] for row in rows}
    return Part(sum(settled.values()) - settled.get("late", 0), sum(settled.values()))


def today_so_far(ward_id: int, today: str) -> dict[str, int]:
    """{"assistances", "filed", "unfinished", "received", "settled"} of the day that runs, for the live counters."""
    results = rollup.sums(ward_id, "assistance_day", today, today, by=("result",))
    came = rollup.sums(ward_id, "dossier_received_day", today, today)[0]["n"]
    return {
        "assistances": sum(row["n"] for row in results),
        "filed": sum(row["n"] for row in results if row["result"] == "filed"),
        "unfinished": sum(row["n"] for row in results if row["result"] in UNFINISHED),
        "received": came,
        "settled": rollup.sums(ward_id, "dossier_settled_day", today, today)[0]["n"],
    }
