"""The ward (phường): its names on screen and paper, and its keys."""

from peewee import BlobField, IntegerField, Model, TextField

from app.records.base import Row, found, listed, ward_key
from app.records.database import database


class Ward(Model):
    """`id` is an internal partition key and never the official code: the map of wards changes."""

    id = IntegerField(primary_key=True)
    v = IntegerField(default=0)
    slug = TextField(unique=True)
    name = TextField()
    official_code = TextField(default="")
    organ_line_1 = TextField(default="")
    organ_line_2 = TextField(default="")
    place_name = TextField(default="")

    class Meta:
        database = database
        legacy_table_names = False
        strict_tables = True


class WardKey(Row):
    """Private keys of the ward: `seal` opens what devices sealed, `sign` signs shift tickets and certificates."""

    purpose = TextField()
    private = BlobField()
    public = BlobField()

    class Meta:
        primary_key = ward_key("purpose")


def all_wards() -> list[dict]:
    return listed(Ward.select().order_by(Ward.id))


def ward(ward_id: int) -> dict | None:
    return found(Ward.select().where(Ward.id == ward_id))


def ward_by_slug(slug: str) -> dict | None:
    return found(Ward.select().where(Ward.slug == slug))


def key(ward_id: int, purpose: str) -> dict | None:
    return found(WardKey.select().where(WardKey.ward_id == ward_id, WardKey.purpose == purpose))
