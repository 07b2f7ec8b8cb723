"""Keys of programs that read the ward's figures. Like passwords they are no history, so they are not in the ledger."""

from peewee import BigIntegerField, TextField

from app.records.base import Row, found, listed, ward_key


class ApiKey(Row):
    """`expires_on`: its last day. `used_on`: the last day on which it opened something, "" never."""

    id = TextField()
    name = TextField()
    secret_hash = TextField()
    created_at = BigIntegerField()
    created_by = TextField()
    expires_on = TextField()
    revoked_at = BigIntegerField(null=True)
    revoked_by = TextField(default="")
    used_on = TextField(default="")

    class Meta:
        primary_key = ward_key("id")


_SHOWN = (ApiKey.id, ApiKey.name, ApiKey.created_at, ApiKey.created_by, ApiKey.expires_on, ApiKey.revoked_at)


def api_keys(ward_id: int) -> list[dict]:
    """Every key there was, the newest first; never a hash."""
    query = ApiKey.select(*_SHOWN, ApiKey.used_on).where(ApiKey.ward_id == ward_id)
    return listed(query.order_by(ApiKey.created_at.desc(), ApiKey.id))


def api_key(ward_id: int, key_id: str) -> dict | None:
    return found(ApiKey.select().where(ApiKey.ward_id == ward_id, ApiKey.id == key_id))


def add(row: dict) -> None:
    ApiKey.insert(**row).execute()


def revoke(ward_id: int, key_id: str, by: str, now: int) -> None:
    """At once and for ever; a second time changes nothing. Time in ms."""
    ApiKey.update(revoked_at=now, revoked_by=by).where(
        ApiKey.ward_id == ward_id, ApiKey.id == key_id, ApiKey.revoked_at.is_null()
    ).execute()


def used(row: dict, today: str) -> None:
    """Notes the day, once a day."""
    if row["used_on"] != today:
        ApiKey.update(used_on=today).where(ApiKey.ward_id == row["ward_id"], ApiKey.id == row["id"]).execute()
