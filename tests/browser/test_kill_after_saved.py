"""F45, F24: kill -9 of the whole browser right after "Đã lưu trên máy", and in the middle of sending."""

import time

import pytest

from tests import people
from tests.browser.conftest import ENGINES
from tests.browser.volunteer import Visit

pytestmark = pytest.mark.whole_browser

# One sealed record with its head; what a page asks for besides is smaller.
BATCH_BYTES_LEAST = 1_200


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_said_to_be_saved_survives_and_is_sent_once(server, on_duty, engine):
    lan = on_duty(engine)
    server.kill()
    first = lan.record(Visit(result="Hẹn lại"))
    lan.browser.kill()

    lan.browser.open()
    second = lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678"))
    lan.browser.kill()

    lan.browser.open()
    lan.browser.goto("/truc")
    lan.wait_counts(waiting=2)
    shown = lan.browser.text("[data-own-rows]")
    assert first in shown
    assert second in shown

    server.start()
    lan.wait_counts(waiting=0, sent=2)
    _one_row_each(server, [first, second])


@pytest.mark.parametrize("engine", ENGINES)
def test_killed_while_sending(server, on_duty, engine):
    """The server has the batch and the device never hears of it: sent again after the restart, and counted once."""
    lan = on_duty(engine)
    server.freeze()
    code = lan.record(Visit())
    lan.browser.wait("() => document.querySelector('[data-connection]').dataset.state === 'sending'")
    _wait_handed_over(server)
    lan.browser.kill()
    server.thaw()
    server.wait_ledger("assistance.record/1", 1)

    lan.browser.open()
    lan.browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    _one_row_each(server, [code])


def _wait_handed_over(server) -> None:
    """The screen says that it sends before the first byte has left the browser."""
    deadline = time.monotonic() + 60
    while server.unread_bytes() < BATCH_BYTES_LEAST:
        assert time.monotonic() < deadline, f"{server.unread_bytes()} bytes have left the browser"
        time.sleep(0.02)


def _one_row_each(server, codes) -> None:
    entries = server.ledger()
    assert len(entries) == len({entry["op"] for entry in entries}) == len(codes)
    rows = server.rows("SELECT tracking FROM assistance WHERE ward_id = ?", people.WARD)
    assert sorted(row["tracking"] for row in rows) == sorted(code.replace("-", "") for code in codes)
