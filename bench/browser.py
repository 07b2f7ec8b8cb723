"""A real server, a real Chromium phone and a wire with a price between them: what the browser figures share."""

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.demo import ward as demo
from bench.serving import Server
from tests.browser.fault_proxy import FaultProxy

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PROCESSOR_SLOWDOWN = 4

# When the form can be used: its save button wakes up when everything behind it is in place.
_WATCH = """
new MutationObserver(() => {
  const save = document.querySelector("[data-save]");
  if (save && !save.disabled && !window.usableAt) window.usableAt = performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true});
"""


@contextmanager
def phone(enrolled: bool = True, whole_year: bool = False):
    """Yields (server, proxy, context, page): an enrolled phone in an open shift, everything kept for offline; or that
    of a stranger. `whole_year`: of the demo ward that has a year behind it.
    """
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data", *([] if whole_year else ["--small-demo"]))
        server.start()
        proxy = FaultProxy(server.port)
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
            if enrolled:
                _enrol(page, server, proxy)
            yield server, proxy, context, page
        finally:
            context.close()
            proxy.close()
            server.stop()


def address(proxy: FaultProxy, path: str) -> str:
    return f"http://localhost:{proxy.port}{path}"


def _enrol(page, server: Server, proxy: FaultProxy) -> None:
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


def forget_caches(context, page) -> None:
    """As if this phone had never been here."""
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.evaluate(
        """async () => {
          for (const name of await caches.keys()) await caches.delete(name);
          for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
        }"""
    )


def until_quiet(proxy) -> None:
    """Until nothing has passed for three seconds: the browser looks for a new worker a while after the page."""
    still_since, seen = time.monotonic(), -1
    while time.monotonic() - still_since < 3:
        if proxy.bytes_both != seen:
            seen, still_since = proxy.bytes_both, time.monotonic()
        time.sleep(0.05)


def slow_processor(context, page, rate: int) -> None:
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
