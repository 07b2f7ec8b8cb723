"""Writes come from our own pages only: what the browser says about the sender decides."""

import pytest

from app.problems import sentence
from app.records.staff import StaffSession
from tests import people
from tests.web.form_reader import main_text

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "http://["},
    {},
]


def _post(client, path, data, headers):
    return client.client.post(path, data=data, headers=headers)


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_post_from_elsewhere_is_refused_and_does_nothing(sign_in, headers):
    client = sign_in(people.LAN)
    before = StaffSession.select().count()
    answer = _post(client, "/dang-xuat", {}, headers)
    assert answer.status_code == 403
    assert sentence("cross_site") in main_text(answer)
    assert StaffSession.select().count() == before


@pytest.mark.parametrize("headers", FOREIGN)
def test_nobody_is_signed_in_from_elsewhere(visitor, headers):
    data = {"phuong": "phuong-thu", "login": "lan", "password": people.PASSWORD}
    answer = _post(visitor, "/dang-nhap", data, headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_a_post_from_our_own_page_is_taken(sign_in, headers):
    assert _post(sign_in(people.LAN), "/dang-xuat", {}, headers).status_code == 302


def test_reading_from_a_link_elsewhere_is_fine(visitor):
    assert visitor.get("/dang-nhap", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
