"""Shifts (ca trực): who worked on which device at which point, from when to when."""

from peewee import BigIntegerField, TextField, Tuple

from app.records.base import Row, found, listed, ward_key


class Shift(Row):
    id = TextField()
    v = BigIntegerField()
    support_point = TextField()
    device = TextField()
    staff = TextField()
    opened_at = BigIntegerField()
    opened_on = TextField()
    expires_at = BigIntegerField()
    closed_at = BigIntegerField(null=True)
    declared_count = BigIntegerField(null=True)

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "opened_at"), False),)


def shift(ward_id: int, shift_id: str) -> dict | None:
    return found(Shift.select().where(Shift.ward_id == ward_id, Shift.id == shift_id))


def shifts(
    ward_id: int,
    staff: str | None = None,
    limit: int = 100,
    before: tuple[int, str] | None = None,
    points: list[str] | None = None,
) -> list[dict]:
    """Newest first; `staff` keeps one person's, `points` adds everybody's at those points to them.

    `before` is (opened_at, id) of the row before the page.
    """
    query = Shift.select().where(Shift.ward_id == ward_id)
    if staff is not None:
        own = Shift.staff == staff
        query = query.where(own | Shift.support_point.in_(points) if points else own)
    if before is not None:
        query = query.where(Tuple(Shift.opened_at, Shift.id) < Tuple(*before))
    return listed(query.order_by(Shift.opened_at.desc(), Shift.id.desc()).limit(limit))


def open_shifts(ward_id: int, since_at: int) -> dict[str, dict]:
    """{device: its newest shift that nobody has closed}, of those opened since `since_at` (ms)."""
    query = Shift.select().where(Shift.ward_id == ward_id, Shift.opened_at >= since_at, Shift.closed_at.is_null())
    return {row["device"]: row for row in listed(query.order_by(Shift.opened_at))}


def shifts_on(ward_id: int, devices: list[str], since_at: int) -> list[dict]:
    """Shifts worked on some devices since `since_at` (ms), newest first."""
    query = Shift.select().where(Shift.ward_id == ward_id, Shift.opened_at >= since_at, Shift.device.in_(devices))
    return listed(query.order_by(Shift.opened_at.desc(), Shift.id.desc()))
