"""/hang-cho with the four questions: the right person, the other ward's stranger, nobody, and without JavaScript."""

import pytest

from app.ledger.envelope import new_id
from app.records import queue as queue_records
from app.records import ticket as records
from app.records.ledger_entry import LedgerEntry, Review
from app.web import sessions
from tests import people
from tests.printing import reading
from tests.queue_morning import COPIES, ONE, SUBMIT, TWO, QueueDesk, open_queue, settings
from tests.web.form_reader import form_fields, main_text

DAY = "2026-11-20"
DESK_ONE, DESK_TWO = (f"/hang-cho?diem={people.CT1A}&quay=Quầy+{number}" for number in (1, 2))
TAKE = f"/hang-cho/phat-so?diem={people.CT1A}"
SETTINGS = f"/hang-cho/cai-dat/{people.CT1A}"


@pytest.fixture
def desk(app, monkeypatch):
    open_queue()
    desk = QueueDesk(now=f"{DAY} 08:00")
    monkeypatch.setattr(sessions.time, "time", lambda: desk.now / 1000)
    return desk


def rows() -> list[dict]:
    return records.of_day(people.WARD, people.CT1A, DAY)


def press(client, page: str, row: dict, slug: str):
    """The page after a press of the button that stands there, or as somebody presses what stood there before."""
    action = f"/hang-cho/{row['id']}/{slug}"
    return client.follow(client.post(action, form_fields(client.get(page), action)))


@pytest.mark.parametrize("person", [people.LAN, people.HA, people.MINH], ids=lambda one: one.role)
def test_a_number_is_given_called_served_and_done(desk, sign_in, person):
    client = sign_in(person)
    assert "Không có ai chờ quầy này" in client.get(DESK_ONE).text
    form = form_fields(client.get(TAKE), "/hang-cho/phat-so") | {"service": SUBMIT, "priority": ""}
    page = client.follow(client.post("/hang-cho/phat-so", form))
    assert "A-001" in main_text(page)
    # A double click gives no second number.
    client.post("/hang-cho/phat-so", form)
    (row,) = rows()
    assert (row["state"], row["service"], row["channel"]) == ("waiting", SUBMIT, "desk")
    page = press(client, DESK_ONE, row, "goi")
    assert "Đang gọi A-001" in main_text(page)
    press(client, DESK_ONE, row, "phuc-vu")
    desk.at(f"{DAY} 08:05")
    press(client, DESK_ONE, row, "xong")
    (row,) = rows()
    assert (row["state"], row["counter"], row["called_by"]) == ("done", ONE, person.id)


def test_done_and_the_next_one_is_one_press(desk, sign_in):
    client = sign_in(people.HA)
    first, second = desk.take(), desk.take()
    desk.step("serve", desk.step("call", first))
    action = f"/hang-cho/{first['id']}/xong"
    form = form_fields(client.get(DESK_ONE), action)
    assert form["goi"] == second["id"]
    for _ in range(2):
        page = client.follow(client.post(action, form))
    assert [row["state"] for row in rows()] == ["done", "called"]
    assert "Số này" not in main_text(page)


def test_of_two_desks_that_press_at_once_one_is_told_who_was_faster(desk, sign_in):
    one, two = sign_in(people.HA), sign_in(people.LAN)
    row = desk.take()
    action = f"/hang-cho/{row['id']}/goi"
    seen_by_both = [form_fields(client.get(page), action) for client, page in ((one, DESK_ONE), (two, DESK_TWO))]
    one.post(action, seen_by_both[0])
    page = two.follow(two.post(action, seen_by_both[1]))
    assert "Số A-001 vừa được Quầy 1 gọi. Hãy gọi số tiếp theo." in main_text(page)
    assert rows()[0]["counter"] == ONE
    # A slow finger is no evidence against anybody: nothing stands in the list of what a clerk must look at.
    assert not Review.select().where(Review.ward_id == people.WARD).exists()


def test_a_press_of_what_has_gone_on_says_where_it_is(desk, sign_in):
    client = sign_in(people.HA)
    row = desk.step("call", desk.take())
    action = f"/hang-cho/{row['id']}/vang"
    form = form_fields(client.get(DESK_ONE), action)
    desk.step("serve", row)
    assert "Số A-001 bây giờ: đang phục vụ" in main_text(client.follow(client.post(action, form)))


def test_the_list_says_who_goes_first_and_who_has_waited_long(desk, sign_in):
    desk.take()
    desk.take(priority="pregnant")
    desk.at(f"{DAY} 08:31")
    client = sign_in(people.HA)
    page = main_text(client.get(DESK_ONE))
    assert "Gọi A-001" in page
    assert "Mang thai" in page
    assert "Số A-001 đã chờ 31 phút" in page
    press(client, DESK_ONE, rows()[0], "xin-loi")
    page = main_text(client.get(DESK_ONE))
    assert "Số A-001 đã chờ" not in page
    assert "Số A-002 đã chờ 31 phút" in page
    assert "1 lời xin lỗi" in page or "lời xin lỗi 1" in page


def test_a_transfer_keeps_the_place(desk, sign_in):
    client = sign_in(people.HA)
    first = desk.take()
    desk.at(f"{DAY} 08:03").take(service=COPIES)
    desk.step("serve", desk.step("call", first))
    action = f"/hang-cho/{first['id']}/chuyen"
    form = form_fields(client.get(f"{action}?quay=Quầy+1"), action) | {"service": COPIES, "to_counter": TWO}
    page = client.follow(client.post(action, form))
    assert f"Số A-001 đã chuyển sang: {COPIES}" in main_text(page)
    assert "Gọi A-001" in main_text(client.get(DESK_TWO))
    again = client.post(action, form)
    assert again.status_code in (302, 422)


def test_a_ticket_is_printed_on_both_rolls_and_names_nobody(desk, sign_in):
    client = sign_in(people.LAN)
    desk.take()
    row = desk.take(priority="elderly")
    page = main_text(client.get(f"/hang-cho/{row['id']}"))
    assert "A-002" in page
    for size, width in (("58mm", 58.0), ("80mm", 80.0)):
        pdf = client.get(f"/hang-cho/{row['id']}/so.pdf?kho={size}").data
        assert reading.size_mm(pdf)[0] == width
        text = reading.text(pdf)
        assert "A-002" in text
        assert "Ưu tiên: Người cao tuổi" in text
        assert people.LAN.name not in text
    assert client.get(f"/hang-cho/{row['id']}/so.pdf?kho=a4").status_code == 404


def test_a_clerk_opens_a_queue_and_what_would_not_work_is_said_beside_its_field(desk, sign_in):
    client = sign_in(people.HA)
    path = f"/hang-cho/cai-dat/{people.CT1B2}"
    form = form_fields(client.get(path), path) | {
        "active": "1",
        "counters": "Quầy 1: Việc lạ",
        "priorities": ["elderly"],
    }
    wrong = client.post(path, form)
    assert wrong.status_code == 422
    assert "chỉ ghi việc có trong danh sách" in wrong.text
    assert "Quầy 1: Việc lạ" in wrong.text
    client.post(path, form | {"counters": "Quầy 1", "elderly_age": "75", "priority_every": "1"})
    row = queue_records.queue(people.WARD, people.CT1B2)
    assert (row["active"], row["elderly_age"], row["priorities"], row["priority_every"]) == (True, 75, "elderly", 1)
    assert "Điểm CT1B2" in main_text(client.get("/hang-cho"))


def test_another_wards_clerk_finds_no_queue_no_ticket_and_no_settings(desk, sign_in):
    row = desk.step("call", desk.take())
    stranger = sign_in(people.BINH)
    assert "A-001" not in stranger.get(DESK_ONE).text
    for path in (f"/hang-cho/{row['id']}", f"/hang-cho/{row['id']}/so.pdf", f"/hang-cho/{row['id']}/chuyen"):
        assert stranger.get(path).status_code == 404
    form = {"op": new_id(), "from": "called", "quay": ONE}
    assert stranger.post(f"/hang-cho/{row['id']}/xong", form).status_code == 404
    assert rows()[0]["state"] == "called"
    # The point's id is the same word in both wards: what they open is their own.
    stranger.post(SETTINGS, settings(active="1"))
    assert queue_records.queue(people.WARD, people.CT1A)["services"] == f"{SUBMIT}\n{COPIES}"


def test_nobody_and_a_volunteer_without_the_right_open_nothing(desk, visitor, sign_in):
    row = desk.take()
    assert visitor.get(DESK_ONE).status_code == 302
    assert visitor.post(f"/hang-cho/{row['id']}/goi", {"from": "waiting", "quay": ONE}).status_code in (302, 401, 403)
    assert rows()[0]["state"] == "waiting"
    assert sign_in(people.LAN).get(SETTINGS).status_code == 403


def test_a_point_without_a_queue_says_so(desk, sign_in):
    client = sign_in(people.HA)
    assert client.get(f"/hang-cho/phat-so?diem={people.CT1B2}").status_code == 409
    open_queue(active=False)
    assert "Chưa điểm nào phát số" in main_text(client.get("/hang-cho"))


def test_no_page_of_the_desk_writes_by_being_looked_at(desk, sign_in):
    row = desk.take()
    before = LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count()
    client = sign_in(people.HA)
    for path in ("/hang-cho", DESK_ONE, TAKE, SETTINGS, f"/hang-cho/{row['id']}", f"/hang-cho/{row['id']}/chuyen"):
        assert client.get(path).status_code == 200, path
        assert client.get(path, fragment=True).status_code == 200, path
    assert LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count() == before
