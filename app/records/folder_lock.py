"""Who works in a data folder: any number of servers and backups at once, or one restore alone.

A lock of the operating system: it ends with the process that holds it, however that ends.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from app.problems import Problem

_NAME = "in-use.lock"


def share(folder: Path) -> int:
    """Holds the folder until the process (and what it forked) ends, or the handle is closed.

    Raises Problem("restore_runs").
    """
    return _lock(folder / _NAME, fcntl.LOCK_SH, "restore_runs")


@contextmanager
def shared(folder: Path):
    handle = share(folder)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path):
    """Raises Problem("server_runs") while anybody else is there."""
    handle = _lock(folder / _NAME, fcntl.LOCK_EX, "server_runs")
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def one_backup_at_a_time(folder: Path):
    """Raises Problem("backup_runs") while another one writes into the same folder."""
    handle = _lock(folder / ".backup.lock", fcntl.LOCK_EX, "backup_runs")
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def passing(folder: Path) -> Iterator[Path]:
    """A folder below this one, for as long as something is being made in it.

    What a process that was killed has left beside it is wiped: it is nobody's now. What another process still works in
    is locked by it.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    door = os.open(folder, os.O_RDONLY)
    try:
        # One at a time looks round and makes its own, so that a new folder is never seen before it is locked.
        fcntl.flock(door, fcntl.LOCK_EX)
        for left in folder.iterdir():
            if (abandoned := _lock_free(left)) is not None:
                shutil.rmtree(left)
                os.close(abandoned)
        own = Path(mkdtemp(dir=folder))
        lock = _lock_free(own)
    finally:
        os.close(door)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        os.close(lock)


def _lock_free(folder: Path) -> int | None:
    """The lock of a folder that nobody holds; None where somebody does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _lock(path: Path, how: int, otherwise: str) -> int:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        # Whoever ran a command as another user once has left a lock that the server's user cannot open.
        raise Problem("backup_folder", folder=path, reason=error.strerror) from error
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise Problem(otherwise) from error
    return handle
