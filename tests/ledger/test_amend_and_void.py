"""Corrections are new operations: field by field, with a reason, and never over another person's value in silence."""

import json

import pytest

from app.ledger.envelope import intent
from app.ledger.founding import WEB
from app.ledger.release import accept_one
from app.records import assistance, ledger_entry
from app.rules import clock
from tests import people
from tests.ledger.devices import Tablet, statuses

DAY = 24 * 3600 * 1000


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


@pytest.fixture
def recorded(tablet):
    made = tablet.record(note="lần một")
    tablet.push(made)
    return made["e"]


def by_web(person, type_, entity, body, now, base=0):
    opened = intent(type_, entity, body, ward=people.ward_of(person), device=WEB, author=person.id, now=now, base=base)
    return accept_one(people.ward_of(person), WEB, opened, now) | {"op": opened.operation.id}


def amend(tablet, entity, new, was, reason="sửa cho đúng", **changed):
    return tablet.operation(
        "assistance.amend/1", entity, {"set": new, "was": was, "reason": reason}, sealed=True, **changed
    )


def row(entity):
    return assistance.assistance(people.WARD, entity)


def test_an_amendment_changes_only_what_it_names(tablet, recorded):
    before = row(recorded)
    assert statuses(tablet.push(amend(tablet, recorded, {"minutes": 12}, {"minutes": 7}))) == [("ok", "")]
    after = row(recorded)
    assert after["minutes"] == 12
    assert {**after, "minutes": 7, "v": before["v"]} == before


def test_two_people_who_change_different_fields_both_win(tablet, recorded):
    seen = row(recorded)["v"]
    by_web(
        people.HA,
        "assistance.amend/1",
        recorded,
        {"set": {"note": "đã gọi"}, "was": {"note": "lần một"}, "reason": "bổ sung"},
        tablet.now,
    )
    result = tablet.push(amend(tablet, recorded, {"minutes": 12}, {"minutes": 7}, b=seen))
    assert statuses(result) == [("merged", "")]
    assert (row(recorded)["note"], row(recorded)["minutes"]) == ("đã gọi", 12)


def test_two_different_values_of_one_field_are_a_conflict_that_keeps_both(tablet, recorded):
    by_web(
        people.HA,
        "assistance.amend/1",
        recorded,
        {"set": {"note": "của chị Hà"}, "was": {"note": "lần một"}, "reason": "bổ sung"},
        tablet.now,
    )
    made = amend(tablet, recorded, {"note": "của cô Lan", "minutes": 9}, {"note": "lần một", "minutes": 7})
    assert statuses(tablet.push(made)) == [("conflict", "values_conflict")]
    assert (row(recorded)["note"], row(recorded)["minutes"]) == ("của chị Hà", 9)
    details = json.loads(ledger_entry.review(people.WARD, made["op"])["details"])
    assert details == {"conflicts": {"note": {"held": "của chị Hà", "new": "của cô Lan"}}}

    result = by_web(people.HA, "review.settle/1", made["op"], {"take": ["note"], "note": "cô Lan đúng"}, tablet.now)
    assert result["status"] == "ok"
    assert row(recorded)["note"] == "của cô Lan"
    again = by_web(people.HA, "review.settle/1", made["op"], {"take": [], "note": ""}, tablet.now)
    assert (again["status"], again["code"]) == ("rejected", "review_closed")
    assert ledger_entry.count_open_reviews(people.WARD) == 0


def test_the_same_value_twice_is_no_conflict(tablet, recorded):
    first = amend(tablet, recorded, {"minutes": 12}, {"minutes": 7})
    second = amend(tablet, recorded, {"minutes": 12}, {"minutes": 7})
    assert statuses(tablet.push(first, second)) == [("ok", ""), ("rejected", "nothing_changed")]


def test_an_amendment_without_a_reason_is_refused(tablet, recorded):
    made = amend(tablet, recorded, {"minutes": 12}, {"minutes": 7}, reason="...")
    assert statuses(tablet.push(made)) == [("rejected", "reason_needed")]


@pytest.mark.parametrize("reason", ["bác đọc mật khẩu: hoalan79", "mã OTP 482913 bị sai"])
def test_a_reason_never_holds_a_secret(tablet, recorded, reason):
    void = tablet.operation("assistance.void/1", recorded, {"reason": reason})
    assert statuses(tablet.push(void)) == [("rejected", "text_secret")]


def test_an_amendment_obeys_the_limits_of_the_form(tablet, recorded):
    made = amend(tablet, recorded, {"name": "Nguyễn Văn An"}, {"name": ""})
    assert statuses(tablet.push(made)) == [("rejected", "body_invalid")]


def test_the_tracking_code_and_the_point_cannot_be_amended(tablet, recorded):
    for name in ("tracking", "point", "id", "staff"):
        made = amend(tablet, recorded, {name: "x"}, {name: ""})
        assert statuses(tablet.push(made)) == [("rejected", "body_invalid")]


def test_a_volunteer_changes_his_own_slips_for_a_day(tablet, recorded):
    tablet.now += DAY + 60_000
    made = amend(tablet, recorded, {"minutes": 12}, {"minutes": 7})
    assert statuses(tablet.push(made)) == [("rejected", "too_late_to_change")]


def test_a_tablet_that_turns_its_clock_back_gains_a_week_and_no_more(tablet, recorded):
    backdated = tablet.now + 60_000
    tablet.now += 8 * DAY
    tablet.push(tablet.open_shift())
    made = amend(tablet, recorded, {"minutes": 12}, {"minutes": 7}, at=clock.write(backdated))
    assert statuses(tablet.push(made)) == [("rejected", "too_late_to_change")]


def test_a_volunteer_cannot_change_somebody_elses_slip(tablet, recorded):
    other = Tablet(person=people.TUAN)
    other.push(other.open_shift())
    made = amend(other, recorded, {"minutes": 12}, {"minutes": 7})
    assert statuses(other.push(made)) == [("rejected", "not_in_scope")]


def test_a_void_row_stays_with_its_reason_and_changes_no_more(tablet, recorded):
    void = tablet.operation("assistance.void/1", recorded, {"reason": "ghi nhầm người"})
    assert statuses(tablet.push(void)) == [("ok", "")]
    assert row(recorded)["void_reason"] == "ghi nhầm người"
    again = tablet.operation("assistance.void/1", recorded, {"reason": "ghi nhầm người"})
    made = amend(tablet, recorded, {"minutes": 12}, {"minutes": 7})
    assert statuses(tablet.push(again, made)) == [("rejected", "already_void"), ("rejected", "already_void")]


def test_a_correction_that_comes_before_its_record_waits_and_is_taken_later(tablet):
    record = tablet.record()
    early = Tablet()
    early.push(early.open_shift())
    void = early.operation("assistance.void/1", record["e"], {"reason": "ghi nhầm người"})
    assert statuses(early.push(void)) == [("parked", "entity_unknown")]
    tablet.push(record)
    result = by_web(people.HA, "review.release/1", void["op"], {}, tablet.now)
    assert result["status"] == "ok"
    assert row(record["e"])["voided_at"] is not None


def test_a_clerk_of_another_ward_cannot_touch_it(tablet, recorded):
    result = by_web(people.BINH, "assistance.void/1", recorded, {"reason": "phá hoại"}, tablet.now)
    assert (result["status"], result["code"]) == ("parked", "entity_unknown")
    assert row(recorded)["voided_at"] is None


def test_history_tells_everything_in_order(tablet, recorded):
    tablet.push(amend(tablet, recorded, {"minutes": 12}, {"minutes": 7}))
    tablet.push(tablet.operation("assistance.void/1", recorded, {"reason": "ghi nhầm người"}))
    told = [(entry["type"], entry["outcome"]) for entry in ledger_entry.history(people.WARD, recorded)]
    assert told == [("assistance.record/1", "ok"), ("assistance.amend/1", "ok"), ("assistance.void/1", "ok")]


def test_a_reason_is_stored_as_every_text_is(tablet):
    """A NUL in it would stop the whole batch on PostgreSQL."""
    record = tablet.record()
    tablet.push(record)
    void = tablet.operation("assistance.void/1", record["e"], {"reason": "ghi nhầm\x00  người khác\n"})
    assert statuses(tablet.push(void, tablet.record())) == [("ok", ""), ("ok", "")]
    assert assistance.assistance(people.WARD, record["e"])["void_reason"] == "ghi nhầm người khác"
