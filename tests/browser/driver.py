"""One tiny interface over three engines: a browser with a profile of its own that can be closed and opened again.

Elements are found by their words, as a person finds them, or by a CSS selector when they have none.
"""

import os
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from copy import copy
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

# Other work may share the machine: generous, because a condition that holds ends the wait at once.
WAIT_SECONDS = 40
PHONE = {"width": 360, "height": 740}
# The same engine with and without a browser around it; the shell opens in a sixth of the time.
CHROMIUM, SHELL = "chromium", "chromium-headless-shell"

# Finds what a person would press: visible, and saying exactly (else beginning with) these words.
FIND = """words => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.matches(":disabled");
  const say = (e) => (e.getAttribute("aria-label") ?? e.innerText ?? "").replace(/\\s+/g, " ").trim();
  const all = [...document.querySelectorAll("button, a[href], summary, label, [role=option], input[type=submit]")];
  const shown = all.filter(seen);
  return shown.find((e) => say(e) === words) ?? shown.find((e) => say(e).startsWith(words)) ?? null;
}"""

_TEXT = """selector => [...document.querySelectorAll(selector)]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .map((e) => e.innerText.replace(/\\s+/g, " ").trim()).join("\\n")"""


class Browser(ABC):
    """What the volunteer's tests ask of any engine. Paths begin with / and belong to `origin`."""

    engine = ""
    passing_errors: tuple[type[Exception], ...] = ()
    # Errors and warnings on the console since the browser was opened, where the engine can be heard.
    said: tuple | list = ()

    def __init__(self, origin: str, profile: Path):
        self.origin = origin
        self.profile = profile

    @abstractmethod
    def open(self) -> None:
        """Starts the browser on its profile with one empty window."""

    @abstractmethod
    def close(self) -> None:
        """Closes every window as a person does; storage stays in the profile."""

    @abstractmethod
    def kill(self) -> None:
        """kill -9 of every process of the browser."""

    @abstractmethod
    def goto(self, path: str) -> None: ...

    @abstractmethod
    def evaluate(self, function: str, argument=None):
        """The JSON value of a JavaScript arrow function of one argument; a promise is awaited.

        Raises one of `passing_errors` when the page is just being replaced.
        """

    @abstractmethod
    def screenshot(self, path: Path) -> None: ...

    @abstractmethod
    def press(self, words: str) -> None:
        """Clicks the control that says these words, waiting for it to be there."""

    @abstractmethod
    def click(self, selector: str) -> None: ...

    @abstractmethod
    def fill(self, selector: str, text: str) -> None:
        """Replaces the value of a field as typing does."""

    def reopen(self) -> None:
        self.close()
        self.open()

    def text(self, selector: str = "body") -> str:
        return self.evaluate(_TEXT, selector)

    def path(self) -> str:
        return self.evaluate("() => location.pathname")

    def wait(self, function: str, argument=None, seconds: float = WAIT_SECONDS):
        """Polls until the function says something true and returns it; a page that is being replaced says nothing."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                said = self.evaluate(function, argument)
            except self.passing_errors as error:
                said = None
                if time.monotonic() > deadline:
                    raise AssertionError(f"{self.engine}: {function} could not be asked") from error
            if said:
                return said
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.engine}: in vain: {function} {argument!r}\n{self.text()[:1500]}")
            time.sleep(0.05)

    def wait_for(self, words: str, selector: str = "body", seconds: float = WAIT_SECONDS) -> None:
        """Until a visible element of the selector says the words."""
        self.wait(f"([selector, words]) => ({_TEXT})(selector).includes(words)", [selector, words], seconds)

    def wait_path(self, path: str) -> None:
        self.wait("path => location.pathname === path", path)

    def wait_worker(self) -> None:
        """Until a service worker stands behind this origin: from then on its pages open without the server.

        Not until it controls this page: a page that was under way while the worker claimed its clients is left out, and
        the next one is not. Nor until it says "activated": WebKit at times says so only to the next page.
        """
        self.wait("async () => Boolean((await navigator.serviceWorker?.getRegistration())?.active)")

    def choose(self, selector: str, value: str) -> None:
        """Chooses in a list by its value, as soon as the list offers it."""
        self.wait(
            """([selector, value]) => {
              const list = document.querySelector(selector);
              if (![...(list?.options ?? [])].some((option) => option.value === value)) return false;
              list.value = value;
              list.dispatchEvent(new Event("change", { bubbles: true }));
              return list.dispatchEvent(new Event("input", { bubbles: true }));
            }""",
            [selector, value],
        )

    def wait_value(self, selector: str, value: str) -> None:
        self.wait("([s, v]) => document.querySelector(s)?.value === v", [selector, value])


class PlaywrightBrowser(Browser):
    """Chromium and Firefox. `options` go to the context (JavaScript off, dark colours, another size); `args`: flags
    of Chromium's own; `program`: CHROMIUM where what surrounds the engine matters."""

    passing_errors = (PlaywrightError,)

    def __init__(self, engine: str, playwright: Playwright, origin: str, profile: Path, **options):
        super().__init__(origin, profile)
        self.engine = engine
        self.playwright = playwright
        self.options = {"viewport": PHONE, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options}
        self.said = []

    def open(self) -> None:
        options = dict(self.options)
        args = ["--no-sandbox", "--font-render-hinting=none", *options.pop("args", ())]
        how = {"executable_path": shutil.which(options.pop("program", SHELL)), "args": args}
        if self.engine == "firefox":
            how = {"executable_path": shutil.which("firefox-esr"), "channel": "moz-firefox"}
        launch = getattr(self.playwright, self.engine).launch_persistent_context
        self.context = launch(str(self.profile), **how, **options)
        self.context.set_default_timeout(WAIT_SECONDS * 1000)
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self.said.append(f"error {error.error}"))
        self.page: Page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def another_tab(self) -> "PlaywrightBrowser":
        """The same browser and storage seen through one more window."""
        tab = copy(self)
        tab.page = self.context.new_page()
        return tab

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type} {message.text}")

    def close(self) -> None:
        self.context.close()

    def kill(self) -> None:
        kill_all(str(self.profile))
        with suppress(PlaywrightError):
            self.context.close()

    def before_each_page(self, function: str) -> None:
        """Runs a JavaScript function in every page from now on, before its own scripts."""
        self.context.add_init_script(f"({function})()")

    def goto(self, path: str) -> None:
        self.page.goto(self.origin + path, wait_until="domcontentloaded")

    def evaluate(self, function: str, argument=None):
        return self.page.evaluate(function, argument)

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def press(self, words: str) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            self.wait(f"words => Boolean(({FIND})(words))", words)
            found = self.page.evaluate_handle(FIND, words).as_element()
            try:
                if found:
                    found.click()
                    return
            except PlaywrightError as error:
                # A list was drawn anew between the look and the click: nothing was pressed.
                if "not attached" not in str(error) or time.monotonic() > deadline:
                    raise

    def click(self, selector: str) -> None:
        self.page.click(selector)

    def fill(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)


def kill_all(mark: str) -> None:
    """kill -9 of every process whose command line names this profile, and of all their children."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,args=", "-ww"], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 2) for line in told.splitlines()]
    found = [int(pid) for pid, _, args in lines if mark in args and not args.startswith("ps ")]
    for parent in found:
        found += [int(pid) for pid, ppid, _ in lines if int(ppid) == parent and int(pid) not in found]
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
