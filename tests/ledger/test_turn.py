"""Many writers at once (F70): first come, first served, nothing lost, and nobody hears "database is locked"."""

import threading
import time

import apsw
import pytest
from peewee import OperationalError

from app.ledger.chain import first_break
from app.records.database import database, light_transaction, writers_take_turns
from app.records.device import Device, DeviceNonce, use_nonce
from app.records.ledger_entry import LedgerEntry, LedgerHead
from app.records.turn import Turn
from tests import people
from tests.ledger.devices import Tablet

WRITERS, BATCHES, SIZE = 50, 3, 4


def test_a_turn_comes_in_the_order_of_asking():
    turn, order, threads = Turn(), [], []

    def wait_for_it(place):
        with turn:
            order.append(place)

    with turn:
        for place in range(20):
            thread = threading.Thread(target=wait_for_it, args=(place,))
            thread.start()
            threads.append(thread)
            while len(turn._waiting) <= place:
                time.sleep(0.001)
    for thread in threads:
        thread.join(20)
    assert order == list(range(20))


def test_an_error_hands_the_turn_on():
    turn = Turn()
    with pytest.raises(KeyError), turn:
        raise KeyError
    with turn:
        pass


def test_who_has_the_turn_and_asks_for_it_again_is_told():
    turn = Turn()
    assert not turn.is_mine
    with turn, pytest.raises(RuntimeError):
        turn.take()
    assert not turn.is_mine


@pytest.mark.sqlite
def test_single_statements_and_transactions_write_in_the_order_of_asking(app):
    """A sign-in behind forty pushes waits for those before it, not for the luck of SQLite's busy handler."""
    tablet, order, threads = Tablet(), [], []
    turn = database.obj._turn

    def write(place):
        with database.connection_context():
            if place % 2:
                Device.update(seen_at=place).where(Device.ward_id == 1, Device.id == tablet.id).execute()
                order.append(place)
            else:
                with database.atomic():
                    order.append(place)

    with database.atomic():
        for place in range(10):
            threads.append(threading.Thread(target=write, args=(place,)))
            threads[-1].start()
            while len(turn._waiting) <= place:
                time.sleep(0.001)
        assert order == []
    for thread in threads:
        thread.join(20)
    # A single statement says that it is done after it has handed on.
    assert [place for place in order if place % 2 == 0] == [0, 2, 4, 6, 8]
    assert sorted(order) == list(range(10))
    assert not turn._waiting
    assert Device.get(Device.ward_id == 1, Device.id == tablet.id).seen_at == 9


@pytest.mark.sqlite
def test_whatever_happens_to_a_transaction_the_turn_is_handed_on(app):
    turn = database.obj._turn
    with pytest.raises(KeyError), database.atomic():
        raise KeyError
    assert not turn.is_mine
    with database.atomic():
        assert turn.is_mine
        with pytest.raises(KeyError), database.atomic():
            raise KeyError
        assert turn.is_mine
    other = apsw.Connection(database.obj.database)
    other.execute("BEGIN IMMEDIATE")
    database.execute_sql("PRAGMA busy_timeout = 1")
    with pytest.raises(OperationalError), database.atomic():
        pass
    assert not turn.is_mine
    with database.atomic("DEFERRED"):
        assert not turn.is_mine
    other.close()
    with database.atomic():
        pass
    with database.atomic():
        database.connection().execute("ROLLBACK")
    assert not turn.is_mine


def test_fifty_writers_lose_nothing(app):
    tablets = [Tablet() for _ in range(WRITERS)]
    made = []
    for tablet in tablets:
        tablet.push(tablet.open_shift())
        made.append([[tablet.record(sealed=False) for _ in range(SIZE)] for _ in range(BATCHES)])
    ready, troubles, answers = threading.Barrier(WRITERS), [], []

    def write(tablet, batches):
        try:
            with database.connection_context():
                ready.wait(20)
                for batch in batches:
                    answers.extend(result["status"] for result in tablet.push(*batch).results)
                    # The server's other writes of a push: they take their turn, too.
                    assert use_nonce(people.WARD, tablet.id, str(len(answers)) + batch[0]["op"], tablet.now)
        except BaseException as trouble:
            troubles.append(trouble)
            raise

    threads = [threading.Thread(target=write, args=pair) for pair in zip(tablets, made, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not troubles
    assert answers == ["ok"] * WRITERS * BATCHES * SIZE
    entries = list(LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).order_by(LedgerEntry.v).dicts())
    assert first_break(entries) is None
    assert entries[-1]["v"] == LedgerHead.get(LedgerHead.ward_id == people.WARD).v
    for tablet in tablets:
        assert [entry["q"] for entry in entries if entry["device"] == tablet.id] == list(range(1, tablet.q + 1))


@pytest.mark.sqlite
def test_a_light_transaction_leaves_the_next_one_as_safe_as_ever(app):
    def safe() -> bool:
        return database.execute_sql("PRAGMA synchronous").fetchone()[0] == 2

    assert writers_take_turns()
    with light_transaction():
        assert not safe()
    assert safe()
    with pytest.raises(KeyError), light_transaction():
        raise KeyError
    assert safe()
    assert use_nonce(people.WARD, people.LAN.id, "a", people.FOUNDED_AT)
    assert not use_nonce(people.WARD, people.LAN.id, "a", people.FOUNDED_AT)
    assert safe()
    with database.atomic(), pytest.raises(RuntimeError), light_transaction():
        pass
    other = apsw.Connection(database.obj.database)
    other.execute("BEGIN IMMEDIATE")
    database.execute_sql("PRAGMA busy_timeout = 1")
    with pytest.raises(OperationalError), light_transaction():
        pass
    other.close()
    assert safe()


def test_used_nonces_are_forgotten_when_nobody_could_use_them_again(app):
    now = people.FOUNDED_AT + 10**9
    assert use_nonce(people.WARD, people.LAN.id, "old", now)
    later = now + 11 * 60_000
    assert use_nonce(people.WARD, people.LAN.id, "new", later)
    kept = DeviceNonce.select(DeviceNonce.nonce).where(DeviceNonce.ward_id == people.WARD)
    assert [row.nonce for row in kept] == ["new"]
