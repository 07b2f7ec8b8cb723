"""Pages are left in the middle of things. WebKit freezes a page that is left; what it had begun in the store would
block every later page for ever, so a page that is left must have given up: hop about, then save."""

import pytest

from tests import people
from tests.browser.conftest import TWO_ENGINES
from tests.browser.desk import Desk
from tests.browser.volunteer import Visit

NOTICE = "/thong-bao/moi"
# A page that is busy in the store at the very moment it is left, before and after it hears so.
_LEAVE_BUSY = """path => {
  const busy = () => {
    document.dispatchEvent(new Event("visibilitychange"));
    dispatchEvent(new Event("online"));
  };
  addEventListener("pagehide", busy);
  busy();
  location.assign(path);
}"""


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_page_left_in_the_middle_of_things_blocks_nothing(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    for path in ("/truc/cho-gui", "/truc/mo-ca", "/truc", "/truc/ghi", "/truc/cho-gui", "/truc/ghi"):
        browser.evaluate(_LEAVE_BUSY, path)
        browser.wait_path(path)
    lan.record(Visit())
    server.wait_ledger("assistance.record/1", 1)
    browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    # Back brings a page out of memory: it works as if it had never been away.
    browser.evaluate("() => history.back()")
    browser.wait_path("/truc/ghi")
    lan.record(Visit())
    server.wait_ledger("assistance.record/1", 2)


def test_what_is_typed_at_a_desk_is_not_left_behind_unasked(open_browser, server):
    browser = open_browser()
    Desk(browser).sign_in(people.HA)
    asked = []
    browser.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    browser.goto(NOTICE)
    browser.click("[name=title]")
    browser.page.keyboard.type("Lịch cấp căn cước lưu động")
    browser.fill("[name=text]", "Sáng thứ Bảy ở sảnh CT1A")
    browser.click("main a[href='/thong-bao']")
    browser.wait("() => document.querySelector('[name=title]').value.startsWith('Lịch')")
    # Without a line it is not sent into an error page, from which Back brings an empty form.
    browser.context.set_offline(True)
    browser.press("Lưu bản nháp")
    browser.wait_for("Chưa gửi được: máy đang mất mạng", "[data-leaving-guard]")
    assert browser.path() == NOTICE
    assert asked == ["beforeunload"]
    # What was saved is left unasked, and so is what somebody says not to save.
    browser.context.set_offline(False)
    browser.press("Lưu bản nháp")
    browser.wait_for("Bản nháp")
    browser.goto(NOTICE)
    browser.click("[name=title]")
    browser.page.keyboard.type("Thôi")
    browser.press("Không lưu")
    browser.wait_path("/thong-bao")
    assert asked == ["beforeunload"]
