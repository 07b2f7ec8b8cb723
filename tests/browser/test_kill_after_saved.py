"""F45, F24: kill -9 of the whole browser right after "Đã lưu trên máy", and in the middle of sending."""

import pytest

from tests import people
from tests.browser.conftest import ENGINES
from tests.browser.fault_proxy import lost_answer
from tests.browser.volunteer import Visit

pytestmark = pytest.mark.whole_browser


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
def test_killed_while_sending(server, wire, on_duty, engine):
    """The server has the batch and the device never hears of it: sent again after the restart, and counted once."""
    lan = on_duty(engine)
    wire.break_as(lost_answer())
    code = lan.record(Visit())
    server.wait_ledger("assistance.record/1", 1)
    lan.browser.kill()
    assert wire.hits, "the answer has reached the device"
    wire.heal()

    lan.browser.open()
    lan.browser.goto("/truc")
    lan.wait_counts(waiting=0, sent=1)
    _one_row_each(server, [code])


def _one_row_each(server, codes) -> None:
    entries = server.ledger()
    assert len(entries) == len({entry["op"] for entry in entries}) == len(codes)
    rows = server.rows("SELECT tracking FROM assistance WHERE ward_id = ?", people.WARD)
    assert sorted(row["tracking"] for row in rows) == sorted(code.replace("-", "") for code in codes)
