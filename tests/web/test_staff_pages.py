"""People of the ward: found, added, changed, given a temporary password, never deleted."""

import re

import pytest

from app.problems import sentence
from app.records import staff
from app.records.ledger_entry import LedgerEntry
from app.web import sessions
from tests import people
from tests.page_client import PageClient
from tests.web.form_reader import form_fields, main_text

NEW = {
    "name": "Đặng Thị Ngọc Ánh",
    "login": "ngoc-anh",
    "role": "volunteer",
    "neighbourhood": "",
    "support_point": people.CT1A,
    "active": "1",
}


def _password(page) -> str:
    return re.search(r'class="one-time"><code>([a-z2-9-]{14})</code>', page.get_data(as_text=True)).group(1)


def _add(client, **changed):
    form = form_fields(client.get("/nguoi-dung/moi"), "/nguoi-dung/moi")
    return client.post("/nguoi-dung/moi", {**form, **NEW, **changed})


def _edit(client, person, **changed):
    path = f"/nguoi-dung/{person.id}/sua"
    form = {**form_fields(client.get(path), path), **changed}
    return client.post(path, {name: value for name, value in form.items() if value is not None})


def test_the_list_is_sorted_by_given_name(sign_in):
    text = sign_in(people.MINH).get("/nguoi-dung").get_data(as_text=True)
    names = [p.name for p in (people.AN, people.HA, people.HUNG, people.LAN, people.MINH, people.TUAN)]
    places = [text.index(f">{name}</a>") for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "found"), [("ho anh", "Hồ Anh Tuấn"), ("Đỗ", "Đỗ Thu Hà"), ("hoai-an", "Lê Hoài An")]
)
def test_people_are_found_without_diacritics_and_by_login(sign_in, query, found):
    text = main_text(sign_in(people.AN).get(f"/nguoi-dung?q={query}"))
    assert found in text
    assert "1 người" in text


def test_finding_nobody_says_so(sign_in):
    assert "Không tìm thấy ai" in main_text(sign_in(people.AN).get("/nguoi-dung?q=zzz"))
    assert sign_in(people.AN).get("/nguoi-dung?trang=99").status_code == 200
    assert sign_in(people.AN).get("/nguoi-dung?trang=x").status_code == 200


def test_a_long_list_has_pages(sign_in):
    cards = [
        (
            f"0195e000-0000-7000-8000-0000000010{number:02d}",
            {
                "login": f"nguoi-{number:02d}",
                "name": f"Lê Thị Số {number}",
                "role": "volunteer",
                "neighbourhood": "",
                "support_point": "",
                "active": True,
            },
        )
        for number in range(40)
    ]
    people.put(people.WARD, "staff.put/1", cards)
    client = sign_in(people.AN)
    first, second = client.get("/nguoi-dung"), client.get("/nguoi-dung?trang=2")
    rows = [re.findall(r'href="(/nguoi-dung/[0-9a-f-]{36})"', page.get_data(as_text=True)) for page in (first, second)]
    assert (len(rows[0]), len(rows[1])) == (30, 16)
    assert not set(rows[0]) & set(rows[1])
    assert 'href="/nguoi-dung?trang=2"' in first.get_data(as_text=True)


def test_a_new_person_signs_in_with_the_password_shown_once(app, sign_in):
    admin = sign_in(people.AN)
    page = _add(admin)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    password = _password(page)
    row = staff.staff_by_login(people.WARD, "ngoc-anh")
    assert (row["name"], row["role"], row["support_point"], row["active"]) == (NEW["name"], "volunteer", people.CT1A, 1)
    assert password not in admin.get(f"/nguoi-dung/{row['id']}").get_data(as_text=True)
    newcomer = PageClient(app)
    answer = newcomer.post("/dang-nhap", {"phuong": "phuong-thu", "login": "ngoc-anh", "password": password})
    assert answer.headers["Location"] == "/mat-khau"


def test_the_password_is_not_in_the_ledger(sign_in):
    password = _password(_add(sign_in(people.AN)))
    assert all(password not in (entry.body or "") for entry in LedgerEntry.select())


def test_a_double_click_adds_one_person_and_the_shown_password_works(app, sign_in):
    admin = sign_in(people.AN)
    form = {**form_fields(admin.get("/nguoi-dung/moi"), "/nguoi-dung/moi"), **NEW}
    before = len(staff.all_staff(people.WARD))
    first, second = admin.post("/nguoi-dung/moi", form), admin.post("/nguoi-dung/moi", form)
    assert (first.status_code, second.status_code) == (200, 200)
    assert len(staff.all_staff(people.WARD)) == before + 1
    sessions.verify(people.WARD, "ngoc-anh", _password(second), "", sessions.now_ms())


def test_an_old_page_reloaded_does_not_take_a_chosen_password_away(sign_in):
    admin = sign_in(people.AN)
    form = {**form_fields(admin.get("/nguoi-dung/moi"), "/nguoi-dung/moi"), **NEW}
    admin.post("/nguoi-dung/moi", form)
    row = staff.staff_by_login(people.WARD, "ngoc-anh")
    sessions.set_password(people.WARD, row["id"], "mật khẩu tự chọn", sessions.now_ms())
    assert admin.post("/nguoi-dung/moi", form).status_code == 302
    sessions.verify(people.WARD, "ngoc-anh", "mật khẩu tự chọn", "", sessions.now_ms())


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": "  "}, "name", "Cần có mục “Họ và tên”"),
        ({"name": "Trần " + "Ơ" * 200}, "name", "tối đa 120"),
        ({"login": "chi-ha"}, "login", sentence("login_taken")),
        ({"login": "CHI-HA"}, "login", sentence("login_taken")),
        ({"login": "cô lan"}, "login", sentence("login_invalid")),
        ({"login": ""}, "login", sentence("login_invalid")),
        ({"login": "<script>"}, "login", sentence("login_invalid")),
        ({"role": "king"}, "role", "không có trong danh sách"),
        ({"role": ""}, "role", "Vai trò"),
        ({"role": "lead"}, "neighbourhood", sentence("lead_needs_neighbourhood")),
        ({"neighbourhood": "tdp-99"}, "neighbourhood", sentence("neighbourhood_unknown")),
        ({"support_point": "o-dau-do"}, "support_point", sentence("point_unknown")),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(sign_in, changed, field, said):
    entries = LedgerEntry.select().count()
    answer = _add(sign_in(people.AN), **changed)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    error = re.search(rf'id="{field}-error"[^>]*>([^<]*)<', text).group(1)
    assert said in error
    assert f'<a href="#{field}">' in text
    kept = form_fields(answer, "/nguoi-dung/moi")
    for name, value in {**NEW, **changed}.items():
        if name in ("name", "login"):
            assert kept[name] == value
    # A slip of the pen is no history.
    assert LedgerEntry.select().count() == entries


def test_a_lead_with_a_neighbourhood_is_taken(sign_in):
    assert _add(sign_in(people.AN), role="lead", neighbourhood="tdp-03").status_code == 200


def test_the_last_admin_stays(sign_in):
    client = sign_in(people.AN)
    demoted = _edit(client, people.AN, role="clerk")
    assert demoted.status_code == 422
    assert sentence("last_admin") in main_text(demoted)
    gone = _edit(client, people.AN, active=None)
    assert gone.status_code == 422
    assert 'id="active-error" data-error-for="active">' + sentence("last_admin") in gone.get_data(as_text=True)
    assert staff.active_admins(people.WARD) == [people.AN.id]


def test_the_rule_itself_keeps_the_last_admin(app):
    """Two admins who demote each other at the same moment pass the form's check; the door stops the second."""
    from app.ledger.cards import put_cards
    from app.problems import Problem

    body = {"login": "hoai-an", "name": "Lê Hoài An", "role": "clerk", "neighbourhood": "", "support_point": ""}
    with pytest.raises(Problem) as refused:
        put_cards(people.WARD, "staff.put/1", [(people.AN.id, {**body, "active": True})], people.FOUNDED_AT)
    assert refused.value.code == "last_admin"


def test_an_admin_may_go_once_there_is_another(sign_in):
    client = sign_in(people.AN)
    assert _edit(client, people.HA, role="admin").status_code == 302
    assert _edit(client, people.AN, role="clerk").status_code == 302
    assert client.get("/nguoi-dung").status_code == 403


def test_somebody_deactivated_is_out_at_once_and_stays_on_the_list(app, sign_in):
    lan, admin = sign_in(people.LAN), sign_in(people.AN)
    assert _edit(admin, people.LAN, active=None).headers["Location"] == f"/nguoi-dung/{people.LAN.id}"
    assert lan.get("/mat-khau").status_code == 302
    assert "Đã ngừng" in main_text(admin.get("/nguoi-dung?q=lan"))
    # Back again later: the old browsers are not signed in by that.
    assert _edit(admin, people.LAN, active="1").status_code == 302
    assert lan.get("/mat-khau").status_code == 302


def test_a_changed_person_keeps_a_neighbourhood_that_went_out_of_use(sign_in):
    people.put(
        people.WARD,
        "neighbourhood.put/1",
        [("tdp-07", {"name": "Tổ dân phố 7", "former_name": "", "position": 7, "active": False})],
    )
    assert _edit(sign_in(people.AN), people.HUNG, name="Phạm Quốc Hưng").status_code == 302
    assert staff.staff(people.WARD, people.HUNG.id)["neighbourhood"] == "tdp-07"


def test_a_reset_shows_a_password_once_and_signs_out_everywhere(app, sign_in):
    lan, admin = sign_in(people.LAN), sign_in(people.AN)
    path = f"/nguoi-dung/{people.LAN.id}/dat-lai-mat-khau"
    form = form_fields(admin.get(path), path)
    page = admin.post(path, form)
    assert lan.get("/mat-khau").status_code == 302
    sessions.verify(people.WARD, "lan", _password(page), "", sessions.now_ms())
    assert staff.password_state(people.WARD, people.LAN.id)["must_change"]
    # She chooses her own; the admin's tab is reloaded.
    sessions.set_password(people.WARD, people.LAN.id, "mật khẩu tự chọn", sessions.now_ms())
    again = admin.post(path, form)
    assert again.status_code == 302
    assert "vừa tự đổi mật khẩu" in main_text(admin.follow(again))
    sessions.verify(people.WARD, "lan", "mật khẩu tự chọn", "", sessions.now_ms())


def test_ones_own_password_is_changed_not_reset(sign_in):
    path = f"/nguoi-dung/{people.AN.id}/dat-lai-mat-khau"
    assert sign_in(people.AN).get(path).headers["Location"] == "/mat-khau"
    assert sign_in(people.AN).post(path).headers["Location"] == "/mat-khau"


PAGES = ("/nguoi-dung", f"/nguoi-dung/{people.LAN.id}", "/nguoi-dung/moi", f"/nguoi-dung/{people.LAN.id}/sua")


def test_a_leader_reads_and_does_not_change(sign_in):
    client = sign_in(people.MINH)
    assert [client.get(path).status_code for path in PAGES] == [200, 200, 403, 403]
    assert "/sua" not in client.get(PAGES[1]).get_data(as_text=True)
    assert "/nguoi-dung/moi" not in client.get(PAGES[0]).get_data(as_text=True)
    assert client.post("/nguoi-dung/moi", NEW).status_code == 403


@pytest.mark.parametrize("person", [people.LAN, people.HUNG, people.HA], ids=lambda person: person.role)
def test_others_see_nobody(sign_in, person):
    assert [sign_in(person).get(path).status_code for path in PAGES] == [403] * 4


def test_the_admin_of_another_ward_finds_no_trace(sign_in):
    stranger = sign_in(people.DUNG)
    text = stranger.get("/nguoi-dung").get_data(as_text=True)
    assert people.THAO.name in text
    assert people.LAN.name not in text
    base = f"/nguoi-dung/{people.LAN.id}"
    for path in (base, f"{base}/sua", f"{base}/dat-lai-mat-khau"):
        assert stranger.get(path).status_code == 404
    for path in (f"{base}/sua", f"{base}/dat-lai-mat-khau"):
        assert stranger.post(path, NEW).status_code == 404
    assert staff.staff(people.WARD, people.LAN.id)["name"] == people.LAN.name


def test_signed_out_there_is_nothing(visitor):
    for path in PAGES:
        assert visitor.get(path).headers["Location"].startswith("/dang-nhap?tiep=")
    assert visitor.post("/nguoi-dung/moi", NEW).status_code == 401
