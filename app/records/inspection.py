"""Inspections and what they found wrong: one row each, as it stands; their history is the ledger.

Every question names its `reader` (their row of staff): what is under way is not there for those it inspects, and a
lead reads only what is about or owed by them (rules.inspection).
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from peewee import BigIntegerField, TextField

from app.records.base import Row, found, listed, ward_key
from app.rules.permissions import READS_WHOLE_WARD


class Inspection(Row):
    """Columns and what stands in them at first: rules.inspection.EMPTY."""

    id = TextField()
    v = BigIntegerField()
    state = TextField(default="open")
    checklist = TextField(default="")
    title = TextField(default="")
    unit = TextField(default="")
    support_point = TextField(default="")
    place = TextField(default="")
    on_day = TextField(default="")
    inspectors = TextField(default="")
    inspected = TextField(default="")
    items = TextField(default="[]")
    findings = TextField(default="{}")
    failed = BigIntegerField(default=0)
    present = TextField(default="")
    strengths = TextField(default="")
    shortcomings = TextField(default="")
    recommendation = TextField(default="")
    opinion = TextField(default="")
    owed = TextField(default="[]")
    opened_at = BigIntegerField(default=0)
    opened_by = TextField(default="")
    concluded_at = BigIntegerField(null=True)
    concluded_by = TextField(default="")
    voided_at = BigIntegerField(null=True)
    voided_by = TextField(default="")
    void_reason = TextField(default="")
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "state", "on_day"), False), (("ward_id", "on_day"), False))


class InspectionFault(Row):
    """Columns and what stands in them at first: rules.inspection.FAULT_EMPTY."""

    id = TextField()
    v = BigIntegerField()
    state = TextField(default="open")
    inspection = TextField()
    item = TextField(default="")
    text = TextField(default="")
    note = TextField(default="")
    place = TextField(default="")
    unit = TextField(default="")
    support_point = TextField(default="")
    found_on = TextField(default="")
    owner = TextField(default="")
    due_on = TextField(default="")
    mended_at = BigIntegerField(null=True)
    mended_by = TextField(default="")
    mended_how = TextField(default="")
    checked_at = BigIntegerField(null=True)
    checked_by = TextField(default="")
    check_note = TextField(default="")
    sent_back = BigIntegerField(default=0)
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "state", "due_on"), False), (("ward_id", "inspection"), False))


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty fields ask for nothing. Days "YYYY-MM-DD", both ends included; `words` as in assistance_search."""

    state: str = ""
    checklist: str = ""
    from_on: str = ""
    to_on: str = ""
    words: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedFaults:
    """`late_on`: only those due before this day and not mended."""

    state: str = ""
    owner: str = ""
    late_on: str = ""
    words: tuple[tuple[str, ...], ...] = ()


def _seen_by(reader: dict):
    """The condition of what this person may read."""
    of_theirs = Inspection.inspected.contains(reader["id"])
    if reader["role"] not in READS_WHOLE_WARD:
        owed = InspectionFault.select(InspectionFault.inspection).where(
            InspectionFault.ward_id == reader["ward_id"], InspectionFault.owner == reader["id"]
        )
        return (Inspection.state == "concluded") & (of_theirs | Inspection.id.in_(owed))
    if reader["unit"]:
        of_theirs |= Inspection.unit == reader["unit"]
    if reader["support_point"]:
        of_theirs |= Inspection.support_point == reader["support_point"]
    return (Inspection.state != "open") | ~of_theirs


def _words(column, words):
    return reduce(and_, [reduce(or_, [column.contains(one) for one in word]) for word in words])


def inspection(reader: dict, inspection_id: str) -> dict | None:
    return found(
        Inspection.select().where(
            Inspection.ward_id == reader["ward_id"], Inspection.id == inspection_id, _seen_by(reader)
        )
    )


def _asked(reader: dict, asked: Asked):
    query = Inspection.select().where(Inspection.ward_id == reader["ward_id"], _seen_by(reader))
    for name in ("state", "checklist"):
        if getattr(asked, name):
            query = query.where(getattr(Inspection, name) == getattr(asked, name))
    if asked.from_on:
        query = query.where(Inspection.on_day >= asked.from_on)
    if asked.to_on:
        query = query.where(Inspection.on_day <= asked.to_on)
    return query.where(_words(Inspection.folded, asked.words)) if asked.words else query


def count(reader: dict, asked: Asked) -> int:
    return _asked(reader, asked).count()


def page(reader: dict, asked: Asked, first: int, limit: int) -> list[dict]:
    """The latest first."""
    order = (Inspection.on_day.desc(), Inspection.opened_at.desc(), Inspection.id)
    return listed(_asked(reader, asked).order_by(*order).limit(limit).offset(first))


def faults_of(ward_id: int, inspection_id: str) -> list[dict]:
    """In the order of the checklist, as far as ids can say: by item."""
    query = InspectionFault.select().where(
        InspectionFault.ward_id == ward_id, InspectionFault.inspection == inspection_id
    )
    return listed(query.order_by(InspectionFault.due_on, InspectionFault.item))


def _faults_seen(reader: dict):
    query = InspectionFault.select().where(InspectionFault.ward_id == reader["ward_id"])
    if reader["role"] in READS_WHOLE_WARD:
        return query
    inspected = Inspection.select(Inspection.id).where(
        Inspection.ward_id == reader["ward_id"], Inspection.inspected.contains(reader["id"])
    )
    return query.where((InspectionFault.owner == reader["id"]) | InspectionFault.inspection.in_(inspected))


def fault(reader: dict, fault_id: str) -> dict | None:
    return found(_faults_seen(reader).where(InspectionFault.id == fault_id))


def _asked_faults(reader: dict, asked: AskedFaults):
    query = _faults_seen(reader)
    for name in ("state", "owner"):
        if getattr(asked, name):
            query = query.where(getattr(InspectionFault, name) == getattr(asked, name))
    if asked.late_on:
        query = query.where(InspectionFault.state == "open", InspectionFault.due_on < asked.late_on)
    return query.where(_words(InspectionFault.folded, asked.words)) if asked.words else query


def count_faults(reader: dict, asked: AskedFaults) -> int:
    return _asked_faults(reader, asked).count()


def page_of_faults(reader: dict, asked: AskedFaults, first: int, limit: int) -> list[dict]:
    """What is due first before the others; what is over the latest first."""
    done = asked.state == "checked"
    order = (InspectionFault.checked_at.desc(),) if done else (InspectionFault.due_on,)
    return listed(_asked_faults(reader, asked).order_by(*order, InspectionFault.id).limit(limit).offset(first))
