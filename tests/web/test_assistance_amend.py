"""Mending and voiding on the ward's page: only what changed, against what the person saw, with a reason."""

import html
import json
import re

import pytest

from app.records import assistance, ledger_entry
from tests import people
from tests.web.assistance_samples import HOUR, MAI, amended, recorded, say


def text(response) -> str:
    return response.get_data(as_text=True)


def row(entity: str) -> dict:
    return assistance.assistance(people.WARD, entity)


def operation_id(page) -> str:
    return re.search(r'name="op" value="([0-9a-f-]{36})"', text(page))[1]


def shown_form(client, entity: str) -> dict:
    """What a browser would post from the form as it is shown, nothing changed."""
    page = client.get(f"/luot-ho-tro/{entity}/sua")
    assert page.status_code == 200
    body = text(page)
    form = {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', body)
        if name
        in ("op", "was", "base", "procedure", "building", "apartment", "name", "phone", "minutes", "national_code")
    }
    form |= dict(re.findall(r'name="(help|result|channel)" value="([^"]*)"\s+checked', body))
    form["difficulties"] = re.findall(r'name="difficulties" value="([^"]*)"\s+checked', body)
    form["neighbourhood"] = next(iter(re.findall(r'<option value="(tdp-[0-9]+)" selected', body)), "")
    form["note"] = html.unescape(re.search(r'name="note"[^>]*>([^<]*)</textarea>', body)[1])
    form |= {name: "1" for name in ("consent", "follow_up") if re.search(rf'name="{name}" value="1" checked', body)}
    return form


def test_only_what_changed_is_sent(sign_in):
    entity = recorded(people.LAN, **MAI, difficulties=["elderly"], note="hẹn\nthứ năm", minutes=0)
    before = row(entity)
    client = sign_in(people.HA)
    form = {**shown_form(client, entity), "apartment": "1310", "reason": "nghe nhầm số căn hộ"}
    answer = client.post(f"/luot-ho-tro/{entity}/sua", form)
    assert "Đã sửa lượt hỗ trợ." in text(client.follow(answer))
    after = row(entity)
    kept = {name: value for name, value in before.items() if name not in ("v", "apartment", "folded")}
    assert {name: after[name] for name in kept} == kept
    assert after["apartment"] == "1310"
    entry = ledger_entry.history(people.WARD, entity)[-1]
    assert json.loads(entry["body"])["d"] == {
        "set": {"apartment": "1310"},
        "was": {"apartment": "1204"},
        "reason": "nghe nhầm số căn hộ",
    }
    assert entry["base"] == before["v"]


def test_every_field_can_be_mended_but_the_point_the_day_and_the_code(sign_in):
    entity = recorded(people.LAN)
    before = row(entity)
    client = sign_in(people.HA)
    form = shown_form(client, entity) | {
        "procedure": "2.000815",
        "help": "file",
        "result": "prepared",
        "channel": "at_home",
        "neighbourhood": "tdp-05",
        "building": "CT2B",
        "apartment": "0307",
        "name": "Bùi Văn Thịnh",
        "phone": "0987654302",
        "consent": "1",
        "follow_up": "1",
        "difficulties": ["elderly", "nfc_unreadable"],
        "minutes": "25",
        "national_code": "H26.1-261121-0001",
        "note": "gọi lại",
        "reason": "ghi nhầm người",
        "point": people.CT1B2,
        "on": "2026-01-01",
        "tracking": "00000000000G",
    }
    assert client.post(f"/luot-ho-tro/{entity}/sua", form).status_code == 302
    after = row(entity)
    assert after["phone"] == "+84987654302"
    assert after["difficulties"] == ["elderly", "nfc_unreadable"]
    assert (after["minutes"], after["name"], after["help"]) == (25, "Bùi Văn Thịnh", "file")
    for name in ("support_point", "happened_on", "tracking", "staff", "happened_at"):
        assert after[name] == before[name], name


def test_another_persons_change_of_another_field_is_kept(sign_in):
    entity = recorded(people.LAN, **MAI)
    client = sign_in(people.HA)
    form = {**shown_form(client, entity), "apartment": "1310", "reason": "nghe nhầm"}
    amended(people.AN, entity, {"note": "đã gọi"}, {"note": ""})
    page = text(client.follow(client.post(f"/luot-ho-tro/{entity}/sua", form)))
    assert "Người khác cũng vừa sửa lượt này ở ô khác" in page
    assert (row(entity)["note"], row(entity)["apartment"]) == ("đã gọi", "1310")


def test_two_people_at_the_same_field_are_told_and_led_to_the_choice(sign_in):
    entity = recorded(people.LAN)
    client = sign_in(people.HA)
    form = {**shown_form(client, entity), "note": "của chị Hà", "minutes": "9", "reason": "bổ sung"}
    amended(people.AN, entity, {"note": "của anh An"}, {"note": ""})
    page = text(client.follow(client.post(f"/luot-ho-tro/{entity}/sua", form)))
    assert "Có ô mà người khác vừa sửa khác đi" in page
    assert (row(entity)["note"], row(entity)["minutes"]) == ("của anh An", 9)
    (review,) = ledger_entry.open_reviews(people.WARD)
    assert f'href="/can-xem-lai/{review["op"]}"' in page


def test_the_same_amendment_posted_twice_is_one(sign_in):
    entity = recorded(people.LAN)
    client = sign_in(people.HA)
    form = {**shown_form(client, entity), "note": "một lần", "reason": "bổ sung"}
    for _ in range(2):
        page = text(client.follow(client.post(f"/luot-ho-tro/{entity}/sua", form)))
        assert "Đã sửa lượt hỗ trợ." in page
    assert len(ledger_entry.history(people.WARD, entity)) == 2
    page = text(client.follow(client.post(f"/luot-ho-tro/{entity}/sua", {**form, "note": "khác"})))
    assert "chưa được ghi" in page
    assert row(entity)["note"] == "một lần"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"note": "khác", "reason": ""}, "Cần ghi lý do"),
        ({"note": "khác", "reason": "12345"}, "Cần ghi lý do"),
        ({"reason": "không có gì đổi"}, "Chưa có gì thay đổi"),
        ({"apartment": "1" * 21, "reason": "sửa cho đúng"}, "dài 21 ký tự"),
        ({"procedure": "9.999999", "reason": "sửa cho đúng"}, "không có trong danh sách"),
        ({"name": "Lan", "reason": "sửa cho đúng"}, "Người dân đồng ý"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_reaches_no_ledger(sign_in, changed, sentence):
    entity = recorded(people.LAN)
    client = sign_in(people.HA)
    form = shown_form(client, entity)
    answer = client.post(f"/luot-ho-tro/{entity}/sua", {**form, **changed})
    page = text(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert html.unescape(re.search(r'name="was" value="([^"]*)"', page)[1]) == form["was"]
    assert f'name="base" value="{form["base"]}"' in page
    assert len(ledger_entry.history(people.WARD, entity)) == 1


@pytest.mark.parametrize("was", ["", "[]", "{", "null", '{"note": ""}', '"x"'])
def test_a_form_that_lost_what_was_shown_is_refused(sign_in, was):
    entity = recorded(people.LAN)
    client = sign_in(people.HA)
    form = {**shown_form(client, entity), "was": was, "note": "khác", "reason": "sửa cho đúng"}
    assert client.post(f"/luot-ho-tro/{entity}/sua", form).status_code == 400
    assert row(entity)["note"] == ""


def test_a_difficulty_of_old_times_is_kept(sign_in):
    from app.rules import difficulty

    old = next(each.code for each in difficulty.DIFFICULTIES if each.obsolete)
    entity = recorded(people.LAN, difficulties=[old])
    client = sign_in(people.HA)
    form = {**shown_form(client, entity), "note": "khác", "reason": "sửa cho đúng"}
    client.post(f"/luot-ho-tro/{entity}/sua", form)
    assert row(entity)["difficulties"] == [old]
    assert row(entity)["note"] == "khác"


def test_a_volunteer_mends_his_own_for_a_day(sign_in):
    fresh, old = recorded(people.LAN), recorded(people.LAN, ago=25 * HOUR)
    client = sign_in(people.LAN)
    form = {**shown_form(client, fresh), "note": "nhớ ra", "reason": "nhớ thêm việc"}
    assert client.post(f"/luot-ho-tro/{fresh}/sua", form).status_code == 302
    assert row(fresh)["note"] == "nhớ ra"
    for answer in (client.get(f"/luot-ho-tro/{old}/sua"), client.post(f"/luot-ho-tro/{old}/sua", form)):
        assert answer.status_code == 403
        assert "24 giờ" in text(answer)


def test_voiding_asks_why_and_leaves_the_row(sign_in):
    entity = recorded(people.LAN, **MAI)
    client = sign_in(people.HA)
    page = client.get(f"/luot-ho-tro/{entity}/huy")
    assert "Hủy lượt hỗ trợ này?" in text(page)
    form = {"op": operation_id(page), "reason": ""}
    refused = client.post(f"/luot-ho-tro/{entity}/huy", form)
    assert refused.status_code == 422
    assert "Cần ghi lý do" in text(refused)
    assert row(entity)["voided_at"] is None
    for _ in range(2):
        answer = client.post(f"/luot-ho-tro/{entity}/huy", {**form, "reason": "ghi trùng lượt trước"})
        assert "Đã hủy lượt hỗ trợ" in text(client.follow(answer))
    assert row(entity)["void_reason"] == "ghi trùng lượt trước"
    assert len(ledger_entry.history(people.WARD, entity)) == 2
    listed = text(client.get("/luot-ho-tro"))
    assert entity in listed
    assert 'data-state="void"' in listed


def test_what_was_voided_is_neither_mended_nor_voided_nor_printed(sign_in):
    entity = recorded(people.LAN)
    say(people.HA, "assistance.void/1", entity, {"reason": "ghi trùng lượt trước"})
    client = sign_in(people.HA)
    for path in ("/sua", "/huy", "/phieu.pdf"):
        assert client.get(f"/luot-ho-tro/{entity}{path}").status_code == 409
    assert client.post(f"/luot-ho-tro/{entity}/huy", {"reason": "thêm lần nữa"}).status_code == 409
