"""Notices (thông báo, tờ rơi), their postings in the neighbourhoods, and the photos of these."""

from peewee import BigIntegerField, BooleanField, TextField, fn

from app.records.base import Row, found, listed, ward_key
from app.records.compiled import compiled
from app.rules.notice_posting import COVERING


class Notice(Row):
    """Columns and what stands in them at first: rules.notice."""

    id = TextField()
    v = BigIntegerField()
    state = TextField(default="draft")
    kind = TextField(default="notice")
    title = TextField(default="")
    number = TextField(default="")
    text = TextField(default="")
    speech = TextField(default="")
    poster = TextField(default="")
    procedure = TextField(default="")
    audience = TextField(default="")
    post_by = TextField(default="")
    expires_on = TextField(default="")
    on_screen = BooleanField(default=False)
    made_at = BigIntegerField(default=0)
    made_by = TextField(default="")
    sent_at = BigIntegerField(null=True)
    sent_on = TextField(default="")
    sent_by = TextField(default="")
    withdrawn_at = BigIntegerField(null=True)
    withdrawn_by = TextField(default="")
    withdraw_reason = TextField(default="")
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "state", "expires_on"), False),
            (("ward_id", "made_at"), False),
        )


class NoticePosting(Row):
    """One place where a notice hangs, was handed out or was read aloud: rules.notice_posting."""

    id = TextField()
    v = BigIntegerField()
    notice = TextField()
    neighbourhood = TextField()
    way = TextField(default="board")
    place = TextField(default="")
    posted_on = TextField(default="")
    note = TextField(default="")
    photo = TextField(default="")
    state = TextField(default="posted")
    posted_at = BigIntegerField(default=0)
    posted_by = TextField(default="")
    ended_on = TextField(default="")
    ended_by = TextField(default="")
    reason = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "notice", "neighbourhood"), False),)


class NoticePhoto(Row):
    """What became of the photo of a posting, beside the ledger, as feedback_photo. `sent`, `kept`: SHA-256 of what was
    sent and of the file as it was made anew here; `state`: whole | erased; `ended_at`: ms.
    """

    posting = TextField()
    sent = TextField()
    state = TextField(default="whole")
    kept = TextField(default="")
    ended_at = BigIntegerField(default=0)

    class Meta:
        primary_key = ward_key("posting", "sent")


def notice(ward_id: int, notice_id: str) -> dict | None:
    return found(Notice.select().where(Notice.ward_id == ward_id, Notice.id == notice_id))


def _asked(ward_id: int, standing: str, today: str, words: list[str], neighbourhood: str):
    """`standing`: as rules.notice.standing says it, "" for any. `neighbourhood`: sent to it, "" for any."""
    query = Notice.select().where(Notice.ward_id == ward_id)
    if standing == "running":
        query = query.where(Notice.state == "sent", Notice.expires_on >= today)
    elif standing == "over":
        query = query.where(((Notice.state == "sent") & (Notice.expires_on < today)) | (Notice.state == "withdrawn"))
    elif standing:
        query = query.where(Notice.state == standing)
    for word in words:
        query = query.where(Notice.folded.contains(word))
    if neighbourhood:
        query = query.where(Notice.sent_at.is_null(False), Notice.audience.contains(f" {neighbourhood} "))
    return query


def count(ward_id: int, standing: str, today: str, words=(), neighbourhood: str = "") -> int:
    return _asked(ward_id, standing, today, list(words), neighbourhood).count()


def page(
    ward_id: int, standing: str, today: str, limit: int, offset: int, words=(), neighbourhood: str = ""
) -> list[dict]:
    """The latest first."""
    query = _asked(ward_id, standing, today, list(words), neighbourhood)
    return listed(query.order_by(Notice.made_at.desc(), Notice.id).limit(limit).offset(offset))


def sent_to(ward_id: int, neighbourhood: str, limit: int) -> list[dict]:
    """What this neighbourhood was sent, the latest first, withdrawn ones too."""
    query = _asked(ward_id, "", "", [], neighbourhood)
    return listed(query.order_by(Notice.sent_at.desc(), Notice.id).limit(limit))


def postings(ward_id: int, notice_ids, neighbourhood: str = "") -> dict[str, list[dict]]:
    """{notice: its postings}, those that were written by mistake too, oldest first."""
    made: dict[str, list[dict]] = {one: [] for one in notice_ids}
    if not made:
        return made
    query = NoticePosting.select().where(NoticePosting.ward_id == ward_id, NoticePosting.notice.in_(list(made)))
    if neighbourhood:
        query = query.where(NoticePosting.neighbourhood == neighbourhood)
    for row in listed(query.order_by(NoticePosting.posted_on, NoticePosting.id)):
        made[row["notice"]].append(row)
    return made


def posting(ward_id: int, posting_id: str) -> dict | None:
    return found(NoticePosting.select().where(NoticePosting.ward_id == ward_id, NoticePosting.id == posting_id))


def covered_counts(ward_id: int, notice_ids) -> dict[str, int]:
    """{notice: how many neighbourhoods have it hanging or handed out at some time}."""
    query = (
        NoticePosting.select(NoticePosting.notice, fn.COUNT(NoticePosting.neighbourhood.distinct()).alias("n"))
        .where(
            NoticePosting.ward_id == ward_id,
            NoticePosting.notice.in_(list(notice_ids)),
            NoticePosting.state != "void",
            NoticePosting.way.in_(sorted(COVERING)),
        )
        .group_by(NoticePosting.notice)
    )
    return {row["notice"]: row["n"] for row in listed(query)}


def on_screen(ward_id: int, today: str) -> list[dict]:
    """Those that the screens of the lobbies show today."""
    return _on_screen(ward_id, today)


@compiled
def _on_screen(ward_id, today):
    query = Notice.select().where(Notice.ward_id == ward_id, Notice.state == "sent", Notice.expires_on >= today)
    return query.where(Notice.on_screen).order_by(Notice.sent_at, Notice.id)


def photo(ward_id: int, posting_id: str) -> dict | None:
    """What became of the photo of a posting; None while there is none."""
    return found(NoticePhoto.select().where(NoticePhoto.ward_id == ward_id, NoticePhoto.posting == posting_id))


def photos(ward_id: int, posting_ids) -> dict[str, str]:
    """{posting: state of its photo}."""
    query = NoticePhoto.select().where(NoticePhoto.ward_id == ward_id, NoticePhoto.posting.in_(list(posting_ids)))
    return {row["posting"]: row["state"] for row in listed(query)}


def keep_photo(ward_id: int, posting_id: str, sent: str, kept: str, now: int) -> None:
    """Writes once that a photo lies on the disk, behind the ward's lock. Time in ms."""
    if photo(ward_id, posting_id) is None:
        NoticePhoto.insert(ward_id=ward_id, posting=posting_id, sent=sent, kept=kept, ended_at=now).execute()


def whole_photos(opened, ward_id: int) -> list[dict]:
    """Every photo that must lie on the disk, of any opened database, in the shape of feedback_photo.whole."""
    query = NoticePhoto.select(NoticePhoto.posting.alias("feedback"), NoticePhoto.sent, NoticePhoto.kept)
    query = query.where(NoticePhoto.ward_id == ward_id, NoticePhoto.state == "whole")
    return list(query.order_by(NoticePhoto.posting, NoticePhoto.sent).dicts().execute(opened))


def photos_due(ward_id: int, before: str, limit: int) -> list[tuple[str, str]]:
    """(posting, photo) of whole photos whose notice was over before a day."""
    query = (
        NoticePhoto.select(NoticePhoto.posting, NoticePhoto.sent)
        .join(
            NoticePosting,
            on=(NoticePosting.ward_id == NoticePhoto.ward_id) & (NoticePosting.id == NoticePhoto.posting),
        )
        .join(Notice, on=(Notice.ward_id == NoticePosting.ward_id) & (Notice.id == NoticePosting.notice))
        .where(
            NoticePhoto.ward_id == ward_id,
            NoticePosting.ward_id == ward_id,
            Notice.ward_id == ward_id,
            NoticePhoto.state == "whole",
            Notice.expires_on < before,
        )
    )
    return [(row["posting"], row["sent"]) for row in listed(query.order_by(NoticePhoto.posting).limit(limit))]


def erase_photo(ward_id: int, posting_id: str, sent: str, now: int) -> None:
    """Its file is gone or goes now."""
    NoticePhoto.update(state="erased", kept="", ended_at=now).where(
        NoticePhoto.ward_id == ward_id, NoticePhoto.posting == posting_id, NoticePhoto.sent == sent
    ).execute()
