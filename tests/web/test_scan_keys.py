"""GET /sync/v1/scan-keys and /truc/quet: who gets the keys of citizens' codes, and what the kept page holds."""

import re

import pytest

from app.ledger.fleet import direct, revoke
from app.rules import base64url
from app.web.sessions import now_ms
from tests import people
from tests.web.wire_client import WireDevice

ADDRESS = "/sync/v1/scan-keys"


@pytest.fixture
def machine(app):
    machine = WireDevice(app)
    machine.enrol()
    return machine


def refused(machine) -> tuple[int, str]:
    response = machine.call("GET", ADDRESS)
    return response.status_code, response.get_json()["code"]


def test_a_volunteers_tablet_gets_them_with_its_shift(machine, visitor):
    assert refused(machine) == (403, "scan_needs_shift")
    machine.open_shift(people.LAN)
    told = machine.call("GET", ADDRESS).get_json()
    (key,) = told["keys"]
    page = visitor.get("/to-khai/khai-sinh").get_data(as_text=True)
    assert f'"public": "{key["public"]}"' in page
    assert f'"key": "{key["key"]}"' in page
    assert f'"mark": "{told["mark"]}"' in page
    assert f'data-key-month="{key["key"][:4]}"' in page
    assert len(base64url.decode(key["private"])) > len(base64url.decode(key["public"])) == 65


def test_nobody_else_gets_them(machine, visitor, sign_in):
    machine.open_shift(people.LAN)
    private = machine.call("GET", ADDRESS).get_json()["keys"][0]["private"]
    for client in (visitor, sign_in(people.HA)):
        answer = client.get(ADDRESS)
        assert answer.status_code in (401, 403)
        assert private not in answer.get_data(as_text=True)
        for page in ("/to-khai/khai-sinh", "/truc/quet"):
            assert private not in client.get(page).get_data(as_text=True)
    direct(people.WARD, machine.tablet.id, "drain", people.AN.id, now_ms())
    assert refused(machine) == (403, "device_draining")
    revoke(people.WARD, machine.tablet.id, people.AN.id, now_ms())
    assert refused(machine)[1] == "device_revoked"


def test_the_page_is_kept_may_use_the_camera_and_knows_every_form(visitor):
    response = visitor.get("/truc/quet")
    assert response.headers["GD-Kept"] == "public"
    assert "wasm-unsafe-eval" in response.headers["Content-Security-Policy"]
    assert "camera=(self)" in response.headers["Permissions-Policy"]
    listed = re.findall(r'href="/to-khai/([a-z0-9-]+)"', visitor.get("/to-khai").get_data(as_text=True))
    page = response.get_data(as_text=True)
    assert len(listed) >= 7
    for slug in listed:
        assert f'"{slug.replace("-", "_")}": {{' in page
