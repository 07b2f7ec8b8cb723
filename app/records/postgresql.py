"""PostgreSQL, by psycopg 3: for a server that carries many wards. Never asked for, it is never connected to."""

import select
from contextlib import suppress

import psycopg
from peewee import PostgresqlDatabase, __exception_wrapper__
from psycopg import conninfo
from psycopg.pq import TransactionStatus

from app.config import SettingsError

# Waiting for a lock ends in "busy" after as long as on SQLite; a transaction whose process hangs frees its ward.
# `jit` costs more than it saves on statements of a millisecond. An acknowledged record is on the disk: whoever turned
# `synchronous_commit` off for the whole server has it on here, and whoever made it stricter keeps that.
_SESSION = """
SELECT set_config('lock_timeout', '20s', false),
       set_config('idle_in_transaction_session_timeout', '60s', false),
       set_config('jit', 'off', false),
       set_config('synchronous_commit',
                  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                  ELSE current_setting('synchronous_commit') END, false)
"""
# A server that vanished without a word is given up after half a minute, not after hours.
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# Text sorts by its bytes, as on SQLite and in the cursors of our pages: capitals first, a space before every letter,
# Vietnamese letters after all of ASCII. Every other collation breaks at least one of the three.
_SORTS_BY_BYTES = "SELECT 'B' < 'a' AND 'a b' < 'aa' AND 'z' < 'đ'"


class Postgresql(PostgresqlDatabase):
    """One connection a thread, READ COMMITTED. A connection that the server ended is noticed before it is used."""

    def __init__(self, url: str):
        super().__init__(url, prefer_psycopg3=True, isolation_level="READ COMMITTED", **_PATIENCE)

    def _initialize_connection(self, conn):
        conn.execute(_SESSION)

    def connection(self):
        self._drop_dead_connection()
        return super().connection()

    def cursor(self, named_cursor=None):
        self._drop_dead_connection()
        return super().cursor(named_cursor)

    def commit(self):
        """On the connection that made the changes and no other: a new one would commit nothing, and say so to nobody.

        PostgreSQL turns the COMMIT of a transaction in which a statement failed into a ROLLBACK: that is an error here.
        """
        with __exception_wrapper__:
            connection = self._state.conn
            if connection.pgconn.transaction_status == TransactionStatus.INERROR:
                raise psycopg.errors.InFailedSqlTransaction("a statement of this transaction failed")
            connection.execute("COMMIT")

    def rollback(self):
        """What the server no longer knows of is rolled back: whoever lost his connection hears that, and not this."""
        connection = self._state.conn
        if not connection.closed:
            with suppress(psycopg.OperationalError):
                connection.execute("ROLLBACK")

    def _drop_dead_connection(self) -> None:
        """Forgets a connection that the server has closed, so that the next statement makes a new one."""
        if not self._state.closed and not self.in_transaction() and _is_dead(self._state.conn):
            with suppress(psycopg.Error):
                self._state.conn.close()
            self.dispose()

    def create_tables(self, models, **options):
        """STRICT and WITHOUT ROWID are words of SQLite's; here every table is strict, and none has row numbers."""
        kept = [(model._meta, model._meta.strict_tables, model._meta.without_rowid) for model in models]
        try:
            for meta, _strict, _without in kept:
                meta.strict_tables = meta.without_rowid = False
            super().create_tables(models, **options)
        finally:
            for meta, strict, without in kept:
                meta.strict_tables, meta.without_rowid = strict, without


def _is_dead(connection) -> bool:
    # Nothing is owed to us between statements: what is there to read is the server's last word, or the end of the
    # line. (Or word of a changed setting: then a new connection costs a few milliseconds.) No round trip is needed.
    if connection.closed:
        return True
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    return bool(heard.poll(0))


def open_postgresql(url: str) -> Postgresql:
    """A database that was reached and is fit. Raises SettingsError with a sentence; it never names the password."""
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.Error as error:
        raise SettingsError(
            "GD_DATABASE_URL không đọc được. Dạng đúng: postgresql://người-dùng:mật-khẩu@máy:5432/tên-cơ-sở-dữ-liệu"
        ) from error
    place = f"{parts.get('host', 'localhost')}, cơ sở dữ liệu {parts.get('dbname', '(chưa nêu tên)')}"
    opened = Postgresql(url)
    try:
        with __exception_wrapper__:
            opened.connect()
            encoding = opened.execute_sql("SHOW server_encoding").fetchone()[0]
            fit = encoding == "UTF8" and opened.execute_sql(_SORTS_BY_BYTES).fetchone()[0]
    except Exception as error:
        raise SettingsError(
            f"Không nối được tới PostgreSQL ({place}). Kiểm tra máy chủ PostgreSQL đang chạy, tên và mật khẩu "
            "trong GD_DATABASE_URL rồi chạy lại."
        ) from error
    if not fit:
        opened.close()
        raise SettingsError(
            f"PostgreSQL ({place}) sắp chữ theo cách khác. Hãy tạo lại cơ sở dữ liệu: "
            "CREATE DATABASE gandan TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )
    return opened


def postgresql_problem(error: BaseException) -> str | None:
    """The problem code of an error of PostgreSQL whose cause is the server or its disk; None for any other."""
    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate or ""
    if state == "53100":
        return "disk_full"
    if state == "25006":
        return "data_read_only"
    # Resources, deadlocks, a server that stops, a lock or a transaction that took too long; or no connection at all.
    if state[:2] in ("53", "40", "57", "08") or state in ("55P03", "25P03"):
        return "busy"
    return "busy" if not state and isinstance(error, psycopg.OperationalError) else None
