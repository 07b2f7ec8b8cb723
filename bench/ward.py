"""A settled ward in a folder of its own, and a tablet whose operations are made beforehand."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from app.records.database import database, migrate, open_database
from bench.serving import Server
from tests import people
from tests.ledger.devices import Tablet

DATABASE = "gandan.sqlite3"


@contextmanager
def settled_ward(folder: str | None = None):
    """Yields the folder; the database in it is open."""
    with tempfile.TemporaryDirectory(prefix="gandan-bench-", dir=folder) as made:
        opened = open_database(Path(made) / DATABASE)
        migrate(opened)
        opened.connect(reuse_if_open=True)
        people.settle_wards()
        yield Path(made)
        database.close()


@contextmanager
def served_ward(prepare):
    """Yields (what `prepare()` made while the database was ours, the server that now serves it)."""
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        server = Server(Path(folder), "--no-demo")
        opened = open_database(server.path)
        migrate(opened)
        with opened.connection_context():
            people.settle_wards()
            prepared = prepare()
        server.start()
        try:
            yield prepared, server
        finally:
            server.stop()


def tablet_in_shift() -> Tablet:
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet
