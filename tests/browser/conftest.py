"""A server that can really die, and a browser of each engine with a profile of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.driver import CHROMIUM, Browser, PlaywrightBrowser
from tests.browser.fault_proxy import FaultProxy
from tests.browser.lobby import Lobby
from tests.browser.serving import Server
from tests.browser.volunteer import Volunteer
from tests.browser.webkit import WebKitBrowser

ENGINES = ("chromium", "firefox", "webkit")
# Firefox under WebDriver takes four times as long: it is left out where engines cannot differ.
TWO_ENGINES = ("chromium", "webkit")


# What bin/test leaves to GD_EVERY_ENGINE=1: engines that have not differed there, and take as long as all the rest of
# the file. docs/faults.md says when they were played last.
NOT_EACH_TIME = {
    "test_captive_wifi.py": ("webkit",),
    "test_counter_offline.py": ("firefox",),
    "test_faults_storage.py": ("firefox",),
    "test_fragments_and_pages.py": ("webkit",),
    "test_leaving_pages.py": ("webkit",),
    "test_new_release.py": ("firefox", "webkit"),
    "test_nothing_personal_at_rest.py": ("firefox",),
    "test_offline_pages.py": ("firefox",),
    "test_taps_and_tabs.py": ("firefox",),
    "test_two_people.py": ("webkit",),
}
EVERY_ENGINE = bool(os.environ.get("GD_EVERY_ENGINE"))


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" not in item.nodeid:
            continue
        item.add_marker("browser")
        left = NOT_EACH_TIME.get(item.path.name, ())
        if not EVERY_ENGINE and any(engine in item.name for engine in left):
            item.add_marker(pytest.mark.skip(reason="in this engine with GD_EVERY_ENGINE=1"))


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def display():
    """A screen for WebKit, which has no headless way. Yields its name."""
    read_end, write_end = os.pipe()
    command = [shutil.which("Xvfb"), "-displayfd", str(write_end), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=(write_end,), stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as said:
        number = said.readline().strip()
    yield f":{number}"
    screen.terminate()
    screen.wait()


@pytest.fixture
def server(settled, tmp_path):
    """A running server over its own copy of the two settled wards."""
    _, database_path = settled
    running = Server(tmp_path, database_path.parent)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def wire(server):
    """A wire before the server that breaks on command; browsers opened after it was asked for come through it."""
    proxy = FaultProxy(server.port)
    server.front = proxy.port
    yield proxy
    proxy.close()


@pytest.fixture
def empty_server(tmp_path):
    """A running server whose first admin has not come yet."""
    running = Server(tmp_path / "empty")
    running.data.mkdir(parents=True)
    running.start()
    yield running
    running.kill()


def new_browser(request, engine: str, server: Server, profile: Path, **options) -> Browser:
    """A browser of this engine on a new profile, open at nothing yet. Whoever asked for it kills it."""
    profile.mkdir()
    if engine == "webkit":
        # By number: WebKit at times gives up at the first of localhost's two addresses.
        origin = f"http://127.0.0.1:{server.front}"
        browser = WebKitBrowser(request.getfixturevalue("display"), origin, profile)
    else:
        if request.node.get_closest_marker("whole_browser"):
            options = {"program": CHROMIUM, **options}
        browser = PlaywrightBrowser(engine, request.getfixturevalue("playwright"), server.origin, profile, **options)
    browser.open()
    return browser


@pytest.fixture
def open_browser(request, server, tmp_path):
    """open_browser("firefox", **context options) → a browser on a new profile, closed after the test."""
    opened = []

    def make(engine: str = "chromium", **options):
        browser = new_browser(request, engine, server, tmp_path / f"profile-{len(opened)}", **options)
        opened.append(browser)
        return browser

    yield make
    for browser in opened:
        browser.kill()


@pytest.fixture
def on_duty(server, open_browser):
    """on_duty("webkit", people.LAN) → a volunteer whose new tablet is enrolled and whose shift is open."""

    def make(engine: str = "chromium", person=None, **options):
        volunteer = Volunteer(open_browser(engine, **options), server)
        volunteer.enrol(server.enrolment_code())
        volunteer.open_shift(person) if person else volunteer.open_shift()
        return volunteer

    return make


@pytest.fixture(scope="module", params=ENGINES)
def lobby(request, settled, tmp_path_factory):
    """A volunteer on duty behind a wire that breaks on command: one for all tests of a file, in each engine."""
    folder = tmp_path_factory.mktemp("lobby")
    server = Server(folder, settled[1].parent)
    server.start()
    wire = FaultProxy(server.port)
    server.front = wire.port
    browser = new_browser(request, request.param, server, folder / "profile")
    volunteer = Volunteer(browser, server)
    volunteer.enrol(server.enrolment_code())
    volunteer.open_shift()
    yield Lobby(volunteer, wire)
    browser.kill()
    wire.close()
    server.kill()
