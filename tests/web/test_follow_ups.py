"""GET /sync/v1/follow-ups and /truc/tham-ho: whose phone is told which households, and what the kept page holds."""

import pytest

from app.ledger.envelope import new_id
from app.ledger.fleet import direct, revoke
from app.rules import clock
from app.rules.household_fields import EMPTY
from app.web.sessions import now_ms
from tests import people
from tests.web.form_reader import main_text
from tests.web.wire_client import WireDevice

ADDRESS = "/sync/v1/follow-ups"
# Of the lead's own tổ dân phố, of his neighbour's, and one of his own that nobody has to visit.
OWN = {
    "neighbourhood": people.HUNG.neighbourhood,
    "building": "CT1A",
    "apartment": "1204",
    "label": "Nhà bà Gái",
    "head_name": "Quách Thị Kỳ Duyên",
    "phone": "0912345678",
    "consent": True,
    "state": "guided",
    "follow_up": True,
    "follow_up_on": "2026-11-20",
}
NEXT_DOOR = {"neighbourhood": "tdp-08", "building": "CT9", "apartment": "0101", "follow_up": True}
CONTENT = {"neighbourhood": people.HUNG.neighbourhood, "building": "CT1A", "apartment": "0707", "state": "self"}


@pytest.fixture
def households(app) -> list[str]:
    ids = [new_id() for _ in range(3)]
    cards = [({"set": {**EMPTY, **said}, "was": {}}) for said in (OWN, NEXT_DOOR, CONTENT)]
    people.put(people.WARD, "household.put/1", list(zip(ids, cards, strict=True)), now_ms() - 1000)
    seen = {
        "household": ids[0],
        "difficulties": ["vneid_level_2_missing"],
        "source": "lead",
        "on": "",
        "note": "bán xôi",
    }
    people.put(people.WARD, "household.observe/1", [(new_id(), {**seen, "note": "bán xôi"})], now_ms() - 500)
    return ids


@pytest.fixture
def machine(app):
    machine = WireDevice(app)
    machine.enrol()
    return machine


def refused(machine) -> tuple[int, str, str]:
    response = machine.call("GET", ADDRESS)
    return response.status_code, response.get_json()["code"], response.get_data(as_text=True)


def test_a_lead_is_told_masked_lines_of_his_own_neighbourhood(machine, households):
    machine.open_shift(people.HUNG)
    response = machine.call("GET", ADDRESS)
    told = response.get_json()
    (line,) = told["lines"]
    assert line == {
        "id": households[0],
        "building": "CT1A",
        "apartment": "1204",
        "initials": "Q.T.K.D",
        "state": "guided",
        "difficulties": ["vneid_level_2_missing"],
        "since": clock.day_of(now_ms()),
        "due_on": "2026-11-20",
    }
    assert (told["neighbourhood"], told["more"]) == (people.HUNG.neighbourhood, False)
    text = response.get_data(as_text=True)
    for personal in ("Duyên", "Duy\\u00ean", "12345678", "Gái", "xôi", "CT9"):
        assert personal not in text


def test_nobody_else_is_told_anything_not_even_how_many(machine, households):
    before = refused(machine)
    assert before[:2] == (403, "visits_for_leads")
    for person in (people.LAN, people.HA, people.AN):
        machine.open_shift(person)
        assert refused(machine) == before
    assert not any(character.isdigit() for character in before[2].replace("403", ""))


def test_the_list_ends_with_the_shift_and_with_the_device(machine, visitor, sign_in, households):
    machine.open_shift(people.HUNG)
    assert len(machine.call("GET", ADDRESS).get_json()["lines"]) == 1
    for client in (visitor, sign_in(people.HUNG), sign_in(people.AN)):
        assert client.get(ADDRESS).status_code in (401, 403)
    machine.push(machine.tablet.operation("shift.close/1", machine.tablet.shift, {"count": 0}))
    assert refused(machine)[1] == "visits_for_leads"
    machine.open_shift(people.HUNG)
    direct(people.WARD, machine.tablet.id, "drain", people.AN.id, now_ms())
    assert refused(machine)[1] == "device_draining"
    revoke(people.WARD, machine.tablet.id, people.AN.id, now_ms())
    assert refused(machine)[1] == "device_revoked"


def test_a_visit_from_the_phone_takes_the_household_off_the_list(machine, households):
    machine.open_shift(people.HUNG)
    body = {"household": households[0], "on": "", "outcome": "met", "state": "self", "difficulties": [], "note": ""}
    visit = machine.tablet.operation("household.visit/1", new_id(), {**body, "next_on": ""}, sealed=True)
    (result,) = machine.push(visit).get_json()["results"]
    assert (result["status"], result["code"]) == ("ok", "")
    assert machine.call("GET", ADDRESS).get_json()["lines"] == []
    # Next door, by a lead who knows the id: kept as evidence, and nothing is changed.
    stray = machine.tablet.operation(
        "household.visit/1", new_id(), {**body, "household": households[1], "next_on": ""}, sealed=True
    )
    (result,) = machine.push(stray).get_json()["results"]
    assert (result["status"], result["code"]) == ("rejected", "not_in_scope")


def test_the_kept_page_knows_the_words_and_no_household(visitor, sign_in, households):
    response = visitor.get("/truc/tham-ho")
    assert response.headers["GD-Kept"] == "public"
    page = response.get_data(as_text=True)
    assert sign_in(people.HUNG).get("/truc/tham-ho").get_data(as_text=True) == page
    for words in ("Đã gặp", "Vắng nhà", "Cần làm hộ theo ủy quyền", "Hẹn thăm lại"):
        assert words in page
    for known in (*households, "CT1A", "Q.T.K.D"):
        assert known not in page
    assert "1204" not in main_text(response)
