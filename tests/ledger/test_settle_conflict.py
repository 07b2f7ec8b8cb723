"""A choice between two values is a choice between the two that were seen: what changed since is never overwritten."""

import pytest

from app.ledger.envelope import new_id
from app.records import assistance, ledger_entry
from tests import people
from tests.web.assistance_samples import amended, recorded, say


@pytest.fixture
def conflict(app):
    """(entity, operation): Hà's note and minutes stand, Lan's later ones wait for a choice."""
    entity = recorded(people.LAN, note="lần một")
    amended(people.HA, entity, {"note": "của chị Hà", "minutes": 8}, {"note": "lần một", "minutes": 7})
    op = amended(people.LAN, entity, {"note": "của cô Lan", "minutes": 9}, {"note": "lần một", "minutes": 7})["op"]
    return entity, op


def settled(op, **body):
    result = say(people.HA, "review.settle/1", op, {"note": "", **body})
    return result["status"], result["code"]


def row(entity):
    return assistance.assistance(people.WARD, entity)


def is_open(op):
    return ledger_entry.review(people.WARD, op)["closed_at"] is None


SEEN = {"note": "của chị Hà", "minutes": 8}


def test_a_value_that_changed_since_it_was_seen_is_not_overwritten(conflict):
    entity, op = conflict
    amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
    assert settled(op, take=["note"], was=SEEN) == ("rejected", "values_changed")
    assert row(entity)["note"] == "của anh An"
    assert is_open(op)
    assert settled(op, take=["note"], was={**SEEN, "note": "của anh An"}) == ("ok", "")
    assert row(entity)["note"] == "của cô Lan"


def test_keeping_what_somebody_else_replaced_is_no_choice_either(conflict):
    entity, op = conflict
    amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
    assert settled(op, take=[], was=SEEN) == ("rejected", "values_changed")
    assert is_open(op)


def test_without_a_word_of_what_was_seen_only_what_was_in_conflict_may_be_replaced(conflict):
    entity, op = conflict
    amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
    assert settled(op, take=["note"]) == ("rejected", "values_changed")
    assert settled(op, take=["minutes"]) == ("ok", "")
    assert (row(entity)["note"], row(entity)["minutes"]) == ("của anh An", 9)


def test_another_field_may_change_meanwhile(conflict):
    entity, op = conflict
    amended(people.AN, entity, {"apartment": "1310"}, {"apartment": "1204"})
    assert settled(op, take=["note"], was=SEEN) == ("ok", "")
    assert (row(entity)["note"], row(entity)["apartment"]) == ("của cô Lan", "1310")


def test_two_conflicts_about_one_field_are_two_choices(conflict):
    entity, op = conflict
    other = amended(people.HUNG, entity, {"note": "của bác Hùng"}, {"note": "lần một"})
    assert other["code"] == "not_in_scope"
    second = amended(people.AN, entity, {"note": "của anh An"}, {"note": "lần một"})["op"]
    assert settled(op, take=["note"], was=SEEN) == ("ok", "")
    assert settled(second, take=["note"], was={"note": "của chị Hà"}) == ("rejected", "values_changed")
    assert settled(second, take=["note"], was={"note": "của cô Lan"}) == ("ok", "")
    assert row(entity)["note"] == "của anh An"


def test_a_void_record_takes_no_choice_but_the_conflict_can_be_closed(conflict):
    entity, op = conflict
    say(people.HA, "assistance.void/1", entity, {"reason": "ghi nhầm người"})
    assert settled(op, take=["note"], was=SEEN) == ("rejected", "already_void")
    assert settled(op, take=[], was=SEEN) == ("ok", "")
    assert row(entity)["note"] == "của chị Hà"


@pytest.mark.parametrize(
    "body",
    [
        {"take": ["note"], "was": {}},
        {"take": ["note"], "was": {"minutes": 8}},
        {"take": [], "was": {"phone": ""}},
        {"take": ["note"], "was": ["note"]},
        {"take": [{}], "was": SEEN},
        {"take": ["phone"], "was": SEEN},
        {"take": "note", "was": SEEN},
    ],
)
def test_a_choice_that_is_none_is_refused(conflict, body):
    entity, op = conflict
    assert settled(op, **body) == ("rejected", "body_invalid")
    assert row(entity)["note"] == "của chị Hà"
    assert is_open(op)


def test_only_a_desk_of_the_ward_chooses(conflict):
    _entity, op = conflict
    for person in (people.LAN, people.MINH, people.HUNG):
        result = say(person, "review.settle/1", op, {"take": ["note"], "was": SEEN, "note": ""})
        assert (result["status"], result["code"]) == ("rejected", "role_not_allowed")
    result = say(people.BINH, "review.settle/1", op, {"take": ["note"], "was": SEEN, "note": ""})
    assert (result["status"], result["code"]) == ("rejected", "entity_unknown")
    assert say(people.HA, "review.settle/1", new_id(), {"take": [], "note": ""})["code"] == "entity_unknown"
