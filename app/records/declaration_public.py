"""What strangers may ask of declarations: how one stands whose code they hold. Never who it is about."""

from app.records.base import found
from app.records.database import across_wards
from app.records.declaration import Declaration
from app.records.ward import Ward

# All that leaves this file: no name, nothing that was filled in.
_STANDING = [
    getattr(Declaration, name)
    for name in ("ward_id", "tracking", "state", "sent_on", "taken_at", "taken_how", "erase_at", "erased_at")
]


def standing(tracking: str) -> dict | None:
    """How the declaration with this code stands, in whatever ward of this server: a code does not say its ward."""
    with across_wards("a tracking code does not say its ward, and only status and days are told"):
        wards = Ward.select(Ward.id)
        return found(
            Declaration.select(*_STANDING).where(Declaration.ward_id.in_(wards), Declaration.tracking == tracking)
        )
