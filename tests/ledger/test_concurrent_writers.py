"""A puller that asks "what is new after v" misses nothing, whatever many writers do at once (SYNC.md §4, §8.7).

On PostgreSQL, where transactions of one ward could commit in another order than they began. The long run:
GD_COMMITS=200000 bin/test --postgres -s -o faulthandler_timeout=0 tests/ledger/test_concurrent_writers.py
"""

import os

import pytest

from app.ledger import chain
from app.records.database import database
from app.records.ledger_entry import LedgerEntry, LedgerHead
from tests import people
from tests.ledger import writing_crowd

COMMITS = int(os.environ.get("GD_COMMITS", "1600"))
PROCESSES, THREADS = 2, 8


@pytest.mark.postgres
def test_a_polling_reader_misses_nothing_where_a_sequence_column_would(app, record_property):
    wards = [people.WARD, *writing_crowd.more_wards(3)]
    writing_crowd.make_control()
    told = writing_crowd.crowd_of(str(database.obj.database), wards, COMMITS, PROCESSES, THREADS)
    print(f"\n{told}")
    for name, value in told.items():
        record_property(name, value)
    assert told["commits"] >= COMMITS
    assert told["missed"] == 0
    # Otherwise the reader was too slow, or the writers too tame, to show anything.
    assert told["control_missed"] > 0, "blind: the usual way would have missed nothing either"
    for ward in wards:
        query = LedgerEntry.select().where(LedgerEntry.ward_id == ward).order_by(LedgerEntry.v)
        entries = list(query.dicts())
        assert chain.first_break(entries) is None
        head = LedgerHead.get(LedgerHead.ward_id == ward)
        assert (head.v, head.hash) == (len(entries), entries[-1]["hash"])
