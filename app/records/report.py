"""Reports that were issued: their figures as they stood, who issued and signed them, and what corrects what."""

from dataclasses import dataclass

from peewee import BigIntegerField, TextField, Tuple

from app.records.base import Row, found, listed, ward_key


class Report(Row):
    """`figures`: the document as JSON (rules/report_document.py). `corrects`, `corrected_by`: ids of reports or ""."""

    id = TextField()
    v = BigIntegerField()
    kind = TextField()
    first_on = TextField()
    last_on = TextField()
    title = TextField()
    under = TextField()
    state = TextField()
    number = BigIntegerField()
    year = BigIntegerField()
    figures = TextField()
    issued_at = BigIntegerField()
    issued_by = TextField()
    signed_at = BigIntegerField(null=True)
    signed_by = TextField()
    corrects = TextField()
    corrected_by = TextField()
    reason = TextField()

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "year", "number"), True),
            (("ward_id", "kind", "year", "number"), False),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; "" and 0 narrow nothing. `hidden`: kinds that the reader may not open."""

    kind: str = ""
    state: str = ""
    year: int = 0
    hidden: tuple[str, ...] = ()


# The figures are tens of kilobytes each, and no list shows them.
_LISTED = [field for field in Report._meta.sorted_fields if field.name != "figures"]


def report(ward_id: int, report_id: str) -> dict | None:
    return found(Report.select().where(Report.ward_id == ward_id, Report.id == report_id))


def reports(ward_id: int, ids) -> dict[str, dict]:
    """{id: row without its figures}."""
    rows = Report.select(*_LISTED).where(Report.ward_id == ward_id, Report.id.in_(list(ids)))
    return {row["id"]: row for row in listed(rows)}


def page(ward_id: int, asked: Asked, limit: int, after: tuple[int, int] | None = None) -> tuple[list[dict], bool]:
    """(rows without their figures, whether there are more), the latest number first. `after`: (year, number)."""
    query = Report.select(*_LISTED).where(Report.ward_id == ward_id)
    for column, value in ((Report.kind, asked.kind), (Report.state, asked.state), (Report.year, asked.year)):
        if value:
            query = query.where(column == value)
    if asked.hidden:
        query = query.where(Report.kind.not_in(asked.hidden))
    if after:
        query = query.where(Tuple(Report.year, Report.number) < Tuple(*after))
    rows = listed(query.order_by(Report.year.desc(), Report.number.desc()).limit(limit + 1))
    return rows[:limit], len(rows) > limit


def standing(ward_id: int, kind: str, first: str, last: str) -> dict | None:
    """The report of these days that nothing has corrected yet, without its figures; None where none was issued."""
    query = Report.select(*_LISTED).where(
        Report.ward_id == ward_id,
        Report.kind == kind,
        Report.first_on == first,
        Report.last_on == last,
        Report.corrected_by == "",
    )
    return found(query.order_by(Report.year.desc(), Report.number.desc()).limit(1))
