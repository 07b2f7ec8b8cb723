"""Empty tables of one ward, apart from every database: what a ledger is replayed into. They vanish when closed."""

from functools import cache

import apsw

from app.records.batch import columns, insert_sql, upsert_sql

# SQLite keeps a database without a name in memory and moves what does not fit to a file that nobody else can open.
_NAMELESS = ""


class Scratch:
    """Rows go in and come out as dictionaries; true and false come out as 1 and 0, which are equal to them."""

    def __init__(self, models):
        self._connection = apsw.Connection(_NAMELESS)
        for setting in ("journal_mode = off", "synchronous = off", "cache_size = -64000"):
            self._connection.execute(f"PRAGMA {setting}")
        for model in models:
            self._connection.execute(_create_sql(model))
        # One transaction without an end: nothing here is ever meant to last.
        self._connection.execute("BEGIN")

    def close(self) -> None:
        self._connection.close()

    def insert(self, model, rows: list[dict]) -> None:
        self._write(insert_sql(model), model, rows)

    def upsert(self, model, rows: list[dict]) -> None:
        self._write(upsert_sql(model), model, rows)

    def _write(self, sql: str, model, rows: list[dict]) -> None:
        names = columns(model)
        self._connection.executemany(sql, ([row[name] for name in names] for row in rows))

    def delete(self, model, column: str, values) -> None:
        sql = f'DELETE FROM "{model._meta.table_name}" WHERE "{column}" = ?'
        self._connection.executemany(sql, ((value,) for value in values))

    def rows(self, model, column: str, values) -> list[dict]:
        """Those whose `column` is one of `values`."""
        values = list(values)
        marks = ", ".join("?" for _ in values)
        return self._select(model, f'WHERE "{column}" IN ({marks})', values)

    def rows_after(self, model, column: str, value: str, limit: int) -> list[dict]:
        """The next rows in the order of a text column."""
        return self._select(model, f'WHERE "{column}" > ? ORDER BY "{column}" LIMIT ?', (value, limit))

    def count(self, model) -> int:
        return self._connection.execute(f'SELECT count(*) FROM "{model._meta.table_name}"').fetchone()[0]

    def _select(self, model, rest: str, values) -> list[dict]:
        names = columns(model)
        picked = ", ".join(f'"{name}"' for name in names)
        found = self._connection.execute(f'SELECT {picked} FROM "{model._meta.table_name}" {rest}', values)
        return [dict(zip(names, row, strict=True)) for row in found]


@cache
def _create_sql(model) -> str:
    key = [field.name for field in model._meta.get_primary_keys()]
    # The ward comes last: there is only one, and rows are looked up by what follows it.
    key.sort(key=lambda name: name == "ward_id")
    named = ", ".join(f'"{name}"' for name in columns(model))
    return f'CREATE TABLE "{model._meta.table_name}" ({named}, PRIMARY KEY ({", ".join(key)}))'
