"""The one database: opened here, with the settings that keep acknowledged records safe."""

from datetime import datetime
from pathlib import Path

import apsw
from peewee import DatabaseProxy, OperationalError
from playhouse.apsw_ext import APSWDatabase
from playhouse.migrations import Runner

from app.problems import Problem

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
MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


class Sqlite(APSWDatabase):
    """apsw binds no dates; peewee's migration history stores one."""

    def _connect(self):
        connection = super()._connect()
        connection.convert_binding = _bind_date
        return connection


def _bind_date(cursor, number, value):
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    raise TypeError(f"no binding for {type(value).__name__}")


def check_sqlite(version: str) -> None:
    """Raises Problem("sqlite_affected") for a library with the WAL-reset bug."""
    if tuple(int(part) for part in version.split(".")[:3]) < SQLITE_FIXED:
        raise Problem("sqlite_affected", version=version)


def open_database(path: Path | str) -> Sqlite:
    """Opens SQLite for this process and makes it the database of every table.

    IMMEDIATE because a deferred transaction that reads and then writes is refused under load in spite of
    the busy timeout.
    """
    check_sqlite(apsw.sqlite_lib_version())
    opened = Sqlite(
        str(path),
        pragmas=PRAGMAS,
        timeout=20,
        lock_type="IMMEDIATE",
    )
    database.initialize(opened)
    return opened


def _runner(opened) -> Runner:
    return Runner(opened, directory=str(MIGRATIONS))


def migrate(opened) -> list[str]:
    """Brings the tables up to date; returns the names of the migrations it applied.

    Raises Problem("database_newer") when the database knows a migration that this code does not.
    """
    runner = _runner(opened)
    known = {migration.name for migration in runner.migrations()}
    if set(runner.applied()) - known:
        raise Problem("database_newer")
    return list(runner.up())


def storage_problem(error: BaseException) -> str | None:
    """The problem code of a database error whose cause is the disk, not the request; None for any other."""
    while error is not None:
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
