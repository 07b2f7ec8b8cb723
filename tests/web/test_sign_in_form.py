"""Signing in: the right words for a wrong try, the brake, and going on to where one wanted to go."""

import dataclasses
import html

import pytest

from app.problems import sentence
from app.web import sessions
from tests import people
from tests.web.form_reader import form_fields, main_text


def _typed(person=people.LAN, **changed):
    return {"phuong": person.ward, "login": person.login, "password": people.PASSWORD, "tiep": "/", **changed}


def test_the_form_asks_for_the_ward_where_there_are_several(visitor):
    page = visitor.get("/dang-nhap")
    assert set(form_fields(page, "/dang-nhap")) == {"tiep", "phuong", "login", "password"}
    assert "Phường Thử" in main_text(page)
    assert "Phường Bên" in main_text(page)


def test_the_only_ward_of_a_server_needs_no_choice(app, visitor):
    from app.records.ward import Ward

    Ward.delete().where(Ward.id == people.OTHER_WARD).execute()
    assert "phuong" not in form_fields(visitor.get("/dang-nhap"), "/dang-nhap")
    answer = visitor.post("/dang-nhap", {"login": "lan", "password": people.PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("login", ["lan", " LAN ", "Lan"])
def test_a_login_is_taken_as_people_type_it(visitor, login):
    answer = visitor.post("/dang-nhap", _typed(login=login))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert people.LAN.name in main_text(visitor.get("/"))


@pytest.mark.parametrize(
    "changed",
    [
        {"password": "mat-khau-sai-roi"},
        {"login": "khong-co-ai"},
        {"phuong": "phuong-ben"},
        {"password": ""},
        {"login": "", "password": ""},
        {"login": "x" * 5000, "password": "y" * 5000},
        {"login": "<script>alert(1)</script>"},
    ],
)
def test_a_wrong_try_says_the_same_sentence_whatever_was_wrong(visitor, changed):
    typed = _typed(**changed)
    answer = visitor.post("/dang-nhap", typed)
    assert answer.status_code == 403
    assert sentence("sign_in_failed") in main_text(answer)
    kept = form_fields(answer, "/dang-nhap")
    assert (kept["login"], kept["phuong"], kept["password"]) == (typed["login"], typed["phuong"], "")
    assert "Set-Cookie" not in answer.headers or sessions.COOKIE not in answer.headers["Set-Cookie"]


def test_somebody_who_left_cannot_sign_in(app, visitor):
    from app.records.staff import Staff

    Staff.update(active=False).where(Staff.id == people.LAN.id).execute()
    assert visitor.post("/dang-nhap", _typed()).status_code == 403


def test_guessing_is_slowed_down_and_says_for_how_long(app, visitor, monkeypatch):
    at = sessions.now_ms()
    monkeypatch.setattr(sessions, "now_ms", lambda: at)
    for _ in range(5):
        assert visitor.post("/dang-nhap", _typed(password="sai")).status_code == 403
    answer = visitor.post("/dang-nhap", _typed())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert sentence("too_many_tries", minutes=1) in main_text(answer)
    assert form_fields(answer, "/dang-nhap")["login"] == "lan"
    # Another person of the same lobby is not stopped by it.
    assert visitor.post("/dang-nhap", _typed(people.TUAN)).status_code == 302
    monkeypatch.setattr(sessions, "now_ms", lambda: at + 61_000)
    assert visitor.post("/dang-nhap", _typed()).status_code == 302


def test_whoever_was_sent_to_sign_in_goes_on_to_their_page(visitor):
    sent = visitor.get("/nguoi-dung?q=lan&trang=2")
    assert sent.status_code == 302
    page = visitor.follow(sent)
    assert form_fields(page, "/dang-nhap")["tiep"] == "/nguoi-dung?q=lan&trang=2"
    answer = visitor.post(
        "/dang-nhap", {**form_fields(page, "/dang-nhap"), **_typed(people.AN), "tiep": "/nguoi-dung?q=lan"}
    )
    assert answer.headers["Location"] == "/nguoi-dung?q=lan"


@pytest.mark.parametrize(
    "onward",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "/\t\\elsewhere.example/",
        "\\\\elsewhere.example",
        "/%0d%0aX: y\r\nX: y",
        "javascript:alert(1)",
        "elsewhere",
        "",
        "/dang-xuat",
        "/dang-nhap?tiep=/",
    ],
)
def test_signing_in_never_leads_out_of_this_site(visitor, onward):
    assert visitor.post("/dang-nhap", _typed(tiep=onward)).headers["Location"] == "/"


def test_whoever_is_signed_in_is_not_asked_again(sign_in):
    answer = sign_in(people.LAN).get("/dang-nhap?tiep=/thu-tuc")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/thu-tuc")


def test_demo_people_and_their_password_are_shown_in_demo_mode_only(app, visitor, monkeypatch):
    password = app.config["DEMO_PASSWORD"]
    page = visitor.get("/dang-nhap?ten=co-lan").get_data(as_text=True)
    assert password not in page
    assert app.config["DEMO_PEOPLE"][0]["name"] not in page

    monkeypatch.setitem(app.config, "GD", dataclasses.replace(app.config["GD"], demo=True))
    page = visitor.get("/dang-nhap")
    assert password in main_text(page)
    for person in app.config["DEMO_PEOPLE"]:
        assert person["name"] in main_text(page)
        link = f"/dang-nhap?phuong={person['ward']}&ten={person['login']}&tiep=%2F"
        assert html.escape(link) in page.get_data(as_text=True)
    # The link alone fills the form: no script is needed.
    filled = form_fields(visitor.get("/dang-nhap?phuong=phuong-ben&ten=em-thao"), "/dang-nhap")
    assert filled == {"tiep": "/", "phuong": "phuong-ben", "login": "em-thao", "password": password}
