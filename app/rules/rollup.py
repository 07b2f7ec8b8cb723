"""Roll-ups: in which cells of which cubes a row is counted, so that no figure ever needs the rows themselves.

A change of a row is its cells afterwards less its cells before: amendments, voids and moved days are right by
construction. What was voided or written down by mistake counts nowhere. Cells are made of the row alone: no setting,
no calendar and no list decides, so that a count of the same rows gives the same cells at any later time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.rules.clock import day_of, last_day_of, month_after, months_between
from app.rules.timeliness import kept as kept_promise

DAY, MONTH, NEVER = "day", "month", ""
MINUTE_MS = 60_000
# A wait is told in steps of five minutes up to an hour, so that any threshold among them can be asked for later.
_STEP_MINUTES, _MOST_MINUTES = 5, 60


@dataclass(frozen=True, slots=True)
class Cube:
    """`key`: its name in the table, short because every row begins with it; one that was given up is never used again.

    `period`: what its cells are parted by in time: DAY, MONTH, or NEVER. `measures`: what is added up; `n` is first.

    At most three dimensions and four measures: as many columns has the table. `months`: of a cube of days, its months
    are kept as well, where a year of its days would be many cells. `spread`: values of the last dimension that are kept
    as measures behind `n`, so that a cell is one and not four; what is none of them is "none". `short`: the key under
    which the cube is kept once more without its second dimension, where that has many values and few ask for it.
    """

    name: str
    key: str
    noun: str
    period: str
    dimensions: tuple[str, ...]
    measures: tuple[str, ...] = ("n",)
    months: bool = False
    spread: tuple[str, ...] = ()
    short: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """All under which it is kept."""
        return tuple(key for key in (self.key, self.by_month, self.short) if key)

    @property
    def by_month(self) -> str:
        """The key under which the months of a cube of days are kept beside its days; "" where they are not."""
        return f"{self.key}m" if self.months else ""


CUBES = {
    cube.name: cube
    for cube in (
        Cube("assistance_day", "ad", "assistance", DAY, ("support_point", "result"), ("n", "minutes"), months=True),
        Cube("assistance_help_day", "ah", "assistance", DAY, ("help",)),
        Cube("assistance_difficulty_day", "af", "assistance", DAY, ("difficulty",)),
        Cube("assistance_staff_day", "as", "assistance", DAY, ("staff",), ("n", "minutes", "filed", "unfinished")),
        Cube("assistance_place", "np", "assistance", MONTH, ("neighbourhood", "result"), ("n", "minutes")),
        # `channel_online`: how it was filed, see `channel_online` below.
        Cube(
            *("assistance_place_procedure", "nc", "assistance", MONTH),
            ("neighbourhood", "procedure", "channel_online"),
            spread=("online", "counter", "open"),
            short="no",
        ),
        Cube("assistance_place_difficulty", "nf", "assistance", MONTH, ("neighbourhood", "difficulty")),
        # The day a dossier came into the register; `procedure` is its code. channel: direct, online, post.
        Cube("dossier_received_day", "dr", "dossier", DAY, ("procedure", "channel"), months=True),
        # `kept`: early, on_time, late, or none without a promise; `end`: done, refused, stopped, withdrawn.
        Cube("dossier_settled_day", "ds", "dossier", DAY, ("procedure", "kept", "end"), ("n", "minutes"), months=True),
        Cube("dossier_unit_day", "du", "dossier", DAY, ("unit", "kept", "end"), ("n", "minutes"), months=True),
        Cube("dossier_staff_day", "dp", "dossier", DAY, ("staff", "kept", "end"), ("n", "minutes"), months=True),
        # `told`: "held_back" for what complains of somebody and is not released (R13), "all" for the rest.
        Cube("feedback_day", "fd", "feedback", DAY, ("kind", "category", "told")),
        # `kept`: in_time, late, or none where nothing was due.
        Cube("feedback_answered_month", "fa", "feedback", MONTH, ("kind", "kept", "told")),
        # `waited`: "000", "005" … "060": at least so many minutes; "" was never called. minutes: of those called.
        Cube("ticket_day", "td", "ticket", DAY, ("support_point", "counter", "waited"), ("n", "minutes"), months=True),
        Cube("household_place", "hh", "household", NEVER, ("neighbourhood", "state")),
    )
}
_SAID = {
    "assistance_day": "Lượt hỗ trợ theo điểm và kết quả",
    "assistance_help_day": "Lượt hỗ trợ theo việc đã giúp",
    "assistance_difficulty_day": "Khó khăn",
    "assistance_staff_day": "Lượt hỗ trợ theo người",
    "assistance_place": "Lượt hỗ trợ theo tổ dân phố",
    "assistance_place_procedure": "Lượt hỗ trợ theo tổ và thủ tục",
    "assistance_place_difficulty": "Khó khăn theo tổ dân phố",
    "dossier_received_day": "Hồ sơ tiếp nhận",
    "dossier_settled_day": "Hồ sơ giải quyết xong",
    "dossier_unit_day": "Hồ sơ giải quyết xong theo đơn vị",
    "dossier_staff_day": "Hồ sơ giải quyết xong theo người",
    "feedback_day": "Góp ý, phản ánh, kiến nghị",
    "feedback_answered_month": "Góp ý, phản ánh, kiến nghị đã trả lời",
    "ticket_day": "Số thứ tự",
    "household_place": "Hộ theo tổ và tình trạng",
}
_TIMES = {DAY: ", từng ngày", MONTH: ", từng tháng", NEVER: ""}
# What an operator reads of each kept cube.
WORDS = {
    **{cube.key: _SAID[cube.name] + _TIMES[cube.period] for cube in CUBES.values()},
    **{cube.by_month: _SAID[cube.name] + _TIMES[MONTH] for cube in CUBES.values() if cube.months},
    "no": "Lượt hỗ trợ theo tổ, từng tháng",
}
# Under which other key a cell is kept as well.
_MONTHS = {cube.key: cube.by_month for cube in CUBES.values() if cube.months}
_SHORT = {cube.key: cube.short for cube in CUBES.values() if cube.short}
# (key of the cube, period, its three dimensions; "" where a cube has fewer)
Cell = tuple[str, str, str, str, str]
# Its four measures; 0 where a cube has fewer.
Amounts = tuple[int, int, int, int]
Ones = dict[Cell, int]
More = dict[Cell, list[int]]


# Helps that are about filing a dossier, and results that lead to a counter.
FILING, FILED_AT_COUNTER = ("guide", "prepare", "file", "authorised"), ("to_counter", "to_police")


def channel_online(row: dict) -> str:
    """How a dossier that an assistance was about was filed, for the online share (decision 59).

    "online": filed at the point, which has no counter of its own. "counter": sent to a desk or to the police to file
    on paper. "open": it was about filing, and nobody knows yet how that ends. "none": no filing at all (an account, a
    look-up). The share is online / (online + counter).
    """
    if row["help"] not in FILING:
        return "none"
    if row["result"] == "filed":
        return "online"
    return "counter" if row["result"] in FILED_AT_COUNTER else "open"


def _assistance(row: dict, sign: int, ones: Ones, more: More) -> None:
    # Fifty of them come at once and wait for the disk together: no cell is made twice here.
    if row["voided_at"] is not None:
        return
    day, result, minutes, place = row["happened_on"], row["result"], sign * row["minutes"], row["neighbourhood"]
    month = day[:7]
    filed = sign if result == "filed" else 0
    unfinished = sign if result in ("unfinished", "rescheduled") else 0
    _add(more, ("ad", day, row["support_point"], result, ""), sign, minutes)
    _add(more, ("as", day, row["staff"], "", ""), sign, minutes, filed, unfinished)
    _add(more, ("np", month, place, result, ""), sign, minutes)
    cell = ("ah", day, row["help"], "", "")
    ones[cell] = ones.get(cell, 0) + sign
    how, cell = channel_online(row), ("nc", month, place, row["procedure"], "")
    online, counter, undecided = how == "online", how == "counter", how == "open"
    _add(more, cell, sign, sign * online, sign * counter, sign * undecided)
    for difficulty in row["difficulties"]:
        cell = ("af", day, difficulty, "", "")
        ones[cell] = ones.get(cell, 0) + sign
        cell = ("nf", month, place, difficulty, "")
        ones[cell] = ones.get(cell, 0) + sign


def _add(more: More, cell: Cell, n: int, sum_1: int = 0, sum_2: int = 0, sum_3: int = 0) -> None:
    held = more.get(cell)
    if held is None:
        more[cell] = [n, sum_1, sum_2, sum_3]
    else:
        held[0] += n
        held[1] += sum_1
        held[2] += sum_2
        held[3] += sum_3


_ENDS = {"refused": "refused", "stopped": "stopped", "withdrawn": "withdrawn"}


def _dossier(row: dict, sign: int, ones: Ones, more: More) -> None:
    if row["state"] == "void":
        return
    if row["registered_at"] is not None:
        cell = ("dr", day_of(row["registered_at"]), row["procedure_code"], row["channel"], "")
        ones[cell] = ones.get(cell, 0) + sign
    finished = row["finished_at"]
    if finished is None:
        return
    due, start = row["due_current_at"], row["accepted_at"]
    kept = "none" if due is None else kept_promise(finished, due, start)
    took = sign * (max(0, finished - start) // MINUTE_MS) if start is not None else 0
    day, end = day_of(finished), _ENDS.get(row["state"], "done")
    _add(more, ("ds", day, row["procedure_code"], kept, end), sign, took)
    _add(more, ("du", day, row["unit"], kept, end), sign, took)
    _add(more, ("dp", day, row["finished_by"], kept, end), sign, took)


def _feedback(row: dict, sign: int, ones: Ones, _more: More) -> None:
    told = "held_back" if row["about"] and row["released_at"] is None else "all"
    cell = ("fd", row["received_on"], row["kind"], row["category"], told)
    ones[cell] = ones.get(cell, 0) + sign
    answered, due = row["answered_at"], row["answer_due_at"]
    if answered is not None:
        kept = "none" if due is None else "late" if answered > due else "in_time"
        cell = ("fa", day_of(answered)[:7], row["kind"], kept, told)
        ones[cell] = ones.get(cell, 0) + sign


def _ticket(row: dict, sign: int, _ones: Ones, more: More) -> None:
    called, waited, minutes = row["first_called_at"], "", 0
    if called is not None:
        minutes = max(0, called - row["taken_at"]) // MINUTE_MS
        waited = f"{min(minutes // _STEP_MINUTES * _STEP_MINUTES, _MOST_MINUTES):03d}"
    _add(more, ("td", row["on"], row["point"], row["counter"], waited), sign, sign * minutes)


def _household(row: dict, sign: int, ones: Ones, _more: More) -> None:
    if row["active"] and not row["merged_into"]:
        cell = ("hh", "", row["neighbourhood"], row["state"], "")
        ones[cell] = ones.get(cell, 0) + sign


COUNTED = {
    "assistance": _assistance,
    "dossier": _dossier,
    "feedback": _feedback,
    "ticket": _ticket,
    "household": _household,
}
# Besides these no column of a row is looked at.
COLUMNS = {
    "assistance": (
        *("happened_on", "support_point", "help", "result", "staff", "neighbourhood", "procedure", "minutes"),
        "voided_at",
    ),
    "dossier": (
        *("state", "registered_at", "procedure_code", "channel", "finished_at", "due_current_at", "accepted_at"),
        *("unit", "finished_by"),
    ),
    "feedback": ("about", "released_at", "received_on", "kind", "category", "answered_at", "answer_due_at"),
    "ticket": ("first_called_at", "taken_at", "on", "point", "counter"),
    "household": ("active", "merged_into", "neighbourhood", "state"),
}


class Sums:
    """Cells that are being added up: which a row counts in, and with what."""

    def __init__(self):
        # Cells that hold a count alone are a number, the others a list of four.
        self._ones: Ones = {}
        self._more: More = {}

    def add(self, noun: str, row: dict) -> None:
        COUNTED[noun](row, 1, self._ones, self._more)

    def take_away(self, noun: str, row: dict) -> None:
        COUNTED[noun](row, -1, self._ones, self._more)

    def whole(self) -> dict[Cell, Amounts]:
        """With what is kept of a cube besides its cells; what comes to nothing is left out."""
        found = {cell: (n, 0, 0, 0) for cell, n in self._ones.items() if n}
        found |= {cell: tuple(amounts) for cell, amounts in self._more.items() if any(amounts)}
        besides: More = {}
        for cell, amounts in found.items():
            key = cell[0]
            if key in _MONTHS:
                _add(besides, (_MONTHS[key], cell[1][:7], *cell[2:]), *amounts)
            elif key in _SHORT:
                _add(besides, (_SHORT[key], cell[1], cell[2], "", cell[4]), *amounts)
        return found | {cell: tuple(amounts) for cell, amounts in besides.items() if any(amounts)}


def changes(pairs: Iterable[tuple[str, dict | None, dict]]) -> dict[Cell, Amounts]:
    """What to add to which cells for rows that changed, each as (noun, before or None, after)."""
    sums = Sums()
    for noun, before, after in pairs:
        if before is not None:
            sums.take_away(noun, before)
        sums.add(noun, after)
    return sums.whole()


def stretches(cube: Cube, first: str, last: str, by_day: bool = False, short: bool = False) -> list[tuple]:
    """[(key, from, to)]: the least cells that make up a time, both ends included; "" is no end.

    `first`, `last`: days "YYYY-MM-DD", or months "YYYY-MM", which are whole ones. A cube of days gives whole months as
    such and days at the ends, with `by_day` days alone; `short`: nobody asks for the second dimension. Raises
    ValueError for a part of a month of a cube of months.
    """
    if cube.period == NEVER:
        return [(cube.key, "", "")]
    if cube.period == MONTH:
        if (len(first) == 10 and first[8:] != "01") or (len(last) == 10 and last != last_day_of(last[:7])):
            raise ValueError(f"{cube.name} knows whole months, not {first} – {last}")
        return [(cube.short if short and cube.short else cube.key, first[:7], last[:7] or _END)]
    from_day = f"{first}-01" if len(first) == 7 else first
    to_day = last_day_of(last) if len(last) == 7 else last
    if by_day or not cube.months:
        return [(cube.key, from_day, to_day or _END)]
    return _months_and_days(cube, from_day, to_day)


_END = "9999"


def _months_and_days(cube: Cube, first: str, last: str) -> list[tuple[str, str, str]]:
    from_month = first[:7] if first[8:] in ("", "01") else month_after(first[:7])
    to_month = last[:7] if not last or last == last_day_of(last[:7]) else month_after(last[:7], -1)
    if not last:
        to_month = _END
    if from_month > to_month:
        return [(cube.key, first, last)]
    found = [(cube.by_month, from_month, to_month)]
    if first[:7] < from_month:
        found.append((cube.key, first, last_day_of(first[:7])))
    if last[:7] > to_month:
        found.append((cube.key, f"{last[:7]}-01", last))
    return found


PERIODS_MOST = 400


def periods(part: tuple[str, str, str]) -> list[str]:
    """Every day or month of a stretch, to be sought one by one; [] for one without an end or with too many."""
    _key, first, last = part
    if not first or last == _END:
        return []
    if len(first) == 7:
        found = months_between(first, last)
    else:
        begin, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
        found = [date.fromordinal(day).isoformat() for day in range(begin, min(end, begin + PERIODS_MOST) + 1)]
    return found if len(found) <= PERIODS_MOST else []
