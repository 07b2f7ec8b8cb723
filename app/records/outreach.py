"""Outreach events: one row each, with what was asked and handed out; their history is the ledger."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from peewee import BigIntegerField, TextField, Value

from app.records.base import Row, found, listed, ward_key


class Outreach(Row):
    """Columns and what stands in them at first: rules.outreach.EMPTY."""

    id = TextField()
    v = BigIntegerField()
    state = TextField(default="planned")
    kind = TextField(default="training")
    title = TextField(default="")
    on_day = TextField(default="")
    planned_on = TextField(default="")
    starts = TextField(default="")
    place = TextField(default="")
    neighbourhoods = TextField(default="")
    audience = TextField(default="")
    plan = TextField(default="")
    host = TextField(default="")
    planned_at = BigIntegerField(default=0)
    planned_by = TextField(default="")
    held_on = TextField(default="")
    attended = BigIntegerField(null=True)
    summary = TextField(default="")
    held_at = BigIntegerField(null=True)
    held_by = TextField(default="")
    questions = TextField(default="[]")
    documents = TextField(default="[]")
    chair = TextField(default="")
    secretary = TextField(default="")
    conclusion = TextField(default="")
    minuted_at = BigIntegerField(null=True)
    minuted_by = TextField(default="")
    cancelled_at = BigIntegerField(null=True)
    cancelled_by = TextField(default="")
    cancel_reason = TextField(default="")
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "state", "on_day"), False), (("ward_id", "on_day"), False))


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty fields ask for nothing. Days "YYYY-MM-DD", both ends included; `words` as in assistance_search.

    `only`: a lead's own neighbourhood, beside whatever else is asked for.
    """

    state: str = ""
    kind: str = ""
    neighbourhood: str = ""
    from_on: str = ""
    to_on: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    only: str = ""


def outreach(ward_id: int, outreach_id: str) -> dict | None:
    return found(Outreach.select().where(Outreach.ward_id == ward_id, Outreach.id == outreach_id))


def _for(neighbourhood: str):
    """For the whole ward, or for these people by name: ids are compared whole, "tdp-1" is no part of "tdp-10"."""
    named = Value(" ").concat(Outreach.neighbourhoods).concat(" ").contains(f" {neighbourhood} ")
    return (Outreach.neighbourhoods == "") | named


def _asked(ward_id: int, asked: Asked):
    query = Outreach.select().where(Outreach.ward_id == ward_id)
    for name in ("state", "kind"):
        if getattr(asked, name):
            query = query.where(getattr(Outreach, name) == getattr(asked, name))
    for neighbourhood in (asked.neighbourhood, asked.only):
        if neighbourhood:
            query = query.where(_for(neighbourhood))
    if asked.from_on:
        query = query.where(Outreach.on_day >= asked.from_on)
    if asked.to_on:
        query = query.where(Outreach.on_day <= asked.to_on)
    if asked.words:
        spelled = [reduce(or_, [Outreach.folded.contains(one) for one in word]) for word in asked.words]
        query = query.where(reduce(and_, spelled))
    return query


def count(ward_id: int, asked: Asked) -> int:
    return _asked(ward_id, asked).count()


def page(ward_id: int, asked: Asked, first: int, limit: int) -> list[dict]:
    """What is still to come by its day, the next first; everything else the latest first."""
    coming = asked.state == "planned"
    order = (Outreach.on_day, Outreach.id) if coming else (Outreach.on_day.desc(), Outreach.id.desc())
    return listed(_asked(ward_id, asked).order_by(*order).limit(limit).offset(first))
