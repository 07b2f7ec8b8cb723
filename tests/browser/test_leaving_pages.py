"""Pages are left in the middle of things. WebKit freezes a page that is left; what it had begun in the store would
block every later page for ever, so a page that is left must have given up: hop about, then save."""

import pytest

from tests.browser.conftest import TWO_ENGINES
from tests.browser.volunteer import Visit

# A page that is busy in the store at the very moment it is left, before and after it hears so.
_LEAVE_BUSY = """path => {
  const busy = () => {
    document.dispatchEvent(new Event("visibilitychange"));
    dispatchEvent(new Event("online"));
  };
  addEventListener("pagehide", busy);
  busy();
  location.assign(path);
}"""


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_page_left_in_the_middle_of_things_blocks_nothing(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    for path in ("/truc/cho-gui", "/truc/mo-ca", "/truc", "/truc/ghi", "/truc/cho-gui", "/truc/ghi"):
        browser.evaluate(_LEAVE_BUSY, path)
        browser.wait_path(path)
    lan.record(Visit())
    server.wait_ledger("assistance.record/1", 1)
    browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    # Back brings a page out of memory: it works as if it had never been away.
    browser.evaluate("() => history.back()")
    browser.wait_path("/truc/ghi")
    lan.record(Visit())
    server.wait_ledger("assistance.record/1", 2)
