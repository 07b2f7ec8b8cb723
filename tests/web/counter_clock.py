"""Every page of the counter at one moment: `clock.at("2026-11-20 14:30")` moves the pages and the desk together."""

import sys

from app.web import sessions
from tests.counter import CounterDesk, open_counter


class CounterClock:
    def __init__(self, monkeypatch, text: str = "2026-11-20 10:00"):
        open_counter()
        self.desk = CounterDesk().at(text)
        for module in [sessions, *self._pages()]:
            monkeypatch.setattr(module, "now_ms", lambda: self.desk.now)

    @staticmethod
    def _pages() -> list:
        """The modules that have taken the clock by its name."""
        web = [module for name, module in sys.modules.items() if name.startswith("app.web.")]
        return [module for module in web if getattr(module, "now_ms", None) is not None]

    def at(self, text: str) -> CounterDesk:
        return self.desk.at(text)
