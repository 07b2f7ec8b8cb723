"""The first run: an empty server becomes a ward with one admin, for whoever can read the terminal."""

import pytest

from app.problems import sentence
from app.records import staff
from app.records import ward as ward_records
from app.records import workday as workday_records
from app.rules import workday
from app.web import sessions, set_up
from app.web.set_up import set_up_code, slug_of
from tests import people
from tests.page_client import PageClient
from tests.web.form_reader import form_fields, main_text

PASSWORD = "mật khẩu của quản trị"


@pytest.fixture
def newcomer(empty_app):
    return PageClient(empty_app)


@pytest.fixture
def typed(empty_app):
    return {
        "code": set_up_code(empty_app.config["GD"].data_dir),
        "name": "Phường Hà Đông",
        "organ_line_1": "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "organ_line_2": "",
        "place_name": "",
        "official_code": "",
        "person_name": "Lê Hoài An",
        "login": "Hoai-An",
        "password": PASSWORD,
        "again": PASSWORD,
    }


def test_an_empty_server_leads_everybody_to_the_set_up(newcomer):
    assert newcomer.get("/").headers["Location"] == "/cai-dat"
    page = newcomer.get("/cai-dat")
    assert page.status_code == 200
    assert "bin/run" in main_text(page)
    assert newcomer.post("/dang-nhap", {"login": "a", "password": "b"}).headers["Location"] == "/cai-dat"


def test_the_first_admin_is_signed_in_and_shown_what_is_missing(newcomer, typed):
    answer = newcomer.post("/cai-dat", typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cai-dat/con-lai")
    page = main_text(newcomer.follow(answer))
    assert "Đã lập Phường Hà Đông" in page
    for step in ("Tổ dân phố", "Tòa nhà", "Điểm hỗ trợ", "Người dùng", "Danh mục thủ tục", "Máy đầu tiên"):
        assert step in page
    row = ward_records.all_wards()[0]
    assert (row["slug"], row["name"], row["place_name"]) == ("ha-dong", "Phường Hà Đông", "Hà Đông")
    assert row["organ_line_2"] == "ỦY BAN NHÂN DÂN PHƯỜNG HÀ ĐÔNG"
    # A later release then changes no day of it (R18).
    assert [each["id"] for each in workday_records.workdays(row["id"])] == list(workday.SHIPPED)
    person = staff.staff_by_login(row["id"], "hoai-an")
    assert (person["name"], person["role"]) == ("Lê Hoài An", "admin")
    again = PageClient(newcomer.app)
    assert again.post("/dang-nhap", {"login": "hoai-an", "password": PASSWORD}).headers["Location"] == "/"


def test_the_list_of_what_is_missing_follows_the_admin_until_nothing_is(newcomer, typed):
    newcomer.post("/cai-dat", typed)
    assert "Thiết lập phường còn 5 việc" in main_text(newcomer.get("/"))
    assert "Việc tiếp theo: Tổ dân phố" in main_text(newcomer.get("/"))
    form = form_fields(newcomer.get("/to-dan-pho/ca-day"), "/to-dan-pho/ca-day")
    newcomer.post("/to-dan-pho/ca-day", {**form, "last": "19"})
    assert "Thiết lập phường còn 4 việc" in main_text(newcomer.get("/"))
    assert "Đã có 19" in main_text(newcomer.get("/cai-dat/con-lai"))


def test_the_catalogue_that_comes_along_is_taken_once(newcomer, typed):
    from app.records import procedure

    newcomer.post("/cai-dat", typed)
    page = newcomer.get("/cai-dat/con-lai")
    form = form_fields(page, "/cai-dat/nap-danh-muc")
    for _click in range(2):
        assert newcomer.post("/cai-dat/nap-danh-muc", form).headers["Location"] == "/cai-dat/con-lai"
    ward_id = ward_records.all_wards()[0]["id"]
    codes = [row["code"] for row in procedure.current_procedures(ward_id, status=None)]
    assert len(codes) == len(set(codes)) > 100
    after = newcomer.get("/cai-dat/con-lai")
    assert "nap-danh-muc" not in after.get_data(as_text=True)
    assert "Phường đã có danh mục thủ tục" in main_text(after)


def test_a_catalogue_that_stands_is_left_alone(sign_in):
    from app.records import procedure

    before = procedure.current_procedures(people.WARD, status=None)
    assert "nap-danh-muc" not in sign_in(people.AN).get("/cai-dat/con-lai").get_data(as_text=True)
    assert sign_in(people.AN).post("/cai-dat/nap-danh-muc").status_code == 302
    assert sign_in(people.LAN).post("/cai-dat/nap-danh-muc").status_code == 403
    assert procedure.current_procedures(people.WARD, status=None) == before


def test_an_equipped_ward_is_not_reminded(sign_in):
    from app.ledger.founding import new_tablet

    assert "Thiết lập phường còn 1 việc" in main_text(sign_in(people.AN).get("/"))
    new_tablet(people.WARD, "Máy", b"\x04" + bytes(64), people.CT1A, people.AN.id, people.FOUNDED_AT)
    assert "Thiết lập phường" not in main_text(sign_in(people.AN).get("/"))
    assert "Đã đủ" in main_text(sign_in(people.AN).get("/cai-dat/con-lai"))


@pytest.mark.parametrize("code", ["", "sai", "x" * 5000, "mã"])
def test_without_the_code_of_the_terminal_nobody_founds_a_ward(newcomer, typed, code):
    answer = newcomer.post("/cai-dat", {**typed, "code": code})
    assert answer.status_code == 403
    assert sentence("setup_code_wrong") in main_text(answer)
    assert ward_records.all_wards() == []
    kept = form_fields(answer, "/cai-dat")
    assert (kept["name"], kept["login"], kept["password"]) == (typed["name"], typed["login"], "")


def test_guessing_the_code_is_slowed_down(newcomer, typed, monkeypatch):
    at = sessions.now_ms()
    monkeypatch.setattr(sessions, "now_ms", lambda: at)
    for _ in range(5):
        newcomer.post("/cai-dat", {**typed, "code": "sai"})
    answer = newcomer.post("/cai-dat", typed)
    assert answer.status_code == 429
    assert ward_records.all_wards() == []
    assert form_fields(answer, "/cai-dat")["name"] == typed["name"]
    monkeypatch.setattr(sessions, "now_ms", lambda: at + 61_000)
    assert newcomer.post("/cai-dat", typed).status_code == 302


def test_the_code_is_taken_as_people_copy_it(newcomer, typed):
    code = typed["code"]
    assert newcomer.post("/cai-dat", {**typed, "code": f" {code[:5].upper()}-{code[5:]} "}).status_code == 302


def test_the_code_is_readable_by_its_owner_alone_and_gone_afterwards(newcomer, typed):
    path = newcomer.app.config["GD"].data_dir / "setup-code"
    assert path.stat().st_mode & 0o777 == 0o600
    assert set_up_code(path.parent) == typed["code"]
    newcomer.post("/cai-dat", typed)
    assert not path.exists()


def test_the_terminal_prints_the_code_only_while_there_is_no_ward(newcomer, typed, capsys):
    from app.server import _greet

    settings = newcomer.app.config["GD"]
    _greet(newcomer.app, settings)
    assert f"Mã thiết lập: {typed['code']}" in capsys.readouterr().out
    newcomer.post("/cai-dat", typed)
    _greet(newcomer.app, settings)
    assert "Mã thiết lập" not in capsys.readouterr().out
    assert not (settings.data_dir / "setup-code").exists()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": ""}, "name", "Cần có mục “Tên phường”"),
        ({"name": "🏠 !"}, "name", sentence("ward_name_needed")),
        ({"name": "P" * 81}, "name", "tối đa 80"),
        ({"organ_line_1": "Ủ" * 121}, "organ_line_1", "tối đa 120"),
        ({"person_name": " "}, "person_name", "Cần có mục “Họ và tên”"),
        ({"login": "hoài an"}, "login", sentence("login_invalid")),
        ({"password": "ngan", "again": "ngan"}, "password", sentence("password_weak")),
        ({"again": "khác"}, "again", sentence("password_differs")),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(newcomer, typed, changed, field, said):
    answer = newcomer.post("/cai-dat", {**typed, **changed})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert said in text.split(f'id="{field}-error"', 1)[1].split("</p>", 1)[0]
    assert f'<a href="#{field}">' in text
    kept = form_fields(answer, "/cai-dat")
    wanted = {**typed, **changed, "password": "", "again": ""}
    assert kept == wanted
    assert ward_records.all_wards() == []


def test_a_ward_that_stands_is_not_set_up_again(visitor, sign_in):
    for answer in (
        visitor.get("/cai-dat"),
        visitor.post("/cai-dat", {"code": "x"}),
        sign_in(people.LAN).get("/cai-dat"),
    ):
        assert answer.status_code == 409
        assert sentence("already_set_up") in main_text(answer)
    assert sign_in(people.AN).get("/cai-dat").headers["Location"] == "/cai-dat/con-lai"
    assert sign_in(people.AN).post("/cai-dat", {"code": "x"}).status_code == 409


def test_the_second_of_two_who_found_at_once_is_told_so(newcomer, typed, monkeypatch):
    rows = iter([[], [{"id": 1}]])
    monkeypatch.setattr(set_up.ward_records, "all_wards", lambda: next(rows, [{"id": 1, "slug": "x", "name": "x"}]))
    answer = newcomer.client.post("/cai-dat", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    monkeypatch.undo()
    assert answer.status_code == 409
    assert ward_records.all_wards() == []


def test_only_the_admin_sees_what_is_missing(sign_in, visitor):
    for person in (people.LAN, people.HUNG, people.HA, people.MINH):
        assert sign_in(person).get("/cai-dat/con-lai").status_code == 403
    assert visitor.get("/cai-dat/con-lai").headers["Location"].startswith("/dang-nhap")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Phường Hà Đông", "ha-dong"),
        ("Xã Đông Anh", "dong-anh"),
        ("Phường", "phuong"),
        ("Đặc khu Phú Quốc", "dac-khu-phu-quoc"),
        ("Phường Số 1 (cũ)", "so-1-cu"),
        ("🏠", ""),
        ("Ư" * 80, "u" * 40),
    ],
)
def test_the_address_of_a_ward_is_made_from_its_name(name, slug):
    assert slug_of(name) == slug
