"""How long somebody will wait: from the day's own serving times, as a range, and nothing where there is no ground.

Times in milliseconds. An estimate that looks exact is a promise nobody can keep: it is said in steps of five minutes.
"""

from collections.abc import Sequence
from statistics import median

# Fewer finished tickets than this say nothing about the next one.
LEAST_SERVED = 5
# The latest ones count: an hour with three counters says little of the hour with one.
LOOKED_AT = 20
STEP_MINUTES = 5
MOST_MINUTES = 180
# A counter that has called nobody for so long is not at work.
AT_WORK_MS = 30 * 60_000
# Shorter than this nobody was served: a slip of the finger.
_LEAST_MS = 20_000
_MINUTE_MS = 60_000


def counters_at_work(calls: Sequence[tuple[str, int]], now: int) -> int:
    """How many counters have called somebody lately. `calls`: (counter, when)."""
    return len({counter for counter, at in calls if now - at <= AT_WORK_MS})


def expected_wait(ahead: int, served: Sequence[tuple[int, int]], at_work: int) -> tuple[int, int] | None:
    """(at least, at most) minutes until the call, in steps of five; None: we do not know.

    `ahead`: how many are called before; `served`: (called, done) of the day's finished tickets, the latest first;
    `at_work`: how many counters call.
    """
    took = [done - called for called, done in served[:LOOKED_AT] if done - called >= _LEAST_MS]
    if len(took) < LEAST_SERVED or at_work < 1:
        return None
    each = median(took)
    # The one being served now is on average half done.
    least = each * max(ahead - 0.5, 0) / at_work * 0.75
    most = each * (ahead + 1) / at_work * 1.25
    low = int(least // (STEP_MINUTES * _MINUTE_MS)) * STEP_MINUTES
    high = -int(-most // (STEP_MINUTES * _MINUTE_MS)) * STEP_MINUTES
    if high > MOST_MINUTES:
        return None
    return low, max(high, low + STEP_MINUTES)


def waited_minutes(taken_at: int, until: int) -> int:
    """Whole minutes that somebody has waited; a clock that was set back makes it 0."""
    return max(0, until - taken_at) // _MINUTE_MS


def owed_apology(ticket: dict, now: int, threshold_minutes: int) -> bool:
    """Whether the desk is asked, once, to say sorry for the wait (“Khách chờ, được xin lỗi”). 0: never asked."""
    if threshold_minutes < 1 or ticket["apologised_at"] is not None:
        return False
    if ticket["state"] not in ("waiting", "called", "serving"):
        return False
    until = now if ticket["state"] == "waiting" else ticket["called_at"]
    return waited_minutes(ticket["taken_at"], until) >= threshold_minutes
