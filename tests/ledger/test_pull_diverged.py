"""A server that came back from a backup is another ledger: the tablet is told so, and heals."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.ledger import pull as pulling
from app.ledger.pull import pull
from app.problems import Problem
from app.records import ledger_entry
from app.records.database import database
from tests import people
from tests.ledger.devices import Tablet
from tests.ledger.pulling import Kept


@pytest.fixture
def kept(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift(), tablet.record())
    kept = Kept(tablet)
    kept.read()
    return kept


@pytest.mark.parametrize("beyond", [1, 10**6, 2**53])
def test_a_position_that_this_ledger_never_reached_has_diverged(kept, beyond):
    kept.v += beyond
    with pytest.raises(Problem) as refused:
        kept.read()
    assert (refused.value.code, refused.value.status) == ("diverged", 409)
    incarnation = ledger_entry.head(people.WARD)["incarnation"]
    assert refused.value.details == {"incarnation": incarnation, "last_q": 2}


@pytest.mark.parametrize("back", [0, 1, 5])
def test_the_same_position_of_another_history_has_diverged(kept, back):
    with pytest.raises(Problem) as refused:
        pull(people.WARD, kept.tablet.id, kept.v - back, "0" * 64, kept.tablet.now)
    assert refused.value.code == "diverged"


def test_a_position_without_its_hash_has_diverged(kept):
    with pytest.raises(Problem) as refused:
        pull(people.WARD, kept.tablet.id, kept.v, "", kept.tablet.now)
    assert refused.value.code == "diverged"


def test_nothing_with_a_hash_has_diverged(kept):
    with pytest.raises(Problem) as refused:
        pull(people.WARD, kept.tablet.id, 0, "0" * 64, kept.tablet.now)
    assert refused.value.code == "diverged"


def test_every_position_of_this_history_is_known_by_its_hash(kept):
    for entry in ledger_entry.entries_after(people.WARD, 0, 1000):
        told = pull(people.WARD, kept.tablet.id, entry["v"], entry["hash"], kept.tablet.now)
        assert told["v"] == kept.v


def test_a_device_that_is_not_of_this_ward_is_unknown(kept):
    with pytest.raises(Problem) as refused:
        pull(people.OTHER_WARD, kept.tablet.id, 0, "", kept.tablet.now)
    assert refused.value.code == "device_unknown"


def test_rows_that_strayed_in_silence_are_noticed_and_healed_by_a_snapshot(kept):
    kept.lists["staff"][people.LAN.id]["name"] = "Nguyễn Thị Lam"
    del kept.lists["neighbourhood"]["tdp-07"]
    told = kept.page()
    assert {kind for kind, both in kept.sums().items() if both != told["sums"][kind]} == {"staff", "neighbourhood"}
    kept.take_snapshot()
    assert kept.sums() == told["sums"]


def test_a_page_never_mixes_two_moments(kept, monkeypatch):
    """While a page is being read, a point is closed: the page still shows the ward before that, the next one tells."""

    def close_point():
        body = {"name": "Điểm CT1A", "short": "CT1A", "address": "", "neighbourhood": "", "active": False}
        people.put(people.WARD, "support_point.put/1", [(people.CT1A, body)])
        database.close()

    def and_meanwhile(ward_id, device_id):
        found = standing(ward_id, device_id)
        with ThreadPoolExecutor(1) as somebody:
            somebody.submit(close_point).result()
        return found

    standing, before = pulling._standing, kept.v
    monkeypatch.setattr(pulling, "_standing", and_meanwhile)
    told = kept.read()
    assert (told["v"], told["gone"]) == (before, {})
    monkeypatch.undo()
    assert kept.read()["gone"] == {"point": [people.CT1A]}
