"""Ratings, kept apart from everything: no ledger, no time but the month, and no row of one answer.

An answer is added to counts: by what was rated, by where, by the field of its procedure, each by itself, so that nobody
can put them together again. A code rates once. What remembers that is a mark made of the code and the server's secret,
in a table of its own that says neither when nor what.
"""

from peewee import BigIntegerField, TextField

from app.records import batch
from app.records.assistance import Assistance
from app.records.base import Row, found, listed, ward_key
from app.records.database import across_wards, database, one_at_a_time
from app.records.dossier import Dossier
from app.records.procedure import Procedure
from app.records.ward import Ward
from app.rules.rating import Answer
from app.rules.rating_report import FIELD, KIND, PLACE


class Rating(Row):
    """Answers of the first releases, a row each. They are counted (migration 0015); nothing is written here now."""

    id = TextField()
    on_month = TextField()
    kind = TextField()
    level = BigIntegerField()
    reasons = TextField()

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "on_month", "id"), False),)
        without_rowid = True


class RatingCount(Row):
    """How many said so. `cut`, `of`: by what they are counted (rules/rating_report.py) and which of these; `survey`:
    the questionnaire, or "reasons"; `item`: the question, "" for everybody who answered any of it."""

    on_month = TextField()
    cut = TextField()
    of = TextField()
    survey = TextField()
    version = BigIntegerField()
    item = TextField()
    value = BigIntegerField()
    n = BigIntegerField()

    class Meta:
        primary_key = ward_key("on_month", "cut", "of", "survey", "version", "item", "value")
        without_rowid = True


class RatingUsed(Row):
    """A code that has rated, as a mark that only this server can make again; each part of an invitation has its own."""

    mark = TextField()

    class Meta:
        primary_key = ward_key("mark")
        without_rowid = True


def invitation(code: str, only_ward: int | None = None) -> dict | None:
    """{"ward_id", "kind", "ended_at", "place", "procedure"} of what a tracking code stands for in any ward of this
    server, or in one; None for nothing.

    `ended_at`: ms; None while it goes on. What was voided may be rated, too: people were served all the same.
    """
    with across_wards("a code on paper does not say its ward, and nothing of it is told"):
        wards = Ward.select(Ward.id) if only_ward is None else [only_ward]
        # Both are always asked for: what is known of one code takes as long as what is known of another.
        dossier = found(
            Dossier.select(Dossier.ward_id, Dossier.closed_at, Dossier.unit, Dossier.procedure_code).where(
                Dossier.ward_id.in_(wards), Dossier.tracking == code
            )
        )
        visit = found(
            Assistance.select(
                Assistance.ward_id, Assistance.happened_at, Assistance.support_point, Assistance.procedure
            ).where(Assistance.ward_id.in_(wards), Assistance.tracking == code)
        )
    if dossier:
        place, procedure = f"unit:{dossier['unit']}" if dossier["unit"] else "", dossier["procedure_code"]
        told = {"kind": "dossier", "ended_at": dossier["closed_at"], "ward_id": dossier["ward_id"]}
    elif visit:
        place, procedure = f"point:{visit['support_point']}", visit["procedure"]
        told = {"kind": "assistance", "ended_at": visit["happened_at"], "ward_id": visit["ward_id"]}
    else:
        return None
    return told | {"place": place, "procedure": procedure}


def field_of(ward_id: int, procedure: str) -> str:
    """The field (lĩnh vực) of a procedure's code, "" where there is none."""
    if not procedure:
        return ""
    query = Procedure.select(Procedure.field).where(Procedure.ward_id == ward_id, Procedure.code == procedure)
    row = found(query.order_by(Procedure.version.desc()).limit(1))
    return row["field"] if row else ""


def used(ward_id: int, marks: dict[str, str]) -> set[str]:
    """Which parts of an invitation have been answered, of {part: mark}."""
    query = RatingUsed.select(RatingUsed.mark).where(
        RatingUsed.ward_id == ward_id, RatingUsed.mark.in_(list(marks.values()))
    )
    held = {row["mark"] for row in listed(query)}
    return {part for part, mark in marks.items() if mark in held}


def keep(ward_id: int, marks: dict[str, str], month: str, groups: dict[str, str], answer: Answer) -> bool:
    """Counts each part of an answer once; False when all of them had been, and then nothing is written.

    `marks`: {part: mark}, of these parts at least; `groups`: {cut: which}, of kind, place and field.
    """
    parts = answer.parts()
    with database.atomic():
        one_at_a_time(ward_id, "ratings")
        fresh = [part for part in parts if part not in used(ward_id, {part: marks[part] for part in parts})]
        if not fresh:
            return False
        RatingUsed.insert_many([{"ward_id": ward_id, "mark": marks[part]} for part in fresh]).execute()
        rows = [
            {
                "ward_id": ward_id,
                "on_month": month,
                "cut": cut,
                "of": groups.get(cut, ""),
                "survey": part,
                "version": answer.survey.version,
                "item": item,
                "value": value,
                "n": count,
            }
            for part in fresh
            for cut in (KIND, PLACE, FIELD)
            for item, value, count in parts[part]
        ]
        batch.count(RatingCount, "n", rows)
    return True


def counted(ward_id: int, months: list[str]) -> list[dict]:
    """The counts of these months, as `rules.rating_report` reads them."""
    query = RatingCount.select().where(
        RatingCount.ward_id == ward_id, RatingCount.on_month.in_(months), RatingCount.n > 0
    )
    return listed(query)
