"""What a ward has sent to its city, and what a city's office has received of its wards. Sums of months, no person.

A city's office is a ward of its instance like any other; `ward_id` is whose side it is, on both sides.
"""

from peewee import BigIntegerField, IntegerField, TextField, fn

from app.records import batch, rating, rollup
from app.records.base import Row, found, listed, put, ward_key
from app.records.database import database, one_at_a_time
from app.rules import city
from app.rules.rating_report import SHOWN_FROM
from app.rules.survey import FACES


class CityLink(Row):
    """The ward's side. `whole_v`: where the ledger stood when everything had been sent. `trouble`: "" or why not."""

    ward_id = IntegerField(primary_key=True)
    link = TextField()
    linked_by = TextField()
    linked_at = BigIntegerField()
    whole_v = BigIntegerField(default=0)
    tried_at = BigIntegerField(null=True)
    sent_at = BigIntegerField(null=True)
    trouble = TextField(default="")


class CitySent(Row):
    """What was last sent of a month, as a checksum."""

    month = TextField()
    checksum = TextField()

    class Meta:
        primary_key = ward_key("month")


class CityMember(Row):
    """The city's side: a ward that may send."""

    id = TextField()
    name = TextField()
    secret_hash = TextField()
    added_by = TextField()
    added_at = BigIntegerField()
    revoked_at = BigIntegerField(null=True)
    heard_at = BigIntegerField(null=True)

    class Meta:
        primary_key = ward_key("id")


class CityMonth(Row):
    """Up to where the ledger of a member told of a month, and in which life of its server."""

    member = TextField()
    month = TextField()
    v = BigIntegerField()
    inc = TextField()

    class Meta:
        primary_key = ward_key("member", "month")


class CityCell(Row):
    member = TextField()
    month = TextField()
    name = TextField()
    a = TextField()
    b = TextField()
    n = BigIntegerField()
    minutes = BigIntegerField()

    class Meta:
        primary_key = ward_key("member", "month", "name", "a", "b")
        without_rowid = True


def link(ward_id: int) -> dict | None:
    return found(CityLink.select().where(CityLink.ward_id == ward_id))


def put_link(ward_id: int, text: str, by: str, now: int) -> None:
    """Another city knows nothing yet: everything is sent anew."""
    with database.atomic():
        CitySent.delete().where(CitySent.ward_id == ward_id).execute()
        row = {"whole_v": 0, "tried_at": None, "sent_at": None, "trouble": ""}
        put(CityLink, ward_id=ward_id, link=text, linked_by=by, linked_at=now, **row)


def drop_link(ward_id: int) -> None:
    CityLink.delete().where(CityLink.ward_id == ward_id).execute()


def note(ward_id: int, **told) -> None:
    CityLink.update(**told).where(CityLink.ward_id == ward_id).execute()


def sent_checksums(ward_id: int) -> dict[str, str]:
    return {row["month"]: row["checksum"] for row in listed(CitySent.select().where(CitySent.ward_id == ward_id))}


def note_sent(ward_id: int, month: str, checksum: str) -> None:
    put(CitySent, ward_id=ward_id, month=month, checksum=checksum)


def cells_to_send(ward_id: int, month: str, this_month: str) -> list[city.Cell]:
    """What the ward's roll-ups say of a month ("YYYY-MM"), in a fixed order."""
    cells = []
    for name, one in city.SUMS.items():
        for row in rollup.sums(ward_id, one.cube, month, month, one.by, one.where):
            a, b = (*(row[dimension] for dimension in one.by), "")[:2]
            cells.append(city.Cell(name, a, b, row["n"], row.get("minutes", 0)))
    if month < this_month:
        cells += _faces(ward_id, month)
    else:
        for row in rollup.sums(ward_id, "household_place", by=("state",)):
            cells.append(city.Cell(city.HOUSEHOLDS, row["state"], "", row["n"]))
    return sorted(cells, key=lambda cell: (cell.name, cell.a, cell.b))


def _faces(ward_id: int, month: str) -> list[city.Cell]:
    """Of a whole month that is over, five answers at least, as everywhere (rules/rating_report.py)."""
    levels: dict[int, int] = {}
    for row in rating.counted(ward_id, [month]):
        if row["survey"] == FACES and row["cut"] == "kind" and row["item"]:
            levels[row["value"]] = levels.get(row["value"], 0) + row["n"]
    if sum(levels.values()) < SHOWN_FROM:
        return []
    return [city.Cell(city.FACES, str(level), "", n) for level, n in levels.items()]


def first_month(ward_id: int) -> str:
    """The first month that anything is counted in, "" where nothing is."""
    row = rollup.RollUp.select(fn.MIN(rollup.RollUp.period)).where(
        rollup.RollUp.ward_id == ward_id, rollup.RollUp.period != ""
    )
    return (row.scalar() or "")[:7]


def members(ward_id: int) -> list[dict]:
    """Every ward that was ever let in, by name; never a hash."""
    shown = [field for field in CityMember._meta.sorted_fields if field is not CityMember.secret_hash]
    query = CityMember.select(*shown).where(CityMember.ward_id == ward_id)
    return listed(query.order_by(CityMember.name, CityMember.id))


def member(ward_id: int, member_id: str) -> dict | None:
    return found(CityMember.select().where(CityMember.ward_id == ward_id, CityMember.id == member_id))


def add_member(row: dict) -> None:
    CityMember.insert(**row).execute()


def revoke_member(ward_id: int, member_id: str, now: int) -> None:
    """What it sent stays; it sends nothing more."""
    CityMember.update(revoked_at=now).where(
        CityMember.ward_id == ward_id, CityMember.id == member_id, CityMember.revoked_at.is_null()
    ).execute()


def take_month(ward_id: int, member_id: str, told: city.Month, now: int) -> bool:
    """Puts a month in the place of what was told of it; False when something newer stands there. Time in ms."""
    with database.atomic():
        one_at_a_time(ward_id, "city months")
        CityMember.update(heard_at=now).where(CityMember.ward_id == ward_id, CityMember.id == member_id).execute()
        of_month = CityMonth.ward_id == ward_id, CityMonth.member == member_id, CityMonth.month == told.month
        held = found(CityMonth.select().where(*of_month))
        if held and held["inc"] == told.inc and held["v"] > told.v:
            return False
        put(CityMonth, ward_id=ward_id, member=member_id, month=told.month, v=told.v, inc=told.inc)
        CityCell.delete().where(
            CityCell.ward_id == ward_id, CityCell.member == member_id, CityCell.month == told.month
        ).execute()
        place = {"ward_id": ward_id, "member": member_id, "month": told.month}
        fields = ("name", "a", "b", "n", "minutes")
        batch.insert(CityCell, [place | {name: getattr(cell, name) for name in fields} for cell in told.cells])
    return True


def cells_of(ward_id: int, first: str, last: str, member_id: str = "") -> dict[str, list[dict]]:
    """{member: its cells of some months, both included}; of one member only, when it is named."""
    query = CityCell.select().where(CityCell.ward_id == ward_id, CityCell.month >= first, CityCell.month <= last)
    if member_id:
        query = query.where(CityCell.member == member_id)
    gathered: dict[str, list[dict]] = {}
    for row in query.dicts():
        gathered.setdefault(row["member"], []).append(row)
    return gathered
