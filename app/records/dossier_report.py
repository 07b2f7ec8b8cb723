"""What reports add up from dossiers: by field, by person, by unit, over a period. Times in ms; both ends included."""

from peewee import Case, fn

from app.records.base import listed
from app.records.dossier import Dossier
from app.records.procedure import Procedure
from app.rules.timeliness import HOUR_MS, Tally

_DAY_MS = 86_400_000
_OFFSET_MS = 7 * HOUR_MS
_TALLIED = tuple(Tally.__slots__)
_PEOPLE = ("holder", "unit", "procedure_code")
GROUPS = ("field", *_PEOPLE)


def _day(column):
    """The number of the day in Việt Nam: whole-number division is the same on both databases."""
    return (column + _OFFSET_MS) / _DAY_MS


def _one_when(*conditions):
    return fn.COALESCE(fn.SUM(Case(None, [(_all(conditions), 1)], 0)), 0)


def _all(conditions):
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = joined & condition
    return joined


def tallies(ward_id: int, from_at: int, to_at: int, by: str) -> list[tuple[str, Tally]]:
    """[(name of the group, its line of Biểu II.06a)] of a period. `by`: field, holder, unit or procedure_code.

    What was written down by mistake is no dossier. One that waits for papers is pending and in time: its clock stands.
    """
    group = Procedure.field if by == "field" else getattr(Dossier, by)
    finished = Dossier.finished_at
    came_before, came_within = Dossier.registered_at < from_at, Dossier.registered_at >= from_at
    settled = finished.is_null(False) & (finished >= from_at) & (finished <= to_at)
    pending = finished.is_null() | (finished > to_at)
    late = finished > Dossier.due_current_at
    earlier_day = _day(finished) < _day(Dossier.due_current_at)
    same_day = _day(Dossier.accepted_at) == _day(Dossier.due_current_at)
    early = earlier_day | (same_day & (finished <= Dossier.due_current_at - HOUR_MS))
    known = Dossier.due_current_at.is_null(False)
    overdue = known & (Dossier.due_current_at < to_at)
    columns = {
        "carried_over": _one_when(came_before),
        "online": _one_when(came_within, Dossier.channel == "online"),
        "direct_or_post": _one_when(came_within, Dossier.channel != "online"),
        "early": _one_when(settled, known, early, ~late),
        "late": _one_when(settled, known, late),
        "pending_late": _one_when(pending, overdue),
        "settled": _one_when(settled),
        "pending": _one_when(pending),
    }
    query = (
        Dossier.select(group.alias("group"), *(made.alias(name) for name, made in columns.items()))
        .join(Procedure, on=((Procedure.ward_id == Dossier.ward_id) & (Procedure.id == Dossier.procedure)))
        .where(
            Dossier.ward_id == ward_id,
            Procedure.ward_id == ward_id,
            Dossier.registered_at <= to_at,
            Dossier.state != "void",
            finished.is_null() | (finished >= from_at),
        )
        .group_by(group)
        .order_by(group)
    )
    return [(row["group"], _tally(row)) for row in listed(query)]


def _tally(row: dict) -> Tally:
    counted = {name: row[name] for name in _TALLIED if name in row}
    counted["on_time"] = row["settled"] - row["early"] - row["late"]
    counted["pending_in_time"] = row["pending"] - row["pending_late"]
    return Tally(**counted)


def settled_by(ward_id: int, from_at: int, to_at: int, limit: int = 20_000) -> list[dict]:
    """Of each dossier settled in the period what a score is made of, the latest first."""
    query = Dossier.select(
        Dossier.id,
        Dossier.finished_by,
        Dossier.unit,
        Dossier.accepted_at,
        Dossier.finished_at,
        Dossier.due_current_at,
        Dossier.due_legal_at,
        Dossier.supplement_count,
        Dossier.steps,
        Dossier.state,
    ).where(
        Dossier.ward_id == ward_id,
        Dossier.finished_at >= from_at,
        Dossier.finished_at <= to_at,
        Dossier.state.not_in(("void", "withdrawn")),
    )
    return listed(query.order_by(Dossier.finished_at.desc()).limit(limit))


def late_ones(ward_id: int, from_at: int, to_at: int, limit: int, after: tuple[int, str] | None = None) -> list[dict]:
    """Dossiers that broke their promise in the period, settled or not, by the day they were due."""
    end = fn.COALESCE(Dossier.finished_at, to_at)
    query = Dossier.select().where(
        Dossier.ward_id == ward_id,
        Dossier.due_current_at >= from_at,
        Dossier.due_current_at <= to_at,
        end > Dossier.due_current_at,
        Dossier.state.not_in(("void", "withdrawn", "supplement")),
    )
    if after:
        due, id_ = after
        query = query.where((Dossier.due_current_at > due) | ((Dossier.due_current_at == due) & (Dossier.id > id_)))
    return listed(query.order_by(Dossier.due_current_at, Dossier.id).limit(limit))
