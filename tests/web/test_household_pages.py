"""/ho with the four questions: the right person, a lead of another neighbourhood, a volunteer, another ward."""

import html5lib
import pytest

from app.ledger.envelope import new_id
from app.records import household as records
from app.records import ledger_entry
from app.rules import spreadsheet
from app.rules.household_search import Asked
from app.web import sessions
from tests import counter, people
from tests.household_desk import LOAN, TDP7, TDP8, HouseholdDesk, hire
from tests.web.assistance_samples import MAI
from tests.web.form_reader import form_fields, main_text

LIST, NEW = "/ho", "/ho/moi"
PHONE, FORGOTTEN = "no_smartphone", "vneid_passcode_forgotten"


@pytest.fixture
def desk(app, monkeypatch):
    hire()
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-20 10:00") / 1000)
    return HouseholdDesk()


def rows(**asked) -> list[dict]:
    return records.page(people.WARD, Asked(**asked), 100)[0]


def household(row: dict) -> dict:
    return records.household(people.WARD, row["id"])


def actions(page) -> list[str]:
    """The addresses that the forms of a page post to."""
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return [form.get("action") for form in tree.iter("form") if form.get("method") == "post"]


def refused_in_sight(page) -> str:
    """The address of the form whose refusal the browser scrolls to and reads out."""
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    (form,) = [form for form in tree.iter("form") if form.find(".//*[@autofocus]") is not None]
    told = form.find(".//*[@autofocus]")
    assert (told.get("role"), told.get("tabindex")) == ("alert", "-1")
    return form.get("action")


# the register


def test_a_lead_writes_down_a_household_and_mends_it_field_by_field(desk, sign_in):
    client = sign_in(people.HUNG)
    assert "Chưa có hộ nào" in main_text(client.get(LIST))
    typed = form_fields(client.get(NEW), NEW)
    # His own neighbourhood is the only one offered.
    assert typed["neighbourhood"] == TDP7
    typed |= {"building": "CT1A", "apartment": "P.1204", "state": "guided", "head_name": "Trần Thị Gái"}
    refused = client.post(NEW, typed)
    assert refused.status_code == 422
    assert "Chỉ giữ tên hoặc số điện thoại khi hộ đã đồng ý" in main_text(refused)
    assert form_fields(refused, NEW)["head_name"] == "Trần Thị Gái"
    typed |= {"consent": "1", "phone": "0912 345 678", "relation-0": "child", "born-0": "2010"}
    page = client.follow(client.post(NEW, typed))
    (row,) = rows()
    assert (row["phone"], row["state"], row["neighbourhood"]) == ("+84912345678", "guided", TDP7)
    assert "0912 345 678" in main_text(page)
    assert "Con (2010)" in main_text(page)
    # The list says who it is about with initials alone.
    listed = main_text(client.get(f"{LIST}?q=tran thi gai"))
    assert "T.T.G" in listed
    assert "Trần Thị Gái" not in listed
    # Posted twice it is one household; the same flat again is asked about.
    assert client.post(NEW, typed).status_code == 302
    again = form_fields(client.get(NEW), NEW) | {"building": "Tòa CT1A", "apartment": "1204"}
    asked = client.post(NEW, again)
    assert (asked.status_code, len(rows())) == (409, 1)
    assert "Căn hộ này đã có trong danh sách" in main_text(asked)
    assert client.post(NEW, again | {"second": "1", "state": "self"}).status_code == 302
    assert len(rows()) == 2

    path = f"{LIST}/{row['id']}/sua"
    shown = form_fields(client.get(path), path)
    desk.put(household(row), state="by_proxy")
    assert client.post(path, shown | {"label": "Nhà bà Gái"}).status_code == 302
    assert (household(row)["label"], household(row)["state"]) == ("Nhà bà Gái", "by_proxy")
    told = client.follow(client.post(path, shown | {"op": new_id(), "label": "Nhà bà Gái", "state": "self"}))
    assert "Tình trạng vừa có người khác đổi" in main_text(told)
    assert household(row)["state"] == "by_proxy"
    # Nobody is to come any more: the day goes with the tick.
    desk.put(household(row), follow_up=True, follow_up_on="2026-12-01")
    shown = form_fields(client.get(path), path)
    assert shown.pop("follow_up") == "1"
    assert client.post(path, shown).status_code == 302
    assert (household(row)["follow_up"], household(row)["follow_up_on"]) == (False, "")
    nothing = client.post(path, form_fields(client.get(path), path))
    assert nothing.status_code == 422
    # A day that has passed may stay, but nobody makes an appointment for it.
    passed = client.post(path, form_fields(nothing, path) | {"follow_up": "1", "follow_up_on": "2026-11-01"})
    assert "“Ngày hẹn thăm” phải từ ngày 20/11/2026 trở đi" in main_text(passed)
    desk.put(household(row), follow_up=True, follow_up_on="2026-11-19")
    assert client.post(path, form_fields(client.get(path), path) | {"label": "Nhà bà Tư"}).status_code == 302


def test_the_desk_chooses_between_two_values_of_a_household(desk, sign_in):
    row = desk.add()
    desk.put(row, state="guided", label="Nhà bà Gái")
    op = desk.card(row, by=people.HUNG, was={"state": "unreached"}, state="self")["op"]
    client, path = sign_in(people.HA), f"/can-xem-lai/{op}/xong"
    page = client.get("/can-xem-lai/can-chon")
    text = main_text(page)
    assert "CT1A, 1204, Tổ dân phố 7" in text
    assert "Cần hướng dẫn" in text
    assert "Tự làm được" in text
    assert people.HUNG.name in text
    assert people.HA.name in text
    assert "Xem hộ và lịch sử" in text
    sent = form_fields(page, path) | {"choose-state": "new"}
    assert client.post(path, sent).status_code == 302
    assert household(row)["state"] == "self"
    story = main_text(client.get(f"{LIST}/{row['id']}"))
    assert "Ghi hộ" in story
    assert "Cần chọn" in story


def test_searched_filtered_and_turned_page_by_page(desk, sign_in):
    for number in range(1, 58):
        desk.add(apartment=str(number), state="self" if number % 2 else "unreached")
    desk.add(apartment="77", neighbourhood=TDP8, building="Ngõ 6", follow_up=True)
    desk.add(apartment="3", neighbourhood=TDP8, building="Ngõ 5", follow_up=True, follow_up_on="2026-11-19")
    desk.observe(rows(building="Ngõ 5")[0], PHONE, by=people.HA)
    client = sign_in(people.HA)
    first = client.get(LIST)
    assert "Trang sau" in main_text(first)
    href = first.get_data(as_text=True).split('class="pager"')[1].split('href="')[1].split('"')[0]
    second = main_text(client.get(href.replace("&amp;", "&")))
    assert "CT1A, 57" in second
    assert "CT1A, 2 " not in second
    assert "Về trang đầu" in second
    for query, seen in (
        ("tinh-trang=self", "CT1A, 1"),
        ("to=tdp-08", "Ngõ 5, 3"),
        ("kho-khan=no_smartphone", "Ngõ 5, 3"),
        ("tham=due", "Quá hẹn thăm: 19/11/2026"),
        ("q=ngo 5", "Ngõ 5, 3"),
        ("toa=Ngõ 5", "Ngõ 5, 3"),
    ):
        assert seen in main_text(client.get(f"{LIST}?{query}")), query
    # Without a day nobody is late.
    assert "Ngõ 6, 77" not in main_text(client.get(f"{LIST}?tham=due"))
    assert "Không có hộ nào" in main_text(client.get(f"{LIST}?q=khong co dau"))
    assert "CT1A, 9" not in main_text(client.get(f"{LIST}?to=tdp-08"))
    assert client.get(f"{LIST}?tinh-trang=rich&o=xx&sau=zz").status_code == 200


# what was seen


def test_a_visit_and_a_difficulty_are_written_down_and_taken_back(desk, sign_in):
    row = desk.add(follow_up=True, follow_up_on="2026-11-18")
    client, base = sign_in(people.HUNG), f"{LIST}/{row['id']}"
    assert "Đã quá hẹn" in main_text(client.get("/ho/can-tham"))
    assert "hộ đến hẹn thăm" in main_text(client.get("/"))
    assert "hộ đến hẹn thăm" not in main_text(sign_in(LOAN).get("/"))
    sent = form_fields(client.get(base), f"{base}/tham")
    wrong = client.post(f"{base}/tham", sent | {"next_on": "2031-01-01", "note": "đi vắng cả ngày"})
    assert wrong.status_code == 422
    assert "chỉ hẹn được trong 366 ngày tới" in main_text(wrong)
    assert form_fields(wrong, f"{base}/tham")["note"] == "đi vắng cả ngày"
    # The page is long: whoever was refused is taken to the form, and cannot think that it was written.
    assert refused_in_sight(wrong) == f"{base}/tham"
    wrong = client.post(f"{base}/tham", sent | {"next_on": "2026-11-01"})
    assert "“Hẹn thăm lại” phải từ ngày 20/11/2026 trở đi" in main_text(wrong)
    sent |= {"outcome": "met", "state": "guided", "difficulties": PHONE, "next_on": "2026-12-05"}
    page = client.follow(client.post(f"{base}/tham", sent))
    assert "Hẹn thăm 05/12/2026" in main_text(page)
    assert "Không có điện thoại thông minh" in main_text(page)
    assert client.post(f"{base}/tham", sent).status_code == 302
    assert len(records.visits(people.WARD, household(row))) == 1

    noted = form_fields(page, f"{base}/kho-khan")
    empty = client.post(f"{base}/kho-khan", noted)
    assert empty.status_code == 422
    assert "Cần có mục “Khó khăn”" in main_text(empty)
    secret = client.post(f"{base}/kho-khan", noted | {"difficulties": FORGOTTEN, "note": "mật khẩu là Hoa@1234"})
    assert secret.status_code == 422
    page = client.follow(client.post(f"{base}/kho-khan", noted | {"difficulties": FORGOTTEN}))
    seen = records.observations(people.WARD, household(row))
    assert {one["difficulty"] for one in seen} == {PHONE, FORGOTTEN}
    away = f"/ho/kho-khan/{seen[0]['id']}/rut-lai"
    short = client.post(away, form_fields(client.get(away), away) | {"reason": "x"})
    assert short.status_code == 422
    page = client.follow(client.post(away, form_fields(short, away) | {"reason": "ghi nhầm căn hộ"}))
    assert "Khó khăn đã rút lại (1)" in main_text(page)
    assert "ghi nhầm căn hộ" in main_text(page)


def test_alike_households_are_joined_and_parted_by_a_person(desk, sign_in):
    one, other = desk.add(), desk.add(building="Tòa CT1A", apartment="P.1204", label="Nhà cuối hành lang")
    client = sign_in(people.HUNG)
    assert "Có hộ có thể bị ghi hai lần" in main_text(client.get(LIST))
    assert "cùng căn hộ" in main_text(client.get("/ho/trung"))
    assert "Có thể trùng: cùng căn hộ" in main_text(client.get(f"{LIST}/{one['id']}"))
    path = f"{LIST}/{one['id']}/trung/{other['id']}"
    undecided = client.post(path, form_fields(client.get(path), path))
    assert undecided.status_code == 422
    page = client.follow(client.post(path, form_fields(undecided, path) | {"same": "yes"}))
    assert "Đã gộp từ" in main_text(page)
    assert "Hộ này đã được gộp" in main_text(client.get(f"{LIST}/{other['id']}"))
    assert client.get(f"{LIST}/{other['id']}/sua").status_code == 409
    client.post(path, form_fields(client.get(path), path) | {"same": "no"})
    assert household(other)["merged_into"] == ""
    assert "Không có hộ nào có thể trùng" in main_text(client.get("/ho/trung"))


# out of an assistance


def test_one_tap_opens_the_household_of_an_assistance_and_never_by_itself(desk, sign_in):
    home = {"neighbourhood": TDP7, "building": "CT1A", "apartment": "P.803"}
    slip = desk.slip(**home, **MAI, difficulties=[PHONE], help="authorised")
    assert rows() == []
    client, path = sign_in(people.HUNG), f"/luot-ho-tro/{slip}/ho"
    page = client.get(f"/luot-ho-tro/{slip}")
    assert "Căn hộ này chưa có trong danh sách hộ" in main_text(page)
    sent = form_fields(page, path)
    opened = client.follow(client.post(path, sent))
    (row,) = rows()
    assert (row["state"], row["head_name"], row["phone"], row["origin"]) == ("by_proxy", "", "", slip)
    assert "Không có điện thoại thông minh" in main_text(opened)
    assert client.post(path, sent).status_code == 302
    assert len(rows()) == 1
    # A second slip of the same flat leads there, and gives what it met by one more tap.
    second = desk.slip(**home, difficulties=[FORGOTTEN])
    page = client.get(f"/luot-ho-tro/{second}")
    assert "Mở hộ từ lượt này" not in main_text(page)
    told = f"/luot-ho-tro/{second}/ho/kho-khan"
    client.post(told, form_fields(page, told))
    assert {seen["difficulty"] for seen in records.observations(people.WARD, row)} == {PHONE, FORGOTTEN}
    assert told not in actions(client.get(f"/luot-ho-tro/{second}"))
    # A volunteer's own slip says nothing of households.
    assert "Hộ của căn hộ này" not in main_text(sign_in(people.LAN).get(f"/luot-ho-tro/{second}"))
    assert sign_in(people.LAN).post(path, sent).status_code == 403


# who sees what


def pages_of(row: dict, other: dict, seen: str, slip: str) -> list[tuple[str, str]]:
    """Every page and every post that is about one household of TDP7."""
    base = f"{LIST}/{row['id']}"
    return [
        ("get", base),
        ("get", f"{base}/sua"),
        ("post", f"{base}/sua"),
        ("post", f"{base}/tham"),
        ("post", f"{base}/kho-khan"),
        ("get", f"/ho/kho-khan/{seen}/rut-lai"),
        ("post", f"/ho/kho-khan/{seen}/rut-lai"),
        ("get", f"{base}/trung/{other['id']}"),
        ("post", f"{base}/trung/{other['id']}"),
        ("post", f"/luot-ho-tro/{slip}/ho"),
        ("post", f"/luot-ho-tro/{slip}/ho/kho-khan"),
    ]


LISTS = (LIST, NEW, "/ho/can-tham", "/ho/trung", "/ho/nhap", "/ho/danh-sach.csv", "/ho/danh-sach.xlsx")
STRANGERS = [LOAN, people.LAN, people.BINH, people.DUNG, None]


def words_of(answer) -> str:
    """What a page or a file says."""
    if not answer.data.startswith(b"PK"):
        return answer.get_data(as_text=True)
    return str([line.cells for line in spreadsheet.read(answer.data, spreadsheet.Limits(1_000_000, 100))])


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda one: one and one.login)
def test_nobody_else_learns_of_a_household_or_changes_it(desk, sign_in, visitor, stranger):
    row = desk.add(label="Nhà cuối hành lang", follow_up=True, head_name="Trần Thị Gái", consent=True)
    other = desk.add(apartment="P.1204", label="Nhà cuối hành lang")
    seen = desk.observe(row, PHONE)["entity"]
    slip = desk.slip(neighbourhood=TDP7, building="CT1A", apartment="1204", difficulties=[PHONE])
    before = ledger_entry.head(people.WARD)["v"]
    client = sign_in(stranger) if stranger else visitor
    for method, path in pages_of(row, other, seen, slip):
        answer = getattr(client, method)(path)
        assert answer.status_code in (302, 401, 403, 404), (path, answer.status_code)
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/dang-nhap"), path
        assert "cuối hành lang" not in answer.get_data(as_text=True), path
    for path in LISTS:
        answer = client.get(path)
        if stranger in (LOAN, people.BINH, people.DUNG):
            assert answer.status_code == 200, path
        else:
            assert answer.status_code in (302, 401, 403), path
        assert "hành lang" not in words_of(answer), path
    # Not even by asking for somebody else's neighbourhood.
    assert "hành lang" not in client.get(f"{LIST}?to={TDP7}&o=tat-ca").get_data(as_text=True)
    assert "hành lang" not in client.get(f"/ho/danh-sach.csv?to={TDP7}").get_data(as_text=True)
    assert ledger_entry.head(people.WARD)["v"] == before


def test_the_list_is_taken_away_as_it_was_asked_for(desk, sign_in):
    row = desk.add(label="=1+1", head_name="Trần Thị Gái", consent=True, phone="0912345678", state="guided")
    desk.observe(row, PHONE)
    desk.add(apartment="99", neighbourhood=TDP8)
    text = sign_in(people.HUNG).get("/ho/danh-sach.csv").get_data(as_text=True)
    assert "'=1+1" in text
    assert "0912345678" in text
    assert "Cần hướng dẫn" in text
    assert "Tổ dân phố 8" not in text
    client = sign_in(people.HA)
    assert "Tổ dân phố 8" in client.get("/ho/danh-sach.csv").get_data(as_text=True)
    assert "Tổ dân phố 8" not in client.get("/ho/danh-sach.csv?q=tran thi gai").get_data(as_text=True)
    assert client.get("/ho/danh-sach.xlsx").data.startswith(b"PK")
