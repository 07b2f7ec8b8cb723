"""Tips, kept apart from everything: no ledger, no time but the day, no person, device, sequence or address.

On SQLite the rows have no numbers of their own and stand in the order of their marks, which are chance.
"""

from peewee import BigIntegerField, TextField

from app.records.base import Row, found, listed, ward_key
from app.records.database import database, one_at_a_time


class TipKey(Row):
    """The public key that tips of a ward are sealed to; one row a ward."""

    id = TextField()
    v = BigIntegerField()
    public = TextField()
    holder = TextField()

    class Meta:
        primary_key = ward_key("id")


class Tip(Row):
    """`key`: fingerprint of the key it was sealed to. `reply`: sealed under the sender's code, "" for none yet."""

    mark = TextField()
    key = TextField()
    sealed = TextField()
    on = TextField()
    reply = TextField(default="")

    class Meta:
        primary_key = ward_key("mark")
        without_rowid = True


def key(ward_id: int) -> dict | None:
    return found(TipKey.select().where(TipKey.ward_id == ward_id))


def keep(ward_id: int, mark: str, fingerprint: str, sealed: str, on: str) -> bool:
    """Keeps a tip once; False when this mark holds another one."""
    with database.atomic():
        one_at_a_time(ward_id, "tips")
        held = found(Tip.select(Tip.sealed).where(Tip.ward_id == ward_id, Tip.mark == mark))
        if held is None:
            Tip.insert(ward_id=ward_id, mark=mark, key=fingerprint, sealed=sealed, on=on).execute()
    return held is None or held["sealed"] == sealed


def count_of_day(ward_id: int, on: str) -> int:
    return Tip.select().where(Tip.ward_id == ward_id, Tip.on == on).count()


def count(ward_id: int) -> int:
    return Tip.select().where(Tip.ward_id == ward_id).count()


def page(ward_id: int, limit: int, offset: int) -> list[dict]:
    """Those without a reply first, then by day, the latest first; within a day in nobody's order."""
    query = Tip.select().where(Tip.ward_id == ward_id).order_by(Tip.reply != "", Tip.on.desc(), Tip.mark)
    return listed(query.limit(limit).offset(offset))


def reply(ward_id: int, mark: str) -> str:
    """What the key holder has answered; "" for none, and for a code that nobody has."""
    row = found(Tip.select(Tip.reply).where(Tip.ward_id == ward_id, Tip.mark == mark))
    return row["reply"] if row else ""


def answer(ward_id: int, mark: str, text: str) -> bool:
    """False when there is no such tip."""
    return bool(Tip.update(reply=text).where(Tip.ward_id == ward_id, Tip.mark == mark).execute())
