"""/ho-so-tre-han: late dossiers and apologies in public; codes half hidden, never a name."""

import html
import re

import pytest

from app.config import PAGE_ROWS
from app.rules import office
from tests import people
from tests.counter import LINKED, SAME_DAY, CounterDesk, at, open_counter
from tests.web.form_reader import main_text

NOW = "2026-11-27 10:00"


@pytest.fixture
def desk(app):
    open_counter()
    return CounterDesk(now="2026-11-16 09:00")


@pytest.fixture(autouse=True)
def late_november(monkeypatch):
    monkeypatch.setattr("app.web.late_board.now_ms", lambda: at(NOW))


def lines(answer) -> list[str]:
    rows = re.findall(r"<tr>(.*?)</tr>", answer.get_data(as_text=True).partition("<tbody>")[2], re.S)
    return [html.unescape(" ".join(re.sub(r"<[^>]+>", " ", row).split())) for row in rows]


def test_the_longest_late_stands_first_with_its_days_and_the_apology(desk, visitor):
    late = desk.receive()
    sorry = desk.receive(SAME_DAY)
    desk.at("2026-11-18 09:00").do(
        "apologise", sorry, by=people.MINH, reason="Cán bộ nghỉ ốm", promised_on="2026-11-20"
    )
    longer = desk.at("2026-11-17 09:00").receive(LINKED)
    desk.do("extend", longer, by=people.MINH, reason="Chờ Công an phường", new_on="2026-12-04")
    desk.at("2026-11-26 09:00").receive()
    told = lines(visitor.get("/ho-so-tre-han"))
    assert [line.partition(" ")[0] for line in told] == [
        f"{row['tracking'][:4]}-••••-••••" for row in (sorry, late, longer)
    ]
    assert "16/11/2026" in told[0]
    assert "Phường đã xin lỗi bằng văn bản, hẹn lại ngày 20/11/2026" in told[0]
    # 19/11 to 27/11: 20, 23, 25, 26, 27; the 24th is a holiday (NQ 28/2026/QH16).
    assert "Quá hạn 5 ngày làm việc" in told[1]
    assert "Chưa xin lỗi" in told[1]
    assert "hẹn lần đầu 23/11/2026" in told[2]
    assert "Phường đã xin lỗi và gia hạn đến ngày 04/12/2026" in told[2]


def test_no_name_and_no_whole_code_leaves_the_page(desk, visitor, sign_in):
    row = desk.receive()
    for client in (visitor, sign_in(people.HA), sign_in(people.MINH)):
        answer = client.get("/ho-so-tre-han")
        for hidden in (row["tracking"], row["tracking"][4:], row["id"], "Tuyết", "912345678"):
            assert hidden not in answer.get_data(as_text=True)
        # Among the hexadecimal digits of addresses four figures stand by chance.
        assert "1204" not in main_text(answer)


def test_only_the_wards_own_dossiers(desk, visitor, sign_in):
    desk.receive()
    assert len(lines(visitor.get("/ho-so-tre-han"))) == 1
    assert len(lines(visitor.get("/ho-so-tre-han?phuong=phuong-ben"))) == 0
    assert len(lines(sign_in(people.BINH).get("/ho-so-tre-han"))) == 0


def test_what_is_over_is_gone_and_what_waits_finished_too_late_stays(desk, visitor):
    row = desk.receive()
    desk.at("2026-11-25 09:00").do("finish", row, results={}, note="")
    assert "Đã xong, muộn so với hẹn" in lines(visitor.get("/ho-so-tre-han"))[0]
    desk.do("return", row, how="counter", to="", results=[], post_number="", post_fee=0)
    assert "Không có hồ sơ nào trễ hạn" in visitor.get("/ho-so-tre-han").get_data(as_text=True)


def test_a_ward_may_choose_not_to_publish(desk, visitor):
    desk.receive()
    settings = {key: value for key, value in office.DEFAULT.items() if key not in ("id", "v")}
    people.put(people.WARD, "office.put/1", [(office.ID, settings | {"public_board": False})])
    answer = visitor.get("/ho-so-tre-han")
    assert answer.status_code == 404
    assert "Phường không công khai danh sách này" in answer.get_data(as_text=True)
    assert not lines(answer)


def test_many_are_turned_over_by_pages(desk, visitor):
    for _ in range(PAGE_ROWS + 2):
        desk.receive()
    first, second = visitor.get("/ho-so-tre-han"), visitor.get("/ho-so-tre-han?trang=2")
    assert (len(lines(first)), len(lines(second))) == (PAGE_ROWS, 2)
    assert 'href="/ho-so-tre-han?trang=2"' in first.get_data(as_text=True)
    assert 'href="/ho-so-tre-han"' in second.get_data(as_text=True)
    assert not set(lines(first)) & set(lines(second))
    for odd in ("3", "0", "-1", "x", "9" * 30):
        assert visitor.get(f"/ho-so-tre-han?trang={odd}").status_code == 200
    assert lines(visitor.get("/ho-so-tre-han?trang=3")) == lines(second)
