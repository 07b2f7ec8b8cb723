"""A new release of the app comes in only when somebody asks, or when nobody is typing and the page is out of sight
(F51); one that cannot be fetched whole is not taken at all (F54); after it, every page still opens (F50)."""

import pytest

from tests.browser.conftest import ENGINES, TWO_ENGINES
from tests.browser.serving import other_tree
from tests.browser.test_offline_pages import PAGES
from tests.browser.volunteer import Visit

_RELEASE = "() => /\\/r\\/([^/]+)\\//.exec(document.querySelector('link[rel=stylesheet]').href)[1]"
# What the browser does by itself once a day, and the page every hour.
_LOOK = "async () => Boolean(await (await navigator.serviceWorker.getRegistration()).update())"
_OUT_OF_SIGHT = """() => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
  return document.dispatchEvent(new Event("visibilitychange"));
}"""
_TAKEN_OR_NOT = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const found = new Promise((done) =>
    registration.addEventListener("updatefound", () => done(registration.installing)));
  registration.update().catch(() => {});
  const worker = await found;
  while (!["installed", "redundant"].includes(worker.state)) {
    await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
  }
  return worker.state;
}"""


@pytest.fixture
def deploy(server, tmp_path):
    """deploy() → the same server with one changed byte in its style sheet."""

    def now() -> None:
        server.kill()
        server.tree = other_tree(tmp_path, {"static/css/tokens.css": ("--space-1: 4px", "--space-1: 5px")})
        server.start()

    return now


@pytest.mark.parametrize("engine", ENGINES)
def test_a_half_filled_form_keeps_its_words_until_the_person_asks(server, on_duty, deploy, engine):
    lan = on_duty(engine)
    browser = lan.browser
    lan.begin()
    lan.fill_in(Visit(name="Hồ Thị Bé", phone="0912345678"))
    before = browser.evaluate(_RELEASE)

    deploy()
    browser.evaluate(_LOOK)
    browser.wait_for("Có bản mới của ứng dụng")
    browser.press("Dùng bản mới")
    browser.wait_for("Đang có lượt ghi dở")
    assert browser.evaluate("() => document.querySelector('[name=name]').value") == "Hồ Thị Bé"
    assert browser.evaluate(_RELEASE) == before

    lan.save()
    lan.begin()
    browser.press("Dùng bản mới")
    browser.wait(f"before => ({_RELEASE})() !== before", before)
    server.wait_ledger("assistance.record/1", 1)

    server.kill()
    browser.reopen()
    for path, heading in PAGES.items():
        browser.goto(path)
        browser.wait_for(heading, "h1")
        assert browser.evaluate(_RELEASE) != before


def test_out_of_sight_and_clean_it_comes_in_by_itself(on_duty, deploy):
    lan = on_duty()
    browser = lan.browser
    browser.goto("/truc")
    before = browser.evaluate(_RELEASE)
    deploy()
    browser.evaluate(_LOOK)
    browser.wait_for("Có bản mới của ứng dụng")
    browser.evaluate(_OUT_OF_SIGHT)
    browser.wait(f"before => ({_RELEASE})() !== before", before)


def test_out_of_sight_with_words_in_the_form_it_waits(on_duty, deploy):
    lan = on_duty()
    browser = lan.browser
    lan.begin()
    lan.fill_in(Visit(note="Đang nghe bác kể"))
    before = browser.evaluate(_RELEASE)
    deploy()
    browser.evaluate(_LOOK)
    browser.wait_for("Có bản mới của ứng dụng")
    browser.evaluate(_OUT_OF_SIGHT)
    # Had it been let in, it would be in charge of this page before it could answer.
    waiting = "async () => (await navigator.serviceWorker.getRegistration()).waiting?.state"
    assert browser.evaluate(waiting) == "installed"
    assert browser.evaluate(_RELEASE) == before
    assert browser.evaluate("() => document.querySelector('[name=note]').value") == "Đang nghe bác kể"


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_release_with_a_missing_file_is_not_taken(server, on_duty, deploy, engine):
    lan = on_duty(engine)
    browser = lan.browser
    before = browser.evaluate(_RELEASE)
    old = {path.name for path in (server.data / "release").iterdir()}
    deploy()
    server.kill()
    (new,) = {path.name for path in (server.data / "release").iterdir()} - old
    for path in (server.data / "release" / new / "static" / "js").glob("duty.js*"):
        path.unlink()
    server.start()

    assert browser.evaluate(_TAKEN_OR_NOT) == "redundant"
    server.kill()
    browser.reopen()
    lan.record(Visit())
    assert browser.evaluate(_RELEASE) == before
