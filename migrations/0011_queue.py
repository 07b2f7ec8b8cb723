"""The queue: its settings at each point, tickets, and the counter of each lane. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Queue(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    active = BooleanField(default=False)
    lane = TextField(default="A")
    services = TextField(default="")
    counters = TextField(default="")
    priorities = TextField(default="")
    elderly_age = BigIntegerField(default=60)
    priority_every = BigIntegerField(default=2)
    apology_minutes = BigIntegerField(default=30)
    phone_take = BooleanField(default=True)
    take_from = TextField(default="07:30")
    take_to = TextField(default="16:30")
    notices = TextField(default="")
    notice_seconds = BigIntegerField(default=12)
    speak = BooleanField(default=True)

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class TicketLane(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    on = TextField(default="")
    last_number = BigIntegerField(default=0)
    holes = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class Ticket(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    point = TextField(default="")
    on = TextField(default="")
    lane = TextField(default="")
    number = BigIntegerField(default=0)
    state = TextField(default="waiting")
    service = TextField(default="")
    priority = TextField(default="")
    channel = TextField(default="desk")
    counter = TextField(default="")
    to_counter = TextField(default="")
    taken_at = BigIntegerField(default=0)
    first_called_at = BigIntegerField(null=True)
    called_at = BigIntegerField(null=True)
    calls = BigIntegerField(default=0)
    served_at = BigIntegerField(null=True)
    ended_at = BigIntegerField(null=True)
    transfers = BigIntegerField(default=0)
    called_by = TextField(default="")
    apologised_at = BigIntegerField(null=True)
    apologised_by = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "on", "lane", "number"), True),
            (("ward_id", "point", "on", "state"), False),
            (("ward_id", "state", "on"), False),
        )


TABLES = (Queue, TicketLane, Ticket)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
