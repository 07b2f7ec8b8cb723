"""An answer that comes late, or a second tap while the first is at work, takes nothing away and does nothing twice:
what a citizen says, a declaration, a tip, a number of the queue, and what a desk types."""

import os
import sqlite3
from io import BytesIO

import pytest
from PIL import Image

from app.records.database import database, open_database
from tests import people
from tests.browser.conftest import EVERY_ENGINE
from tests.browser.declarant import DEAF_MS, Declarant
from tests.browser.desk import Desk
from tests.browser.test_procedure_guide import BIRTH, catalogue  # noqa: F401
from tests.browser.test_queue_morning import at_desk, take_on_phone
from tests.browser.test_tip import PASSPHRASE, head, key_file  # noqa: F401
from tests.counter import open_counter
from tests.queue_morning import ONE, open_queue

# Those that can be told what to do before a page's own scripts.
ENGINES = ("chromium", "firefox") if EVERY_ENGINE else ("chromium",)
WORDS = "Sảnh CT1A thiếu ghế cho người già"

# What is asked at an address that says so is answered as ever, only later: when the test lets it.
_HELD_BACK = """() => {
  const straight = globalThis.fetch;
  globalThis.holding = "";
  globalThis.held = [];
  globalThis.fetch = async (asked, ...how) => {
    const answer = straight(asked, ...how);
    const address = String(asked.url ?? asked);
    if (!holding || !address.includes(holding)) return answer;
    answer.catch(() => {});
    await new Promise((go) => held.push(go));
    return answer;
  };
}"""
_HOLD = "address => { holding = address; }"
_LET_GO = "() => { holding = ''; for (const go of held.splice(0)) go(); }"
_LOOK = "() => document.dispatchEvent(new Event('visibilitychange'))"
_HELD = "count => held.length >= count"
_QUEUED = """async () => {
  const db = await new Promise((done) => {
    indexedDB.open("gandan").onsuccess = (event) => done(event.target.result);
  });
  const request = db.transaction("meta").objectStore("meta").getAllKeys();
  const keys = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  db.close();
  return keys.filter((key) => String(key).startsWith("citizen:send:")).length;
}"""


@pytest.fixture(params=ENGINES)
def phone(request, open_browser):
    """A browser whose pages' questions can be held back."""
    browser = open_browser(request.param)
    browser.before_each_page(_HELD_BACK)
    return browser


def feedback(server) -> list[str]:
    with sqlite3.connect(server.data / "gandan.sqlite3") as db:
        return [content for (content,) in db.execute("select content from feedback")]


def open_voice(browser) -> None:
    browser.goto("/gop-y")
    browser.wait("() => !document.querySelector('[data-kept]').hidden")
    browser.fill("[name=content]", WORDS)


def picture(shade: int, side: int = 300) -> dict:
    made = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(made, "JPEG", quality=95)
    return {"name": f"anh-{shade}.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def test_two_taps_say_it_once(server, phone):
    open_voice(phone)
    phone.evaluate("() => { for (const _ of [1, 2]) document.querySelector('form .actions button').click(); }")
    phone.wait_for("Phường đã nhận", "[data-panel=sent]")
    assert feedback(server) == [WORDS]
    assert phone.evaluate(_QUEUED) == 0


def test_what_is_on_its_way_stands_there_and_what_was_dropped_does_not_come_back(server, phone):
    open_voice(phone)
    phone.evaluate(_HOLD, "/sync/v1/public")
    server.kill()
    phone.press("Gửi tới phường")
    phone.wait(_HELD, 1)
    assert phone.evaluate("() => document.querySelector('[name=content]').value") == WORDS
    phone.evaluate(_LET_GO)
    phone.wait_for("đang chờ trên máy này")
    # Tried again, and dropped while nobody has answered.
    phone.evaluate(_HOLD, "/sync/v1/public")
    phone.press("Gửi lại ngay")
    phone.wait(_HELD, 1)
    phone.press("Xóa, không gửi nữa")
    phone.wait_for("Gửi tới phường")
    phone.fill("[name=content]", "Lời khác")
    phone.evaluate(_LET_GO)
    phone.page.wait_for_timeout(700)
    assert phone.evaluate("() => document.querySelector('[name=content]').checkVisibility()")
    assert phone.evaluate("() => document.querySelector('[name=content]').value") == "Lời khác"


def test_a_photo_that_is_still_made_small_goes_along(server, phone):
    open_voice(phone)
    phone.page.locator("#photo").set_input_files([picture(1, 1500)])
    phone.evaluate("() => document.querySelector('form .actions button').click()")
    phone.wait_for("Phường đã nhận", "[data-panel=sent]")
    assert server.rows("SELECT photos FROM feedback WHERE ward_id = ?", people.WARD)[0]["photos"] not in (
        None,
        "",
        "[]",
    )


def test_two_taps_take_one_photo_away(server, phone):
    open_voice(phone)
    phone.page.locator("#photo").set_input_files([picture(1), picture(2)])
    phone.wait("() => document.querySelectorAll('[data-photo-list] li').length === 2")
    phone.evaluate("""() => {
      const [button] = document.querySelectorAll("[data-photo-list] button");
      for (const _ of [1, 2]) button.click();
    }""")
    phone.wait("() => document.querySelectorAll('[data-photo-list] li').length < 2")
    phone.page.wait_for_timeout(500)
    assert phone.evaluate("() => document.querySelectorAll('[data-photo-list] li').length") == 1
    phone.press("Gửi tới phường")
    phone.wait_for("Phường đã nhận", "[data-panel=sent]")
    assert server.rows("SELECT photos FROM feedback WHERE ward_id = ?", people.WARD)[0]["photos"]


def test_the_code_of_a_tip_is_the_one_it_was_sent_under(head, key_file, phone):  # noqa: F811
    phone.goto("/tin-bao")
    phone.fill("[name=content]", "Bị đòi thêm tiền")
    phone.evaluate(_HOLD, "/sync/v1/tip")
    phone.press("Khóa lại và gửi")
    phone.wait(_HELD, 1)
    # A key that reaches the text all the same.
    phone.evaluate("""() => {
      document.querySelector("[name=content]").dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    phone.evaluate(_LET_GO)
    phone.wait_for("Đã gửi. Chỉ người giữ chìa khóa mở được")
    code = phone.text("[data-panel=sent] [data-field=code]")
    head.goto("/tin-bao/hop-thu")
    head.page.set_input_files("[name=file]", key_file)
    head.fill("[name=passphrase]", PASSPHRASE)
    head.wait("() => !document.querySelector('[data-unlock] button').disabled")
    head.evaluate("() => { for (const _ of [1, 2]) document.querySelector('[data-unlock] button').click(); }")
    head.wait_for("Bị đòi thêm tiền")
    answers = []
    head.page.on("request", lambda asked: answers.append(asked.url) if asked.url.endswith("-answer") else None)
    head.page.wait_for_timeout(700)
    head.fill("[name=reply]", "Xin cảm ơn")
    head.evaluate("() => document.querySelector('[data-sealed] form').requestSubmit()")
    head.wait("() => document.querySelector('[data-told]')?.checkVisibility()")
    assert len(answers) == 1
    phone.goto("/tin-bao")
    phone.fill("[name=code]", code)
    phone.press("Xem trả lời")
    phone.wait_for("Xin cảm ơn", "[data-reply]")


_TOO_LONG = """() => {
  const name = document.querySelector("[name=name]");
  name.closest("details").open = true;
  name.value = "a".repeat(200);
  name.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector("[data-save]").click();
}"""


def test_what_saving_says_of_a_field_is_not_taken_away_by_leaving_it(on_duty):
    lan = on_duty()
    lan.begin()
    lan.browser.press("Hẹn lại")
    lan.browser.evaluate(_TOO_LONG)
    lan.browser.wait("() => document.querySelector('[data-error-for=name]').textContent")
    lan.browser.page.wait_for_timeout(700)
    assert lan.browser.text("[data-error-for=name]")


@pytest.fixture
def queue(server):
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_queue(take_from="00:00", take_to="23:59", notices="", notice_seconds=5, apology_minutes=30)


def test_an_older_answer_about_a_number_does_not_take_back_the_call(server, queue, phone, open_browser):
    take_on_phone(phone)
    phone.wait_for("A-001")
    desk = at_desk(open_browser, people.HA, ONE)
    phone.evaluate(_HOLD, "/so-thu-tu/tinh-hinh")
    phone.evaluate(_LOOK)
    phone.wait(_HELD, 1)
    phone.evaluate("() => { holding = ''; }")
    desk.press("Gọi A-001")
    desk.wait_for("Đang gọi")
    phone.evaluate(_LOOK)
    phone.wait_for(f"Mời đến: {ONE}")
    phone.evaluate(_LET_GO)
    phone.page.wait_for_timeout(500)
    assert f"Mời đến: {ONE}" in phone.text("[data-own]")


def test_papers_that_were_ticked_before_the_script_came_are_kept(catalogue, open_browser):  # noqa: F811
    browser = open_browser()
    browser.before_each_page("""() => new MutationObserver((_, seeing) => {
      const box = document.querySelector("[data-ticks] input[type=checkbox]");
      if (!box || sessionStorage.ticked) return;
      seeing.disconnect();
      sessionStorage.ticked = "1";
      box.checked = true;
    }).observe(document, { childList: true, subtree: true })""")
    browser.goto(f"/thu-tuc/{BIRTH}")
    browser.wait("() => document.querySelector('[data-ticked]').textContent")
    browser.page.wait_for_timeout(500)
    browser.goto(f"/thu-tuc/{BIRTH}")
    browser.wait("() => document.querySelectorAll('[data-ticks] input:checked').length === 1", seconds=5)


def test_the_cursor_stays_with_who_types_on_while_the_papers_come(counter, phone):
    Desk(phone).sign_in(people.HA)
    phone.goto("/ho-so/moi")
    phone.wait("() => document.activeElement.id === 'procedure_pick'")
    phone.page.keyboard.type("hon nhan")
    phone.wait("() => document.querySelector('[role=option]')")
    phone.evaluate(_HOLD, "/ho-so/moi/xem")
    phone.page.keyboard.press("Enter")
    phone.wait(_HELD, 1)
    phone.page.locator("#phone").click()
    phone.page.keyboard.type("0912")
    phone.evaluate(_LET_GO)
    phone.wait_for("Hẹn trả", "[data-part=promise]")
    phone.page.wait_for_timeout(300)
    phone.page.keyboard.type("345678")
    assert phone.page.locator("#phone").input_value() == "0912345678"


@pytest.fixture
def counter(server):
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()


def test_a_declaration_that_is_handed_over_twice_waits_once_and_a_late_answer_hides_no_code(server, counter, phone):
    declarant = Declarant(phone)
    declarant.open()
    declarant.fill_birth()
    phone.page.wait_for_timeout(DEAF_MS)
    phone.evaluate("() => { for (const _ of [1, 2]) document.querySelector('[data-hand]').click(); }")
    phone.wait("() => document.querySelector('[data-code] svg')?.checkVisibility()")
    assert phone.evaluate(_QUEUED) == 1
    # Tried by the network all the same, and shown again before that has come to its end.
    server.kill()
    phone.evaluate(_HOLD, "/sync/v1/public")
    phone.page.wait_for_timeout(DEAF_MS)
    phone.evaluate("() => document.querySelector('[data-by-network]').click()")
    phone.wait(_HELD, 1)
    phone.evaluate(_LET_GO)
    phone.wait("() => document.querySelector('[data-panel=waiting]').checkVisibility()")
    phone.evaluate(_HOLD, "/sync/v1/public")
    phone.evaluate("() => document.querySelector('[data-send-now]').click()")
    phone.wait(_HELD, 1)
    phone.page.wait_for_timeout(DEAF_MS)
    phone.evaluate("() => document.querySelector('[data-panel=waiting] [data-hand]').click()")
    phone.wait("() => document.querySelector('[data-code] svg')?.checkVisibility()")
    phone.evaluate(_LET_GO)
    phone.page.wait_for_timeout(700)
    assert phone.evaluate("() => Boolean(document.querySelector('[data-code] svg')?.checkVisibility())")


def test_what_was_erased_is_not_kept_again(phone):
    declarant = Declarant(phone)
    declarant.open()
    declarant.whose()
    declarant.write("requester.name", "Hoàng Thị Cánh Diều")
    declarant.wait_kept("Cánh Diều")
    phone.evaluate("() => { document.querySelector('[data-keeping]').open = true; }")
    phone.press("Xóa khỏi máy này")
    phone.press("Xóa hết, không lấy lại được")
    phone.wait_for("Đã xóa tờ khai này khỏi máy")
    declarant.whose("Máy dùng chung, máy mượn")
    declarant.whose()
    phone.page.wait_for_timeout(600)
    declarant.open()
    assert declarant.value("requester.name") == ""


# As Back does where the browser has kept the page: the same document, shown again.
_SHOWN_AGAIN = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def test_a_list_that_back_brings_out_of_memory_tells_of_what_was_begun(open_browser):
    browser = open_browser()
    browser.goto("/to-khai")
    browser.wait_for("Chuẩn bị tờ khai", "h1")
    tab = browser.another_tab()
    declarant = Declarant(tab)
    declarant.open()
    declarant.whose()
    declarant.write("requester.name", "Hoàng Thị Cánh Diều")
    declarant.wait_kept("Cánh Diều")
    browser.evaluate(_SHOWN_AGAIN)
    browser.wait("() => document.querySelector('[data-form=khai_sinh] [data-if=left]')?.checkVisibility()", seconds=5)
