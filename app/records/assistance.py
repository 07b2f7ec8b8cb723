"""Assistances (lượt hỗ trợ): what was done for whom at a point, and the difficulties met."""

from peewee import BigIntegerField, BooleanField, IntegerField, TextField

from app.records.base import Row, found, listed, ward_key


class Assistance(Row):
    id = TextField()
    v = IntegerField()
    happened_at = BigIntegerField()
    happened_on = TextField()
    recorded_at = BigIntegerField()
    support_point = TextField()
    shift = TextField(default="")
    staff = TextField()
    device = TextField()
    procedure = TextField(default="")
    help = TextField()
    channel = TextField()
    result = TextField()
    neighbourhood = TextField(default="")
    building = TextField(default="")
    apartment = TextField(default="")
    name = TextField(default="")
    phone = TextField(default="")
    consent = BooleanField(default=False)
    national_code = TextField(default="")
    minutes = IntegerField(default=0)
    note = TextField(default="")
    follow_up = BooleanField(default=False)
    tracking = TextField()
    folded = TextField(default="")
    voided_at = BigIntegerField(null=True)
    void_reason = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "happened_at", "id"), False),
            (("ward_id", "tracking"), False),
            (("ward_id", "shift"), False),
        )


class AssistanceDifficulty(Row):
    """One difficulty met in one assistance: a row each, so that they can be counted."""

    assistance = TextField()
    difficulty = TextField()

    class Meta:
        primary_key = ward_key("assistance", "difficulty")


def difficulties_of(ward_id: int, ids: list[str]) -> dict[str, list[str]]:
    """Difficulty codes of each assistance, sorted."""
    query = AssistanceDifficulty.select().where(
        AssistanceDifficulty.ward_id == ward_id, AssistanceDifficulty.assistance.in_(ids)
    )
    gathered: dict[str, list[str]] = {}
    for row in query.order_by(AssistanceDifficulty.difficulty).dicts():
        gathered.setdefault(row["assistance"], []).append(row["difficulty"])
    return gathered


def with_difficulties(ward_id: int, rows: list[dict]) -> list[dict]:
    """The same rows, each with its `difficulties` list."""
    gathered = difficulties_of(ward_id, [row["id"] for row in rows]) if rows else {}
    for row in rows:
        row["difficulties"] = gathered.get(row["id"], [])
    return rows


def assistance(ward_id: int, assistance_id: str) -> dict | None:
    row = found(Assistance.select().where(Assistance.ward_id == ward_id, Assistance.id == assistance_id))
    return with_difficulties(ward_id, [row])[0] if row else None


def assistances_of_shift(ward_id: int, shift_id: str) -> list[dict]:
    """In the order they happened; voided ones too (they are struck through on paper)."""
    query = Assistance.select().where(Assistance.ward_id == ward_id, Assistance.shift == shift_id)
    return with_difficulties(ward_id, listed(query.order_by(Assistance.happened_at, Assistance.id)))


def received(ward_id: int, tracking: str) -> bool:
    """Whether the record behind a slip has arrived. Says nothing else: strangers may ask."""
    return Assistance.select().where(Assistance.ward_id == ward_id, Assistance.tracking == tracking).exists()
