"""A dossier from the counter to the citizen's hand, with the keyboard alone; the same door without JavaScript; axe."""

import json

import pytest

from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.counter import LINKED, THREE_DAYS, CounterDesk, open_counter

_FOCUS = "() => ({ id: document.activeElement.id, href: document.activeElement.getAttribute('href') ?? '' })"


@pytest.fixture
def counter(server):
    """The ward with its four procedures; a desk that acts now."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()
        desk = CounterDesk()
        desk.now = now_ms()
        yield desk


class Hands:
    """A person who has no mouse, at the keys of one browser."""

    def __init__(self, browser):
        self.browser, self.keyboard = browser, browser.page.keyboard

    def tab_to(self, selector: str) -> None:
        for _ in range(150):
            if self.browser.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never comes to {selector}")

    def press_on(self, selector: str, key: str = "Enter") -> None:
        self.tab_to(selector)
        self.keyboard.press(key)

    def receive(self, name: str) -> None:
        browser = self.browser
        browser.wait("() => document.activeElement.id === 'procedure_pick'")
        self.keyboard.type("hon nhan")
        browser.wait("() => document.querySelector('[role=option]')")
        self.keyboard.press("Enter")
        browser.wait("() => document.activeElement.id === 'name'")
        self.keyboard.type(name)


def dossier_of(server, name: str) -> dict:
    (row,) = server.rows("SELECT * FROM dossier WHERE ward_id = ? AND name = ?", people.WARD, name)
    return row


def test_received_printed_handed_over_finished_and_given_back(counter, server, open_browser):
    browser = open_browser(viewport={"width": 1280, "height": 800})
    Desk(browser).sign_in(people.HA)
    browser.goto("/ho-so/moi")
    hands = Hands(browser)
    hands.receive("Tạ Thị Mơ")
    browser.wait_for("Hẹn trả", "[data-part=promise]")
    browser.wait_for("15.000 đồng", "[data-part=promise]")
    hands.press_on("[name=fee_whole]", "Space")
    browser.page.keyboard.press("Control+Enter")
    browser.wait("() => location.search === '?vua=nhan'")
    browser.wait("() => document.activeElement.getAttribute('href')?.endsWith('/giay-tiep-nhan.pdf')")
    row = dossier_of(server, "Tạ Thị Mơ")
    assert (row["state"], row["fee_paid"], row["receipt_number"]) == ("received", 15_000, 1)
    assert "TẠ THỊ MƠ" in Desk(browser).sheet_text(f"/ho-so/{row['id']}/giay-tiep-nhan.pdf")

    hands.press_on("#ban-giao summary")
    hands.tab_to("#ban-giao-to")
    hands.keyboard.type("Trần")
    hands.tab_to("#ban-giao-note")
    hands.keyboard.type("Xin ký")
    hands.press_on("#ban-giao button[type=submit]")
    browser.wait("() => location.search === '?vua=ban-giao'")
    browser.wait_for("Trần Quang Minh")

    # The head takes it over, has the result, hands it back: all on one page.
    head = open_browser(viewport={"width": 1280, "height": 800})
    Desk(head).sign_in(people.MINH)
    head.goto(f"/ho-so/{row['id']}")
    keys = Hands(head)
    keys.press_on("form[action$='/nhan-ban-giao'] button")
    head.wait("() => location.search === '?vua=nhan-ban-giao'")
    keys.press_on("form[action$='/xong'] button")
    head.wait("() => location.search === '?vua=xong'")

    browser.goto(f"/ho-so/{row['id']}")
    hands.press_on("#tra summary")
    hands.tab_to("#tra-to")
    hands.keyboard.type("Tạ Văn Bách, giấy ủy quyền 12/11")
    hands.press_on("#tra button[type=submit]")
    browser.wait("() => location.search === '?vua=tra'")
    row = dossier_of(server, "Tạ Thị Mơ")
    assert (row["state"], row["returned_how"]) == ("returned", "counter")
    assert row["returned_to"].startswith("Tạ Văn Bách")
    (step,) = json.loads(row["steps"])
    assert step["taken_at"] is not None
    assert "PHIẾU TRẢ KẾT QUẢ" in Desk(browser).sheet_text(f"/ho-so/{row['id']}/phieu-tra-ket-qua.pdf")
    assert not browser.said, browser.said


def test_a_supplement_is_asked_for_with_two_keys_and_nothing_typed_is_lost(counter, server, open_browser):
    browser = open_browser(viewport={"width": 1280, "height": 800})
    Desk(browser).sign_in(people.HA)
    browser.goto("/ho-so/moi")
    hands = Hands(browser)
    hands.receive("Tạ Thị Mơ")
    hands.press_on("#paper-ly-hon", "Space")
    hands.keyboard.press("F8")
    browser.wait("() => document.activeElement.name === 'lack'")
    assert browser.evaluate("() => document.querySelector('#lack-ly-hon').checked"), "what was not there is asked for"
    assert browser.evaluate("() => document.querySelector('#name').value") == "Tạ Thị Mơ"
    hands.tab_to("#reason")
    hands.keyboard.type("Chưa có bản sao trích lục ly hôn")
    hands.keyboard.press("Control+Enter")
    browser.wait("() => location.search === '?vua=nhan'")
    row = dossier_of(server, "Tạ Thị Mơ")
    assert (row["state"], row["supplement_number"], row["receipt_number"]) == ("supplement", 1, 0)
    assert [paper["key"] for paper in json.loads(row["supplement_papers"])] == ["ly-hon"]
    assert browser.evaluate(_FOCUS)["href"].endswith("/phieu-bo-sung.pdf")


def test_without_javascript_the_server_leads_from_step_to_step(counter, server, open_browser):
    page = open_browser(java_script_enabled=False).page
    page.goto(f"{server.origin}/dang-nhap")
    page.select_option("[name=phuong]", people.HA.ward)
    page.fill("[name=login]", people.HA.login)
    page.fill("[name=password]", people.PASSWORD)
    page.click("form[action='/dang-nhap'] button[type=submit]")
    page.goto(f"{server.origin}/ho-so/moi")
    page.fill("[name=procedure]", "dang ky")
    page.fill("[name=name]", "Tạ Thị Mơ")
    page.get_by_role("button", name="Xem ngày hẹn và phí").click()
    # Several are called so: the page asks which.
    page.get_by_label("Thủ tục đăng ký khai sinh (1.001193)").check()
    page.get_by_role("button", name="Xem ngày hẹn và phí").click()
    page.get_by_text("Hẹn trả").first.wait_for()
    assert page.input_value("[name=name]") == "Tạ Thị Mơ"
    page.get_by_role("button", name="Tiếp nhận và in").click()
    page.get_by_text("Đã tiếp nhận hồ sơ 01/TNHS/").wait_for()
    page.get_by_text("Người dân rút hồ sơ").click()
    page.locator("#rut").get_by_role("button").click()
    # Refused for want of a reason, with the form still open.
    page.locator("#rut").get_by_text("Cần ghi lý do").wait_for()
    page.fill("#rut-reason", "Người dân xin rút để nộp sau")
    page.locator("#rut").get_by_role("button").click()
    page.get_by_text("Người dân rút hồ sơ").first.wait_for()
    assert dossier_of(server, "Tạ Thị Mơ")["state"] == "withdrawn"


@pytest.mark.parametrize("person", [people.HA, people.MINH], ids=lambda person: person.role)
def test_nothing_is_in_anybodys_way(counter, open_browser, person):
    """Every form open, refused ones with their sentences, a dossier that has been through much."""
    row = counter.receive(LINKED, return_by="post", return_address="Số 5 ngõ 12, phố Văn Quán, phường Hà Đông")
    row = counter.do("hand_over", row, to=people.MINH.id, note="Xin xem giúp")
    row = counter.do("take_over", row, by=people.MINH)
    row = counter.do("finish", row, by=people.MINH, results={"khai-sinh": "KS-12"})
    other = counter.receive(THREE_DAYS, name="Hồ " + "Ngọc " * 30)
    browser = open_browser()
    Desk(browser).sign_in(person)
    found = []
    for path in (f"/ho-so/{row['id']}", f"/ho-so/{other['id']}"):
        browser.goto(path)
        browser.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found += faults(browser)
    assert not browser.said, browser.said
    if person is people.HA:
        for path in ("/ho-so/moi", "/ho-so/moi?thu-tuc=1.004873", f"/ho-so/{other['id']}/sua"):
            browser.goto(path)
            browser.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
            found += faults(browser)
        assert not browser.said, browser.said
        browser.goto("/ho-so/moi?thu-tuc=1.004873")
        browser.press("Tiếp nhận và in")
        browser.wait("() => document.querySelector('[data-error-summary] li')")
        found += faults(browser)
    assert not found, "\n".join(found)
