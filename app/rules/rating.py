"""What somebody says of how they were served: a face and up to three reasons, then, if they like, a questionnaire.

TT 01/2018/TT-VPCP Đ12.2, NĐ 61/2018 Đ27.3, NĐ 224/2026 Đ10.3b (R12). It is the ward's own survey, never SIPAS, which
Bộ Nội vụ alone announces. Nobody writes a word of their own, and an answer is only ever added to counts: there is no
row of one person (records/rating.py). What is shown of the counts: rating_report.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules import survey
from app.rules.clock import DAY_MS, day_of
from app.rules.survey import FACES, REASONS_MOST, Survey

# The twenty seconds; a new version of them changes these with it.
_FACES = survey.every()[(FACES, 1)]
LEVELS = _FACES.levels
SATISFIED = _FACES.satisfied
REASONS, OFFERED = _FACES.reasons, frozenset(_FACES.offered)
# The one that a survey without names cannot help with: the page says where to go with it.
MONEY = "asked_for_money"
# What may be rated: what a tracking code stands for.
KINDS = {"dossier": "Hồ sơ một cửa", "assistance": "Lượt hỗ trợ"}
MONTHS_SHOWN = 12
# The one question of the faces, and the part of an invitation that the reasons are: each part counts once.
LEVEL, WHY = "level", "reasons"
# How many answered a part at all is counted under no question.
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`values`: {question: level}; `reasons` are codes, each once, in the order of the list, so that a ticking order
    tells nothing."""

    survey: Survey
    values: Mapping[str, int]
    reasons: tuple[str, ...] = ()

    def parts(self) -> dict[str, list[tuple[str, int, int]]]:
        """{part: [(question, level, 0 or 1)]}: every count that stands beside the one that grows, so that what is
        written says no more than what is read."""
        found = {}
        if self.values:
            counts = [(EVERYBODY, 1, 1)] if self.survey.code != FACES else []
            for item in self.survey.items:
                counts += [(item, level, int(self.values.get(item) == level)) for level in self.survey.levels]
            found[self.survey.code] = counts
        if self.reasons:
            found[WHY] = [(code, 1, int(code in self.reasons)) for code in self.survey.offered]
        return found


def faces(level: int, reasons: tuple[str, ...] = ()) -> Answer:
    return Answer(_FACES, {LEVEL: level}, reasons)


def read(asked: Survey, typed: Mapping[str, str], reasons: list[str]) -> tuple[Answer | None, str]:
    """(the answer, "") of what was posted, or (None, what is wrong): no_level, too_many_reasons, nothing_said.

    `typed`: {question: level as text}. Questions and reasons that nobody asked come from no page of ours and are left
    out; so is a level that is none: of a long questionnaire the rest still counts.
    """
    ticked = tuple(code for code in asked.offered if code in reasons)
    if len(ticked) > REASONS_MOST:
        return None, "too_many_reasons"
    levels = {str(level): level for level in asked.levels}
    values = {item: levels[typed[item]] for item in asked.items if typed.get(item) in levels}
    if not values and asked.code == FACES and typed.get(LEVEL) is not None:
        return None, "no_level"
    if not values and not ticked:
        return None, "nothing_said"
    return Answer(asked, values, ticked), ""


def open_at(ended_at: int | None, now: int, days: int) -> bool:
    """Whether something that ended then, or goes on still (None), may be rated: a paper found in a drawer tells of
    another time. `days`: the ward's setting."""
    return ended_at is None or now - ended_at <= days * DAY_MS


def month_of(at: int) -> str:
    """ "2026-11": all that is kept of when."""
    return day_of(at)[:7]


def months_over(now: int) -> list[str]:
    """The months that may be shown, the latest first. Never the one that runs: its figures seen before and after one
    more rating would tell what that one said."""
    first = date.fromisoformat(f"{month_of(now)}-01")
    found = []
    for _ in range(MONTHS_SHOWN):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first.isoformat()[:7])
    return found
