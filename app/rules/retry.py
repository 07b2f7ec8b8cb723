"""When what was parked is tried again by itself: what it waited for may have come meanwhile.

After 5 minutes, an hour and a day; and once after every upgrade of the rules. Nobody vouches for such a try, so what
needs a person (somebody who left, a shift that ran out) is not let in by it. Times in ms.
"""

AFTER_MS = (5 * 60_000, 60 * 60_000, 24 * 60 * 60_000)

BY_TIME = (
    "entity_unknown",
    "procedure_unknown",
    "shift_unknown",
    "author_unknown",
    "number_not_leased",
    "operation_error",
)
# What only somebody who vouches for it gets past.
FOR_A_PERSON = ("shift_expired", "shift_unknown", "author_inactive", "ticket_other_device")
# What its author gets past by signing in anew on the same tablet.
BY_SIGNING_IN = ("shift_expired", "shift_unknown")
# How a review was closed whose operation was let in in the end; else by a person's note.
RELEASED = "released"
BY_UPGRADE = ("type_unknown", "operation_error", "unreadable")


def next_at(code: str, raised_at: int, tries: int, now: int) -> int | None:
    """When something parked at `raised_at` under this code is tried next, `tries` having failed; None for not again.

    Never at once: whoever was down for days does not use up all tries in three minutes.
    """
    if code not in BY_TIME or tries >= len(AFTER_MS):
        return None
    return max(raised_at + AFTER_MS[tries], now + AFTER_MS[0])


def is_due(review: dict, now: int) -> bool:
    """Whether time has come for this parked operation. One that an older release parked was never given a time."""
    if review["outcome"] != "parked" or review["code"] not in BY_TIME:
        return False
    if review["retry_at"] is None:
        return review["tries"] == 0
    return review["retry_at"] <= now


def after_failure(review: dict, outcome: str, code: str, now: int) -> dict:
    """{"tries", "retry_at"} of a review that was tried and now stands under this outcome and code."""
    tries = review["tries"] + is_due(review, now)
    at = next_at(code, review["raised_at"], tries, now) if outcome == "parked" else None
    return {"tries": tries, "retry_at": at}
