"""The points of TT 01/2018/TT-VPCP Đ13–15, as a suggestion to the head and never a verdict (R19).

The circular was replaced in 2025 and nothing with points has taken its place; the ward may go on using it inside. What
counts, and from how many points which band: a scheme (evaluation_scheme). Every point says which record gave it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.rules.clock import DAY_MS
from app.rules.evaluation_scheme import Index, Scale, Scheme
from app.rules.timeliness import EARLY, LATE, ON_TIME, kept
from app.rules.wilson import LEAST

POINTS = {EARLY: 2, ON_TIME: 1, LATE: 0}
OFFICIAL, UNIT, WARD = "official", "unit", "ward"
# Procedures that can be filed online, by procedure.LEVELS.
_ONLINE_LEVELS = ("full", "partial")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose points: an official (`id` of staff), a unit, or the whole ward (`id` ""). `name` for those who read it."""

    kind: str
    id: str = ""
    name: str = ""


@dataclass(slots=True)
class Source:
    """The records of a period, in ms with both ends; what somebody may not see is not in it (R13).

    `settled`: dossiers with a result in it, their `steps` opened; `complaints`: phản ánh about conduct not found false
    (index 7); `petitions`: whose answer was due or given (index 8), with `unit` of who answers; `received`: {unit:
    (dossiers received, those online)}; `online_late`: dossiers filed online that broke their promise; `levels`: {level:
    how many procedures in force}; `findings`: what people found (evaluation_finding); `answers`: {(unit or "", survey):
    {topic: {level: how many}}} of what may be shown (rating_report).
    """

    from_at: int
    to_at: int
    settled: list[dict] = field(default_factory=list)
    complaints: list[dict] = field(default_factory=list)
    petitions: list[dict] = field(default_factory=list)
    received: dict[str, tuple[int, int]] = field(default_factory=dict)
    online_late: list[dict] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    findings: list[dict] = field(default_factory=list)
    answers: dict[tuple[str, str], dict[str, dict[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What one record gave. `kind`: dossier, feedback or finding; `points` None where it gives none by itself; `why`:
    early, on_time, late, no_points, came_again, complained, in_time, answered_late, waiting, dragging, online_late,
    found; `times`: of came_again."""

    kind: str
    id: str
    points: float | None
    why: str
    times: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One index: `points` with one decimal, None without enough data; `n` records it was taken from; `facts`: other
    numbers that explain it."""

    index: Index
    points: float | None
    n: int
    given: tuple[Given, ...] = ()
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """`total` of `most` points; `band`: what is suggested, "" while too few indices have data; `scaled`: it was found
    in proportion, because some have none."""

    measured: tuple[Measured, ...]
    total: float
    most: int
    band: str
    scaled: bool


def mean(points: list[float]) -> float | None:
    """Rounded to one decimal, half up, as people reckon (Đ14.1)."""
    return int(10 * sum(points) / len(points) + 0.5) / 10 if points else None


def contacts_points(supplements: int) -> int:
    """Index 3: how often the citizen had to come again to complete the dossier: none 2, once 1, more 0."""
    return max(0, 2 - supplements)


def attitude_points(how: str, complained: bool) -> int | None:
    """Index 7: a complaint 0, else early 2, on time 1 (Đ13.7). To what is late without one it gives no points: None.

    What was verified to be false is no complaint (R13).
    """
    if complained:
        return 0
    return None if how == LATE else POINTS[how]


def score(scheme: Scheme, subject: Subject, source: Source) -> Score:
    """What a scheme of the kind `points` gives somebody for a period."""
    scale = scheme.scale(subject.kind)
    measured = tuple(measure(scheme.indices[number], subject, source) for number in scale.indices)
    return Score(measured, *suggestion([one.points for one in measured], scale))


def measure(index: Index, subject: Subject, source: Source) -> Measured:
    """One index of somebody."""
    return _MEASURES[index.measure](index, subject, source)


def suggestion(points: list[float | None], scale: Scale) -> tuple[float, int, str, bool]:
    """(points, out of how many, band, whether the band is in proportion) of the indices of a scale.

    The law leaves out an index without data and does not say what becomes of the bands then; that a band is found in
    proportion, and from how many indices on, is ours and stands in the scheme.
    """
    tenths = [round(10 * one) for one in points if one is not None]
    total, most, whole = sum(tenths), 2 * len(tenths), 2 * len(scale.indices)
    band = ""
    if len(tenths) >= scale.least_indices:
        band = next(name for least, name in scale.bands if total * whole >= least * most)
    return total / 10, most, band, bool(band) and most < whole


def _own(subject: Subject, source: Source) -> list[dict]:
    """The settled dossiers that somebody answers for."""
    if subject.kind == WARD:
        return source.settled
    column = "finished_by" if subject.kind == OFFICIAL else "unit"
    return [row for row in source.settled if row[column] == subject.id]


def _of_dossiers(index: Index, given: list[Given], **facts) -> Measured:
    """The mean of what each gave; too few are not enough data (`index.least`)."""
    points = [one.points for one in given if one.points is not None]
    enough = mean(points) if len(points) >= index.least else None
    return Measured(index, enough, len(points), tuple(given), {name: value for name, value in facts.items() if value})


def _total_time(index: Index, subject: Subject, source: Source) -> Measured:
    given = []
    for row in _own(subject, source):
        if row["due_legal_at"] is not None:
            how = _kept_by_law(row)
            given.append(Given("dossier", row["id"], POINTS[how], how))
    return _of_dossiers(index, given)


def _kept_by_law(row: dict) -> str:
    return kept(row["finished_at"], row["due_legal_at"], row["accepted_at"])


def _step_time(index: Index, subject: Subject, source: Source) -> Measured:
    """Each hand-over that this person or unit took over: by the time of NĐ 309/2026 Đ18.2, all that is recorded of a
    step."""
    column = {OFFICIAL: "staff_to", UNIT: "unit_to"}.get(subject.kind)
    given = []
    for row in source.settled:
        for step in row["steps"]:
            if step["taken_at"] is not None and (column is None or step[column] == subject.id):
                how = kept(step["taken_at"], step["due_at"], step["handed_at"])
                given.append(Given("dossier", row["id"], POINTS[how], how))
    return _of_dossiers(index, given)


def _supplements(index: Index, subject: Subject, source: Source) -> Measured:
    given = []
    for row in _own(subject, source):
        times = row["supplement_count"]
        given.append(Given("dossier", row["id"], contacts_points(times), "came_again", times))
    return _of_dossiers(index, given)


def _attitude(index: Index, subject: Subject, source: Source) -> Measured:
    """A dossier counts for whom its complaint is about, whoever settled it. A complaint without a dossier cannot be
    counted by dossiers: it is told."""
    about = [one for one in source.complaints if _is_about(one, subject, source)]
    complained = {one["dossier"]: one["id"] for one in about if one["dossier"]}
    own = [row for row in _own(subject, source) if row["due_legal_at"] is not None]
    mine = {row["id"] for row in own}
    given, unscored = [], 0
    for row in own:
        how = _kept_by_law(row)
        if row["id"] in complained:
            given.append(Given("dossier", row["id"], 0, "complained"))
            continue
        points = attitude_points(how, complained=False)
        unscored += points is None
        given.append(Given("dossier", row["id"], points, how if points is not None else "no_points"))
    others = [row["id"] for row in source.settled if row["id"] in complained.keys() - mine]
    given += [Given("dossier", id_, 0, "complained") for id_ in others]
    loose = [one for one in about if not one["dossier"] and source.from_at <= one["received_at"] <= source.to_at]
    counted = [complained[one.id] for one in given if one.why == "complained"] + [one["id"] for one in loose]
    told = [Given("feedback", id_, None, "complained") for id_ in counted]
    return _of_dossiers(index, given + told, unscored=unscored, loose=len(loose))


def _is_about(complaint: dict, subject: Subject, source: Source) -> bool:
    if subject.kind == WARD:
        return True
    about = complaint["about"].split()
    if subject.kind == OFFICIAL:
        return subject.id in about
    return any(unit == subject.id for unit in complaint["units"])


def _answering(index: Index, subject: Subject, source: Source) -> Measured:
    """Index 8 (Đ13.8) by the feedback's own clock (feedback_clock): what was answered or forwarded in the period, and
    what was due and still waited at its end. "Dragging" is later than the scheme's days."""
    drag = index.told["drag_days"] * DAY_MS
    given, dragging = [], 0
    for row in source.petitions:
        if subject.kind == UNIT and row["unit"] != subject.id:
            continue
        done, due = _answered(row, source.to_at)
        why = "waiting" if done is None else "in_time" if done <= due else "answered_late"
        if (source.to_at if done is None else done) - due > drag:
            why, dragging = "dragging", dragging + 1
        given.append(Given("feedback", row["id"], None, why))
    good, n = sum(one.why == "in_time" for one in given), len(given)
    part = 1.0 if 100 * good >= index.told["part_percent"] * n and not dragging else 0.0
    # None at all is the best there is.
    points = 2.0 if good == n else part
    return Measured(index, points, n, tuple(given), {"good": good, "of": n, "dragging": dragging})


def _answered(row: dict, to_at: int) -> tuple[int | None, int]:
    """(when it was answered or forwarded, None when that was not before the end of the period; when it was due)."""
    forwarded = row["forwarded_at"] is not None
    done, due = (
        (row["forwarded_at"], row["forward_due_at"]) if forwarded else (row["answered_at"], row["answer_due_at"])
    )
    return (done if done is not None and done <= to_at else None), due


def answered_in_time(row: dict, to_at: int) -> bool:
    """Whether a phản ánh, kiến nghị was answered or forwarded by its day, as known at the end of a period."""
    done, due = _answered(row, to_at)
    return done is not None and done <= due


def counts_in(row: dict, from_at: int, to_at: int) -> bool:
    """Whether a phản ánh, kiến nghị counts in a period: answered in it, or waiting at its end although it was due."""
    done, due = _answered(row, to_at)
    return due <= to_at if done is None else done >= from_at


def _online(index: Index, subject: Subject, source: Source) -> Measured:
    """Index 9 (Đ13.9): procedures that can be filed online, dossiers that were, and none of these late."""
    told = source.received.values() if subject.kind == WARD else [source.received.get(subject.id, (0, 0))]
    received, online = (sum(column) for column in zip(*told, strict=True)) if told else (0, 0)
    procedures = sum(source.levels.values())
    if not received or not procedures or subject.kind == OFFICIAL:
        return Measured(index, None, received)
    late = [row for row in source.online_late if subject.kind == WARD or row["unit"] == subject.id]
    ready, limits = sum(source.levels.get(level, 0) for level in _ONLINE_LEVELS), index.told
    points = 0.0
    if not late and 100 * online >= limits["part_percent"] * received:
        full = 100 * online >= limits["full_percent"] * received
        points = 2.0 if full and 100 * ready >= limits["procedures_percent"] * procedures else 1.0
    given = tuple(Given("dossier", row["id"], None, "online_late") for row in late)
    facts = {"online": online, "received": received, "ready": ready, "procedures": procedures, "late": len(late)}
    return Measured(index, points, received, given, facts)


def _declared(index: Index, subject: Subject, source: Source) -> Measured:
    """What no record of ours tells: found by an inspection, a report or paper ballots, and typed in with its basis."""
    own = [
        one
        for one in source.findings
        if (one["kind"], one["subject"], one["number"]) == (subject.kind, subject.id, index.number)
    ]
    n = sum(one["n"] for one in own)
    given = tuple(Given("finding", one["id"], one["points"] / 10, "found") for one in own)
    if not own or n < index.least:
        return Measured(index, None, n, given, {"least": index.least} if own else {})
    weighed = sum(one["points"] * one["n"] for one in own)
    return Measured(index, int(weighed / n + 0.5) / 10, n, given)


def _survey(index: Index, subject: Subject, source: Source) -> Measured:
    """What people said of a unit or the ward, in groups that hide everybody. Of a person nothing: whoever answers names
    nobody, and nobody shall be found out by it (NĐ 61/2018 Đ27.3)."""
    said = {} if subject.kind == OFFICIAL else source.answers.get((subject.id, index.told["survey"]), {})
    levels = said.get(index.told["topic"], {})
    n = sum(levels.values())
    if n < max(index.least, LEAST):
        return Measured(index, None, n)
    summed = sum(index.told["levels"][level - 1] * count for level, count in levels.items())
    return Measured(index, int(10 * summed / n + 0.5) / 10, n)


_MEASURES: dict[str, Callable[[Index, Subject, Source], Measured]] = {
    "total_time": _total_time,
    "step_time": _step_time,
    "supplements": _supplements,
    "attitude": _attitude,
    "answering": _answering,
    "online": _online,
    "declared": _declared,
    "survey": _survey,
}
