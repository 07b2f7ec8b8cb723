"""Notices, their postings in the neighbourhoods, and what became of the photos of these. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Notice(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    state = TextField()
    kind = TextField()
    title = TextField()
    number = TextField()
    text = TextField()
    speech = TextField()
    poster = TextField()
    procedure = TextField()
    audience = TextField()
    post_by = TextField()
    expires_on = TextField()
    on_screen = BooleanField()
    made_at = BigIntegerField()
    made_by = TextField()
    sent_at = BigIntegerField(null=True)
    sent_on = TextField()
    sent_by = TextField()
    withdrawn_at = BigIntegerField(null=True)
    withdrawn_by = TextField()
    withdraw_reason = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "state", "expires_on"), False),
            (("ward_id", "made_at"), False),
        )


class NoticePosting(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    notice = TextField()
    neighbourhood = TextField()
    way = TextField()
    place = TextField()
    posted_on = TextField()
    note = TextField()
    photo = TextField()
    state = TextField()
    posted_at = BigIntegerField()
    posted_by = TextField()
    ended_on = TextField()
    ended_by = TextField()
    reason = TextField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "notice", "neighbourhood"), False),)


class NoticePhoto(Model):
    ward_id = IntegerField()
    posting = TextField()
    sent = TextField()
    state = TextField()
    kept = TextField()
    ended_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "posting", "sent")


def up(migrator, db):
    with db.bind_ctx((Notice, NoticePosting, NoticePhoto)):
        db.create_tables((Notice, NoticePosting, NoticePhoto), safe=False)


def down(migrator, db):
    with db.bind_ctx((Notice, NoticePosting, NoticePhoto)):
        db.drop_tables((NoticePhoto, NoticePosting, Notice))
