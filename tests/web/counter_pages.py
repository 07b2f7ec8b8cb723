"""The counter's pages at a moment of our choosing: one clock for pages and for the desk."""

import pytest

from app.web import (
    door,
    dossier_amend,
    dossier_receive,
    dossier_sheets,
    dossier_show,
    sessions,
)
from tests.counter import CounterDesk, at, open_counter

_READ_THE_CLOCK = (sessions, door, dossier_receive, dossier_show, dossier_sheets, dossier_amend)


class Clock:
    """`clock.at("2026-11-19 10:00")` moves the ward's time and gives the desk of that moment."""

    def __init__(self, monkeypatch):
        self._monkeypatch = monkeypatch
        self.desk = CounterDesk()

    def at(self, text: str) -> CounterDesk:
        for module in _READ_THE_CLOCK:
            self._monkeypatch.setattr(module, "now_ms", lambda: at(text))
        return self.desk.at(text)


@pytest.fixture
def clock(app, monkeypatch):
    """The ward with its four procedures; Tuesday 24/11/2026 is a holiday."""
    open_counter()
    clock = Clock(monkeypatch)
    clock.at("2026-11-19 10:00")
    return clock
