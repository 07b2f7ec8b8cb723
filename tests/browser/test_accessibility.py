"""Every page that a person of each role can open, on a phone and at a desk, in light and in dark: axe finds nothing,
nothing scrolls sideways, no script breaks and no policy is violated."""

import os

import pytest

from app.rules.permissions import allowed
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.browser.driver import PlaywrightBrowser
from tests.browser.furnished import furnish

# Answers that are no page: data, files, the worker, addresses that only lead on.
NO_PAGE = (
    ".crt",
    ".csv",
    ".xlsx",
    ".pdf",
    ".json",
    ".js",
    ".webmanifest",
    "/healthz",
    "/M/<code>",
    "/m",
    "/X",
    "/lich/ngay",
    "/tinh-hinh",
)
# Elsewhere: the tablet (test_accessibility_tablet.py), the first set-up of an empty house, a preview with its file.
ELSEWHERE = (
    "/sync/",
    # JSON for programs
    "/api/",
    "/truc",
    "/cai-dat",
    "/thu-tuc/nhap/<uuid:preview>",
    "/ho-so/nhap/<uuid:upload>",
    "/ho/nhap/<uuid:upload>",
    "/ho-so/in-nhieu/",
    "/xuat/dang-lam/",
    # a piece of a page: test_dashboard.py opens the whole of it
    "/so-lieu/hom-nay",
    # a picture and no page
    "/phan-anh/<uuid:feedback_id>/anh/",
    "/thong-bao/niem-yet/<uuid:notice_id>/anh",
    # of a phone that has taken a number: test_queue_morning.py
    "/so-thu-tu/cua-toi",
    # after a face: test_rating.py
    "/danh-gia/<code>/them",
)
# A lead opens records of his neighbourhood and changes only his own; /to-dan-pho leads him on to his own page.
NOT_HIS = (
    "/ca-truc/<uuid:shift_id>",
    "/luot-ho-tro/<uuid:assistance_id>/sua",
    "/luot-ho-tro/<uuid:assistance_id>/huy",
    "/to-dan-pho",
)

EVERYBODY = (None, people.LAN, people.HUNG, people.HA, people.MINH, people.AN)
# Each page by one person; by everybody who may open it with this set: four times as long, and nearly the same pages.
EVERY_ROLE = bool(os.environ.get("GD_EVERY_ROLE"))


def page_rules(app) -> dict[str, str | None]:
    """{rule: the right it asks for} of every route that answers GET with a page."""
    return {
        rule.rule: app.view_functions[rule.endpoint].verb
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.rule.endswith(NO_PAGE)
    }


def _all_faults(browser, paths) -> list[str]:
    found = []
    for path in paths:
        browser.said.clear()
        browser.goto(path)
        browser.wait("() => document.readyState === 'complete'")
        assert browser.path() == path, f"{path} leads to {browser.path()}"
        found += faults(browser)
        found += [f"{path} says: {words}" for words in browser.said]
    return found


def test_the_search_for_faults_is_not_blind(server, open_browser):
    browser = open_browser()
    browser.goto("/")
    browser.evaluate(
        """() => {
          const wide = document.createElement("button");
          wide.style.cssText = "width: 2000px; height: 9px; color: #999; background: #aaa";
          document.body.append(wide, new Image());
        }"""
    )
    found = "\n".join(faults(browser))
    assert "button-name" in found
    assert "image-alt" in found
    assert "2000px" in found


def test_every_page_has_an_address_here(settled, server):
    app, _ = settled
    known = set(furnish(server))
    assert {rule for rule in page_rules(app) if not rule.startswith(ELSEWHERE)} - known == set()


def _may_open(person, rule: str, right: str | None) -> bool:
    if person is None or right is None:
        return person is None and right is None
    return allowed(person.role, right) and not (person is people.HUNG and rule in NOT_HIS)


def _first_reader(rule: str, right: str | None):
    """Of those who may open a page the one who stands nearest to the lobby."""
    return next(person for person in EVERYBODY if _may_open(person, rule, right))


@pytest.mark.parametrize("person", EVERYBODY)
def test_nothing_is_in_anybodys_way(settled, server, open_browser, person):
    app, _ = settled
    browser = open_browser()
    if person is not None:
        Desk(browser).sign_in(person)
    rules = page_rules(app)
    mine = [
        path
        for rule, path in furnish(server).items()
        if rule in rules
        and not rule.startswith(ELSEWHERE)
        and _may_open(person, rule, rules[rule])
        and (EVERY_ROLE or rule == "/" or _first_reader(rule, rules[rule]) is person)
    ]
    found = _all_faults(browser, mine)
    assert not found, "\n".join(found)


def test_refusals_and_empty_lists_are_pages_too(server, open_browser):
    browser = open_browser()
    browser.goto("/dang-nhap")
    browser.fill("[name=login]", "lan")
    browser.fill("[name=password]", "không nhớ")
    browser.click("form[action='/dang-nhap'] button[type=submit]")
    browser.wait_for("Tên đăng nhập hoặc mật khẩu chưa đúng")
    found = faults(browser)
    Desk(browser).sign_in(people.AN)
    for path in ("/khong-co-trang-nay", "/luot-ho-tro?q=khongthayai", "/thu-tuc?q=khongthaygi", "/can-xem-lai"):
        browser.goto(path)
        found += faults(browser)
    for path in ("/luot-ho-tro/moi", "/nguoi-dung/moi", "/to-dan-pho/moi"):
        browser.goto(path)
        # The browser's own bubbles would stop an empty form: the server's answer is what is looked at.
        browser.evaluate("() => { document.querySelector('main form').noValidate = true; }")
        browser.click("main form button:not([type=button])")
        browser.wait("() => document.querySelector('[data-error-summary] li')")
        found += faults(browser)
    assert not found, "\n".join(found)


def test_the_first_set_up(empty_server, playwright, tmp_path):
    profile = tmp_path / "profile"
    browser = PlaywrightBrowser("chromium", playwright, empty_server.origin, profile)
    browser.open()
    browser.goto("/")
    browser.wait_path("/cai-dat")
    found = faults(browser)
    browser.kill()
    assert not found, "\n".join(found)
