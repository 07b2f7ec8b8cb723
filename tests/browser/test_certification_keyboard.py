"""Chứng thực with the keyboard alone, line after line and person after person; and what its pages owe to everybody."""

import pytest

from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.browser.furnished import furnish


@pytest.fixture
def desk(server, open_browser):
    furnish(server)
    desk = Desk(open_browser())
    desk.sign_in(people.HA)
    return desk


def focused(browser) -> str:
    return browser.evaluate("() => document.activeElement.id || document.activeElement.name")


def test_two_people_are_served_without_a_mouse(server, desk):
    browser = desk.browser
    browser.goto("/chung-thuc")
    browser.wait("() => document.querySelector('[data-count]').hidden")
    keyboard, pressed = browser.page.keyboard, []

    def press(key: str) -> None:
        pressed.append(key)
        keyboard.press(key)

    before = len(server.ledger("certification.record/1"))
    assert focused(browser) == "name"
    keyboard.type("Lê Văn Sáu")
    press("Enter")
    assert focused(browser) == "paper-1"
    keyboard.type("Bằng tốt nghiệp")
    press("Enter")
    keyboard.type("2")
    press("Enter")
    assert focused(browser) == "copies-1"
    keyboard.type("3")
    browser.wait("() => document.querySelector('[data-total]').textContent === '12.000 đồng'")
    assert "TT 226/2016/TT-BTC" in browser.evaluate("() => document.querySelector('[data-why]').textContent")
    press("Enter")
    assert focused(browser) == "paper-2"
    keyboard.type("Thẻ căn cước")
    press("Enter")
    keyboard.type("4")
    press("Enter")
    keyboard.type("1")
    browser.wait("() => document.querySelector('[data-total]').textContent === '18.000 đồng'")
    press("Enter")
    # Enter in the empty third line: that is all.
    press("Enter")
    browser.wait_for("Số 7–8/", ".given-number")
    browser.wait("() => document.querySelector('[data-count]').hidden")
    assert focused(browser) == "name"
    assert len(pressed) <= 8, pressed
    keyboard.type("Trần Thị Bảy")
    press("Enter")
    keyboard.type("Giấy khai sinh")
    press("Enter")
    keyboard.type("1")
    press("Control+Enter")
    browser.wait_for("Số 9/", ".given-number")
    entries = server.wait_ledger("certification.record/1", before + 2)
    assert [entry["outcome"] for entry in entries[before:]] == ["ok", "ok"]
    (row,) = server.rows("SELECT * FROM certification WHERE ward_id = ? AND name = ?", people.WARD, "Lê Văn Sáu")
    assert (row["fee_total"], row["fee_paid"], row["copies"]) == (18_000, 18_000, 4)


def test_a_line_is_dropped_and_the_fee_counts_anew(desk):
    browser = desk.browser
    browser.goto("/chung-thuc")
    browser.wait("() => document.querySelector('[data-count]').hidden")
    browser.fill("#name", "Lê Văn Sáu")
    for line in (1, 2):
        browser.fill(f"#paper-{line}", "Bằng tốt nghiệp")
        browser.fill(f"#pages-{line}", "2")
        if line == 1:
            browser.click("[data-add]")
    browser.wait("() => document.querySelector('[data-total]').textContent === '8.000 đồng'")
    browser.click("[data-papers-line]:nth-child(1) [data-drop]")
    browser.wait("() => document.querySelector('[data-total]').textContent === '4.000 đồng'")
    assert focused(browser) == "paper-2"


def test_a_form_that_came_back_with_mistakes_is_in_nobodys_way(desk):
    browser = desk.browser
    browser.goto("/chung-thuc")
    browser.evaluate("() => { document.querySelector('[data-certification]').noValidate = true; }")
    browser.click("[data-save]")
    browser.wait("() => document.querySelector('[data-error-summary] li')")
    assert not (found := faults(browser)), "\n".join(found)
