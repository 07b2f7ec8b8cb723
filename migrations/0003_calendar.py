"""The calendar: exceptional days, and the office's hours and settings. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Workday(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    working = BooleanField()
    kind = TextField()
    name = TextField()
    certainty = TextField()
    source = TextField(default="")
    reason = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class Office(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    morning_from = TextField()
    morning_to = TextField()
    afternoon_from = TextField()
    afternoon_to = TextField()
    cutoff = TextField()
    saturday_duty = BooleanField(default=False)
    saturday_text = TextField(default="")
    counter_name = TextField(default="")
    counter_address = TextField(default="")
    counter_phone = TextField(default="")
    signer_title = TextField(default="")
    signer_name = TextField(default="")
    late_per_official = BigIntegerField(default=0)
    late_per_unit_percent = BigIntegerField(default=0)
    identity_line = BooleanField(default=False)
    public_board = BooleanField(default=True)

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


TABLES = (Workday, Office)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
