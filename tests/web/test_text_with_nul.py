"""U+0000 in an address or a form: refused or not found in words, on both databases; never a mistake of ours."""

import pytest

from tests import people
from tests.web.wire_client import WireDevice

NUL = "a%00b"


@pytest.mark.parametrize(
    "address",
    [
        f"/luot-ho-tro?q={NUL}",
        f"/luot-ho-tro?sau={NUL}.1",
        f"/luot-ho-tro?thu-tuc={NUL}&diem={NUL}&nguoi={NUL}",
        f"/luot-ho-tro/{NUL}",
        f"/thu-tuc?q={NUL}",
        f"/thu-tuc/{NUL}",
        f"/nguoi-dung/{NUL}",
        f"/can-xem-lai/{NUL}",
        f"/may/{NUL}",
        f"/tra-cuu?ma={NUL}",
        f"/dang-nhap?phuong={NUL}",
    ],
)
def test_an_address_with_it_is_answered(sign_in, visitor, address):
    for client in (sign_in(people.AN), visitor):
        assert client.get(address).status_code in (400, 404)


def test_a_sign_in_with_it_fails_as_any_other(app, visitor):
    told = visitor.post("/dang-nhap", {"login": "la\x00n", "password": "x\x00", "phuong": "phuong-thu"})
    assert told.status_code == 400


def test_a_tablet_that_says_it_is_answered_in_words(app):
    device = WireDevice(app)
    device.enrol()
    for path, body in (
        ("/sync/v1/shift", {"login": "la\x00n", "password": "x\x00", "point": "\x00"}),
        ("/sync/v1/heartbeat", {"waiting": 0, "oldest_at": 0, "persisted": "\x00", "offset": 0, "app": "1\x00"}),
        ("/sync/v1/readmit", {"certificate": "\x00"}),
        ("/sync/v1/rescue", {"file": "\x00"}),
    ):
        told = device.call("POST", path, body)
        assert 400 <= told.status_code < 500, (path, told.status_code)
        assert told.get_json()["title"]
    assert device.call("GET", "/sync/v1/pull?v=0&h=%00").status_code == 400
    assert device.open_shift().status_code == 200
