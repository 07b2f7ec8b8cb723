"""Many rows in few statements: the ledger's only way to the tables.

Saving row by row through the models costs ten times as much, so the SQL is written here once per table,
from the table's own columns.
"""

from functools import cache
from operator import itemgetter

from peewee import __exception_wrapper__

from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.database import database
from app.records.place import Building, Neighbourhood, SupportPoint
from app.records.procedure import Procedure
from app.records.shift import Shift
from app.records.staff import Staff
from app.records.ward import Ward

TABLES = {
    "assistance": Assistance,
    "shift": Shift,
    "ward": Ward,
    "support_point": SupportPoint,
    "neighbourhood": Neighbourhood,
    "building": Building,
    "staff": Staff,
    "procedure": Procedure,
}


@cache
def columns(model) -> tuple[str, ...]:
    return tuple(model._meta.sorted_field_names)


@cache
def _picker(model):
    return itemgetter(*columns(model))


@cache
def insert_sql(model) -> str:
    names = ", ".join(f'"{name}"' for name in columns(model))
    marks = ", ".join("?" for _ in columns(model))
    return f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({marks})'


@cache
def upsert_sql(model) -> str:
    key = model._meta.get_primary_keys()
    key_names = [field.name for field in key]
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in columns(model) if name not in key_names)
    target = ", ".join(f'"{name}"' for name in key_names)
    return f"{insert_sql(model)} ON CONFLICT ({target}) DO UPDATE SET {kept}"


def run_many(sql: str, rows) -> None:
    """One prepared statement over many rows, inside the transaction that is open. Raises peewee's errors."""
    with __exception_wrapper__:
        database.connection().executemany(sql, rows)


def insert(model, rows: list[dict]) -> None:
    if rows:
        run_many(insert_sql(model), map(_picker(model), rows))


def upsert(model, rows: list[dict]) -> None:
    if rows:
        run_many(upsert_sql(model), map(_picker(model), rows))


def select_in(model, ward_id: int, column: str, values, wanted: tuple[str, ...] | None = None) -> list[dict]:
    """Rows whose `column` is one of `values`, as dictionaries of the wanted columns (all by default)."""
    values = list(values)
    if not values:
        return []
    names = wanted or columns(model)
    marks = ", ".join("?" for _ in values)
    ward_column = "id" if model is Ward else "ward_id"
    sql = (
        f'SELECT {", ".join(names)} FROM "{model._meta.table_name}" '
        f'WHERE "{ward_column}" = ? AND "{column}" IN ({marks})'
    )
    return [dict(zip(names, row, strict=True)) for row in database.connection().execute(sql, [ward_id, *values])]


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
            'DELETE FROM "assistance_difficulty" WHERE "ward_id" = ? AND "assistance" = ?',
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
