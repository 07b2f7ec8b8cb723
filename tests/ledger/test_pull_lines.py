"""A tablet's own records of the last day come back to it as masked lines, and nobody else's ever do."""

import json

import pytest

from app.ledger.release import release_expired
from app.rules.tracking import format as with_dashes
from tests import people
from tests.ledger.devices import Tablet, statuses
from tests.ledger.pulling import Kept

HOUR = 3_600_000


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


@pytest.fixture
def kept(tablet):
    kept = Kept(tablet)
    kept.read()
    return kept


def named(**changed):
    return {"name": "Nguyễn Thị Hồng Nhung", "phone": "+84912345678", "consent": True, **changed}


def test_a_record_comes_back_as_one_masked_line(tablet, kept):
    made = tablet.record(sealed=False, **named())
    tablet.push(made)
    told = kept.read()
    assert told["rows"] == {
        "line": [
            {
                "id": made["e"],
                "op": made["op"],
                "u": people.LAN.id,
                "at": tablet.now,
                "text": "N.T.H.N · •••678 · Thủ tục đăng ký khai sinh · 21:30",
                "tracking": with_dashes(made["d"]["tracking"]),
                "void": False,
                "choose": False,
            }
        ]
    }
    assert "Nhung" not in json.dumps(told, ensure_ascii=False)
    assert told["next_q"] == tablet.q + 1


def test_another_tablet_of_the_same_volunteer_gets_no_line_of_it(tablet, kept):
    other = Tablet()
    other.push(other.open_shift(), other.record(**named()))
    assert kept.read()["rows"] == {}


def test_a_correction_and_a_void_change_the_line(tablet, kept):
    made = tablet.record(sealed=False)
    tablet.push(made)
    kept.read()
    body = {"set": {"note": "đã gọi lại"}, "was": {"note": ""}, "reason": "ghi thiếu một dòng"}
    tablet.push(tablet.operation("assistance.amend/1", made["e"], body))
    assert kept.read()["rows"]["line"][0]["op"] == made["op"]
    tablet.push(tablet.operation("assistance.void/1", made["e"], {"reason": "ghi nhầm người khác"}))
    assert kept.read()["rows"]["line"][0]["void"] is True


def test_a_line_in_conflict_asks_for_a_choice_until_somebody_has_chosen(tablet, kept):
    made = tablet.record(sealed=False)
    tablet.push(made)
    for minutes in (9, 15):
        body = {"set": {"minutes": minutes}, "was": {"minutes": 7}, "reason": "nhớ lại thời gian"}
        receipt = tablet.push(tablet.operation("assistance.amend/1", made["e"], body))
    assert statuses(receipt) == [("conflict", "values_conflict")]
    assert kept.read()["rows"]["line"][0]["choose"] is True
    people.put(people.WARD, "review.settle/1", [(receipt.results[0]["op"], {"take": [], "note": "giữ nguyên"})])
    assert kept.read()["rows"]["line"][0]["choose"] is False


def test_a_line_is_over_after_a_day_and_a_device_is_told_since_when(tablet, kept):
    tablet.push(tablet.record())
    kept.read()
    told = kept.read(now=tablet.now + 24 * HOUR + 1)
    assert told["since"] == tablet.now + 1
    assert kept.lists["line"] == {}


def test_a_record_that_was_let_in_later_gets_its_line_then(tablet, kept):
    late = tablet.record()
    tablet.now += 80 * HOUR
    late["at"] = "2026-12-21T08:00:00.000+07:00"
    assert statuses(tablet.push(late)) == [("parked", "shift_expired")]
    tablet.now += 30 * HOUR
    assert kept.read()["rows"] == {}
    assert release_expired(people.WARD, people.LAN.id, tablet.now) == 1
    assert [line["op"] for line in kept.read()["rows"]["line"]] == [late["op"]]


def test_a_line_follows_the_new_name_of_its_procedure(tablet, kept):
    tablet.push(tablet.record())
    kept.read()
    code, _name, field = people.PROCEDURES[0]
    old = people.procedure_body(code, "Thủ tục đăng ký khai sinh", field, current=False)
    new = people.procedure_body(code, "Khai sinh", field, version=2)
    people.put(people.WARD, "procedure.put/1", [(f"{code}@1", old), (f"{code}@2", new)])
    assert kept.read()["rows"]["line"][0]["text"] == "Khai sinh · 21:30"


def test_many_lines_of_a_day_are_all_found(tablet, kept):
    tablet.push(*[tablet.record(sealed=False) for _ in range(100)])
    tablet.now += HOUR
    tablet.push(*[tablet.record(sealed=False) for _ in range(70)])
    assert len(kept.read()["rows"]["line"]) == 170


def test_two_operations_about_one_record_are_one_line_under_the_one_that_was_taken(tablet, kept):
    made = tablet.record(sealed=False)
    again = tablet.operation("assistance.record/1", made["e"], made["d"])
    tablet.push(made, again)
    assert [line["op"] for line in kept.read()["rows"]["line"]] == [made["op"]]


def test_what_a_person_closed_unmade_does_not_name_the_line_that_its_twin_made(tablet, kept):
    """Schedule 2,244,198: both waited for their author; a clerk closed the first, so the second made the record."""
    made = tablet.record(sealed=False)
    again = tablet.operation("assistance.record/1", made["e"], made["d"])
    tablet.now += 80 * HOUR
    for late in (made, again):
        late["at"] = "2026-12-21T08:00:00.000+07:00"
    assert statuses(tablet.push(made, again)) == [("parked", "shift_expired")] * 2
    people.put(people.WARD, "review.settle/1", [(made["op"], {"take": [], "note": "đã hỏi lại"})], now=tablet.now)
    assert release_expired(people.WARD, people.LAN.id, tablet.now) == 1
    assert [line["op"] for line in kept.read()["rows"]["line"]] == [again["op"]]
