"""What Biểu II.05a adds up: phản ánh, kiến nghị of a period, as all its readers may know it. Times in ms, both in."""

from collections.abc import Iterable

from peewee import fn

from app.records.feedback import Feedback, shown_to
from app.rules.feedback_fields import CATEGORIES
from app.rules.feedback_states import OPEN
from app.rules.report_dossier import Heard

# When the ward had done what it owed: the same moment as in records/figures_said.
_ENDED = fn.COALESCE(Feedback.answered_at, Feedback.forwarded_at, Feedback.classified_at)
_READ = (
    Feedback.category,
    Feedback.state,
    Feedback.received_at,
    Feedback.answered_at,
    Feedback.answer_due_at,
    Feedback.forwarded_at,
    Feedback.published_at,
    _ENDED,
)


def tallies(ward_id: int, readers: Iterable[str], from_at: int, to_at: int) -> dict[str, Heard]:
    """{category ("": not sorted yet): its line}. What complains of a reader and is not released is not counted."""
    query = Feedback.select(*_READ).where(
        Feedback.ward_id == ward_id,
        shown_to(*readers),
        Feedback.kind == "petition",
        Feedback.received_at <= to_at,
        Feedback.state.in_(sorted(OPEN)) | (from_at <= _ENDED) | (Feedback.published_at >= from_at),
    )
    found: dict[str, Heard] = {category: Heard() for category in CATEGORIES}
    for category, state, received, answered, due, forwarded, published, ended in query.tuples():
        line = found.setdefault(category, Heard())
        if published is not None and from_at <= published <= to_at:
            line.published += 1
        if state in OPEN or ended is None or ended > to_at:
            if due is not None and due < to_at:
                line.open_late += 1
            else:
                line.open_in_time += 1
        elif ended < from_at:
            continue
        elif answered is not None:
            if due is not None and answered > due:
                line.late += 1
            else:
                line.in_time += 1
        elif forwarded is not None:
            line.forwarded += 1
        else:
            line.declined += 1
        if received < from_at:
            line.carried_over += 1
        else:
            line.came += 1
    return found


def suggestions(ward_id: int, readers: Iterable[str], from_at: int, to_at: int) -> int:
    """Góp ý received in the period: they are no phản ánh, and no form counts them (R14)."""
    query = Feedback.select().where(
        Feedback.ward_id == ward_id,
        shown_to(*readers),
        Feedback.kind != "petition",
        Feedback.received_at >= from_at,
        Feedback.received_at <= to_at,
    )
    return query.count()
