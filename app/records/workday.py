"""The ward's calendar as it put it itself: exceptional days, and the office's hours and settings."""

from peewee import SQL, BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, listed, ward_key
from app.rules.office import DEFAULT


class Workday(Row):
    """`id` is the day, "YYYY-MM-DD". Days that stand in no row are as the shipped table or their weekday says."""

    id = TextField()
    v = BigIntegerField()
    working = BooleanField()
    kind = TextField()
    name = TextField()
    certainty = TextField()
    source = TextField(default="")
    reason = TextField(default="")

    class Meta:
        primary_key = ward_key("id")


class Office(Row):
    id = TextField()
    v = BigIntegerField()
    morning_from = TextField()
    morning_to = TextField()
    afternoon_from = TextField()
    afternoon_to = TextField()
    cutoff = TextField()
    saturday_duty = BooleanField(default=False)
    saturday_text = TextField(default="")
    counter_name = TextField(default="")
    counter_address = TextField(default="")
    counter_phone = TextField(default="")
    signer_title = TextField(default="")
    signer_name = TextField(default="")
    late_per_official = BigIntegerField(default=0)
    late_per_unit_percent = BigIntegerField(default=0)
    identity_line = BooleanField(default=False)
    public_board = BooleanField(default=True)
    feedback_classify_days = BigIntegerField(default=2, constraints=[SQL("DEFAULT 2")])
    feedback_answer_days = BigIntegerField(default=10, constraints=[SQL("DEFAULT 10")])
    rating_days = BigIntegerField(default=90, constraints=[SQL("DEFAULT 90")])
    rating_service = TextField(default="2026", constraints=[SQL("DEFAULT '2026'")])
    rating_ten = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    rating_four = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    feedback_alike_days = BigIntegerField(default=14, constraints=[SQL("DEFAULT 14")])
    photo_wait_days = BigIntegerField(default=30, constraints=[SQL("DEFAULT 30")])
    photo_keep_days = BigIntegerField(default=365, constraints=[SQL("DEFAULT 365")])
    report_cut_day = BigIntegerField(default=14, constraints=[SQL("DEFAULT 14")])
    open_data = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])

    class Meta:
        primary_key = ward_key("id")


def workdays(ward_id: int) -> list[dict]:
    return listed(Workday.select().where(Workday.ward_id == ward_id).order_by(Workday.id))


def workday(ward_id: int, day: str) -> dict | None:
    return found(Workday.select().where(Workday.ward_id == ward_id, Workday.id == day))


def own_office(ward_id: int) -> dict | None:
    """The row the ward has put, if any."""
    return found(Office.select().where(Office.ward_id == ward_id))


def office(ward_id: int) -> dict:
    """The ward's settings; the usual ones (v = 0) until it has put its own."""
    return own_office(ward_id) or {**DEFAULT, "ward_id": ward_id}
