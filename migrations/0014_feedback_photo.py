"""Photos, likeness and rating of feedback, and the ward's templates of answers. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class FeedbackPhoto(Model):
    ward_id = IntegerField()
    feedback = TextField()
    sent = TextField()
    state = TextField(default="whole")
    kept = TextField(default="")
    ended_at = BigIntegerField(default=0)

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "feedback", "sent")


class AnswerTemplate(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    kind = TextField(default="")
    text = TextField()
    active = BooleanField(default=True)

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


TABLES = (FeedbackPhoto, AnswerTemplate)
_TEXTS = ("photos", "related", "rating", "rating_reason")
_SETTINGS = (("feedback_alike_days", 14), ("photo_wait_days", 30), ("photo_keep_days", 365))


def up(migrator, db):
    # A strict table of SQLite knows one spelling of a whole number.
    kind = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for name in _TEXTS:
        db.execute_sql(f'ALTER TABLE "feedback" ADD COLUMN "{name}" TEXT NOT NULL DEFAULT \'\'')
    db.execute_sql(f'ALTER TABLE "feedback" ADD COLUMN "rated_at" {kind}')
    for name, days in _SETTINGS:
        db.execute_sql(f'ALTER TABLE "office" ADD COLUMN "{name}" {kind} NOT NULL DEFAULT {days}')
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
    for name, _days in _SETTINGS:
        db.execute_sql(f'ALTER TABLE "office" DROP COLUMN "{name}"')
    for name in (*_TEXTS, "rated_at"):
        db.execute_sql(f'ALTER TABLE "feedback" DROP COLUMN "{name}"')
