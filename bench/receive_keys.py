"""`receive-keys`: a plain dossier is received in a real Chromium with the keyboard alone: key actions, and seconds.

Tab, Enter, Space, arrows and shortcuts are counted; the letters of what is found and written are typed and not counted.
The seconds are those of a clerk of middling speed (`--letter`, `--key`) with the waiting for page and server inside.
"""

import argparse
import shutil
import time
from contextlib import suppress

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from bench.report import emit
from bench.ward import served_ward
from tests import people
from tests.counter import open_counter

KEYS_MAX, SECONDS_MAX = 12, 20
# Four letters a second is 48 words a minute.
LETTER_SECONDS, KEY_SECONDS = 0.25, 0.4


class Clerk:
    """Hands on a keyboard: every key but letters counts."""

    def __init__(self, page: Page, letter: float, key: float):
        self.page, self.letter, self.key = page, letter, key
        self.keys = self.letters = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=self.letter * 1000)
        self.letters += len(text)

    def press(self, key: str) -> None:
        time.sleep(self.key)
        self.page.keyboard.press(key)
        self.keys += 1

    def until(self, expression: str) -> None:
        """Waits as eyes do before the hands go on."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            # While one page gives way to the next, nothing can be asked.
            with suppress(PlaywrightError):
                if self.page.evaluate(f"() => !!({expression})"):
                    return
            time.sleep(0.02)
        raise SystemExit(f"never true: {expression}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench receive-keys", description=__doc__)
    parser.add_argument("--letter", type=float, default=LETTER_SECONDS, help="seconds a letter takes")
    parser.add_argument("--key", type=float, default=KEY_SECONDS, help="seconds another key takes")
    chosen = parser.parse_args(arguments)
    with served_ward(open_counter) as (_prepared, server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(locale="vi-VN")
        origin = f"http://localhost:{server.port}"
        _sign_in(page, origin)
        clerk = Clerk(page, chosen.letter, chosen.key)
        _receive(clerk, page)  # the first one warms the server
        clerk.keys = clerk.letters = 0
        started = time.monotonic()
        _receive(clerk, page)
        seconds = time.monotonic() - started
        browser.close()
        received = server.column("SELECT name FROM dossier WHERE state = 'received'")
        if received != ["Nguyễn Thị Ánh Tuyết"] * 2:
            raise SystemExit(f"not received: {received}")
    emit("receive-keys: key actions beyond typing", clerk.keys, "keys", f"≤ {KEYS_MAX}", clerk.keys <= KEYS_MAX)
    emit("receive-keys: letters typed", clerk.letters, "letters", "not limited", True)
    emit("receive-keys: to the printed receipt", seconds, "s", f"≤ {SECONDS_MAX} s", seconds <= SECONDS_MAX)


def _sign_in(page: Page, origin: str) -> None:
    page.goto(f"{origin}/dang-nhap")
    page.select_option("[name=phuong]", people.HA.ward)
    page.fill("[name=login]", people.HA.login)
    page.fill("[name=password]", people.PASSWORD)
    page.click("form[action='/dang-nhap'] button[type=submit]")
    page.goto(f"{origin}/ho-so/moi")


def _receive(clerk: Clerk, page: Page) -> None:
    """From an empty form to the receipt in the printer's window, and back to an empty form."""
    clerk.until("document.activeElement.id === 'procedure_pick'")
    clerk.type("hon nhan")
    clerk.until("document.querySelector('[role=option]')")
    clerk.press("Enter")
    clerk.until("document.activeElement.id === 'name'")
    clerk.type("Nguyễn Thị Ánh Tuyết")
    clerk.press("Tab")
    clerk.type("0912345678")
    clerk.press("Tab")
    clerk.type("Căn 1204, CT1A")
    clerk.press("Control+Enter")
    clerk.until("location.search === '?vua=nhan' && document.activeElement.href?.endsWith('giay-tiep-nhan.pdf')")
    with page.context.expect_page() as opened:
        clerk.press("Enter")
    opened.value.close()
    page.bring_to_front()
    clerk.press("Tab")
    clerk.press("Enter")
    clerk.until("location.pathname === '/ho-so/moi'")


if __name__ == "__main__":
    main()
