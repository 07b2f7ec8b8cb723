"""/so-thu-tu and /man-hinh: a citizen without an account and without JavaScript, the anonymous door, a stranger."""

import json

import pytest

from app.ledger.envelope import new_id
from app.records import ticket as records
from app.web import sessions
from app.web.sync_public import _knocks
from tests import people
from tests.queue_morning import COPIES, ONE, SUBMIT, TWO, QueueDesk, open_queue, taking
from tests.web.form_reader import form_fields, main_text

DAY = "2026-11-20"
PAGE, SCREEN = "/so-thu-tu", f"/man-hinh/{people.CT1A}"


@pytest.fixture
def desk(app, monkeypatch):
    open_queue(notices="Mang theo căn cước\nHỗ trợ không thu phí")
    _knocks.clear()
    desk = QueueDesk(now=f"{DAY} 08:00")
    monkeypatch.setattr(sessions.time, "time", lambda: desk.now / 1000)
    return desk


def rows() -> list[dict]:
    return records.of_day(people.WARD, people.CT1A, DAY)


def post(visitor, **changed):
    form = form_fields(visitor.get(PAGE), PAGE)
    return visitor.post(PAGE, form | {"service": SUBMIT} | changed)


# without scripts


def test_a_citizen_takes_a_number_sees_it_and_is_told_how_many_are_before(desk, visitor):
    desk.take()
    desk.take(priority="elderly")
    page = visitor.follow(post(visitor, priority="pregnant"))
    assert "A-003" in main_text(page)
    assert "Còn 2 người trước" in main_text(page)
    row = rows()[-1]
    assert (row["channel"], row["priority"], row["state"]) == ("phone", "pregnant", "waiting")
    desk.step("call", row, counter=TWO)
    assert "Mời đến: Quầy 2" in main_text(visitor.get(f"{PAGE}/cua-toi"))


def test_nothing_of_the_citizen_stands_in_an_address_and_only_these_pages_get_the_cookie(desk, visitor):
    answer = post(visitor)
    cookie = answer.headers["Set-Cookie"]
    assert "Path=/so-thu-tu" in cookie
    assert "HttpOnly" in cookie
    assert answer.headers["Location"] == f"{PAGE}/cua-toi"


def test_pressed_twice_there_is_one_number(desk, visitor):
    post(visitor)
    page = visitor.follow(post(visitor))
    assert "Anh/chị đã có số ở điểm này" in page.text
    assert len(rows()) == 1


def test_the_phone_forgets_when_it_is_told_to(desk, visitor):
    post(visitor)
    visitor.post(f"{PAGE}/bo")
    assert visitor.get(f"{PAGE}/cua-toi").status_code == 302
    assert rows()[0]["state"] == "waiting"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"service": "Việc lạ"}, "Việc này không còn trong danh sách"),
        ({"service": ""}, "Việc này không còn trong danh sách"),
        ({"priority": "cousin"}, "Việc này không còn trong danh sách"),
        ({"point": people.CT1B2}, "Điểm này chưa mở máy lấy số"),
        ({"point": "khong-co"}, "Điểm hỗ trợ này không có trong danh sách"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_chosen_is_still_there(desk, visitor, changed, sentence):
    page = post(visitor, **({"priority": "merit"} | changed))
    assert page.status_code == 422
    assert sentence in main_text(page)
    if "service" in changed and "point" not in changed:
        assert form_fields(page, PAGE)["priority"] == changed.get("priority", "merit")
    assert rows() == []


def test_outside_the_hours_and_where_phones_take_none_the_page_says_so(desk, visitor):
    desk.at(f"{DAY} 18:00")
    assert "Ngoài giờ lấy số" in main_text(post(visitor))
    open_queue(phone_take=False)
    assert "Phường chưa mở lấy số trên điện thoại" in main_text(visitor.get(PAGE))


# the anonymous door


def knock(visitor, entity: str, op: str, **changed) -> dict:
    body = {"ops": [{"op": op, "e": entity, "t": "ticket.take/1", "b": taking(channel="phone", **changed)}]}
    answer = visitor.post("/sync/v1/public", data=json.dumps(body), headers={"Content-Type": "application/json"})
    return answer.get_json()["results"][0]


def test_a_phone_takes_a_number_through_the_anonymous_door_and_asks_how_it_stands(desk, visitor):
    entity, op = new_id(), new_id()
    for _ in range(2):
        told = knock(visitor, entity, op)
        assert (told["status"], told["told"]) == ("ok", {"number": "A-001", "on": DAY, "state": "waiting"})
    ask = visitor.get(f"{PAGE}/tinh-hinh", headers={"GD-Ticket": entity})
    assert ask.headers["GD-Proto"] == "1"
    assert ask.get_json()["ticket"]["ahead"] == "Sắp đến lượt: không còn ai trước"
    assert knock(visitor, new_id(), new_id(), service="Việc lạ")["code"] == "ticket_service_unknown"
    assert len(rows()) == 1


@pytest.mark.parametrize("named", ["", "x", "0195e000-0000-7000-8000-0000000000ff"])
def test_whoever_names_no_ticket_learns_nothing(desk, visitor, named):
    desk.take()
    assert visitor.get(f"{PAGE}/tinh-hinh", headers={"GD-Ticket": named}).get_json() == {"ticket": None}


def test_a_citizens_answer_never_says_who_works_there_or_who_else_waits(desk, visitor):
    other = desk.step("call", desk.take(priority="disabled"))
    entity = new_id()
    knock(visitor, entity, new_id())
    told = visitor.get(f"{PAGE}/tinh-hinh", headers={"GD-Ticket": entity}).text
    for hidden in (other["id"], people.HA.id, people.HA.name, "disabled", "A-001"):
        assert hidden not in told


# the screen


def test_the_screen_shows_the_number_the_counter_and_the_last_calls_and_nobody(desk, visitor):
    for _ in range(3):
        desk.take(priority="disabled")
    first, second, third = rows()
    desk.step("done", desk.step("call", first, counter=ONE))
    desk.at(f"{DAY} 08:04").step("call", second, counter=TWO)
    page = visitor.get(SCREEN)
    assert main_text(page).startswith("Mời số A-002 Quầy 2 Vừa gọi A-001 Quầy 1")
    assert "Mang theo căn cước" in page.text
    for hidden in (people.HA.name, "disabled", "Khuyết tật", third["service"], "A-003"):
        assert hidden not in page.text
    told = visitor.get(f"{SCREEN}/tinh-hinh").get_json()
    assert told["current"]["spoken"] == "Mời số A, không không hai, đến Quầy 2."
    assert told["waiting"] == "1 người đang chờ"


def test_called_again_is_announced_again(desk, visitor):
    row = desk.step("call", desk.take())
    before = visitor.get(f"{SCREEN}/tinh-hinh").get_json()["current"]["key"]
    desk.at(f"{DAY} 08:02").step("recall", row)
    assert visitor.get(f"{SCREEN}/tinh-hinh").get_json()["current"]["key"] != before


def test_the_screen_is_the_same_for_everybody_and_phones_may_keep_it(desk, visitor, sign_in):
    answer = visitor.get(SCREEN)
    assert answer.headers["GD-Kept"] == "public"
    assert people.HA.name not in sign_in(people.HA).get(SCREEN).text


def test_a_point_without_a_queue_and_another_wards_point_have_no_screen(desk, visitor, sign_in):
    assert visitor.get(f"/man-hinh/{people.CT1B2}").status_code == 404
    assert visitor.get("/man-hinh/khong-co").status_code == 404
    # In the other ward a point of this name has no queue.
    assert sign_in(people.BINH).get(SCREEN).status_code == 404


def test_a_wait_is_told_only_with_a_ground(desk, visitor):
    entity = new_id()
    knock(visitor, entity, new_id())
    ask = {"headers": {"GD-Ticket": entity}}
    assert visitor.get(f"{PAGE}/tinh-hinh", **ask).get_json()["ticket"]["wait"] == ""
    for minute in range(10, 35, 5):
        row = desk.at(f"{DAY} 08:{minute}").take(service=COPIES)
        called = desk.step("call", row)
        desk.at(f"{DAY} 08:{minute + 4}").step("done", called)
    wait = visitor.get(f"{PAGE}/tinh-hinh", **ask).get_json()["ticket"]["wait"]
    assert wait == "chưa đến 5 phút"
