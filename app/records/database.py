"""The one database, SQLite or PostgreSQL: opened here, with the settings that keep acknowledged records safe."""

from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from zlib import crc32

import apsw
from peewee import DatabaseProxy, OperationalError
from playhouse.migrations import Runner

from app.problems import Problem
from app.records.postgresql import Postgresql, open_postgresql, postgresql_problem
from app.records.sqlite import Sqlite

database = DatabaseProxy()

# Before this release two connections could corrupt a write-ahead log that is being reset.
SQLITE_FIXED = (3, 51, 3)
# FULL because NORMAL loses acknowledged records in a power cut.
# The log is folded into the file every 32 MB instead of every 4: the index of tracking codes is random by nature, and
# its few thousand pages are then written once instead of once for every handful of batches.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "wal_autocheckpoint": 8_000,
    "cache_size": -32_000,
    "temp_store": "memory",
}
_SYNCHRONOUS_FULL = 2
MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def check_sqlite(version: str) -> None:
    """Raises Problem("sqlite_affected") for a library with the WAL-reset bug."""
    if tuple(int(part) for part in version.split(".")[:3]) < SQLITE_FIXED:
        raise Problem("sqlite_affected", version=version)


def open_database(target: Path | str) -> Sqlite | Postgresql:
    """Opens a database for this process and makes it the database of every table.

    `target`: the path of an SQLite file, or a postgresql:// address. ":memory:" is one database for all threads, and
    it lives as long as its only connection: nobody may close it.
    Raises Problem("sqlite_affected"), config.SettingsError for a PostgreSQL that is not there or not fit.
    """
    opened = open_postgresql(target) if is_postgresql(target) else _open_sqlite(str(target))
    database.initialize(opened)
    return opened


def is_postgresql(target: Path | str) -> bool:
    return str(target).startswith("postgresql://")


def _open_sqlite(path: str) -> Sqlite:
    """IMMEDIATE because a deferred transaction that reads and then writes is refused under load in spite of the busy
    timeout.
    """
    check_sqlite(apsw.sqlite_lib_version())
    return Sqlite(path, pragmas=PRAGMAS, timeout=20, lock_type="IMMEDIATE", thread_safe=path != ":memory:")


def writers_take_turns() -> bool:
    """Whether one transaction at a time may write: SQLite. PostgreSQL lets wards write beside each other."""
    return not isinstance(database.obj, Postgresql)


def lock_ward(ward_id: int) -> None:
    """Makes every other writer of this ward wait until the open transaction ends.

    Call it first, before anything is read that a decision rests on. On SQLite the transaction has the lock since it
    began; on PostgreSQL the head of the ward's ledger is locked, the only lock the door takes: whoever takes it first
    cannot be part of a deadlock.
    """
    if not writers_take_turns():
        database.execute_sql('SELECT "v" FROM "ledger_head" WHERE "ward_id" = %s FOR UPDATE', (ward_id,))


def one_at_a_time(ward_id: int, what: str) -> None:
    """Makes every other transaction that calls this with the same words wait until the open one ends.

    For what has no row to lock yet, or none that the ledger's writers should wait for. `ward_id` 0 stands for no ward.
    """
    if not writers_take_turns():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (ward_id, crc32(what.encode()) - 2**31))


@contextmanager
def light_transaction():
    """A transaction that does not wait for the disk: for rows whose loss in a power cut costs nothing."""
    if database.in_transaction():
        raise RuntimeError("a light transaction inside another one would make that one light")
    if not writers_take_turns():
        with database.atomic():
            database.execute_sql("SET LOCAL synchronous_commit TO OFF")
            yield
        return
    database.execute_sql("PRAGMA synchronous = NORMAL")
    try:
        with database.atomic():
            yield
    finally:
        database.execute_sql("PRAGMA synchronous = FULL")
        if database.execute_sql("PRAGMA synchronous").fetchone()[0] != _SYNCHRONOUS_FULL:
            # Better no connection than one that answers before the disk has it.
            database.close()
            raise OperationalError("synchronous=FULL is not back")


_why_across: ContextVar[str] = ContextVar("why_across", default="")


@contextmanager
def across_wards(why: str):
    """Says in the code that the statements inside rightly look at more than one ward, and why.

    The tests' guard refuses every other statement on a ward's table that does not name its ward.
    """
    before = _why_across.set(why)
    try:
        yield
    finally:
        _why_across.reset(before)


def why_across() -> str:
    """The reason given by the innermost `across_wards`; "" outside of any."""
    return _why_across.get()


def _runner(opened) -> Runner:
    return Runner(opened, directory=str(MIGRATIONS))


def migrate(opened) -> list[str]:
    """Brings the tables up to date; returns the names of the migrations it applied.

    Raises Problem("database_newer") when the database knows a migration that this code does not.
    """
    with _alone(opened):
        is_current(opened)
        return list(_runner(opened).up())


def is_current(opened) -> bool:
    """Whether the tables are those of this release, not of an older one.

    Raises Problem("database_newer") when the database knows a migration that this code does not.
    """
    runner = _runner(opened)
    known = {migration.name for migration in runner.migrations()}
    applied = set(runner.applied())
    if applied - known:
        raise Problem("database_newer")
    return applied == known


@contextmanager
def _alone(opened):
    """Of several servers that start on one PostgreSQL, one migrates and the others find it done."""
    if isinstance(opened, Postgresql):
        opened.execute_sql("SELECT pg_advisory_lock(0, 0)")
    try:
        yield
    finally:
        if isinstance(opened, Postgresql):
            opened.execute_sql("SELECT pg_advisory_unlock(0, 0)")


def storage_problem(error: BaseException) -> str | None:
    """The problem code of a database error whose cause is the disk, not the request; None for any other."""
    while error is not None:
        if code := postgresql_problem(error):
            return code
        if isinstance(error, apsw.FullError):
            return "disk_full"
        if isinstance(error, (apsw.ReadOnlyError, apsw.CantOpenError, apsw.IOError, apsw.PermissionsError)):
            return "data_read_only"
        if isinstance(error, apsw.BusyError):
            return "busy"
        if isinstance(error, OperationalError) and "database is locked" in str(error):
            return "busy"
        error = error.__cause__ or error.__context__
    return None
