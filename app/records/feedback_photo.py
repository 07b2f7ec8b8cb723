"""Which photos of feedback have come to an end: whole on the disk, refused, or erased. Beside the ledger: the operation
says which photos belong to it (their hashes), this table what became of each. What is still on its way has no row.
"""

from peewee import BigIntegerField, TextField

from app.records.base import Row, listed, ward_key
from app.records.database import database, one_at_a_time


class FeedbackPhoto(Row):
    """`sent`: SHA-256 of what the phone sent, as the operation names it. `state`: whole | refused | erased.

    `kept`: SHA-256 of the file as it was made anew here, "" for none. `ended_at`: ms.
    """

    feedback = TextField()
    sent = TextField()
    state = TextField(default="whole")
    kept = TextField(default="")
    ended_at = BigIntegerField(default=0)

    class Meta:
        primary_key = ward_key("feedback", "sent")


def ended(ward_id: int, feedback_ids) -> dict[str, dict[str, dict]]:
    """{feedback: {hash of what was sent: row}} of the photos that have come to an end."""
    found: dict[str, dict[str, dict]] = {}
    query = FeedbackPhoto.select().where(
        FeedbackPhoto.ward_id == ward_id, FeedbackPhoto.feedback.in_(list(feedback_ids))
    )
    for row in listed(query):
        found.setdefault(row["feedback"], {})[row["sent"]] = row
    return found


def end(ward_id: int, feedback_id: str, sent: str, state: str, kept: str, now: int) -> None:
    """Writes once what became of a photo. Time in ms."""
    with database.atomic():
        one_at_a_time(ward_id, "photos")
        if sent not in ended(ward_id, [feedback_id]).get(feedback_id, {}):
            FeedbackPhoto.insert(
                ward_id=ward_id, feedback=feedback_id, sent=sent, state=state, kept=kept, ended_at=now
            ).execute()


def whole(opened, ward_id: int) -> list[dict]:
    """Every photo that must lie on the disk, of any opened database."""
    query = FeedbackPhoto.select().where(FeedbackPhoto.ward_id == ward_id, FeedbackPhoto.state == "whole")
    return list(query.order_by(FeedbackPhoto.feedback, FeedbackPhoto.sent).dicts().execute(opened))


def erase(ward_id: int, feedback_id: str, sent: str, now: int) -> None:
    """Its file is gone or goes now."""
    FeedbackPhoto.update(state="erased", kept="", ended_at=now).where(
        FeedbackPhoto.ward_id == ward_id, FeedbackPhoto.feedback == feedback_id, FeedbackPhoto.sent == sent
    ).execute()
