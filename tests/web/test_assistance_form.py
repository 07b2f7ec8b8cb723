"""Recording on the ward's own page: a plain form, one row however often it is posted."""

import re

import pytest

from app.records import assistance, ledger_entry
from tests import people

FORM = {
    "point": people.CT1A,
    "procedure": "1.001193",
    "help": "file",
    "result": "filed",
    "channel": "at_point",
    "neighbourhood": "tdp-03",
    "building": "CT1A",
    "apartment": "1204",
    "name": "Hoàng Thị Mai Phương",
    "phone": "0912 345 601",
    "consent": "1",
    "difficulties": ["elderly", "nfc_unreadable"],
    "minutes": "12",
    "note": "hẹn thứ năm",
    "national_code": "",
    "on": "",
}


def text(response) -> str:
    return response.get_data(as_text=True)


def operation_id(page) -> str:
    return re.search(r'name="op" value="([0-9a-f-]{36})"', text(page))[1]


def all_rows(ward: int = people.WARD) -> list[dict]:
    from app.rules.assistance import Scope
    from app.rules.assistance_search import Search

    return assistance.page(ward, Scope(whole_ward=True), Search(), 100)[0]


def test_the_form_has_the_lists_of_the_ward_and_needs_no_script(sign_in):
    page = text(sign_in(people.LAN).get("/luot-ho-tro/moi"))
    assert '<form class="stack" method="post" action="/luot-ho-tro/moi"' in page
    assert '<option value="diem-ct1b2">Điểm CT1B2</option>' in page
    assert '<option value="tdp-19">Tổ dân phố 19</option>' in page
    assert 'value="1.001193" label="Thủ tục đăng ký khai sinh"' in page
    assert "data-outbox" not in page


@pytest.mark.parametrize("person", [people.LAN, people.HUNG, people.HA, people.AN])
def test_a_posted_form_is_a_row_and_leads_to_its_slip(sign_in, person):
    client = sign_in(person)
    answer = client.post("/luot-ho-tro/moi", {**FORM, "op": operation_id(client.get("/luot-ho-tro/moi"))})
    page = text(client.follow(answer))
    (row,) = all_rows()
    assert answer.headers["Location"] == f"/luot-ho-tro/{row['id']}"
    assert row["name"] == "Hoàng Thị Mai Phương"
    assert row["phone"] == "+84912345601"
    assert row["difficulties"] == ["elderly", "nfc_unreadable"]
    assert (row["minutes"], row["staff"], row["support_point"]) == (12, person.id, people.CT1A)
    assert "Đã lưu vào sổ của phường." in page
    assert f"/luot-ho-tro/{row['id']}/phieu.pdf?kho=a5" in page


def test_a_leader_records_nothing(sign_in):
    client = sign_in(people.MINH)
    assert client.get("/luot-ho-tro/moi").status_code == 403
    assert client.post("/luot-ho-tro/moi", FORM).status_code == 403
    assert all_rows() == []
    assert 'href="/luot-ho-tro/moi"' not in text(client.get("/luot-ho-tro"))


def test_the_same_form_posted_twice_is_one_row(sign_in):
    client = sign_in(people.LAN)
    form = {**FORM, "op": operation_id(client.get("/luot-ho-tro/moi"))}
    first, second = client.post("/luot-ho-tro/moi", form), client.post("/luot-ho-tro/moi", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(all_rows()) == 1
    assert "Đã lưu vào sổ của phường." in text(client.follow(second))


def test_a_form_posted_again_with_other_words_says_that_they_were_not_saved(sign_in):
    client = sign_in(people.LAN)
    form = {**FORM, "op": operation_id(client.get("/luot-ho-tro/moi"))}
    client.follow(client.post("/luot-ho-tro/moi", form))
    second = client.post("/luot-ho-tro/moi", {**form, "apartment": "1310"})
    assert "khác lần đầu nên chưa được ghi" in text(client.follow(second))
    assert [row["apartment"] for row in all_rows()] == ["1204"]


def test_the_operation_id_of_somebody_else_is_no_way_in(sign_in):
    client = sign_in(people.LAN)
    form = {**FORM, "op": operation_id(client.get("/luot-ho-tro/moi"))}
    client.post("/luot-ho-tro/moi", form)
    answer = sign_in(people.TUAN).post("/luot-ho-tro/moi", form)
    assert answer.status_code == 409
    assert "Mai Phương" not in text(answer)
    assert len(all_rows()) == 1


def test_a_form_without_an_operation_id_is_still_taken(sign_in):
    assert sign_in(people.LAN).post("/luot-ho-tro/moi", FORM).status_code == 302
    assert len(all_rows()) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"result": ""}, "Cần có mục “Kết quả”"),
        ({"consent": None}, "Người dân đồng ý"),
        ({"phone": "12345"}, "Số điện thoại chưa đúng"),
        ({"minutes": "-3"}, "phải là số nguyên từ 0 đến 480"),
        ({"minutes": "mười"}, "phải là số nguyên từ 0 đến 480"),
        ({"minutes": "9" * 400}, "phải là số nguyên từ 0 đến 480"),
        ({"name": "Â" * 121}, "dài 121 ký tự"),
        ({"note": "mật khẩu: Abc12345"}, "có vẻ chứa mật khẩu"),
        ({"procedure": "9.999999"}, "không có trong danh sách"),
        ({"procedure": "khai sinh"}, "Hãy chọn lại trong danh sách"),
        ({"point": "diem-ma"}, "không có trong danh sách"),
        ({"neighbourhood": "tdp-99"}, "không có trong danh sách"),
        ({"on": "2999-01-01"}, "không được sau hôm nay"),
        ({"difficulties": ["bịa"]}, "không có trong danh sách"),
        ({"help": "hack"}, "không có trong danh sách"),
    ],
)
def test_a_wrong_field_keeps_everything_typed_and_reaches_no_ledger(sign_in, changed, sentence):
    head = ledger_entry.head(people.WARD)["v"]
    client = sign_in(people.LAN)
    op = operation_id(client.get("/luot-ho-tro/moi"))
    form = {name: value for name, value in {**FORM, "op": op, **changed}.items() if value is not None}
    answer = client.post("/luot-ho-tro/moi", form)
    page = text(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert operation_id(answer) == op
    if "apartment" not in changed:
        assert 'value="1204"' in page
    for name in ("minutes", "on", "phone", "procedure"):
        if changed.get(name):
            assert f'name="{name}" value="{changed[name]}"' in page
    assert re.search(r'value="elderly"\s+checked', page) or "difficulties" in changed
    assert ledger_entry.head(people.WARD)["v"] == head


def test_nothing_at_all_posted_is_refused_kindly(sign_in):
    answer = sign_in(people.LAN).post("/luot-ho-tro/moi", {})
    assert answer.status_code == 422
    assert "Cần có mục “Điểm hỗ trợ”" in text(answer)


def test_a_form_from_another_site_is_refused(sign_in):
    answer = sign_in(people.LAN).post("/luot-ho-tro/moi", FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert all_rows() == []


def test_the_other_wards_point_is_unknown_here(sign_in):
    from tests.people import put

    card = {"name": "Điểm bên kia", "short": "", "address": "", "neighbourhood": "", "active": True}
    put(people.OTHER_WARD, "support_point.put/1", [("diem-rieng", card)])
    assert sign_in(people.LAN).post("/luot-ho-tro/moi", {**FORM, "point": "diem-rieng"}).status_code == 422
    assert "Điểm bên kia" not in text(sign_in(people.LAN).get("/luot-ho-tro/moi"))


def test_signed_out_nothing_is_recorded(visitor):
    assert visitor.get("/luot-ho-tro/moi").status_code == 302
    assert visitor.post("/luot-ho-tro/moi", FORM).status_code == 401
    assert all_rows() == []
