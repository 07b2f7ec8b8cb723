"""`dashboards`: every page of figures of a ward, asked as its people ask, at one and at ten million assistances.

A page is all of it: the session, the reads, the charts, the HTML; each is asked for the months of the last year and
for the whole of it. The history is filled straight into the tables (bench/long_history.py) and counted by
`bin/gandan recount`'s own code. Growth is that of the slowest page's median.
"""

import argparse
import dataclasses
import tempfile
import time
from contextlib import contextmanager
from datetime import date

from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from app import config, create_app
from app.ledger import recount
from app.records.database import database
from app.rules.clock import day_of
from app.web import sessions
from bench.long_history import LongHistory
from bench.report import emit
from tests import people
from tests.postgres_server import PostgresServer

SIZES = (1_000_000, 10_000_000)
MOST_MS, MOST_GROWTH = 80, 1.2
WARD_PAGES = ("", "/ho-tro", "/truc-tuyen", "/ho-so", "/nguoi-dan")


@contextmanager
def _ward(postgres: bool, slips: int):
    """Yields (the application, days that are over)."""
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        settings = config.load({"GD_DATA": folder, "GD_DEMO": "0", "GD_BASE_URL": "http://localhost"})
        server = PostgresServer() if postgres else None
        try:
            if server:
                settings = dataclasses.replace(settings, database_url=server.create("gandan"))
            app = create_app(settings)
            database.connect(reuse_if_open=True)
            people.settle_wards()
            _fill(postgres, slips)
            yield app
            database.close()
        finally:
            if server:
                server.remove()


def _fill(postgres: bool, slips: int) -> None:
    where, now = "PostgreSQL" if postgres else "SQLite", sessions.now_ms()
    if not postgres:
        database.execute_sql("PRAGMA synchronous = OFF")
    LongHistory(now).fill(slips)
    if not postgres:
        database.execute_sql("PRAGMA synchronous = FULL")
    started = time.perf_counter()
    counted = recount.repair(people.WARD, now)
    emit(f"cells of {slips} assistances, {where}", counted.cells, "cells", "none promised", True)
    emit(f"recount of {slips} assistances, {where}", time.perf_counter() - started, "s", "none promised", True)


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


def _asked(app, person: people.Someone, paths: list[str], rounds: int) -> list[float]:
    """Milliseconds of every answer, sorted."""
    client = FlaskClient(app, Response, use_cookies=True)
    client.set_cookie(sessions.COOKIE, sessions.start_session(people.WARD, person.id, sessions.now_ms()))
    took = []
    for turn in range(rounds + 1):
        for path in paths:
            started = time.perf_counter()
            answer = client.get(path, headers={"Sec-Fetch-Site": "same-origin"})
            milliseconds = (time.perf_counter() - started) * 1000
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
            if turn:
                took.append(milliseconds)
    return sorted(took)


def _measure(app, rounds: int) -> dict[str, list[float]]:
    """{page: milliseconds, sorted}"""
    periods = _periods()
    found = {}
    for page in WARD_PAGES:
        found[f"/so-lieu{page}"] = _asked(app, people.MINH, [f"/so-lieu{page}{words}" for words in periods], rounds)
    found["/so-lieu/hom-nay"] = _asked(app, people.MINH, ["/so-lieu/hom-nay"] * 10, rounds)
    found["/so-lieu (lead)"] = _asked(app, people.HUNG, [f"/so-lieu{words}" for words in periods], rounds)
    found["/so-lieu (volunteer)"] = _asked(app, people.LAN, ["/so-lieu"] * 10, rounds)
    found["/to-dan-pho/…"] = _asked(app, people.MINH, [f"/to-dan-pho/tdp-{n:02d}" for n in range(1, 20)], rounds)
    return found


def _share(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(share * len(took)))]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench dashboards", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="assistances, the smallest first")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL")
    chosen = parser.parse_args(arguments)
    where = "PostgreSQL" if chosen.postgres else "SQLite"
    medians: dict[int, dict[str, float]] = {}
    for slips in chosen.sizes:
        with _ward(chosen.postgres, slips) as app:
            found = _measure(app, chosen.rounds)
        medians[slips] = {page: _share(took, 0.5) for page, took in found.items()}
        for page, took in found.items():
            p95 = _share(took, 0.95)
            emit(f"{page} at {slips} assistances, p95, {where}", p95, "ms", f"≤ {MOST_MS} ms", p95 <= MOST_MS)
    small, large = medians[chosen.sizes[0]], medians[chosen.sizes[-1]]
    page, growth = max(((page, large[page] / small[page]) for page in small), key=lambda one: one[1])
    told = f"growth from {chosen.sizes[0]} to {chosen.sizes[-1]}, at most ({page}), {where}"
    emit(told, growth, "×", f"≤ {MOST_GROWTH} ×", growth <= MOST_GROWTH)


if __name__ == "__main__":
    main()
