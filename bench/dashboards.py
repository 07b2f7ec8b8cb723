"""`dashboards`: every page of figures of a ward, asked as its people ask, at one and at ten million assistances.

A page is all of it: the session, the reads, the charts, the HTML; each is asked for the months of the last year and
for the whole of it. The history is filled straight into the tables (bench/long_history.py); the smaller ward is counted
anew as every night. Both wards stand side by side and answer in turns, so that what else the machine does
is done to both; growth is between the medians of one page.
"""

import argparse
import dataclasses
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import date
from importlib import import_module

from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from app import config, create_app
from app.ledger import recount
from app.records import rollup, rollup_count
from app.records.database import database
from app.rules.clock import day_of
from app.web import sessions
from bench.long_history import LongHistory
from bench.report import emit
from tests import people
from tests.postgres_server import PostgresServer

SIZES = (1_000_000, 10_000_000)
MOST_MS, MOST_GROWTH = 80, 1.2
WARD_PAGES = ("/so-lieu", "/so-lieu/ho-tro", "/so-lieu/truc-tuyen", "/so-lieu/ho-so", "/so-lieu/nguoi-dan")


@contextmanager
def _ward(postgres: bool, slips: int):
    """Yields (an application, the opened database of a ward with so many slips)."""
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        settings = config.load({"GD_DATA": folder, "GD_DEMO": "0", "GD_BASE_URL": "http://localhost"})
        server = PostgresServer() if postgres else None
        try:
            if server:
                settings = dataclasses.replace(settings, database_url=server.create("gandan"))
            app = create_app(settings)
            opened = database.obj
            database.connect(reuse_if_open=True)
            people.settle_wards()
            _fill(postgres, slips)
            if slips <= min(SIZES):
                _check(postgres, slips)
            database.close()
            yield app, opened
            opened.close()
        finally:
            if server:
                server.remove()


def _fill(postgres: bool, slips: int) -> None:
    """The rows, and their cells by the migration's statements: the rule itself takes minutes for ten million."""
    if not postgres:
        database.execute_sql("PRAGMA synchronous = OFF")
    LongHistory(sessions.now_ms()).fill(slips)
    with database.atomic():
        import_module("migrations.0016_roll_up").fill(database.execute_sql, not postgres)
        rollup.add(people.WARD, rollup_count.counted(database.obj, people.WARD, ("household",)))
    if postgres:
        database.execute_sql("ANALYZE")
    else:
        database.execute_sql("PRAGMA synchronous = FULL")


def _check(postgres: bool, slips: int) -> None:
    """The night's count, which is the rule's own."""
    started, where = time.perf_counter(), "PostgreSQL" if postgres else "SQLite"
    counted = recount.check(people.WARD, sessions.now_ms())
    seconds = time.perf_counter() - started
    emit(f"recount of {slips} assistances, {where}", seconds, "s", "none promised", True)
    emit(f"cells that drifted of {counted.cells}, {where}", counted.drift, "cells", "none", not counted.drift)


def _periods() -> list[str]:
    """Addresses' words for each month of the last year and for the year, the month that runs without any."""
    today = date.fromisoformat(day_of(sessions.now_ms()))
    first = today.replace(day=1)
    found = ["", f"?tu={today.replace(year=today.year - 1).isoformat()}&den={today.isoformat()}"]
    for _ in range(11):
        last = date.fromordinal(first.toordinal() - 1)
        first = last.replace(day=1)
        found.append(f"?tu={first.isoformat()}&den={last.isoformat()}")
    return found


class Reader:
    """One person who asks for pages; `wards`: {slips: opened database}, all served by one application."""

    def __init__(self, app, wards: dict, person: people.Someone):
        self.wards = wards
        self.clients = {}
        for slips, opened in wards.items():
            database.initialize(opened)
            with database.connection_context():
                cookie = sessions.start_session(people.WARD, person.id, sessions.now_ms())
            self.clients[slips] = FlaskClient(app, Response, use_cookies=True)
            self.clients[slips].set_cookie(sessions.COOKIE, cookie)

    def ask(self, paths: list[str], rounds: int) -> dict[int, list[float]]:
        """{slips: milliseconds of every answer, sorted}; the first round warms up."""
        took = {slips: [] for slips in self.wards}
        for turn in range(rounds + 1):
            for path in paths:
                for slips in self.wards:
                    milliseconds = self._ask(slips, path)
                    if turn:
                        took[slips].append(milliseconds)
        return {slips: sorted(found) for slips, found in took.items()}

    def _ask(self, slips: int, path: str) -> float:
        database.initialize(self.wards[slips])
        started = time.perf_counter()
        answer = self.clients[slips].get(path, headers={"Sec-Fetch-Site": "same-origin"})
        milliseconds = (time.perf_counter() - started) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        return milliseconds


def _measure(app, wards: dict, rounds: int) -> dict[str, dict[int, list[float]]]:
    """{page: {slips: milliseconds, sorted}}"""
    leader, periods = Reader(app, wards, people.MINH), _periods()
    found = {page: leader.ask([f"{page}{each}" for each in periods], rounds) for page in WARD_PAGES}
    found["/so-lieu/hom-nay"] = leader.ask(["/so-lieu/hom-nay"] * 10, rounds)
    found["/to-dan-pho/…"] = leader.ask([f"/to-dan-pho/tdp-{number:02d}" for number in range(1, 20)], rounds)
    lead, volunteer = Reader(app, wards, people.HUNG), Reader(app, wards, people.LAN)
    found["/so-lieu (lead)"] = lead.ask([f"/so-lieu{each}" for each in periods], rounds)
    found["/so-lieu (volunteer)"] = volunteer.ask(["/so-lieu"] * 10, rounds)
    return found


def _share(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(share * len(took)))]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench dashboards", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="assistances")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL")
    chosen = parser.parse_args(arguments)
    where = "PostgreSQL" if chosen.postgres else "SQLite"
    with ExitStack() as stack:
        made = {slips: stack.enter_context(_ward(chosen.postgres, slips)) for slips in sorted(chosen.sizes)}
        wards = {slips: opened for slips, (_app, opened) in made.items()}
        found = _measure(made[min(made)][0], wards, chosen.rounds)
    for page, of_size in found.items():
        for slips, took in of_size.items():
            p95 = _share(took, 0.95)
            emit(f"{page} at {slips} assistances, p95, {where}", p95, "ms", f"≤ {MOST_MS} ms", p95 <= MOST_MS)
    small, large = min(wards), max(wards)
    grown = {page: _share(of_size[large], 0.5) / _share(of_size[small], 0.5) for page, of_size in found.items()}
    page, growth = max(grown.items(), key=lambda one: one[1])
    told = f"growth from {small} to {large} assistances, at most ({page}), {where}"
    emit(told, growth, "×", f"≤ {MOST_GROWTH} ×", growth <= MOST_GROWTH)


if __name__ == "__main__":
    main()
