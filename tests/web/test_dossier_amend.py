"""/ho-so/<id>/sua: only what changed is written, and nobody's value is overwritten in silence."""

import pytest

from app.records import ledger_entry
from tests import people
from tests.counter import THREE_DAYS
from tests.web.counter_pages import clock as clock
from tests.web.form_reader import form_fields, main_text


@pytest.fixture
def row(clock):
    return clock.desk.receive(THREE_DAYS)


def filled(client, row, **typed):
    path = f"/ho-so/{row['id']}/sua"
    return form_fields(client.get(path), path) | {"reason": "nghe nhầm tên"} | typed


def test_what_was_heard_wrong_is_mended(clock, row, sign_in):
    client, path = sign_in(people.HA), f"/ho-so/{row['id']}/sua"
    form = filled(client, row, name="Nguyễn Thị Ánh Tuyến", phone="0987 654 321")
    assert client.post(path, form).status_code == 302
    assert client.post(path, form).status_code == 302, "a double click is one"
    now = clock.desk.row(row["id"])
    assert (now["name"], now["phone"], now["v"]) == ("Nguyễn Thị Ánh Tuyến", "+84987654321", row["v"] + 1)
    assert main_text(client.get("/ho-so?q=tuyen")).count("Nguyễn Thị Ánh Tuyến") >= 1


def test_slips_come_back_with_everything_typed(row, sign_in):
    client, path = sign_in(people.HA), f"/ho-so/{row['id']}/sua"
    v = ledger_entry.head(people.WARD)["v"]
    for typed, said in (
        ({"name": ""}, "Cần có mục “Họ tên hoặc tổ chức”"),
        ({"name": "Tên Khác", "reason": ""}, "Cần ghi lý do"),
        ({}, "Chưa có gì thay đổi"),
        ({"return_by": "post"}, "Địa chỉ nhận qua bưu chính"),
    ):
        refused = client.post(path, filled(client, row, note="ghi thêm" if "name" in typed else "", **typed))
        assert refused.status_code == 422, typed
        assert said in main_text(refused)
        assert form_fields(refused, path)["note"] == ("ghi thêm" if "name" in typed else "")
    assert ledger_entry.head(people.WARD)["v"] == v


def test_two_people_at_once(clock, row, sign_in):
    first, second, path = sign_in(people.HA), sign_in(people.AN), f"/ho-so/{row['id']}/sua"
    mine, theirs = filled(first, row, address="Số 1"), filled(second, row, address="Số 2")
    assert first.post(path, mine).status_code == 302
    shown = second.post(path, theirs)
    assert shown.status_code == 409
    assert "Người khác vừa sửa thành: Số 1" in main_text(shown)
    again = form_fields(shown, path)
    assert again["address"] == "Số 2"
    assert second.post(path, again).status_code == 302
    assert clock.desk.row(row["id"])["address"] == "Số 2"


def test_who_may_not_and_when_no_more(clock, row, sign_in, visitor):
    path = f"/ho-so/{row['id']}/sua"
    assert sign_in(people.MINH).get(path).status_code == 403
    assert sign_in(people.BINH).get(path).status_code == 404
    assert visitor.post(path, {}).status_code == 401
    client = sign_in(people.HA)
    assert client.post(path, {"was": "[]", "name": "X"}).status_code == 400
    clock.desk.do("withdraw", row, reason="Người dân nộp nơi khác")
    assert client.get(path).status_code == 409
