"""Ratings of the citizens, and the marks of codes that have rated. Frozen: never edit.

On SQLite without row numbers: those would be given in the order of time.
"""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


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


class RatingUsed(Model):
    ward_id = IntegerField()
    mark = TextField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        without_rowid = True
        primary_key = CompositeKey("ward_id", "mark")


TABLES = (Rating, RatingUsed)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
