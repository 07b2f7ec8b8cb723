"""The ward after a working day (tests/ward_day.py), in the database of a server that a browser talks to."""

from app.records.database import database, open_database
from tests import ward_day
from tests.browser.serving import Server


def furnish(server: Server) -> dict[str, str]:
    """{rule of the route: address}."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        return ward_day.furnish()
