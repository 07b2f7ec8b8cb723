"""F13: the lobby's Wi-Fi answers every request with its own login page, status 200. That is no success: nothing leaves
the outbox, nothing of it is kept as one of our pages, and the volunteer is told what to do."""

import pytest

from tests.browser.conftest import TWO_ENGINES
from tests.browser.fault_proxy import PORTAL
from tests.browser.volunteer import Visit


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_login_page_is_no_receipt(server, wire, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    wire.break_as(PORTAL)
    lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678"))
    browser.wait_for("Wi-Fi đòi đăng nhập", "[data-connection]")
    browser.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update().then(() => 1, () => 1)")
    browser.goto("/truc")
    lan.wait_counts(waiting=1, sent=0)
    # Whoever asks for a page that needs the network meets the login, and can sign in to the Wi-Fi.
    browser.goto("/luot-ho-tro")
    browser.wait_for("Free Wi-Fi")
    browser.goto("/truc/cho-gui")
    browser.wait_for("Chờ gửi", "h1")
    browser.press("Gửi ngay")
    browser.wait_for("Wi-Fi đòi đăng nhập", "[data-connection]")
    wire.heal()
    browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    assert len(server.ledger()) == 1
