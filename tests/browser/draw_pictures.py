"""Draws the README's pictures from the demo ward: `python -m tests.browser.draw_pictures` (needs Chromium).

Phone 360 × 740, desktop 1280 × 800. Every picture is of the running product, nothing is arranged by hand.
"""

import re
import shutil
from pathlib import Path

from app.demo import ward as demo
from bench.browser import PHONE, address, phone, until, usable_after

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
DESK = {"viewport": {"width": 1280, "height": 800}}


# What a phone shows before it installs the app: pictures of the release, named in its manifest.
INSTALL = ("phone-form", "desk-list")


def _shoot(page, name: str) -> None:
    page.screenshot(path=str(FOLDER / f"{name}.png"))
    if name in INSTALL:
        shutil.copyfile(FOLDER / f"{name}.png", ROOT / "static" / "pictures" / f"{name}.png")


def _save_one(page, words: str, result: str) -> None:
    page.fill("[data-picker] input[role=combobox]", words)
    page.locator("[data-picker] [role=option]").first.click()
    page.check(f"input[name=result][value={result}]", force=True)
    page.click("[data-save]")
    until(page, "!document.querySelector('[data-saved]').hidden")
    page.wait_for_timeout(900)


def _phone_pictures(server, proxy, page) -> None:
    page.goto(address(proxy, "/truc/ghi"))
    usable_after(page)
    _shoot(page, "phone-form")
    page.fill("[data-picker] input[role=combobox]", "tam tru")
    until(page, "document.querySelector('[data-picker] [role=option]')")
    _shoot(page, "phone-search")
    server.stop()
    page.goto(address(proxy, "/truc/ghi"))
    usable_after(page)
    for words, result in (("khai sinh", "filed"), ("tam tru", "prepared"), ("chung thuc ban sao", "to_counter")):
        _save_one(page, words, result)
        if words == "khai sinh":
            _shoot(page, "phone-saved")
        page.click("[data-next=fresh]")
        until(page, "document.querySelector('[data-saved]').hidden")
    page.goto(address(proxy, "/truc/cho-gui"))
    page.wait_for_timeout(1500)
    _shoot(page, "phone-outbox")
    server.start()
    page.click("[data-send-now]:visible")
    page.goto(address(proxy, "/truc"))
    until(page, "document.querySelector('[data-connection]').dataset.waiting === '0'")
    page.wait_for_timeout(500)
    _shoot(page, "phone-home")


def _desk_pictures(context, proxy) -> None:
    desk = context.browser.new_context(**DESK) if context.browser else None
    page = (desk or context).new_page()
    page.set_viewport_size(DESK["viewport"])
    _sign_in(page, proxy, "chi-ha")
    for name, path in (
        ("desk-home", "/"),
        ("desk-list", "/luot-ho-tro"),
        ("desk-procedures", "/thu-tuc"),
        ("counter-queue", "/ho-so?xem=quay"),
        ("counter-certification", "/chung-thuc"),
    ):
        page.goto(address(proxy, path))
        page.wait_for_timeout(300)
        _shoot(page, name)
    page.goto(address(proxy, "/luot-ho-tro"))
    found = re.search(r'href="(/luot-ho-tro/[0-9a-f-]{36})"', page.content())
    page.goto(address(proxy, found.group(1)))
    _shoot(page, "desk-record")
    page.goto(address(proxy, "/ho-so/moi?thu-tuc=1.004873"))
    page.fill("#name", "Trần Thị Mai")
    page.wait_for_timeout(500)
    _shoot(page, "counter-receive")


def _leaders_pictures(context, proxy) -> None:
    page = context.browser.new_context(**DESK).new_page() if context.browser else context.new_page()
    page.context.clear_cookies()
    page.set_viewport_size(DESK["viewport"])
    _sign_in(page, proxy, "anh-minh")
    page.goto(address(proxy, "/ho-so/qua-han"))
    page.wait_for_timeout(300)
    _shoot(page, "counter-late")


def _figures_pictures(proxy, page) -> None:
    """What the ward learns of a year: the head's figures, a tổ trưởng's neighbourhood and households."""
    page.set_viewport_size(DESK["viewport"])
    _sign_in(page, proxy, "anh-minh")
    for name, path in (
        ("figures-overview", "/so-lieu?tu=2026-01-01&den=2026-10-31"),
        ("figures-counter", "/so-lieu/ho-so?tu=2026-01-01&den=2026-10-31"),
        ("evaluation-month", "/danh-gia-thang"),
    ):
        page.goto(address(proxy, path))
        page.wait_for_timeout(500)
        if name.startswith("figures"):
            # Past the head of the page, to what it is for.
            page.evaluate("document.querySelector('.charts').previousElementSibling.scrollIntoView()")
        _shoot(page, name)
    page.context.clear_cookies()
    page.set_viewport_size(PHONE["viewport"])
    _sign_in(page, proxy, "bac-hung")
    for name, path in (
        ("lead-neighbourhood", "/to-dan-pho/tdp-03"),
        ("lead-figures", "/so-lieu"),
        ("lead-households", "/ho"),
        ("lead-visits", "/ho/can-tham"),
    ):
        page.goto(address(proxy, path))
        page.wait_for_timeout(500)
        _shoot(page, name)


def _citizens_pictures(proxy, page) -> None:
    """A stranger's phone, and the screen in the lobby."""
    page.context.clear_cookies()
    for name, path in (("citizen-start", "/"), ("citizen-guide", "/lam-gi"), ("citizen-declare", "/to-khai/khai-sinh")):
        page.goto(address(proxy, path))
        page.wait_for_timeout(1000)
        _shoot(page, name)
    page.goto(address(proxy, "/so-thu-tu"))
    page.wait_for_timeout(1000)
    _shoot(page, "citizen-ticket")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(address(proxy, "/man-hinh/diem-ct1a"))
    page.wait_for_timeout(1500)
    _shoot(page, "lobby-screen")


def _sign_in(page, proxy, login: str) -> None:
    page.goto(address(proxy, "/dang-nhap"))
    page.fill("#login", login)
    page.fill("#password", demo.PASSWORD)
    page.locator("form[action='/dang-nhap'] button[type=submit]").first.click()
    page.wait_for_load_state()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with phone() as (server, proxy, context, page):
        _phone_pictures(server, proxy, page)
        _desk_pictures(context, proxy)
        _leaders_pictures(context, proxy)
    with phone(enrolled=False) as (_, proxy, _, page):
        _citizens_pictures(proxy, page)
    with phone(enrolled=False, whole_year=True) as (_, proxy, _, page):
        _figures_pictures(proxy, page)


if __name__ == "__main__":
    main()
