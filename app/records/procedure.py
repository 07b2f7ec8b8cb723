"""The catalogue of procedures (thủ tục), with its versions: what was said to a citizen on a day can be read later."""

from peewee import SQL, BigIntegerField, BooleanField, TextField, fn

from app.records.base import Row, found, listed, ward_key
from app.records.compiled import compiled


class Procedure(Row):
    """One version of one procedure. `id` = code + "@" + version.

    `current`: the newest version that was published (in force or repealed); while there is none, the newest draft.
    """

    id = TextField()
    v = BigIntegerField()
    code = TextField()
    version = BigIntegerField()
    current = BooleanField(default=True)
    name = TextField()
    field = TextField(default="")
    authority = TextField(default="")
    time_text = TextField(default="")
    time_value = TextField(default="")
    time_unit = TextField(default="")
    cutoff_15h = BooleanField(default=False)
    fee_text = TextField(default="")
    level_scheme = TextField(default="")
    level = TextField(default="")
    level_text = TextField(default="")
    documents = TextField(default="")
    result = TextField(default="")
    legal_basis = TextField(default="")
    decision = TextField(default="")
    status = TextField(default="in_force")  # in_force | draft | repealed
    effective_from_on = TextField(default="")
    effective_to_on = TextField(default="")
    replaced_by = TextField(default="")
    source = TextField(default="")
    note = TextField(default="")
    words = TextField(default="")
    favourite = BigIntegerField(default=0)
    handling = TextField(default="", constraints=[SQL("DEFAULT ''")])  # JSON: rules/handling_check.py
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "code", "version"), True),)


def current_procedures(ward_id: int, status: str | None = "in_force") -> list[dict]:
    """Current versions, those shown first at a lobby point first."""
    return _current(ward_id, status)


@compiled
def _current(ward_id, status):
    query = Procedure.select().where(Procedure.ward_id == ward_id, Procedure.current)
    if status is not None:
        query = query.where(Procedure.status == status)
    # Favourites carry 1, 2, 3 …; 0 means not a favourite and comes after them.
    return query.order_by((Procedure.favourite == 0), Procedure.favourite, Procedure.field, Procedure.name)


def procedure(ward_id: int, code: str, version: int | None = None) -> dict | None:
    """One version, or the current one."""
    query = Procedure.select().where(Procedure.ward_id == ward_id, Procedure.code == code)
    query = query.where(Procedure.current) if version is None else query.where(Procedure.version == version)
    return found(query)


def versions(ward_id: int, code: str) -> list[dict]:
    query = Procedure.select().where(Procedure.ward_id == ward_id, Procedure.code == code)
    return listed(query.order_by(Procedure.version.desc()))


def newest_procedures(ward_id: int) -> list[dict]:
    """The newest version of every code, drafts included: what an import is compared with."""
    other = Procedure.alias()
    newest = other.select(fn.MAX(other.version)).where(other.ward_id == ward_id, other.code == Procedure.code)
    query = Procedure.select().where(Procedure.ward_id == ward_id, Procedure.version == newest)
    return listed(query.order_by(Procedure.field, Procedure.name))


def drafts(ward_id: int) -> list[dict]:
    """What waits to be published: codes whose newest version is a draft."""
    return [row for row in newest_procedures(ward_id) if row["status"] == "draft"]


def titles(ward_id: int) -> dict[str, dict]:
    """{code: {"code", "name", "level" (mức) at which it can be done online}}, of current versions, without the pages
    of text that each carries.
    """
    return {row["code"]: row for row in _titles(ward_id)}


@compiled
def _titles(ward_id):
    query = Procedure.select(Procedure.code, Procedure.name, Procedure.level)
    return query.where(Procedure.ward_id == ward_id, Procedure.current)
