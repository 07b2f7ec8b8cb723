"""Photos in backups: one folder beside all copies, each photo once under its own hash; each copy has a list of its own.

A copy says in its table which photos must be there; the list beside it is only for tidying up.
"""

import shutil
from pathlib import Path

from app.records import copying, feedback_photo, notice
from app.records.photo_folder import NAME, PhotoFolder, is_file_with, write_private
from app.records.ward_reading import ward_ids


def names_of(path: Path) -> Path:
    """The list of the photos of a backup."""
    return path.with_suffix(".photos")


def copy_out(copy: Path, path: Path, photos: PhotoFolder) -> tuple[int, int]:
    """Brings the photos that `copy` names into the folder of the backup `path`; (how many it has, how many it lacks).

    Raises the errors of a disk.
    """
    shelf = path.parent / NAME
    shelf.mkdir(mode=0o700, exist_ok=True)
    rows, missing = _whole(copy), 0
    for ward_id, row in rows:
        kept = shelf / f"{row['kept']}.jpg"
        if is_file_with(kept, row["kept"]):
            continue
        lying = photos.file(ward_id, row["feedback"], row["sent"])
        if is_file_with(lying, row["kept"]):
            part = kept.with_suffix(".part")
            write_private(part, lying.read_bytes())
            copying.publish(part, kept)
        else:
            missing += 1
    names = "".join(f"{row['kept']}\n" for _ward, row in rows)
    write_private(names_of(path), names.encode())
    return len(rows) - missing, missing


def prune(folder: Path, kept: list[Path]) -> None:
    """Takes away the photos that no backup in the folder names any more."""
    lists = [names_of(path) for path in kept]
    named = {name for each in lists if each.exists() for name in each.read_text().split()}
    for path in (folder / NAME).glob("*.jpg"):
        if path.stem not in named:
            path.unlink(missing_ok=True)


def missing_beside(path: Path) -> tuple[int, int]:
    """(how many photos a backup names, how many of them do not lie beside it as they were)."""
    rows, shelf = _whole(path), path.parent / NAME
    return len(rows), sum(not is_file_with(shelf / f"{row['kept']}.jpg", row["kept"]) for _ward, row in rows)


def missing_here(opened, photos: PhotoFolder) -> tuple[int, int]:
    """(how many photos an opened database names, how many of them do not lie on the disk as they were made)."""
    rows = _named(opened)
    lying = (photos.file(ward_id, row["feedback"], row["sent"]) for ward_id, row in rows)
    return len(rows), sum(not is_file_with(path, row["kept"]) for path, (_ward, row) in zip(lying, rows, strict=True))


def bring_back(path: Path, photos: PhotoFolder, stamp: str) -> tuple[int, int]:
    """Puts the photos of a backup in their places; (how many lie there now, how many are missing).

    What lies there and the backup does not know is set aside: nobody could see it, nor erase it when its time is over.
    """
    rows, shelf, missing = _whole(path), path.parent / NAME, 0
    for ward_id, row in rows:
        if is_file_with(photos.file(ward_id, row["feedback"], row["sent"]), row["kept"]):
            continue
        kept = shelf / f"{row['kept']}.jpg"
        if is_file_with(kept, row["kept"]):
            photos.keep(ward_id, row["feedback"], row["sent"], kept.read_bytes())
        else:
            missing += 1
    known = {(ward_id, row["feedback"], row["sent"]) for ward_id, row in rows}
    for ward_id, feedback, sent, lying in list(photos.files()):
        if (ward_id, feedback, sent) not in known:
            aside = photos.root.with_name(f"{NAME}.replaced-{stamp}") / str(ward_id) / feedback
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(lying, aside / lying.name)
    return len(rows) - missing, missing


def _whole(path: Path) -> list[tuple[int, dict]]:
    with copying.opened_copy(path) as opened:
        return _named(opened)


def _named(opened) -> list[tuple[int, dict]]:
    """[(ward, row)] of every photo that a database says is whole: of feedback, and of notices on the boards."""
    return [
        (ward_id, row)
        for ward_id in ward_ids(opened)
        for row in (*feedback_photo.whole(opened, ward_id), *notice.whole_photos(opened, ward_id))
    ]
