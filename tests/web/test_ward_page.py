"""The ward's names on screen and paper."""

import pytest

from app.records import ward as ward_records
from tests import people
from tests.web.form_reader import form_fields, main_text

PATH = "/phuong/sua"


def _save(client, **typed):
    return client.post(PATH, {**form_fields(client.get(PATH), PATH), **typed})


def test_the_page_shows_how_the_head_of_the_paper_will_look(sign_in):
    text = main_text(sign_in(people.AN).get("/phuong"))
    assert "ỦY BAN NHÂN DÂN PHƯỜNG THỬ" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Thử, ngày" in text
    for name in ("Tổ dân phố", "Điểm hỗ trợ", "Tòa nhà"):
        assert name in text


def test_new_names_stand_on_screen_and_paper(sign_in):
    client = sign_in(people.AN)
    assert _save(client, name="Phường Mới", organ_line_2="ỦY BAN NHÂN DÂN PHƯỜNG MỚI").headers["Location"] == "/phuong"
    page = client.get("/phuong")
    assert "ỦY BAN NHÂN DÂN PHƯỜNG MỚI" in main_text(page)
    assert "<small>Phường Mới</small>" in page.get_data(as_text=True)
    # The address of the ward never changes.
    assert ward_records.ward(people.WARD)["slug"] == "phuong-thu"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": ""}, "name"), ({"organ_line_2": " "}, "organ_line_2"), ({"place_name": "Đ" * 61}, "place_name")],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(sign_in, typed, field):
    answer = _save(sign_in(people.AN), **typed)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.get_data(as_text=True)
    assert form_fields(answer, PATH)[field] == typed[field]


def test_names_are_stored_composed_and_shown_as_text(sign_in):
    client = sign_in(people.AN)
    _save(client, name="Phươ\u0300ng <b>Thử</b> 🏠")
    assert ward_records.ward(people.WARD)["name"] == "Phường <b>Thử</b> 🏠"
    assert "<b>Thử" not in client.get("/phuong").get_data(as_text=True)


def test_only_the_admin_of_this_ward_has_this_page(sign_in, visitor):
    for person in (people.LAN, people.HUNG, people.HA, people.MINH):
        assert sign_in(person).get("/phuong").status_code == 403
        assert sign_in(person).post(PATH, {"name": "X"}).status_code == 403
    assert "Phường Thử" not in sign_in(people.DUNG).get("/phuong").get_data(as_text=True)
    _save(sign_in(people.DUNG), name="Phường Bên mới")
    assert ward_records.ward(people.WARD)["name"] == "Phường Thử"
    assert visitor.get("/phuong").headers["Location"].startswith("/dang-nhap")
    assert visitor.post(PATH, {"name": "X"}).status_code == 401
