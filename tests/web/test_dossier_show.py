"""/ho-so/<id> with the four questions, and R1, R2, R3, R6 as a clerk and a head meet them on the page."""

import pytest

from app.web import dossier_receive, dossier_show, door, sessions
from tests import people
from tests.counter import LINKED, SAME_DAY, THREE_DAYS, CounterDesk, at, open_counter
from tests.web.form_reader import form_fields, main_text


class Clock:
    """Moves the ward's time for pages and for the desk alike."""

    def __init__(self, monkeypatch):
        self._monkeypatch = monkeypatch
        self.desk = CounterDesk()

    def at(self, text: str) -> CounterDesk:
        for module in (sessions, door, dossier_receive, dossier_show):
            self._monkeypatch.setattr(module, "now_ms", lambda: at(text))
        return self.desk.at(text)


@pytest.fixture
def clock(app, monkeypatch):
    open_counter()
    return Clock(monkeypatch)


def test_see(clock, sign_in):
    row = clock.at("2026-11-19 10:00").receive(THREE_DAYS)
    text = main_text(sign_in(people.HA).get(f"/ho-so/{row['id']}"))
    print(text)
    assert "Còn 3 ngày làm việc" in text
