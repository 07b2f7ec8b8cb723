"""Registers: the closing of a year, how many numbers are lent, who struck one through. Certification: when it is due.

Frozen: never edit.
"""

from peewee import SqliteDatabase

COLUMNS = (
    ("register", "lent", "BIGINT NOT NULL DEFAULT 0"),
    ("register", "closed_at", "BIGINT"),
    ("register", "closed_by", "TEXT NOT NULL DEFAULT ''"),
    ("register_number", "voided_by", "TEXT NOT NULL DEFAULT ''"),
    ("number_lease", "returned_by", "TEXT NOT NULL DEFAULT ''"),
    ("number_lease", "return_reason", "TEXT NOT NULL DEFAULT ''"),
    ("certification", "due_at", "BIGINT"),
)


def up(migrator, db):
    for table, column, kind in COLUMNS:
        # A strict table of SQLite knows one spelling of a whole number.
        spelled = kind.replace("BIGINT", "INTEGER") if isinstance(db, SqliteDatabase) else kind
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {spelled}')


def down(migrator, db):
    for table, column, _kind in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
