"""SQLite as peewee drives it, and the queue of those who write: it lets writers through in no order of its own."""

import re
from datetime import datetime

from playhouse.apsw_ext import APSWDatabase

from app.records.turn import Turn

_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


class Sqlite(APSWDatabase):
    """Whoever writes, in a transaction or by a single statement, waits for his turn; readers wait for nobody."""

    def __init__(self, *arguments, **options):
        self._turn = Turn()
        super().__init__(*arguments, **options)

    def begin(self, lock_type=None):
        if lock_type == "DEFERRED":
            super().begin(lock_type)
            return
        self._turn.take()
        try:
            super().begin(lock_type)
        except BaseException:
            self._turn.hand_on()
            raise

    def commit(self):
        try:
            return super().commit()
        finally:
            self._end_turn()

    def rollback(self):
        try:
            return super().rollback()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._turn.is_mine:
            self._turn.hand_on()

    def execute_sql(self, sql, params=None):
        if self._turn.is_mine or not _WRITES.match(sql):
            return super().execute_sql(sql, params)
        with self._turn:
            return super().execute_sql(sql, params)

    # apsw binds no dates; peewee's migration history stores one.
    def _connect(self):
        connection = super()._connect()
        connection.convert_binding = _bind_date
        return connection


def _bind_date(cursor, number, value):
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    raise TypeError(f"no binding for {type(value).__name__}")
