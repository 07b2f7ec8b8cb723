"""What is PostgreSQL's own: how it is opened, what its errors are called, how a lost connection heals, who waits."""

import signal
import threading
from contextlib import suppress

import psycopg
import pytest
from peewee import DatabaseError, OperationalError

from app.config import SettingsError
from app.records import assistance, batch
from app.records.database import database, lock_ward, open_database, storage_problem
from app.records.ledger_entry import LedgerEntry
from app.rules.assistance import Scope
from app.rules.assistance_search import Search
from tests import people
from tests.ledger.devices import Tablet, statuses
from tests.web.wire_client import WireDevice

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(databases):
    return databases.server


def refused(statement: str, *before: str) -> BaseException:
    """What the statement raises after the others, on a connection of its own."""
    try:
        for one in before:
            database.execute_sql(one)
        with pytest.raises(DatabaseError) as error:
            database.execute_sql(statement)
    finally:
        database.close()
    return error.value


def test_a_server_that_is_not_there_is_said_without_the_password(server):
    with pytest.raises(SettingsError) as told:
        open_database(f"postgresql://gandan:bi-mat@/gandan?host={server.folder}/nowhere")
    assert "Không nối được tới PostgreSQL" in str(told.value)
    assert "bi-mat" not in str(told.value)


def test_a_database_that_is_not_there_is_said(server):
    with pytest.raises(SettingsError, match=r"Không nối được.*khong-co"):
        open_database(server.url("khong-co"))


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_of_another_encoding_is_refused_with_the_way_out(server, encoding):
    name = f"of_{encoding.lower()}"
    server.do(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
    with pytest.raises(SettingsError, match="CREATE DATABASE gandan TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"):
        open_database(server.url(name))
    server.drop(name)


def test_a_database_that_sorts_like_a_dictionary_is_refused(server):
    known = server.do(
        "SELECT collcollate FROM pg_collation WHERE collprovider = 'c' "
        "AND collcollate NOT IN ('C', 'POSIX', 'C.utf8', 'C.UTF-8') AND collencoding IN (-1, 6) LIMIT 1"
    )
    if not known:
        pytest.skip("this machine has no locale but C: nothing sorts like a dictionary here")
    server.do(f"CREATE DATABASE of_words TEMPLATE template0 ENCODING 'UTF8' LOCALE '{known[0][0]}'")
    with pytest.raises(SettingsError, match="sắp chữ theo cách khác"):
        open_database(server.url("of_words"))
    server.drop("of_words")


def test_c_utf8_sorts_as_c_does(server):
    server.do("CREATE DATABASE of_c_utf8 TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin LOCALE 'C.UTF-8'")
    open_database(server.url("of_c_utf8")).close()
    server.drop("of_c_utf8")


def test_what_was_acknowledged_is_on_the_disk_whatever_the_server_was_told(app, server):
    name = database.obj.database.partition("@/")[2].partition("?")[0]
    server.do(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    database.close()
    assert database.execute_sql("SHOW synchronous_commit").fetchone()[0] == "on"
    server.do(f'ALTER DATABASE "{name}" SET synchronous_commit = remote_apply')
    database.close()
    assert database.execute_sql("SHOW synchronous_commit").fetchone()[0] == "remote_apply"
    server.do(f'ALTER DATABASE "{name}" RESET synchronous_commit')
    with database.atomic():
        assert database.execute_sql("SHOW transaction_isolation").fetchone()[0] == "read committed"


def test_errors_of_the_server_have_the_same_names_as_those_of_a_file(app, server):
    full = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$"
    assert storage_problem(refused(full)) == "disk_full"
    read_only = refused("UPDATE ledger_head SET v = 9", "SET default_transaction_read_only = on")
    assert storage_problem(read_only) == "data_read_only"
    slow = refused("SELECT pg_sleep(5)", "SET statement_timeout = 50")
    assert storage_problem(slow) == "busy"
    with psycopg.connect(database.obj.database) as other:
        other.execute("SELECT v FROM ledger_head FOR UPDATE")
        locked = refused("UPDATE ledger_head SET v = 9", "SET lock_timeout = 50")
    assert storage_problem(locked) == "busy"
    assert storage_problem(refused("SELECT nothing")) is None
    assert storage_problem(refused("SELECT 1 / 0")) is None


def test_too_many_connections_are_a_server_that_is_busy(app, server):
    server.do("CREATE ROLE guest LOGIN CONNECTION LIMIT 0")
    with pytest.raises(psycopg.OperationalError) as error:
        psycopg.connect(database.obj.database.replace("gandan@", "guest@"))
    assert storage_problem(error.value) == "busy"
    server.do("DROP ROLE guest")


def test_two_that_wait_for_each_other_end_with_one_that_is_told_to_come_back(app):
    both, told = threading.Barrier(2), []

    def take(first: int, second: int):
        try:
            with database.atomic():
                database.execute_sql("SET LOCAL deadlock_timeout = 50")
                database.execute_sql("SELECT v FROM ledger_head WHERE ward_id = %s FOR UPDATE", (first,))
                both.wait()
                database.execute_sql("SELECT v FROM ledger_head WHERE ward_id = %s FOR UPDATE", (second,))
        except OperationalError as error:
            told.append(storage_problem(error))
        finally:
            database.close()

    threads = [threading.Thread(target=take, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert told == ["busy"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
def test_the_next_request_after_a_restart_is_answered(app, visitor, server, how):
    device = WireDevice(app)
    device.enrol()
    device.open_shift()
    slip = device.tablet.record()
    assert visitor.get("/").status_code == 200
    server.stop(how)
    try:
        away = device.push(slip)
        assert (away.status_code, away.get_json()["code"]) == (503, "busy")
        assert visitor.get("/").status_code == 503
    finally:
        server.start()
    assert visitor.get("/").status_code == 200
    assert [result["status"] for result in device.push(slip).get_json()["results"]] == ["ok"]


def test_a_transaction_that_lost_its_server_is_not_half_kept(app, server):
    def torn():
        with database.atomic():
            batch.insert(assistance.AssistanceDifficulty, [{"ward_id": 1, "assistance": "a", "difficulty": "b"}])
            server.stop(signal.SIGQUIT)
            server.start()
            # Not on a new connection: what stood before it would be missing.
            batch.insert(assistance.AssistanceDifficulty, [{"ward_id": 1, "assistance": "a", "difficulty": "c"}])

    with pytest.raises(OperationalError):
        torn()
    assert assistance.AssistanceDifficulty.select().count() == 0


def test_what_lost_its_server_before_its_commit_is_not_taken_for_stored(app, server):
    def torn():
        with database.atomic():
            batch.insert(assistance.AssistanceDifficulty, [{"ward_id": 1, "assistance": "a", "difficulty": "b"}])
            server.stop(signal.SIGQUIT)
            server.start()

    with pytest.raises(OperationalError):
        torn()
    assert assistance.AssistanceDifficulty.select().count() == 0


def test_a_transaction_in_which_a_failure_was_swallowed_is_not_taken_for_stored(app):
    def swallowing():
        with database.atomic():
            batch.insert(assistance.AssistanceDifficulty, [{"ward_id": 1, "assistance": "a", "difficulty": "b"}])
            with suppress(DatabaseError):
                database.execute_sql("SELECT nothing")

    with pytest.raises(DatabaseError):
        swallowing()
    assert assistance.AssistanceDifficulty.select().count() == 0


def test_one_ward_does_not_wait_for_another(app):
    here, there = Tablet(), Tablet(people.OTHER_WARD, people.THAO)
    for tablet in (here, there):
        tablet.push(tablet.open_shift())
    slip, done = here.record(sealed=False), threading.Event()

    def push():
        here.push(slip)
        database.close()
        done.set()

    thread = threading.Thread(target=push)
    with psycopg.connect(database.obj.database) as held:
        held.execute("SELECT v FROM ledger_head WHERE ward_id = %s FOR UPDATE", (people.WARD,))
        thread.start()
        assert statuses(there.push(there.record(sealed=False))) == [("ok", "")]
        assert not done.wait(0.3)
    assert done.wait(30)
    thread.join()


def test_the_wards_lock_is_the_first_thing_the_door_asks_for(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    asked = []
    database.obj.query_hooks.append(lambda event: asked.append(event.sql))
    tablet.push(tablet.record(sealed=False))
    database.obj.query_hooks.clear()
    assert asked[0].endswith("FOR UPDATE")
    with database.atomic():
        lock_ward(people.WARD)


def test_a_page_is_read_from_the_index_in_its_order(app):
    """No sorting: that is what keeps the first page of a hundred thousand rows as quick as the first of ten."""
    plans = []
    execute = database.execute_sql

    def explain(sql, params=None, *more):
        plans.extend(row[0] for row in execute("EXPLAIN " + sql, params).fetchall())
        return execute(sql, params, *more)

    # A table of no rows is read whole, however it is indexed.
    database.execute_sql("SET enable_seqscan = off")
    database.execute_sql("SET enable_bitmapscan = off")
    # Nor is anything dearer than sorting none of them.
    database.execute_sql("SET enable_sort = off")
    database.execute_sql("SET enable_incremental_sort = off")
    database.obj.execute_sql = explain
    try:
        for cursor in (None, (1_790_000_000_000, "x")):
            assistance.page(people.WARD, Scope(whole_ward=True), Search(), 30, cursor)
    finally:
        del database.obj.execute_sql
        database.close()
    assert any("assistance_ward_id_happened_at_id" in plan for plan in plans)
    assert not any("Sort" in plan for plan in plans)
    assert not [plan for plan in plans if "Sort" in plan]


def test_what_an_operation_may_carry_fits(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    assert statuses(tablet.push(tablet.record(sealed=False) | {"b": 2**53 - 1})) == [("ok", "")]
    assert LedgerEntry.select(LedgerEntry.base).order_by(LedgerEntry.v.desc()).scalar() == 2**53 - 1
