"""The guard of the wards bites: a test of the application that forgets a ward, or mixes two, fails."""

import types

import pytest
from peewee import fn

from app.records import batch
from app.records import device as device_records
from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.base import Row
from app.records.database import across_wards, database
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, LedgerHead, Review
from app.records.ward import Ward
from tests import people
from tests.ward_guard import APP, WardGuardError, guarded, ward_tables


@pytest.fixture
def as_the_application():
    """as_the_application(function) → the same function, as if it stood in app/."""

    def moved(function):
        code = function.__code__.replace(co_filename=f"{APP}/records/a_mistake.py")
        return types.FunctionType(code, function.__globals__, closure=function.__closure__)

    return moved


@pytest.fixture
def watched(app):
    """What the guard refused; a connection of its own, so that the refusals do not fail the fixture `app`."""
    database.close()
    watching = guarded(database.obj)
    refused = watching.__enter__()
    yield refused
    database.close()
    refused.clear()
    watching.__exit__(None, None, None)


def everything():
    return list(Assistance.select().dicts())


def counted():
    return LedgerEntry.select(fn.COUNT(LedgerEntry.op)).where(LedgerEntry.entity == "x").scalar()


def by_a_value_of_its_own():
    return list(Device.select().where(Device.ward_id == Device.lane).dicts())


def a_part_of_a_join():
    on = LedgerEntry.op == Review.op
    return list(Review.select().join(LedgerEntry, on=on).where(Review.ward_id == people.WARD).dicts())


def in_a_subquery():
    met = AssistanceDifficulty.select(AssistanceDifficulty.assistance)
    return list(Assistance.select().where(Assistance.ward_id == people.WARD, Assistance.id.in_(met)).dicts())


def in_a_raw_statement():
    return database.execute_sql("SELECT v FROM ledger_head").fetchall()


def with_the_number_written_in():
    return database.execute_sql('SELECT "v" FROM "ledger_head" WHERE "ward_id" = 1').fetchall()


def changed():
    return Device.update(revoked_at=1).where(Device.id == "x").execute()


def deleted():
    return Review.delete().execute()


def a_ward_by_its_name():
    return Ward.get_or_none(Ward.name == "Phường Thử")


FORGETFUL = (
    everything,
    counted,
    by_a_value_of_its_own,
    a_part_of_a_join,
    in_a_subquery,
    in_a_raw_statement,
    with_the_number_written_in,
    changed,
    deleted,
    a_ward_by_its_name,
)


@pytest.mark.parametrize("forgetful", FORGETFUL, ids=lambda one: one.__name__)
def test_a_statement_without_its_ward_is_refused(watched, as_the_application, forgetful):
    with pytest.raises(WardGuardError):
        as_the_application(forgetful)()
    assert len(watched) == 1


def test_rows_that_name_no_ward_are_refused_below_peewee(watched, as_the_application):
    def insert():
        sql = 'INSERT INTO "assistance_difficulty" ("assistance", "difficulty") VALUES (?, ?)'
        batch.run_many(sql.replace("?", database.param), [("a", "b")])

    with pytest.raises(WardGuardError):
        as_the_application(insert)()


def in_one_transaction():
    with database.atomic():
        device_records.tablets(people.WARD)
        device_records.tablets(people.OTHER_WARD)


def in_one_statement():
    rows = [{"ward_id": ward, "assistance": "a", "difficulty": "b"} for ward in (people.WARD, people.OTHER_WARD)]
    AssistanceDifficulty.insert_many(rows).execute()


def in_one_batch():
    rows = [
        {"ward_id": ward, "assistance": "a", "difficulty": str(number)}
        for ward in (people.WARD, people.OTHER_WARD)
        for number in range(10)
    ]
    with database.atomic():
        batch.insert(AssistanceDifficulty, rows)


@pytest.mark.parametrize("mixing", [in_one_transaction, in_one_statement, in_one_batch], ids=lambda one: one.__name__)
def test_two_wards_together_are_refused(watched, as_the_application, mixing):
    with pytest.raises(WardGuardError, match=r"wards \[1, 2\]"):
        as_the_application(mixing)()


def test_two_wards_one_after_the_other_are_nobodys_harm(watched, as_the_application):
    def visits():
        for ward in (people.WARD, people.OTHER_WARD):
            device_records.tablets(ward)
            with database.atomic():
                LedgerHead.update(v=7).where(LedgerHead.ward_id == ward).execute()

    as_the_application(visits)()
    assert watched == []


def test_a_reason_given_in_the_code_is_taken(watched, as_the_application):
    def counts():
        with across_wards("how many slips this server holds"):
            return Assistance.select().count()

    assert as_the_application(counts)() == 0
    with pytest.raises(WardGuardError):
        as_the_application(everything)()


def test_what_a_test_asks_itself_is_not_looked_at(watched):
    assert LedgerHead.select().count() == 2


def test_a_refusal_that_the_application_swallows_fails_the_test_in_the_end(app, as_the_application):
    def parked():
        try:
            return list(Assistance.select().dicts())
        except Exception:
            return "parked"

    database.close()
    watching = guarded(database.obj)
    watching.__enter__()
    assert as_the_application(parked)() == "parked"
    database.close()
    with pytest.raises(WardGuardError, match="assistance"):
        watching.__exit__(None, None, None)


def test_every_table_of_a_ward_is_guarded(app):
    tables = {table for table in database.get_tables() if not table.startswith("schema_migration")}
    assert set(ward_tables()) == tables
    assert Row not in Row.__subclasses__()
