"""Every way a lobby's network breaks, in three engines, each time with somebody recording: the screen does not wait,
nothing is called delivered that is not, nothing is lost, and when the wire is whole again everything is there once
(F02, F08, F11, F12, F13, F16, F17, F20, F25, F29, F30)."""

import time

import pytest

from tests import people
from tests.browser import fault_proxy
from tests.browser.conservation import Balance

# How the wire breaks, what the line on the screen may say of it, and whether the server may have heard.
BREAKS = [
    (fault_proxy.REFUSE, "offline", False),
    (fault_proxy.RESET, "offline", False),
    (fault_proxy.CLOSE, "offline", False),
    (fault_proxy.gateway(502), "online", False),
    (fault_proxy.gateway(503), "online", False),
    (fault_proxy.PORTAL, "captive", False),
    (fault_proxy.PORTAL_REDIRECT, "captive", False),
    (fault_proxy.BLACK_HOLE, "sending", False),
    (fault_proxy.trickle(), "sending", True),
    (fault_proxy.lost_answer(path="/sync/"), "offline", True),
]
# F25: what a server, or something between, may answer to a sender who is right.
REFUSALS = (401, 403, 404, 409, 429, 500, 502, 503)
_ONLINE = """(says) => {
  Object.defineProperty(navigator, "onLine", { configurable: true, get: () => says });
  return dispatchEvent(new Event(says ? "online" : "offline"));
}"""


@pytest.mark.parametrize(("fault", "shown", "heard"), BREAKS, ids=lambda value: getattr(value, "kind", None))
def test_the_record_is_saved_at_once_and_delivered_once(lobby, fault, shown, heard):
    lobby.break_as(fault)
    lobby.record()
    lobby.wait_state(shown)
    assert heard or lobby.balance().waiting == 1
    assert lobby.heal() == Balance(lobby.created, 0, 0)


def test_the_answer_lost_twenty_times_is_one_row(lobby):
    rows = "SELECT id FROM assistance WHERE ward_id = ?"
    before = len(lobby.server.rows(rows, people.WARD))
    lobby.break_as(fault_proxy.lost_answer(times=20))
    lobby.record()
    while lobby.wire.hits < 20:
        hits = lobby.wire.hits
        lobby.wait_state("offline", "trouble", "online")
        lobby.send_now()
        _struck(lobby.wire, hits)
    assert lobby.heal() == Balance(lobby.created, 0, 0)
    assert len(lobby.server.rows(rows, people.WARD)) == before + 1


def test_no_refusal_takes_anything_out_of_the_outbox(lobby):
    lobby.break_as(fault_proxy.REFUSE)
    for _ in range(2):
        lobby.record()
    for status in REFUSALS:
        for fault in (fault_proxy.refusal(status, "some_code", "/sync/"), fault_proxy.gateway(status, "/sync/")):
            lobby.break_as(fault)
            lobby.send_now()
            _struck(lobby.wire)
            lobby.wait_state("trouble", "captive", "online")
            assert lobby.balance() == Balance(lobby.created - 2, 2, 0), fault
            # F08: what is sent carries no session and no token of a page.
            assert not any("cookie" in request.headers for request in lobby.wire.requests)
    assert lobby.heal() == Balance(lobby.created, 0, 0)


def test_a_small_limit_on_the_way_splits_the_batch(lobby):
    lobby.break_as(fault_proxy.REFUSE)
    for _ in range(4):
        lobby.record()
    lobby.break_as(fault_proxy.too_large(1800))
    lobby.send_now()
    assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)
    assert lobby.wire.hits > 0, "the whole outbox fitted: nothing was tried"


def test_what_the_browser_believes_about_the_network_decides_nothing(lobby):
    lobby.wire.heal()
    lobby.volunteer.begin()
    lobby.browser.evaluate(_ONLINE, False)
    lobby.record()
    assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)
    lobby.break_as(fault_proxy.REFUSE)
    lobby.record()
    lobby.browser.evaluate(_ONLINE, True)
    lobby.wait_state("offline")
    assert lobby.balance().waiting == 1
    lobby.wire.heal()
    lobby.browser.evaluate(_ONLINE, True)
    assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)


def _struck(wire, hits: int = 0) -> None:
    """Until the fault has struck once more."""
    until = time.monotonic() + 60
    while wire.hits <= hits:
        assert time.monotonic() < until, "nothing was tried"
        time.sleep(0.01)
