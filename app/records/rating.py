"""Ratings, kept apart from everything: no ledger, no time but the month, no way from a rating to what was rated.

A code rates once. What remembers that is a mark made of the code and the server's secret, in a table of its own that
says neither when nor what: whoever has a copy of the database alone can tell of no rating whose it is.
"""

import json
import secrets

from peewee import BigIntegerField, TextField, fn

from app.records.assistance import Assistance
from app.records.base import Row, found, listed, ward_key
from app.records.database import across_wards, database, one_at_a_time
from app.records.dossier import Dossier
from app.records.ward import Ward
from app.rules.rating import Answer

# So many others are written anew with each rating: neither their place in the file nor PostgreSQL's own number of the
# transaction says which of them came with the mark beside it.
_STIRRED = 32


class Rating(Row):
    """One answer. `id` is chance, and SQLite gives the row no number of its own: their order is nobody's order."""

    id = TextField()
    on_month = TextField()
    kind = TextField()
    level = BigIntegerField()
    reasons = TextField()

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "on_month", "id"), False),)
        without_rowid = True


class RatingUsed(Row):
    """A code that has rated, as a mark that only this server can make again."""

    mark = TextField()

    class Meta:
        primary_key = ward_key("mark")
        without_rowid = True


def invitation(code: str) -> dict | None:
    """{"ward_id", "kind", "ended_at"} of what a tracking code stands for in any ward of this server, or None.

    `ended_at`: ms; None while it goes on. What was voided may be rated, too: people were served all the same.
    """
    with across_wards("a code on paper does not say its ward, and nothing of it is told"):
        wards = Ward.select(Ward.id)
        # Both are always asked for: what is known of one code takes as long as what is known of another.
        dossier = found(
            Dossier.select(Dossier.ward_id, Dossier.closed_at).where(
                Dossier.ward_id.in_(wards), Dossier.tracking == code
            )
        )
        visit = found(
            Assistance.select(Assistance.ward_id, Assistance.happened_at).where(
                Assistance.ward_id.in_(wards), Assistance.tracking == code
            )
        )
    if dossier:
        return {"ward_id": dossier["ward_id"], "kind": "dossier", "ended_at": dossier["closed_at"]}
    if visit:
        return {"ward_id": visit["ward_id"], "kind": "assistance", "ended_at": visit["happened_at"]}
    return None


def used(ward_id: int, mark: str) -> bool:
    return RatingUsed.select().where(RatingUsed.ward_id == ward_id, RatingUsed.mark == mark).exists()


def keep(ward_id: int, mark: str, month: str, kind: str, answer: Answer) -> bool:
    """Counts an answer once; False when this mark has rated before, and then nothing is written."""
    with database.atomic():
        one_at_a_time(ward_id, "ratings")
        if used(ward_id, mark):
            return False
        RatingUsed.insert(ward_id=ward_id, mark=mark).execute()
        row = {"on_month": month, "kind": kind, "level": answer.level, "reasons": json.dumps(answer.reasons)}
        Rating.insert_many(_stirred(ward_id, month, row)).execute()
    return True


def _stirred(ward_id: int, month: str, row: dict) -> list[dict]:
    """The new row among others of its month, taken out by chance; all with new ids, in the order of these."""
    of_month = Rating.select().where(Rating.ward_id == ward_id, Rating.on_month == month).order_by(Rating.id)
    taken = listed(of_month.where(Rating.id > secrets.token_hex(16)).limit(_STIRRED))
    taken += listed(of_month.limit(_STIRRED - len(taken))) if len(taken) < _STIRRED else []
    # From the end of the month's ids on at its beginning; in a small month the same row is found twice.
    others = {one["id"]: one for one in taken}
    if others:
        Rating.delete().where(Rating.ward_id == ward_id, Rating.id.in_(list(others))).execute()
    rows = [{**one, "ward_id": ward_id, "id": secrets.token_hex(16)} for one in (row, *others.values())]
    return sorted(rows, key=lambda one: one["id"])


def counted(ward_id: int, months: list[str]) -> list[dict]:
    """How many ratings are alike, of these months: on_month, kind, level, reasons, count. No row of its own."""
    query = Rating.select(
        Rating.on_month, Rating.kind, Rating.level, Rating.reasons, fn.COUNT(Rating.id).alias("count")
    ).where(Rating.ward_id == ward_id, Rating.on_month.in_(months))
    return listed(query.group_by(Rating.on_month, Rating.kind, Rating.level, Rating.reasons))
