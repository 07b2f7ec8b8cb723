"""Backups: copied while the server runs, verified, and only then counted upon by the devices.

A device keeps what it has sent until the server says that it is durable. Durable is what stands in the last TWO
verified backups of a folder: whichever of them a server is restored from, the devices can fill the rest.
"""

import re
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.ledger import photo_backup
from app.ledger.verify import Verdict, verify_ward
from app.problems import Problem
from app.records import copying, folder_lock
from app.records.database import database, is_current, lock_ward
from app.records.device import Device
from app.records.ledger_entry import LedgerHead
from app.records.photo_folder import PhotoFolder
from app.records.ward_reading import WardReading, ward_ids
from app.rules import clock

KEEP, KEEP_LEAST = 14, 2

# No name of a ward: the file of a server with twenty of them is called the same.
_NAME = re.compile(r"gandan-[0-9]{8}-[0-9]{6}(-[0-9]+)?\.sqlite3")


@dataclass(slots=True)
class Backup:
    """What was made. `path` has the name of a backup only when `whole`. `durable`: {ward: the version that devices may
    now count upon}; a ward that is not in it has no older backup beside this one yet.
    """

    path: Path
    verdicts: list[Verdict]
    bytes: int
    seconds: float
    durable: dict[int, int] = field(default_factory=dict)
    removed: list[Path] = field(default_factory=list)
    # How many photos of feedback it has, and how many should lie on the disk and do not.
    photos: int = 0
    photos_missing: int = 0

    @property
    def whole(self) -> bool:
        return all(verdict.whole for verdict in self.verdicts)


def back_up(folder: Path, now: int, keep: int = KEEP, photos: PhotoFolder | None = None) -> Backup:
    """Copies the running database into `folder`, verifies the copy, and tells the ward's devices what is durable. The
    photos that the copy names go into `folder`/photos, each once for all backups.

    At most `keep` backups stay, never fewer than two. Time in ms. A copy that is not whole stays too, under the name of
    a broken one, and nothing counts upon it. Raises Problem: backup_runs, database_damaged, database_newer,
    database_older; and the errors of a disk.
    """
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with folder_lock.one_backup_at_a_time(folder):
        copying.sweep(folder, "*.part*")
        path = _free_name(folder, now)
        part = path.with_name(path.name + ".part")
        try:
            verdicts = _copy_and_verify(part)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        made = Backup(path, verdicts, part.stat().st_size, 0)
        if made.whole:
            if photos is not None:
                try:
                    made.photos, made.photos_missing = photo_backup.copy_out(part, path, photos)
                except BaseException:
                    part.unlink(missing_ok=True)
                    raise
            copying.publish(part, path)
            _advance(path, made, now)
            made.removed = _remove_old(folder, max(keep, KEEP_LEAST))
            photo_backup.prune(folder, kept_backups(folder))
        else:
            made.path = path.with_name(f"broken-{path.name}")
            copying.publish(part, made.path)
        made.seconds = time.perf_counter() - started
    return made


def _free_name(folder: Path, now: int) -> Path:
    stamp = stamp_of(now)
    for number in ("", *(f"-{again}" for again in range(2, 1_000))):
        path = folder / f"gandan-{stamp}{number}.sqlite3"
        if not path.exists():
            return path
    raise Problem("backup_runs")


def stamp_of(now: int) -> str:
    """A moment as it stands in names of files: "20261121-084107", in Việt Nam."""
    return clock.local(now).strftime("%Y%m%d-%H%M%S")


def kept_backups(folder: Path) -> list[Path]:
    """The verified ones, oldest first."""
    return sorted((path for path in folder.glob("gandan-*.sqlite3") if _NAME.fullmatch(path.name)), key=_order)


def _order(path: Path) -> tuple:
    _, day, moment, *number = path.name.removesuffix(".sqlite3").split("-")
    return datetime.strptime(day + moment, "%Y%m%d%H%M%S"), int(number[0]) if number else 1


def _remove_old(folder: Path, keep: int) -> list[Path]:
    old = kept_backups(folder)[:-keep]
    for path in old:
        path.unlink()
        photo_backup.names_of(path).unlink(missing_ok=True)
    return old


def verify_file(path: Path) -> list[Verdict]:
    """Every ward of a copy, after every page of it.

    Raises Problem: backup_missing, backup_not_ours, backup_damaged, database_newer.
    """
    with copying.opened_copy(path) as opened:
        copying.check_pages(opened, path)
        return [verify_ward(WardReading(opened, ward_id)) for ward_id in ward_ids(opened)]


def verify_running(folder: Path) -> list[Verdict]:
    """The running database, by a copy in `folder` that vanishes: the server goes on meanwhile.

    Raises Problem("database_damaged"), and the errors of a disk.
    """
    with tempfile.TemporaryDirectory(prefix=".verify-", dir=folder) as private:
        return _copy_and_verify(Path(private) / "copy.sqlite3")


def _copy_and_verify(part: Path) -> list[Verdict]:
    copying.write_copy(database.obj, part)
    try:
        return verify_file(part)
    except Problem as problem:
        # The copy has every page as it stands: what is wrong with it is wrong with the database.
        raise (
            Problem("database_damaged") if problem.code in ("backup_damaged", "backup_not_ours") else problem
        ) from None


def _advance(path: Path, made: Backup, now: int) -> None:
    """Says in the running database what is durable from now on; never more than both copies hold, never less than
    before.
    """
    if not is_current(database.obj):
        # The code is newer than the running server: after its upgrade the next backup says it.
        return
    older = _marks_of_the_one_before(path, made)
    for verdict in made.verdicts:
        ward_id = verdict.ward_id
        with database.atomic():
            lock_ward(ward_id)
            here = LedgerHead.ward_id == ward_id
            LedgerHead.update(backed_up_at=now).where(here).execute()
            if ward_id not in older:
                continue
            v, last_q = older[ward_id]
            LedgerHead.update(durable_v=v).where(here, LedgerHead.durable_v < v).execute()
            for device, q in last_q.items():
                Device.update(durable_q=q).where(
                    Device.ward_id == ward_id, Device.id == device, Device.durable_q < q, Device.last_q >= q
                ).execute()
        made.durable[ward_id] = v


def _marks_of_the_one_before(path: Path, made: Backup) -> dict[int, tuple[int, dict[str, int]]]:
    """{ward: (version, {device: last q})} of the newest older backup in the folder that this one continues.

    One that is damaged by now is passed over, and so is one of another life: after a restore the ledger may have gone
    on differently.
    """
    with copying.opened_copy(path) as newest:
        for candidate in reversed([other for other in kept_backups(path.parent) if _order(other) < _order(path)]):
            try:
                with copying.opened_copy(candidate) as opened:
                    copying.check_pages(opened, candidate)
                    marks = {id_: WardReading(opened, id_).mark() for id_ in ward_ids(opened)}
            except Problem:
                continue
            if all(v == 0 or WardReading(newest, id_).hash_at(v) == hash_ for id_, (v, hash_, _) in marks.items()):
                known = {verdict.ward_id for verdict in made.verdicts}
                return {id_: (v, last_q) for id_, (v, _, last_q) in marks.items() if id_ in known}
    return {}
