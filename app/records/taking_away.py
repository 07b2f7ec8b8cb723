"""Whole periods of rows for files that are taken away: in the order of their days, up to a limit."""

from app.records.assistance import Assistance, with_difficulties
from app.records.base import listed
from app.records.dossier import Dossier


def dossiers(ward_id: int, from_at: int, to_at: int, limit: int) -> list[dict]:
    """Dossiers received in a period (ms, both ends included), those that came to nothing among them."""
    query = Dossier.select().where(
        Dossier.ward_id == ward_id, Dossier.received_at >= from_at, Dossier.received_at <= to_at
    )
    return listed(query.order_by(Dossier.received_at, Dossier.id).limit(limit))


def assistances(ward_id: int, first: str, last: str, limit: int) -> list[dict]:
    """Assistances of some days ("YYYY-MM-DD", both included), with their difficulties."""
    query = Assistance.select().where(
        Assistance.ward_id == ward_id, Assistance.happened_on >= first, Assistance.happened_on <= last
    )
    return with_difficulties(ward_id, listed(query.order_by(Assistance.happened_on, Assistance.id).limit(limit)))
