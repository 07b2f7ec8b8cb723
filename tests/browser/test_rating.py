"""/danh-gia on an old citizen's phone: with and without scripts, with the keyboard, and when the network is gone."""

import pytest

from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.counter import CounterDesk, open_counter

PHONE = {"width": 360, "height": 740}
_SMALL = """() => [...document.querySelectorAll("main .chip, main button, main a.button")]
  .map((e) => [e.innerText, e.getBoundingClientRect()]).filter(([, box]) => box.height < 44 || box.width < 44)
  .map(([words]) => words)"""
_FACES = """() => [...document.querySelectorAll("[data-faces] .icon")]
  .map((e) => e.getBBox().width > 0 && e.getBoundingClientRect().width)"""


@pytest.fixture
def codes(server):
    """Tracking codes of three dossiers."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()
        desk = CounterDesk()
        desk.now = now_ms()
        return [desk.receive()["tracking"] for _ in range(3)]


def ratings(server) -> list[tuple]:
    rows = server.rows("SELECT level, reasons FROM rating WHERE ward_id = ?", people.WARD)
    return sorted((row["level"], row["reasons"]) for row in rows)


def test_a_thumb_at_360_pixels(server, open_browser, codes):
    browser = open_browser(viewport=PHONE)
    browser.goto(f"/danh-gia/{codes[0]}")
    assert browser.evaluate(_SMALL) == []
    # Their drawings come in a file of their own.
    browser.wait(f"() => ({_FACES})().every(Boolean)")
    assert browser.evaluate(_FACES) == [36] * 5
    found = faults(browser)
    browser.click("[name=level][value='2']")
    browser.click("[name=reasons][value=long_wait]")
    browser.click("main form button")
    browser.wait_path("/danh-gia/cam-on")
    browser.wait_for("Phường đã nhận đánh giá")
    found += faults(browser)
    browser.goto(f"/danh-gia/{codes[0]}")
    browser.wait_for("Đã đánh giá")
    found += faults(browser)
    browser.goto("/danh-gia/0000-0000-0001")
    browser.wait_for("Mã này không mở phiếu đánh giá nào")
    found += faults(browser)
    assert not found, "\n".join(found)
    assert ratings(server) == [(2, '["long_wait"]')]
    assert browser.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_four_reasons_are_given_back_as_they_were(server, open_browser, codes):
    browser = open_browser(viewport=PHONE, java_script_enabled=False)
    page = browser.page
    page.goto(f"{server.origin}/danh-gia/{codes[0]}")
    page.check("[name=level][value='1']")
    for box in page.query_selector_all("[name=reasons]")[:4]:
        box.check()
    page.click("main form button")
    assert "nhiều nhất ba lý do" in page.inner_text("main")
    assert page.is_checked("[name=level][value='1']")
    page.query_selector_all("[name=reasons]")[0].uncheck()
    page.click("main form button")
    assert page.url.endswith("/danh-gia/cam-on")
    assert [level for level, _reasons in ratings(server)] == [1]


def test_the_keyboard_alone(server, open_browser, codes):
    browser = open_browser()
    browser.goto(f"/danh-gia/{codes[0]}")
    keys = browser.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(30):
            keys.press("Tab")
            if browser.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the keyboard never comes to {selector}")

    tab_to("[name=level]")
    for _ in range(4):
        keys.press("ArrowDown")
    tab_to("[name=reasons]")
    keys.press("Space")
    tab_to("main form button")
    keys.press("Enter")
    browser.wait_path("/danh-gia/cam-on")
    assert ratings(server) == [(5, '["clear_guidance"]')]


def test_without_a_network_nothing_is_thanked_for(server, open_browser, codes):
    browser = open_browser(viewport=PHONE)
    browser.goto(f"/danh-gia/{codes[0]}")
    assert "Cần có mạng khi gửi" in browser.text("main")
    server.kill()
    browser.click("[name=level][value='5']")
    browser.click("main form button")
    browser.wait("() => !document.body.innerText.includes('Anh/chị thấy thế nào?')")
    assert "Cảm ơn" not in browser.text()
    server.start()
    assert ratings(server) == []
    browser.goto(f"/danh-gia/{codes[0]}")
    browser.click("[name=level][value='5']")
    browser.click("main form button")
    browser.wait_for("Phường đã nhận đánh giá")
    assert ratings(server) == [(5, "[]")]
