"""What strangers may ask of feedback: how one stands whose code they hold, and what was published. Never who spoke."""

from app.records.base import found, listed
from app.records.database import across_wards
from app.records.feedback import Feedback
from app.records.ward import Ward
from app.rules.feedback_course import names_speaker

# All that leaves this file: no name, no content, nobody whom it is about.
_STANDING = [
    getattr(Feedback, name)
    for name in (
        "ward_id",
        "id",
        "tracking",
        "state",
        "kind",
        "received_at",
        "received_on",
        "due_at",
        "answer_due_at",
        "forwarded_to",
        "photos",
        "rating",
    )
]
_PUBLISHED = [Feedback.id, Feedback.summary, Feedback.received_on, Feedback.published_at]


def standing(tracking: str) -> dict | None:
    """How the feedback with this code stands, in whatever ward of this server: a code does not say its ward."""
    with across_wards("a tracking code does not say its ward, and only status and days are told"):
        wards = Ward.select(Ward.id)
        return found(Feedback.select(*_STANDING).where(Feedback.ward_id.in_(wards), Feedback.tracking == tracking))


def receipt(ward_id: int, entity: str) -> dict:
    """What whoever sent it is told: {"tracking", "kind"}."""
    return found(
        Feedback.select(Feedback.tracking, Feedback.kind).where(Feedback.ward_id == ward_id, Feedback.id == entity)
    )


def answer(ward_id: int, entity: str) -> str:
    """What the ward answered, for whoever holds the code; "" for none, and for one that says who spoke."""
    wanted = Feedback.name, Feedback.phone, Feedback.answer
    row = found(Feedback.select(*wanted).where(Feedback.ward_id == ward_id, Feedback.id == entity))
    return "" if row is None or names_speaker(row, row["answer"]) else row["answer"]


def awaits_photos(ward_id: int, entity: str) -> dict | None:
    """{"id", "received_at", "photos"}: what is known before a piece of a photo is taken."""
    wanted = Feedback.id, Feedback.received_at, Feedback.photos
    return found(Feedback.select(*wanted).where(Feedback.ward_id == ward_id, Feedback.id == entity))


def published_count(ward_id: int) -> int:
    """How many outcomes the ward has published."""
    return _published(ward_id).count()


def published(ward_id: int, limit: int, offset: int = 0) -> list[dict]:
    """A page of them, the latest first."""
    rows = _published(ward_id).order_by(Feedback.published_at.desc(), Feedback.id)
    return listed(rows.limit(limit).offset(offset))


def _published(ward_id: int):
    return Feedback.select(*_PUBLISHED).where(Feedback.ward_id == ward_id, Feedback.published_at.is_null(False))
