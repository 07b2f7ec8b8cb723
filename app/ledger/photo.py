"""Photos arrive in pieces, each with its hash, and go on from where the line broke; whole, they are made anew from
their pixels (picture.py). What never becomes whole is swept, what the ward need not keep any longer is erased.
"""

from hashlib import sha256

from app.ledger.picture import NotAPicture, anew
from app.records import feedback, feedback_photo, workday
from app.records.database import database, lock_ward
from app.records.photo_folder import PhotoFolder
from app.rules.clock import DAY_MS
from app.rules.feedback_photo import is_awaited, photos_of

AT_ONCE = 200


def take(
    folder: PhotoFolder, ward_id: int, row: dict | None, sent: str, offset: int, piece: bytes, now: int
) -> tuple[str, int]:
    """(state, bytes that are here) after a piece; an empty piece only asks. Time in ms.

    `row`: {"id", "received_at", "photos"} of the feedback, None for one that is not here. States: unknown (no such
    feedback, or not its photo), gone (no longer awaited), waiting, whole, refused (no picture), erased.
    """
    size = photos_of(row).get(sent, 0) if row else 0
    if not size:
        return "unknown", 0
    ended = feedback_photo.ended(ward_id, [row["id"]]).get(row["id"], {})
    if sent in ended:
        return ended[sent]["state"], size
    if not is_awaited(row, workday.office(ward_id)["photo_wait_days"], now):
        return "gone", 0
    have = folder.have(ward_id, row["id"], sent)
    if piece and offset == have and offset + len(piece) <= size:
        have = folder.append(ward_id, row["id"], sent, offset, piece)
    return _finished(folder, ward_id, row["id"], sent, now) if have == size else ("waiting", have)


def _finished(folder: PhotoFolder, ward_id: int, feedback_id: str, sent: str, now: int) -> tuple[str, int]:
    content = folder.part(ward_id, feedback_id, sent).read_bytes()
    if sha256(content).hexdigest() != sent:
        # Spoiled on the way or here: the phone still has it and begins again.
        folder.drop_part(ward_id, feedback_id, sent)
        return "waiting", 0
    try:
        picture = anew(content)
    except NotAPicture:
        state, kept = "refused", ""
    else:
        state, kept = "whole", folder.keep(ward_id, feedback_id, sent, picture)
    feedback_photo.end(ward_id, feedback_id, sent, state, kept, now)
    folder.drop_part(ward_id, feedback_id, sent)
    return state, len(content)


def erase_due(folder: PhotoFolder, ward_id: int, now: int) -> int:
    """Erases the photos of feedback that is over for so many days as the ward keeps them, and sweeps what never became
    whole; how many were erased. Time in ms.
    """
    settings = workday.office(ward_id)
    for feedback_id, sent in folder.old_parts(ward_id, now - settings["photo_wait_days"] * DAY_MS):
        folder.drop_part(ward_id, feedback_id, sent)
    due = feedback.photos_due(ward_id, now - settings["photo_keep_days"] * DAY_MS, AT_ONCE)
    for feedback_id, sent in due:
        folder.drop(ward_id, feedback_id, sent)
        with database.atomic():
            lock_ward(ward_id)
            feedback_photo.erase(ward_id, feedback_id, sent, now)
    return len(due)
