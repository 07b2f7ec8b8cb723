"""A citizen on a phone of 360 px: the start page and a word to the ward without a network, delivered exactly once."""

import sqlite3

import pytest

from tests.browser.axe import faults

WORDS = "Sảnh CT1A thiếu ghế cho người già"


@pytest.fixture
def citizen(open_browser):
    """A stranger whose phone has seen the start page once and keeps what belongs to it."""
    browser = open_browser()
    browser.goto("/")
    browser.wait_worker()
    return browser


def received(server) -> list[str]:
    with sqlite3.connect(server.data / "gandan.sqlite3") as db:
        return [content for (content,) in db.execute("select content from feedback")]


def write(browser, **values) -> None:
    for name, text in values.items():
        browser.page.locator(f"[name='{name}']").fill(text)


def test_the_start_page_and_its_doors_open_without_a_network(server, citizen):
    server.kill()
    citizen.goto("/")
    citizen.wait_for("Anh/chị cần gì?", "h1")
    citizen.press("Góp ý, phản ánh")
    citizen.wait_for("Góp ý, phản ánh với phường", "h1")
    citizen.goto("/to-khai")
    citizen.wait_for("Chuẩn bị tờ khai", "h1")
    # What needs the network says so, and leads back.
    citizen.goto("/tra-cuu?ma=0000-0000-0000")
    citizen.wait_for("Đang không có mạng", "h1")
    citizen.press("Về trang đầu")
    citizen.wait_for("Anh/chị cần gì?", "h1")


def test_what_was_said_without_a_network_arrives_once_and_is_told_by_its_code(server, citizen):
    citizen.goto("/gop-y")
    server.kill()
    write(citizen, content=WORDS)
    citizen.press("Gửi tới phường")
    citizen.wait_for("đang chờ trên máy này")
    assert citizen.page.locator("[data-field=code]").is_hidden()
    # Another day, another page: it goes by itself.
    server.start()
    citizen.goto("/")
    citizen.wait("async () => (await fetch('/healthz')).ok")
    citizen.goto("/gop-y")
    citizen.goto("/gop-y")
    for _ in range(50):
        if received(server):
            break
        citizen.page.wait_for_timeout(200)
    assert received(server) == [WORDS]


def test_while_one_waits_the_network_comes_back(server, citizen):
    citizen.goto("/gop-y")
    server.kill()
    write(citizen, content=WORDS)
    citizen.press("Gửi tới phường")
    citizen.wait_for("đang chờ trên máy này")
    server.start()
    citizen.press("Gửi lại ngay")
    citizen.wait_for("Phường đã nhận", "[data-panel=sent]")
    assert len(citizen.text("[data-field=code]").replace("-", "")) == 12
    assert received(server) == [WORDS]


def test_it_can_be_taken_back_while_it_waits(server, citizen):
    citizen.goto("/gop-y")
    server.kill()
    write(citizen, content=WORDS)
    citizen.press("Gửi tới phường")
    citizen.wait_for("đang chờ trên máy này")
    citizen.press("Xóa, không gửi nữa")
    server.start()
    citizen.goto("/gop-y")
    citizen.wait_for("Gửi tới phường", "button")
    citizen.page.wait_for_timeout(500)
    assert received(server) == []


def test_a_petition_without_a_name_stays_on_the_page_with_what_was_typed(citizen):
    citizen.goto("/gop-y")
    citizen.page.locator("[name=kind][value=petition]").check()
    write(citizen, content=WORDS)
    citizen.press("Gửi tới phường")
    citizen.wait_for("Cần có mục “Địa chỉ”", "[data-error-summary]")
    assert citizen.page.locator("[name=content]").input_value() == WORDS
    assert faults(citizen) == []


def test_a_killed_tab_forgets_and_a_reloaded_one_does_not(citizen):
    citizen.goto("/gop-y")
    write(citizen, content=WORDS)
    citizen.page.wait_for_timeout(600)
    citizen.goto("/gop-y")
    citizen.wait(f"() => document.querySelector('[name=content]').value === '{WORDS}'")


@pytest.mark.parametrize("page", ["/", "/gop-y", "/ngoai-tuyen"])
def test_axe_is_silent(citizen, page):
    citizen.goto(page)
    assert faults(citizen) == []
    assert citizen.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
