"""Pull and snapshot over the wire: what they carry, what marks them as ours, and what nonsense gets."""

import json

import pytest

from app.records.device import Device
from app.rules.scope_sum import short_hash
from tests import people
from tests.web.wire_client import WireDevice


@pytest.fixture
def device(app):
    device = WireDevice(app)
    assert device.enrol().status_code == 200
    assert device.open_shift().status_code == 200
    return device


def pull(device, v=0, h="", scope="lobby"):
    return device.call("GET", f"/sync/v1/pull?v={v}&h={h}&scope={scope}")


def test_a_tablet_pulls_the_ward_and_then_only_what_changed(device):
    first = pull(device).get_json()
    assert {person["login"] for person in first["rows"]["staff"]} == {"lan", "tuan", "hung", "chi-ha", "hoai-an"}
    made = device.tablet.record()
    device.push(made)
    second = pull(device, first["v"], first["h"])
    assert second.headers["GD-Inc"] == first["inc"]
    told = second.get_json()
    assert [line["op"] for line in told["rows"]["line"]] == [made["op"]]
    assert list(told["rows"]) == ["line"]
    assert told["next_q"] == device.tablet.q + 1


def test_a_snapshot_is_lines_of_json_under_the_headers_of_our_server(device):
    response = device.call("GET", "/sync/v1/snapshot?scope=lobby")
    assert response.mimetype == "application/x-ndjson"
    assert response.headers["GD-Proto"] == "1"
    assert response.headers["Cache-Control"] == "no-store"
    *lines, last = response.get_data(as_text=True).removesuffix("\n").split("\n")
    assert json.loads(last) == {"end": len(lines) - 1, "sum": short_hash("\n".join(lines))}
    assert json.loads(lines[0])["head"]["inc"] == response.headers["GD-Inc"]


def test_a_restored_server_says_that_the_tablet_has_diverged_and_what_it_still_has(device):
    response = pull(device, 10_000, "0" * 64)
    assert response.status_code == 409
    told = response.get_json()
    assert told["code"] == "diverged"
    assert told["details"] == {"incarnation": response.headers["GD-Inc"], "last_q": device.tablet.q}


@pytest.mark.parametrize("v", ["-1", "x", "1.5", "²", "9" * 40, str(2**53), ""])
def test_a_position_that_is_none_is_refused_in_words(device, v):
    assert pull(device, v).get_json()["code"] == "request_unreadable"


def test_a_hash_that_is_none_is_refused_in_words(device):
    assert pull(device, 1, "0" * 65).get_json()["code"] == "request_unreadable"


@pytest.mark.parametrize("scope", ["desk", "", "lobby2"])
def test_a_scope_that_this_server_does_not_know_gets_nothing(device, scope):
    assert pull(device, scope=scope).get_json()["code"] == "request_unreadable"
    assert device.call("GET", f"/sync/v1/snapshot?scope={scope}").get_json()["code"] == "request_unreadable"


def test_the_position_asked_for_is_part_of_what_is_signed(device):
    path = "/sync/v1/pull?v=0&h=&scope=lobby"
    told = device.call("GET", path)
    assert told.status_code == 200
    forged = device.call("GET", path, headers={"GD-Signature": device.signature("GET", "/sync/v1/pull", b"", "1", "x")})
    assert forged.get_json()["code"] == "signature_invalid"


@pytest.mark.parametrize("directive", ["", "drain", "wipe"])
def test_every_answer_tells_what_the_ward_wants_of_the_device(device, directive):
    Device.update(directive=directive).where(Device.ward_id == people.WARD, Device.id == device.tablet.id).execute()
    for response in (pull(device), pull(device, 10_000), device.push(), device.call("GET", "/sync/v1/snapshot")):
        assert response.headers.get("GD-Do", "") == directive


def test_an_answer_to_nobody_tells_no_directive(app, device):
    Device.update(directive="wipe").where(Device.ward_id == people.WARD, Device.id == device.tablet.id).execute()
    assert "GD-Do" not in device.client.get("/sync/v1/hello?n=1").headers
    stranger = WireDevice(app)
    stranger.name = device.name
    assert "GD-Do" not in pull(stranger).headers
