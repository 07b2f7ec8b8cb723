"""The ledger: every operation of a ward in its order, chained by hash. And what of it waits for a person."""

from peewee import SQL, BigIntegerField, TextField, fn

from app.records.base import Row, found, listed, ward_key
from app.records.compiled import compiled, first
from app.records.feedback import Feedback


class LedgerHead(Row):
    """One row a ward, locked by every write: the counter `v`, the head of the chain, and when lists last changed.

    `incarnation`: which life of the database this is; a restore begins a new one. `durable_v`: what the last
    two verified backups both hold (ledger.backup); the newest of them was made at `backed_up_at`.
    """

    v = BigIntegerField(default=0)
    hash = TextField(default="")
    reference_v = BigIntegerField(default=0)
    incarnation = TextField()
    durable_v = BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    backed_up_at = BigIntegerField(null=True)

    class Meta:
        primary_key = ward_key()


class LedgerEntry(Row):
    """`body` holds what was said (and its salt) and may be erased by law; the chain covers only the commitment."""

    v = BigIntegerField()
    op = TextField()
    device = TextField()
    q = BigIntegerField()
    type = TextField()
    entity = TextField()
    base = BigIntegerField()
    staff = TextField()
    shift = TextField()
    at = BigIntegerField()
    at_text = TextField()
    clock_offset = BigIntegerField()
    received_at = BigIntegerField()
    app = TextField()
    commitment = TextField()
    body = TextField(null=True)
    sealed = TextField(null=True)
    outcome = TextField()
    code = TextField(default="")
    hash = TextField()

    class Meta:
        primary_key = ward_key("v")
        indexes = (
            (("ward_id", "op"), True),
            (("ward_id", "device", "q"), True),
            (("ward_id", "entity", "v"), False),
        )


class Review(Row):
    """An operation that was rejected, parked or conflicted, until somebody or something settles it (cần xem lại).

    `details` (JSON): for a conflict {field: {"held", "new"}}; for a rejection what was wrong with which field.
    A parked one is tried again by itself at `retry_at` (`tries` so far), and when the rules are other ones than
    `tried_with`.
    """

    op = TextField()
    v = BigIntegerField()
    outcome = TextField()
    code = TextField()
    type = TextField()
    entity = TextField()
    staff = TextField()
    device = TextField()
    raised_at = BigIntegerField()
    details = TextField(default="{}")
    closed_at = BigIntegerField(null=True)
    closed_by = TextField(default="")
    closed_how = TextField(default="")
    tries = BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    retry_at = BigIntegerField(null=True)
    tried_with = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        primary_key = ward_key("op")
        indexes = ((("ward_id", "closed_at", "v"), False),)


def head(ward_id: int) -> dict | None:
    return first(_head(ward_id))


@compiled
def _head(ward_id):
    return LedgerHead.select().where(LedgerHead.ward_id == ward_id)


def entry_by_op(ward_id: int, op: str) -> dict | None:
    return found(LedgerEntry.select().where(LedgerEntry.ward_id == ward_id, LedgerEntry.op == op))


def signed_in(ward_id: int, device: str, staff: str, after: int, before: int):
    """The query for a shift that this person opened on this device between two versions of the ledger."""
    return LedgerEntry.select(LedgerEntry.v).where(
        LedgerEntry.ward_id == ward_id,
        LedgerEntry.device == device,
        LedgerEntry.staff == staff,
        LedgerEntry.type == "shift.open/1",
        LedgerEntry.outcome == "ok",
        LedgerEntry.v > after,
        LedgerEntry.v < before,
    )


def history(ward_id: int, entity: str) -> list[dict]:
    """Every operation about one thing, oldest first."""
    query = LedgerEntry.select().where(LedgerEntry.ward_id == ward_id, LedgerEntry.entity == entity)
    return listed(query.order_by(LedgerEntry.v))


def entries_after(ward_id: int, v: int, limit: int) -> list[dict]:
    query = LedgerEntry.select().where(LedgerEntry.ward_id == ward_id, LedgerEntry.v > v)
    return listed(query.order_by(LedgerEntry.v).limit(limit))


def history_with_decisions(ward_id: int, entity: str) -> list[dict]:
    """`history`, and what people decided about its operations that were parked, rejected or in conflict."""
    about = LedgerEntry.select(LedgerEntry.op).where(LedgerEntry.ward_id == ward_id, LedgerEntry.entity == entity)
    query = LedgerEntry.select().where(
        LedgerEntry.ward_id == ward_id, (LedgerEntry.entity == entity) | LedgerEntry.entity.in_(about)
    )
    return listed(query.order_by(LedgerEntry.v))


def entries_by_op(ward_id: int, ops: list[str]) -> dict[str, dict]:
    query = LedgerEntry.select().where(LedgerEntry.ward_id == ward_id, LedgerEntry.op.in_(ops))
    return {row["op"]: row for row in query.dicts()}


def _shown_to(ward_id: int, reader: str):
    """The condition that keeps from a person what waits about a complaint of them (R13, TT 01/2018 Đ13.7c).

    By the row, while it is not released, and by what the refused operation itself says: it may have no row.
    """
    hidden = Feedback.select(Feedback.id).where(
        Feedback.ward_id == ward_id,
        Feedback.id == Review.entity,
        Feedback.released_at.is_null(),
        Feedback.about.contains(reader),
    )
    naming = LedgerEntry.select(LedgerEntry.op).where(
        LedgerEntry.ward_id == ward_id,
        LedgerEntry.op == Review.op,
        LedgerEntry.body.is_null() | LedgerEntry.body.contains(reader),
    )
    elsewhere = ~Review.type.startswith("feedback.")
    return elsewhere | (~fn.EXISTS(hidden) & ~fn.EXISTS(naming))


def open_reviews(
    ward_id: int, limit: int = 200, outcome: str = "", before_v: int | None = None, entity: str = "", reader: str = ""
) -> list[dict]:
    """Newest first; `before_v` is the cursor of the next page. `reader`: before whose eyes they come; without one
    nothing about feedback does.
    """
    query = Review.select().where(Review.ward_id == ward_id, Review.closed_at.is_null(), _shown_to(ward_id, reader))
    if outcome:
        query = query.where(Review.outcome == outcome)
    if before_v is not None:
        query = query.where(Review.v < before_v)
    if entity:
        query = query.where(Review.entity == entity)
    return listed(query.order_by(Review.v.desc()).limit(limit))


def open_reviews_of_shift(ward_id: int, shift: str, reader: str) -> int:
    """How many operations of a shift still wait for a person, as the reader may know of them (R13)."""
    return (
        Review.select()
        .join(LedgerEntry, on=(LedgerEntry.ward_id == Review.ward_id) & (LedgerEntry.op == Review.op))
        .where(
            Review.ward_id == ward_id,
            Review.closed_at.is_null(),
            LedgerEntry.shift == shift,
            _shown_to(ward_id, reader),
        )
        .count()
    )


def count_open_reviews_by_outcome(ward_id: int, reader: str) -> dict[str, int]:
    query = (
        Review.select(Review.outcome, fn.COUNT(Review.op).alias("count"))
        .where(Review.ward_id == ward_id, Review.closed_at.is_null(), _shown_to(ward_id, reader))
        .group_by(Review.outcome)
    )
    return {row["outcome"]: row["count"] for row in query.dicts()}


def review(ward_id: int, op: str) -> dict | None:
    return found(Review.select().where(Review.ward_id == ward_id, Review.op == op))


def review_shown(ward_id: int, op: str, reader: str) -> dict | None:
    """The same for a person's eyes: None, too, when it is about a complaint that is hidden from them (R13)."""
    query = Review.select().where(Review.ward_id == ward_id, Review.op == op, _shown_to(ward_id, reader))
    return found(query)


def reviews_by_op(ward_id: int, ops: list[str]) -> list[dict]:
    """The reviews, open and closed, of some operations."""
    return listed(Review.select().where(Review.ward_id == ward_id, Review.op.in_(ops)))


def count_open_reviews(ward_id: int) -> int:
    return Review.select().where(Review.ward_id == ward_id, Review.closed_at.is_null()).count()


def parked(ward_id: int, codes: tuple[str, ...], staff: str, device: str = "") -> list[str]:
    """Operation ids of one author (from one device) that wait with one of the codes, oldest first."""
    return [row["op"] for row in _parked(ward_id, codes, staff, device or None)]


@compiled
def _parked(ward_id, codes, staff, device):
    query = Review.select(Review.op).where(
        Review.ward_id == ward_id,
        Review.closed_at.is_null(),
        Review.outcome == "parked",
        Review.code.in_(codes),
        Review.staff == staff,
    )
    if device is not None:
        query = query.where(Review.device == device)
    return query.order_by(Review.v)
