"""What strangers may ask of dossiers: how one stands whose code they hold, and which are late. Never a name."""

from app.records.base import found, listed
from app.records.database import across_wards
from app.records.dossier import Dossier
from app.records.ward import Ward
from app.rules.dossier_states import RUNNING

# All that leaves this file: no name, no procedure, no address (TT 01/2018/TT-VPCP Đ16.2d).
_STANDING = [
    getattr(Dossier, name)
    for name in (
        "ward_id",
        "tracking",
        "state",
        "received_on",
        "due_original_at",
        "due_current_at",
        "finished_at",
        "returned_at",
        "closed_at",
        "extended_at",
        "apologised_at",
        "promised_on",
        "return_by",
    )
]


def standing(tracking: str) -> dict | None:
    """How the dossier with this code stands, in whatever ward of this server: a code does not say its ward."""
    with across_wards("a tracking code does not say its ward, and only status and days are told"):
        # The wards are named so that the index, which begins with them, is used.
        wards = Ward.select(Ward.id)
        return found(Dossier.select(*_STANDING).where(Dossier.ward_id.in_(wards), Dossier.tracking == tracking))


def late_count(ward_id: int, now: int) -> int:
    """How many are late, or were apologised for or extended and are not over."""
    return _late(ward_id, now).count()


def late(ward_id: int, now: int, limit: int, offset: int = 0) -> list[dict]:
    """A page of these, longest due first. Of the rest of a dossier only its procedure."""
    return listed(_late(ward_id, now).order_by(Dossier.due_current_at, Dossier.id).limit(limit).offset(offset))


def _late(ward_id: int, now: int):
    missed = Dossier.due_current_at < now
    told = Dossier.apologised_at.is_null(False) | Dossier.extended_at.is_null(False)
    finished_late = (Dossier.state == "ready") & (Dossier.finished_at > Dossier.due_current_at)
    return Dossier.select(*_STANDING, Dossier.procedure_name, Dossier.accepted_at).where(
        Dossier.ward_id == ward_id,
        Dossier.state.in_(sorted(RUNNING | {"ready"})),
        (Dossier.state.in_(sorted(RUNNING)) & (missed | told)) | finished_late,
    )
