"""What one desk of the counter has open, and the numbers a machine still holds: what is told to that machine."""

from app.records.base import listed
from app.records.dossier import Dossier
from app.records.register import NumberLease, RegisterNumber
from app.records.shift import Shift
from app.rules.dossier_states import OPEN
from app.rules.register import LEASED


def newest_shift(ward_id: int, device: str) -> dict | None:
    """The shift that was opened last on a device, closed or not."""
    query = Shift.select().where(Shift.ward_id == ward_id, Shift.device == device)
    rows = listed(query.order_by(Shift.opened_at.desc(), Shift.id.desc()).limit(1))
    return rows[0] if rows else None


def open_dossiers(ward_id: int, staff: str, unit: str, limit: int) -> list[dict]:
    """What this person or his unit is responsible for, the most urgent first, what waits for papers last."""
    mine = Dossier.holder == staff
    query = Dossier.select(
        Dossier.id,
        Dossier.tracking,
        Dossier.state,
        Dossier.name,
        Dossier.phone,
        Dossier.procedure_name,
        Dossier.receipt_number,
        Dossier.receipt_year,
        Dossier.accepted_at,
        Dossier.due_current_at,
    ).where(
        Dossier.ward_id == ward_id,
        Dossier.state.in_(sorted(OPEN)),
        (mine | (Dossier.unit == unit)) if unit else mine,
    )
    return listed(query.order_by(Dossier.due_current_at.is_null(), Dossier.due_current_at, Dossier.id).limit(limit))


def numbers_left(ward_id: int, device: str) -> list[dict]:
    """[{"id", "register", "year", "numbers"}]: the leases of a device that are out, with what nobody has used yet."""
    leases = listed(
        NumberLease.select()
        .where(NumberLease.ward_id == ward_id, NumberLease.device == device, NumberLease.returned_at.is_null())
        .order_by(NumberLease.year, NumberLease.first_number)
    )
    ids = [row["id"] for row in leases]
    query = RegisterNumber.select(RegisterNumber.lease, RegisterNumber.number).where(
        RegisterNumber.ward_id == ward_id, RegisterNumber.lease.in_(ids), RegisterNumber.state == LEASED
    )
    left: dict[str, list[int]] = {id_: [] for id_ in ids}
    for row in query.order_by(RegisterNumber.number).dicts() if ids else ():
        left[row["lease"]].append(row["number"])
    return [{**{name: row[name] for name in ("id", "register", "year")}, "numbers": left[row["id"]]} for row in leases]
