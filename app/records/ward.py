"""The ward (phường): its names on screen and paper, and its keys."""

from peewee import BigIntegerField, BlobField, IntegerField, Model, TextField, fn

from app.records.base import Row, found, listed, ward_key
from app.records.compiled import compiled, first
from app.records.database import across_wards, database


class Ward(Model):
    """`id` is an internal partition key and never the official code: the map of wards changes."""

    id = IntegerField(primary_key=True)
    v = BigIntegerField(default=0)
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
    """Private keys of the ward: `seal` opens what devices sealed, `sign` signs shift tickets and certificates,
    `scan-2611` opens the declarations that phones showed as codes since November 2026.
    """

    purpose = TextField()
    private = BlobField()
    public = BlobField()

    class Meta:
        primary_key = ward_key("purpose")


SCAN = "scan-"


def all_wards() -> list[dict]:
    with across_wards("the choice of a ward, and what the server does for each of its wards in turn"):
        return listed(Ward.select().order_by(Ward.id))


def free_number() -> int:
    """The next internal number; the transaction that asks must be the only one that founds a ward."""
    with across_wards("a new ward takes a number that no ward has"):
        return (Ward.select(fn.MAX(Ward.id)).scalar() or 0) + 1


def ward(ward_id: int) -> dict | None:
    return first(_ward(ward_id))


@compiled
def _ward(ward_id):
    return Ward.select().where(Ward.id == ward_id)


def ward_by_slug(slug: str) -> dict | None:
    with across_wards("an address names its ward by the slug"):
        return found(Ward.select().where(Ward.slug == slug))


def key(ward_id: int, purpose: str) -> dict | None:
    return first(_key(ward_id, purpose))


@compiled
def _key(ward_id, purpose):
    return WardKey.select().where(WardKey.ward_id == ward_id, WardKey.purpose == purpose)


def sign_keys(ward_id: int) -> list[dict]:
    """The key that signs today, then those it followed (purpose "sign-…"): paper outlives a key."""
    keys = listed(WardKey.select().where(WardKey.ward_id == ward_id, WardKey.purpose.startswith("sign")))
    return sorted(keys, key=lambda key: key["purpose"])


def scan_keys(ward_id: int) -> list[dict]:
    """The newest month first."""
    rows = listed(WardKey.select().where(WardKey.ward_id == ward_id, WardKey.purpose.startswith(SCAN)))
    return sorted(rows, key=lambda row: row["purpose"], reverse=True)


def keep_scan_key(ward_id: int, month: str, private: bytes, public: bytes, most: int) -> None:
    """One month's more; `most`: how many stay, the older ones are erased."""
    WardKey.insert(ward_id=ward_id, purpose=SCAN + month, private=private, public=public).execute()
    for row in scan_keys(ward_id)[most:]:
        WardKey.delete().where(WardKey.ward_id == ward_id, WardKey.purpose == row["purpose"]).execute()
