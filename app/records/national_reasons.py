"""What our own records say about points that are lost in the national index (QĐ 766): which procedures, how often."""

from peewee import fn

from app.records.base import listed
from app.records.dossier import Dossier
from app.records.procedure import Procedure

_MOST = 3


def _by_procedure(ward_id: int, *conditions) -> list[tuple[str, int]]:
    """[(name of the procedure, how many dossiers)], the most frequent first."""
    count = fn.COUNT(Dossier.id)
    query = (
        Dossier.select(Dossier.procedure_code, fn.MAX(Dossier.procedure_name).alias("name"), count.alias("n"))
        .where(Dossier.ward_id == ward_id, Dossier.state.not_in(("void", "withdrawn")), *conditions)
        .group_by(Dossier.procedure_code)
        .order_by(count.desc(), Dossier.procedure_code)
        .limit(_MOST)
    )
    return [(row["name"], row["n"]) for row in listed(query)]


def late(ward_id: int, from_at: int, to_at: int) -> list[tuple[str, int]]:
    """Settled late in the period, or late and not settled at its end."""
    finished = Dossier.finished_at
    settled = (finished >= from_at) & (finished <= to_at) & (finished > Dossier.due_current_at)
    waits = (finished.is_null() | (finished > to_at)) & (Dossier.due_current_at < to_at)
    return _by_procedure(ward_id, Dossier.state != "supplement", settled | waits)


def filed_at_the_counter(ward_id: int, from_at: int, to_at: int) -> list[tuple[str, int]]:
    """Filed at the counter or by post although the procedure can be filed online."""
    online = Procedure.select(Procedure.code).where(
        Procedure.ward_id == ward_id, Procedure.current, Procedure.level.in_(("full", "partial"))
    )
    return _by_procedure(
        ward_id,
        Dossier.registered_at >= from_at,
        Dossier.registered_at <= to_at,
        Dossier.channel != "online",
        Dossier.procedure_code.in_(online),
    )


def paid_at_the_counter(ward_id: int, from_at: int, to_at: int) -> list[tuple[str, int]]:
    """Filed at the counter or by post with a fee to pay: nothing that the portal counts as paid online."""
    fee = Dossier.fee
    owed = fee.contains('"total":') & ~fee.contains('"total":0}') & ~fee.contains('"total":null}')
    return _by_procedure(
        ward_id,
        Dossier.registered_at >= from_at,
        Dossier.registered_at <= to_at,
        Dossier.channel != "online",
        (Dossier.fee_paid > 0) | owed,
    )
