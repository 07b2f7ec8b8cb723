"""The photo of a board with a notice on it: made anew from its pixels, kept beside those of feedback, erased when the
notice is over for as long as the ward keeps photos.
"""

from hashlib import sha256

from app.ledger.picture import anew
from app.records import notice, workday
from app.records.database import database, lock_ward
from app.records.photo_folder import PhotoFolder
from app.rules.clock import DAY_MS, day_of

# What a camera makes of a board; a form sends it as it is.
BYTES_MAX = 12 * 1024 * 1024
AT_ONCE = 200


def name_of(content: bytes) -> str:
    """What the operation calls a photo: the SHA-256 of what was sent; "" of none."""
    return sha256(content).hexdigest() if content else ""


def made(content: bytes) -> bytes:
    """The picture as it is kept. Raises NotAPicture."""
    return anew(content, camera=True)


def keep(folder: PhotoFolder, ward_id: int, posting: str, sent: str, picture: bytes, now: int) -> None:
    """Safe on the disk and named in the table when this returns. Time in ms."""
    kept = folder.keep(ward_id, posting, sent, picture)
    with database.atomic():
        lock_ward(ward_id)
        notice.keep_photo(ward_id, posting, sent, kept, now)


def erase_due(folder: PhotoFolder, ward_id: int, now: int) -> int:
    """How many were erased. Time in ms."""
    before = day_of(now - workday.office(ward_id)["photo_keep_days"] * DAY_MS)
    due = notice.photos_due(ward_id, before, AT_ONCE)
    for posting, sent in due:
        folder.drop(ward_id, posting, sent)
        with database.atomic():
            lock_ward(ward_id)
            notice.erase_photo(ward_id, posting, sent, now)
    return len(due)
