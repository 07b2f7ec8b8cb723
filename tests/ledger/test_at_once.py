"""Two do the same thing in the same moment, each on a connection of its own: on SQLite and on PostgreSQL alike."""

import threading

import pytest

from app.ledger import accept as door
from app.ledger import enrolment, fleet, founding
from app.problems import Problem
from app.records import device as device_records
from app.records import ward as ward_records
from app.records.database import database
from app.rules import base64url
from app.web import sessions, set_up
from tests import people
from tests.ledger.devices import Tablet, statuses
from tests.web.wire_client import WireDevice

NOW = people.FOUNDED_AT + 1_000_000
CROWD = 6


def at_once(*acts):
    """What each of the acts returned or raised, all begun in one moment, each in a thread of its own."""
    start, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            told[place] = act()
        except Exception as error:
            told[place] = error
        finally:
            database.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return told


def test_wards_founded_at_once_get_numbers_of_their_own(app):
    numbers = at_once(*(lambda n=n: founding.found_ward(f"phuong-{n}", f"Phường {n}", NOW) for n in range(CROWD)))
    assert sorted(numbers) == list(range(3, 3 + CROWD))
    assert len(ward_records.all_wards()) == 2 + CROWD


def test_two_that_set_up_the_first_ward_at_once_are_one_and_one_who_is_told(empty_app):
    card = {"name": "Phường Thử", "official_code": "", "organ_line_1": "", "organ_line_2": "UBND", "place_name": "Thử"}
    admin = {"login": "quan-tri", "name": "Lê Hoài An", "role": "admin", "neighbourhood": "", "support_point": ""}
    told = at_once(*(lambda: set_up._found(card, admin | {"active": True}, people.PASSWORD, NOW) for _ in range(CROWD)))
    assert [one.code for one in told if isinstance(one, Problem)] == ["already_set_up"] * (CROWD - 1)
    assert len(ward_records.all_wards()) == 1


def enrolling(code: str, key: bytes):
    return lambda: enrolment.enrol(code, "Máy", key, NOW)[1]


def test_tablets_enrolled_at_once_get_lanes_of_their_own(app):
    ward = ward_records.ward(people.WARD)
    codes = [enrolment.make_code(ward, people.CT1A, people.AN.id, NOW) for _ in range(CROWD)]
    devices = at_once(*(enrolling(code, bytes([65 + place])) for place, code in enumerate(codes)))
    assert len({device["lane"] for device in devices}) == CROWD


def test_one_code_enrols_one_tablet(app):
    code = enrolment.make_code(ward_records.ward(people.WARD), people.CT1A, people.AN.id, NOW)
    told = at_once(*(enrolling(code, bytes([65 + place])) for place in range(CROWD)))
    assert [one.code for one in told if isinstance(one, Problem)] == ["enrol_code_invalid"] * (CROWD - 1)
    assert len(device_records.tablets(people.WARD)) == 1


def test_one_code_asked_for_twice_by_the_same_tablet_is_one_device(app):
    code = enrolment.make_code(ward_records.ward(people.WARD), people.CT1A, people.AN.id, NOW)
    told = at_once(*(enrolling(code, b"the same key") for _ in range(CROWD)))
    assert len({one["id"] for one in told}) == 1


def test_one_batch_sent_from_two_connections_is_taken_once(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    batch = [tablet.record(sealed=False) for _ in range(20)]
    told = at_once(*(lambda: tablet.push(*batch) for _ in range(CROWD)))
    assert all(statuses(one) == [("ok", "")] * 20 for one in told)
    assert len({tuple(result["v"] for result in one.results) for one in told}) == 1


def test_tablets_of_two_wards_at_once_stay_apart(app):
    tablets = [Tablet(ward, person) for ward, person in ((people.WARD, people.LAN), (people.OTHER_WARD, people.THAO))]
    for tablet in tablets:
        tablet.push(tablet.open_shift())
    batches = [(tablet, [tablet.record(sealed=False) for _ in range(10)]) for tablet in tablets for _ in range(3)]
    told = at_once(*(lambda tablet=tablet, batch=batch: tablet.push(*batch) for tablet, batch in batches[::3]))
    assert all(statuses(one) == [("ok", "")] * 10 for one in told)


def test_a_tablet_revoked_while_its_batch_is_taken_stays_revoked(app, monkeypatch):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    store = door._store

    def revoke_and_store(*arguments):
        other = threading.Thread(
            target=lambda: at_once(lambda: fleet.revoke(people.WARD, tablet.id, people.AN.id, NOW))
        )
        other.start()
        # It may wait for this transaction (SQLite, or a lock of the ward's), but it may not be undone by it.
        other.join(0.3)
        waiting.append(other)
        store(*arguments)

    waiting: list[threading.Thread] = []
    monkeypatch.setattr(door, "_store", revoke_and_store)
    assert statuses(tablet.push(tablet.record())) == [("ok", "")]
    waiting[0].join(60)
    monkeypatch.undo()
    row = device_records.device(people.WARD, tablet.id)
    assert (row["revoked_at"], row["last_q"]) == (NOW, 2)
    with pytest.raises(Problem, match="device_revoked"):
        tablet.push(tablet.record())


def test_guesses_at_once_are_all_counted(app):
    brakes = [sessions.Brake(people.WARD, "login:lan") for _ in range(CROWD)]
    assert at_once(*(lambda brake=brake: brake.failed(NOW) for brake in brakes)) == [None] * CROWD
    assert sessions.Brake(people.WARD, "login:lan").row["count"] == CROWD


def test_one_request_that_comes_twice_at_once_is_answered_once(app):
    device = WireDevice(app)
    device.enrol()
    nonce = base64url.encode(bytes(16))
    told = at_once(*(lambda: device.call("GET", "/sync/v1/pull?v=0&h=", nonce=nonce).status_code for _ in range(CROWD)))
    assert sorted(told) == [200] + [401] * (CROWD - 1)
