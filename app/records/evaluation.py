"""Decisions about a month, what people found for them, the ward's own schemes, and the national figures it took in."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, listed, ward_key


class Evaluation(Row):
    """One version of a decision (rules.evaluation); never changed. Points in tenths; `feedbacks`: ids that counted."""

    id = TextField()
    v = BigIntegerField()
    month = TextField()
    kind = TextField()
    subject = TextField()
    version = BigIntegerField()
    scheme = TextField()
    total = BigIntegerField()
    most = BigIntegerField()
    suggested = TextField()
    scaled = BooleanField()
    band = TextField()
    reason = TextField()
    indices = TextField()
    feedbacks = TextField()
    decided_at = BigIntegerField()
    decided_by = TextField()

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "month", "kind", "subject", "version"), True),)


class EvaluationFinding(Row):
    id = TextField()
    v = BigIntegerField()
    month = TextField()
    kind = TextField()
    subject = TextField()
    number = BigIntegerField()
    points = BigIntegerField()
    n = BigIntegerField()
    basis = TextField()
    found_by = TextField()
    found_on = TextField()

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "month", "kind", "subject", "number"), True),)


class EvaluationScheme(Row):
    """A scheme that the ward put; `id` is its code."""

    id = TextField()
    v = BigIntegerField()
    text = TextField()
    active = BooleanField()

    class Meta:
        primary_key = ward_key("id")


class NationalMonth(Row):
    """A month's figures of the national index, as the portal gave them: `id` "YYYY-MM", `points` {item: hundredths}."""

    id = TextField()
    v = BigIntegerField()
    scheme = TextField()
    points = TextField()
    source = TextField()

    class Meta:
        primary_key = ward_key("id")


def decisions(ward_id: int, month: str) -> list[dict]:
    """Every version of a month's decisions, the first versions first."""
    query = Evaluation.select().where(Evaluation.ward_id == ward_id, Evaluation.month == month)
    return listed(query.order_by(Evaluation.kind, Evaluation.subject, Evaluation.version))


def versions(ward_id: int, month: str, kind: str, subject: str) -> list[dict]:
    """Those of one person, unit or the ward, the first version first."""
    query = Evaluation.select().where(
        Evaluation.ward_id == ward_id,
        Evaluation.month == month,
        Evaluation.kind == kind,
        Evaluation.subject == subject,
    )
    return listed(query.order_by(Evaluation.version))


def findings(ward_id: int, months: list[str]) -> list[dict]:
    query = EvaluationFinding.select().where(EvaluationFinding.ward_id == ward_id, EvaluationFinding.month.in_(months))
    return listed(query.order_by(EvaluationFinding.month, EvaluationFinding.number, EvaluationFinding.id))


def schemes(ward_id: int) -> list[dict]:
    """The ward's own, put out of use too."""
    query = EvaluationScheme.select().where(EvaluationScheme.ward_id == ward_id)
    return listed(query.order_by(EvaluationScheme.id))


def national_month(ward_id: int, month: str) -> dict | None:
    return found(NationalMonth.select().where(NationalMonth.ward_id == ward_id, NationalMonth.id == month))


def national_months(ward_id: int, limit: int) -> list[dict]:
    """The latest months that were taken in, the last first."""
    query = NationalMonth.select().where(NationalMonth.ward_id == ward_id)
    return listed(query.order_by(NationalMonth.id.desc()).limit(limit))
