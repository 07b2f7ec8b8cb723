"""Tickets of the queue, and the counter of each lane's numbers. A day at a point is a few hundred rows."""

from functools import reduce
from operator import or_

from peewee import BigIntegerField, TextField

from app.records.base import Row, listed, ward_key
from app.records.compiled import compiled, first
from app.rules.ticket_states import OPEN

_OPEN = sorted(OPEN)


class Ticket(Row):
    """Columns and what stands in them at first: rules.ticket.EMPTY. `on`: the day its number is good for."""

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
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "on", "lane", "number"), True),
            (("ward_id", "point", "on", "state"), False),
            (("ward_id", "state", "on"), False),
        )


class TicketLane(Row):
    """`id`: the letters before the number. `holes`: numbers of this day that a tablet has not handed in yet."""

    id = TextField()
    v = BigIntegerField()
    on = TextField(default="")
    last_number = BigIntegerField(default=0)
    holes = TextField(default="")

    class Meta:
        primary_key = ward_key("id")


def ticket(ward_id: int, ticket_id: str) -> dict | None:
    return first(_ticket(ward_id, ticket_id))


@compiled
def _ticket(ward_id, ticket_id):
    return Ticket.select().where(Ticket.ward_id == ward_id, Ticket.id == ticket_id)


def of_day(ward_id: int, point: str, on: str) -> list[dict]:
    """Every ticket of one day at a point, in the order it was taken."""
    return _of_day(ward_id, point, on)


@compiled
def _of_day(ward_id, point, on):
    query = Ticket.select().where(Ticket.ward_id == ward_id, Ticket.point == point, Ticket.on == on)
    return query.order_by(Ticket.taken_at, Ticket.lane, Ticket.number)


def count_waiting(ward_id: int, on: str) -> int:
    """How many wait to be called on a day, at all points."""
    return Ticket.select().where(Ticket.ward_id == ward_id, Ticket.state == "waiting", Ticket.on == on).count()


def waited(
    ward_id: int,
    first: str,
    last: str,
    point: str,
    limit: int,
    after: tuple[str, str] | None = None,
    least: dict[str, int] | None = None,
) -> list[dict]:
    """Tickets that were called, of some days and of one point or ("") of all: by day, those after (day, id).

    `least`: {point: minutes}: only those who waited there so long.
    """
    query = Ticket.select().where(
        Ticket.ward_id == ward_id, Ticket.on.between(first, last), Ticket.first_called_at.is_null(False)
    )
    if point:
        query = query.where(Ticket.point == point)
    if least is not None:
        took = Ticket.first_called_at - Ticket.taken_at
        enough = [(Ticket.point == each) & (took >= minutes * 60_000) for each, minutes in least.items()]
        if not enough:
            return []
        query = query.where(reduce(or_, enough))
    if after:
        query = query.where((Ticket.on > after[0]) | ((Ticket.on == after[0]) & (Ticket.id > after[1])))
    return listed(query.order_by(Ticket.on, Ticket.id).limit(limit))


def left_open(ward_id: int, before_on: str, limit: int) -> list[str]:
    """Ids of tickets of days before `before_on` that nobody has ended."""
    query = Ticket.select(Ticket.id).where(Ticket.ward_id == ward_id, Ticket.state.in_(_OPEN), Ticket.on < before_on)
    return [row["id"] for row in listed(query.order_by(Ticket.on, Ticket.id).limit(limit))]
