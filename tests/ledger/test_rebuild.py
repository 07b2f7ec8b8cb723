"""The tables of a ward equal a replay of its ledger, and what does not is named by version and row."""

import pytest

from app.ledger.verify import verify_ward
from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.database import database
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, LedgerHead, Review
from app.records.place import Neighbourhood
from app.records.ward_reading import WardReading
from tests import people
from tests.ledger.devices import Tablet
from tests.ledger.eventful_ward import live_through

pytestmark = pytest.mark.usefixtures("app")


def verdict(ward_id=people.WARD):
    return verify_ward(WardReading(database.obj, ward_id))


def told(found):
    return [(one.noun, one.id, one.how, one.columns) for one in found.differences]


@pytest.fixture
def tablet(app):
    return live_through()


def last_record() -> dict:
    query = LedgerEntry.select().where(
        LedgerEntry.ward_id == people.WARD, LedgerEntry.type == "assistance.record/1", LedgerEntry.outcome == "ok"
    )
    return query.order_by(LedgerEntry.v.desc()).dicts().first()


def change_entry(v: int, **columns) -> None:
    LedgerEntry.update(**columns).where(LedgerEntry.ward_id == people.WARD, LedgerEntry.v == v).execute()


def test_a_ward_in_which_everything_happened_equals_its_replay(tablet):
    found = verdict()
    outcomes = {row.outcome for row in LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD)}
    assert outcomes == {"ok", "conflict", "rejected", "parked"}
    assert found.whole
    assert told(found) == []
    assert (found.drifts, found.erased) == ([], 0)
    assert found.operations == LedgerHead.get(LedgerHead.ward_id == people.WARD).v
    assert found.last_q[tablet.id] == tablet.q


def test_the_other_ward_is_whole_by_itself(tablet):
    found = verdict(people.OTHER_WARD)
    assert found.whole
    assert tablet.id not in found.last_q


@pytest.mark.parametrize(
    ("column", "value"), [("minutes", 99), ("consent", True), ("folded", "khac"), ("staff", people.TUAN.id)]
)
def test_a_row_that_somebody_changed_beside_the_ledger_is_named_without_its_values(tablet, column, value):
    entity = last_record()["entity"]
    Assistance.update(**{column: value}).where(Assistance.ward_id == people.WARD, Assistance.id == entity).execute()
    assert told(verdict()) == [("assistance", entity, "differs", (column,))]


def test_a_row_that_is_gone_and_one_that_nobody_made_are_named(tablet):
    entity = last_record()["entity"]
    row = Assistance.select().where(Assistance.ward_id == people.WARD, Assistance.id == entity).dicts().get()
    Assistance.update(id="0").where(Assistance.ward_id == people.WARD, Assistance.id == entity).execute()
    assert told(verdict()) == [("assistance", entity, "missing", ()), ("assistance", "0", "extra", ())]
    Assistance.insert(**row).execute()
    assert told(verdict()) == [("assistance", "0", "extra", ())]


def test_a_difficulty_more_or_less_is_found(tablet):
    entity = last_record()["entity"]
    AssistanceDifficulty.insert(ward_id=people.WARD, assistance=entity, difficulty="one_more").execute()
    assert told(verdict()) == [("assistance", entity, "differs", ("difficulties",))]
    added = (AssistanceDifficulty.ward_id == people.WARD) & (AssistanceDifficulty.difficulty == "one_more")
    AssistanceDifficulty.update(assistance="nobody").where(added).execute()
    assert told(verdict()) == [("difficulty", "", "extra", ())]


def test_a_review_closed_beside_the_ledger_is_found(tablet):
    review = Review.get(Review.ward_id == people.WARD, Review.closed_at.is_null())
    Review.update(closed_at=1).where(Review.ward_id == people.WARD, Review.op == review.op).execute()
    assert told(verdict()) == [("review", review.op, "differs", ("closed_at",))]


def test_a_card_of_a_list_is_compared_too(tablet):
    Neighbourhood.update(name="Tổ 0").where(
        Neighbourhood.ward_id == people.WARD, Neighbourhood.id == "tdp-05"
    ).execute()
    assert told(verdict()) == [("neighbourhood", "tdp-05", "differs", ("name",))]


@pytest.mark.parametrize(
    ("columns", "how"),
    [
        ({"outcome": "rejected"}, "chain"),
        ({"hash": "0" * 64}, "chain"),
        ({"staff": people.TUAN.id}, "chain"),
        ({"body": '{"d":{"minutes":7},"s":"AAAAAAAAAAAAAAAAAAAAAA"}'}, "body"),
        ({"body": "no json"}, "body"),
        ({"at": 1}, "time"),
    ],
)
def test_a_changed_entry_is_the_first_that_is_broken(tablet, columns, how):
    entry = last_record()
    change_entry(entry["v"], **columns)
    found = verdict()
    assert (found.broken_at, found.broken_how, found.whole) == (entry["v"], how, False)


def test_a_hole_in_the_ledger_is_found(tablet):
    entry = last_record()
    LedgerEntry.delete().where(LedgerEntry.ward_id == people.WARD, LedgerEntry.v == entry["v"]).execute()
    assert (verdict().broken_at, verdict().broken_how) == (entry["v"], "number")


def test_a_lost_end_of_the_ledger_is_found(tablet):
    last = LedgerHead.get(LedgerHead.ward_id == people.WARD).v
    LedgerEntry.delete().where(LedgerEntry.ward_id == people.WARD, LedgerEntry.v == last).execute()
    assert (verdict().broken_at, verdict().broken_how) == (last, "head")


def test_a_device_whose_number_is_not_what_stands_is_found(tablet):
    Device.update(last_q=tablet.q + 1).where(Device.ward_id == people.WARD, Device.id == tablet.id).execute()
    assert verdict().broken_how == "sequence"


def test_a_body_erased_by_law_is_counted_and_what_it_made_is_not_asked_for(tablet):
    entry = last_record()
    change_entry(entry["v"], body=None, sealed=None)
    Assistance.delete().where(Assistance.ward_id == people.WARD, Assistance.id == entry["entity"]).execute()
    found = verdict()
    assert found.whole
    assert found.erased == 1
    Assistance.delete().where(Assistance.ward_id == people.WARD).execute()
    assert "missing" in {one.how for one in verdict().differences}


def test_an_erased_body_that_was_parked_and_released_later_is_no_error(tablet):
    released = LedgerEntry.get(
        LedgerEntry.ward_id == people.WARD, LedgerEntry.type == "review.release/1", LedgerEntry.outcome == "ok"
    ).entity
    entry = LedgerEntry.get(LedgerEntry.ward_id == people.WARD, LedgerEntry.op == released)
    change_entry(entry.v, body=None, sealed=None)
    Assistance.delete().where(Assistance.ward_id == people.WARD, Assistance.id == entry.entity).execute()
    found = verdict()
    assert told(found) == []
    assert found.whole


def test_rules_that_became_stricter_change_no_table_but_are_reported(tablet, monkeypatch):
    from dataclasses import replace

    from app.rules import registry
    from app.rules.operation import Refusal

    entry = LedgerEntry.get(LedgerEntry.ward_id == people.WARD, LedgerEntry.code == "point_unknown")
    kind = registry.KINDS["assistance.record/1"]

    def stricter(held, body, operation, context):
        answer = kind.apply(held, body, operation, context)
        return Refusal("text_secret") if isinstance(answer, Refusal) and answer.code == "point_unknown" else answer

    monkeypatch.setitem(registry.KINDS, "assistance.record/1", replace(kind, apply=stricter))
    found = verdict()
    assert [(one.v, one.recorded, one.today) for one in found.drifts] == [
        (entry.v, ("rejected", "point_unknown"), ("rejected", "text_secret"))
    ]
    assert found.whole


def test_rules_that_became_kinder_bring_nothing_back_that_was_refused(tablet, monkeypatch):
    from app.rules import assistance

    monkeypatch.setattr(assistance, "_unknown_reference", lambda body, context: None)
    found = verdict()
    assert ("rejected", "point_unknown") in [one.recorded for one in found.drifts]
    assert found.whole


def test_a_rule_that_refuses_what_was_taken_leaves_a_row_without_ground(tablet, monkeypatch):
    from app.rules import assistance
    from app.rules.operation import Refusal

    monkeypatch.setattr(assistance, "_unknown_reference", lambda body, context: Refusal("point_unknown"))
    found = verdict()
    assert not found.whole
    assert found.drift_count > 0
    assert {one.how for one in found.differences if one.noun == "assistance"} == {"extra"}


def test_lists_that_change_inside_a_batch_are_seen_by_what_follows_in_it(app):
    """A place and what stands in it in one batch; a replay in batches of another size says the same."""
    cards = {"name": "Điểm mới", "short": "", "address": "", "neighbourhood": "tdp-99", "active": True}
    from app.ledger.accept import accept
    from app.ledger.envelope import intent
    from app.rules.operation import SYSTEM

    def made(type_, entity, body):
        return intent(
            type_, entity, body, ward=people.WARD, device=SYSTEM, author=SYSTEM, now=people.FOUNDED_AT + 5_000
        )

    neighbourhood = {"name": "Tổ dân phố 99", "former_name": "", "position": 99, "active": True}
    receipt = accept(
        people.WARD,
        SYSTEM,
        [
            made("support_point.put/1", "diem-som", cards),
            made("neighbourhood.put/1", "tdp-99", neighbourhood),
            made("support_point.put/1", "diem-moi", cards),
        ],
        people.FOUNDED_AT + 5_000,
    )
    assert [result["code"] for result in receipt.results] == ["neighbourhood_unknown", "", ""]
    tablet = Tablet()
    tablet.push(tablet.open_shift(), tablet.record(point="diem-moi", neighbourhood="tdp-99"))
    found = verdict()
    assert found.whole
    assert found.drifts == []


def test_followed_lists_equal_what_the_tables_say(tablet):
    """Through versions that hand over, admins that come and go, and names that change."""
    from app.ledger import lists
    from app.records import ledger_entry, procedure

    def card(version, **changed):
        return people.procedure_body("1.001193", f"Khai sinh bản {version}", "Hộ tịch", version=version, **changed)

    def person(someone, **changed):
        body = {"login": someone.login, "name": someone.name, "role": someone.role, "neighbourhood": ""}
        return someone.id, body | {"support_point": "", "active": True} | changed

    old = procedure.procedure(people.WARD, "1.001193", 1)
    from app.rules.procedure import card_of

    steps = [
        ("procedure.put/1", [("1.001193@2", card(2))]),
        ("procedure.put/1", [("1.001193@1", card_of(old) | {"current": False})]),
        ("procedure.put/1", [("1.001193@2", card(2, current=False))]),
        ("staff.put/1", [person(people.HA, role="admin")]),
        ("staff.put/1", [person(people.AN, active=False)]),
    ]
    followed = lists.lists(people.WARD, ledger_entry.head(people.WARD)).copy()
    for type_, cards in steps:
        people.put(people.WARD, type_, cards)
        entity, _ = cards[0]
        noun = type_.partition(".")[0]
        row = WardReading(database.obj, people.WARD).rows(noun, [entity])[entity]
        followed.follow(noun, row)
        read = lists.lists(people.WARD, ledger_entry.head(people.WARD))
        assert followed.lists == read.lists, type_
    assert "1.001193" not in followed.lists.procedures
    assert followed.lists.admins == {people.HA.id}
    assert verdict().whole
