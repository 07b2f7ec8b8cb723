"""A tablet that lost its storage comes back under a new enrolment: nothing binds the two but what people called it."""

from app.rules.fleet import heard_at
from app.rules.text import fold


def earlier_selves(row: dict, rows: list[dict]) -> list[dict]:
    """Those of `rows` that were probably the same tablet before it was enrolled anew, the latest first.

    Same name at the same point, and never heard of since this one was enrolled.
    """
    name = fold(row["name"])
    before = [
        other
        for other in rows
        if name
        and other["id"] != row["id"]
        and fold(other["name"]) == name
        and other["support_point"] == row["support_point"]
        and heard_at(other) < row["enrolled_at"]
    ]
    return sorted(before, key=heard_at, reverse=True)


def later_self(row: dict, rows: list[dict]) -> dict | None:
    """The first enrolment that probably took this one's place, or None."""
    after = [other for other in rows if any(each["id"] == row["id"] for each in earlier_selves(other, rows))]
    return min(after, key=lambda other: other["enrolled_at"], default=None)
