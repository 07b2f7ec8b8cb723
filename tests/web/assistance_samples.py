"""Assistances as the ward has them, made through the door like any other."""

from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.ledger.release import accept_one
from app.web import sessions
from tests import people
from tests.ledger.devices import assistance_body

HOUR = 3600 * 1000
DAY = 24 * HOUR

MAI = {"name": "Hoàng Thị Mai Phương", "phone": "+84912345601", "consent": True}


def say(person: people.Someone, type_: str, entity: str, body: dict, ago: int = 0, base: int = 0) -> dict:
    """One operation of a person, `ago` ms before now; the door's result with the operation's id."""
    now = sessions.now_ms() - ago
    opened = intent(type_, entity, body, ward=people.ward_of(person), device=WEB, author=person.id, now=now, base=base)
    return accept_one(people.ward_of(person), WEB, opened, now) | {"op": opened.operation.id}


def recorded(person: people.Someone, ago: int = 0, **changed) -> str:
    """The id of a new assistance of this person."""
    entity = new_id()
    result = say(person, "assistance.record/1", entity, assistance_body(**changed), ago)
    assert result["status"] == "ok", result
    return entity


def amended(person: people.Someone, entity: str, new: dict, was: dict, base: int = 0) -> dict:
    return say(person, "assistance.amend/1", entity, {"set": new, "was": was, "reason": "sửa cho đúng"}, base=base)
