"""/ho/nhap: a list of the tổ as Excel has it, the columns, the preview, one confirmation; and again does nothing."""

import io

import pytest

from app.records import household as records
from app.rules import spreadsheet
from app.rules.household_import_file import COLUMNS
from app.rules.household_search import Asked
from app.web import sessions
from tests import counter, people
from tests.household_desk import LOAN, TDP7, HouseholdDesk, hire
from tests.web.form_reader import form_fields, main_text

HEADINGS = ["STT", "Tổ", "Tòa", "Số căn hộ", "Chủ hộ", "SĐT", "Đồng ý", "Tình trạng", "Khó khăn", "Ngày hẹn thăm"]
PHONE = "Không có điện thoại thông minh"
GAI = ["1", "7", "CT1A", "P.1204", "Trần Thị Gái", "912345678", "x", "Cần hướng dẫn", PHONE, "05/12/2026"]
BAY = ["2", "Tổ 7", "CT1A", "901", "Lê Văn Bảy", "0987654321", "", "", "", ""]
STATE, MET = 7, 8


@pytest.fixture
def desk(app, monkeypatch):
    hire()
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-20 10:00") / 1000)
    return HouseholdDesk()


def uploaded(client, *lines, headings=HEADINGS):
    content = spreadsheet.write_csv([["DANH SÁCH HỘ TỔ 7"], headings, *lines])
    file = {"tep": (io.BytesIO(content), "ho.csv")}
    return client.post("/ho/nhap", data=file, content_type="multipart/form-data")


def previewed(client, *lines, headings=HEADINGS, **changed):
    """The preview of a file whose columns were guessed, as the form sends them."""
    address = uploaded(client, *lines, headings=headings).headers["Location"]
    return client.post(address, form_fields(client.get(address), address) | changed)


def confirmed(client, page):
    href = page.get_data(as_text=True).split('action="/ho/nhap/')[1].split('"')[0]
    return client.follow(client.post(f"/ho/nhap/{href}"))


def rows() -> dict[str, dict]:
    found, _more = records.page(people.WARD, Asked(), 100)
    return {row["apartment"]: row for row in records.with_difficulties(people.WARD, found)}


def with_cell(line: list, place: int, text: str) -> list:
    return [*line[:place], text, *line[place + 1 :]]


def test_a_list_is_seen_before_it_is_taken_and_taken_again_changes_what_it_says_anew(desk, sign_in):
    client = sign_in(people.HA)
    page = previewed(client, GAI, BAY)
    text = main_text(page)
    assert "hộ mới 2" in text
    assert "1 dòng có tên hoặc số điện thoại mà chưa ghi hộ đồng ý" in text
    assert rows() == {}
    assert "Đã nhập 2 hộ mới, cập nhật 0 hộ." in main_text(confirmed(client, page))
    gai, bay = rows()["P.1204"], rows()["901"]
    assert (gai["neighbourhood"], gai["state"], gai["head_name"], gai["phone"]) == (
        TDP7,
        "guided",
        "Trần Thị Gái",
        "+84912345678",
    )
    assert (gai["follow_up"], gai["follow_up_on"], gai["difficulties"]) == (True, "2026-12-05", ["no_smartphone"])
    # No name without the household's word for it.
    assert (bay["head_name"], bay["phone"], bay["state"], bay["source"]) == ("", "", "unreached", "import")

    again = previewed(client, with_cell(GAI, 3, "1204"), BAY)
    assert "Không có gì để nhập" in main_text(again)
    desk.put(bay, state="self")
    # What the list leaves empty, or knows less of, takes nothing away.
    moved = previewed(client, with_cell(GAI, STATE, "Tự làm được"), with_cell(BAY, STATE, "Chưa tiếp cận"))
    assert "Tình trạng: Cần hướng dẫn → Tự làm được" in main_text(moved)
    confirmed(client, moved)
    assert (rows()["P.1204"]["state"], rows()["901"]["state"]) == ("self", "self")


def test_a_template_that_was_not_filled_in_is_told_so(desk, sign_in):
    answer = uploaded(sign_in(people.HUNG))
    assert answer.status_code == 422
    assert "Tệp không có dòng nào để nhập" in main_text(answer)


def test_what_was_changed_since_the_preview_is_not_overwritten(desk, sign_in):
    client = sign_in(people.HA)
    row = desk.add(apartment="1204")
    page = previewed(client, GAI)
    desk.put(row, state="by_proxy")
    href = page.get_data(as_text=True).split('action="/ho/nhap/')[1].split('"')[0]
    answer = client.post(f"/ho/nhap/{href}")
    assert answer.status_code == 409
    assert rows()["1204"]["state"] == "by_proxy"


@pytest.mark.parametrize(
    ("place", "text", "told"),
    [
        (1, "Tổ 77", "không có trong danh sách tổ dân phố"),
        (1, "", "chưa ghi tổ dân phố"),
        (STATE, "khá giả", "không phải tình trạng"),
        (MET, "lười", "không có trong danh mục khó khăn"),
        (9, "32/13/2026", "không phải một ngày"),
        (6, "chắc là có", "không rõ là có hay không"),
        (3, "", "Hãy ghi căn hộ, số nhà"),
        (5, "0912", "Số điện thoại chưa đúng"),
    ],
)
def test_a_wrong_cell_names_its_line_and_stops_no_other(desk, sign_in, place, text, told):
    client = sign_in(people.HA)
    page = previewed(client, with_cell(GAI, place, text), BAY)
    said = main_text(page)
    assert told in said
    assert "Dòng 3" in said
    confirmed(client, page)
    assert list(rows()) == ["901"]


def test_a_lead_takes_the_list_of_his_own_neighbourhood_alone(desk, sign_in):
    client = sign_in(LOAN)
    page = previewed(client, GAI, with_cell(BAY, 1, ""))
    assert "Tổ trưởng chỉ nhập được hộ của tổ mình" in main_text(page)
    confirmed(client, page)
    # A line without a neighbourhood is his own.
    assert [row["neighbourhood"] for row in rows().values()] == [LOAN.neighbourhood]
    assert sign_in(people.LAN).get("/ho/nhap").status_code == 403


def test_a_file_that_is_none_and_columns_that_are_missing_are_said(desk, sign_in):
    client = sign_in(people.HA)
    assert client.post("/ho/nhap", data={}, content_type="multipart/form-data").status_code == 422
    page = previewed(client, ["1", "x"], headings=["STT", "Tên"])
    assert page.status_code == 422
    assert "Chưa chọn cột cho Căn hộ, số nhà" in main_text(page)
    assert client.get("/ho/nhap/019a0000-0000-7000-8000-000000000001").status_code in (404, 409, 410)


def test_a_column_that_the_file_does_not_have_is_no_column(desk, sign_in):
    client = sign_in(people.HA)
    for number in ("00009", "9" * 5_000, "٣"):
        page = previewed(client, GAI, apartment=number, building="0")
        assert page.status_code == 422
        assert "Hãy chọn" in main_text(page)


def test_the_file_to_begin_with_and_the_list_that_was_taken_away_are_read_back(desk, sign_in):
    client = sign_in(people.HA)
    (heading,) = spreadsheet.read(client.get("/ho/nhap/mau.xlsx").data, spreadsheet.Limits(1_000_000, 10))
    assert list(heading.cells) == [label for label, _required, _headings in COLUMNS.values()]
    confirmed(client, previewed(client, GAI, BAY))
    taken = client.get("/ho/danh-sach.xlsx").data
    answer = client.post("/ho/nhap", data={"tep": (io.BytesIO(taken), "ho.xlsx")}, content_type="multipart/form-data")
    address = answer.headers["Location"]
    page = client.post(address, form_fields(client.get(address), address))
    assert "Không có gì để nhập" in main_text(page)
