"""The queue of each support point (máy lấy số): one row a point, under the point's own id."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, ward_key
from app.records.compiled import compiled, first


class Queue(Row):
    """Fields and what they begin with: rules.queue. `priorities`: codes, one space between."""

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
        primary_key = ward_key("id")


def queue(ward_id: int, point: str) -> dict | None:
    return first(_queue(ward_id, point))


@compiled
def _queue(ward_id, point):
    return Queue.select().where(Queue.ward_id == ward_id, Queue.id == point)


def queues(ward_id: int) -> list[dict]:
    """Those of every point that has one, closed ones included."""
    return _queues(ward_id)


@compiled
def _queues(ward_id):
    return Queue.select().where(Queue.ward_id == ward_id).order_by(Queue.id)
