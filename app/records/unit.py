"""Units (bộ phận) of the ward's office."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, listed, ward_key


class Unit(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    kind = TextField()
    active = BooleanField(default=True)

    class Meta:
        primary_key = ward_key("id")


def units(ward_id: int, every: bool = False) -> list[dict]:
    """Those in use, or every one there ever was; by name."""
    query = Unit.select().where(Unit.ward_id == ward_id)
    if not every:
        query = query.where(Unit.active)
    return listed(query.order_by(Unit.name, Unit.id))
