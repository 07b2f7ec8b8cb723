"""The city's view: what a ward has sent, and what a city's office has received. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


class Row(Model):
    ward_id = IntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True


class CityLink(Row):
    ward_id = IntegerField(primary_key=True)
    link = TextField()
    linked_by = TextField()
    linked_at = BigIntegerField()
    whole_v = BigIntegerField()
    tried_at = BigIntegerField(null=True)
    sent_at = BigIntegerField(null=True)
    trouble = TextField()


class CitySent(Row):
    month = TextField()
    checksum = TextField()

    class Meta:
        primary_key = CompositeKey("ward_id", "month")


class CityMember(Row):
    id = TextField()
    name = TextField()
    secret_hash = TextField()
    added_by = TextField()
    added_at = BigIntegerField()
    revoked_at = BigIntegerField(null=True)
    heard_at = BigIntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("ward_id", "id")


class CityMonth(Row):
    member = TextField()
    month = TextField()
    v = BigIntegerField()
    inc = TextField()

    class Meta:
        primary_key = CompositeKey("ward_id", "member", "month")


class CityCell(Row):
    member = TextField()
    month = TextField()
    name = TextField()
    a = TextField()
    b = TextField()
    n = BigIntegerField()
    minutes = BigIntegerField()

    class Meta:
        without_rowid = True
        primary_key = CompositeKey("ward_id", "member", "month", "name", "a", "b")


TABLES = (CityLink, CitySent, CityMember, CityMonth, CityCell)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
