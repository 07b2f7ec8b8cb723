"""R20: whatever a demo ward prints from a browser says MẪU on every page, also where the page is no sheet of ours."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from bench.browser import Server


@pytest.fixture
def demo_ward(tmp_path):
    server = Server(tmp_path / "demo")
    server.start()
    yield f"http://localhost:{server.port}"
    server.stop()


def test_every_printed_page_of_a_demo_ward_says_so(playwright: Playwright, demo_ward, tmp_path: Path):
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page()
    for path in ("/thu-tuc", "/thu-tuc/1.001193", "/dang-nhap"):
        page.goto(demo_ward + path)
        printed = page.context.new_cdp_session(page).send("Page.printToPDF", {"preferCSSPageSize": True})
        (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed["data"]))
        text = subprocess.run(
            ["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, check=True
        )
        sheets = text.stdout.split("\f")[:-1]
        assert sheets, path
        assert all("MẪU" in sheet for sheet in sheets), path
    browser.close()
