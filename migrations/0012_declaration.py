"""Declarations that citizens sent. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


class Declaration(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    tracking = TextField(default="")
    state = TextField(default="sent")
    form = TextField(default="")
    form_version = BigIntegerField(default=1)
    filled = TextField(default="{}")
    name = TextField(default="")
    phone = TextField(default="")
    channel = TextField(default="online")
    sent_at = BigIntegerField(default=0)
    sent_on = TextField(default="")
    taken_at = BigIntegerField(null=True)
    taken_by = TextField(default="")
    taken_how = TextField(default="")
    dossier = TextField(default="")
    erase_at = BigIntegerField(null=True)
    erased_at = BigIntegerField(null=True)
    folded = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "tracking"), True),
            (("ward_id", "state", "sent_at"), False),
            (("ward_id", "sent_at"), False),
            (("ward_id", "erase_at"), False),
        )


TABLES = (Declaration,)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
