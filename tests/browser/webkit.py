"""WebKit through WebDriver, with a profile that outlives the browser (webkit_window.py)."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from urllib3.exceptions import HTTPError, ReadTimeoutError

from tests.browser.driver import FIND, WAIT_SECONDS, Browser, kill_all
from tests.browser.serving import free_port

WINDOW = Path(__file__).with_name("webkit_window.py")
# Longer than any command may take: WebKit's driver at times loses an answer, and would be waited for without end.
ANSWER_SECONDS = WAIT_SECONDS + 20

_ASK = """const [argument, done] = arguments;
Promise.resolve().then(() => (%s)(argument))
  .then((value) => done({ value }), (error) => done({ error: String(error) }));
"""


class WebKitBrowser(Browser):
    engine = "webkit"
    passing_errors = (WebDriverException, ReadTimeoutError)

    def __init__(self, display: str, origin: str, profile: Path):
        super().__init__(origin, profile)
        self.display = display

    def open(self) -> None:
        options = Options()
        options.binary_location = sys.executable
        options.add_argument(str(WINDOW))
        options.add_argument(str(self.profile))
        service = Service(
            shutil.which("WebKitWebDriver"),
            port=free_port(),
            env={**os.environ, "DISPLAY": self.display, "TZ": "Asia/Ho_Chi_Minh"},
        )
        self.driver = webdriver.WebKitGTK(options=options, service=service)
        self.driver.command_executor.client_config.timeout = ANSWER_SECONDS
        self.driver.set_script_timeout(WAIT_SECONDS)

    def close(self) -> None:
        self.driver.quit()

    def kill(self) -> None:
        kill_all(str(self.profile))
        with suppress(WebDriverException, HTTPError):
            self.driver.quit()

    def goto(self, path: str) -> None:
        self.driver.get(self.origin + path)

    def evaluate(self, function: str, argument=None):
        said = self.driver.execute_async_script(_ASK % function, argument)
        if "error" in said:
            raise WebDriverException(said["error"])
        return said.get("value")

    def wait(self, function: str, argument=None, seconds: float = WAIT_SECONDS):
        try:
            return super().wait(function, argument, seconds)
        except AssertionError as error:
            if not isinstance(error.__cause__, ReadTimeoutError):
                raise
            # The answer was lost, not the page.
            return super().wait(function, argument, seconds)

    def screenshot(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))

    def press(self, words: str) -> None:
        self.wait(f"words => Boolean(({FIND})(words))", words)
        self._tap(self.driver.execute_script(f"return ({FIND})(arguments[0])", words))

    def click(self, selector: str) -> None:
        self.wait("selector => Boolean(document.querySelector(selector))", selector)
        self._tap(self.driver.execute_script("return document.querySelector(arguments[0])", selector))

    def _tap(self, element) -> None:
        self.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def fill(self, selector: str, text: str) -> None:
        self.wait("selector => Boolean(document.querySelector(selector))", selector)
        element = self.driver.execute_script("return document.querySelector(arguments[0])", selector)
        element.clear()
        element.send_keys(text)
