"""The rest of a device's life over the wire: forgotten and readmitted, heard of daily, told to rest, rescued, wiped."""

import pytest

from app.ledger import fleet
from app.records import assistance
from app.records import device as devices
from app.records.device import Device, DeviceNonce, RescueImport
from app.web.sessions import now_ms
from tests import people
from tests.web.wire_client import WireDevice


def code_of(response) -> str:
    assert response.mimetype == "application/problem+json"
    assert response.headers["GD-Proto"] == "1"
    return response.get_json()["code"]


def enrolled(app) -> WireDevice:
    device = WireDevice(app)
    assert device.enrol().status_code == 200
    assert device.open_shift().status_code == 200
    return device


@pytest.fixture
def device(app):
    return enrolled(app)


def forget(device):
    """The server comes back from a backup that is older than this device."""
    for table in (Device, DeviceNonce):
        column = Device.id if table is Device else DeviceNonce.device
        table.delete().where(table.ward_id == people.WARD, column == device.tablet.id).execute()


def readmit(device, certificate=None):
    return device.call("POST", "/sync/v1/readmit", {"certificate": certificate or device.tablet.certificate()})


def direct(device, directive):
    fleet.direct(people.WARD, device.tablet.id, directive, people.AN.id, now_ms())


def stands(device) -> dict:
    return devices.device(people.WARD, device.tablet.id)


def test_a_forgotten_device_shows_its_certificate_and_works_on(app):
    device = WireDevice(app)
    lane = device.enrol().get_json()["device"]["lane"]
    forget(device)
    assert code_of(device.push()) == "device_unknown"
    response = readmit(device)
    assert response.get_json() == {
        "device": {"id": device.tablet.id, "name": "Máy sảnh", "lane": lane},
        "next_q": 1,
    }
    assert response.headers["GD-Inc"]
    assert device.open_shift().status_code == 200
    assert device.push(device.tablet.record()).get_json()["results"][0]["status"] == "ok"


def test_a_device_that_is_known_is_told_where_it_stands(device):
    assert readmit(device).get_json()["next_q"] == device.tablet.q + 1


def test_a_certificate_in_other_hands_opens_nothing(app, device):
    forget(device)
    thief = WireDevice(app)
    thief.name = device.name
    assert code_of(readmit(thief, device.tablet.certificate())) == "signature_invalid"
    assert stands(device) is None


def test_a_certificate_speaks_for_its_own_device_only(app, device):
    other = enrolled(app)
    forget(device)
    assert code_of(readmit(other, device.tablet.certificate())) == "certificate_invalid"


def test_a_readmission_is_taken_once(device):
    forget(device)
    body = {"certificate": device.tablet.certificate()}
    arguments = {"nonce": "bm9uY2U", "at": now_ms()}
    assert device.call("POST", "/sync/v1/readmit", body, **arguments).status_code == 200
    assert code_of(device.call("POST", "/sync/v1/readmit", body, **arguments)) == "request_replayed"


def test_a_wrong_clock_is_told_the_right_time_before_it_is_readmitted(device):
    forget(device)
    body = {"certificate": device.tablet.certificate()}
    response = device.call("POST", "/sync/v1/readmit", body, at=now_ms() - 3_600_000)
    assert code_of(response) == "clock_skew"
    assert stands(device) is None


def test_a_revoked_device_is_not_readmitted(device):
    fleet.revoke(people.WARD, device.tablet.id, people.AN.id, now_ms())
    assert code_of(readmit(device)) == "device_revoked"


def test_trying_certificates_is_slowed(device):
    answers = {code_of(readmit(device, "e30.AA")) for _ in range(45)}
    assert answers == {"certificate_invalid", "too_many_tries"}


def test_a_heartbeat_is_answered_with_where_the_device_stands(device):
    told = {"waiting": 3, "oldest_at": now_ms() - 1000, "persisted": "yes", "offset": 5, "app": "r1"}
    answer = device.call("POST", "/sync/v1/heartbeat", told).get_json()
    assert answer == {"next_q": device.tablet.q + 1, "durable_q": 0}
    assert (stands(device)["waiting"], stands(device)["persisted"]) == (3, "yes")


@pytest.mark.parametrize(
    "changed",
    [{"waiting": -1}, {"waiting": "3"}, {"oldest_at": -1}, {"offset": 2**60}, {"app": "ứng dụng"}, {"persisted": None}],
)
def test_a_heartbeat_that_says_nonsense_is_refused(device, changed):
    told = {"waiting": 3, "oldest_at": 1, "persisted": "yes", "offset": 5, "app": "r1", **changed}
    assert code_of(device.call("POST", "/sync/v1/heartbeat", told)) == "request_unreadable"


@pytest.mark.parametrize("directive", ["drain", "wipe"])
def test_a_device_that_is_to_rest_opens_no_shift_but_sends(device, directive):
    direct(device, directive)
    response = device.open_shift()
    assert code_of(response) == "device_draining"
    assert response.headers["GD-Do"] == directive
    assert device.push(device.tablet.record()).get_json()["results"][0]["status"] == "ok"
    direct(device, "")
    assert device.open_shift().status_code == 200


def test_another_device_carries_the_work_of_one_that_cannot_send(app, device):
    carrier = enrolled(app)
    made = device.tablet.record()
    file = device.tablet.rescue_file([made])
    answer = carrier.call("POST", "/sync/v1/rescue", {"file": file})
    assert answer.get_json() == {"operations": 1, "new": 1}
    assert assistance.assistance(people.WARD, made["e"])["device"] == device.tablet.id
    assert carrier.call("POST", "/sync/v1/rescue", {"file": file}).get_json()["new"] == 0
    through = RescueImport.select().where(RescueImport.ward_id == people.WARD).dicts()
    assert {row["through_device"] for row in through} == {carrier.tablet.id}


def test_a_file_that_nobody_signed_is_not_carried(app, device):
    carrier = enrolled(app)
    file = device.tablet.rescue_file([device.tablet.record()], parcels=[{"ops": ["{}"], "sig": "AA"}])
    assert code_of(carrier.call("POST", "/sync/v1/rescue", {"file": file})) == "rescue_signature"


def test_a_wiped_device_says_so_is_revoked_and_may_say_it_twice(device):
    direct(device, "wipe")
    assert device.call("POST", "/sync/v1/wiped", {"discarded": 2}).get_json() == {}
    assert device.call("POST", "/sync/v1/wiped", {"discarded": 2}).status_code == 200
    assert stands(device)["discarded"] == 2
    assert code_of(device.push()) == "device_revoked"


def test_a_device_that_nobody_told_to_forget_keeps_everything(device):
    assert code_of(device.call("POST", "/sync/v1/wiped", {"discarded": 0})) == "wipe_not_asked"
    fleet.revoke(people.WARD, device.tablet.id, people.AN.id, now_ms())
    assert code_of(device.call("POST", "/sync/v1/wiped", {"discarded": 0})) == "wipe_not_asked"


@pytest.mark.parametrize("path", ["heartbeat", "rescue", "wiped", "readmit"])
def test_a_stranger_is_unknown_at_every_door(app, path):
    stranger = WireDevice(app)
    stranger.name = f"{people.WARD}.019aa1c5-0d20-7f31-b2aa-5d90c1e7f455"
    response = stranger.call("POST", f"/sync/v1/{path}", {"certificate": "e30.AA"})
    assert code_of(response) in ("device_unknown", "certificate_invalid")
