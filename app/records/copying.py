"""One consistent copy of the running database in one SQLite file, and the reading of such files."""

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw
import psycopg
from peewee import DatabaseError

from app.problems import Problem
from app.records.batch import columns, insert_sql
from app.records.database import Sqlite, across_wards, is_current, migrate
from app.records.every_table import EVERY_TABLE
from app.records.postgresql import Postgresql

_MAGIC = b"SQLite format 3\x00"
_ROWS_AT_ONCE = 1_000


def write_copy(opened, target: Path) -> None:
    """Copies an opened database into the new file `target`, readable by its owner alone and safe on the disk.

    One moment of it: nothing that was committed before the call is missing, nothing is there by half. Nobody waits for
    it. Raises peewee's and apsw's errors of a full or closed disk; what was written by then is taken away again.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with across_wards("a copy holds every ward of the server"):
            if isinstance(opened, Postgresql):
                _from_postgresql(opened, target)
            else:
                _from_sqlite(opened.connection(), target)
        sync(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _from_sqlite(source: apsw.Connection, target: Path) -> None:
    copy = apsw.Connection(str(target))
    try:
        # All pages in one step. A copy in parts begins again with every write of others, and ends never.
        with copy.backup("main", source, "main") as copying:
            copying.step(-1)
        # The header says WAL, as in the source: such a file would need two more beside it to be read.
        copy.execute("PRAGMA journal_mode = delete")
    finally:
        copy.close()


def _from_postgresql(opened: Postgresql, target: Path) -> None:
    if not is_current(opened):
        raise Problem("database_older")
    copy = Sqlite(str(target), pragmas={"synchronous": "off", "journal_mode": "memory"})
    migrate(copy)
    with psycopg.connect(opened.database) as source, copy.atomic():
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        source.read_only = True
        # A long look is no forgotten one.
        source.execute("SET idle_in_transaction_session_timeout = 0")
        for model in EVERY_TABLE:
            names = ", ".join(f'"{name}"' for name in columns(model))
            with source.cursor(name="copying") as rows:
                rows.itersize = _ROWS_AT_ONCE
                rows.execute(f'SELECT {names} FROM "{model._meta.table_name}"')
                copy.connection().executemany(insert_sql(model), rows)
    copy.close()


def sync(path: Path) -> None:
    """Returns when the disk has a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(part: Path, name: Path) -> None:
    """Gives a finished file its name, in one step that survives a power cut."""
    os.replace(part, name)
    sync(name.parent)


@contextmanager
def opened_copy(path: Path):
    """The file opened as a database of this release, to be read. One of an older release is brought up to date in a
    second file that vanishes afterwards; the file itself is never changed.

    Raises Problem: backup_missing, backup_not_ours, backup_damaged, database_newer.
    """
    if not path.is_file():
        raise Problem("backup_missing", file=path)
    opened = _open_to_read(path)
    try:
        with _as_damage(path):
            _check_ours(opened, path)
            current = is_current(opened)
        if current:
            yield opened
        else:
            with _brought_up_to_date(opened) as newer:
                yield newer
    finally:
        opened.close()


def _open_to_read(path: Path) -> Sqlite:
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise Problem("backup_not_ours", file=path)
    beside = path.with_name(f"{path.name}-wal")
    # Without a log beside it nothing is missing, and a file on a disk that nobody may write can be read all the same.
    alone = "" if beside.exists() and beside.stat().st_size else "&immutable=1"
    uri = f"file:{_escaped(path)}?mode=ro{alone}"
    return Sqlite(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI, lock_type="DEFERRED")


def _escaped(path: Path) -> str:
    return path.resolve().as_uri().removeprefix("file://")


@contextmanager
def _as_damage(path: Path):
    try:
        yield
    except (DatabaseError, apsw.Error) as error:
        raise Problem("backup_damaged", file=path) from error


def _check_ours(opened: Sqlite, path: Path) -> None:
    tables = set(opened.get_tables())
    if not {"ward", "ledger_head", "ledger_entry", "schema_migration"} <= tables:
        raise Problem("backup_not_ours", file=path)


@contextmanager
def _brought_up_to_date(opened: Sqlite):
    # A folder of our own: what is in it may be read by nobody else.
    with tempfile.TemporaryDirectory(prefix="gandan-") as folder:
        target = Path(folder) / "newer.sqlite3"
        write_copy(opened, target)
        newer = Sqlite(str(target), pragmas={"synchronous": "off", "journal_mode": "memory"})
        try:
            migrate(newer)
            yield newer
        finally:
            newer.close()


def check_pages(opened: Sqlite, path: Path) -> None:
    """Reads every page and every index of a copy. Raises Problem("backup_damaged")."""
    with _as_damage(path):
        if opened.execute_sql("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise Problem("backup_damaged", file=path)


def sweep(folder: Path, pattern: str) -> None:
    """Takes away what interrupted copies left behind."""
    for left in folder.glob(pattern):
        with suppress(OSError):
            left.unlink()
