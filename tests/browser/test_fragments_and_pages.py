"""F56: a piece of a page is never shown as a page, nor kept as one: after a search that swapped a part, Back brings a
whole page, and without the server there is the honest one."""

import pytest

from tests import people
from tests.browser.conftest import TWO_ENGINES
from tests.browser.desk import Desk
from tests.browser.volunteer import Visit

_WHOLE = "() => Boolean(document.querySelector('html[lang] body main h1') && document.querySelector('nav'))"
_KEPT_PIECES = """async () => {
  const pieces = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const html = /html/.test(answer.headers.get("Content-Type"));
      if (html && !/^<!doctype html>/i.test(await answer.text())) pieces.push(request.url);
    }
  }
  return pieces;
}"""


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_back_brings_a_whole_page_and_no_piece_is_kept(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    code = lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678"))
    server.wait_ledger("assistance.record/1", 1)
    desk = Desk(browser)
    desk.sign_in(people.HA)
    browser.goto("/luot-ho-tro")
    browser.fill("[name=q]", "khong co ai ten nay")
    browser.press("Tìm")
    browser.wait("() => location.search.includes('khong') && !document.querySelector('#results tbody a')")
    browser.fill("[name=q]", "ta thi mo")
    browser.press("Tìm")
    browser.wait("() => location.search.includes('ta') && Boolean(document.querySelector('#results tbody a'))")
    browser.click("#results tbody a")
    browser.wait_for(code, "main")
    for _ in range(2):
        browser.evaluate("() => history.back()")
        browser.wait_path("/luot-ho-tro")
        browser.wait(_WHOLE)
    assert browser.evaluate(_KEPT_PIECES) == []

    server.kill()
    browser.goto("/luot-ho-tro?q=ta+thi+mo")
    browser.wait_for("Đang không có mạng", "h1")
    assert "Tạ Thị Mơ" not in browser.text()
