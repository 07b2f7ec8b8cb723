"""The tablet's pages in every state a volunteer meets them in: axe finds nothing, nothing scrolls sideways, nothing is
said on the console. Their states are made by scripts, so they are looked at here and not where pages are listed."""

import pytest

from tests import people
from tests.browser.axe import faults
from tests.browser.volunteer import FORM, Visit, Volunteer

NAMED = Visit(
    searches=("khai",), procedure="Đăng ký khai sinh", name="Tạ Thị Mơ", phone="0912345678", note="Hẹn thứ Hai"
)


@pytest.fixture
def looked_at():
    """Collects what is wrong with each state; the test ends with an empty list."""
    found = []
    yield found
    assert not found, "\n".join(found)


def test_before_the_shift(server, open_browser, looked_at):
    browser = open_browser()
    lan = Volunteer(browser, server)
    browser.goto("/truc/ghi-danh")
    browser.fill("#code", "1-AAAA-AAAA")
    browser.fill("#name", "Máy thử")
    browser.press("Ghi danh máy này")
    browser.wait_for("Mã ghi danh không đúng")
    looked_at += faults(browser)
    lan.enrol(server.enrolment_code())
    browser.wait_value("[name=point]", people.CT1A)
    browser.fill("[name=login]", "lan")
    browser.fill("[name=password]", "không nhớ")
    browser.press("Mở ca")
    browser.wait_for("Tên đăng nhập hoặc mật khẩu chưa đúng")
    looked_at += faults(browser)


def test_recording(server, on_duty, looked_at):
    lan = on_duty()
    browser = lan.browser
    browser.said.clear()
    looked_at += faults(browser)
    lan.begin()
    browser.fill("[role=combobox]", "dang ky")
    browser.wait("() => document.querySelector('[role=option]')")
    looked_at += faults(browser)
    browser.evaluate(
        "form => { for (const part of document.querySelectorAll(`${form} details`)) part.open = true; }", FORM
    )
    browser.press("Lưu")
    browser.wait_for("Cần có mục", "[data-error-summary]")
    looked_at += faults(browser)
    lan.fill_in(NAMED)
    lan.save()
    looked_at += faults(browser)
    browser.press("In phiếu tạm")
    browser.wait_for("TẠ THỊ MƠ", "main")
    looked_at += faults(browser)
    looked_at += browser.said


def test_waiting_locked_and_handed_over(server, on_duty, looked_at):
    lan = on_duty()
    browser = lan.browser
    server.kill()
    lan.record(NAMED)
    for path, state in (
        ("/truc", "24 giờ qua"),
        ("/truc/cho-gui", "Lượt cũ nhất"),
        ("/luot-ho-tro", "Đang không có mạng"),
    ):
        browser.goto(path)
        browser.wait_for(state)
        looked_at += faults(browser)
    browser.goto("/truc/mo-ca")
    browser.press("Bàn giao ca")
    browser.press("Mã PIN khóa màn hình")
    browser.fill("[name=new_pin]", "2468")
    browser.press("Lưu PIN")
    browser.wait_for("Đã đặt PIN")
    looked_at += faults(browser)
    browser.press("Khóa màn hình")
    browser.wait_for("Mã PIN")
    browser.fill("[name=pin]", "1357")
    browser.press("Mở khóa, trực tiếp")
    browser.wait_for("PIN chưa đúng")
    looked_at += faults(browser)
    browser.press("Mở ca cho người khác")
    browser.wait_for("Không có mạng. Mở ca cần mạng một lần")
    looked_at += faults(browser)
