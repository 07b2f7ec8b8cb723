"""Roll-ups equal a count of the rows by other means, whatever happened to them."""

from importlib import import_module

import pytest

from app.records import rollup
from app.records.base import listed
from app.records.database import database, writers_take_turns
from app.records.rollup import RollUp
from tests import people
from tests.ledger.eventful_ward import live_through

pytestmark = pytest.mark.usefixtures("app")
MIGRATION = import_module("migrations.0016_roll_up")


def kept() -> dict:
    """{cell: measures} of every ward, without what came to nothing."""
    found = {}
    for row in RollUp.select().tuples():
        if any(row[6:]):
            found[row[:6]] = row[6:]
    return found


def counted_by_sql() -> dict:
    """The same by the migration's statements, which know nothing of the rules."""
    with database.atomic() as transaction:
        before = RollUp.select().count()
        RollUp.delete().execute()
        MIGRATION.fill(database.execute_sql, writers_take_turns())
        found = kept()
        transaction.rollback()
    assert RollUp.select().count() == before
    return found


def test_a_ward_in_which_everything_happened(app):
    live_through()
    found = kept()
    assert found
    assert found == counted_by_sql()
