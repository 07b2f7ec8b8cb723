"""Photos of feedback on the disk, below the data folder, readable by the server's own user alone (0700, 0600).

`<ward>/parts/<feedback>.<sent>` grows while a phone sends; `<ward>/<feedback>/<sent>.jpg` is whole. `sent` is the
SHA-256 of what the phone sends, so a name says nothing.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from app.records.copying import publish

NAME = "photos"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
# A stranger may begin many and finish none: the longest untouched gives way, and its phone begins it anew.
PARTS_MAX = 200


class PhotoFolder:
    """The photos of every ward below one data folder."""

    def __init__(self, data_dir: Path):
        self.root = data_dir / NAME

    def file(self, ward_id: int, feedback: str, sent: str) -> Path:
        """Where a whole one lies. Raises ValueError for what is no name of ours."""
        return self.root / str(int(ward_id)) / _checked(feedback, _ID) / f"{_checked(sent, _HASH)}.jpg"

    def part(self, ward_id: int, feedback: str, sent: str) -> Path:
        return self.root / str(int(ward_id)) / "parts" / f"{_checked(feedback, _ID)}.{_checked(sent, _HASH)}"

    def have(self, ward_id: int, feedback: str, sent: str) -> int:
        """How many bytes of an unfinished one are here."""
        with suppress(FileNotFoundError):
            return self.part(ward_id, feedback, sent).stat().st_size
        return 0

    def append(self, ward_id: int, feedback: str, sent: str, offset: int, piece: bytes) -> int:
        """Adds a piece that begins where the part ends; anything else changes nothing. How many bytes are here now."""
        path = self.part(ward_id, feedback, sent)
        _make(path.parent)
        if not path.exists():
            self._make_room(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # Two pages of one phone may send the same piece.
            fcntl.flock(handle, fcntl.LOCK_EX)
            have = os.fstat(handle).st_size
            if offset == have:
                have += os.pwrite(handle, piece, offset)
            return have
        finally:
            os.close(handle)

    def _make_room(self, parts: Path) -> None:
        held = sorted(parts.iterdir(), key=_touched)
        for old in held[: max(0, len(held) - PARTS_MAX + 1)]:
            old.unlink(missing_ok=True)

    def keep(self, ward_id: int, feedback: str, sent: str, picture: bytes) -> str:
        """Writes a whole one, safe on the disk when this returns; its SHA-256."""
        path = self.file(ward_id, feedback, sent)
        _make(path.parent)
        part = path.with_suffix(".new")
        write_private(part, picture)
        publish(part, path)
        return sha256(picture).hexdigest()

    def drop_part(self, ward_id: int, feedback: str, sent: str) -> None:
        self.part(ward_id, feedback, sent).unlink(missing_ok=True)

    def drop(self, ward_id: int, feedback: str, sent: str) -> None:
        """Takes a photo away, whole or not."""
        path = self.file(ward_id, feedback, sent)
        path.unlink(missing_ok=True)
        self.drop_part(ward_id, feedback, sent)
        with suppress(OSError):
            path.parent.rmdir()

    def old_parts(self, ward_id: int, before: int) -> Iterator[tuple[str, str]]:
        """(feedback, sent) of the parts that nothing was added to since a time (ms)."""
        parts = self.root / str(int(ward_id)) / "parts"
        for path in sorted(parts.iterdir()) if parts.is_dir() else ():
            if _touched(path) * 1000 < before:
                feedback, _dot, sent = path.name.partition(".")
                yield feedback, sent

    def files(self) -> Iterator[tuple[int, str, str, Path]]:
        """(ward, feedback, sent, path) of every whole one that lies here."""
        for path in sorted(self.root.glob("*/*/*.jpg")):
            ward, feedback, name = path.parts[-3:]
            if ward.isdigit():
                yield int(ward), feedback, name.removesuffix(".jpg"), path


def write_private(path: Path, content: bytes) -> None:
    """A new file that its owner alone may read, safe on the disk when this returns."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def is_file_with(path: Path, digest: str) -> bool:
    """Whether a file is there and has this SHA-256."""
    try:
        with path.open("rb") as file:
            held = sha256()
            while piece := file.read(1 << 20):
                held.update(piece)
    except OSError:
        return False
    return held.hexdigest() == digest


def _touched(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _make(folder: Path) -> None:
    # Each step by itself: the mode of mkdir(parents=True) holds for the last one alone.
    for step in (folder.parent.parent, folder.parent, folder):
        step.mkdir(mode=0o700, exist_ok=True)


def _checked(text: str, pattern: re.Pattern) -> str:
    if not pattern.fullmatch(text):
        raise ValueError("no name of a photo")
    return text
