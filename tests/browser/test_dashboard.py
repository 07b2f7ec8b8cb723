"""The ward's figures before the head: counters that move by themselves, a number opened, every page in nobody's way."""

import os
from pathlib import Path

import pytest

from app.records.database import database, open_database
from tests import lived_ward, people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.lived_ward import FIRST, LAST
from tests.web.assistance_samples import recorded

# To look at them as pictures: GD_PICTURES=/tmp/pictures pytest tests/browser/test_dashboard.py
PICTURES = os.environ.get("GD_PICTURES", "")
QUERY = f"?tu={FIRST}&den={LAST}"
PAGES = ("", "/ho-tro", "/truc-tuyen", "/ho-so", "/nguoi-dan")
_FIRST_COUNTER = "#live .stat:first-child dd"
# What a printer leaves out, and whether a chart would be cut in two.
_ON_PAPER = """() => ({
  asks: [...document.querySelectorAll(".tabs, .period, .chart-details")].some((e) => e.checkVisibility()),
  whole: [...document.querySelectorAll(".chart")].every((e) => getComputedStyle(e).breakInside === "avoid"),
})"""


@pytest.fixture
def lived_server(server):
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        lived_ward.live(visits=60, dossiers=40, tickets=20, feedback=12)
    return server


def test_the_head_reads_the_wards_figures(lived_server, open_browser):
    browser = open_browser()
    page = browser.page
    Desk(browser).sign_in(people.MINH)
    # The page's own clock, so that nobody waits for a counter.
    page.clock.install()
    browser.goto("/so-lieu" + QUERY)
    assert page.inner_text(_FIRST_COUNTER) == "0"
    with database.connection_context():
        recorded(people.LAN)
    page.clock.fast_forward(16_000)
    page.wait_for_function(f"() => document.querySelector('{_FIRST_COUNTER}').innerText === '1'")
    page.click("#live .stat:first-child a")
    page.wait_for_url("**/luot-ho-tro?**")
    assert page.locator("main .row, main tbody tr").count() == 1

    found = []
    for path in PAGES:
        browser.goto(f"/so-lieu{path}{QUERY}")
        found += faults(browser)
        if PICTURES:
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                page.screenshot(path=Path(PICTURES) / f"so-lieu{path.replace('/', '-')}-{width}.png", full_page=True)
    assert not found, "\n".join(found)

    page.emulate_media(media="print")
    assert page.evaluate(_ON_PAPER) == {"asks": False, "whole": True}
