"""An all-or-nothing batch: one refusal and nothing is taken, not even into the log."""

import pytest

from app.ledger.accept import NotWhole, accept
from app.ledger.envelope import intent
from app.records import ledger_entry
from app.records import procedure as records
from app.rules.operation import SYSTEM
from tests import people


def opened(code: str, **changed):
    body = people.procedure_body(code, "Thủ tục thử", "Hộ tịch", **changed)
    return intent(
        "procedure.put/1", f"{code}@1", body, ward=people.WARD, device=SYSTEM, author=SYSTEM, now=people.FOUNDED_AT
    )


def test_one_refusal_leaves_everything_as_it_was(app):
    before = ledger_entry.head(people.WARD)
    batch = [opened("1.000656"), opened("1.000894", status="không có"), opened("1.001022")]
    with pytest.raises(NotWhole) as caught:
        accept(people.WARD, SYSTEM, batch, people.FOUNDED_AT, whole=True)
    assert caught.value.code == "body_invalid"
    assert ledger_entry.head(people.WARD) == before
    assert ledger_entry.count_open_reviews(people.WARD) == 0
    assert records.procedure(people.WARD, "1.000656") is None


def test_the_same_batch_twice_is_taken_once(app):
    batch = [opened("1.000656"), opened("1.001022")]
    first = accept(people.WARD, SYSTEM, batch, people.FOUNDED_AT, whole=True)
    assert accept(people.WARD, SYSTEM, batch, people.FOUNDED_AT, whole=True).results == first.results
    assert ledger_entry.head(people.WARD)["v"] == first.head
