"""A snapshot is everything of one moment, says where it ends, and is what page after page would have brought."""

import json

import pytest

from app.ledger.snapshot import snapshot
from app.problems import Problem
from app.records import ledger_entry
from tests import people
from tests.ledger.devices import Tablet
from tests.ledger.pulling import Kept


@pytest.fixture
def kept(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift(), tablet.record(), tablet.record())
    return Kept(tablet)


def test_a_snapshot_is_what_the_pages_bring(kept):
    kept.read()
    by_pages, at = kept.lists, (kept.v, kept.h)
    head = kept.take_snapshot()
    assert kept.lists == by_pages
    assert (kept.v, kept.h) == at
    assert head["inc"] == ledger_entry.head(people.WARD)["incarnation"]
    assert (head["next_q"], head["durable_q"], head["since"]) == (4, 0, kept.tablet.now - 86_400_000)


def test_after_a_snapshot_only_what_is_new_is_pulled(kept):
    kept.take_snapshot()
    told = kept.read()
    assert told["rows"] == told["gone"] == {}
    kept.tablet.push(kept.tablet.record())
    assert list(kept.read()["rows"]) == ["line"]


def test_a_snapshot_that_was_cut_off_or_changed_does_not_check(kept):
    lines = list(snapshot(people.WARD, kept.tablet.id, kept.tablet.now))
    assert "end" in json.loads(lines[-1])
    assert not any("end" in json.loads(line) for line in lines[:-1])


def test_a_stranger_gets_no_line_of_a_snapshot(kept):
    with pytest.raises(Problem) as refused:
        snapshot(people.OTHER_WARD, kept.tablet.id, kept.tablet.now)
    assert refused.value.code == "device_unknown"
