"""Many rows in few statements: the ledger's only way to the tables.

Saving row by row through the models costs ten times as much, so the SQL is written here once per table,
from the table's own columns.
"""

from functools import cache
from operator import itemgetter

from peewee import BooleanField, __exception_wrapper__

from app.records.answer_template import AnswerTemplate
from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.certification import Certification
from app.records.database import database, writers_take_turns
from app.records.declaration import Declaration
from app.records.dossier import Dossier
from app.records.evaluation import Evaluation, EvaluationFinding, EvaluationScheme, NationalMonth
from app.records.feedback import Feedback
from app.records.household import Household, HouseholdObservation, HouseholdVisit
from app.records.inspection import Inspection, InspectionFault
from app.records.notice import Notice, NoticePosting
from app.records.outreach import Outreach
from app.records.place import Building, Neighbourhood, SupportPoint
from app.records.procedure import Procedure
from app.records.queue import Queue
from app.records.register import NumberLease, Register, RegisterNumber
from app.records.report import Report
from app.records.shift import Shift
from app.records.staff import Staff
from app.records.ticket import Ticket, TicketLane
from app.records.tip import TipKey
from app.records.unit import Unit
from app.records.ward import Ward
from app.records.workday import Office, Workday

TABLES = {
    "assistance": Assistance,
    "shift": Shift,
    "ward": Ward,
    "support_point": SupportPoint,
    "neighbourhood": Neighbourhood,
    "building": Building,
    "staff": Staff,
    "procedure": Procedure,
    "workday": Workday,
    "office": Office,
    "unit": Unit,
    "register": Register,
    "register_number": RegisterNumber,
    "number_lease": NumberLease,
    "dossier": Dossier,
    "certification": Certification,
    "feedback": Feedback,
    "household": Household,
    "household_observation": HouseholdObservation,
    "household_visit": HouseholdVisit,
    "answer_template": AnswerTemplate,
    "outreach": Outreach,
    "inspection": Inspection,
    "inspection_fault": InspectionFault,
    "declaration": Declaration,
    "notice": Notice,
    "notice_posting": NoticePosting,
    "queue": Queue,
    "report": Report,
    "evaluation": Evaluation,
    "evaluation_finding": EvaluationFinding,
    "evaluation_scheme": EvaluationScheme,
    "national_month": NationalMonth,
    "tip_key": TipKey,
    "ticket": Ticket,
    "ticket_lane": TicketLane,
}


@cache
def columns(model) -> tuple[str, ...]:
    return tuple(model._meta.sorted_field_names)


@cache
def _picker(model):
    return itemgetter(*columns(model))


@cache
def _flags(model) -> tuple[str, ...]:
    """Columns that SQLite keeps as 0 and 1."""
    return tuple(name for name in columns(model) if isinstance(model._meta.fields[name], BooleanField))


def _quoted(names) -> str:
    return ", ".join(f'"{name}"' for name in names)


@cache
def insert_sql(model, mark: str = "?") -> str:
    marks = ", ".join(mark for _ in columns(model))
    return f'INSERT INTO "{model._meta.table_name}" ({_quoted(columns(model))}) VALUES ({marks})'


@cache
def upsert_sql(model, mark: str = "?") -> str:
    key = [field.name for field in model._meta.get_primary_keys()]
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in columns(model) if name not in key)
    return f"{insert_sql(model, mark)} ON CONFLICT ({_quoted(key)}) DO UPDATE SET {kept}"


def run_many(sql: str, rows) -> None:
    """One prepared statement over many rows, inside the transaction that is open. Raises peewee's errors."""
    with __exception_wrapper__:
        database.cursor().executemany(sql, rows)


@cache
def copy_sql(model) -> str:
    return f'COPY "{model._meta.table_name}" ({_quoted(columns(model))}) FROM STDIN'


# PostgreSQL takes 50 entries and 50 slips in 4.7 ms by COPY, in 8 by a statement a row; below that it is the same.
_WORTH_A_COPY = 5


def insert(model, rows: list[dict]) -> None:
    if len(rows) >= _WORTH_A_COPY and not writers_take_turns():
        with __exception_wrapper__, database.cursor().copy(copy_sql(model)) as copy:
            for row in map(_picker(model), rows):
                copy.write_row(row)
    elif rows:
        run_many(insert_sql(model, database.param), map(_picker(model), rows))


def upsert(model, rows: list[dict]) -> None:
    if rows:
        run_many(upsert_sql(model, database.param), map(_picker(model), rows))


@cache
def count_sql(model, name: str, mark: str = "?") -> str:
    key = [field.name for field in model._meta.get_primary_keys()]
    added = f'"{name}" = "{model._meta.table_name}"."{name}" + excluded."{name}"'
    return f"{insert_sql(model, mark)} ON CONFLICT ({_quoted(key)}) DO UPDATE SET {added}"


def count(model, name: str, rows: list[dict]) -> None:
    """Adds a column of these rows to what stands under their keys, or sets it there."""
    run_many(count_sql(model, name, database.param), map(_picker(model), rows))


@cache
def change_sql(model, names: tuple[str, ...], mark: str = "?") -> str:
    changed = ", ".join(f'"{name}" = {mark}' for name in names)
    key = " AND ".join(f'"{field.name}" = {mark}' for field in model._meta.get_primary_keys())
    return f'UPDATE "{model._meta.table_name}" SET {changed} WHERE {key}'


def change(model, names: tuple[str, ...], rows: list[dict]) -> None:
    """Writes the named columns alone of rows that stand, found by their key."""
    key = [field.name for field in model._meta.get_primary_keys()]
    run_many(change_sql(model, names, database.param), map(itemgetter(*names, *key), rows))


def select_in(model, ward_id: int, column: str, values, wanted: tuple[str, ...] | None = None) -> list[dict]:
    """Rows whose `column` is one of `values`, as dictionaries of the wanted columns (all by default)."""
    values = list(values)
    if not values:
        return []
    names = wanted or columns(model)
    mark = database.param
    ward_column = "id" if model is Ward else "ward_id"
    sql = (
        f'SELECT {_quoted(names)} FROM "{model._meta.table_name}" '
        f'WHERE "{ward_column}" = {mark} AND "{column}" IN ({", ".join(mark for _ in values)})'
    )
    with __exception_wrapper__:
        rows = [dict(zip(names, row, strict=True)) for row in database.cursor().execute(sql, [ward_id, *values])]
    for name in _flags(model):
        if name in names:
            for row in rows:
                row[name] = bool(row[name])
    return rows


def held_rows(noun: str, ward_id: int, ids) -> dict[str, dict]:
    """The rows that operations are about, by id; an assistance comes with its difficulties."""
    model = TABLES[noun]
    if noun == "ward":
        return {str(row["id"]): row for row in select_in(model, ward_id, "id", [ward_id])}
    rows = {row["id"]: row for row in select_in(model, ward_id, "id", ids)}
    if noun == "assistance" and rows:
        for row in rows.values():
            row["difficulties"] = []
        for part in select_in(AssistanceDifficulty, ward_id, "assistance", rows):
            rows[part["assistance"]]["difficulties"].append(part["difficulty"])
        for row in rows.values():
            row["difficulties"].sort()
    return rows


def write_rows(noun: str, ward_id: int, rows: list[dict], changed_ids: set[str]) -> None:
    """New and changed rows of one noun. `changed_ids`: those that stood before (their parts are replaced)."""
    # Entities are named by text, also the ward, whose own id is a number.
    insert(TABLES[noun], [row for row in rows if str(row["id"]) not in changed_ids])
    upsert(TABLES[noun], [row for row in rows if str(row["id"]) in changed_ids])
    if noun != "assistance":
        return
    if changed_ids:
        run_many(
            'DELETE FROM "assistance_difficulty" WHERE "ward_id" = ? AND "assistance" = ?'.replace("?", database.param),
            [(ward_id, row["id"]) for row in rows if row["id"] in changed_ids],
        )
    insert(
        AssistanceDifficulty,
        [
            {"ward_id": ward_id, "assistance": row["id"], "difficulty": difficulty}
            for row in rows
            for difficulty in row["difficulties"]
        ],
    )
