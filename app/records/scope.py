"""What a pull reads: the ward's lists by version, and a tablet's own records of the last hours."""

from app.records.assistance import Assistance
from app.records.batch import TABLES, select_in
from app.records.compiled import compiled, first
from app.records.ledger_entry import LedgerEntry, Review
from app.records.procedure import Procedure
from app.rules.retry import RELEASED

# What is asked for in one statement; databases limit the number of values in it.
AT_ONCE = 500
_PAGE = 100
# A version of a procedure carries pages of text that no tablet gets.
_PROCEDURE = (
    Procedure.id,
    Procedure.v,
    Procedure.code,
    Procedure.name,
    Procedure.field,
    Procedure.words,
    Procedure.favourite,
    Procedure.current,
    Procedure.status,
)
_LINE = (
    "id",
    "v",
    "device",
    "staff",
    "recorded_at",
    "happened_at",
    "name",
    "phone",
    "procedure",
    "help",
    "tracking",
    "voided_at",
)


def _of_ward(noun: str, ward_id: int):
    model = TABLES[noun]
    wanted = _PROCEDURE if noun == "procedure" else ()
    return model.select(*wanted).where((model.id if noun == "ward" else model.ward_id) == ward_id)


def list_rows(noun: str, ward_id: int) -> list[dict]:
    """Every row of a list; of procedures the current versions."""
    return _LISTS[noun](ward_id)


def list_rows_after(noun: str, ward_id: int, v: int) -> list[dict]:
    """The rows of a list that changed after the position `v`, every version of a procedure among them."""
    return _LISTS_AFTER[noun](ward_id, v)


def _list(noun: str):
    def of_ward(ward_id):
        query = _of_ward(noun, ward_id)
        return query.where(Procedure.current) if noun == "procedure" else query

    return compiled(of_ward)


def _list_after(noun: str):
    return compiled(lambda ward_id, v: _of_ward(noun, ward_id).where(TABLES[noun].v > v))


_LISTS = {noun: _list(noun) for noun in TABLES}
_LISTS_AFTER = {noun: _list_after(noun) for noun in TABLES}


def record_operations(ward_id: int, device_id: str, since: int) -> list[dict]:
    """{"op", "entity", "outcome"} of what this device recorded and we received after `since` (ms), newest first.

    Walks back along the device's own sequence and stops where it gets too old, however long that sequence is.
    """
    found, before_q = [], None
    while True:
        page = _said_by(ward_id, device_id, before_q)
        for one in page:
            if one["type"].startswith("assistance.record/") and one["received_at"] > since:
                found.append({name: one[name] for name in ("op", "entity", "outcome")})
        if len(page) < _PAGE or page[-1]["received_at"] <= since:
            return found
        before_q = page[-1]["q"]


@compiled
def _said_by(ward_id, device_id, before_q):
    wanted = ("q", "op", "type", "entity", "outcome", "received_at")
    query = LedgerEntry.select(*(getattr(LedgerEntry, name) for name in wanted)).where(
        LedgerEntry.ward_id == ward_id, LedgerEntry.device == device_id
    )
    if before_q is not None:
        query = query.where(LedgerEntry.q < before_q)
    return query.order_by(LedgerEntry.q.desc()).limit(_PAGE)


def released_records(ward_id: int, device_id: str, since: int) -> list[dict]:
    """{"op", "entity", "outcome"} of this device's records that had been parked and were let in after `since` (ms).

    What a person closed instead was not: another operation may have made the record since.
    """
    return _released(ward_id, device_id, since)


@compiled
def _released(ward_id, device_id, since):
    query = Review.select(Review.op, Review.entity, Review.outcome).where(
        Review.ward_id == ward_id,
        Review.closed_at > since,
        Review.closed_how == RELEASED,
        Review.device == device_id,
        Review.type.startswith("assistance.record/"),
    )
    return query.order_by(Review.v.desc())


def own_assistances(ward_id: int, device_id: str, ids: list[str], since: int) -> list[dict]:
    """Of these assistances the columns that make a line, where the device recorded them after `since` (ms)."""
    rows = []
    for start in range(0, len(ids), AT_ONCE):
        rows += select_in(Assistance, ward_id, "id", ids[start : start + AT_ONCE], _LINE)
    return [row for row in rows if row["device"] == device_id and row["recorded_at"] > since]


def awaiting_choice(ward_id: int) -> set[str]:
    """Ids of what stands in an open conflict."""
    return {row["entity"] for row in _in_conflict(ward_id)}


@compiled
def _in_conflict(ward_id):
    return Review.select(Review.entity).where(
        Review.ward_id == ward_id, Review.closed_at.is_null(), Review.outcome == "conflict"
    )


def hash_at(ward_id: int, v: int) -> str | None:
    """The head of the chain as it was at position `v` ≥ 1; None for a position that this ledger does not have."""
    row = first(_hash(ward_id, v))
    return row and row["hash"]


@compiled
def _hash(ward_id, v):
    return LedgerEntry.select(LedgerEntry.hash).where(LedgerEntry.ward_id == ward_id, LedgerEntry.v == v)


def effects_until(ward_id: int, entities: list[str], v: int) -> dict[str, str]:
    """{entity: the body of the last operation that had changed it at position `v`}; nothing for one that was not yet.

    An operation that was parked counts from where it was let in.
    """
    columns = (LedgerEntry.v, LedgerEntry.op, LedgerEntry.entity, LedgerEntry.outcome, LedgerEntry.body)
    said: list[tuple] = []
    parked: dict[str, tuple] = {}
    for start in range(0, len(entities), AT_ONCE):
        about = LedgerEntry.select(*columns).where(
            LedgerEntry.ward_id == ward_id,
            LedgerEntry.entity.in_(entities[start : start + AT_ONCE]),
            LedgerEntry.v <= v,
        )
        for at, op, entity, outcome, body in about.tuples():
            if outcome in ("ok", "merged"):
                said.append((at, entity, body))
            elif outcome == "parked":
                parked[op] = (entity, body)
    ops = list(parked)
    for start in range(0, len(ops), AT_ONCE):
        released = LedgerEntry.select(LedgerEntry.v, LedgerEntry.entity).where(
            LedgerEntry.ward_id == ward_id,
            LedgerEntry.entity.in_(ops[start : start + AT_ONCE]),
            LedgerEntry.type.startswith("review.release/"),
            LedgerEntry.outcome.in_(("ok", "merged")),
            LedgerEntry.v <= v,
        )
        said += [(at, *parked[op]) for at, op in released.tuples()]
    return {entity: body for _at, entity, body in sorted(said, key=lambda each: each[0]) if body}
