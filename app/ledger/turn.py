"""A lock that is taken in the order of asking: nobody who waits for the ledger is overtaken."""

import threading
from collections import deque
from contextlib import nullcontext

from app.records.database import writers_take_turns


class Turn:
    """`threading.Lock` and SQLite's own busy handler let newcomers pass: one of eight threads may wait for 20 s."""

    def __init__(self):
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self):
        with self._guard:
            if not self._taken:
                self._taken = True
                return self
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until the one before hands over
        return self

    def __exit__(self, *_error):
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_writers = Turn()


def turn_to_write():
    """To be held around every transaction of a device or of the ledger; entered before the transaction begins.

    On PostgreSQL the ward's own row is the queue (`records.database.lock_ward`): other wards write meanwhile.
    """
    return _writers if writers_take_turns() else nullcontext()
