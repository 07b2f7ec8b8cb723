"""The ward's lists reach a lobby tablet: what changed, what is gone, and never what it must not know."""

import json

import pytest

from app.ledger import pull as pulling
from app.records import ledger_entry
from tests import people
from tests.ledger.devices import Tablet
from tests.ledger.pulling import START, Kept

POINT = {"name": "Điểm CT1A", "short": "CT1A", "address": "", "neighbourhood": "", "active": True}


@pytest.fixture
def kept(app):
    return Kept(Tablet())


def put_staff(person, **changed):
    body = {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "neighbourhood": person.neighbourhood,
        "support_point": "",
        "active": True,
    }
    people.put(people.WARD, "staff.put/1", [(person.id, body | changed)])


def put_procedure(code, version=1, **changed):
    body = people.procedure_body(code, "Thủ tục cấp bản sao", "Hộ tịch", version=version, **changed)
    people.put(people.WARD, "procedure.put/1", [(f"{code}@{version}", body)])


def test_a_first_pull_brings_every_list_and_adds_up(kept):
    told = kept.read()
    assert len(kept.lists["neighbourhood"]) == 19
    assert set(kept.lists["point"]) == {people.CT1A, people.CT1B2}
    assert set(kept.lists["procedure"]) == {code for code, _name, _field in people.PROCEDURES}
    assert kept.lists["ward"] == {
        "1": {
            "id": "1",
            "organ_line_1": "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
            "organ_line_2": "ỦY BAN NHÂN DÂN PHƯỜNG THỬ",
            "place_name": "Thử",
        }
    }
    assert told["v"] == ledger_entry.head(people.WARD)["v"]
    assert told["h"] == ledger_entry.head(people.WARD)["hash"]
    assert (told["next_q"], told["durable_q"]) == (1, 0)


def test_a_first_pull_may_name_the_start_of_the_chain(kept):
    kept.h = START
    assert kept.read()["rows"]["neighbourhood"]


def test_nothing_changed_brings_nothing_but_the_sums(kept):
    kept.read()
    told = kept.read()
    assert told["rows"] == told["gone"] == {}


def test_only_the_changed_card_comes_again(kept):
    kept.read()
    people.put(people.WARD, "support_point.put/1", [(people.CT1A, POINT | {"address": "Sảnh tòa CT1A"})])
    told = kept.read()
    assert told["rows"] == {
        "point": [{"id": people.CT1A, "name": "Điểm CT1A", "short": "CT1A", "address": "Sảnh tòa CT1A"}]
    }


def test_a_closed_point_is_gone_and_an_opened_one_comes_back(kept):
    kept.read()
    people.put(people.WARD, "support_point.put/1", [(people.CT1A, POINT | {"active": False})])
    assert kept.read()["gone"] == {"point": [people.CT1A]}
    people.put(people.WARD, "support_point.put/1", [(people.CT1A, POINT)])
    assert kept.read()["gone"] == {}
    assert people.CT1A in kept.lists["point"]


def test_what_opened_and_closed_between_two_pulls_was_never_there(kept):
    kept.read()
    for active in (True, False):
        people.put(people.WARD, "support_point.put/1", [("diem-moi", POINT | {"name": "Mới", "active": active})])
    assert "diem-moi" not in json.dumps(kept.read())


def test_a_leader_opens_no_shift_and_is_never_named(kept):
    told = kept.read()
    assert people.MINH.id not in json.dumps(told)
    put_staff(people.MINH, name="Trần Quang Minh B")
    assert people.MINH.id not in json.dumps(kept.read())
    put_staff(people.MINH, active=False)
    assert people.MINH.id not in json.dumps(kept.read())


def test_a_volunteer_who_becomes_a_leader_leaves_the_list(kept):
    kept.read()
    put_staff(people.TUAN, role="leader")
    assert kept.read()["gone"] == {"staff": [people.TUAN.id]}
    put_staff(people.TUAN, role="leader", name="Hồ Anh Tuấn B")
    told = kept.read()
    assert told["gone"] == told["rows"] == {}


def test_a_volunteer_who_left_is_gone(kept):
    kept.read()
    put_staff(people.LAN, active=False)
    assert kept.read()["gone"] == {"staff": [people.LAN.id]}


def test_a_new_version_of_a_procedure_takes_the_place_of_the_old_one(kept):
    code, name, field = people.PROCEDURES[0]
    kept.read()
    old = people.procedure_body(code, name, field, current=False)
    new = people.procedure_body(code, name + " (mới)", field, version=2)
    people.put(people.WARD, "procedure.put/1", [(f"{code}@1", old), (f"{code}@2", new)])
    told = kept.read()
    assert told["gone"] == {}
    assert [row["name"] for row in told["rows"]["procedure"]] == [name + " (mới)"]


def test_a_draft_is_nobody_elses_business_until_it_is_published(kept):
    kept.read()
    put_procedure("1.009999", status="draft")
    assert "1.009999" not in json.dumps(kept.read())
    put_procedure("1.009999", status="draft", current=False)
    assert "1.009999" not in json.dumps(kept.read())
    put_procedure("1.009999", version=2)
    assert [row["id"] for row in kept.read()["rows"]["procedure"]] == ["1.009999"]


def test_a_repealed_procedure_is_gone(kept):
    code, name, field = people.PROCEDURES[0]
    kept.read()
    old = people.procedure_body(code, name, field, current=False)
    new = people.procedure_body(code, name, field, version=2, status="repealed")
    people.put(people.WARD, "procedure.put/1", [(f"{code}@1", old), (f"{code}@2", new)])
    assert kept.read()["gone"] == {"procedure": [code]}


def test_a_long_way_comes_in_pages_that_end_between_two_positions(kept, monkeypatch):
    monkeypatch.setattr(pulling, "PULL_ROWS_MAX", 7)
    first = kept.page()
    assert first["more"]
    assert first["h"] == ledger_entry.entries_after(people.WARD, first["v"] - 1, 1)[0]["hash"]
    assert sum(len(rows) for rows in first["rows"].values()) == 7
    kept.read()
    assert len(kept.lists["neighbourhood"]) == 19


def test_what_left_and_changed_once_more_is_gone_also_over_several_pages(kept, monkeypatch):
    kept.read()
    monkeypatch.setattr(pulling, "PULL_ROWS_MAX", 2)
    people.put(people.WARD, "support_point.put/1", [(people.CT1A, POINT | {"active": False})])
    for number in range(5):
        people.put(people.WARD, "support_point.put/1", [(f"diem-{number}", POINT | {"name": f"Điểm {number}"})])
    people.put(people.WARD, "support_point.put/1", [(people.CT1A, POINT | {"active": False, "address": "Sảnh B"})])
    assert kept.page()["gone"] == {"point": [people.CT1A]}
    kept.read()
    assert people.CT1A not in kept.lists["point"]


def test_nothing_of_another_ward_comes_or_goes(kept):
    kept.read()
    people.put(people.OTHER_WARD, "support_point.put/1", [(people.CT1B2, POINT | {"active": False})])
    told = kept.read()
    assert told["gone"] == told["rows"] == {}
    assert people.THAO.id not in json.dumps(kept.lists)
