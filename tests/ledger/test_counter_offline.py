"""Dossiers that machines received while the server was away: each keeps the number on its paper, once, or waits for a
person; never lost, never two of one number (R10, R19).
"""

import pytest

from app.ledger.envelope import new_id
from app.ledger.fleet import revoke
from app.ledger.rescue import take_file
from app.ledger.verify import verify_ward
from app.records import register
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules import clock
from tests import counter, people
from tests.counter import THREE_DAYS, CounterDesk
from tests.ledger.devices import Tablet, statuses

WHY = "Máy mất, không tìm lại được"


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk(now="2026-12-31 08:00")


def machine_at(desk, person=people.HA) -> Tablet:
    machine = Tablet(person=person, now=desk.now)
    assert statuses(machine.push(machine.open_shift())) == [("ok", "")]
    return machine


def leased(machine, count=5) -> str:
    lease = machine.operation("register.lease/1", new_id(), {"register": "tnhs", "count": count})
    assert statuses(machine.push(lease)) == [("ok", "")]
    return lease["e"]


def printed(machine, number: int, **changed) -> dict:
    return machine.operation("dossier.receive/1", new_id(), counter.receiving(number=number, **changed), sealed=True)


def used(year=2026) -> list[int]:
    return [row["number"] for row in register.numbers(people.WARD, "tnhs", year) if row["state"] == "used"]


def sound() -> None:
    verify_ward(WardReading(database, people.WARD))


def test_received_on_new_years_eve_and_told_in_january_keeps_number_year_and_promise(desk):
    machine = machine_at(desk)
    leased(machine)
    machine.now = counter.at("2026-12-31 16:10")
    made = printed(machine, 3)
    later = counter.at("2027-01-02 09:00")
    assert statuses(machine.push(made, now=later)) == [("ok", "")]
    row = desk.row(made["e"])
    assert (row["receipt_number"], row["receipt_year"], row["received_on"]) == (3, 2026, "2026-12-31")
    assert clock.day_of(row["due_current_at"]) > "2027-01-01"
    assert row["accepted_at"] == machine.now
    # The year that has begun meanwhile begins with 1 all the same.
    assert desk.at("2027-01-04 08:00").receive()["receipt_number"] == 1
    assert used(2026) == [3]
    sound()


def test_two_machines_and_the_desk_never_meet_in_one_number(desk):
    first, second = machine_at(desk), machine_at(desk, people.AN)
    leased(first)
    leased(second)
    desk_row = desk.receive()
    batches = [(second, [printed(second, number) for number in (6, 8)]), (first, [printed(first, 1)])]
    for machine, made in batches:
        assert statuses(machine.push(*made)) == [("ok", "")] * len(made)
    assert desk_row["receipt_number"] == 11
    assert used() == [1, 6, 8, 11]
    sound()


def test_the_same_reception_told_twice_is_one_dossier_with_one_number(desk):
    machine = machine_at(desk)
    leased(machine)
    made = printed(machine, 1)
    assert statuses(machine.push(made)) == [("ok", "")]
    assert statuses(machine.push(made)) == [("ok", "")]
    assert used() == [1]
    # The same number on another paper: a person looks at it, and nothing of the first one moves.
    assert statuses(machine.push(printed(machine, 1))) == [("parked", "number_taken")]
    assert desk.row(made["e"])["receipt_number"] == 1
    sound()


def test_a_lease_that_comes_behind_its_dossier_is_waited_for(desk):
    machine = machine_at(desk)
    made = printed(machine, 1)
    assert statuses(machine.push(made)) == [("parked", "number_not_leased")]
    leased(machine)
    released = desk.send("review.release/1", {"because": "time"}, made["op"], by=people.AN)
    assert released["status"] == "ok", released
    assert desk.row(made["e"])["receipt_number"] == 1
    sound()


def test_without_a_number_left_the_register_gives_one(desk):
    machine = machine_at(desk)
    leased(machine, 1)
    made = [printed(machine, 1), printed(machine, 0)]
    assert statuses(machine.push(*made)) == [("ok", "")] * 2
    assert [desk.row(one["e"])["receipt_number"] for one in made] == [1, 2]


def test_a_revoked_machines_rescue_file_keeps_its_dossiers_and_what_is_taken_back_waits_for_a_person(desk):
    machine = machine_at(desk)
    lease = leased(machine)
    made = [printed(machine, 1), printed(machine, 2)]
    revoke(people.WARD, machine.id, people.AN.id, machine.now)
    brought = take_file(people.WARD, machine.rescue_file([made[0]]), people.HA.id, machine.now)
    assert [one["status"] for one in brought["results"]] == ["ok"]
    assert desk.send("register.give_back/1", {"reason": WHY}, lease)["status"] == "ok"
    late = take_file(people.WARD, machine.rescue_file([made[1]]), people.HA.id, machine.now)
    assert [(one["status"], one["code"]) for one in late["results"]] == [("parked", "number_taken")]
    # "Thử nhận lại": a number of its own; the one on the citizen's paper stays readable, the void stays void.
    released = desk.send("review.release/1", {}, made[1]["op"], by=people.HA)
    assert released["status"] == "ok", released
    row = desk.row(made[1]["e"])
    assert row["receipt_number"] == 6
    assert "Số đã in lúc mất mạng: 2." in row["note"]
    assert used() == [1, 6]
    sound()


def test_what_the_rule_refuses_waits_for_a_person_when_the_paper_is_out(desk):
    machine = machine_at(desk)
    leased(machine)
    nobody = printed(machine, 1, to="0198f000-0000-7000-8000-00000000dead")
    assert statuses(machine.push(nobody)) == [("parked", "body_invalid")]
    # At the desk's own screen the same is refused at once: the citizen is still there.
    told = desk.send("dossier.receive/1", counter.receiving(THREE_DAYS, to="0198f000-0000-7000-8000-00000000dead"))
    assert (told["status"], told["code"]) == ("rejected", "body_invalid")
    assert used() == []
    sound()


def test_last_years_books_wait_for_what_is_lent_and_what_comes_later_still_is_taken_by_this_years(desk):
    machine = machine_at(desk)
    leased(machine, 1)
    # Somebody else's receipt of the day opens the book of control slips.
    desk.receive()
    machine.now = counter.at("2026-12-31 16:10")
    made, unnumbered = printed(machine, 1), printed(machine, 0)
    desk.at("2027-01-04 08:00")
    for book in ("tnhs@2026", "kshs@2026"):
        assert desk.send("register.close/1", {}, book, by=people.AN)["code"] == "register_lent"
    assert statuses(machine.push(made, now=desk.now)) == [("ok", "")]
    for book in ("tnhs@2026", "kshs@2026"):
        assert desk.send("register.close/1", {}, book, by=people.AN)["status"] == "ok"
    assert statuses(machine.push(unnumbered, now=desk.now)) == [("parked", "register_closed")]
    assert desk.send("review.release/1", {}, unnumbered["op"], by=people.HA)["status"] == "ok"
    row = desk.row(unnumbered["e"])
    assert (row["receipt_number"], row["receipt_year"], row["received_on"]) == (1, 2027, "2026-12-31")
    sound()
