"""The work screen with the keyboard alone, with a scanner of the counter, without JavaScript; and axe."""

import pytest

from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.counter import SAME_DAY, THREE_DAYS, CounterDesk, open_counter

DESK = {"viewport": {"width": 1280, "height": 800}}
_DAY_MS = 24 * 3600 * 1000
_LINE = "() => document.activeElement.closest('tr[data-line]')?.dataset.line ?? ''"


@pytest.fixture
def rows(server):
    """Five dossiers that the clerk holds; the first two are late."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()
        desk = CounterDesk()
        desk.now = now_ms() - 10 * _DAY_MS
        made = [desk.receive(SAME_DAY, name=f"Người Quá Hạn {number}") for number in range(2)]
        desk.now = now_ms()
        made += [desk.receive(THREE_DAYS, name=f"Người Mới {number}") for number in range(3)]
        return made


@pytest.fixture
def clerk(server, rows, open_browser):
    browser = open_browser(**DESK)
    Desk(browser).sign_in(people.HA)
    browser.goto("/ho-so")
    browser.wait("() => !document.querySelector('[data-keys-open]').hidden")
    return browser


def test_a_scanner_types_a_code_and_enter_and_the_dossier_is_open(clerk, rows):
    keyboard = clerk.page.keyboard
    keyboard.press("/")
    assert clerk.evaluate("() => document.activeElement.id") == "search-q"
    keyboard.type(rows[3]["tracking"].lower())
    keyboard.press("Enter")
    clerk.wait_path(f"/ho-so/{rows[3]['id']}")


def test_along_the_lines_into_one_and_on_paper(clerk, rows):
    keyboard = clerk.page.keyboard
    order = clerk.evaluate("() => [...document.querySelectorAll('tr[data-line]')].map((e) => e.dataset.line)")
    assert set(order[:2]) == {f"/ho-so/{row['id']}" for row in rows[:2]}
    keyboard.press("j")
    assert clerk.evaluate(_LINE) == order[0]
    keyboard.press("j")
    keyboard.press("ArrowDown")
    assert clerk.evaluate(_LINE) == order[2]
    keyboard.press("k")
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    assert clerk.evaluate(_LINE) == order[0], "above the first line there is none"
    keyboard.press("x")
    keyboard.press("j")
    keyboard.press("x")
    assert "2 hồ sơ đang chọn" in clerk.text("[data-chosen]")
    assert clerk.evaluate(_LINE) == order[1]
    keyboard.press("p")
    clerk.wait_for("Mở tệp để in", seconds=90)
    assert clerk.path().startswith("/ho-so/in-nhieu/")
    clerk.goto("/ho-so")
    clerk.wait("() => !document.querySelector('[data-keys-open]').hidden")
    keyboard.press("j")
    keyboard.press("Enter")
    clerk.wait_path(order[0])


def test_the_keys_are_listed_and_can_be_switched_off(clerk):
    keyboard = clerk.page.keyboard
    keyboard.press("?")
    clerk.wait("() => document.getElementById('keys').open")
    keyboard.press("Space")
    keyboard.press("Escape")
    clerk.wait("() => !document.getElementById('keys').open")
    keyboard.press("j")
    assert clerk.evaluate(_LINE) == ""
    clerk.goto("/ho-so")
    clerk.wait("() => !document.querySelector('[data-keys-open]').hidden")
    keyboard.press("/")
    assert clerk.evaluate("() => document.activeElement.id") != "search-q"


def test_a_letter_typed_into_a_field_is_a_letter(clerk):
    keyboard = clerk.page.keyboard
    keyboard.press("/")
    keyboard.type("jkxp?/n")
    assert clerk.evaluate("() => document.activeElement.value") == "jkxp?/n"


def test_without_javascript_dossiers_are_given_away_and_printed(server, rows, open_browser):
    browser = open_browser(java_script_enabled=False, **DESK)
    page = browser.page
    page.goto(f"{server.origin}/dang-nhap")
    page.select_option("[name=phuong]", people.HA.ward)
    page.fill("[name=login]", people.HA.login)
    page.fill("[name=password]", people.PASSWORD)
    page.locator("form[action='/dang-nhap'] button[type=submit]").first.click()
    page.goto(f"{server.origin}/ho-so")
    for row in rows[2:4]:
        page.locator(f"input[value='{row['id']}']").check()
    page.get_by_role("button", name="In giấy tiếp nhận").click()
    # The browser asks again by itself until the file is there.
    page.get_by_role("link", name="Mở tệp để in").wait_for(timeout=90_000)
    page.goto(f"{server.origin}/ho-so")
    for row in rows[2:4]:
        page.locator(f"input[value='{row['id']}']").check()
    page.get_by_role("button", name="Bàn giao").click()
    page.select_option("[name=to]", people.MINH.id)
    page.get_by_role("button", name="Bàn giao").click()
    assert "Đã bàn giao 2 hồ sơ" in page.inner_text("main")


def test_axe_is_silent_on_what_was_chosen_filtered_and_not_found(server, rows, open_browser):
    browser = open_browser(**DESK)
    Desk(browser).sign_in(people.MINH)
    chosen = "&".join(f"chon={row['id']}" for row in rows)
    for path in (
        "/ho-so?xem=quay&kenh=direct",
        "/ho-so?q=zzz",
        f"/ho-so/ban-giao?{chosen}",
    ):
        browser.goto(path)
        found = faults(browser)
        assert not found, "\n".join(found)
