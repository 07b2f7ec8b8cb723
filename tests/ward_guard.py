"""The wards' wall in the tests: every statement of the application names its ward, every transaction keeps to one.

Statements are seen where the database sees them, below peewee: apsw's trace, psycopg's cursor. Those that a test
itself makes are not looked at, nor those that `app.records.database.across_wards` gives a reason for.
"""

import re
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import apsw
import psycopg
from psycopg.pq import TransactionStatus

from app.records.base import Row
from app.records.database import why_across

ROOT = Path(__file__).resolve().parent.parent
# Every statement goes through it, whoever asks.
PASSES_ON = str(ROOT / "app" / "records" / "sqlite.py")
APP, OURS = str(ROOT / "app"), (str(ROOT / "app"), str(ROOT / "tests"), str(ROOT / "bench"))

_TEXT = re.compile(r"'(?:[^']|'')*'")
_MARK = re.compile(r"\?|%s")
_TABLE = re.compile(
    r'(?:\b(?:FROM|JOIN|UPDATE|INTO|COPY)\s+|,\s*(?="\w+" AS "t\d+"))"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?', re.I
)
_INSERT = re.compile(r'^\s*(?:INSERT\s+INTO|COPY)\s+"?(\w+)"?\s*\(([^)]*)\)', re.IGNORECASE)
_EQUAL = r'(?:"?{alias}"?\.)?"?{column}"? = (\?|%s|"?\w+"?\."?\w+"?)'
_ENDS = re.compile(r"^\s*(BEGIN|COMMIT|END|ROLLBACK(?!\s+TO))\b", re.IGNORECASE)


class WardGuardError(AssertionError):
    """A statement that does not name its ward, or a transaction that touches two."""


def ward_tables() -> dict[str, str]:
    """{table: the column that names its ward}."""
    return {model._meta.table_name: "ward_id" for model in Row.__subclasses__()} | {"ward": "id"}


@cache
def ward_places(sql: str) -> tuple[tuple[int, ...], int]:
    """(which bound values of a statement are wards, every how many values they come again: 0 for never).

    Raises WardGuardError for a statement on a ward's table that binds none.
    """
    text = _TEXT.sub("''", sql)
    tables = ward_tables()
    insert = _INSERT.match(text)
    if insert:
        table = insert[1].lower()
        if table not in tables:
            return (), 0
        columns = [name.strip().strip('"') for name in insert[2].split(",")]
        if tables[table] not in columns:
            raise WardGuardError(f"no {tables[table]} among the columns of: {sql}")
        return (columns.index(tables[table]),), len(columns)
    mentions = [(table.lower(), alias) for table, alias in _TABLE.findall(text) if table.lower() in tables]
    bound: dict[str, int] = {}
    waiting = []
    for table, alias in mentions:
        equals = list(re.finditer(_EQUAL.format(alias=alias or table, column=tables[table]), text))
        marks = [found for found in equals if found[1] in ("?", "%s") and _own(text, found, alias or table)]
        if marks:
            bound[alias or table] = len(_MARK.findall(text[: marks[0].start(1)]))
        else:
            waiting.append((table, alias, equals))
    for table, alias, equals in waiting:
        # Joined by the ward to a table whose own ward is bound.
        others = {found[1].partition(".")[0].strip('"') for found in equals if found[1] not in ("?", "%s")}
        others |= {
            left
            for left, right in re.findall(r'"?(\w+)"?\."?ward_id"? = "?(\w+)"?\."?ward_id"?', text)
            if right == (alias or table)
        }
        if not others & bound.keys():
            raise WardGuardError(f'"{table}" without its ward in: {sql}')
    return tuple(bound.values()), 0


def _own(text: str, found: re.Match, alias: str) -> bool:
    """Whether a condition without an alias in front really stands alone, and is not the end of another's."""
    return found[0].startswith((f'"{alias}".', f"{alias}.")) or text[: found.start()][-1:] != "."


def _asked_by_the_application() -> bool:
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(OURS) and name not in (__file__, PASSES_ON):
            return name.startswith(APP)
        frame = frame.f_back
    return False


class Guard:
    """Watches one connection."""

    def __init__(self, refused: list[str]):
        self.refused = refused
        self.wards: set[int] = set()

    def check(self, sql: str, values, in_transaction: bool) -> None:
        if _ENDS.match(sql):
            self.wards = set()
            return
        if not in_transaction:
            self.wards = set()
        if why_across() or not _asked_by_the_application():
            return
        try:
            places, step = ward_places(sql)
            if places:
                self._count(sql, places, step, list(values or ()))
        except WardGuardError as error:
            # The application may take any error for its own trouble: the test learns of it in the end.
            self.refused.append(str(error))
            raise

    def _count(self, sql: str, places, step: int, values: list) -> None:
        named = set()
        for place in places:
            named |= set(values[place :: step or len(values)])
        # 0 stands for no ward: sign-ins before one is known.
        self.wards |= {int(ward) for ward in named} - {0}
        if len(self.wards) > 1:
            raise WardGuardError(f"wards {sorted(self.wards)} in one transaction, the last by: {sql}")


def _guarded_cursor(guard: Guard):
    class GuardedCursor(psycopg.Cursor):
        def _look(self, query, values) -> None:
            idle = self.connection.pgconn.transaction_status == TransactionStatus.IDLE
            guard.check(query, values, in_transaction=not idle)

        def execute(self, query, params=None, **options):
            self._look(query, params)
            return super().execute(query, params, **options)

        def executemany(self, query, params_seq, **options):
            rows = list(params_seq)
            for row in rows:
                self._look(query, row)
            return super().executemany(query, rows, **options)

        @contextmanager
        def copy(self, statement, params=None, **options):
            with super().copy(statement, params, **options) as copy:
                write_row = copy.write_row

                def look_and_write(row):
                    self._look(statement, row)
                    write_row(row)

                copy.write_row = look_and_write
                yield copy

    return GuardedCursor


@contextmanager
def guarded(opened):
    """Guards every connection that this database opens meanwhile; fails in the end if anything was refused."""
    refused: list[str] = []
    connect, before = opened._connect, vars(opened).get("_connect")

    def connect_guarded():
        connection = connect()
        guard = Guard(refused)
        if isinstance(connection, apsw.Connection):
            connection.exec_trace = lambda cursor, sql, values: (
                guard.check(sql, values, in_transaction=not connection.getautocommit()) or True
            )
        else:
            connection.cursor_factory = _guarded_cursor(guard)
        return connection

    opened._connect = connect_guarded
    try:
        yield refused
    finally:
        del opened._connect
        if before:
            opened._connect = before
    if refused:
        raise WardGuardError("\n".join(dict.fromkeys(refused)))
