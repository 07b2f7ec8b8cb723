"""A volunteer's whole day in each of the three engines: enrolled, on duty, the server really dead, a lobby full of
people, the browser closed and opened again, the server back, everything arrived once by itself; then the clerk finds
each, and the slip is read back from its PDF.

Thirty records in Chromium; twelve, of every kind, in the slower two. WebKit keeps its profile through
webkit_window.py, so it is closed and opened like the others.
"""

import time

import pytest

from tests import people
from tests.browser.desk import Desk
from tests.browser.visits import lobby

pytestmark = pytest.mark.whole_browser

# F15: the drain finds the server again within a minute, untouched.
UNTOUCHED_SECONDS = 60


@pytest.mark.parametrize(("engine", "count"), [("chromium", 30), ("firefox", 12), ("webkit", 12)])
def test_a_day_without_a_network(server, on_duty, open_browser, engine, count):
    visits = lobby(count)
    lan = on_duty(engine)
    assert list(lan.browser.said) == []
    server.kill()
    codes = [lan.record(visit) for visit in visits]
    assert len(set(codes)) == count

    lan.browser.reopen()
    lan.browser.goto("/truc/cho-gui")
    lan.wait_counts(waiting=count)
    lan.browser.wait_for("Lượt cũ nhất:")
    lan.browser.wait_for("Không có mạng")
    shown = lan.browser.text("#tren-may li")
    assert all(code in shown for code in codes)
    assert "Trên máy" in shown
    lan.browser.goto("/truc")
    lan.wait_counts(waiting=count, sent=0)

    server.start()
    back_at = time.monotonic()
    lan.wait_counts(waiting=0, sent=count, seconds=UNTOUCHED_SECONDS)
    assert time.monotonic() - back_at < UNTOUCHED_SECONDS
    _arrived_once(server, visits, codes)

    desk = Desk(open_browser("chromium"))
    desk.sign_in(people.HA)
    for visit, code in zip(visits, codes, strict=True):
        (row,) = desk.find(code)
        assert visit.result in row
        assert code in row
        assert visit.name in row
    _finds_without_diacritics(desk)


def _arrived_once(server, visits, codes) -> None:
    (shift,) = server.ledger("shift.open/1")
    entries = server.ledger()
    assert len(entries) == len({entry["op"] for entry in entries}) == len(visits)
    assert {entry["staff"] for entry in entries} == {people.LAN.id}
    assert {entry["shift"] for entry in entries} == {shift["entity"]}
    assert {entry["outcome"] for entry in entries} == {"ok"}
    numbers = [entry["q"] for entry in entries]
    assert numbers == list(range(numbers[0], numbers[0] + len(visits))), "in the order they were saved, without holes"
    rows = {row["tracking"]: row for row in server.rows("SELECT * FROM assistance WHERE ward_id = ?", people.WARD)}
    assert len(rows) == len(visits)
    neighbourhood = ""
    for visit, code in zip(visits, codes, strict=True):
        # The form starts from the neighbourhood of the record before.
        neighbourhood = visit.neighbourhood or neighbourhood
        row = rows[code.replace("-", "")]
        assert (row["name"], row["note"], row["apartment"]) == (visit.name, visit.note, visit.apartment)
        assert row["phone"] == (f"+84{visit.phone[1:]}" if visit.phone else "")
        assert bool(row["procedure"]) == bool(visit.procedure)
        assert row["neighbourhood"] == neighbourhood
        assert row["support_point"] == people.CT1A


def _finds_without_diacritics(desk: Desk) -> None:
    """The first citizen of the line, by the letters of any keyboard; and the paper that they were given."""
    (row,) = desk.find("nguyen van on")
    assert "Nguyễn Văn Ổn" in row
    paper = desk.slip_text(desk.open_first())
    assert "PHIẾU HỖ TRỢ" in paper
    assert "NGUYỄN VĂN ỔN" in paper
    assert "đăng ký khai sinh" in paper.lower()
    assert people.LAN.name in paper
