"""The session cookie: its flags, nobody can plant one, and signing out ends it on the server."""

import dataclasses

from app.config import SESSION_SECONDS
from app.records.staff import StaffSession
from app.web import sessions
from tests import people
from tests.page_client import PageClient


def _sign_in(client, person=people.LAN):
    return client.post(
        "/dang-nhap", {"phuong": person.ward, "login": person.login, "password": people.PASSWORD, "tiep": "/"}
    )


def _cookies(answer) -> dict[str, str]:
    return {line.split("=", 1)[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor):
    cookie = _cookies(_sign_in(visitor))[sessions.COOKIE]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert f"Max-Age={SESSION_SECONDS}" in cookie
    assert "Domain" not in cookie


def test_over_https_every_cookie_is_secure(app, visitor, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    cookies = _cookies(_sign_in(visitor)) | _cookies(visitor.post("/-/ngon-ngu", {"lang": "en"}))
    assert set(cookies) == {sessions.COOKIE, "gd_ward", "gd_lang"}
    assert all("Secure" in cookie for cookie in cookies.values())


def test_the_database_does_not_hold_what_the_cookie_says(visitor):
    cookie = _cookies(_sign_in(visitor))[sessions.COOKIE].split(";")[0].split("=", 1)[1]
    token = cookie.partition(".")[2]
    assert len(token) >= 43
    assert all(token not in row.token_hash for row in StaffSession.select())


def test_a_planted_session_is_not_the_one_that_gets_signed_in(app, visitor):
    # The attacker signs in as himself and plants his cookie in the victim's browser.
    planted = sessions.start_session(people.WARD, people.TUAN.id, sessions.now_ms())
    visitor.client.set_cookie(sessions.COOKIE, planted)
    given = _cookies(_sign_in(visitor))[sessions.COOKIE]
    assert planted not in given
    attacker = PageClient(app)
    attacker.client.set_cookie(sessions.COOKIE, planted)
    assert attacker.get("/mat-khau").status_code == 302
    made_up = PageClient(app)
    made_up.client.set_cookie(sessions.COOKIE, "1.chosen-by-the-attacker")
    assert "chosen-by-the-attacker" not in _cookies(_sign_in(made_up))[sessions.COOKIE]


def test_signing_out_ends_the_session_on_the_server(app, sign_in):
    client = sign_in(people.LAN)
    kept = client.client.get_cookie(sessions.COOKIE).value
    answer = client.post("/dang-xuat")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dang-nhap")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = PageClient(app)
    thief.client.set_cookie(sessions.COOKIE, kept)
    assert thief.get("/mat-khau").headers["Location"].startswith("/dang-nhap")


def test_a_session_of_one_ward_is_none_in_another(app):
    value = sessions.start_session(people.WARD, people.LAN.id, sessions.now_ms())
    client = PageClient(app)
    client.client.set_cookie(sessions.COOKIE, value.replace("1.", "2.", 1))
    assert client.get("/mat-khau").status_code == 302


def test_garbage_in_the_cookie_is_nobody(app):
    for value in ("", ".", "1.", "x.y", "99999999999999999999.z", "²."):
        client = PageClient(app)
        client.client.set_cookie(sessions.COOKIE, value)
        assert client.get("/mat-khau").status_code == 302


def test_an_idle_session_ends(app, sign_in, monkeypatch):
    client = sign_in(people.LAN)
    later = sessions.now_ms() + (SESSION_SECONDS + 1) * 1000
    monkeypatch.setattr(sessions, "now_ms", lambda: later)
    assert client.get("/mat-khau").status_code == 302


def test_personal_pages_are_never_stored(sign_in):
    for path in ("/", "/mat-khau", "/dang-nhap"):
        assert sign_in(people.LAN).get(path).headers.get("Cache-Control", "no-store") == "no-store", path


def test_the_ward_of_the_last_sign_in_is_remembered_and_names_nobody(app, visitor):
    cookie = _cookies(_sign_in(visitor, people.THAO))["gd_ward"]
    assert cookie.startswith("gd_ward=phuong-ben;")
    assert dataclasses.asdict(people.THAO)["login"] not in cookie
    visitor.post("/dang-xuat")
    assert 'value="phuong-ben" selected' in visitor.get("/dang-nhap").get_data(as_text=True)
