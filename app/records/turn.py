"""A lock that is taken in the order of asking: nobody who waits to write is overtaken."""

import threading
from collections import deque


class Turn:
    """`threading.Lock` and SQLite's own busy handler let newcomers pass: one of eight threads may wait for 20 s."""

    def __init__(self):
        self._guard = threading.Lock()
        self._holder = 0
        self._waiting: deque[tuple[int, threading.Lock]] = deque()

    @property
    def is_mine(self) -> bool:
        """Whether the asking thread has it."""
        return self._holder == threading.get_ident()

    def take(self) -> None:
        """Returns when it is this thread's turn; which must not have it already."""
        me = threading.get_ident()
        with self._guard:
            if not self._holder:
                self._holder = me
                return
            if self._holder == me:
                raise RuntimeError("this thread has the turn already")
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append((me, mine))
        mine.acquire()  # until the one before hands over

    def hand_on(self) -> None:
        with self._guard:
            self._holder = 0
            if self._waiting:
                self._holder, next_one = self._waiting.popleft()
                next_one.release()

    def __enter__(self):
        self.take()
        return self

    def __exit__(self, *_error):
        self.hand_on()
