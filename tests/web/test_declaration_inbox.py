"""/to-khai-da-gui with the four questions: the right person, what was sent badly, a stranger, nobody."""

import pytest

from app.ledger.envelope import new_id
from app.ledger.erasing import erase_due
from app.ledger.from_citizen import receive
from app.records import declaration as records
from app.rules import tracking
from app.rules.clock import DAY_MS
from app.rules.declaration_form import ours
from app.web import sessions
from tests import counter, people
from tests.printing import reading
from tests.printing.declaration_samples import BIRTH, CERTIFICATION, RESIDENCE
from tests.web.form_reader import form_fields, main_text

LIST = "/to-khai-da-gui"
NOW = counter.at("2026-11-20 10:00")


@pytest.fixture
def desk(app, monkeypatch):
    counter.open_counter()
    monkeypatch.setattr(sessions.time, "time", lambda: NOW / 1000)
    return counter.CounterDesk()


def sent(form="khai_sinh", values=BIRTH, version=1, now=NOW) -> dict:
    entity = new_id()
    body = {"form": form, "form_version": version, "values": values}
    result = receive(people.WARD, "declaration.send/1", entity, new_id(), body, now)
    assert result["status"] == "ok", result
    return records.declaration(people.WARD, entity)


def test_a_clerk_finds_it_by_code_or_name_and_reads_what_it_says(desk, sign_in):
    row = sent()
    sent("ct01", RESIDENCE)
    client = sign_in(people.HA)
    page = main_text(client.get(LIST))
    assert "Đăng ký khai sinh" in page
    assert "Chưa nhận" in page
    code = tracking.format(row["tracking"])
    for typed in (code, code.lower().replace("-", " "), "anh tuyet tran minh", "minh an"):
        found = main_text(client.get(LIST, query_string={"q": typed}))
        assert code in found, typed
    assert "Không có tờ khai nào" in main_text(client.get(LIST, query_string={"q": "không ai tên thế"}))
    page = main_text(client.get(f"{LIST}/{row['id']}"))
    for words in ("Trần Minh An", "Họ, chữ đệm, tên của trẻ", "Bệnh viện Đa khoa Hà Đông", "001196012345", code):
        assert words in page, words
    assert "Còn thiếu" not in page


def test_it_is_printed_with_its_code_and_named_by_it_alone(desk, sign_in):
    row = sent()
    answer = sign_in(people.HA).get(f"{LIST}/{row['id']}/to-khai.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert tracking.format(row["tracking"]) in answer.headers["Content-Disposition"]
    text = reading.text(answer.data)
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in text
    assert "TRẦN MINH AN" in text


def test_taking_it_over_at_the_counter_is_done_once(desk, sign_in):
    row = sent()
    client = sign_in(people.HA)
    address = f"{LIST}/{row['id']}"
    form = form_fields(client.get(address), f"{address}/nhan")
    assert client.post(f"{address}/nhan", data=form).status_code == 302
    assert "Đã nhận" in main_text(client.get(address))
    assert "Đỗ Thu Hà" in main_text(client.get(address))
    assert client.post(f"{address}/nhan", data=form).status_code == 302, "a double click"
    assert records.declaration(people.WARD, row["id"])["taken_how"] == "counter"
    assert "/nhan" not in client.get(address).get_data(as_text=True)
    other = {**form, "op": new_id()}
    assert client.post(f"{address}/nhan", data=other).status_code == 409


def test_into_a_dossier_nothing_is_typed_twice(desk, sign_in):
    row = sent()
    client = sign_in(people.HA)
    page = client.get(f"/ho-so/moi?to-khai={row['id']}")
    form = form_fields(page, "/ho-so/moi")
    assert form["declaration"] == row["id"]
    assert form["name"] == "Nguyễn Thị Ánh Tuyết"
    assert form["procedure"] == "1.001193"
    assert "tổ dân phố 7" in form["address"]
    assert "tờ khai đã gửi" in main_text(page)
    dossier = desk.receive(counter.SAME_DAY, declaration=row["id"])
    page = main_text(client.get(f"{LIST}/{row['id']}"))
    assert "Đã nhận vào hồ sơ" in page
    assert f"/ho-so/{dossier['id']}" in client.get(f"{LIST}/{row['id']}").get_data(as_text=True)


def test_what_lacks_or_is_doubtful_is_said_and_an_old_form_too(desk, sign_in):
    values = {**BIRTH, "child": {"name": "Traafn An", "birth": "2026-11-02"}, "old": {"colour": "đỏ"}}
    row = sent(values=values, version=7)
    page = main_text(sign_in(people.HA).get(f"{LIST}/{row['id']}"))
    assert "Người được khai sinh: Cần ghi “Nơi sinh”." in page
    assert "Có phải là “Trần An”?" in page
    assert "old.colour" in page
    assert "bản cũ" in page


def test_what_lacks_in_a_row_names_the_row(desk, sign_in):
    row = sent("ct01", {**RESIDENCE, "members": [RESIDENCE["members"][0], {"name": "Lê Văn Tám"}]})
    page = main_text(sign_in(people.HA).get(f"{LIST}/{row['id']}"))
    assert "Thành viên 2: Cần ghi “Giới tính”." in page


def test_a_form_that_is_no_more_is_shown_as_it_came_and_not_printed(desk, sign_in):
    row = sent("mau_la", {"ai": {"ten": "Lê Văn Lạ", "muc": ["a", "b"]}, "dong": [{"so": "1"}]})
    client = sign_in(people.HA)
    page = main_text(client.get(f"{LIST}/{row['id']}"))
    assert "Lê Văn Lạ" in page
    assert "không còn mẫu" in page
    assert "mau_la" in main_text(client.get(LIST))
    assert client.get(f"{LIST}/{row['id']}/to-khai.pdf").status_code == 404
    assert form_fields(client.get(f"/ho-so/moi?to-khai={row['id']}"), "/ho-so/moi")["procedure"] == ""


def test_what_belongs_to_the_police_says_so(desk, sign_in):
    row = sent("ct01", RESIDENCE)
    page = sign_in(people.HA).get(f"{LIST}/{row['id']}")
    assert "Công an phường" in main_text(page)
    assert "/ho-so/moi" not in page.get_data(as_text=True)


def test_r21_when_its_time_is_over_the_page_says_that_it_is_erased(desk, sign_in):
    row = sent()
    erase_due(people.WARD, NOW + 31 * DAY_MS)
    client = sign_in(people.HA)
    page = main_text(client.get(f"{LIST}/{row['id']}"))
    assert "Nội dung đã được xóa" in page
    assert "Trần Minh An" not in page
    assert client.get(f"{LIST}/{row['id']}/to-khai.pdf").status_code == 409
    assert form_fields(client.get(f"/ho-so/moi?to-khai={row['id']}"), "/ho-so/moi")["declaration"] == ""
    assert "Đã xóa nội dung" in main_text(client.get(LIST, query_string={"trang-thai": "expired"}))


def test_a_volunteer_another_ward_and_a_stranger(desk, sign_in, visitor):
    row = sent()
    addresses = (LIST, f"{LIST}/{row['id']}", f"{LIST}/{row['id']}/to-khai.pdf")
    assert [sign_in(people.LAN).get(address).status_code for address in addresses] == [403] * 3
    assert [sign_in(people.BINH).get(address).status_code for address in addresses] == [200, 404, 404]
    assert "Ánh Tuyết" not in main_text(sign_in(people.BINH).get(LIST))
    assert [visitor.get(address).status_code for address in addresses] == [302] * 3
    head = sign_in(people.MINH)
    page = head.get(f"{LIST}/{row['id']}")
    assert "In tờ khai" in main_text(page)
    assert "/nhan" not in page.get_data(as_text=True)


def test_the_thirty_first_stands_on_the_next_page(desk, sign_in):
    for at in range(31):
        sent("chung_thuc", CERTIFICATION, now=NOW + at)
    client = sign_in(people.HA)
    first = client.get(LIST)
    assert "31" in main_text(first)
    href = first.get_data(as_text=True).partition("sau=")[2].partition('"')[0].replace("&amp;", "&")
    rest = main_text(client.get(f"{LIST}?sau={href}"))
    assert rest.count("Trần Văn Được") == 1
    assert "Về trang đầu" in rest


def test_r15_whoever_holds_the_code_learns_how_it_stands_and_nothing_else(desk, visitor):
    row = sent()
    address = f"/tra-cuu?ma={tracking.format(row['tracking'])}"
    page = main_text(visitor.get(address))
    assert "Phường đã nhận tờ khai" in page
    assert "20/11/2026" in page
    for told in ("Tuyết", "Minh An", "khai sinh", "001196012345"):
        assert told not in page, told
    desk.send("declaration.take/1", {"how": "counter"}, row["id"])
    assert "Tờ khai đã được dùng" in main_text(visitor.get(address))
    other = sent()
    desk.receive(counter.SAME_DAY, declaration=other["id"])
    assert "đã thành hồ sơ" in main_text(visitor.get(f"/tra-cuu?ma={other['tracking']}"))
    erased = sent()
    erase_due(people.WARD, NOW + 31 * DAY_MS)
    assert "đã quá hạn" in main_text(visitor.get(f"/tra-cuu?ma={erased['tracking']}"))


def test_blank_forms_are_printed_for_whoever_writes_by_hand(desk, sign_in):
    client = sign_in(people.MINH)
    page = client.get(LIST).get_data(as_text=True)
    assert page.count("/de-trong/") == len(ours())
    answer = client.get(f"{LIST}/de-trong/khai-tu.pdf")
    assert "TỜ KHAI ĐĂNG KÝ KHAI TỬ" in reading.text(answer.data)
    assert 'filename="to-khai-khai-tu.pdf"' in answer.headers["Content-Disposition"]
    assert client.get(f"{LIST}/de-trong/khong-co.pdf").status_code == 404
    assert sign_in(people.LAN).get(f"{LIST}/de-trong/khai-tu.pdf").status_code == 403
