"""Restoring: a verified copy becomes the running database. What happened since is on the devices, and they send it.

Each ward begins a new life (incarnation): a device that knows a later version than the ledger has now is told so, takes
its lists again and sends what the copy does not hold.
"""

from dataclasses import dataclass
from pathlib import Path

from app.ledger.backup import kept_backups, stamp_of, verify_file
from app.ledger.verify import Verdict
from app.problems import Problem
from app.records import copying, restoring
from app.records.database import database, migrate


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside`: where the database is that stood before; None when there was none."""

    verdicts: list[Verdict]
    aside: Path | None


def newer_beside(file: Path) -> Path | None:
    """The newest backup in the same folder, when that is another one than this."""
    kept = kept_backups(file.parent)
    return kept[-1] if file in kept and kept[-1] != file else None


def restore_file(file: Path, path: Path, now: int) -> Restored:
    """Into an SQLite database at `path`, which nobody has open. Time in ms.

    Raises Problem: those of `verify_file`, backup_broken; and the errors of a disk. Until the last step, what stands
    at `path` is untouched.
    """
    part = path.with_name(path.name + ".restoring")
    part.unlink(missing_ok=True)
    try:
        verdicts = _prepare(file, part)
        aside = restoring.set_aside(path, stamp_of(now))
        restoring.put_in_place(part, path)
    finally:
        copying.sweep(path.parent, part.name + "*")
    return Restored(verdicts, aside)


def restore_running(file: Path, folder: Path, now: int, replace: bool) -> Restored:
    """Into the opened PostgreSQL database. One that has wards is replaced only when `replace` says so, after a copy of
    it was made in `folder`. Time in ms.

    Raises Problem: as `restore_file`; server_runs, database_not_empty.
    """
    if restoring.others_connected():
        raise Problem("server_runs")
    migrate(database.obj)
    part = folder / "gandan.restoring.sqlite3"
    part.unlink(missing_ok=True)
    try:
        verdicts = _prepare(file, part)
        aside = None
        if not restoring.is_empty():
            if not replace:
                raise Problem("database_not_empty")
            aside = folder / f"gandan.replaced-{stamp_of(now)}.sqlite3"
            copying.write_copy(database.obj, aside)
        restoring.fill_postgresql(database.obj, part)
    finally:
        copying.sweep(folder, part.name + "*")
    return Restored(verdicts, aside)


def _prepare(file: Path, part: Path) -> list[Verdict]:
    with copying.opened_copy(file) as opened:
        copying.write_copy(opened, part)
    verdicts = verify_file(part)
    for verdict in verdicts:
        if not verdict.whole:
            raise Problem("backup_broken", file=file, ward=verdict.name)
    restoring.begin_new_life(part)
    return verdicts
