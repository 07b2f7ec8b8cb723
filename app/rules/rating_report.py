"""What is shown of ratings: made so that nobody can part one answer from the others.

Months that are over, groups of five people at least, and no group that is missing from a sum by itself: where groups of
a month are hidden, they are two and five people together at least, or the smallest shown one is hidden with them. Every
longer span is a sum of what is shown of its months, so it tells nothing more than they do.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.rules import wilson
from app.rules.rating import EVERYBODY, WHY
from app.rules.survey import Survey

# Fewer are shown by nothing: one who knows four of five knows the fifth.
SHOWN_FROM = 5
# How the same answers are counted, each by itself: of all, by what was rated, by where, by the field of the procedure.
WHOLE, KIND, PLACE, FIELD = "", "kind", "place", "field"
CUTS = (WHOLE, KIND, PLACE, FIELD)


@dataclass(frozen=True, slots=True)
class Share:
    """Percentages: the share of the satisfied and its 95 % interval (Wilson), of `n` answers; `mean` level."""

    n: int
    satisfied: int
    percent: float
    low: float
    high: float
    mean: float


def share(levels: dict[int, int], satisfied: Iterable[int]) -> Share:
    """`levels`: {level: how many}, one at least. "Bình thường" counts against (domain §4.2)."""
    n, good = sum(levels.values()), sum(levels.get(level, 0) for level in satisfied)
    low, high = wilson.interval(good, n)
    mean = sum(level * count for level, count in levels.items()) / n
    return Share(n, good, 100 * good / n, low, high, mean)


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of one month: `of` is its id ("" for all), `topic` a factor or a question."""

    month: str
    cut: str
    of: str
    topic: str
    levels: dict[int, int]


def topics(asked: Survey) -> dict[str, str]:
    """{id: words} of what is reported: the factors, or each question of a questionnaire that has none."""
    return asked.factors or asked.items


def shown(people: dict[str, int]) -> set[str]:
    """Which groups of one month and cut may be shown, of {group: how many people}."""
    seen = sorted((group for group, count in people.items() if count >= SHOWN_FROM), key=lambda one: (people[one], one))
    hidden = [group for group, count in people.items() if 0 < count < SHOWN_FROM]
    # All of them together are known: what a single hidden group said could be taken out of that.
    while hidden and seen and (len(hidden) < 2 or sum(people[group] for group in hidden) < SHOWN_FROM):
        hidden.append(seen.pop(0))
    return set(seen)


def cells(counted: list[dict], asked: Survey) -> list[Cell]:
    """What may be shown, month by month. `counted`: on_month, cut, of, survey, version, item, value, n."""
    questions: dict[tuple, dict[str, Counter]] = defaultdict(lambda: defaultdict(Counter))
    for row in counted:
        if (row["survey"], row["version"]) != (asked.code, asked.version) or row["item"] not in asked.items:
            continue
        topic = asked.factor_of[row["item"]] or row["item"]
        for cut, of in ((row["cut"], row["of"]), *([(WHOLE, "")] if row["cut"] == KIND else [])):
            questions[(row["on_month"], topic, cut)][of, row["item"]][row["value"]] += row["n"]
    found = []
    for (month, topic, cut), of_item in questions.items():
        levels, people = defaultdict(Counter), Counter()
        for (of, _item), counts in of_item.items():
            levels[of].update(counts)
            # Not everybody answers everything: at least so many people stand behind a topic.
            people[of] = max(people[of], counts.total())
        found += [Cell(month, cut, of, topic, dict(levels[of])) for of in shown(people)]
    return [cell for cell in found if _whole_is_shown(cell, found)]


def _whole_is_shown(cell: Cell, found: list[Cell]) -> bool:
    return any((one.month, one.topic, one.cut) == (cell.month, cell.topic, WHOLE) for one in found)


def summed(found: list[Cell], cut: str) -> dict[tuple[str, str], dict[int, int]]:
    """{(group, topic): {level: how many}} of all months that are shown."""
    totals: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for cell in found:
        if cell.cut == cut:
            totals[cell.of, cell.topic].update(cell.levels)
    return {key: dict(levels) for key, levels in totals.items()}


def reasons(counted: list[dict], version: int) -> dict[str, list[tuple[str, int]]]:
    """{month: [(code, how many)]}, the most frequent first; of all together, and only those that five people named."""
    of_month: dict[str, Counter] = defaultdict(Counter)
    for row in counted:
        if (row["survey"], row["version"], row["cut"]) == (WHY, version, KIND) and row["item"] != EVERYBODY:
            of_month[row["on_month"]][row["item"]] += row["n"]
    return {
        month: [(code, count) for code, count in counts.most_common() if count >= SHOWN_FROM]
        for month, counts in of_month.items()
    }
