"""Households through the door, on both databases: cards that two people mend, what was seen there, joins and rights."""

import json

import pytest

from app.ledger.envelope import new_id
from app.ledger.verify import verify_ward
from app.records import household as records
from app.records import ledger_entry
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules.household_fields import members_of
from app.rules.household_place import ORDER_LETTERS, looks_like, order_key, place_key
from app.rules.household_search import Asked
from tests import people
from tests.household_desk import LOAN, TDP7, TDP8, HouseholdDesk, hire
from tests.ledger.devices import Tablet

FORGOTTEN, PHONE = "vneid_passcode_forgotten", "no_smartphone"


@pytest.fixture
def desk(app):
    hire()
    return HouseholdDesk()


def asked(**said) -> list[str]:
    rows, _more = records.page(people.WARD, Asked(**said), 50)
    return [row["apartment"] for row in rows]


# the card


def test_two_people_who_mend_different_fields_both_win(desk):
    row = desk.add()
    desk.put(row, state="guided", follow_up=True, follow_up_on="2026-12-01")
    row = desk.put(desk.household(row), by=people.HUNG, label="Nhà bà Gái")
    assert (row["state"], row["state_on"], row["label"]) == ("guided", "2026-11-20", "Nhà bà Gái")


def test_two_values_of_one_field_wait_for_a_person_and_the_choice_is_written(desk):
    row = desk.add()
    desk.put(row, state="guided")
    result = desk.card(row, by=people.HUNG, was={"state": "unreached", "label": ""}, state="self", label="Nhà ông Bảy")
    assert (result["status"], result["code"]) == ("conflict", "values_conflict")
    held = desk.household(row)
    assert (held["state"], held["label"]) == ("guided", "Nhà ông Bảy")
    review = ledger_entry.review(people.WARD, result["op"])
    assert json.loads(review["details"])["conflicts"] == {"state": {"held": "guided", "new": "self"}}
    told = {"take": ["state"], "was": {"state": "guided"}, "note": ""}
    assert desk.send("review.settle/1", told, result["op"])["status"] == "ok"
    assert desk.household(row)["state"] == "self"
    desk.card(row, was={"state": "self"}, state="by_proxy")
    assert desk.household(row)["state"] == "by_proxy"


@pytest.mark.parametrize(
    ("card", "field"),
    [
        ({"head_name": "Trần Thị Gái"}, "consent"),
        ({"phone": "0912345678"}, "consent"),
        ({"apartment": "", "label": ""}, "apartment"),
        ({"state": "rich"}, "state"),
        ({"follow_up": True, "follow_up_on": "2026-02-30"}, "follow_up_on"),
        ({"follow_up": True, "follow_up_on": "2029-01-01"}, "follow_up_on"),
        ({"follow_up_on": "2026-12-01"}, "follow_up"),
        ({"members": [{"relation": "child", "born": 1066}]}, "members"),
        ({"members": [{"relation": "child", "born": 2010, "name": "Nguyễn Văn A"}]}, "members"),
        ({"label": "mật khẩu VNeID 123456"}, "label"),
    ],
)
def test_a_card_says_only_what_it_may(desk, card, field):
    before = records.count(people.WARD, Asked(here=""))
    body = {"set": {"neighbourhood": TDP7, "apartment": "1204", **card}, "was": {}}
    result = desk.send("household.put/1", body)
    assert (result["status"], result["code"]) in (("rejected", "body_invalid"), ("rejected", "text_secret"))
    assert field in json.loads(ledger_entry.review(people.WARD, result["op"])["details"])["fields"]
    assert records.count(people.WARD, Asked(here="")) == before


def test_members_are_a_relation_and_a_year_and_nothing_else(desk):
    row = desk.add(members=[{"relation": "child", "born": 2010}, {"relation": "spouse", "born": 0}])
    assert members_of(row["members"]) == [{"relation": "child", "born": 2010}, {"relation": "spouse", "born": 0}]


def test_a_place_has_one_key_in_every_spelling_and_corridors_their_order(desk):
    assert (
        place_key(TDP7, "Tòa CT1A", "P.1204") == place_key(TDP7, "ct1a", "căn hộ 1204") != place_key(TDP7, "", "1204")
    )
    assert place_key(TDP7, "Ngõ 5", "12/5") != place_key(TDP7, "Ngõ 5", "125")
    # It goes into the address of the next page.
    assert len(order_key("1a" * 30, "1a" * 10, "1a" * 30)) == ORDER_LETTERS
    for apartment in ("1204", "901", "302"):
        desk.add(apartment=apartment, label="Nhà bà Gái" if apartment == "901" else "")
    assert asked() == ["302", "901", "1204"]
    assert asked(words=(("nha ba gai",),)) == ["901"]


# who may


def test_a_lead_has_his_own_neighbourhood_and_no_other(desk):
    row, theirs = desk.add(), desk.add(neighbourhood=TDP8, apartment="55")
    for result in (
        desk.card(row, by=LOAN, state="self"),
        desk.card(theirs, by=LOAN, neighbourhood=TDP7),
        desk.card(row, by=people.HUNG, neighbourhood=TDP8),
        desk.visit(row, by=LOAN),
        desk.observe(row, PHONE, by=LOAN),
        desk.join(theirs, row, True, by=LOAN),
        desk.send("household.put/1", {"set": {"neighbourhood": TDP7, "apartment": "9"}, "was": {}}, by=LOAN),
        desk.send("household.import/1", {"set": {"neighbourhood": TDP7, "apartment": "9"}, "was": {}}, by=LOAN),
    ):
        assert (result["status"], result["code"]) == ("rejected", "not_in_scope")
    seen = desk.observe(row, PHONE)
    refused = desk.send("household.retract/1", {"reason": "nhầm căn hộ"}, seen["entity"], LOAN)
    assert refused["code"] == "not_in_scope"
    assert desk.card(row, by=people.LAN, state="self")["code"] == "role_not_allowed"
    assert desk.household(row) == row


# what was seen


def test_observations_never_conflict_and_are_retracted_with_a_reason(desk):
    row = desk.add()
    first = desk.observe(row, FORGOTTEN, PHONE)
    desk.observe(row, PHONE, by=people.HA, source="call")
    assert records.difficulty_ranks(people.WARD, TDP7, 5) == [(PHONE, 1), (FORGOTTEN, 1)]
    assert asked(difficulty=FORGOTTEN) == ["1204"]
    assert desk.send("household.retract/1", {"reason": "x"}, first["entity"], people.HUNG)["code"] == "reason_needed"
    # The entity is the first difficulty in the order of their codes.
    assert desk.row(first["entity"], "household_observation")["difficulty"] == PHONE
    told = desk.send("household.retract/1", {"reason": "đã mua máy mới"}, first["entity"], people.HUNG)
    assert told["status"] == "ok"
    # Somebody else's stands.
    assert records.with_difficulties(people.WARD, [dict(row)])[0]["difficulties"] == [PHONE, FORGOTTEN]
    again = desk.send("household.retract/1", {"reason": "đã mua máy mới"}, first["entity"], people.HUNG)
    assert again["code"] == "household_retracted"


def test_a_visit_moves_the_household_and_leaves_what_it_saw(desk):
    row = desk.add(follow_up=True, follow_up_on="2026-11-18")
    (due,) = records.follow_ups(people.WARD, TDP7, "2026-11-20", 10)
    assert (due["id"], due["due"]) == (row["id"], "late")
    assert desk.visit(row, outcome="absent")["status"] == "ok"
    assert records.follow_ups(people.WARD, TDP7, "2026-11-20", 10)[0]["follow_up_on"] == "2026-11-18"
    desk.at("2026-11-21 09:00")
    assert desk.visit(row, state="guided", difficulties=[PHONE], next_on="2026-12-05")["status"] == "ok"
    held = desk.household(row)
    assert (held["state"], held["state_on"], held["seen_on"]) == ("guided", "2026-11-21", "2026-11-21")
    assert (held["follow_up"], held["follow_up_on"]) == (True, "2026-12-05")
    (seen,) = records.observations(people.WARD, held)
    assert (seen["difficulty"], seen["source"], seen["seen_by"]) == (PHONE, "visit", people.HUNG.id)
    # One of an earlier day that arrives later stands in the story and changes nothing.
    assert desk.visit(row, on="2026-11-20", state="self")["status"] == "ok"
    assert desk.household(row)["state"] == "guided"
    assert [visit["visited_on"] for visit in records.visits(people.WARD, held)] == [
        "2026-11-21",
        "2026-11-20",
        "2026-11-20",
    ]
    desk.visit(row, outcome="moved")
    held = desk.household(row)
    assert (held["active"], held["follow_up"], records.counts(people.WARD, TDP7)["all"]) == (False, False, 0)


def test_a_sealed_visit_of_a_tablet_waits_for_a_household_that_is_not_there_yet(desk):
    tablet = Tablet(person=people.HUNG)
    tablet.push(tablet.open_shift())
    row = desk.add()
    body = {"household": row["id"], "on": "", "outcome": "met", "state": "self"}
    body |= {"difficulties": [], "note": "", "next_on": ""}
    for household, status in ((row["id"], "ok"), (new_id(), "parked")):
        made = tablet.operation("household.visit/1", new_id(), {**body, "household": household}, sealed=True)
        (result,) = tablet.push(made).results
        assert result["status"] == status, result
    assert desk.household(row)["state"] == "self"


# out of an assistance


def test_a_household_grows_from_an_assistance_without_the_name_that_was_given_for_the_slip(desk):
    slip = desk.slip(neighbourhood=TDP7, building="CT1A", apartment="P.803", difficulties=[PHONE])
    body = {"from": slip, "set": {"neighbourhood": TDP7, "building": "CT1A", "apartment": "P.803", "state": "guided"}}
    grown = desk.send("household.put/1", body, by=people.HUNG)
    assert grown["status"] == "ok", grown
    row = desk.row(grown["entity"], "household")
    assert (row["source"], row["origin"], row["head_name"], row["phone"]) == ("assistance", slip, "", "")
    (seen,) = records.observations(people.WARD, row)
    assert (seen["difficulty"], seen["source"], seen["origin"]) == (PHONE, "assistance", slip)
    assert records.grown_from(people.WARD, slip)["id"] == row["id"]
    assert [one["id"] for one in records.at_place(people.WARD, TDP7, "Tòa CT1A", "803")] == [row["id"]]


def test_of_another_neighbourhoods_assistance_a_lead_learns_nothing(desk):
    slip = desk.slip(neighbourhood=TDP8, building="", apartment="803", difficulties=[PHONE])
    body = {"from": slip, "set": {"neighbourhood": TDP7, "apartment": "803"}}
    assert desk.send("household.put/1", body, by=people.HUNG)["code"] == "not_in_scope"


# the same household twice


def test_what_looks_alike_is_joined_by_a_person_and_can_come_apart(desk):
    one = desk.add(phone="0912345678", consent=True, head_name="Trần Thị Gái", state="unreached")
    other = desk.add(building="Tòa CT1A", apartment="P.1204", state="guided", follow_up=True)
    assert looks_like(one, other) == "place"
    assert {row["id"] for row in records.repeated(people.WARD, TDP7, 10)} == {one["id"], other["id"]}
    desk.observe(other, PHONE)
    assert desk.join(one, other, True)["status"] == "ok"
    held, gone = desk.household(one), desk.household(other)
    assert (held["state"], held["follow_up"], held["joined"]) == ("guided", True, other["id"])
    assert (gone["merged_into"], gone["active"]) == (one["id"], False)
    assert records.count(people.WARD, Asked(here="")) == 1
    assert records.difficulty_ranks(people.WARD, "", 5) == [(PHONE, 1)]
    assert records.with_difficulties(people.WARD, [held])[0]["difficulties"] == [PHONE]
    # Its card is closed; what comes for it from a phone goes to the one that stayed.
    assert desk.card(other, state="self")["code"] == "household_joined"
    desk.visit(other, outcome="met", state="self")
    assert desk.household(one)["state"] == "self"
    third = desk.add(apartment="1205")
    assert desk.join(third, one, True)["status"] == "ok"
    assert desk.household(other)["merged_into"] == third["id"]
    assert desk.household(third)["joined"].split() == [one["id"], other["id"]]
    assert desk.join(third, one, False)["status"] == "ok"
    assert (desk.household(one)["merged_into"], desk.household(one)["active"]) == ("", True)
    assert looks_like(desk.household(third), desk.household(one)) == ""


def test_the_whole_story_is_made_anew_from_the_ledger(desk):
    row, other = desk.add(), desk.add(apartment="P. 1204")
    desk.card(row, was={"state": "self"}, state="guided")
    desk.visit(row, difficulties=[PHONE], next_on="2026-12-01")
    desk.join(row, other, True)
    told = verify_ward(WardReading(database.obj, people.WARD))
    assert (told.differences, told.drifts) == ([], [])
