"""How were you served? On a citizen's phone that loses the network, without scripts, and on the tablet turned round."""

import pytest

from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.browser.volunteer import Visit
from tests.counter import CounterDesk, open_counter

PHONE = {"width": 360, "height": 740}
_SMALL = """() => [...document.querySelectorAll("main .chip, main .button, main summary, dialog[open] .button")]
  .map((e) => [e.innerText, e.getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < 44 || box.width < 44)).map(([words]) => words)"""
_FACES = """() => [...document.querySelectorAll(".faces .icon")].filter((e) => e.checkVisibility())
  .map((e) => e.getBBox().width > 0 && e.getBoundingClientRect().width)"""
_MORE = "[data-more]:not([hidden])"


@pytest.fixture
def codes(server):
    """Tracking codes of two dossiers."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()
        desk = CounterDesk()
        desk.now = now_ms()
        return [desk.receive()["tracking"] for _ in range(2)]


def said(server, survey: str = "faces") -> list[tuple]:
    """What was counted, [(question or reason, level)], once for each answer."""
    where = "ward_id = ? AND cut = 'kind' AND n > 0 AND item <> ''"
    rows = server.rows(f"SELECT item, value, n, survey FROM rating_count WHERE {where}", people.WARD)
    return sorted((row["item"], row["value"]) for row in rows if row["survey"] == survey for _ in range(row["n"]))


def test_a_phone_that_loses_the_network_before_the_face_is_pressed(server, open_browser, codes):
    browser = open_browser(viewport=PHONE)
    browser.goto(f"/danh-gia/{codes[0]}")
    browser.wait(f"() => ({_FACES})().every(Boolean)")
    assert browser.evaluate(_FACES) == [36] * 5
    assert browser.evaluate(_SMALL) == []
    found = faults(browser)
    server.kill()
    browser.press("Không hài lòng")
    browser.wait_for("Đã giữ trên máy này, chưa gửi", _MORE)
    browser.press("Phải chờ lâu")
    browser.press("Gửi lý do")
    browser.press("Trả lời kỹ hơn")
    assert browser.evaluate(_SMALL) == []
    found += faults(browser)
    browser.page.locator("[name=access_1][value='4']").check()
    browser.page.locator("[name=voice_3][value='2']").check()
    browser.press("Gửi câu trả lời")
    browser.wait("() => !document.querySelector('[data-more] form')")
    # Another day, the network is back: whichever page of the ward is opened, what waits goes by itself.
    server.start()
    browser.goto("/danh-gia")
    for _ in range(50):
        if said(server, "service"):
            break
        browser.page.wait_for_timeout(200)
    assert said(server) == [("level", 2)]
    assert said(server, "reasons") == [("long_wait", 1)]
    assert said(server, "service") == [("access_1", 4), ("voice_3", 2)]
    # From another device, with the same code: told so, and counted by nobody.
    browser.goto(f"/danh-gia/{codes[0]}")
    browser.wait_for("Mã này đã được dùng để đánh giá")
    found += faults(browser)
    browser.goto("/danh-gia/0000-0000-0001")
    browser.wait_for("Mã này không mở phiếu đánh giá nào")
    found += faults(browser)
    assert not found, "\n".join(found)
    assert browser.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_the_keyboard_alone_without_scripts(server, open_browser, codes):
    page = open_browser(viewport=PHONE, java_script_enabled=False).page
    page.goto(f"{server.origin}/danh-gia/{codes[1]}")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(".faces button:focus").count():
            break
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/them")
    assert "Phường đã nhận đánh giá" in page.inner_text("main")
    for box in page.query_selector_all("[name=reasons]")[:4]:
        box.check()
    page.get_by_text("Gửi lý do").click()
    assert "nhiều nhất ba lý do" in page.inner_text("main")
    page.query_selector_all("[name=reasons]")[0].uncheck()
    page.get_by_text("Gửi lý do").click()
    assert page.locator("[name=reasons]").count() == 0
    page.get_by_text("Trả lời kỹ hơn").click()
    page.check("[name=official_1][value='5']")
    page.get_by_text("Gửi câu trả lời").click()
    assert page.locator("main form").count() == 0
    assert said(server) == [("level", 5)]
    assert len(said(server, "reasons")) == 3
    assert said(server, "service") == [("official_1", 5)]


def test_the_tablet_is_turned_to_the_citizen_without_a_network(server, on_duty):
    """Sealed on the tablet, after its slip on the way, counted once; the volunteer's page says nothing of it."""
    lan = on_duty(viewport=PHONE)
    browser = lan.browser
    browser.goto("/truc/ghi")
    server.kill()
    lan.record(Visit(result="Hẹn lại"))
    before = browser.text("main [data-saved]")
    browser.press("Đưa máy cho người dân đánh giá")
    browser.wait(f"() => ({_FACES})().length === 5 && ({_FACES})().every(Boolean)")
    assert browser.evaluate(_SMALL) == []
    found = faults(browser)
    browser.press("Rất không hài lòng")
    browser.wait_for("Vì sao?", "dialog[open]")
    browser.press("Phải chờ lâu")
    found += faults(browser)
    browser.press("Xong")
    browser.press("Trả máy")
    browser.wait("() => !document.querySelector('dialog[open]')")
    assert browser.text("main [data-saved]") == before
    # Pressed again, it only says thanks: one answer for one slip.
    browser.press("Đưa máy cho người dân đánh giá")
    browser.wait_for("Mời anh/chị trả máy", "dialog[open]")
    browser.press("Trả máy")
    held = browser.evaluate(
        """() => new Promise((done) => {
          const opened = indexedDB.open("gandan");
          opened.onsuccess = () => {
            const range = IDBKeyRange.bound("rating:", "rating;");
            const asked = opened.result.transaction("meta").objectStore("meta").getAll(range);
            asked.onsuccess = () => done(JSON.stringify(asked.result));
          };
        })"""
    )
    assert held.count('"sealed"') == 2
    assert not any(word in held for word in ("level", "long_wait", "reasons", "code"))
    server.start()
    browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    for _ in range(50):
        if said(server, "reasons"):
            break
        browser.page.wait_for_timeout(200)
    assert (said(server), said(server, "reasons")) == ([("level", 1)], [("long_wait", 1)])
    assert not found, "\n".join(found)
    types = {row["type"] for row in server.rows("SELECT type FROM ledger_entry WHERE ward_id = ?", people.WARD)}
    assert not any("rating" in type_ for type_ in types)
