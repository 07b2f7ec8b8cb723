"""Certifications (chứng thực): given at once, entered in the register."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, ward_key


class Certification(Row):
    """One visit for certification; `lines` as JSON, each kind of paper with the number of its own."""

    id = TextField()
    v = BigIntegerField()
    procedure = TextField()
    procedure_code = TextField()
    procedure_name = TextField()
    variant = TextField(default="")
    register = TextField()
    year = BigIntegerField()
    first_number = BigIntegerField()
    last_number = BigIntegerField()
    name = TextField()
    lines = TextField()
    copies = BigIntegerField()
    exemption = TextField(default="")
    fee_total = BigIntegerField(default=0)
    fee_known = BooleanField(default=True)
    fee_paid = BigIntegerField(default=0)
    fee_receipt = TextField(default="")
    signer = TextField(default="")
    note = TextField(default="")
    certified_at = BigIntegerField()
    certified_on = TextField()
    due_at = BigIntegerField(null=True)
    staff = TextField()
    folded = TextField(default="")
    voided_at = BigIntegerField(null=True)
    void_reason = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "certified_at"), False),
            (("ward_id", "register", "year", "first_number"), False),
        )


def certification(ward_id: int, certification_id: str) -> dict | None:
    return found(Certification.select().where(Certification.ward_id == ward_id, Certification.id == certification_id))
