"""A tablet that is enrolled anew (it was revoked, or somebody cloned it) still delivers what it had not sent."""

import pytest

from app.records import assistance, ledger_entry
from tests import people
from tests.web.wire_client import WireDevice


def device(app, person=people.LAN) -> WireDevice:
    made = WireDevice(app)
    assert made.enrol().status_code == 200
    assert made.open_shift(person).status_code == 200
    return made


def moved(old: WireDevice, new: WireDevice, count: int = 2) -> list[dict]:
    """Records that `old` had kept, as the outbox numbers them anew: ids, author and shift stay."""
    kept = [old.tablet.record() for _each in range(count)]
    for one in kept:
        new.tablet.q += 1
        one |= {"q": new.tablet.q, "dev": new.tablet.id}
    return kept


def outcomes(response):
    return [(result["status"], result["code"]) for result in response.get_json()["results"]]


@pytest.fixture
def anew(app):
    """(the new enrolment without a shift, what it still holds of the old one)."""
    old, new = device(app), WireDevice(app)
    new.enrol()
    return new, moved(old, new)


def test_unsent_work_waits_for_its_author_and_is_taken_when_she_signs_in_on_that_tablet(anew):
    tablet, kept = anew
    assert outcomes(tablet.push(*kept)) == [("parked", "shift_unknown")] * 2
    tablet.open_shift()
    for one in kept:
        assert assistance.assistance(people.WARD, one["e"])["staff"] == people.LAN.id
        assert ledger_entry.review(people.WARD, one["op"])["closed_how"] == "released"


def test_somebody_else_who_signs_in_there_vouches_for_nothing(anew):
    tablet, kept = anew
    tablet.push(*kept)
    tablet.open_shift(people.TUAN)
    assert assistance.assistance(people.WARD, kept[0]["e"]) is None


def test_her_signing_in_elsewhere_vouches_for_nothing(app, anew):
    tablet, kept = anew
    tablet.push(*kept)
    device(app)
    assert assistance.assistance(people.WARD, kept[0]["e"]) is None


def test_the_desk_may_let_it_in_by_hand(anew, sign_in):
    tablet, kept = anew
    tablet.push(*kept)
    sign_in(people.HA).post(f"/can-xem-lai/{kept[0]['op']}/thu-lai", {})
    assert assistance.assistance(people.WARD, kept[0]["e"])["staff"] == people.LAN.id


def test_work_of_a_shift_that_ran_out_is_taken_though_it_is_sent_after_signing_in_again(app, monkeypatch):
    tablet = device(app)
    monkeypatch.setattr("app.ledger.ticket.SHIFT_SECONDS", -10)
    tablet.open_shift()
    late = tablet.tablet.record()
    monkeypatch.undo()
    told = tablet.call(
        "POST",
        "/sync/v1/shift",
        {"login": people.LAN.login, "password": people.PASSWORD, "point": people.CT1A},
    ).get_json()
    opening = tablet.tablet.operation(
        "shift.open/1", told["shift"]["id"], {"ticket": told["ticket"]}, sh=told["shift"]["id"]
    )
    assert outcomes(tablet.push(late, opening)) == [("parked", "shift_expired"), ("ok", "")]
    assert assistance.assistance(people.WARD, late["e"])["staff"] == people.LAN.id
