"""How a tablet does and what the ward orders of it: the alarms of a day and of three, drain, wipe, revoke."""

import pytest

from app.ledger.fleet import direct, revoke, wiped
from app.ledger.heartbeat import beat
from app.problems import Problem
from app.records import device as devices
from app.rules.fleet import DIRECTIVES, STATES, state_of
from tests import people
from tests.ledger.devices import Tablet

HOUR, DAY = 3_600_000, 86_400_000
NOW = people.FOUNDED_AT + 100 * DAY


def row(**changed) -> dict:
    blank = {
        "wiped_at": None,
        "revoked_at": None,
        "directive": "",
        "waiting": 0,
        "oldest_waiting_at": None,
        "persisted": "yes",
        "seen_at": NOW,
        "beat_at": NOW,
        "enrolled_at": NOW - 30 * DAY,
        "readmitted_at": None,
    }
    return {**blank, **changed}


def heard(at: int) -> dict:
    return {"seen_at": at, "beat_at": at}


CASES = [
    ("ok", {}),
    ("ok", {"waiting": 3, "oldest_waiting_at": NOW - DAY}),
    ("waiting_day", {"waiting": 3, "oldest_waiting_at": NOW - DAY - 1}),
    ("waiting_day", {"waiting": 3, "oldest_waiting_at": NOW - 3 * DAY}),
    ("waiting_long", {"waiting": 1, "oldest_waiting_at": NOW - 3 * DAY - 1}),
    ("ok", {"waiting": 0, "oldest_waiting_at": NOW - 9 * DAY}),
    ("ok", heard(NOW - DAY)),
    ("silent_day", heard(NOW - DAY - 1)),
    ("silent_long", heard(NOW - 3 * DAY - 1)),
    ("silent_long", {"seen_at": None, "beat_at": None}),
    ("ok", {"seen_at": None, "beat_at": None, "enrolled_at": NOW}),
    ("ok", {**heard(NOW - 9 * DAY), "readmitted_at": NOW}),
    ("waiting_long", {**heard(NOW - 4 * DAY), "waiting": 1, "oldest_waiting_at": NOW - 4 * DAY}),
    ("not_persisted", {"persisted": "no"}),
    ("ok", {"persisted": "unknown"}),
    ("silent_day", {"persisted": "no", **heard(NOW - 2 * DAY)}),
    ("draining", {"directive": "drain", "waiting": 1, "oldest_waiting_at": NOW - 4 * DAY}),
    ("wiping", {"directive": "wipe"}),
    ("revoked", {"directive": "drain", "revoked_at": NOW}),
    ("wiped", {"directive": "wipe", "revoked_at": NOW, "wiped_at": NOW}),
]


@pytest.mark.parametrize(("state", "changed"), CASES)
def test_what_is_said_of_a_tablet_is_what_a_person_must_see_to_first(state, changed):
    assert state_of(row(**changed), NOW) == state


def test_every_state_can_be_said():
    assert {state for state, _changed in CASES} == set(STATES)


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


def stands(tablet) -> dict:
    return devices.device(people.WARD, tablet.id)


def told(**changed) -> dict:
    return {"waiting": 0, "oldest_at": 0, "persisted": "yes", "offset": 0, "app": "r1", **changed}


def test_a_heartbeat_is_kept(tablet):
    at = tablet.now + HOUR
    beat(people.WARD, tablet.id, told(waiting=4, oldest_at=at - DAY, persisted="no", offset=-1840), at)
    after = stands(tablet)
    kept = {name: after[name] for name in ("beat_at", "seen_at", "waiting", "oldest_waiting_at", "persisted")}
    assert kept == {"beat_at": at, "seen_at": at, "waiting": 4, "oldest_waiting_at": at - DAY, "persisted": "no"}
    assert (after["clock_offset"], after["app_version"], after["last_q"]) == (-1840, "r1", 1)


def test_nothing_waits_since_no_time(tablet):
    beat(people.WARD, tablet.id, told(waiting=0, oldest_at=5), tablet.now)
    assert stands(tablet)["oldest_waiting_at"] is None


def test_a_time_to_come_is_now(tablet):
    beat(people.WARD, tablet.id, told(waiting=1, oldest_at=tablet.now + DAY), tablet.now)
    assert stands(tablet)["oldest_waiting_at"] == tablet.now


def test_what_was_delivered_since_no_longer_waits(tablet):
    beat(people.WARD, tablet.id, told(waiting=3, oldest_at=tablet.now), tablet.now)
    tablet.now += HOUR
    made = [tablet.record(), tablet.record()]
    tablet.push(*made)
    assert (stands(tablet)["waiting"], stands(tablet)["oldest_waiting_at"]) == (1, tablet.now)
    tablet.push(*made)
    assert stands(tablet)["waiting"] == 1
    tablet.push(tablet.record())
    assert (stands(tablet)["waiting"], stands(tablet)["oldest_waiting_at"]) == (0, None)


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_a_directive_stands_with_who_gave_it_and_when(tablet, directive):
    direct(people.WARD, tablet.id, directive, people.AN.id, NOW)
    after = stands(tablet)
    assert (after["directive"], after["directed_by"], after["directed_at"]) == (directive, people.AN.id, NOW)


@pytest.mark.parametrize("directive", ["drain", "wipe"])
def test_a_tablet_that_is_to_rest_still_sends_what_it_has(tablet, directive):
    direct(people.WARD, tablet.id, directive, people.AN.id, NOW)
    assert tablet.push(tablet.record()).results[0]["status"] == "ok"


def test_there_are_no_other_directives(tablet):
    with pytest.raises(ValueError, match="burn"):
        direct(people.WARD, tablet.id, "burn", people.AN.id, NOW)


@pytest.mark.parametrize("ward", [people.OTHER_WARD, 99])
def test_nobody_directs_the_tablet_of_another_ward(tablet, ward):
    with pytest.raises(Problem) as refused:
        direct(ward, tablet.id, "wipe", people.DUNG.id, NOW)
    assert refused.value.code == "device_unknown"
    revoke(ward, tablet.id, people.DUNG.id, NOW)
    assert (stands(tablet)["directive"], stands(tablet)["revoked_at"]) == ("", None)


def test_a_revoked_tablet_is_told_nothing_any_more(tablet):
    revoke(people.WARD, tablet.id, people.AN.id, NOW)
    assert (stands(tablet)["revoked_at"], stands(tablet)["revoked_by"]) == (NOW, people.AN.id)
    with pytest.raises(Problem) as refused:
        direct(people.WARD, tablet.id, "wipe", people.AN.id, NOW)
    assert refused.value.code == "device_revoked"


def test_revoking_twice_keeps_the_first_time_and_the_first_name(tablet):
    revoke(people.WARD, tablet.id, people.AN.id, NOW)
    revoke(people.WARD, tablet.id, people.HUNG.id, NOW + HOUR)
    assert (stands(tablet)["revoked_at"], stands(tablet)["revoked_by"]) == (NOW, people.AN.id)


def test_a_wiped_tablet_is_revoked_and_says_what_it_took_along(tablet):
    beat(people.WARD, tablet.id, told(waiting=2, oldest_at=tablet.now), tablet.now)
    direct(people.WARD, tablet.id, "wipe", people.AN.id, NOW)
    wiped(people.WARD, tablet.id, 2, NOW + HOUR)
    wiped(people.WARD, tablet.id, 9, NOW + DAY)
    after = stands(tablet)
    assert (after["wiped_at"], after["discarded"], after["waiting"]) == (NOW + HOUR, 2, 0)
    assert (after["revoked_at"], after["revoked_by"]) == (NOW + HOUR, people.AN.id)


def test_a_tablet_that_nobody_told_to_forget_must_not(tablet):
    for directive in ("", "drain"):
        direct(people.WARD, tablet.id, directive, people.AN.id, NOW)
        with pytest.raises(Problem) as refused:
            wiped(people.WARD, tablet.id, 0, NOW)
        assert refused.value.code == "wipe_not_asked"
    assert stands(tablet)["wiped_at"] is None
