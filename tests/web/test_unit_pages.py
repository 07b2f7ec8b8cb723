"""/bo-phan: the units of the office, and the people in them."""

from app.records import staff
from app.records import unit as records
from tests import people
from tests.web.form_reader import form_fields, main_text


def _put(client, path, **typed):
    return client.post(path, {**form_fields(client.get(path), path), **typed})


def test_a_unit_is_added_changed_and_put_out_of_use(sign_in):
    client = sign_in(people.AN)
    assert "Chưa có bộ phận nào" in main_text(client.get("/bo-phan"))
    _put(client, "/bo-phan/moi", name="Tư pháp – Hộ tịch", kind="handling")
    (row,) = records.units(people.WARD)
    assert (row["name"], row["kind"]) == ("Tư pháp – Hộ tịch", "handling")
    path = f"/bo-phan/{row['id']}"
    _put(client, path, name="Hộ tịch")
    form = form_fields(client.get(path), path)
    form.pop("active")
    assert "Đã lưu Hộ tịch." in main_text(client.follow(client.post(path, form)))
    assert records.units(people.WARD) == []
    assert "Không dùng nữa" in main_text(client.get("/bo-phan"))
    assert client.get("/bo-phan/khong-co").status_code == 404


def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(sign_in):
    client = sign_in(people.AN)
    answer = _put(client, "/bo-phan/moi", name="", kind="handling")
    assert answer.status_code == 422
    assert form_fields(answer, "/bo-phan/moi")["kind"] == "handling"
    _put(client, "/bo-phan/moi", name="Hộ tịch", kind="handling")
    twice = _put(client, "/bo-phan/moi", name="hộ tịch", kind="reception")
    assert (twice.status_code, "đã có trong danh sách" in main_text(twice)) == (422, True)


def test_a_person_belongs_to_a_unit(sign_in):
    client = sign_in(people.AN)
    _put(client, "/bo-phan/moi", name="Bộ phận một cửa", kind="reception")
    (row,) = records.units(people.WARD)
    path = f"/nguoi-dung/{people.HA.id}/sua"
    assert _put(client, path, unit=row["id"]).status_code == 302
    assert staff.staff(people.WARD, people.HA.id)["unit"] == row["id"]
    assert "Bộ phận một cửa" in main_text(client.get(f"/nguoi-dung/{people.HA.id}"))
    assert people.HA.name in main_text(client.get("/bo-phan"))
    wrong = _put(client, path, unit="khong-co")
    assert (wrong.status_code, "Bộ phận này không có" in main_text(wrong)) == (422, True)


def test_only_an_admin_names_units(sign_in):
    for person in (people.HA, people.MINH, people.LAN):
        for path in ("/bo-phan", "/bo-phan/moi"):
            assert sign_in(person).get(path).status_code == 403
