"""What the ward's ledger does by itself: tries again what was parked, when time has passed or other rules judge,
ends what past days have left in the queue, erases what may no longer be kept, and counts the figures anew by night.

Any number of processes may do it at once: the same try is the same operation, and what is released is released.
"""

import logging
from hashlib import sha256
from uuid import UUID, uuid5

from app.ledger import notice_photo, photo
from app.ledger.accept import accept
from app.ledger.envelope import Opened, intent
from app.ledger.erasing import erase_due
from app.ledger.queue_day import close_past_days
from app.ledger.recount import count_nightly
from app.records import parked, ward
from app.records.photo_folder import PhotoFolder
from app.rules import fingerprint, retry
from app.rules.operation import SYSTEM

log = logging.getLogger(__name__)

# A ward that parked thousands is tended a minute at a time, so that its tablets are not kept waiting.
AT_ONCE = 100
_HOUR_MS = 3_600_000


def tend_all(now: int, photos: PhotoFolder | None = None) -> int:
    """`tend` for every ward; one that fails does not keep the others from it. Time in ms. `photos`: where they lie."""
    tried = 0
    for each in ward.all_wards():
        try:
            tried += tend(each["id"], now)
            close_past_days(each["id"], now)
            erase_due(each["id"], now)
            if photos is not None:
                photo.erase_due(photos, each["id"], now)
                notice_photo.erase_due(photos, each["id"], now)
            count_nightly(each["id"], now)
        except Exception as error:
            log.error("ward %s is not tended: %s", each["id"], type(error).__name__)
    return tried


def tend(ward_id: int, now: int) -> int:
    """Tries again what is due; returns how many operations. Time in ms."""
    rules = fingerprint.FINGERPRINT
    due = parked.to_try_again(ward_id, now, retry.BY_TIME, retry.BY_UPGRADE, rules, AT_ONCE)
    if due:
        accept(ward_id, SYSTEM, [_try(review, rules, now) for review in due], now)
    return len(due)


def _try(review: dict, rules: str, now: int) -> Opened:
    """Named by what is tried and why, so that two processes that see it in the same hour say one thing."""
    because = "time" if retry.is_due(review, now) else "upgrade"
    named = f"{because} {review['tries']} {rules} {now // _HOUR_MS}"
    op = str(uuid5(UUID(review["op"]), named))
    return intent(
        "review.release/1",
        review["op"],
        {"because": because},
        ward=review["ward_id"],
        device=SYSTEM,
        author=SYSTEM,
        now=now,
        op=op,
        salt=sha256(op.encode()).digest()[:16],
    )
