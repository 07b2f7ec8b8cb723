"""A name stands only with its consent, whatever two people change at once and whatever is chosen afterwards."""

import pytest

from app.ledger.envelope import intent
from app.ledger.founding import WEB
from app.ledger.release import accept_one
from app.records import assistance, ledger_entry
from tests import people
from tests.ledger.devices import Tablet


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


@pytest.fixture
def conflict(tablet):
    """(entity, operation): one clerk mended the name, another took away name and consent as the citizen asked."""
    made = tablet.record(name="Nguyễn Thị Hà", consent=True, follow_up=False)
    tablet.push(made)
    by_clerk("assistance.amend/1", made["e"], amendment({"name": "Nguyễn Thu Hà"}, {"name": "Nguyễn Thị Hà"}), tablet)
    withdrawn = amendment({"name": "", "consent": False}, {"name": "Nguyễn Thị Hà", "consent": True})
    result = by_clerk("assistance.amend/1", made["e"], withdrawn, tablet)
    assert result["status"] == "conflict"
    return made["e"], result["op"]


def amendment(new, was):
    return {"set": new, "was": was, "reason": "người dân yêu cầu"}


def by_clerk(type_, entity, body, tablet):
    opened = intent(type_, entity, body, ward=people.WARD, device=WEB, author=people.HA.id, now=tablet.now)
    return accept_one(people.WARD, WEB, opened, tablet.now)


def name_and_consent(entity):
    row = assistance.assistance(people.WARD, entity)
    return row["name"], bool(row["consent"])


def test_a_conflict_about_the_name_does_not_leave_it_without_its_consent(conflict):
    assert name_and_consent(conflict[0]) == ("Nguyễn Thu Hà", True)


def test_what_is_chosen_in_the_end_is_whole_too(conflict, tablet):
    entity, op = conflict
    result = by_clerk("review.settle/1", op, {"take": ["consent"], "note": ""}, tablet)
    assert (result["status"], result["code"]) == ("rejected", "body_invalid")
    assert ledger_entry.review(people.WARD, op)["closed_at"] is None
    assert by_clerk("review.settle/1", op, {"take": ["consent", "name"], "note": ""}, tablet)["status"] == "ok"
    assert name_and_consent(entity) == ("", False)


def test_of_a_void_row_nothing_is_changed_by_a_choice_but_the_choice_can_be_closed(conflict, tablet):
    entity, op = conflict
    by_clerk("assistance.void/1", entity, {"reason": "ghi nhầm người"}, tablet)
    result = by_clerk("review.settle/1", op, {"take": ["consent", "name"], "note": ""}, tablet)
    assert (result["status"], result["code"]) == ("rejected", "already_void")
    assert name_and_consent(entity) == ("Nguyễn Thu Hà", True)
    assert by_clerk("review.settle/1", op, {"take": [], "note": ""}, tablet)["status"] == "ok"
