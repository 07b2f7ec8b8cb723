"""The brake on guessing passwords: after some failures each further one waits twice as long."""

from dataclasses import dataclass

WINDOW_MS = 15 * 60 * 1000
LONGEST_MS = 15 * 60 * 1000
FORGOTTEN_MS = WINDOW_MS + LONGEST_MS


@dataclass(frozen=True)
class Limit:
    """`free` failures within the window cost nothing; the next waits `first_wait_ms`, then twice that, and so on."""

    free: int
    first_wait_ms: int


LOGIN = Limit(free=5, first_wait_ms=60_000)
# Many people may share one lobby's address.
ADDRESS = Limit(free=40, first_wait_ms=60_000)
# What strangers send: a lobby full of phones answering at once stays far below it.
CITIZENS = Limit(free=1_000, first_wait_ms=60_000)


def wait_ms(tries: dict, now: int) -> int:
    """How long this subject still has to wait; 0 when it may try."""
    return max(0, tries["blocked_until_at"] - now)


def failed(tries: dict, limit: Limit, now: int) -> dict:
    """The row after one more failure."""
    fresh = now - tries["first_at"] > WINDOW_MS and tries["blocked_until_at"] < now
    count = 1 if fresh else tries["count"] + 1
    blocked = 0
    if count >= limit.free:
        blocked = now + min(LONGEST_MS, limit.first_wait_ms * 2 ** min(10, count - limit.free))
    return {**tries, "count": count, "first_at": now if fresh else tries["first_at"], "blocked_until_at": blocked}
