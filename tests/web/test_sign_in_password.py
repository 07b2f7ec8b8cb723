"""One's own password: choosing it, being led to choose it, and what it ends elsewhere."""

import pytest

from app.problems import sentence
from app.web import sessions
from tests import people
from tests.page_client import PageClient
from tests.web.form_reader import form_fields, main_text

NEW = "cây bàng và phở cuốn"


def _change(client, **changed):
    return client.post("/mat-khau", {"old": people.PASSWORD, "new": NEW, "again": NEW, **changed})


@pytest.fixture
def temporary(app):
    """Lan's password was given to her by somebody else."""
    sessions.set_password(people.WARD, people.LAN.id, people.PASSWORD, sessions.now_ms(), must_change=True)


def _sign_in(app, password):
    client = PageClient(app)
    answer = client.post("/dang-nhap", {"phuong": "phuong-thu", "login": "lan", "password": password})
    return client, answer


def test_a_temporary_password_leads_to_choosing_ones_own(app, temporary):
    client, answer = _sign_in(app, people.PASSWORD)
    assert answer.headers["Location"] == "/mat-khau"
    for path in ("/", "/luot-ho-tro", "/nguoi-dung"):
        assert client.get(path).headers["Location"] == "/mat-khau", path
    assert client.post("/nguoi-dung/moi", {}).headers["Location"] == "/mat-khau"
    led = client.get("/luot-ho-tro", fragment=True)
    assert (led.status_code, led.headers["HX-Redirect"]) == (204, "/mat-khau")
    # The ways out stay open.
    assert client.get("/mat-khau").status_code == 200
    assert client.post("/dang-xuat").headers["Location"] == "/dang-nhap"


def test_after_choosing_a_password_every_page_is_open(app, temporary):
    client, _ = _sign_in(app, people.PASSWORD)
    assert _change(client).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert _sign_in(app, NEW)[1].headers["Location"] == "/"
    assert _sign_in(app, people.PASSWORD)[1].status_code == 403


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"old": "khong phai"}, "old", "password_wrong"),
        ({"new": "ngan", "again": "ngan"}, "new", "password_weak"),
        ({"new": "a" * 201, "again": "a" * 201}, "new", "password_weak"),
        ({"again": "khác hẳn với ô trên"}, "again", "password_differs"),
        ({"new": people.PASSWORD, "again": people.PASSWORD}, "new", "password_same"),
        ({"new": "", "again": ""}, "new", "password_weak"),
    ],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(sign_in, changed, field, code):
    client = sign_in(people.LAN)
    answer = _change(client, **changed)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert f'id="{field}-error" data-error-for="{field}">{sentence(code)}' in text
    # Nothing that was typed comes back into the page.
    assert {form_fields(answer, "/mat-khau")[name] for name in ("old", "new", "again")} == {""}
    assert people.PASSWORD not in text


def test_changing_the_password_signs_out_everywhere_else(app, sign_in):
    here, elsewhere = sign_in(people.LAN), sign_in(people.LAN)
    other_person = sign_in(people.TUAN)
    assert _change(here).status_code == 302
    assert people.LAN.name in main_text(here.get("/"))
    assert elsewhere.get("/luot-ho-tro").headers["Location"].startswith("/dang-nhap")
    assert other_person.get("/luot-ho-tro").status_code == 200


def test_guessing_the_old_password_is_slowed_down_too(sign_in):
    client = sign_in(people.LAN)
    for _ in range(5):
        _change(client, old="sai")
    assert _change(client).status_code == 429


def test_a_stranger_has_no_password_to_change(visitor):
    assert visitor.get("/mat-khau").headers["Location"].startswith("/dang-nhap")
    assert _change(visitor).status_code == 401
