"""People who work with the ward (người dùng). Passwords and sessions are not in the ledger: they are not history."""

from peewee import SQL, BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, listed, ward_key
from app.records.compiled import compiled
from app.rules.permissions import HEADS


class Staff(Row):
    id = TextField()
    v = BigIntegerField()
    login = TextField()
    name = TextField()
    sort_key = TextField(default="")
    role = TextField()
    neighbourhood = TextField(default="")
    support_point = TextField(default="")
    unit = TextField(default="", constraints=[SQL("DEFAULT ''")])
    active = BooleanField(default=True)

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "login"), True),)


class StaffPassword(Row):
    """argon2 hash of a person's password; set apart so that it is never read with the person."""

    staff = TextField()
    hash = TextField()
    must_change = BooleanField(default=False)
    changed_at = BigIntegerField()

    class Meta:
        primary_key = ward_key("staff")


class StaffSession(Row):
    """One signed-in browser. `token_hash` is the SHA-256 of the cookie's secret: a stolen table signs nobody in."""

    token_hash = TextField()
    staff = TextField()
    created_at = BigIntegerField()
    seen_at = BigIntegerField()
    expires_at = BigIntegerField()

    class Meta:
        primary_key = ward_key("token_hash")
        indexes = ((("ward_id", "staff"), False),)


class SignInTry(Row):
    """Failed sign-ins of one login (or one address) in a window of time; the brake on guessing."""

    subject = TextField()
    count = BigIntegerField()
    first_at = BigIntegerField()
    blocked_until_at = BigIntegerField(default=0)

    class Meta:
        primary_key = ward_key("subject")


def staff(ward_id: int, staff_id: str) -> dict | None:
    return found(Staff.select().where(Staff.ward_id == ward_id, Staff.id == staff_id))


def staff_by_login(ward_id: int, login: str) -> dict | None:
    return found(Staff.select().where(Staff.ward_id == ward_id, Staff.login == login))


def all_staff(ward_id: int) -> list[dict]:
    """Sorted as Vietnamese people sort names: given name, family name, middle names."""
    return listed(
        Staff.select().where(Staff.ward_id == ward_id).order_by(Staff.active.desc(), Staff.sort_key, Staff.id)
    )


def active_admins(ward_id: int) -> list[str]:
    return [row["id"] for row in _active_admins(ward_id)]


@compiled
def _active_admins(ward_id):
    return Staff.select(Staff.id).where(Staff.ward_id == ward_id, Staff.role == "admin", Staff.active)


def with_heads(ward_id: int, reader: str) -> set[str]:
    """A person, and every head at work: all who may come to see what is made for the one."""
    heads = Staff.select(Staff.id).where(Staff.ward_id == ward_id, Staff.role.in_(sorted(HEADS)), Staff.active)
    return {reader, *(id_ for (id_,) in heads.tuples())}


def password_state(ward_id: int, staff_id: str) -> dict | None:
    """{"must_change", "changed_at"}, never the hash; None for somebody who has no password yet."""
    query = StaffPassword.select(StaffPassword.must_change, StaffPassword.changed_at)
    return found(query.where(StaffPassword.ward_id == ward_id, StaffPassword.staff == staff_id))


def temporary_passwords(ward_id: int) -> set[str]:
    """Ids of people who have not yet chosen a password of their own."""
    query = StaffPassword.select(StaffPassword.staff).where(StaffPassword.ward_id == ward_id, StaffPassword.must_change)
    return {row["staff"] for row in query.dicts()}


def names(ward_id: int) -> dict[str, str]:
    """{id: name} of everybody, those who left too: old records name them."""
    return {
        row["id"]: row["name"] for row in Staff.select(Staff.id, Staff.name).where(Staff.ward_id == ward_id).dicts()
    }


def sessions(ward_id: int) -> list[dict]:
    return listed(StaffSession.select().where(StaffSession.ward_id == ward_id))
