"""Whole periods of rows for files that are taken away: in the order of their days, up to a limit."""

from peewee import Tuple

from app.records.assistance import Assistance, with_difficulties
from app.records.base import listed
from app.records.dossier import Dossier
from app.rules import clock


def dossiers(ward_id: int, from_at: int, to_at: int, limit: int) -> list[dict]:
    """Dossiers received in a period (ms, both ends included), those that came to nothing among them."""
    query = Dossier.select().where(
        Dossier.ward_id == ward_id, Dossier.received_at >= from_at, Dossier.received_at <= to_at
    )
    return listed(query.order_by(Dossier.received_at, Dossier.id).limit(limit))


def dossiers_after(ward_id: int, first: str, last: str, limit: int, after: tuple[int, str] | None) -> list[dict]:
    """Dossiers received on some days ("YYYY-MM-DD", both included, "" is no end), in the order they came; those
    behind `after`, the (received_at, id) of one of them."""
    query = Dossier.select().where(Dossier.ward_id == ward_id)
    if first:
        query = query.where(Dossier.received_at >= clock.parse(f"{first}T00:00:00+07:00"))
    if last:
        query = query.where(Dossier.received_at < clock.parse(f"{last}T00:00:00+07:00") + clock.DAY_MS)
    if after:
        query = query.where(Tuple(Dossier.received_at, Dossier.id) > Tuple(*after))
    return listed(query.order_by(Dossier.received_at, Dossier.id).limit(limit))


def assistances(ward_id: int, first: str, last: str, limit: int) -> list[dict]:
    """Assistances of some days ("YYYY-MM-DD", both included), with their difficulties."""
    query = Assistance.select().where(
        Assistance.ward_id == ward_id, Assistance.happened_on >= first, Assistance.happened_on <= last
    )
    return with_difficulties(ward_id, listed(query.order_by(Assistance.happened_on, Assistance.id).limit(limit)))
