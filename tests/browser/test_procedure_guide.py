"""A citizen with an old phone: everyday words lead to a procedure, papers are ticked and stay ticked, the page is read
aloud and handed on; all of it at 360 px."""

import pytest

from app.records import procedure as records
from app.records.database import database, open_database
from app.rules import procedure as rules
from app.rules.procedure_import import starter_cards
from tests import people
from tests.browser.axe import PHONE, faults

BIRTH = "1.001193"
VOICE = """() => {
  window.spoken = [];
  class Utterance { constructor(text) { this.text = text; } }
  const voices = [{ lang: "en-US", name: "Other" }, { lang: "vi-VN", name: "Của máy" }];
  const speech = {
    getVoices: () => voices,
    speak: (piece) => window.spoken.push({ text: piece.text, lang: piece.lang, voice: piece.voice?.lang }),
    cancel: () => window.spoken.push("cancel"),
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = Utterance;
}"""


@pytest.fixture
def catalogue(server):
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        for _entity, body in starter_cards():
            if body["code"] == BIRTH:
                held = records.procedure(people.WARD, body["code"])
                people.put(people.WARD, "procedure.put/1", rules.next_version(held, held, body))


@pytest.fixture
def phone(catalogue, open_browser):
    browser = open_browser()
    browser.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return browser


_ASKED = """words => [...document.querySelectorAll(".guide-step h2")].filter((each) => each.offsetParent)
  .map((each) => each.innerText).join("|") === words"""


def wait_question(browser, words: str) -> None:
    """Until this question is asked, and no other: a page that has its address may not have its style yet."""
    browser.wait(_ASKED, words)


def test_three_taps_from_the_start_page_to_the_right_variant(phone):
    phone.goto("/")
    phone.click("a[href='/lam-gi']")
    phone.wait_path("/lam-gi")
    wait_question(phone, "Anh/chị cần làm gì?")
    phone.click(".guide-first a[href='#be']")
    wait_question(phone, "Việc của bé hay của ai?")
    phone.page.go_back()
    wait_question(phone, "Anh/chị cần làm gì?")
    phone.page.go_forward()
    phone.click("#be a[href$='#th-qua-han']")
    phone.wait_path(f"/thu-tuc/{BIRTH}")
    assert "Đăng ký quá hạn" in phone.page.locator(".variant-mark:visible").inner_text()


def test_no_question_is_in_anybodys_way(phone):
    found = []
    for place in ("", "#be", "#cu-tru", "#giay-to"):
        phone.goto(f"/lam-gi{place}")
        found += faults(phone)
    assert found == []


def test_the_guide_works_without_scripts(catalogue, open_browser):
    browser = open_browser(java_script_enabled=False)
    browser.goto("/lam-gi")
    browser.page.click(".guide-first a[href='#hon-nhan']")
    assert browser.page.locator(".guide-step:visible h2").inner_text() == "Anh/chị cần giấy nào?"


def test_in_the_lift_the_guide_still_asks_and_the_page_that_was_read_still_has_its_ticks(phone, server):
    phone.goto("/")
    phone.evaluate(
        """async () => {
          const { active } = await navigator.serviceWorker.ready;
          while (active.state !== "activated") await new Promise((go) => setTimeout(go, 50));
        }"""
    )
    phone.goto(f"/thu-tuc/{BIRTH}")
    phone.page.locator("[data-ticks] input[type=checkbox]").nth(1).check()
    phone.wait_for("Đã đánh dấu 1 trên")
    server.kill()
    phone.goto("/lam-gi")
    phone.click(".guide-first a[href='#be']")
    phone.click("#be a[href$='#th-dung-han']")
    phone.wait_path(f"/thu-tuc/{BIRTH}")
    phone.wait("() => document.querySelectorAll('[data-ticks] input:checked').length === 1")
    assert "Đăng ký đúng hạn" in phone.page.locator(".variant-mark:visible").inner_text()


def test_ticked_papers_stay_ticked_on_this_phone_until_they_are_cleared(phone):
    phone.goto(f"/thu-tuc/{BIRTH}")
    boxes = phone.page.locator("[data-ticks] input[type=checkbox]")
    phone.wait("() => document.querySelector('[data-share]:not([hidden])')")
    boxes.nth(0).check()
    boxes.nth(2).check()
    status = phone.page.locator("[data-ticked]")
    assert f"Đã đánh dấu 2 trên {boxes.count()}" in status.inner_text()
    assert faults(phone) == []
    phone.page.reload()
    phone.wait("() => document.querySelectorAll('[data-ticks] input:checked').length === 2")
    assert boxes.nth(0).is_checked()
    assert not boxes.nth(1).is_checked()
    phone.click("[data-untick]")
    assert not status.is_visible()
    phone.page.reload()
    phone.wait("() => document.querySelector('[data-share]:not([hidden])')")
    phone.wait("() => document.querySelectorAll('[data-ticks] input:checked').length === 0")


def test_without_a_voice_nothing_offers_to_read(phone):
    phone.page.add_init_script("speechSynthesis.getVoices = () => [];")
    phone.goto(f"/thu-tuc/{BIRTH}")
    phone.wait("() => document.querySelector('[data-share]:not([hidden])')")
    assert not phone.page.locator("[data-read-aloud]").is_visible()


def test_a_vietnamese_voice_reads_the_page_and_stops_when_told(phone):
    phone.page.add_init_script(f"({VOICE})()")
    phone.goto(f"/thu-tuc/{BIRTH}")
    button = phone.page.locator("[data-read-aloud]")
    button.click()
    spoken = [each for each in phone.evaluate("() => window.spoken") if each != "cancel"]
    assert {each["voice"] for each in spoken} == {"vi-VN"}
    text = " ".join(each["text"] for each in spoken)
    for words in ("Thủ tục đăng ký khai sinh", "Giấy chứng sinh", "Điểm hỗ trợ không thu tiền"):
        assert words in text
    assert len(spoken) == len({each["text"] for each in spoken}) or text.count("Giấy chứng sinh") == 1
    assert button.inner_text() == "Dừng đọc"
    button.click()
    assert phone.evaluate("() => window.spoken.at(-1)") == "cancel"
    assert button.inner_text() == "Đọc to"


def test_the_page_is_handed_on_without_what_the_address_said_besides(phone):
    phone.page.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); };")
    phone.goto(f"/thu-tuc/{BIRTH}#th-dung-han")
    phone.page.locator("[data-share]").click()
    shared = phone.evaluate("() => window.shared")
    assert shared["url"].endswith(f"/thu-tuc/{BIRTH}")


def test_where_nothing_can_share_the_address_is_copied_or_shown(phone):
    phone.page.add_init_script(
        "delete Navigator.prototype.share;"
        "const clipboard = { writeText: () => Promise.reject(new Error('no')) };"
        "Object.defineProperty(navigator, 'clipboard', { value: clipboard });"
    )
    phone.goto(f"/thu-tuc/{BIRTH}")
    phone.page.locator("[data-share]").click()
    phone.wait_for("Chép địa chỉ này để gửi")
    assert f"/thu-tuc/{BIRTH}" in phone.page.locator("[data-shared]").inner_text()
