"""Issued reports with their figures, and the day at which a quarter of reports is cut. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class Report(Model):
    ward_id = IntegerField()
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
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "year", "number"), True),
            (("ward_id", "kind", "year", "number"), False),
        )


def up(migrator, db):
    # A strict table of SQLite knows one spelling of a whole number.
    kind = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    with db.bind_ctx([Report]):
        db.create_tables([Report], safe=False)
    db.execute_sql(f'ALTER TABLE "office" ADD COLUMN "report_cut_day" {kind} NOT NULL DEFAULT 14')


def down(migrator, db):
    with db.bind_ctx([Report]):
        db.drop_tables([Report])
    db.execute_sql('ALTER TABLE "office" DROP COLUMN "report_cut_day"')
