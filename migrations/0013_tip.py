"""Tips and the key that they are sealed to. Frozen: never edit.

On SQLite without row numbers: those would be given in the order of time.
"""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


class TipKey(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    public = TextField()
    holder = TextField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class Tip(Model):
    ward_id = IntegerField()
    mark = TextField()
    key = TextField()
    sealed = TextField()
    on = TextField()
    reply = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        without_rowid = True
        primary_key = CompositeKey("ward_id", "mark")


TABLES = (TipKey, Tip)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
