"""Certifications (chứng thực): given at once, entered in the register."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, listed, ward_key


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


def certifications_between(ward_id: int, from_at: int, before_at: int) -> list[dict]:
    """Those of a time, the latest first, voids too. Times in ms."""
    query = Certification.select().where(
        Certification.ward_id == ward_id, Certification.certified_at >= from_at, Certification.certified_at < before_at
    )
    return listed(query.order_by(Certification.certified_at.desc(), Certification.id.desc()))


def latest_certifications(ward_id: int, most: int) -> list[dict]:
    """The latest of the ward, whoever made them: what people came with lately, who signed."""
    query = Certification.select().where(Certification.ward_id == ward_id, Certification.voided_at.is_null())
    return listed(query.order_by(Certification.certified_at.desc(), Certification.id.desc()).limit(most))


def certifications(ward_id: int, ids) -> dict[str, dict]:
    """Those of these ids, by id."""
    query = Certification.select().where(Certification.ward_id == ward_id, Certification.id.in_(list(ids)))
    return {row["id"]: row for row in listed(query)}
