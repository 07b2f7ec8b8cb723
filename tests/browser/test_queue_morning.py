"""A morning of the queue: a phone, two desks, the screen in the lobby, and a server that dies in the middle of it."""

import os
from pathlib import Path

import pytest

from app.records.database import database, open_database
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.queue_morning import COPIES, ONE, SUBMIT, TWO, open_queue

# To look at them as pictures: GD_PICTURES=/tmp/pictures pytest tests/browser/test_queue_morning.py
PICTURES = os.environ.get("GD_PICTURES", "")
SIZES = {"360": {"width": 360, "height": 740}, "1280": {"width": 1280, "height": 900}}
TV = {"width": 1920, "height": 1080}
SCREEN, PHONE_PAGE = f"/man-hinh/{people.CT1A}", "/so-thu-tu"
NOTICES = "Mang theo căn cước và giấy tờ bản chính\nHỗ trợ miễn phí. Không đưa mật khẩu, mã OTP cho bất kỳ ai"
_NO_SCROLL = """() => document.documentElement.scrollHeight <= innerHeight
  && document.documentElement.scrollWidth <= innerWidth"""
# The smallest letters of the screen, in pixels of a TV with 1920 × 1080.
_SMALLEST = """() => Math.min(...[...document.querySelectorAll(".display p, .display li, .display span")]
  .filter((e) => e.checkVisibility() && e.innerText.trim()).map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
_TICK = """words => [...document.querySelectorAll("main label")].find((e) => e.innerText.trim() === words).click()"""
_HEARD = """() => {
  globalThis.heard = [];
  globalThis.speechSynthesis.getVoices = () => [{ lang: "vi-VN", name: "Giọng thử" }];
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  globalThis.speechSynthesis.speak = ({ text }) => heard.push(text);
}"""


@pytest.fixture
def queue_server(server):
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_queue(take_from="00:00", take_to="23:59", notices=NOTICES, notice_seconds=5, apology_minutes=30)
    return server


def desk_page(counter: str) -> str:
    return f"/hang-cho?diem={people.CT1A}&quay={counter}"


def picture(browser, name: str, size: dict | None = None, full_page: bool = True) -> None:
    if PICTURES:
        browser.page.set_viewport_size(size or SIZES[name.rpartition("-")[2]])
        browser.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=full_page)


def at_desk(open_browser, person, counter: str):
    browser = open_browser(viewport=SIZES["1280"])
    Desk(browser).sign_in(person)
    browser.goto(desk_page(counter))
    return browser


def tick(browser, words: str) -> None:
    """A choice of the form; the menu has links with the same words."""
    browser.evaluate(_TICK, words)


def give(browser, service: str, priority: str = "") -> None:
    browser.goto(f"/hang-cho/phat-so?diem={people.CT1A}")
    tick(browser, service)
    if priority:
        tick(browser, priority)
    browser.click("form[action='/hang-cho/phat-so'] button[type=submit]")
    browser.wait_for("Phát số khác")


def still(route) -> None:
    """The page does not look again: its owner sees what stood there."""
    route.abort() if "hx-request" in route.request.headers else route.continue_()


def take_on_phone(phone) -> None:
    phone.goto(PHONE_PAGE)
    tick(phone, SUBMIT)
    phone.press("Lấy số")
    phone.wait_for("Số của anh/chị")


def test_a_morning_with_two_desks_an_outage_and_the_screen(queue_server, open_browser):
    server = queue_server
    screen = open_browser(viewport=TV)
    screen.before_each_page(_HEARD)
    screen.goto(SCREEN)
    screen.wait_worker()
    screen.goto(SCREEN)
    phone = open_browser(viewport=SIZES["360"])
    take_on_phone(phone)
    phone.wait_for("A-001")
    phone.wait_for("không còn ai trước")
    volunteer = open_browser(viewport=SIZES["360"])
    Desk(volunteer).sign_in(people.LAN)
    give(volunteer, COPIES)
    give(volunteer, SUBMIT, "Người cao tuổi (từ 60 tuổi)")

    one = at_desk(open_browser, people.HA, ONE)
    two = at_desk(open_browser, people.LAN, TWO)
    screen.wait_for("3 người đang chờ")
    # By keys, and the page of the other desk looks again by itself.
    one.page.keyboard.press("g")
    one.wait_for("Đang gọi")
    phone.wait_for(f"Mời đến: {ONE}")
    screen.wait_for("A-001", ".display-number")
    screen.wait("() => heard.includes('Mời số A, không không một, đến Quầy 1.')")
    # Every second call is for somebody with priority.
    two.wait_for("Gọi A-003", "button")

    # Two desks press at once: the second one's page has not looked again.
    two.page.route("**/hang-cho?**", still)
    one.press("Đã đến, phục vụ")
    one.press("Xong, gọi A-003")
    one.wait_for("A-003")
    two.press("Gọi A-003")
    two.wait_for("Số A-003 vừa được Quầy 1 gọi. Hãy gọi số tiếp theo.")
    two.page.unroute("**/hang-cho?**")
    two.press("Gọi A-002")
    screen.wait_for("A-002", ".display-number")
    screen.wait_for("A-003 Quầy 1")

    # The server dies: the screen and the phone go on showing what they knew, and say since when.
    server.kill()
    screen.wait_for("Đang mất kết nối. Số liệu lúc")
    assert "A-002" in screen.text(".display-number")
    screen.goto(SCREEN)
    screen.wait_for("A-002", ".display-number")
    screen.wait_for("Đang mất kết nối. Số liệu lúc")
    phone.wait_worker()
    phone.goto(PHONE_PAGE)
    phone.wait_for("A-001")
    phone.wait_for("đang mất mạng, số liệu có thể đã cũ")
    picture(screen, "screen-outage", TV, full_page=False)
    picture(phone, "phone-outage-360")
    server.start()
    screen.wait("() => document.querySelector('[data-outage]').hidden")
    two.goto(desk_page(TWO))
    two.press("Đã đến, phục vụ")
    two.press("Xong")
    screen.wait_for("A-003", ".display-number")
    states = server.rows(
        "SELECT lane, number, state, counter FROM ticket WHERE ward_id = ? ORDER BY number", people.WARD
    )
    assert [(row["number"], row["state"], row["counter"]) for row in states] == [
        (1, "done", ONE),
        (2, "done", TWO),
        (3, "called", ONE),
    ]


def test_a_number_pressed_for_without_a_network_is_taken_once(queue_server, open_browser):
    phone = open_browser(viewport=SIZES["360"])
    phone.goto(PHONE_PAGE)
    phone.wait_worker()
    queue_server.kill()
    tick(phone, COPIES)
    phone.press("Lấy số")
    phone.wait_for("Đang mất mạng nên chưa lấy được số")
    assert faults(phone) == []
    picture(phone, "phone-unsent-360")
    queue_server.start()
    phone.press("Lấy số")
    phone.wait_for("A-001")
    assert len(queue_server.ledger("ticket.take/1")) == 1
    # Another day, another person: what the phone knows it forgets at a word.
    phone.press("Máy này quên số")
    phone.wait("() => document.querySelector('[data-own]').hidden")
    phone.goto(PHONE_PAGE)
    assert "A-001" not in phone.text()


def test_every_page_of_the_queue_owes_nothing_to_anybody(queue_server, open_browser):
    phone = open_browser(viewport=SIZES["360"])
    phone.goto(PHONE_PAGE)
    found = faults(phone)
    picture(phone, "phone-take-360")
    take_on_phone(phone)
    found += faults(phone)
    picture(phone, "phone-number-360")
    clerk = at_desk(open_browser, people.HA, ONE)
    for number in range(4):
        give(clerk, (SUBMIT, COPIES)[number % 2], ("", "Phụ nữ mang thai")[number % 2])
    found += faults(clerk)
    picture(clerk, "given-360")
    clerk.goto(desk_page(ONE))
    found += faults(clerk)
    picture(clerk, "desk-next-1280")
    clerk.press("Gọi A-001")
    clerk.wait_for("Đang gọi")
    found += faults(clerk)
    picture(clerk, "desk-called-1280")
    picture(clerk, "desk-called-360")
    phone.wait_for(f"Mời đến: {ONE}")
    found += faults(phone)
    picture(phone, "phone-called-360")
    for name, path in (
        ("points", "/hang-cho"),
        ("counters", f"/hang-cho?diem={people.CT1A}"),
        ("take", f"/hang-cho/phat-so?diem={people.CT1A}"),
        ("settings", f"/hang-cho/cai-dat/{people.CT1A}"),
    ):
        clerk.goto(path)
        found += faults(clerk)
        picture(clerk, f"{name}-360")
        picture(clerk, f"{name}-1280")
    clerk.goto(desk_page(TWO))
    clerk.press("Chuyển số")
    clerk.wait_for("giờ lấy số đầu tiên vẫn được tính")
    found += faults(clerk)
    picture(clerk, "transfer-360")
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_is_read_from_six_metres(queue_server, open_browser, scheme):
    clerk = at_desk(open_browser, people.HA, ONE)
    for _ in range(5):
        give(clerk, SUBMIT)
    clerk.goto(desk_page(ONE))
    for number in range(1, 4):
        clerk.press(f"Gọi A-00{number}")
        clerk.press("Đã đến, phục vụ")
        if number < 3:
            clerk.press("Xong")
            clerk.wait_for(f"Gọi A-00{number + 1}", "button")
    screen = open_browser(viewport=TV, color_scheme=scheme)
    screen.goto(SCREEN)
    screen.wait_for("A-003", ".display-number")
    assert screen.evaluate(_NO_SCROLL)
    # On a screen of 43 inches a pixel is half a millimetre: 45 of them are 2 cm, the least that is read so far away.
    assert screen.evaluate(_SMALLEST) >= 45
    assert screen.evaluate("() => getComputedStyle(document.body).cursor") == "none"
    picture(screen, f"screen-{scheme}", TV, full_page=False)
    for size in ({"width": 1366, "height": 768}, {"width": 1080, "height": 1920}):
        screen.page.set_viewport_size(size)
        assert screen.evaluate(_NO_SCROLL), size
    picture(screen, f"screen-upright-{scheme}", size, full_page=False)
    if scheme == "light":
        screen.page.set_viewport_size(TV)
        assert [fault for fault in faults(screen) if "letters twice" not in fault] == []


def test_a_tablet_gives_numbers_of_its_own_while_the_server_is_away(queue_server, on_duty):
    server = queue_server
    volunteer = on_duty(viewport=SIZES["360"])
    tablet = volunteer.browser
    tablet.press("Phát số")
    tablet.wait_path("/truc/so")
    tablet.wait_for("Việc cần làm")
    # Once more, so that everything the page fetched is kept.
    tablet.goto("/truc/so")
    tablet.wait_for("Việc cần làm")
    assert faults(tablet) == []
    server.kill()
    tablet.goto("/truc/so")
    for number, priority in ((1, ""), (2, "Người khuyết tật")):
        tick(tablet, COPIES)
        if priority:
            tick(tablet, priority)
        tablet.click("form[data-point]:not([hidden]) button")
        tablet.wait_for(f"K-00{number}", "[data-given]")
    assert faults(tablet) == []
    picture(tablet, "tablet-number-360")
    tablet.page.emulate_media(media="print")
    paper = tablet.text()
    tablet.page.emulate_media(media="screen")
    assert "K-002" in paper
    assert "Ưu tiên: Người khuyết tật" in paper
    assert "Về trang trực" not in paper
    server.start()
    server.wait_ledger("ticket.take/1", 2)
    question = "SELECT lane, number, state, priority, channel FROM ticket WHERE ward_id = ? ORDER BY number"
    assert [tuple(row.values()) for row in server.rows(question, people.WARD)] == [
        ("K", 1, "waiting", "", "tablet"),
        ("K", 2, "waiting", "disabled", "tablet"),
    ]


def test_the_machine_in_the_lobby_takes_a_number_that_phones_may_not(queue_server, open_browser):
    with database.connection_context():
        open_queue(take_from="00:00", take_to="23:59", phone_take=False)
    kiosk = open_browser(viewport={"width": 800, "height": 1280})
    kiosk.goto(PHONE_PAGE)
    kiosk.wait_for("Phường chưa mở lấy số trên điện thoại")
    assert "Anh/chị cần làm gì?" not in kiosk.text()
    kiosk.evaluate("() => { document.body.dataset.kiosk = ''; }")
    assert "Phường chưa mở lấy số trên điện thoại" not in kiosk.text()
    tick(kiosk, SUBMIT)
    kiosk.press("Lấy số")
    kiosk.wait_for("A-001")
    kiosk.wait_for("In số", "button")
    (row,) = queue_server.rows("SELECT channel FROM ticket WHERE ward_id = ?", people.WARD)
    assert row["channel"] == "kiosk"
    kiosk.page.emulate_media(media="print")
    paper = kiosk.text()
    kiosk.page.emulate_media(media="screen")
    assert "A-001" in paper
    assert "Lấy số thứ tự" not in paper
    assert "In số" not in paper
