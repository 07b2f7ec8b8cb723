"""Feedback of citizens, and how many working days the ward gives itself for it. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class Feedback(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    tracking = TextField(default="")
    state = TextField(default="received")
    kind = TextField(default="suggestion")
    asked_kind = TextField(default="suggestion")
    category = TextField(default="")
    channel = TextField(default="counter")
    content = TextField(default="")
    place = TextField(default="")
    name = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    about = TextField(default="")
    dossier = TextField(default="")
    received_at = BigIntegerField(default=0)
    received_on = TextField(default="")
    received_by = TextField(default="")
    holder = TextField(default="")
    counted_at = BigIntegerField(null=True)
    classify_due_at = BigIntegerField(null=True)
    forward_due_at = BigIntegerField(null=True)
    answer_due_at = BigIntegerField(null=True)
    due_at = BigIntegerField(null=True)
    classified_at = BigIntegerField(null=True)
    decline_reason = TextField(default="")
    forwarded_at = BigIntegerField(null=True)
    forwarded_to = TextField(default="")
    forward_document = TextField(default="")
    answered_at = BigIntegerField(null=True)
    answered_by = TextField(default="")
    answer = TextField(default="")
    answer_how = TextField(default="")
    verified_at = BigIntegerField(null=True)
    verified_by = TextField(default="")
    finding = TextField(default="")
    finding_note = TextField(default="")
    released_at = BigIntegerField(null=True)
    released_by = TextField(default="")
    published_at = BigIntegerField(null=True)
    published_where = TextField(default="")
    summary = TextField(default="")
    folded = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "tracking"), True),
            (("ward_id", "state", "due_at"), False),
            (("ward_id", "received_at"), False),
            (("ward_id", "published_at"), False),
        )


TABLES = (Feedback,)
_SETTINGS = (("feedback_classify_days", 2), ("feedback_answer_days", 10))


def up(migrator, db):
    # A strict table of SQLite knows one spelling of a whole number.
    kind = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for name, days in _SETTINGS:
        db.execute_sql(f'ALTER TABLE "office" ADD COLUMN "{name}" {kind} NOT NULL DEFAULT {days}')
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
    for name, _days in _SETTINGS:
        db.execute_sql(f'ALTER TABLE "office" DROP COLUMN "{name}"')
