"""The ward's lists of places: added, changed, put out of use; many neighbourhoods at once; a lead's own buildings."""

import pytest

from app.problems import sentence
from app.records import place
from tests import people
from tests.web.form_reader import form_fields, main_text

LISTS = ("/to-dan-pho", "/diem-ho-tro", "/toa-nha")


def _post(client, path, **typed):
    form = {**form_fields(client.get(path), path), **typed}
    return client.post(path, {name: value for name, value in form.items() if value is not None})


def _building(name="CT9", neighbourhood="tdp-07", id_="toa-99", ward=people.WARD):
    body = {"name": name, "neighbourhood": neighbourhood, "active": True}
    people.put(ward, "building.put/1", [(id_, body)])
    return id_


@pytest.mark.parametrize(
    ("path", "typed", "find"),
    [
        ("/to-dan-pho", {"name": "Tổ dân phố Văn Phú", "former_name": "Tổ 3", "position": "20"}, place.neighbourhoods),
        (
            "/diem-ho-tro",
            {"name": "Nhà văn hóa", "short": "NVH", "address": "Ngõ 3", "neighbourhood": "tdp-03"},
            place.support_points,
        ),
        ("/toa-nha", {"name": "CT6 Xa La", "neighbourhood": "tdp-03"}, place.buildings),
    ],
)
def test_a_place_is_added_changed_and_put_out_of_use(sign_in, path, typed, find):
    client = sign_in(people.AN)
    assert _post(client, f"{path}/moi", **typed).headers["Location"] == path
    row = next(row for row in find(people.WARD) if row["name"] == typed["name"])
    assert {name: str(row[name]) for name in typed} == typed
    assert f"Đã lưu {typed['name']}." in main_text(client.get(path))

    card = f"{path}/{row['id']}{'/sua' if path == '/to-dan-pho' else ''}"
    assert form_fields(client.get(card), card).items() >= {**typed, "active": "1"}.items()
    assert _post(client, card, name="Tên mới").status_code == 302
    assert _post(client, card, active=None).status_code == 302
    assert row["id"] not in {each["id"] for each in find(people.WARD)}
    assert "Không dùng nữa" in main_text(client.get(path))


@pytest.mark.parametrize("path", LISTS)
def test_a_double_click_adds_one(sign_in, path):
    client = sign_in(people.AN)
    form = {**form_fields(client.get(f"{path}/moi"), f"{path}/moi"), "name": "Một nơi"}
    assert [client.post(f"{path}/moi", form).status_code for _ in range(2)] == [302, 302]
    assert client.get(path).get_data(as_text=True).count(">Một nơi</a>") == 1


@pytest.mark.parametrize(
    ("path", "typed", "field", "said"),
    [
        ("/to-dan-pho/moi", {"name": " "}, "name", "Cần có mục"),
        ("/to-dan-pho/moi", {"name": "tổ dân phố 7"}, "name", sentence("name_taken")),
        ("/to-dan-pho/moi", {"name": "Tổ X", "position": "ba"}, "position", "từ 0 đến 9999"),
        ("/to-dan-pho/moi", {"name": "Tổ X", "position": "-1"}, "position", "từ 0 đến 9999"),
        ("/to-dan-pho/moi", {"name": "Tổ X", "position": "²"}, "position", "từ 0 đến 9999"),
        ("/diem-ho-tro/moi", {"name": "Đ" * 121}, "name", "tối đa 120"),
        (
            "/diem-ho-tro/moi",
            {"name": "Điểm X", "neighbourhood": "tdp-99"},
            "neighbourhood",
            "không có trong danh sách",
        ),
        ("/toa-nha/moi", {"name": "<script>x</script>", "neighbourhood": "'; --"}, "neighbourhood", "không có"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(sign_in, path, typed, field, said):
    answer = _post(sign_in(people.AN), path, **typed)
    assert answer.status_code == 422
    error = answer.get_data(as_text=True).split(f'id="{field}-error"', 1)[1].split("</p>", 1)[0]
    assert said in error
    kept = form_fields(answer, path)
    assert all(kept[name] == value for name, value in typed.items() if name != "neighbourhood")


def test_an_unticked_box_stays_unticked_after_a_refusal(sign_in):
    answer = _post(sign_in(people.AN), "/diem-ho-tro/moi", name="", active=None)
    assert "active" not in form_fields(answer, "/diem-ho-tro/moi")


def test_a_row_of_neighbourhoods_is_added_at_once(sign_in):
    client = sign_in(people.AN)
    path = "/to-dan-pho/ca-day"
    assert _post(client, path, first="18", last="25").headers["Location"] == "/to-dan-pho"
    assert "Đã thêm 6 tổ; 2 tổ đã có từ trước." in main_text(client.get("/to-dan-pho"))
    rows = place.neighbourhoods(people.WARD)
    assert [row["name"] for row in rows] == [f"Tổ dân phố {number}" for number in range(1, 26)]


def test_a_row_sent_twice_is_there_once(sign_in):
    client = sign_in(people.AN)
    path = "/to-dan-pho/ca-day"
    form = {**form_fields(client.get(path), path), "prefix": "Khu", "first": "1", "last": "3"}
    client.post(path, form)
    client.post(path, form)
    assert sum(row["name"].startswith("Khu") for row in place.neighbourhoods(people.WARD)) == 3


@pytest.mark.parametrize(
    ("first", "last"), [("5", "3"), ("0", "3"), ("1", "101"), ("150", "201"), ("a", "3"), ("1", ""), ("-1", "3")]
)
def test_a_senseless_row_is_refused_and_stays_typed(sign_in, first, last):
    answer = _post(sign_in(people.AN), "/to-dan-pho/ca-day", first=first, last=last)
    assert answer.status_code == 422
    assert sentence("range_invalid") in main_text(answer)
    kept = form_fields(answer, "/to-dan-pho/ca-day")
    assert (kept["first"], kept["last"]) == (first, last)


def test_a_row_needs_words_before_the_number(sign_in):
    answer = _post(sign_in(people.AN), "/to-dan-pho/ca-day", prefix=" ", last="3")
    assert sentence("range_prefix_invalid") in main_text(answer)


def test_a_lead_names_the_buildings_of_his_own_neighbourhood_only(sign_in):
    own, foreign = _building(), _building("CT1", "tdp-01", "toa-98")
    lead = sign_in(people.HUNG)
    assert lead.get("/toa-nha").status_code == 200
    options = lead.get("/toa-nha/moi").get_data(as_text=True)
    assert 'value="tdp-07"' in options
    assert 'value="tdp-01"' not in options
    assert _post(lead, "/toa-nha/moi", name="CT10").status_code == 302
    assert _post(lead, f"/toa-nha/{own}", name="CT9 mới").status_code == 302
    refused = lead.post("/toa-nha/moi", {"name": "CT11", "neighbourhood": "tdp-01", "active": "1"})
    assert refused.status_code == 422
    assert sentence("not_in_scope") in main_text(refused)
    assert lead.get(f"/toa-nha/{foreign}").status_code == 403
    assert lead.post(f"/toa-nha/{foreign}", {"name": "X", "neighbourhood": "tdp-07"}).status_code == 403
    assert {row["name"] for row in place.buildings(people.WARD)} == {"CT1", "CT10", "CT9 mới"}


def test_the_door_itself_keeps_a_lead_in_his_neighbourhood(app):
    from app.ledger.accept import accept
    from app.ledger.envelope import intent
    from app.ledger.founding import WEB

    foreign = _building("CT1", "tdp-01", "toa-98")
    for neighbourhood in ("tdp-07", "tdp-01"):
        body = {"name": "CT1 của tôi", "neighbourhood": neighbourhood, "active": True}
        taken = intent(
            "building.put/1", foreign, body, ward=people.WARD, device=WEB, author=people.HUNG.id, now=people.FOUNDED_AT
        )
        receipt = accept(people.WARD, WEB, [taken], people.FOUNDED_AT)
        assert (receipt.results[0]["status"], receipt.results[0]["code"]) == ("rejected", "not_in_scope")


def test_an_empty_list_shows_the_next_step(sign_in):
    assert "Chưa có mục nào" in main_text(sign_in(people.AN).get("/toa-nha"))
    assert 'href="/toa-nha/moi"' in sign_in(people.AN).get("/toa-nha").get_data(as_text=True)


@pytest.mark.parametrize("path", LISTS)
def test_only_those_who_keep_the_lists_open_them(sign_in, visitor, path):
    for person in (people.LAN, people.HA, people.MINH):
        # The desk looks at the neighbourhoods, which only an admin names.
        looks = path == "/to-dan-pho" and person is not people.LAN
        assert sign_in(person).get(path).status_code == (200 if looks else 403)
        assert sign_in(person).get(f"{path}/moi").status_code == 403
        assert sign_in(person).post(f"{path}/moi", {"name": "X"}).status_code == 403
    assert sign_in(people.HUNG).get(path).status_code == {"/toa-nha": 200, "/to-dan-pho": 302}.get(path, 403)
    assert visitor.get(path).headers["Location"].startswith("/dang-nhap")
    assert visitor.post(f"{path}/moi", {"name": "X"}).status_code == 401


def test_another_ward_keeps_its_own_lists(sign_in):
    _building("Của phường Thử")
    stranger = sign_in(people.DUNG)
    assert "Của phường Thử" not in stranger.get("/toa-nha").get_data(as_text=True)
    assert stranger.get("/toa-nha/toa-99").status_code == 404
    assert stranger.post("/toa-nha/toa-99", {"name": "X"}).status_code == 404
    # The same id in the other ward is another card.
    assert _post(stranger, "/to-dan-pho/tdp-07/sua", name="Tổ của phường Bên").status_code == 302
    assert place.neighbourhood(people.WARD, "tdp-07")["name"] == "Tổ dân phố 7"
