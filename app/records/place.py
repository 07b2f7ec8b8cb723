"""Where things happen: neighbourhoods (tổ dân phố), buildings (tòa nhà) and support points (điểm hỗ trợ)."""

from peewee import SQL, BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, listed, ward_key
from app.records.compiled import compiled


class Neighbourhood(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    former_name = TextField(default="")
    position = BigIntegerField(default=0)
    active = BooleanField(default=True)

    class Meta:
        primary_key = ward_key("id")


class Building(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    neighbourhood = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        primary_key = ward_key("id")


class SupportPoint(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    short = TextField(default="")
    address = TextField(default="")
    hours = TextField(default="", constraints=[SQL("DEFAULT ''")])
    neighbourhood = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        primary_key = ward_key("id")


def neighbourhoods(ward_id: int, every: bool = False) -> list[dict]:
    """In the ward's order; `every` also gives those no longer in use."""
    return _neighbourhoods(ward_id, every)


@compiled
def _neighbourhoods(ward_id, every):
    query = Neighbourhood.select().where(Neighbourhood.ward_id == ward_id)
    if not every:
        query = query.where(Neighbourhood.active)
    return query.order_by(Neighbourhood.position, Neighbourhood.name)


def buildings(ward_id: int, every: bool = False) -> list[dict]:
    query = Building.select().where(Building.ward_id == ward_id)
    if not every:
        query = query.where(Building.active)
    return listed(query.order_by(Building.name))


def support_points(ward_id: int, every: bool = False) -> list[dict]:
    return _support_points(ward_id, every)


@compiled
def _support_points(ward_id, every):
    query = SupportPoint.select().where(SupportPoint.ward_id == ward_id)
    if not every:
        query = query.where(SupportPoint.active)
    return query.order_by(SupportPoint.name)


def support_point(ward_id: int, point_id: str) -> dict | None:
    return found(SupportPoint.select().where(SupportPoint.ward_id == ward_id, SupportPoint.id == point_id))


def neighbourhood(ward_id: int, neighbourhood_id: str) -> dict | None:
    return found(Neighbourhood.select().where(Neighbourhood.ward_id == ward_id, Neighbourhood.id == neighbourhood_id))


def building(ward_id: int, building_id: str) -> dict | None:
    return found(Building.select().where(Building.ward_id == ward_id, Building.id == building_id))
