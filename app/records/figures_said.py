"""Figures of what people say: satisfaction (counts without a row of anybody) and feedback, with one reader's eyes."""

from collections import Counter

from peewee import fn

from app.records import rating
from app.records.feedback import Feedback, shown_to
from app.rules import calendar, rating_report, survey
from app.rules.clock import DAY_MS, day_of
from app.rules.feedback_states import OPEN
from app.rules.figures import Feedbacks, Group, Part, Satisfaction, groups, months_ended
from app.rules.rating import LEVEL
from app.rules.rating_report import FIELD, PLACE, WHOLE, share
from app.rules.survey import FACES


def satisfaction(ward_id: int, first: str, last: str, now: int) -> Satisfaction:
    """Of the months that ended in the period and are over: never the one that runs (rules/rating_report.py)."""
    months = [month for month in months_ended(first, last) if month < day_of(now)[:7]]
    counted = rating.counted(ward_id, months) if months else []
    held = {(row["survey"], row["version"]) for row in counted}
    total, by_month, factors, cuts, why = None, [], [], {PLACE: [], FIELD: []}, Counter()
    # The newest wording of the faces speaks for the ward: answers to two wordings are never added up.
    faces = max((key for key in held if key[0] == FACES), default=None)
    for key, asked in survey.every().items():
        if key not in held or (key[0] == FACES and key != faces):
            continue
        cells = rating_report.cells(counted, asked)
        whole = rating_report.summed(cells, WHOLE)
        if key != faces:
            factors += [
                (asked.key, topic, share(whole["", topic], asked.satisfied))
                for topic in rating_report.topics(asked)
                if ("", topic) in whole
            ]
            continue
        levels = whole.get(("", LEVEL))
        total = share(levels, asked.satisfied) if levels else None
        by_month = sorted((cell.month, share(cell.levels, asked.satisfied)) for cell in cells if cell.cut == WHOLE)
        for cut, lines in cuts.items():
            sums = rating_report.summed(cells, cut)
            lines += [(of, share(found, asked.satisfied)) for (of, _topic), found in sorted(sums.items())]
        for named in rating_report.reasons(counted, asked.version).values():
            why.update(dict(named))
    return Satisfaction(
        months=tuple(months),
        total=total,
        by_month=tuple(by_month),
        factors=tuple(factors),
        places=tuple(cuts[PLACE]),
        fields=tuple(cuts[FIELD]),
        reasons=tuple(why.most_common()),
    )


def feedbacks(ward_id: int, first: str, last: str, reader: str, now: int) -> Feedbacks:
    """With the eyes of `reader`, a person's id: what complains of them and is not released is not counted (R13).

    Not of a roll-up, which has no reader; feedback is some hundreds a year, and its indices bound what is read.
    """
    of_reader, from_at, to_at = _asked(ward_id, first, last, reader, now)
    kinds, categories, months = Counter(), Counter(), Counter()
    received = _received(of_reader, from_at, to_at).select(Feedback.kind, Feedback.category, Feedback.received_at)
    for kind, category, at in received.tuples():
        kinds[kind] += 1
        categories[category or kind] += 1
        months[day_of(at)[:7]] += 1
    n = sum(kinds.values())
    return Feedbacks(
        received=n,
        kinds=_groups(kinds, n),
        categories=_groups(categories, n),
        by_month=tuple(Group(month, months[month], n) for month in sorted(months)),
        answered=_answered(of_reader, from_at, to_at),
        **_waiting(of_reader, to_at),
    )


def feedbacks_received(ward_id: int, first: str, last: str, reader: str, now: int) -> int:
    """How many: what of them is set beside another period, by one read."""
    return _received(*_asked(ward_id, first, last, reader, now)).count()


def _asked(ward_id: int, first: str, last: str, reader: str, now: int) -> tuple[tuple, int, int]:
    """(the conditions of a reader's rows, the moments of the period's ends): nothing of a day to come."""
    from_at = calendar.moment(calendar.number_of(first), 0)
    to_at = min(calendar.moment(calendar.number_of(last), 0) + DAY_MS - 1, now)
    return (Feedback.ward_id == ward_id, shown_to(reader)), from_at, to_at


def _received(of_reader: tuple, from_at: int, to_at: int):
    return Feedback.select().where(*of_reader, Feedback.received_at >= from_at, Feedback.received_at <= to_at)


def _groups(counts: Counter, of: int) -> tuple[Group, ...]:
    return groups({key: {"n": n} for key, n in counts.items()}, of)


def _answered(of_reader: tuple, from_at: int, to_at: int) -> Part:
    """In time, of the answers given within the period to what had a day to be answered by."""
    given = Feedback.select(Feedback.answered_at, Feedback.answer_due_at).where(
        *of_reader,
        Feedback.answered_at >= from_at,
        Feedback.answered_at <= to_at,
        Feedback.answer_due_at.is_null(False),
    )
    rows = list(given.tuples())
    return Part(sum(at <= due for at, due in rows), len(rows))


def _waiting(of_reader: tuple, to_at: int) -> dict[str, int]:
    """{"open", "late"} at a moment: received by then, and neither answered, forwarded nor declined."""
    is_open = Feedback.state.in_(sorted(OPEN))
    passed_on = Feedback.state.in_(("forwarded", "declined")) & Feedback.answered_at.is_null()
    passed_on_at = fn.COALESCE(Feedback.forwarded_at, Feedback.classified_at)
    dues = []
    # Apart, because only then is each found by its state or its answer and not among all that was ever received; the
    # sum keeps away from the index on the day it was.
    for still in (is_open, (Feedback.answered_at > to_at) & ~is_open, passed_on & (passed_on_at > to_at)):
        query = Feedback.select(Feedback.answer_due_at).where(*of_reader, (Feedback.received_at + 0) <= to_at, still)
        dues += [due for (due,) in query.tuples()]
    return {"open": len(dues), "late": sum(due is not None and due < to_at for due in dues)}
