"""GET /sync/v1/counter: what a clerk's machine holds to receive while the server is away, and who gets nothing."""

import json

import pytest

from app.ledger.envelope import new_id
from app.ledger.fleet import direct, revoke
from app.web.sessions import now_ms
from tests import counter, people
from tests.counter import SAME_DAY, THREE_DAYS, CounterDesk
from tests.web.wire_client import WireDevice

ADDRESS = "/sync/v1/counter"


@pytest.fixture
def desk(app):
    counter.open_counter()
    desk = CounterDesk()
    desk.now = now_ms()
    return desk


@pytest.fixture
def machine(app, desk):
    machine = WireDevice(app)
    machine.enrol()
    machine.open_shift(people.HA)
    return machine


def held(machine, **seen) -> dict:
    query = "&".join(f"{name}={version}" for name, version in seen.items())
    response = machine.call("GET", f"{ADDRESS}?{query}" if query else ADDRESS)
    assert response.status_code == 200, response.get_json()
    return response.get_json()


def refused(machine) -> tuple[int, str]:
    response = machine.call("GET", ADDRESS)
    return response.status_code, response.get_json()["code"]


def leased(machine, count=20) -> str:
    lease = machine.tablet.operation("register.lease/1", new_id(), {"register": "tnhs", "count": count})
    machine.push(lease)
    return lease["e"]


def test_a_clerks_machine_holds_what_receiving_needs(desk, machine):
    lists = held(machine)["lists"]
    procedure = {one["id"]: one for one in lists["procedures"]}[THREE_DAYS]
    (variant,) = procedure["variants"]
    assert (variant["value"], variant["fees"][0]["amount"], variant["texts"]["legal"]) == (
        "3",
        15_000,
        "05 ngày làm việc",
    )
    assert lists["calendar"]["exceptions"]["2026-09-02"] is False
    assert lists["calendar"]["morning"] == [480, 720]
    assert lists["ward"]["organ_line_2"]
    assert lists["office"]["counter_name"]
    assert people.HA.id in {one["id"] for one in lists["staff"]}
    # Volunteers are no staff of the counter.
    assert people.LAN.id not in {one["id"] for one in lists["staff"]}


def test_it_holds_its_desks_open_dossiers_and_no_others(desk, machine):
    mine = desk.receive()
    other = desk.receive(SAME_DAY, by=people.AN)
    done = desk.receive()
    desk.do("withdraw", done, reason="Người dân đổi ý, xin rút")
    (told,) = held(machine)["desk"]["dossiers"]
    assert (told["id"], told["number"], told["tracking"]) == (mine["id"], mine["receipt_number"], mine["tracking"])
    assert told["due_at"] == mine["due_current_at"]
    # Three digits of the telephone, no address, no papers.
    assert (told["phone"], set(told) & {"address", "documents", "email"}) == ("678", set())
    assert other["id"] not in json.dumps(held(machine))


def test_what_it_has_seen_is_not_told_again(desk, machine):
    first = held(machine)
    again = held(machine, **first["versions"])
    assert (again["lists"], again["desk"]) == (None, None)
    desk.receive()
    later = held(machine, **first["versions"])
    assert later["lists"] is None
    assert len(later["desk"]["dossiers"]) == 1


def test_numbers_come_back_with_the_pack_and_go_when_they_are_used(desk, machine):
    leased(machine, 3)
    (lease,) = held(machine)["desk"]["leases"]
    assert lease["numbers"] == [1, 2, 3]
    made = machine.tablet.operation("dossier.receive/1", new_id(), counter.receiving(number=2), sealed=True)
    machine.push(made)
    told = held(machine)["desk"]
    assert told["leases"][0]["numbers"] == [1, 3]
    assert [(one["id"], one["number"]) for one in told["dossiers"]] == [(made["e"], 2)]


def test_another_machine_is_told_nothing_of_this_ones_numbers(app, desk, machine):
    leased(machine)
    other = WireDevice(app)
    other.enrol()
    other.open_shift(people.AN)
    assert held(other)["desk"]["leases"] == []


def test_a_volunteers_machine_holds_nothing(app, desk):
    machine = WireDevice(app)
    machine.enrol()
    assert refused(machine) == (403, "counter_for_clerks")
    machine.open_shift()
    assert refused(machine) == (403, "counter_for_clerks")


def test_nothing_is_told_after_the_shift_or_for_a_machine_that_leaves(desk, machine):
    direct(people.WARD, machine.tablet.id, "drain", people.AN.id, now_ms())
    assert refused(machine) == (403, "device_draining")
    revoke(people.WARD, machine.tablet.id, people.AN.id, now_ms())
    assert refused(machine)[1] == "device_revoked"


def test_nothing_is_told_when_the_clerk_has_handed_over(desk, machine):
    closing = machine.tablet.operation("shift.close/1", machine.tablet.shift, {"count": 0})
    assert machine.push(closing).get_json()["results"][0]["status"] == "ok"
    assert refused(machine) == (403, "counter_for_clerks")
    machine.open_shift(people.LAN)
    assert refused(machine) == (403, "counter_for_clerks")


def test_a_large_pack_travels_pressed(desk, machine):
    response = machine.call("GET", ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
