"""What a tablet tells of itself once a day: how much waits on it and since when, and whether its storage is safe."""

from app.records.database import database
from app.records.device import Device

PERSISTED = ("yes", "no", "unknown")


def beat(ward_id: int, device_id: str, told: dict, now: int) -> None:
    """`told` = {"waiting": operations, "oldest_at": when the oldest was kept, in ms of our clock, 0 for none,
    "persisted": yes | no | unknown, "offset": its clock minus ours in ms, "app": release}. Time in ms.
    """
    oldest = min(told["oldest_at"], now) if told["waiting"] and told["oldest_at"] > 0 else None
    with database.atomic():
        Device.update(
            beat_at=now,
            seen_at=now,
            waiting=told["waiting"],
            oldest_waiting_at=oldest,
            persisted=told["persisted"] if told["persisted"] in PERSISTED else "unknown",
            clock_offset=told["offset"],
            app_version=told["app"],
        ).where(Device.ward_id == ward_id, Device.id == device_id).execute()
