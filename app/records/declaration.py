"""Declarations that citizens sent: one row each, as it stands; what it said is erased when its time is over."""

from functools import reduce
from operator import and_, or_

from peewee import BigIntegerField, TextField, Tuple

from app.records.base import Row, found, listed, ward_key
from app.records.ledger_entry import LedgerEntry, Review


class Declaration(Row):
    """Columns and what stands in them at first: rules.declaration.EMPTY. `filled`: JSON of the values."""

    id = TextField()
    v = BigIntegerField()
    tracking = TextField(default="")
    state = TextField(default="sent")
    form = TextField(default="")
    form_version = BigIntegerField(default=1)
    filled = TextField(default="{}")
    name = TextField(default="")
    phone = TextField(default="")
    channel = TextField(default="online")
    sent_at = BigIntegerField(default=0)
    sent_on = TextField(default="")
    taken_at = BigIntegerField(null=True)
    taken_by = TextField(default="")
    taken_how = TextField(default="")
    dossier = TextField(default="")
    erase_at = BigIntegerField(null=True)
    erased_at = BigIntegerField(null=True)
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "tracking"), True),
            (("ward_id", "state", "sent_at"), False),
            (("ward_id", "sent_at"), False),
            (("ward_id", "erase_at"), False),
        )


Cursor = tuple[int, str]
# What a list shows; the values stay where they are.
_LINE = [
    getattr(Declaration, name)
    for name in ("id", "tracking", "state", "form", "name", "channel", "sent_at", "taken_how", "dossier")
]


def declaration(ward_id: int, declaration_id: str) -> dict | None:
    return found(Declaration.select().where(Declaration.ward_id == ward_id, Declaration.id == declaration_id))


def page(
    ward_id: int, state: str, code: str, words: list[list[str]], limit: int, after: Cursor | None
) -> tuple[list[dict], bool]:
    """(lines, whether there are more), the latest first. `code`: a tracking code, or ""; `words`: every one of them,
    in any of its spellings, folded.
    """
    query = Declaration.select(*_LINE).where(Declaration.ward_id == ward_id)
    if state:
        query = query.where(Declaration.state == state)
    if code or words:
        spelled = [reduce(or_, [Declaration.folded.contains(one) for one in word]) for word in words]
        said = [reduce(and_, spelled)] if spelled else []
        said += [Declaration.tracking == code] if code else []
        query = query.where(reduce(or_, said))
    if after:
        query = query.where(Tuple(Declaration.sent_at, Declaration.id) < Tuple(*after))
    rows = listed(query.order_by(Declaration.sent_at.desc(), Declaration.id.desc()).limit(limit + 1))
    return rows[:limit], len(rows) > limit


def count_sent(ward_id: int) -> int:
    """How many wait for somebody of the ward."""
    return Declaration.select().where(Declaration.ward_id == ward_id, Declaration.state == "sent").count()


def told(ward_id: int, declaration_id: str) -> dict:
    """What whoever sent it may know: the code to look it up by."""
    row = declaration(ward_id, declaration_id)
    return {"tracking": row["tracking"]} if row else {}


def due_for_erasure(ward_id: int, now: int, limit: int) -> list[str]:
    """Ids whose time is over, the longest waiting first. Time in ms."""
    query = Declaration.select(Declaration.id).where(Declaration.ward_id == ward_id, Declaration.erase_at <= now)
    return [row["id"] for row in listed(query.order_by(Declaration.erase_at).limit(limit))]


def erase(ward_id: int, ids: list[str], now: int) -> None:
    """Takes away what was said: from the rows, and from the ledger's bodies, that stand beside the chain. Inside the
    transaction that holds the ward's lock.
    """
    if not ids:
        return
    of_them = (Declaration.ward_id == ward_id) & Declaration.id.in_(ids)
    gone = {"filled": "{}", "name": "", "phone": "", "folded": "", "erase_at": None, "erased_at": now}
    Declaration.update(gone).where(of_them).execute()
    Declaration.update(state="expired").where(of_them, Declaration.state == "sent").execute()
    _forget(ward_id, LedgerEntry.entity.in_(ids))


def refused_to_erase(ward_id: int, before: int) -> list[str]:
    """Operations that were refused before a time (ms): they became no row, and lie in the ledger alone."""
    query = (
        Review.select(Review.op)
        .join(LedgerEntry, on=(LedgerEntry.ward_id == Review.ward_id) & (LedgerEntry.op == Review.op))
        .where(
            Review.ward_id == ward_id,
            LedgerEntry.ward_id == ward_id,
            Review.type == "declaration.send/1",
            Review.outcome == "rejected",
            Review.raised_at < before,
            LedgerEntry.body.is_null(False),
        )
    )
    return [row["op"] for row in listed(query)]


def erase_refused(ward_id: int, ops: list[str]) -> None:
    if ops:
        _forget(ward_id, LedgerEntry.op.in_(ops))


def _forget(ward_id: int, which) -> None:
    LedgerEntry.update(body=None, sealed=None).where(
        LedgerEntry.ward_id == ward_id, which, LedgerEntry.type == "declaration.send/1"
    ).execute()
