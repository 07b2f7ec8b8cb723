"""A tablet in the lobby for everybody: what one visitor did is nowhere for the next."""

import pytest

from tests.browser.axe import faults
from tests.browser.declarant import Declarant

pytestmark = pytest.mark.whole_browser

WORDS = "Chị Hoàng Thị Cánh Diều ở P1204 xin phản ánh"
NAME = "Hoàng Thị Cánh Diều"


@pytest.fixture
def kiosk(open_browser):
    """A tablet that has been made one for everybody, at the start page."""
    browser = open_browser("chromium", viewport={"width": 800, "height": 1100})
    browser.goto("/ki-ot")
    browser.press("Dùng máy này cho mọi người")
    browser.wait_for("Xong, xóa hết", "button")
    browser.wait_worker()
    browser.wait_path("/")
    return browser


def stored(browser) -> str:
    """Everything that pages of this machine have stored, as text."""
    return browser.evaluate(
        """async () => {
          const told = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
          for (const { name, version } of await indexedDB.databases()) {
            const db = await new Promise((done) => {
              indexedDB.open(name, version).onsuccess = (event) => done(event.target.result);
            });
            for (const store of db.objectStoreNames) {
              const request = db.transaction(store).objectStore(store).getAll();
              const rows = await new Promise((done) => (request.onsuccess = () => done(request.result)));
              told.push(JSON.stringify(rows));
            }
            db.close();
          }
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) told.push(request.url, await (await cache.match(request)).text());
          }
          return told.join("\\n");
        }"""
    )


def done(browser) -> None:
    browser.press("Xong, xóa hết")
    browser.wait_for("Anh/chị cần gì?", "h1")


def test_nothing_typed_is_left_after_done(kiosk):
    kiosk.press("Góp ý, phản ánh")
    kiosk.wait_for("Góp ý, phản ánh với phường", "h1")
    kiosk.fill("[name=content]", WORDS)
    kiosk.fill("[name=name]", NAME)
    kiosk.page.wait_for_timeout(600)
    done(kiosk)
    assert "Cánh Diều" not in stored(kiosk)
    kiosk.goto("/gop-y")
    assert kiosk.page.locator("[name=content]").input_value() == ""
    assert kiosk.page.locator("[name=name]").input_value() == ""


def test_a_declaration_is_not_kept_whatever_is_pressed(kiosk):
    kiosk.goto("/to-khai/khai-sinh")
    visitor = Declarant(kiosk)
    visitor.ready()
    visitor.write("requester.name", NAME)
    kiosk.page.wait_for_timeout(600)
    assert "Cánh Diều" not in stored(kiosk)
    done(kiosk)
    visitor.open()
    assert visitor.value("requester.name") == ""


def test_back_leads_into_nobodys_visit(kiosk):
    length = kiosk.evaluate("() => history.length")
    kiosk.press("Góp ý, phản ánh")
    kiosk.wait_for("Góp ý, phản ánh với phường", "h1")
    kiosk.fill("[name=content]", WORDS)
    done(kiosk)
    kiosk.fill("#tracking", "ABCD-EFGH-JKMN")
    kiosk.press("Xem")
    kiosk.wait_path("/tra-cuu")
    assert kiosk.evaluate("() => history.length") == length
    done(kiosk)
    for _ in range(length + 1):
        kiosk.page.go_back()
        kiosk.page.wait_for_timeout(300)
        assert WORDS not in kiosk.page.content()
        assert "ABCD" not in kiosk.page.url


def test_a_minute_without_a_touch_wipes(kiosk):
    kiosk.page.clock.install()
    kiosk.goto("/gop-y")
    kiosk.wait_for("Xong, xóa hết", "button")
    kiosk.fill("[name=content]", WORDS)
    kiosk.page.clock.run_for(52_000)
    kiosk.wait_for("Trang sắp tự xóa", "[data-idle]")
    kiosk.fill("[name=place]", "vẫn ở đây")
    kiosk.page.clock.run_for(52_000)
    assert kiosk.path() == "/gop-y"
    kiosk.page.clock.run_for(12_000)
    kiosk.page.clock.resume()
    kiosk.wait_for("Anh/chị cần gì?", "h1")
    assert "Cánh Diều" not in stored(kiosk)


def test_what_could_not_be_sent_is_asked_about_before_it_goes(server, kiosk):
    kiosk.goto("/gop-y")
    kiosk.wait_for("Xong, xóa hết", "button")
    server.kill()
    kiosk.fill("[name=content]", WORDS)
    kiosk.press("Gửi tới phường")
    kiosk.wait_for("đang chờ trên máy này")
    kiosk.press("Xong, xóa hết")
    kiosk.wait_for("phường chưa nhận được", "dialog")
    assert faults(kiosk) == []
    kiosk.press("Xóa và kết thúc")
    kiosk.wait_for("Anh/chị cần gì?", "h1")
    assert "Cánh Diều" not in stored(kiosk)


def test_only_citizens_pages_are_offered(kiosk):
    hrefs = kiosk.evaluate(
        "() => [...document.querySelectorAll('a[href]')].filter((a) => a.checkVisibility()).map((a) => a.pathname)"
    )
    assert not {"/dang-nhap", "/truc", "/ki-ot"} & set(hrefs)
    assert faults(kiosk) == []
