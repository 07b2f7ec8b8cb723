"""What reports add up from dossiers: by field, by person, by unit, over a period. Times in ms; both ends included."""

from peewee import Case, fn

from app.records.base import listed
from app.records.dossier import Dossier
from app.records.procedure import Procedure
from app.rules.report_dossier import Late
from app.rules.timeliness import HOUR_MS, Tally

_DAY_MS = 86_400_000
_OFFSET_MS = 7 * HOUR_MS
_TALLIED = tuple(Tally.__slots__)
_PEOPLE = ("holder", "unit", "procedure_code")
GROUPS = ("field", *_PEOPLE)


def _day(column):
    """The number of the day in Việt Nam: whole-number division is the same on both databases."""
    return (column + _OFFSET_MS) / _DAY_MS


def _one_when(condition):
    return fn.COALESCE(fn.SUM(Case(None, [(condition, 1)], 0)), 0)


def _conditions(from_at: int, to_at: int) -> dict:
    """{part of a Tally, "settled" or "pending": when a dossier of the period counts there}."""
    finished = Dossier.finished_at
    came_within = Dossier.registered_at >= from_at
    settled = finished.is_null(False) & (finished >= from_at) & (finished <= to_at)
    pending = finished.is_null() | (finished > to_at)
    late = finished > Dossier.due_current_at
    earlier_day = _day(finished) < _day(Dossier.due_current_at)
    same_day = _day(Dossier.accepted_at) == _day(Dossier.due_current_at)
    early = earlier_day | (same_day & (finished <= Dossier.due_current_at - HOUR_MS))
    known = Dossier.due_current_at.is_null(False)
    return {
        "carried_over": Dossier.registered_at < from_at,
        "online": came_within & (Dossier.channel == "online"),
        "direct_or_post": came_within & (Dossier.channel != "online"),
        "early": settled & known & early & ~late,
        "late": settled & known & late,
        "pending_late": pending & known & (Dossier.due_current_at < to_at),
        "settled": settled,
        "pending": pending,
    }


def _of_period(ward_id: int, from_at: int, to_at: int) -> tuple:
    """What a period is about: registered by its end, and not over before it began. Mistakes are no dossiers."""
    finished = Dossier.finished_at
    return (
        Dossier.ward_id == ward_id,
        # The sum keeps away from the index on this column, in which the ward's whole past is.
        (Dossier.registered_at + 0) <= to_at,
        Dossier.state != "void",
        finished.is_null() | (finished >= from_at),
    )


def tallies(ward_id: int, from_at: int, to_at: int, by: str) -> list[tuple[str, Tally]]:
    """[(name of the group, its line of Biểu II.06a)] of a period. `by`: field, holder, unit or procedure_code.

    What was written down by mistake is no dossier. One that waits for papers is pending and in time: its clock stands.
    """
    group = Procedure.field if by == "field" else getattr(Dossier, by)
    columns = {name: _one_when(condition) for name, condition in _conditions(from_at, to_at).items()}
    found: dict[str, Tally] = {}
    # Apart, because only then is each found by its end and not among all that the ward ever registered.
    for ended in (Dossier.finished_at.is_null(), Dossier.finished_at >= from_at):
        query = (
            Dossier.select(group.alias("group"), *(made.alias(name) for name, made in columns.items()))
            .join(Procedure, on=((Procedure.ward_id == Dossier.ward_id) & (Procedure.id == Dossier.procedure)))
            .where(Procedure.ward_id == ward_id, *_of_period(ward_id, from_at, to_at), ended)
            .group_by(group)
        )
        for row in listed(query):
            found.setdefault(row["group"], Tally()).add(_tally(row))
    return sorted(found.items())


def _tally(row: dict) -> Tally:
    counted = {name: row[name] for name in _TALLIED if name in row}
    counted["on_time"] = row["settled"] - row["early"] - row["late"]
    counted["pending_in_time"] = row["pending"] - row["pending_late"]
    return Tally(**counted)


# What a number of a Tally is made of; "received" is everything that a period is about, "came" what came within it.
BEHIND = (*_TALLIED, "received", "came", "settled", "pending")


def behind(
    ward_id: int,
    from_at: int,
    to_at: int,
    part: str,
    limit: int,
    field: str | None = None,
    procedure_code: str = "",
    finished_by: str = "",
    after: str = "",
) -> list[str]:
    """Ids of the dossiers that one number of a `tallies` line is made of (`part`: BEHIND), those after an id.

    `field`: a field (lĩnh vực) or "" for those without one; None for every one.
    """
    found = _conditions(from_at, to_at)
    # NULL is no early and no late: SQL says so too, but not of its contrary.
    kept = fn.COALESCE(Case(None, [(found["early"], 1), (found["late"], 1)], 0), 0)
    found["on_time"] = found["settled"] & (kept == 0)
    late = fn.COALESCE(Case(None, [(found["pending_late"], 1)], 0), 0)
    found["pending_in_time"] = found["pending"] & (late == 0)
    found["came"] = Dossier.registered_at >= from_at
    query = Dossier.select(Dossier.id).where(*_of_period(ward_id, from_at, to_at))
    if part != "received":
        query = query.where(found[part])
    if field is not None:
        query = query.join(
            Procedure, on=((Procedure.ward_id == Dossier.ward_id) & (Procedure.id == Dossier.procedure))
        ).where(Procedure.ward_id == ward_id, Procedure.field == field)
    if procedure_code:
        query = query.where(Dossier.procedure_code == procedure_code)
    if finished_by:
        query = query.where(Dossier.finished_by == finished_by)
    if after:
        query = query.where(Dossier.id > after)
    return [row["id"] for row in query.order_by(Dossier.id).limit(limit).dicts()]


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
    """The dossiers that a period's `tallies` count as late, settled or pending, by the day they were due: as many as
    the numbers above them say, also those that were due before the period began.
    """
    found = _conditions(from_at, to_at)
    query = Dossier.select().where(*_of_period(ward_id, from_at, to_at), found["late"] | found["pending_late"])
    if after:
        due, id_ = after
        query = query.where((Dossier.due_current_at > due) | ((Dossier.due_current_at == due) & (Dossier.id > id_)))
    return listed(query.order_by(Dossier.due_current_at, Dossier.id).limit(limit))


def late_reasons(ward_id: int, from_at: int, to_at: int) -> list[Late]:
    """Every dossier that Biểu II.06a of the period counts as late, settled or pending: the same ones, with the why."""
    finished, due = Dossier.finished_at, Dossier.due_current_at
    settled = finished.is_null(False) & (finished >= from_at) & (finished <= to_at)
    pending = finished.is_null() | (finished > to_at)
    query = (
        Dossier.select(
            Procedure.field, Dossier.apology_reason, Dossier.extension_reason, finished, Dossier.apologised_at
        )
        .join(Procedure, on=((Procedure.ward_id == Dossier.ward_id) & (Procedure.id == Dossier.procedure)))
        .where(
            Dossier.ward_id == ward_id,
            Procedure.ward_id == ward_id,
            Dossier.registered_at <= to_at,
            Dossier.state != "void",
            (settled & (finished > due)) | (pending & (due < to_at)),
        )
        .order_by(Procedure.field, Dossier.id)
    )
    return [
        Late(field, apology or extension, ended is not None and ended <= to_at, apologised is not None)
        for field, apology, extension, ended, apologised in query.tuples()
    ]
