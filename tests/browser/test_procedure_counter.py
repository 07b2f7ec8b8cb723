"""The counter's page of a procedure by keyboard alone, and what citizens read of it: axe finds nothing on either."""

import pytest

from app.records import procedure as records
from app.records.database import database, open_database
from app.rules import handling
from app.rules import procedure as rules
from app.rules.procedure_import import starter_cards
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk

BIRTH = "1.001193"
PAGE = f"/thu-tuc/{BIRTH}/mot-cua"
_FOCUSED = "() => document.activeElement.id"


@pytest.fixture
def furnished(server):
    """Procedures as they come along: two variants, a fee by pages, several results."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        _furnish()
        yield


def _furnish():
    for _entity, body in starter_cards():
        if body["code"] in (BIRTH, "2.000815", "3.000722"):
            held = records.procedure(people.WARD, body["code"])
            people.put(people.WARD, "procedure.put/1", rules.next_version(held, held, body))


@pytest.mark.parametrize("code", [BIRTH, "2.000815", "3.000722"])
def test_a_citizens_page_is_in_nobodys_way(furnished, open_browser, code):
    browser = open_browser()
    browser.goto(f"/thu-tuc/{code}")
    browser.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert faults(browser) == []


def test_the_clerks_page_is_in_nobodys_way_with_everything_open_and_wrong(furnished, open_browser):
    browser = open_browser()
    Desk(browser).sign_in(people.HA)
    browser.goto(PAGE)
    browser.fill("#v0-own_value", "9")
    browser.fill("#v0-name", "x" * 200)
    browser.click("button[name=status][value=in_force]")
    browser.wait("() => !document.querySelector('[data-error-summary]').hidden")
    browser.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert faults(browser) == []


def test_a_paper_is_added_and_everything_saved_by_keyboard_alone(furnished, open_browser):
    browser = open_browser()
    Desk(browser).sign_in(people.HA)
    browser.goto(PAGE)
    keyboard = browser.page.keyboard
    before = browser.evaluate("() => document.querySelectorAll('input[id^=v0d][id$=name]').length")
    browser.evaluate("() => document.getElementById('them-v0d').focus()")
    keyboard.press("Enter")
    browser.wait("(count) => document.querySelectorAll('input[id^=v0d][id$=name]').length === count", before + 1)
    assert browser.evaluate(_FOCUSED) == f"v0d{before}-name"
    keyboard.type("Văn bản xác nhận của cơ sở y tế")
    # Enter in a field only shows the form again: it neither saves nor adds nor takes away.
    browser.evaluate("() => { document.body.dataset.before = '' }")
    keyboard.press("Enter")
    browser.wait("() => document.readyState === 'complete' && !('before' in document.body.dataset)")
    assert browser.evaluate("() => document.querySelectorAll('input[id^=v0d][id$=name]').length") == before + 1
    browser.evaluate("() => document.getElementById('decision').focus()")
    keyboard.type("QĐ 12/QĐ-UBND")
    browser.evaluate("() => document.querySelector('button[name=status][value=in_force]').focus()")
    keyboard.press("Enter")
    browser.wait_path(f"/thu-tuc/{BIRTH}")
    held = records.procedure(people.WARD, BIRTH)
    assert handling.variants(held)[0]["documents"][-1]["name"] == "Văn bản xác nhận của cơ sở y tế"
    assert held["decision"] == "QĐ 12/QĐ-UBND"
