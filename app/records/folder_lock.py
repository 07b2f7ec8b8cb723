"""Who works in a data folder: any number of servers and backups at once, or one restore alone.

A lock of the operating system: it ends with the process that holds it, however that ends.
"""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

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
