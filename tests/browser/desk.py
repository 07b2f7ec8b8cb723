"""A person at the ward's desk: signs in, finds an assistance, opens it, fetches its slip and reads the paper."""

import base64
import subprocess
from urllib.parse import quote

from tests import people
from tests.browser.driver import Browser

_FETCH = """async (path) => {
  const response = await fetch(path);
  const bytes = new Uint8Array(await response.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { status: response.status, type: response.headers.get("Content-Type"), bytes: btoa(text) };
}"""


class Desk:
    def __init__(self, browser: Browser):
        self.browser = browser

    def sign_in(self, person: people.Someone) -> None:
        browser = self.browser
        browser.goto("/dang-nhap")
        browser.choose("[name=phuong]", person.ward)
        browser.fill("[name=login]", person.login)
        browser.fill("[name=password]", people.PASSWORD)
        browser.click("form[action='/dang-nhap'] button[type=submit]")
        browser.wait_path("/")

    def find(self, query: str) -> list[str]:
        """What the list shows for a search, one text a row."""
        self.browser.goto(f"/luot-ho-tro?q={quote(query)}")
        return self.browser.evaluate(
            "() => [...document.querySelectorAll('#results tbody tr')].map((e) => e.innerText.replace(/\\s+/g, ' '))"
        )

    def open_first(self) -> str:
        """Opens the first row found; its path."""
        href = self.browser.evaluate("() => document.querySelector('#results tbody a').getAttribute('href')")
        self.browser.goto(href)
        return href

    def slip_text(self, path: str) -> str:
        """The words on the A5 slip of an assistance, read back from the PDF that the browser was given."""
        return self.sheet_text(f"{path}/phieu.pdf?kho=a5")

    def sheet_text(self, path: str) -> str:
        """The words on a printed sheet."""
        answer = self.browser.evaluate(_FETCH, path)
        assert answer["status"] == 200, answer["status"]
        assert answer["type"] == "application/pdf"
        pdf = base64.b64decode(answer["bytes"])
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(told.stdout.decode().split())
