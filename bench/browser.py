"""A real server, a real Chromium phone and a wire with a price between them: what the browser figures share."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from app import demo
from app.ledger import enrolment
from app.records import staff, ward
from app.records.database import database, open_database
from bench.report import ROOT
from bench.slow_proxy import SlowProxy

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PROCESSOR_SLOWDOWN = 4

# When the form can be used: its save button wakes up when everything behind it is in place.
_WATCH = """
new MutationObserver(() => {
  const save = document.querySelector("[data-save]");
  if (save && !save.disabled && !window.usableAt) window.usableAt = performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true});
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The demo ward on a free port, as a newcomer would run it."""

    def __init__(self, folder: Path):
        self.folder, self.port, self.process = folder, _free_port(), None

    def start(self) -> None:
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port), "--data", str(self.folder)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server did not come up")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def enrolment_code(self) -> str:
        opened = open_database(self.folder / "gandan.sqlite3")
        try:
            admin = staff.staff_by_login(1, "quan-tri")
            return enrolment.make_code(ward.ward(1), "diem-ct1a", admin["id"], int(time.time() * 1000))
        finally:
            opened.close()

    def count(self, table: str) -> int:
        opened = open_database(self.folder / "gandan.sqlite3")
        try:
            return database.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        finally:
            opened.close()


@contextmanager
def phone():
    """Yields (server, proxy, context, page): an enrolled phone in an open shift, everything kept for offline."""
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data")
        server.start()
        proxy = SlowProxy(server.port)
        context = playwright.chromium.launch_persistent_context(
            str(Path(folder) / "profile"),
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            env={**os.environ, "LANG": "C.UTF-8"},
            **PHONE,
        )
        context.add_init_script(_WATCH)
        page = context.pages[0]
        try:
            _enrol(page, server, proxy)
            yield server, proxy, context, page
        finally:
            context.close()
            proxy.close()
            server.stop()


def address(proxy: SlowProxy, path: str) -> str:
    return f"http://localhost:{proxy.port}{path}"


def _enrol(page, server: Server, proxy: SlowProxy) -> None:
    page.goto(address(proxy, "/truc/ghi-danh"))
    page.fill("#code", server.enrolment_code())
    page.fill("#name", "Máy đo")
    page.click("[data-enrol] button[type=submit]")
    page.wait_for_url("**/truc/mo-ca")
    page.fill("#login", "co-lan")
    page.fill("#password", demo.PASSWORD)
    page.click("[data-shift] button[type=submit]:visible")
    page.wait_for_url("**/truc")
    until(page, "navigator.serviceWorker.controller || navigator.serviceWorker.ready.then((r) => !!r.active)")
    page.goto(address(proxy, "/truc/ghi"))
    usable_after(page)
    until(page, "document.querySelector('[data-connection]').dataset.waiting === '0'")


def until(page, expression: str, seconds: float = 60) -> None:
    """Waits for a truth in the page. (Playwright's own wait needs eval, which our policy forbids.)"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if page.evaluate(f"async () => !!(await ({expression}))"):
            return
        time.sleep(0.02)
    raise SystemExit(f"never true: {expression}")


def usable_after(page) -> float:
    """Milliseconds from the start of the navigation until the form could be used."""
    until(page, "window.usableAt")
    return page.evaluate("() => window.usableAt")


def slow_processor(context, page, rate: int) -> None:
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
