"""Compares the server's tables with the oracle's (I6, I8): every row, every column that means something."""

import json

from tests.ledger.simulator.audit import Broken, WardAudit
from tests.ledger.simulator.fold import FIELDS

_ASSISTANCE = [name for name in FIELDS if name != "difficulties"] + (
    [
        "happened_at",
        "happened_on",
        "recorded_at",
        "support_point",
        "shift",
        "staff",
        "device",
        "voided_at",
        "void_reason",
        "distinct_from",
        "v",
    ]
)
_SHIFT = [
    "support_point",
    "device",
    "staff",
    "opened_at",
    "opened_on",
    "expires_at",
    "closed_at",
    "declared_count",
    "v",
]
_LISTS = {
    "ward": ["name", "official_code", "organ_line_1", "organ_line_2", "place_name", "v"],
    "support_point": ["name", "short", "address", "neighbourhood", "active", "v"],
    "neighbourhood": ["name", "former_name", "position", "active", "v"],
    "building": ["name", "neighbourhood", "active", "v"],
    "staff": ["login", "name", "role", "neighbourhood", "support_point", "active", "v"],
    "procedure": ["code", "version", "current", "name", "field", "status", "words", "favourite", "v"],
}


def check_tables(connection, ward: WardAudit) -> None:
    """Raises Broken("I6") with the first difference."""
    tables = ward.fold.tables
    for name, columns in {**_LISTS, "shift": _SHIFT, "assistance": _ASSISTANCE}.items():
        held = _rows(connection, name, columns, ward.ward)
        if name == "assistance":
            _add_difficulties(connection, ward.ward, held)
            columns = [*columns, "difficulties"]
        _compare(name, columns, held, tables[name])
    _check_reviews(connection, ward)
    head = next(
        connection.execute('SELECT "v", "hash", "reference_v" FROM "ledger_head" WHERE "ward_id" = ?', (ward.ward,))
    )
    if head != (ward.v, ward.hash, ward.lists_v):
        raise Broken("I5", f"the head of ward {ward.ward} is {head}, the ledger's end {ward.v}")
    for device, last_q in connection.execute('SELECT "id", "last_q" FROM "device" WHERE "ward_id" = ?', (ward.ward,)):
        if last_q != ward.last_q.get(device, 0):
            raise Broken("I4", f"device {device} is at q {last_q}, its operations at {ward.last_q.get(device, 0)}")


def _rows(connection, table: str, columns: list[str], ward: int) -> dict[str, dict]:
    key = "id" if table == "ward" else "ward_id"
    names = ", ".join(f'"{name}"' for name in ("id", *columns))
    found = connection.execute(f'SELECT {names} FROM "{table}" WHERE "{key}" = ?', (ward,))
    return {str(row[0]): dict(zip(columns, row[1:], strict=True)) for row in found}


def _add_difficulties(connection, ward: int, rows: dict[str, dict]) -> None:
    for row in rows.values():
        row["difficulties"] = []
    query = 'SELECT "assistance", "difficulty" FROM "assistance_difficulty" WHERE "ward_id" = ? ORDER BY "difficulty"'
    for id_, difficulty in connection.execute(query, (ward,)):
        if id_ not in rows:
            raise Broken("I6", f"a difficulty of no assistance: {id_}")
        rows[id_]["difficulties"].append(difficulty)


def _compare(name: str, columns: list[str], held: dict, must: dict) -> None:
    if held.keys() != must.keys():
        raise Broken(
            "I6", f"{name}: too many {sorted(held.keys() - must.keys())}, missing {sorted(must.keys() - held.keys())}"
        )
    for id_, row in held.items():
        wrong = {column: (row[column], must[id_][column]) for column in columns if row[column] != must[id_][column]}
        if wrong:
            raise Broken("I6", f"{name} {id_}: (is, must be) {wrong}")


def _check_reviews(connection, ward: WardAudit) -> None:
    query = 'SELECT "op", "v", "outcome", "code", "details", "closed_at" FROM "review" WHERE "ward_id" = ?'
    held = {}
    for op, v, outcome, code, details, closed_at in connection.execute(query, (ward.ward,)):
        conflicts = json.loads(details).get("conflicts", {})
        held[op] = {"v": v, "outcome": outcome, "code": code, "conflicts": conflicts, "closed": closed_at is not None}
    must = ward.fold.tables["review"]
    if held.keys() != must.keys():
        raise Broken("I8", f"reviews: {len(held)} stand, must be {len(must)}")
    for op, row in held.items():
        wrong = {name: (value, must[op][name]) for name, value in row.items() if must[op][name] != value}
        if wrong:
            raise Broken("I8", f"review of {op}: (is, must be) {wrong}")
