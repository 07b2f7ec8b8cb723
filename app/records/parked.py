"""What is parked and should be tried again by itself."""

from app.records.compiled import compiled
from app.records.ledger_entry import Review


def to_try_again(
    ward_id: int, now: int, by_time: tuple[str, ...], by_upgrade: tuple[str, ...], rules: str, limit: int
) -> list[dict]:
    """Reviews of parked operations, oldest first: with a code of `by_time` whose time has come (ms), or with one of
    `by_upgrade` last tried under other rules than `rules`.
    """
    return _to_try_again(ward_id, now, by_time, by_upgrade, rules, limit)


@compiled
def _to_try_again(ward_id, now, by_time, by_upgrade, rules, limit):
    never_timed = Review.retry_at.is_null() & (Review.tries == 0)
    timely = Review.code.in_(by_time) & ((Review.retry_at <= now) | never_timed)
    upgraded = Review.code.in_(by_upgrade) & (Review.tried_with != rules)
    query = Review.select().where(
        Review.ward_id == ward_id, Review.closed_at.is_null(), Review.outcome == "parked", timely | upgraded
    )
    return query.order_by(Review.v).limit(limit)
