"""The way back: a verified copy takes the place of the running database, and what stood there is set aside."""

import secrets
from contextlib import suppress
from pathlib import Path

import apsw
from peewee import BooleanField

from app.records import rollup_count
from app.records.batch import columns
from app.records.copying import publish, sync
from app.records.database import Sqlite, across_wards, database, migrate
from app.records.device import EnrolmentCode
from app.records.every_table import EVERY_TABLE
from app.records.ledger_entry import LedgerHead
from app.records.postgresql import Postgresql
from app.records.rollup import RollUpCheck
from app.records.staff import StaffSession
from app.records.ward import Ward

# The database file and the two that SQLite may have beside it. The log goes first: a file with another's log beside it
# would be read wrong.
_PARTS = ("-wal", "-shm", "")


def begin_new_life(part: Path) -> None:
    """Makes a copy fit to be served: the tables of this release, and for each ward a new incarnation, and roll-ups
    counted from the rows.

    Sessions and codes end: one that was signed out or used since the copy was made must not come alive again.
    """
    copy = Sqlite(str(part), pragmas={"synchronous": "full", "journal_mode": "delete"}, lock_type="IMMEDIATE")
    try:
        migrate(copy)
        with copy.atomic():
            for row in list(Ward.select(Ward.id).dicts().execute(copy)):
                here = LedgerHead.ward_id == row["id"]
                LedgerHead.update(incarnation=secrets.token_hex(8)).where(here).execute(copy)
                StaffSession.delete().where(StaffSession.ward_id == row["id"]).execute(copy)
                EnrolmentCode.delete().where(EnrolmentCode.ward_id == row["id"]).execute(copy)
                rollup_count.make_anew(copy, row["id"])
                RollUpCheck.delete().where(RollUpCheck.ward_id == row["id"]).execute(copy)
    finally:
        copy.close()
    sync(part)


def set_aside(path: Path, stamp: str) -> Path | None:
    """Renames the database that stands at `path`, with its log; returns where it is now, None if there was none."""
    _fold_log(path)
    aside = path.with_name(f"{path.name}.replaced-{stamp}")
    found = [ending for ending in _PARTS if Path(f"{path}{ending}").exists()]
    for ending in found:
        Path(f"{path}{ending}").rename(f"{aside}{ending}")
    sync(path.parent)
    return aside if "" in found else None


def _fold_log(path: Path) -> None:
    """So that what stood there is whole in one file, whenever the power goes. A broken database keeps its log."""
    with suppress(apsw.Error):
        standing = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            standing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            standing.close()


def put_in_place(part: Path, path: Path) -> None:
    publish(part, path)


def is_empty() -> bool:
    """Whether the running database has no ward."""
    with across_wards("whether there is any ward at all"):
        return not Ward.select().exists()


def others_connected() -> bool:
    """Whether somebody else works on this PostgreSQL database now: another host's server is seen by nothing else."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return database.execute_sql(asked).fetchone()[0] > 0


def fill_postgresql(opened: Postgresql, part: Path) -> None:
    """Puts every row of a copy in the place of those of a PostgreSQL database, in one transaction."""
    copy = Sqlite(str(part))
    try:
        with across_wards("every ward of the copy"), opened.atomic():
            names = ", ".join(f'"{model._meta.table_name}"' for model in EVERY_TABLE)
            opened.execute_sql(f"TRUNCATE {names}")
            for model in EVERY_TABLE:
                _fill(opened, copy, model)
    finally:
        copy.close()


def _fill(opened: Postgresql, copy: Sqlite, model) -> None:
    names = ", ".join(f'"{name}"' for name in columns(model))
    flags = [isinstance(model._meta.fields[name], BooleanField) for name in columns(model)]
    table = model._meta.table_name
    with opened.connection().cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as rows:
        for row in copy.connection().execute(f'SELECT {names} FROM "{table}"'):
            rows.write_row(
                [bool(value) if flag else value for flag, value in zip(flags, row, strict=True)] if any(flags) else row
            )
