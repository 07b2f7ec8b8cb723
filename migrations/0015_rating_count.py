"""Ratings become counts: no row of one answer any more; what the ward asks is a setting. Frozen: never edit.

What stands in rows is counted; the rows stay where they are (R21) and get no company. Of codes that have rated, the
marks stay.
"""

import json
from collections import Counter

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class RatingCount(Model):
    ward_id = IntegerField()
    on_month = TextField()
    cut = TextField()
    of = TextField()
    survey = TextField()
    version = BigIntegerField()
    item = TextField()
    value = BigIntegerField()
    n = BigIntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        without_rowid = True
        primary_key = CompositeKey("ward_id", "on_month", "cut", "of", "survey", "version", "item", "value")


class Rating(Model):
    ward_id = IntegerField()
    id = TextField()
    on_month = TextField()
    kind = TextField()
    level = BigIntegerField()
    reasons = TextField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        without_rowid = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "on_month", "id"), False),)


_SETTINGS = (("rating_days", "90", True), ("rating_service", "'2026'", False))
_FLAGS = ("rating_ten", "rating_four")


def up(migrator, db):
    with db.bind_ctx((RatingCount, Rating)):
        db.create_tables((RatingCount,), safe=False)
        counts = Counter()
        for row in Rating.select():
            at = (row.ward_id, row.on_month, "kind", row.kind)
            counts[*at, "faces", 1, "level", row.level] += 1
            for code in json.loads(row.reasons):
                counts[*at, "reasons", 1, code, 1] += 1
        names = ("ward_id", "on_month", "cut", "of", "survey", "version", "item", "value", "n")
        for key, n in sorted(counts.items()):
            RatingCount.insert(dict(zip(names, (*key, n), strict=True))).execute()
    sqlite = isinstance(db, SqliteDatabase)
    for name, usual, number in _SETTINGS:
        # A strict table of SQLite knows one spelling of a whole number.
        kind = ("INTEGER" if sqlite else "BIGINT") if number else "TEXT"
        db.execute_sql(f'ALTER TABLE "office" ADD COLUMN "{name}" {kind} NOT NULL DEFAULT {usual}')
    for name in _FLAGS:
        kind, usual = "INTEGER" if sqlite else "BOOLEAN", "FALSE"
        db.execute_sql(f'ALTER TABLE "office" ADD COLUMN "{name}" {kind} NOT NULL DEFAULT {usual}')


def down(migrator, db):
    with db.bind_ctx((RatingCount,)):
        db.drop_tables((RatingCount,))
    for name in (*(name for name, _usual, _number in _SETTINGS), *_FLAGS):
        db.execute_sql(f'ALTER TABLE "office" DROP COLUMN "{name}"')
