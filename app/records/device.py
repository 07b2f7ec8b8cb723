"""Enrolled browsers (máy) and the one-time codes that enrol them."""

from peewee import SQL, BigIntegerField, BlobField, IntegrityError, TextField, fn

from app.config import SIGNATURE_SKEW_SECONDS
from app.records import batch
from app.records.base import Row, listed, ward_key
from app.records.database import light_transaction

RESCUE_IMPORTS_SHOWN = 20

_ZERO = [SQL("DEFAULT 0")]
_EMPTY = [SQL("DEFAULT ''")]


class Device(Row):
    """`last_q` is the sequence number of the last operation of this device that stands in the ledger, `durable_q` of
    the last one that stands in the last two backups. `directive`: "" or what the tablet is told to do, drain | wipe.

    What the tablet itself last told, at `beat_at`: `waiting` operations, the oldest kept at `oldest_waiting_at`,
    whether its storage is safe from eviction (`persisted`: yes | no | unknown), its clock minus ours in ms.
    """

    id = TextField()
    kind = TextField()  # "tablet" enrolled by a code, "web" the server's own forms, "system" imports and releases
    name = TextField(default="")
    lane = BigIntegerField()
    public_key = BlobField(null=True)
    support_point = TextField(default="")
    enrolled_at = BigIntegerField()
    enrolled_by = TextField(default="")
    revoked_at = BigIntegerField(null=True)
    last_q = BigIntegerField(default=0)
    seen_at = BigIntegerField(null=True)
    app_version = TextField(default="")
    durable_q = BigIntegerField(default=0, constraints=_ZERO)
    directive = TextField(default="", constraints=_EMPTY)
    directed_by = TextField(default="", constraints=_EMPTY)
    directed_at = BigIntegerField(null=True)
    revoked_by = TextField(default="", constraints=_EMPTY)
    wiped_at = BigIntegerField(null=True)
    discarded = BigIntegerField(default=0, constraints=_ZERO)
    readmitted_at = BigIntegerField(null=True)
    beat_at = BigIntegerField(null=True)
    waiting = BigIntegerField(default=0, constraints=_ZERO)
    oldest_waiting_at = BigIntegerField(null=True)
    persisted = TextField(default="", constraints=_EMPTY)
    clock_offset = BigIntegerField(default=0, constraints=_ZERO)

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "lane"), True),)


class RescueImport(Row):
    """A rescue file that came in: whose work, who brought it (a staff id) or which other device (`through_device`)."""

    id = TextField()
    device = TextField()
    brought_by = TextField()
    brought_at = BigIntegerField()
    operations = BigIntegerField()
    new = BigIntegerField()
    through_device = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "device", "brought_at"), False),)


class EnrolmentCode(Row):
    code_hash = TextField()
    support_point = TextField(default="")
    created_by = TextField()
    created_at = BigIntegerField()
    expires_at = BigIntegerField()
    used_at = BigIntegerField(null=True)
    device = TextField(default="")

    class Meta:
        primary_key = ward_key("code_hash")


class DeviceNonce(Row):
    """A signed request is taken once: a captured one must not fetch a second time what its device may read.

    (An operation sent twice is known by its id.) Rows older than the allowed clock difference are swept.
    """

    device = TextField()
    nonce = TextField()
    at = BigIntegerField()

    class Meta:
        primary_key = ward_key("device", "nonce")
        indexes = ((("ward_id", "at"), False),)


# When the used nonces of a ward were last swept (ms).
_swept_at: dict[int, int] = {}
_SWEEP_MS = 60_000


def use_nonce(ward_id: int, device_id: str, nonce: str, now: int) -> bool:
    """False when this device has used it before. Time in ms."""
    try:
        with light_transaction():
            # A clock that was set back sweeps too: what it kept from its future would otherwise stay until then.
            if not 0 <= now - _swept_at.get(ward_id, 0) <= _SWEEP_MS:
                _swept_at[ward_id] = now
                oldest = now - 2 * SIGNATURE_SKEW_SECONDS * 1000
                DeviceNonce.delete().where(DeviceNonce.ward_id == ward_id, DeviceNonce.at < oldest).execute()
            batch.insert(DeviceNonce, [{"ward_id": ward_id, "device": device_id, "nonce": nonce, "at": now}])
    except IntegrityError:
        return False
    return True


def device(ward_id: int, device_id: str) -> dict | None:
    rows = batch.select_in(Device, ward_id, "id", [device_id])
    return rows[0] if rows else None


def rescue_imports(ward_id: int, device_id: str) -> list[dict]:
    """The rescue files of one device that came in, newest first."""
    query = RescueImport.select().where(RescueImport.ward_id == ward_id, RescueImport.device == device_id)
    return listed(query.order_by(RescueImport.brought_at.desc(), RescueImport.id).limit(RESCUE_IMPORTS_SHOWN))


def tablets(ward_id: int) -> list[dict]:
    query = Device.select().where(Device.ward_id == ward_id, Device.kind == "tablet")
    return listed(query.order_by(Device.revoked_at.is_null(False), Device.enrolled_at.desc(), Device.id))


def tablet(ward_id: int, device_id: str) -> dict | None:
    """An enrolled device; never the server's own two."""
    row = device(ward_id, device_id)
    return row if row and row["kind"] == "tablet" else None


def silent_tablets(ward_id: int, before_at: int) -> list[dict]:
    """Tablets in use that sent nothing since `before_at` (ms), the longest silent first."""
    last_seen = fn.COALESCE(Device.seen_at, Device.enrolled_at)
    query = Device.select().where(
        Device.ward_id == ward_id, Device.kind == "tablet", Device.revoked_at.is_null(), last_seen < before_at
    )
    return listed(query.order_by(last_seen, Device.id))
