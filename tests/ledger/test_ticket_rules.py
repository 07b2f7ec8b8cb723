"""The queue through the door, on both databases: numbers once, steps from the state that was seen, days that end."""

import json

import pytest

from app.ledger.envelope import new_id
from app.ledger.from_citizen import receive
from app.ledger.queue_day import close_past_days
from app.ledger.tending import tend_all
from app.ledger.verify import verify_ward
from app.records import ticket as records
from app.records.database import database
from app.records.ledger_entry import Review
from app.records.ward_reading import WardReading
from app.rules.ticket_number import tablet_lane, written
from app.rules.ticket_states import OPEN, STATES, STEPS
from tests import people
from tests.counter import at
from tests.ledger.devices import Tablet, statuses
from tests.queue_morning import COPIES, ONE, SUBMIT, TWO, QueueDesk, open_queue, settings, taking

MORNING = "2026-11-20 08:00"


@pytest.fixture
def desk(app):
    open_queue()
    return QueueDesk(now=MORNING)


def number(row: dict) -> str:
    return written(row["lane"], row["number"])


# numbers


def test_numbers_go_up_by_one_in_a_lane_and_begin_anew_with_the_day(desk):
    assert [number(desk.take()) for _ in range(3)] == ["A-001", "A-002", "A-003"]
    assert number(desk.at("2026-11-21 08:00").take()) == "A-001"


def test_two_points_with_one_letter_never_give_the_same_number(desk):
    open_queue(people.CT1B2)
    assert [number(desk.take(point=point)) for point in (people.CT1A, people.CT1B2)] == ["A-001", "A-002"]
    open_queue(people.CT1B2, lane="B")
    assert number(desk.take(point=people.CT1B2)) == "B-001"


def test_the_day_of_a_lane_never_goes_backwards(desk):
    desk.at("2026-11-21 08:00").take()
    row = desk.at("2026-11-20 23:00").take()
    assert (row["on"], number(row)) == ("2026-11-21", "A-002")


def test_after_999_numbers_a_person_is_told(desk, monkeypatch):
    monkeypatch.setattr("app.rules.ticket.NUMBER_MAX", 2)
    desk.take()
    desk.take()
    assert desk.send("ticket.take/1", taking())["code"] == "ticket_lane_full"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"point": people.CT1B2}, "queue_closed"),
        ({"point": "khong-co"}, "point_unknown"),
        ({"service": "Bán vé số"}, "ticket_service_unknown"),
        ({"priority": "cousin"}, "body_invalid"),
        ({"lane": "K", "number": 4}, "ticket_lane_wrong"),
        ({"name": "Nguyễn Văn A"}, "body_invalid"),
    ],
)
def test_what_is_no_ticket_of_this_queue_gets_no_number(desk, changed, code):
    assert desk.send("ticket.take/1", taking(**changed))["code"] == code
    assert number(desk.take()) == "A-001"


def test_only_reasons_of_this_ward_give_priority(desk):
    assert desk.take(priority="merit")["priority"] == "merit"
    open_queue(priorities=["elderly"])
    assert desk.send("ticket.take/1", taking(priority="merit"))["code"] == "ticket_priority_unknown"


# citizens


def take_as_citizen(when: str, **changed) -> dict:
    body = taking(channel="phone", **changed)
    return receive(people.WARD, "ticket.take/1", new_id(), new_id(), body, at(when))


def test_a_citizen_takes_a_number_in_the_hours_of_the_queue(desk):
    assert take_as_citizen("2026-11-20 07:30")["status"] == "ok"
    for late in ("2026-11-20 07:29", "2026-11-20 16:31", "2026-11-20 23:00"):
        assert take_as_citizen(late)["code"] == "queue_hours"
    open_queue(phone_take=False)
    assert take_as_citizen("2026-11-20 08:00")["code"] == "queue_not_by_phone"
    assert take_as_citizen("2026-11-20 08:00", priority="x")["status"] == "rejected"


def test_a_telephone_that_sends_twice_has_one_number(desk):
    entity, op = new_id(), new_id()
    for _ in range(2):
        told = receive(people.WARD, "ticket.take/1", entity, op, taking(channel="phone"), desk.now)
        assert told["status"] == "ok"
    assert len(records.of_day(people.WARD, people.CT1A, "2026-11-20")) == 1


# tablets without a network


def tablet_at(desk, person=people.LAN) -> Tablet:
    tablet = Tablet(person=person, now=desk.now)
    tablet.push(tablet.open_shift())
    return tablet


def printed(tablet: Tablet, count: int, **changed) -> dict:
    lane = tablet_lane(tablet.row["lane"])
    return tablet.operation("ticket.take/1", new_id(), taking(channel="tablet", lane=lane, number=count, **changed))


def test_numbers_of_two_tablets_taken_offline_never_meet(desk):
    one, two = tablet_at(desk), tablet_at(desk, people.TUAN)
    desk.take()
    for tablet in (two, one):
        assert statuses(tablet.push(*(printed(tablet, count) for count in (1, 2)))) == [("ok", "")] * 2
    found = [number(row) for row in records.of_day(people.WARD, people.CT1A, "2026-11-20")]
    assert len(set(found)) == 5
    assert {"A-001", f"{tablet_lane(two.row['lane'])}-002"} <= set(found)


def test_a_number_on_paper_stands_but_once(desk):
    tablet = tablet_at(desk)
    first, hole = printed(tablet, 1), printed(tablet, 4)
    assert statuses(tablet.push(first, hole)) == [("ok", ""), ("ok", "")]
    again, late = printed(tablet, 4), printed(tablet, 2)
    assert statuses(tablet.push(again, late)) == [("rejected", "ticket_number_taken"), ("ok", "")]
    assert statuses(tablet.push(printed(tablet, 2))) == [("rejected", "ticket_number_taken")]


def test_what_a_tablet_has_printed_stands_although_the_ward_changed_its_list(desk):
    tablet = tablet_at(desk)
    assert statuses(tablet.push(printed(tablet, 1, service="Việc cũ")))[0][0] == "ok"
    assert statuses(tablet.push(printed(tablet, 0)))[0][1] == "ticket_lane_wrong"


def test_a_number_of_yesterday_that_arrives_today_calls_nobody(desk):
    tablet = tablet_at(desk)
    late = printed(tablet, 1)
    tablet.push(late, now=at("2026-11-21 09:00"))
    (row,) = records.of_day(people.WARD, people.CT1A, "2026-11-20")
    assert row["state"] == "lapsed"


# steps


def test_a_ticket_is_called_served_and_done_at_known_times(desk):
    row = desk.take()
    row = desk.at("2026-11-20 08:10").step("call", row, counter=TWO)
    assert (row["state"], row["counter"], row["calls"], row["called_by"]) == ("called", TWO, 1, people.HA.id)
    row = desk.at("2026-11-20 08:11").step("recall", row)
    assert (row["calls"], row["first_called_at"]) == (2, at("2026-11-20 08:10"))
    row = desk.at("2026-11-20 08:12").step("serve", row)
    row = desk.at("2026-11-20 08:20").step("done", row)
    assert (row["state"], row["served_at"], row["ended_at"]) == ("done", at("2026-11-20 08:12"), desk.now)


def test_of_two_counters_that_call_the_same_one_wins(desk):
    seen = desk.take()
    desk.step("call", seen, counter=ONE)
    assert desk.stopped("call", seen, by=people.LAN, counter=TWO) == "ticket_called_elsewhere"


def test_another_counter_neither_skips_nor_ends_what_is_not_before_it(desk):
    row = desk.step("call", desk.take(), counter=ONE)
    for verb in ("recall", "skip", "serve", "done"):
        assert desk.stopped(verb, row, counter=TWO) == "ticket_called_elsewhere"
    assert desk.stopped("serve", row, counter="Quầy 9") == "ticket_counter_unknown"


def test_who_was_not_there_may_be_called_again_by_any_counter(desk):
    row = desk.step("skip", desk.step("call", desk.take()))
    assert desk.step("recall", row, counter=TWO)["counter"] == TWO


def test_a_transfer_waits_with_the_time_of_the_first_number(desk):
    first = desk.take()
    desk.at("2026-11-20 08:30").take(service=COPIES)
    row = desk.step("serve", desk.step("call", first))
    row = desk.step("transfer", row, service=COPIES, to_counter=TWO)
    assert (row["state"], row["service"], row["to_counter"], row["counter"]) == ("waiting", COPIES, TWO, "")
    assert (row["taken_at"], row["called_at"], row["transfers"]) == (first["taken_at"], None, 1)
    assert desk.stopped("transfer", row, service=COPIES, to_counter=TWO) == "nothing_changed"
    assert desk.stopped("transfer", row, service="Việc khác", to_counter="") == "ticket_service_unknown"
    assert desk.stopped("transfer", row, service=SUBMIT, to_counter="Quầy 9") == "ticket_counter_unknown"


def test_an_apology_is_said_once(desk):
    row = desk.take()
    row = desk.at("2026-11-20 09:00").step("apologise", row)
    assert (row["apologised_at"], row["apologised_by"]) == (desk.now, people.HA.id)
    assert desk.stopped("apologise", row) == "ticket_apologised"


@pytest.mark.parametrize("verb", sorted(STEPS))
def test_no_step_from_a_state_that_is_not_in_the_table(desk, verb):
    """I9: whatever a desk has before its eyes."""
    rows = dict.fromkeys(STATES)
    rows["waiting"] = desk.take()
    rows["called"] = desk.step("call", desk.take())
    rows["serving"] = desk.step("serve", desk.step("call", desk.take()))
    rows["skipped"] = desk.step("skip", desk.step("call", desk.take()))
    rows["done"] = desk.step("done", desk.step("call", desk.take()))
    for state in sorted(set(rows) - STEPS[verb][0] - {"lapsed"}):
        assert desk.stopped(verb, rows[state], service=COPIES, to_counter="")
    for state in sorted(set(rows) - {"lapsed"}):
        assert desk.stopped(verb, rows[state], **{"from": "lapsed"})


# the day's end and the whole


def test_the_day_ends_by_itself_once(desk):
    waiting, serving = desk.take(), desk.step("serve", desk.step("call", desk.take()))
    done = desk.step("done", desk.step("call", desk.take()))
    assert close_past_days(people.WARD, desk.now) == 0
    tend_all(at("2026-11-21 00:05"))
    assert [desk.row(row["id"], "ticket")["state"] for row in (waiting, serving, done)] == ["lapsed", "done", "done"]
    # Nobody knows when the one who was being served went home: no statistic is made of it.
    assert desk.row(serving["id"], "ticket")["ended_at"] is None
    assert close_past_days(people.WARD, at("2026-11-21 00:06")) == 0


def test_no_person_ends_a_day(desk):
    row = desk.take()
    desk.at("2026-11-21 08:00")
    assert desk.stopped("lapse", row, by=people.AN) == "role_not_allowed"


def test_the_ledger_of_a_queue_verifies_and_says_the_same_again(desk):
    row = desk.step("transfer", desk.step("call", desk.take(priority="elderly")), service=COPIES, to_counter="")
    desk.step("apologise", row)
    tablet = tablet_at(desk)
    tablet.push(printed(tablet, 3), printed(tablet, 1))
    tend_all(at("2026-11-21 00:05"))
    found = verify_ward(WardReading(database.obj, people.WARD))
    assert found.whole
    assert [*found.differences] == []


def test_states_and_steps_fit_each_other():
    assert set(STATES) > OPEN
    for states, afterwards in STEPS.values():
        assert states <= set(STATES)
        assert afterwards in {"", *STATES}


# settings


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"services": ""}, "services"),
        ({"services": "A\nA"}, "services"),
        ({"services": "\n".join(f"Việc {at_}" for at_ in range(13))}, "services"),
        ({"counters": "Quầy một có tên dài hơn hai mươi bốn chữ"}, "counters"),
        ({"counters": "Quầy 1\nQuầy 1"}, "counters"),
        ({"counters": "Quầy 1: Việc không có"}, "counters"),
        ({"notices": "x" * 200}, "notices"),
        ({"lane": "K"}, "lane"),
        ({"take_to": "07:00"}, "take_to"),
        ({"priorities": ["cousin"]}, "priorities"),
    ],
)
def test_settings_that_would_not_work_are_refused_with_their_field(desk, changed, field):
    result = desk.send("queue.put/1", settings(**changed), people.CT1A)
    assert (result["status"], result["code"]) == ("rejected", "body_invalid")
    review = Review.get(Review.ward_id == people.WARD, Review.op == result["op"])
    assert field in json.loads(review.details)["fields"]
