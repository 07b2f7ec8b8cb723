"""What `rules.duplicate` compares: the records of some days that say whom they are about."""

from app.records.assistance import Assistance, with_difficulties
from app.records.base import listed
from app.rules import assistance_fields, clock

_COMPARED = (
    Assistance.id,
    Assistance.happened_on,
    Assistance.procedure,
    Assistance.help,
    Assistance.neighbourhood,
    Assistance.building,
    Assistance.apartment,
    Assistance.name,
    Assistance.phone,
    Assistance.staff,
    Assistance.voided_at,
    Assistance.distinct_from,
)
# A day caught up from a notebook is written down at most this much later.
_LATE_MS = (1 + assistance_fields.FIELDS["on"]["days"]) * clock.DAY_MS


def compared_rows(ward_id: int, from_on: str, to_on: str) -> list[dict]:
    """Records of these days with a telephone or a name in them, not void, newest first; only what is compared.

    The index on (ward, happened_at) finds them: a record is made on the day it is about or up to 31 days later.
    """
    query = Assistance.select(*_COMPARED).where(
        Assistance.ward_id == ward_id,
        Assistance.happened_at >= _start(from_on),
        Assistance.happened_at < _start(to_on) + _LATE_MS,
        Assistance.happened_on >= from_on,
        Assistance.happened_on <= to_on,
        Assistance.voided_at.is_null(),
        (Assistance.phone != "") | (Assistance.name != ""),
    )
    return listed(query.order_by(Assistance.happened_at.desc(), Assistance.id.desc()))


def whole_rows(ward_id: int, ids: list[str]) -> dict[str, dict]:
    """{id: row with its difficulties} of some records."""
    query = Assistance.select().where(Assistance.ward_id == ward_id, Assistance.id.in_(ids))
    return {row["id"]: row for row in with_difficulties(ward_id, listed(query))}


def _start(day: str) -> int:
    return clock.parse(f"{day}T00:00:00+07:00")
