"""Where the tests' databases come from: SQLite files, or (GD_TEST_DATABASE=postgres) a private PostgreSQL."""

import itertools
import os
import shutil
from pathlib import Path

import psycopg

from app.records.database import database
from tests.postgres_server import PostgresServer

ON_POSTGRES = os.environ.get("GD_TEST_DATABASE", "sqlite") == "postgres"


class SqliteFiles:
    """A database is a path."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._numbers = itertools.count()

    def new(self) -> Path:
        """An empty database."""
        return self.folder / f"{next(self._numbers)}.sqlite3"

    def finish(self, target: Path) -> None:
        """Makes the open database ready to be copied."""
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()

    def copy(self, target: Path) -> Path:
        copied = self.new()
        shutil.copyfile(target, copied)
        return copied

    def drop(self, target: Path) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{target}{end}").unlink(missing_ok=True)

    def remove(self) -> None:
        pass


class PostgresDatabases:
    """A database is an address. A copy is the same database with its rows put back: 15 ms, where a copy of all its
    files takes 250.
    """

    def __init__(self, server: PostgresServer | None = None):
        self.server = server or PostgresServer()
        self._numbers = itertools.count()
        self._kept = self._put_back = ""

    def new(self) -> str:
        return self.server.create(f"test{next(self._numbers)}")

    def finish(self, target: str) -> None:
        tables = database.get_tables()
        self._kept = target
        database.execute_sql("CREATE SCHEMA kept")
        for table in tables:
            database.execute_sql(f'CREATE TABLE kept."{table}" AS TABLE "{table}"')
        deletes = [f'DELETE FROM "{table}"' for table in tables]
        inserts = [f'INSERT INTO "{table}" SELECT * FROM kept."{table}"' for table in tables]
        self._put_back = ";".join((*deletes, *inserts))
        database.close()

    def copy(self, target: str) -> str:
        with psycopg.connect(target, autocommit=True) as keeper:
            # Threads of the test before may have left a connection open, and with it a lock.
            keeper.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            keeper.execute(self._put_back)
        return target

    def drop(self, target: str) -> None:
        if target != self._kept:
            self.server.drop(_name(target))

    def remove(self) -> None:
        self.server.remove()


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]
