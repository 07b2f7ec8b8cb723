"""Outreach events, inspections and what they found wrong. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


class Outreach(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    state = TextField(default="planned")
    kind = TextField(default="training")
    title = TextField(default="")
    on_day = TextField(default="")
    planned_on = TextField(default="")
    starts = TextField(default="")
    place = TextField(default="")
    neighbourhoods = TextField(default="")
    audience = TextField(default="")
    plan = TextField(default="")
    host = TextField(default="")
    planned_at = BigIntegerField(default=0)
    planned_by = TextField(default="")
    held_on = TextField(default="")
    attended = BigIntegerField(null=True)
    summary = TextField(default="")
    held_at = BigIntegerField(null=True)
    held_by = TextField(default="")
    questions = TextField(default="[]")
    documents = TextField(default="[]")
    chair = TextField(default="")
    secretary = TextField(default="")
    conclusion = TextField(default="")
    minuted_at = BigIntegerField(null=True)
    minuted_by = TextField(default="")
    cancelled_at = BigIntegerField(null=True)
    cancelled_by = TextField(default="")
    cancel_reason = TextField(default="")
    folded = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "state", "on_day"), False), (("ward_id", "on_day"), False))


class Inspection(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    state = TextField(default="open")
    checklist = TextField(default="")
    title = TextField(default="")
    unit = TextField(default="")
    support_point = TextField(default="")
    place = TextField(default="")
    on_day = TextField(default="")
    inspectors = TextField(default="")
    inspected = TextField(default="")
    items = TextField(default="[]")
    findings = TextField(default="{}")
    failed = BigIntegerField(default=0)
    present = TextField(default="")
    strengths = TextField(default="")
    shortcomings = TextField(default="")
    recommendation = TextField(default="")
    opinion = TextField(default="")
    owed = TextField(default="[]")
    opened_at = BigIntegerField(default=0)
    opened_by = TextField(default="")
    concluded_at = BigIntegerField(null=True)
    concluded_by = TextField(default="")
    voided_at = BigIntegerField(null=True)
    voided_by = TextField(default="")
    void_reason = TextField(default="")
    folded = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "state", "on_day"), False), (("ward_id", "on_day"), False))


class InspectionFault(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    state = TextField(default="open")
    inspection = TextField()
    item = TextField(default="")
    text = TextField(default="")
    note = TextField(default="")
    place = TextField(default="")
    unit = TextField(default="")
    support_point = TextField(default="")
    found_on = TextField(default="")
    owner = TextField(default="")
    due_on = TextField(default="")
    mended_at = BigIntegerField(null=True)
    mended_by = TextField(default="")
    mended_how = TextField(default="")
    checked_at = BigIntegerField(null=True)
    checked_by = TextField(default="")
    check_note = TextField(default="")
    sent_back = BigIntegerField(default=0)
    folded = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "state", "due_on"), False), (("ward_id", "inspection"), False))


TABLES = (Outreach, Inspection, InspectionFault)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
