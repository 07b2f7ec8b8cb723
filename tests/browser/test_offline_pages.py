"""What opens with the server really dead: every page of the tablet from a cold start (F53), procedures that were read
once, and for everything else an honest word."""

import pytest

from tests.browser.conftest import ENGINES, TWO_ENGINES
from tests.browser.volunteer import Visit

# The kept pages of the tablet and what each says first. The offline page is met by asking for what is not kept.
PAGES = {
    "/truc": "Trực điểm hỗ trợ",
    "/truc/ghi": "Ghi lượt mới",
    "/truc/cho-gui": "Chờ gửi",
    "/truc/mo-ca": "Ca trực",
    "/truc/ghi-danh": "Ghi danh máy",
    "/truc/phieu": "Phiếu tạm",
    "/truc/ngoai-tuyen": "Đang không có mạng",
}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_page_of_the_tablet_opens_from_a_cold_start(server, on_duty, engine):
    lan = on_duty(engine)
    kept = lan.browser.evaluate(
        """async () => {
          const [name] = (await caches.keys()).filter((each) => each.startsWith("gandan-"));
          const requests = await (await caches.open(name)).keys();
          return requests.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith("/truc"));
        }"""
    )
    assert sorted(kept) == sorted(PAGES), "a kept page without a test"
    server.kill()
    lan.browser.reopen()
    for path, heading in PAGES.items():
        lan.browser.goto(path)
        lan.browser.wait_for(heading, "h1")
        assert lan.browser.path() == path
    lan.record(Visit())


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_page_that_needs_the_server_says_so(server, on_duty, engine):
    lan = on_duty(engine)
    server.kill()
    for path in ("/luot-ho-tro", "/dang-nhap", "/thu-tuc/2.000815"):
        lan.browser.goto(path)
        lan.browser.wait_for("Đang không có mạng", "h1")
    lan.browser.press("Ghi lượt mới")
    lan.browser.wait_path("/truc/ghi")


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_procedures_that_were_read_once_open_again(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    for path in ("/thu-tuc", "/thu-tuc/1.001193"):
        browser.goto(path)
        browser.wait("path => caches.match(path).then(Boolean)", path)
    server.kill()
    browser.reopen()
    browser.goto("/thu-tuc/1.001193")
    browser.wait_for("đăng ký khai sinh", "h1")
    browser.goto("/thu-tuc")
    browser.wait_for("Thủ tục hành chính", "h1")
    browser.goto("/thu-tuc/1.004222")
    browser.wait_for("Đang không có mạng", "h1")
