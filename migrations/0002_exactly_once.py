"""Exactly once: what a backup holds, how each tablet does, when what is parked is tried again. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField

# (table, column, type and default as both databases spell them)
COLUMNS = (
    ("device", "durable_q", "BIGINT NOT NULL DEFAULT 0"),
    ("device", "directive", "TEXT NOT NULL DEFAULT ''"),
    ("device", "directed_by", "TEXT NOT NULL DEFAULT ''"),
    ("device", "directed_at", "BIGINT"),
    ("device", "revoked_by", "TEXT NOT NULL DEFAULT ''"),
    ("device", "wiped_at", "BIGINT"),
    ("device", "discarded", "BIGINT NOT NULL DEFAULT 0"),
    ("device", "readmitted_at", "BIGINT"),
    ("device", "beat_at", "BIGINT"),
    ("device", "waiting", "BIGINT NOT NULL DEFAULT 0"),
    ("device", "oldest_waiting_at", "BIGINT"),
    ("device", "persisted", "TEXT NOT NULL DEFAULT ''"),
    ("device", "clock_offset", "BIGINT NOT NULL DEFAULT 0"),
    ("review", "tries", "BIGINT NOT NULL DEFAULT 0"),
    ("review", "retry_at", "BIGINT"),
    ("review", "tried_with", "TEXT NOT NULL DEFAULT ''"),
    ("ledger_head", "durable_v", "BIGINT NOT NULL DEFAULT 0"),
    ("ledger_head", "backed_up_at", "BIGINT"),
    ("assistance", "distinct_from", "TEXT NOT NULL DEFAULT ''"),
)


class RescueImport(Model):
    ward_id = IntegerField()
    id = TextField()
    device = TextField()
    brought_by = TextField()
    brought_at = BigIntegerField()
    operations = BigIntegerField()
    new = BigIntegerField()
    through_device = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "device", "brought_at"), False),)


def up(migrator, db):
    for table, column, kind in COLUMNS:
        # A strict table of SQLite knows one spelling of a whole number.
        spelled = kind.replace("BIGINT", "INTEGER") if isinstance(db, SqliteDatabase) else kind
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {spelled}')
    with db.bind_ctx((RescueImport,)):
        db.create_tables((RescueImport,), safe=False)


def down(migrator, db):
    with db.bind_ctx((RescueImport,)):
        db.drop_tables((RescueImport,))
    for table, column, _kind in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
