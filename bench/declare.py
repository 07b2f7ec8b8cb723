"""`declare`: a declaration of birth filled in from a prepared sheet on a phone: how long, and what is typed twice.

It is really played in Chromium with the processor slowed down and the server gone. The minutes are modelled: letters at
`--letters` a second (a thumb of middling speed, with diacritics), `--read` seconds to read each field, `--tap` seconds
for each tap, and the time that the page itself took. The prepared sheet is a usual one: the mother comes for a child of
a married couple who live together, and knows her husband's number.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.rules import declaration_form
from bench.browser import PHONE, PROCESSOR_SLOWDOWN, slow_processor, until
from bench.report import emit
from bench.serving import Server

SECONDS_MAX = 240
LETTERS_A_SECOND, READ_SECONDS, TAP_SECONDS = 3.5, 1.2, 0.8
HOME = "P1204 tòa CT1A, phường Hà Đông, thành phố Hà Nội"


class Thumb:
    """Types, taps and reads; counts what that takes a person, and what was typed."""

    def __init__(self, page: Page):
        self.page = page
        self.letters = self.taps = self.fields = 0
        self.typed: list[str] = []
        self.waited = 0.0

    def _timed(self, act) -> None:
        started = time.monotonic()
        act()
        self.waited += time.monotonic() - started

    def type(self, name: str, text: str) -> None:
        """A field is read, tapped and typed into; the keyboard's Enter leads on to the next."""
        self.fields += 1
        self.taps += 1
        self.letters += len(text)
        self.typed.append(text)
        field = self.page.locator(f"[name='{name}']")
        if not field.evaluate("field => field === document.activeElement"):
            field.click()
        self._timed(lambda: self.page.keyboard.insert_text(text))
        self._timed(lambda: self.page.keyboard.press("Enter"))

    def tap(self, selector: str, taps: int = 1) -> None:
        """A choice, a taken-over value or a button, read and tapped."""
        self.fields += 1
        self.taps += taps
        target = self.page.locator(selector).first
        target.wait_for()
        self._timed(target.click)

    def choose(self, name: str, code: str) -> None:
        self.tap(f"label:has([name='{name}'][value='{code}'])")

    def select(self, name: str, text: str) -> None:
        """A list is opened, and its first lines hold what most people choose."""
        self.fields += 1
        self.taps += 2
        self._timed(lambda: self.page.locator(f"[name='{name}']").select_option(text))

    def on(self, part: str) -> None:
        # The page is deaf for a moment after a part has come, and a person reads its heading meanwhile.
        self.page.wait_for_timeout(400)
        self.tap("[data-next]")
        until(self.page, f"document.querySelector('{part}').checkVisibility()")

    def seconds(self, letters_a_second: float, read: float, tap: float) -> float:
        return self.letters / letters_a_second + self.fields * read + self.taps * tap + self.waited


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench declare", description=__doc__)
    parser.add_argument("--letters", type=float, default=LETTERS_A_SECOND, help="letters a second")
    parser.add_argument("--read", type=float, default=READ_SECONDS, help="seconds to read a field")
    parser.add_argument("--tap", type=float, default=TAP_SECONDS, help="seconds a tap takes")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data", "--small-demo")
        server.start()
        context = playwright.chromium.launch_persistent_context(
            str(Path(folder) / "profile"),
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"],
            locale="vi-VN",
            **PHONE,
        )
        page = context.pages[0]
        address = f"http://localhost:{server.port}/to-khai/khai-sinh"
        page.goto(address)
        until(page, "document.querySelector('[data-opens-offline]')")
        server.stop()
        page.goto(address)
        slow_processor(context, page, PROCESSOR_SLOWDOWN)
        until(page, "document.querySelector('[data-declaration]').dataset.stepwise === ''")
        thumb = Thumb(page)
        _declare(thumb)
        shown = page.locator("[data-answers] [data-field=value]").all_inner_texts()
        context.close()
    seconds = thumb.seconds(chosen.letters, chosen.read, chosen.tap)
    twice = _twice(thumb.typed)
    print(f"{thumb.letters} letters, {thumb.fields} fields and buttons, {thumb.taps} taps, page {thumb.waited:.1f} s")
    print(f"{len(shown)} answers on the review, of {_fields()} fields that the form can ask")
    emit(f"declare (CPU ÷{PROCESSOR_SLOWDOWN})", seconds, "s", f"≤ {SECONDS_MAX} s", seconds <= SECONDS_MAX)
    emit("declare: values typed twice", len(twice), "values", "0", not twice)


def _fields() -> int:
    form = declaration_form.ours()["khai_sinh"]
    return sum(len(section["fields"]) for section in form["sections"])


def _twice(typed: list[str]) -> list[str]:
    """What was typed more than once, a year inside a whole date included."""
    return [
        text
        for at, text in enumerate(typed)
        if len(text) > 2 and any(text in other for place, other in enumerate(typed) if place != at)
    ]


def _declare(thumb: Thumb) -> None:
    thumb.tap("label:has([name=whose][value=own])")
    thumb.choose("requester.relation", "mother")
    thumb.type("requester.name", "Phạm Thị Lụa")
    thumb.type("requester.birth", "05031996")
    thumb.type("requester.residence", HOME)
    thumb.type("requester.id", "001196012345")
    thumb.on("#child")
    thumb.type("child.name", "Nguyễn Phạm Gia Hân")
    thumb.type("child.birth", "02112026")
    thumb.choose("child.sex", "female")
    thumb.select("child.ethnicity", "Kinh")
    thumb.type("child.birthplace", "Bệnh viện Đa khoa Hà Đông, phường Hà Đông, thành phố Hà Nội")
    thumb.type("child.hometown", "xã Hòa Xá, thành phố Hà Nội")
    thumb.on("#mother")
    thumb.tap("[data-same-section=mother] button")
    thumb.tap("[data-same='mother.ethnicity'] button")
    thumb.on("#father")
    thumb.type("father.name", "Nguyễn Bá Ước")
    thumb.type("father.birth", "1994")
    thumb.tap("[data-same='father.ethnicity'] button")
    thumb.tap("[data-same='father.residence'] button")
    thumb.type("father.id", "001094067891")
    thumb.on("#copies")
    thumb.choose("copies.wanted", "yes")
    thumb.type("copies.count", "2")
    # Enter in the last field leads to the review.
    until(thumb.page, "document.querySelector('[data-panel=review]').checkVisibility()")


if __name__ == "__main__":
    main()
