"""The wire: what a device may say, what it is told, and what a stranger, a clone or a replay gets."""

import gzip

import pytest

from app.config import INFLATED_BODY_BYTES_MAX
from app.records.assistance import Assistance
from app.records.device import Device
from app.web import sessions
from app.web.sessions import now_ms
from tests import people
from tests.web.wire_client import WireDevice


@pytest.fixture
def device(app):
    device = WireDevice(app)
    assert device.enrol().status_code == 200
    return device


@pytest.fixture
def working(device):
    assert device.open_shift().status_code == 200
    return device


def code_of(response) -> str:
    assert response.mimetype == "application/problem+json"
    assert response.headers["GD-Proto"] == "1"
    body = response.get_json()
    assert body["status"] == response.status_code
    assert body["title"]
    return body["code"]


def test_hello_echoes_and_tells_the_time(app):
    response = WireDevice(app).client.get("/sync/v1/hello?n=abc")
    told = response.get_json()
    assert told["n"] == "abc"
    assert abs(told["time_ms"] - now_ms()) < 5000
    assert response.headers["GD-Proto"] == "1"
    assert response.headers["GD-Inc"] == told["inc"] != ""


def test_a_day_on_the_wire(working):
    made = [working.tablet.record() for _ in range(30)]
    response = working.push(*made, compress=True)
    assert {result["status"] for result in response.get_json()["results"]} == {"ok"}
    assert response.get_json()["next_q"] == working.tablet.q + 1
    again = working.push(*made)
    assert again.get_json()["results"] == response.get_json()["results"]
    assert Assistance.select().count() == 30


def test_an_enrolment_code_works_once(app):
    first, second = WireDevice(app), WireDevice(app)
    code = first.code()
    assert first.enrol(code).status_code == 200
    assert code_of(second.enrol(code)) == "enrol_code_invalid"


def test_an_enrolment_whose_answer_was_lost_is_answered_again_to_the_same_tablet_only(app):
    device, other = WireDevice(app), WireDevice(app)
    code = device.code()
    first = device.enrol(code).get_json()
    again = device.enrol(code)
    assert again.get_json()["device"] == first["device"]
    assert Device.select().where(Device.kind == "tablet").count() == 1
    assert code_of(other.enrol(code)) == "enrol_code_invalid"
    Device.update(revoked_at=1).where(Device.id == first["device"]["id"]).execute()
    assert code_of(device.enrol(code)) == "enrol_code_invalid"


def test_an_enrolment_code_is_read_as_people_type_it(app):
    device = WireDevice(app)
    assert device.enrol(f"  {device.code().lower()} ").status_code == 200


def test_an_enrolment_code_dies_after_fifteen_minutes(app):
    device = WireDevice(app)
    assert code_of(device.enrol(device.code(now=now_ms() - 16 * 60_000))) == "enrol_code_invalid"


@pytest.mark.parametrize("code", ["", "x", "1-AAAA-AAAA", "99-AAAA-AAAA", "1", "-", "9" * 200])
def test_a_made_up_enrolment_code_is_refused(app, code):
    assert code_of(WireDevice(app).enrol(code)) in ("enrol_code_invalid", "request_unreadable")


def test_guessing_enrolment_codes_is_slowed(app):
    device = WireDevice(app)
    answers = {code_of(device.enrol("1-AAAA-AAAA")) for _ in range(45)}
    assert answers == {"enrol_code_invalid", "too_many_tries"}


def test_a_key_that_is_no_point_is_refused(app):
    device = WireDevice(app)
    device.public = "AAAA"
    assert code_of(device.enrol()) == "request_unreadable"


def test_a_shift_needs_the_right_password(device):
    wish = {"login": people.LAN.login, "password": "sai", "point": people.CT1A}
    assert code_of(device.call("POST", "/sync/v1/shift", wish)) == "sign_in_failed"


def test_a_shift_needs_a_point_of_this_ward_and_a_role_that_works(device):
    wish = {"login": people.LAN.login, "password": people.PASSWORD, "point": "khong-co"}
    assert code_of(device.call("POST", "/sync/v1/shift", wish)) == "point_unknown"
    wish = {"login": people.MINH.login, "password": people.PASSWORD, "point": people.CT1A}
    assert code_of(device.call("POST", "/sync/v1/shift", wish)) == "not_allowed"
    wish = {"login": people.THAO.login, "password": people.PASSWORD, "point": people.CT1A}
    assert code_of(device.call("POST", "/sync/v1/shift", wish)) == "sign_in_failed"


def test_a_temporary_password_opens_no_shift(device):
    sessions.set_password(people.WARD, people.LAN.id, people.PASSWORD, now_ms(), must_change=True)
    wish = {"login": people.LAN.login, "password": people.PASSWORD, "point": people.CT1A}
    assert code_of(device.call("POST", "/sync/v1/shift", wish)) == "password_temporary"


def test_guessing_a_password_is_slowed_and_says_for_how_long(device):
    wish = {"login": people.LAN.login, "password": "sai", "point": people.CT1A}
    answers = [device.call("POST", "/sync/v1/shift", wish) for _ in range(7)]
    assert code_of(answers[-1]) == "too_many_tries"
    assert int(answers[-1].headers["Retry-After"]) >= 60
    wish["password"] = people.PASSWORD
    assert code_of(device.call("POST", "/sync/v1/shift", wish)) == "too_many_tries"


def test_a_replayed_request_is_refused(working):
    made = working.tablet.record()
    arguments = {"nonce": "bm9uY2U", "at": now_ms()}
    assert working.push(made, **arguments).status_code == 200
    assert code_of(working.push(made, **arguments)) == "request_replayed"


def test_a_request_signed_by_another_key_is_refused(app, working):
    thief = WireDevice(app)
    thief.name, thief.tablet = working.name, working.tablet
    assert code_of(thief.push(working.tablet.record())) == "signature_invalid"


def test_a_body_changed_on_the_way_is_refused(working):
    response = working.call("POST", "/sync/v1/push", {"ops": []}, headers={"GD-Signature": "A" * 86})
    assert code_of(response) == "signature_invalid"


@pytest.mark.parametrize("name", ["", "1.", "x.y", "999999999999.a", "1.019aa1c5-0d20-7f31-b2aa-5d90c1e7f455"])
def test_an_unknown_device_is_told_so(working, name):
    working.name = name
    assert code_of(working.push()) == "device_unknown"


def test_a_device_of_this_ward_does_not_speak_for_another(working):
    working.name = f"{people.OTHER_WARD}.{working.tablet.id}"
    assert code_of(working.push()) == "device_unknown"


def test_a_revoked_device_is_told_so_and_nothing_more(working):
    Device.update(revoked_at=1).where(Device.id == working.tablet.id).execute()
    assert code_of(working.push(working.tablet.record())) == "device_revoked"


@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24 * 365])
def test_a_wrong_clock_is_told_the_right_time(working, minutes):
    response = working.push(at=now_ms() + minutes * 60_000)
    assert code_of(response) == "clock_skew"
    assert abs(int(response.headers["GD-Time"]) - now_ms()) < 5000


@pytest.mark.parametrize("at", ["²", "9" * 5000, "-1", "1e12"], ids=["raised two", "digits", "minus", "float"])
def test_a_time_that_is_none_is_a_wrong_clock(working, at):
    assert code_of(working.call("GET", "/sync/v1/pull", at=at)) == "clock_skew"


def test_a_cloned_device_is_told_so(working):
    working.push(working.tablet.record())
    working.tablet.q -= 1
    response = working.push(working.tablet.record())
    assert response.status_code == 409
    assert code_of(response) == "device_forked"


def test_a_batch_with_an_unreadable_header_is_sent_back_for_halving(working):
    response = working.push(working.tablet.record(), {"op": "x"})
    assert response.status_code == 400
    assert code_of(response) == "batch_unreadable"
    assert Assistance.select().count() == 0


def test_a_dead_letter_lets_those_behind_it_go(working):
    letter = {"q": working.tablet.q + 1, "raw": '{"op": "x"'}
    response = working.call("POST", "/sync/v1/dead-letter", letter)
    assert response.get_json()["results"][0]["status"] == "parked"
    working.tablet.q += 1
    assert working.push(working.tablet.record()).get_json()["results"][0]["status"] == "ok"


def test_more_than_a_hundred_operations_are_too_many(working):
    assert working.push(*[working.tablet.record() for _ in range(101)]).status_code == 400


def test_a_five_megabyte_body_is_refused(working):
    assert code_of(working.call("POST", "/sync/v1/push", raw=b"x" * 5_000_000)) in ("batch_too_large", "too_large")


def test_a_bomb_is_refused_before_it_fills_the_memory(working):
    bomb = gzip.compress(b"0" * (INFLATED_BODY_BYTES_MAX * 50))
    response = working.call("POST", "/sync/v1/push", raw=bomb, headers={"Content-Encoding": "gzip"})
    assert code_of(response) == "batch_too_large"


_DEEP = b'{"ops": [' + b"[" * 50_000 + b"]" * 50_000 + b"]}"


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"ops": 5}', _DEEP])
def test_nonsense_is_refused_in_words(working, raw):
    assert code_of(working.call("POST", "/sync/v1/push", raw=raw)) == "request_unreadable"


def test_gzip_that_is_none_is_refused(working):
    response = working.call("POST", "/sync/v1/push", raw=b"plain", headers={"Content-Encoding": "gzip"})
    assert code_of(response) == "request_unreadable"


def test_no_cookie_is_set_or_read(working):
    response = working.push(working.tablet.record())
    assert "Set-Cookie" not in response.headers


def test_a_cookie_of_a_signed_in_person_opens_no_device_door(app, sign_in):
    response = sign_in(people.AN).client.post("/sync/v1/push", json={"ops": []})
    assert response.get_json()["code"] == "device_unknown"


def test_the_health_of_the_house(visitor):
    told = visitor.get("/healthz").get_json()
    assert told["ok"] is True
    assert told["wards"] == 2
