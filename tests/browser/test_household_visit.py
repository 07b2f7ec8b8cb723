"""A lead walks through his tổ dân phố with the server really dead: whom to visit, visits kept, delivered, forgotten."""

import pytest

from app.ledger.envelope import new_id
from app.records.database import database, open_database
from app.rules import clock
from app.rules.household_fields import EMPTY
from app.web.sessions import now_ms
from tests import people
from tests.browser.at_rest import traces
from tests.browser.axe import faults

pytestmark = pytest.mark.whole_browser

TYPE = "household.visit/1"
# Nothing of these is on the phone, whatever it shows.
WORDS = ("Kỳ Duyên", "12340678", "bà Gái", "Thượng Nguyên", "hẹn sáng thứ Bảy", "con dâu ở Đắk Nông")
NOTE = "Bà hẹn sáng thứ Bảy có con dâu ở Đắk Nông về"
IN_SPRING = clock.day_of(now_ms() + 90 * clock.DAY_MS)
HOUSEHOLDS = (
    {"building": "CT1A", "apartment": "1204", "label": "Nhà bà Gái", "head_name": "Quách Thị Kỳ Duyên"}
    | {"phone": "0912340678", "consent": True, "state": "guided"},
    {"building": "CT1A", "apartment": "0302", "head_name": "Lương Bá Thượng Nguyên", "consent": True},
    {"building": "CT1B", "apartment": "0501", "follow_up_on": IN_SPRING},
    {"building": "CT9", "apartment": "0101", "neighbourhood": "tdp-08"},
)
_HELD = """async () => {
  const db = await new Promise((done) => (indexedDB.open("gandan").onsuccess = (event) => done(event.target.result)));
  const request = db.transaction("meta").objectStore("meta").getAllKeys();
  const keys = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  db.close();
  return keys.includes("visit_list");
}"""
_DRAFT_KEPT = _HELD.replace('includes("visit_list")', 'some((key) => key.endsWith(":visit"))')
_OPENS_OFFLINE = "() => document.querySelector('[data-household-visits]')?.hasAttribute('data-opens-offline')"


@pytest.fixture
def households(server) -> list[str]:
    """Their ids."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        own = {**EMPTY, "neighbourhood": people.HUNG.neighbourhood, "follow_up": True}
        cards = [(new_id(), {"set": {**own, **said}, "was": {}}) for said in HOUSEHOLDS]
        people.put(people.WARD, "household.put/1", cards, now_ms() - 1000)
        seen = {
            "household": cards[0][0],
            "difficulties": ["vneid_level_2_missing"],
            "source": "lead",
            "on": "",
            "note": "",
        }
        people.put(people.WARD, "household.observe/1", [(new_id(), {**seen, "on": "", "note": ""})], now_ms() - 500)
    return [id_ for id_, _ in cards]


def move_next_door(household: str) -> None:
    """The ward puts a household under another tổ dân phố, while its lead is out of reach."""
    with database.connection_context():
        body = {"set": {"neighbourhood": "tdp-08"}, "was": {"neighbourhood": people.HUNG.neighbourhood}}
        people.put(people.WARD, "household.put/1", [(household, body)], now_ms())


def group(browser, name: str) -> str:
    return browser.text(f"[data-group={name}] .row")


def test_a_walk_without_a_network_arrives_and_leaves_nothing_readable(server, households, on_duty, tmp_path):
    lead = on_duty(person=people.HUNG)
    browser = lead.browser
    browser.press("Thăm hộ")
    browser.wait_path("/truc/tham-ho")
    browser.wait_for("CT1A · 1204 · Q.T.K.D")
    browser.wait(_OPENS_OFFLINE)
    assert "không có mạng vẫn mở được" in browser.text()
    assert "CT9" not in browser.text()
    # In the lift: the server is gone, the phone was switched off and on.
    server.kill()
    browser.reopen()
    browser.goto("/truc/tham-ho")
    browser.wait_for("CT1A · 1204 · Q.T.K.D", "[data-group=now]")
    first, second = group(browser, "now").split("\n")
    assert (first[:11], second[:11]) == ("CT1A · 0302", "CT1A · 1204")
    assert "Cần hướng dẫn" in second
    assert "Vướng: Chưa có VNeID mức 2" in second
    assert f"Hẹn thăm {'/'.join(reversed(IN_SPRING.split('-')))}" in group(browser, "later")
    assert faults(browser) == []
    browser.screenshot(tmp_path / "list.png")

    # Four taps: the household, met, its state, kept. A password is not kept, and nothing typed is lost.
    browser.press("Ghi lần thăm: CT1A · 1204")
    browser.press("Đã gặp")
    browser.press("Cần làm hộ theo ủy quyền")
    browser.press("Chưa có VNeID mức 2")
    browser.fill("[name=note]", "mật khẩu VNeID là Abc@12345")
    browser.press("1 tuần nữa")
    browser.press("Lưu lần thăm")
    browser.wait_for("có vẻ chứa mật khẩu", "[data-error-summary]")
    browser.fill("[name=note]", NOTE)
    assert faults(browser) == []
    browser.screenshot(tmp_path / "form.png")
    browser.wait(_DRAFT_KEPT)
    browser.goto("/truc/tham-ho")
    browser.wait_for("Đã lấy lại lần thăm đang ghi dở")
    assert browser.evaluate("() => document.querySelector('[name=note]').value") == NOTE
    assert traces(browser.profile, *WORDS) == [], "while a draft is kept"
    browser.press("Lưu lần thăm")
    browser.wait_for("Đã lưu trên máy", "[data-done]")
    assert not browser.evaluate(_DRAFT_KEPT)

    # Whoever was met was reached, and how far they get must be said. Nobody at home: three taps.
    browser.press("Ghi lần thăm: CT1A · 0302")
    browser.press("Đã gặp")
    browser.press("Lưu lần thăm")
    browser.wait_for("Cần có mục “Tình trạng”", "[data-error-summary]")
    browser.press("Vắng nhà")
    browser.press("Lưu lần thăm")
    browser.wait_for("CT1A · 0302 · L.B.T.N · Vắng nhà", "[data-done]")
    # One that is not his any more, which he cannot know.
    move_next_door(households[2])
    for words in ("Ghi lần thăm: CT1B · 0501", "Không muốn tiếp", "Lưu lần thăm"):
        browser.press(words)
    browser.wait_for("CT1B · 0501 · Không muốn tiếp", "[data-done]")
    visited = group(browser, "visited")
    assert visited.count("Trên máy") == 3
    assert "Lần này: Đã gặp" in visited
    assert group(browser, "now") == ""
    assert faults(browser) == []
    browser.screenshot(tmp_path / "visited.png")
    browser.goto("/truc")
    lead.wait_counts(waiting=3)
    browser.wait_for("CT1A · 1204 · Q.T.K.D · Đã gặp")
    browser.reopen()
    assert traces(browser.profile, *WORDS) == [], "saved and closed"
    assert traces(browser.profile, "Q.T.K.D") != []

    # The network is back: what is his is in the ledger, once, and in the tables; the other one is shown to him.
    server.start()
    browser.goto("/truc")
    lead.wait_counts(waiting=0, sent=2, needsReview=1)
    entries = server.ledger(TYPE)
    assert [entry["code"] or entry["outcome"] for entry in entries] == ["ok", "ok", "not_in_scope"]
    assert {entry["staff"] for entry in entries} == {people.HUNG.id}
    met, absent = server.rows("SELECT * FROM household_visit ORDER BY outcome DESC")
    assert (met["outcome"], met["state"], met["note"]) == ("met", "by_proxy", NOTE)
    assert (absent["outcome"], absent["state"], absent["next_on"]) == ("absent", "", "")
    (after,) = server.rows("SELECT * FROM household WHERE id = ?", met["household"])
    week = clock.day_of(now_ms() + 7 * clock.DAY_MS)
    assert (after["state"], after["follow_up_on"]) == ("by_proxy", week)
    browser.press("Cần xem lại")
    browser.wait_for("CT1B · 0501 · Không muốn tiếp", "[data-reviews]")
    browser.press("Ghi lại")
    browser.wait_path("/truc/tham-ho")
    browser.wait_for("CT1A · 1204 · Q.T.K.D", "[data-group=visited]")
    # It has left the list; what was recorded is seen for a day all the same.
    browser.wait_for("CT1B · 0501 Lần này: Không muốn tiếp Cần xem lại", "[data-group=visited] .row")
    assert group(browser, "visited").count("Đã gửi") == 2

    # The shift ends, and so does what the phone knows; a volunteer who comes next is told of no household.
    lead.hand_over()
    assert not browser.evaluate(_HELD)
    lead.open_shift(people.LAN, 2)
    assert "Thăm hộ" not in browser.text("main")
    browser.goto("/truc/tham-ho")
    browser.wait_for("Trang này dành cho tổ trưởng")
    assert "CT1A · 1204" not in browser.text()
    assert not browser.evaluate(_HELD)
    assert faults(browser) == []
