"""What the head decides about a month, what was found for it, schemes, and national figures. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class _Row(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class Evaluation(_Row):
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
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "month", "kind", "subject", "version"), True),)


class EvaluationFinding(_Row):
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
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "month", "kind", "subject", "number"), True),)


class EvaluationScheme(_Row):
    text = TextField()
    active = BooleanField()

    class Meta:
        primary_key = CompositeKey("ward_id", "id")


class NationalMonth(_Row):
    scheme = TextField()
    points = TextField()
    source = TextField()

    class Meta:
        primary_key = CompositeKey("ward_id", "id")


TABLES = (Evaluation, EvaluationFinding, EvaluationScheme, NationalMonth)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
