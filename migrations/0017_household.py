"""Households, what people observed there, and their visits. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Household(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    neighbourhood = TextField()
    building = TextField(default="")
    apartment = TextField(default="")
    label = TextField(default="")
    head_name = TextField(default="")
    phone = TextField(default="")
    consent = BooleanField(default=False)
    state = TextField(default="unreached")
    state_on = TextField(default="")
    follow_up = BooleanField(default=False)
    follow_up_on = TextField(default="")
    members = TextField(default="")
    active = BooleanField(default=True)
    source = TextField(default="typed")
    origin = TextField(default="")
    added_on = TextField(default="")
    seen_on = TextField(default="")
    merged_into = TextField(default="")
    joined = TextField(default="")
    distinct_from = TextField(default="")
    place = TextField(default="")
    sorted = TextField(default="")
    folded = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "neighbourhood", "sorted", "id"), False),
            (("ward_id", "sorted", "id"), False),
            (("ward_id", "place"), False),
            (("ward_id", "phone"), False),
            (("ward_id", "merged_into"), False),
            (("ward_id", "follow_up", "follow_up_on"), False),
            (("ward_id", "origin"), False),
        )


class HouseholdObservation(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    household = TextField()
    difficulty = TextField()
    seen_on = TextField()
    seen_by = TextField()
    source = TextField()
    origin = TextField(default="")
    note = TextField(default="")
    noted_at = BigIntegerField()
    retracted_at = BigIntegerField(null=True)
    retracted_by = TextField(default="")
    retract_reason = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "household"), False), (("ward_id", "difficulty"), False))


class HouseholdVisit(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    household = TextField()
    visited_on = TextField()
    visited_by = TextField()
    outcome = TextField()
    state = TextField(default="")
    difficulties = TextField(default="[]")
    note = TextField(default="")
    next_on = TextField(default="")
    noted_at = BigIntegerField()
    shift = TextField(default="")
    device = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "household"), False), (("ward_id", "visited_on"), False))


TABLES = (Household, HouseholdObservation, HouseholdVisit)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
