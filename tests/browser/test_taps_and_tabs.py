"""F73, F36, F37: a shaking thumb and two windows. One tap or two, one window or two: one record each, sent once."""

import pytest

from tests import people
from tests.browser.conftest import TWO_ENGINES
from tests.browser.volunteer import SAVED, Visit, Volunteer

_TAP_TWICE = "() => { for (const _ of [1, 2]) document.querySelector('[data-save]').click(); }"
_CONSENT = "() => document.querySelector('[name=consent]').checked"
_TAP = "() => document.querySelector('[data-save]').click()"


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_two_taps_make_one_record(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    lan.begin()
    lan.fill_in(Visit(result="Hẹn lại"))
    browser.evaluate(_TAP_TWICE)
    browser.wait_for("Đã lưu trên máy", SAVED)
    # The second tap of a thumb falls on what has just come under it.
    browser.evaluate("() => document.querySelector('[data-next=fresh]').click()")
    browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    assert len(server.ledger()) == 1


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_two_windows_keep_both_records_and_send_each_once(server, on_duty, engine):
    lan = on_duty(engine)
    left, right = lan, Volunteer(lan.browser.another_tab(), server)
    server.kill()
    codes = []
    for _ in range(2):
        for window in (left, right):
            window.begin()
            window.fill_in(Visit(result="Hẹn lại", apartment="P1204"))
        for window in (left, right):
            window.browser.evaluate(_TAP)
        for window in (left, right):
            window.browser.wait_for("Đã lưu trên máy", SAVED)
            codes.append(window.browser.text(f"{SAVED} [data-field=tracking]"))
    assert len(set(codes)) == 4
    for window in (left, right):
        window.browser.goto("/truc")
        window.wait_counts(waiting=4)

    server.start()
    for window in (left, right):
        window.wait_counts(waiting=0, sent=4)
    entries = server.ledger()
    numbers = [entry["q"] for entry in entries]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    rows = server.rows("SELECT tracking FROM assistance WHERE ward_id = ?", people.WARD)
    assert sorted(row["tracking"] for row in rows) == sorted(code.replace("-", "") for code in codes)


_EARLY = """() => new MutationObserver((_, seeing) => {
  if (!document.querySelector("[data-save]")) return;
  seeing.disconnect();
  document.querySelector("[name=note]").value = "gõ sớm";
  document.querySelector("[name=result][value=rescheduled]").checked = true;
}).observe(document, { childList: true, subtree: true })"""
_BEGUN = "() => !document.querySelector('[data-save]').disabled"
_TYPED = "() => document.querySelector('[name=note]').value"


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_what_was_typed_before_the_script_came_stays(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    # A killed tab had left something, too.
    lan.begin()
    browser.fill("[name=apartment]", "P1204")
    browser.page.wait_for_timeout(1000)
    browser.before_each_page(_EARLY)
    browser.goto("/truc/ghi")
    browser.wait(_BEGUN)
    assert browser.evaluate(_TYPED) == "gõ sớm"
    assert browser.evaluate("() => document.querySelector('[name=apartment]').value") == "P1204"
    lan.save()


@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_a_page_that_is_loaded_anew_after_saving_offers_nothing_of_the_record(on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    lan.record(Visit(result="Hẹn lại", note="gặp lại hôm sau"))
    browser.evaluate("() => { setTimeout(() => location.reload()); }")
    browser.wait("() => document.querySelector('[data-saved]').hidden")
    browser.wait(_BEGUN)
    assert browser.evaluate(_TYPED) == ""
    assert browser.evaluate("() => !('dirty' in document.querySelector('form[data-outbox]').dataset)")
    browser.goto("/truc/cho-gui")
    browser.evaluate("() => { setTimeout(() => history.back()); }")
    browser.wait_path("/truc/ghi")
    browser.wait(_BEGUN)
    assert browser.evaluate(_TYPED) == ""


_HAND_OVER_TWICE = """() => {
  for (const _ of [1, 2]) document.querySelector("[data-hand-over]").click();
}"""


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_back_leads_to_no_page_that_asks_for_a_shift_that_is_open(on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    browser.goto("/truc/cho-gui")
    lan.lock()
    browser.press("Mở khóa, trực tiếp")
    browser.wait_path("/truc")
    browser.evaluate("() => { setTimeout(() => history.back()); }")
    browser.wait_path("/truc/cho-gui")


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_two_taps_hand_over_once(server, on_duty, engine):
    browser = on_duty(engine).browser
    browser.goto("/truc/mo-ca")
    browser.wait_for("Ca đang mở")
    browser.evaluate(_HAND_OVER_TWICE)
    browser.wait_for("Đã bàn giao ca")
    server.wait_ledger("shift.close/1", 1)
    browser.goto("/truc/cho-gui")
    browser.wait_for("Không có lượt nào cần xem lại", "#can-xem-lai")
    assert browser.evaluate("() => document.querySelectorAll('#can-xem-lai li').length") == 0


def test_a_lock_in_one_window_closes_the_form_in_the_other(server, on_duty):
    lan = on_duty()
    lan.begin()
    lan.fill_in(Visit(name="Tạ Thị Mơ", phone="0912345678"))
    other = Volunteer(lan.browser.another_tab(), server)
    other.lock()
    lan.browser.wait_path("/truc/mo-ca")
    lan.browser.wait_for("Màn hình đang khóa")
    assert "Tạ Thị Mơ" not in lan.browser.evaluate("() => document.documentElement.outerHTML")
    assert server.ledger() == []


def test_a_doubt_about_a_field_moves_nothing_from_under_the_thumb(on_duty):
    lan = on_duty(has_touch=True)
    browser = lan.browser
    lan.begin()
    browser.press("Cần phiếu hoặc theo dõi?")
    for name, typed, doubt in (("name", "Nguyeenx Vawn A", "telex"), ("phone", "0112", "warning")):
        browser.click(f"[name={name}]")
        browser.page.keyboard.type(typed)
        consent = browser.page.locator("label:has([name=consent])")
        consent.evaluate("(tick) => tick.scrollIntoView({ block: 'center' })")
        box = consent.bounding_box()
        before = browser.evaluate(_CONSENT)
        browser.page.touchscreen.tap(box["x"] + 40, box["y"] + 6)
        browser.wait(f"() => !document.querySelector('[data-{doubt}-for={name}]').hidden")
        assert browser.evaluate(_CONSENT) != before
