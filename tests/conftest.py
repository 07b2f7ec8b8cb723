"""What every test may ask for: an application over two settled wards, fresh for each test, and page clients.

On SQLite, or with GD_TEST_DATABASE=postgres on a private PostgreSQL (`bin/test --postgres`).
"""

import dataclasses
import faulthandler

import hypothesis
import pytest

from app import config, create_app
from app.records.database import database, migrate, open_database
from tests import people
from tests.databases import ON_POSTGRES, PostgresDatabases, SqliteFiles
from tests.page_client import PageClient
from tests.sharing import Sharing, turn
from tests.ward_guard import guarded

# How long one example takes on a busy machine says nothing of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# The simulator and the power cuts bring an SQLite of their own.
ABOUT_SQLITE = ("tests/crash/", "tests/ledger/simulator/", "tests/ledger/test_simulator")
REASONS = {"sqlite": "about SQLite itself", "postgres": "about PostgreSQL itself"}
OTHER = "sqlite" if ON_POSTGRES else "postgres"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(ABOUT_SQLITE):
            item.add_marker("sqlite")
        if item.get_closest_marker(OTHER):
            item.add_marker(pytest.mark.skip(reason=REASONS[OTHER]))
    items.sort(key=lambda item: turn(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Sharing(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.fixture(autouse=True)
def _time_for_the_long_ones(request):
    """Thousands of schedules on a busy machine may take longer than a browser may hang (pytest.ini)."""
    if request.node.get_closest_marker("slow"):
        faulthandler.cancel_dump_traceback_later()


def pytest_terminal_summary(terminalreporter):
    left_out = [one for one in terminalreporter.stats.get("skipped", []) if REASONS[OTHER] in str(one.longrepr)]
    if left_out:
        here, there = ("PostgreSQL", "bin/test") if ON_POSTGRES else ("SQLite", "bin/test --postgres")
        terminalreporter.write_line(
            f"on {here}: {len(left_out)} tests {REASONS[OTHER]} were left out; {there} runs them", yellow=True
        )


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    """Makes, copies and drops databases of the kind under test."""
    made = PostgresDatabases() if ON_POSTGRES else SqliteFiles(tmp_path_factory.mktemp("databases"))
    yield made
    made.remove()


@pytest.fixture(scope="session")
def settled(databases, tmp_path_factory):
    """(the application, the database of two settled wards that each test copies)."""
    folder = tmp_path_factory.mktemp("settled")
    settings = config.load({"GD_DATA": str(folder), "GD_DEMO": "0", "GD_BASE_URL": "http://localhost"})
    if ON_POSTGRES:
        settings = dataclasses.replace(settings, database_url=databases.new())
    app = create_app(settings)
    app.config["TESTING_SHOWS_ERRORS"] = True
    database.connect(reuse_if_open=True)
    people.settle_wards()
    databases.finish(settings.database)
    return app, settings.database


@pytest.fixture
def app(settled, databases):
    """The application over its own copy of the two wards. No statement of ours may leave its ward."""
    app, source = settled
    target = databases.copy(source)
    opened = open_database(target)
    # No application context here: requests would share its `g`, and so the person of the first one.
    with guarded(opened):
        opened.connect(reuse_if_open=True)
        yield app
    opened.close()
    databases.drop(target)


@pytest.fixture
def visitor(app):
    """A page client nobody has signed in with."""
    return PageClient(app)


@pytest.fixture
def sign_in(app):
    """sign_in(people.LAN) → a page client of that person."""

    def make(person: people.Someone) -> PageClient:
        return PageClient(app).signed_in(person)

    return make


@pytest.fixture
def empty_database(databases):
    """The address of a database without a single table."""
    target = databases.new()
    yield target
    databases.drop(target)


@pytest.fixture
def empty_app(settled, empty_database):
    """The application over a database without any ward."""
    app, _ = settled
    opened = open_database(empty_database)
    migrate(opened)
    yield app
    opened.close()
