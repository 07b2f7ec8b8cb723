"""What every test may ask for: an application over two settled wards, fresh for each test, and page clients."""

import shutil

import pytest

from app import config, create_app
from app.records.database import database, open_database
from tests import people
from tests.page_client import PageClient


@pytest.fixture(scope="session")
def settled(tmp_path_factory):
    """(the application, the database file of two settled wards that each test copies)."""
    folder = tmp_path_factory.mktemp("settled")
    settings = config.load({"GD_DATA": str(folder), "GD_DEMO": "0", "GD_BASE_URL": "http://localhost"})
    app = create_app(settings)
    app.config["TESTING_SHOWS_ERRORS"] = True
    database.connect(reuse_if_open=True)
    people.settle_wards()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return app, settings.database_path


@pytest.fixture
def app(settled, tmp_path):
    """The application over its own copy of the two wards."""
    app, source = settled
    path = tmp_path / "gandan.sqlite3"
    shutil.copyfile(source, path)
    opened = open_database(path)
    # No application context here: requests would share its `g`, and so the person of the first one.
    opened.connect(reuse_if_open=True)
    yield app
    opened.close()


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
def empty_app(settled, tmp_path):
    """The application over a database without any ward."""
    from app.records.database import migrate

    app, _ = settled
    opened = open_database(tmp_path / "empty.sqlite3")
    migrate(opened)
    yield app
    opened.close()
