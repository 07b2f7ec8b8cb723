"""F13: the lobby's Wi-Fi answers every request with its own login page, status 200. That is no success: nothing leaves
the outbox, nothing of it is kept as one of our pages, and the volunteer is told what to do."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser.conftest import TWO_ENGINES
from tests.browser.volunteer import Visit


class _Portal(BaseHTTPRequestHandler):
    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        page = b"<!doctype html><title>Free Wi-Fi</title><h1>Free Wi-Fi</h1><p>Sign in to go on.</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_POST = answer

    def log_message(self, *_arguments) -> None:
        """Says nothing."""


@contextmanager
def captive(port: int):
    portal = ThreadingHTTPServer(("localhost", port), _Portal)
    Thread(target=portal.serve_forever, daemon=True).start()
    yield
    portal.shutdown()
    portal.server_close()


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_login_page_is_no_receipt(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    server.kill()
    with captive(server.port):
        lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678"))
        browser.wait_for("Wi-Fi đòi đăng nhập", "[data-connection]")
        browser.evaluate(
            "async () => (await navigator.serviceWorker.getRegistration()).update().then(() => 1, () => 1)"
        )
        browser.goto("/truc")
        lan.wait_counts(waiting=1, sent=0)
        # Whoever asks for a page that needs the network meets the login, and can sign in to the Wi-Fi.
        browser.goto("/luot-ho-tro")
        browser.wait_for("Free Wi-Fi")
        browser.goto("/truc/cho-gui")
        browser.wait_for("Chờ gửi", "h1")
        browser.press("Gửi ngay")
        browser.wait_for("Wi-Fi đòi đăng nhập", "[data-connection]")
    server.start()
    browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    assert len(server.ledger()) == 1
