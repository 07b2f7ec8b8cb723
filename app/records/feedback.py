"""Feedback (góp ý, phản ánh, kiến nghị): one row each, as it stands; its history is the ledger.

Every question names its `reader`, a person's id: what complains of them and is not released yet is neither found nor
counted (R13).
"""

from functools import reduce
from operator import and_, or_

from peewee import SQL, BigIntegerField, Case, TextField, Tuple, fn

from app.records.base import Row, found, listed, ward_key
from app.records.feedback_photo import FeedbackPhoto
from app.rules.clock import END_MS
from app.rules.feedback_search import UNSORTED, Asked
from app.rules.feedback_states import CLOSED, OPEN

# Columns that came with a later release.
_EMPTY = SQL("DEFAULT ''")


class Feedback(Row):
    """Columns and what stands in them at first: rules.feedback.EMPTY."""

    id = TextField()
    v = BigIntegerField()
    tracking = TextField(default="")
    state = TextField(default="received")
    kind = TextField(default="suggestion")
    asked_kind = TextField(default="suggestion")
    category = TextField(default="")
    channel = TextField(default="counter")
    content = TextField(default="")
    place = TextField(default="")
    name = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    about = TextField(default="")
    dossier = TextField(default="")
    received_at = BigIntegerField(default=0)
    received_on = TextField(default="")
    received_by = TextField(default="")
    holder = TextField(default="")
    counted_at = BigIntegerField(null=True)
    classify_due_at = BigIntegerField(null=True)
    forward_due_at = BigIntegerField(null=True)
    answer_due_at = BigIntegerField(null=True)
    due_at = BigIntegerField(null=True)
    classified_at = BigIntegerField(null=True)
    decline_reason = TextField(default="")
    forwarded_at = BigIntegerField(null=True)
    forwarded_to = TextField(default="")
    forward_document = TextField(default="")
    answered_at = BigIntegerField(null=True)
    answered_by = TextField(default="")
    answer = TextField(default="")
    answer_how = TextField(default="")
    verified_at = BigIntegerField(null=True)
    verified_by = TextField(default="")
    finding = TextField(default="")
    finding_note = TextField(default="")
    released_at = BigIntegerField(null=True)
    released_by = TextField(default="")
    published_at = BigIntegerField(null=True)
    published_where = TextField(default="")
    summary = TextField(default="")
    photos = TextField(default="", constraints=[_EMPTY])
    related = TextField(default="", constraints=[_EMPTY])
    rating = TextField(default="", constraints=[_EMPTY])
    rating_reason = TextField(default="", constraints=[_EMPTY])
    rated_at = BigIntegerField(null=True)
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "tracking"), True),
            (("ward_id", "state", "due_at"), False),
            (("ward_id", "received_at"), False),
            (("ward_id", "published_at"), False),
            (("ward_id", "answered_at"), False),
        )


# Behind everything that is due.
_DUE = Case(None, ((Feedback.due_at.is_null(), END_MS),), Feedback.due_at)
Cursor = tuple[int, str]


def shown_to(*readers: str):
    """The condition that keeps from people what complains of any of them, before it is released (R13)."""
    if not readers or not all(readers):
        raise ValueError("whoever reads feedback is somebody")
    of_nobody = reduce(and_, [~Feedback.about.contains(reader) for reader in readers])
    return Feedback.released_at.is_null(False) | of_nobody


def _of(ward_id: int, reader: str):
    return Feedback.select().where(Feedback.ward_id == ward_id, shown_to(reader))


def feedback(ward_id: int, reader: str, feedback_id: str) -> dict | None:
    return found(_of(ward_id, reader).where(Feedback.id == feedback_id))


def page(ward_id: int, reader: str, asked: Asked, limit: int, after: Cursor | None) -> tuple[list[dict], bool]:
    """(rows, whether there are more). What is open by the day it is due, everything else the latest first."""
    query = _asked(_of(ward_id, reader), asked)
    if asked.state == "open":
        if after:
            query = query.where(Tuple(_DUE, Feedback.id) > Tuple(*after))
        query = query.order_by(_DUE, Feedback.id)
    else:
        if after:
            query = query.where(Tuple(Feedback.received_at, Feedback.id) < Tuple(*after))
        query = query.order_by(Feedback.received_at.desc(), Feedback.id.desc())
    rows = listed(query.limit(limit + 1))
    return rows[:limit], len(rows) > limit


def place_of(row: dict, asked: Asked) -> Cursor:
    """Where a row stands in the list that was asked for: what the next page begins behind."""
    if asked.state == "open":
        return (END_MS if row["due_at"] is None else row["due_at"], row["id"])
    return row["received_at"], row["id"]


def _asked(query, asked: Asked):
    states = {"open": OPEN, "closed": CLOSED}.get(asked.state, {asked.state} if asked.state else ())
    if states:
        query = query.where(Feedback.state.in_(sorted(states)))
    for name in ("kind", "category", "holder"):
        if getattr(asked, name):
            wanted = getattr(asked, name)
            query = query.where(getattr(Feedback, name) == ("" if wanted == UNSORTED else wanted))
    at = Feedback.answered_at if asked.answered else Feedback.received_at
    if asked.from_at is not None:
        query = query.where(at >= asked.from_at)
    if asked.to_at is not None:
        query = query.where(at <= asked.to_at)
    if asked.answered:
        query = query.where(Feedback.answered_at.is_null(False), Feedback.answer_due_at.is_null(False))
    if asked.answered == "in_time":
        query = query.where(Feedback.answered_at <= Feedback.answer_due_at)
    elif asked.answered == "late":
        query = query.where(Feedback.answered_at > Feedback.answer_due_at)
    if asked.tracking or asked.words:
        spelled = [reduce(or_, [Feedback.folded.contains(one) for one in word]) for word in asked.words]
        said = [reduce(and_, spelled)] if spelled else []
        said += [Feedback.tracking == asked.tracking] if asked.tracking else []
        query = query.where(reduce(or_, said))
    return query


def count_waiting(ward_id: int, reader: str, now: int) -> dict[str, int]:
    """{"open", "late"}: what waits for the ward, and what of it is late."""
    opened = _of(ward_id, reader).where(Feedback.state.in_(sorted(OPEN)))
    is_late = Case(None, ((Feedback.due_at < now, 1),), 0)
    waiting, late = opened.select(fn.COUNT(Feedback.id), fn.SUM(is_late)).tuples().get()
    return {"open": waiting, "late": late or 0}


def count_unpublished(ward_id: int, reader: str) -> int:
    """How many are answered and not published: not few, since nobody is made to publish them."""
    return _of(ward_id, reader).where(Feedback.state == "answered").count()


def complaints(ward_id: int, reader: str, limit: int = 20_000) -> list[dict]:
    """What index 7 counts (TT 01/2018/TT-VPCP Đ13.7): phản ánh about people's conduct that were not found false, the
    latest first. Only what they are about and when.
    """
    query = Feedback.select(Feedback.id, Feedback.about, Feedback.dossier, Feedback.received_at).where(
        Feedback.ward_id == ward_id,
        shown_to(reader),
        Feedback.kind == "petition",
        Feedback.about != "",
        Feedback.category.in_(("", "conduct")),
        Feedback.finding != "wrong",
    )
    return listed(query.order_by(Feedback.received_at.desc()).limit(limit))


def between(ward_id: int, reader: str, from_at: int, to_at: int, limit: int) -> list[dict]:
    """Those received in a period (ms, both ends included), for the book that is taken away."""
    query = _of(ward_id, reader).where(Feedback.received_at >= from_at, Feedback.received_at <= to_at)
    return listed(query.order_by(Feedback.received_at, Feedback.id).limit(limit))


def photos_due(ward_id: int, before: int, limit: int) -> list[tuple[str, str]]:
    """(feedback, photo) of whole photos whose feedback was answered, forwarded or declined before a time (ms)."""
    over_at = fn.COALESCE(Feedback.answered_at, Feedback.forwarded_at, Feedback.classified_at)
    query = (
        FeedbackPhoto.select(FeedbackPhoto.feedback, FeedbackPhoto.sent)
        .join(Feedback, on=(Feedback.ward_id == FeedbackPhoto.ward_id) & (Feedback.id == FeedbackPhoto.feedback))
        .where(
            FeedbackPhoto.ward_id == ward_id,
            Feedback.ward_id == ward_id,
            FeedbackPhoto.state == "whole",
            Feedback.state.not_in(sorted(OPEN)),
            over_at < before,
        )
    )
    return [(row["feedback"], row["sent"]) for row in listed(query.order_by(FeedbackPhoto.feedback).limit(limit))]


_COMPARED = [getattr(Feedback, name) for name in ("id", "kind", "tracking", "content", "place", "phone", "received_at")]


def compared_rows(ward_id: int, reader: str, from_at: int, to_at: int, limit: int) -> list[dict]:
    """Those received in a time (ms) with what rules.feedback_alike compares, the latest first."""
    query = Feedback.select(*_COMPARED).where(
        Feedback.ward_id == ward_id,
        shown_to(reader),
        Feedback.received_at >= from_at,
        Feedback.received_at <= to_at,
    )
    return listed(query.order_by(Feedback.received_at.desc(), Feedback.id.desc()).limit(limit))


def relatives(ward_id: int, reader: str, row: dict) -> list[dict]:
    """Those that a person called related to this one, from either side, the latest first."""
    named = Feedback.id.in_(row["related"].split()) | Feedback.related.contains(row["id"])
    return listed(_of(ward_id, reader).where(named).order_by(Feedback.received_at.desc(), Feedback.id))


def running(ward_id: int) -> list[dict]:
    """Every feedback whose days run, the one due first before the others; for counting, not for reading (R13)."""
    query = Feedback.select().where(Feedback.ward_id == ward_id, Feedback.due_at.is_null(False))
    return listed(query.order_by(Feedback.due_at, Feedback.id))


def about_dossier(ward_id: int, reader: str, dossier_id: str, limit: int = 20) -> list[dict]:
    """What was said about a dossier, the latest first."""
    query = _of(ward_id, reader).where(Feedback.dossier == dossier_id)
    return listed(query.order_by(Feedback.received_at.desc(), Feedback.id).limit(limit))
