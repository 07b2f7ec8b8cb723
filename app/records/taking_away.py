"""Whole periods of rows for files that are taken away: in the order of their days, some at a time.

A file may be of a hundred thousand rows: they are read in turn, each part by an index, so that neither memory nor a
writer of the ward waits for the last of them.
"""

from collections.abc import Iterator

from peewee import Tuple

from app.records.assistance import Assistance, with_difficulties
from app.records.base import listed
from app.records.dossier import Dossier
from app.rules import clock

PART_ROWS = 1_000


def _dossiers(ward_id: int, from_at: int, to_at: int):
    return Dossier.select().where(
        Dossier.ward_id == ward_id, Dossier.received_at >= from_at, Dossier.received_at <= to_at
    )


def dossiers(ward_id: int, from_at: int, to_at: int) -> Iterator[dict]:
    """Dossiers received in a period (ms, both ends included), those that came to nothing among them."""
    yield from _in_turn(_dossiers(ward_id, from_at, to_at), Dossier.received_at, Dossier.id)


def count_dossiers(ward_id: int, from_at: int, to_at: int) -> int:
    return _dossiers(ward_id, from_at, to_at).count()


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


# Nothing of a citizen is among them.
_LEAVES = (
    Assistance.id,
    Assistance.happened_on,
    Assistance.support_point,
    Assistance.staff,
    Assistance.procedure,
    Assistance.help,
    Assistance.channel,
    Assistance.result,
    Assistance.neighbourhood,
    Assistance.minutes,
    Assistance.national_code,
    Assistance.void_reason,
    Assistance.voided_at,
)


def _assistances(ward_id: int, first: str, last: str):
    return Assistance.select(*_LEAVES).where(
        Assistance.ward_id == ward_id, Assistance.happened_on >= first, Assistance.happened_on <= last
    )


def assistances(ward_id: int, first: str, last: str) -> Iterator[dict]:
    """Assistances of some days ("YYYY-MM-DD", both included), with their difficulties and without the citizen."""
    query = _assistances(ward_id, first, last)
    yield from _in_turn(query, Assistance.happened_on, Assistance.id, lambda rows: with_difficulties(ward_id, rows))


def count_assistances(ward_id: int, first: str, last: str) -> int:
    return _assistances(ward_id, first, last).count()


def _in_turn(query, by, id_, whole=lambda rows: rows) -> Iterator[dict]:
    """Every row of a query in the order of two columns, part by part. `whole`: what completes the rows of a part."""
    ordered, part = query.order_by(by, id_), []
    while True:
        after = ordered.where(Tuple(by, id_) > Tuple(part[-1][by.name], part[-1][id_.name])) if part else ordered
        part = whole(listed(after.limit(PART_ROWS)))
        yield from part
        if len(part) < PART_ROWS:
            return
