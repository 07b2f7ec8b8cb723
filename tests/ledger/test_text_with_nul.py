"""U+0000 in every field a device writes: PostgreSQL stores no text with it, and one such slip must stop no other."""

import msgspec
import pytest

from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import BatchUnreadable, decode, new_id
from app.records import assistance, ledger_entry
from tests import people
from tests.ledger.devices import Tablet, assistance_body, statuses

NUL = "a\x00b"
HEADERS = ("op", "q", "t", "e", "b", "w", "dev", "u", "sh", "at", "co", "app", "c", "s", "x")


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    assert statuses(tablet.push(tablet.open_shift())) == [("ok", "")]
    return tablet


@pytest.mark.parametrize("field", HEADERS)
def test_in_a_header_it_is_a_letter_for_the_dead_and_those_behind_it_go_in(tablet, field):
    made = tablet.record(sealed=field == "x")
    wrong = made | {field: made[field] + NUL if isinstance(made[field], str) else NUL}
    with pytest.raises(BatchUnreadable):
        decode(msgspec.json.encode(wrong))
    letter = dead_letter(people.WARD, tablet.id, wrong["q"] if field != "q" else made["q"], str(wrong), tablet.now)
    assert statuses(letter) == [("parked", "unreadable")]
    assert statuses(tablet.push(tablet.record())) == [("ok", "")]


def test_a_letter_to_the_dead_may_hold_it_too(tablet):
    tablet.q += 1
    letter = dead_letter(people.WARD, tablet.id, tablet.q, NUL, tablet.now)
    assert statuses(letter) == [("parked", "unreadable")]
    assert statuses(tablet.push(tablet.record())) == [("ok", "")]
    entry = ledger_entry.entry_by_op(people.WARD, letter.results[0]["op"])
    assert msgspec.json.decode(entry["body"])["d"]["raw"] == NUL


def bodies():
    """Every body that a tablet may send, once for each of its fields, with NUL in that field."""
    slip = assistance_body()
    for field, value in slip.items():
        yield "assistance.record/1", slip | {field: [NUL] if isinstance(value, list) else NUL}
        yield "assistance.amend/1", {"base": {field: NUL}, "new": {field: NUL}}
    yield "assistance.record/1", slip | {NUL: NUL, "of": {NUL: [NUL]}}
    yield "assistance.void/1", {"reason": f"ghi nhầm {NUL} lượt"}
    yield "shift.open/1", {"ticket": NUL}
    yield "shift.close/1", {"count": NUL}
    yield "review.settle/1", {"take": [NUL], "note": NUL}
    yield "nobody.knows/1", {NUL: NUL}


@pytest.mark.parametrize("sealed", [False, True], ids=["open", "sealed"])
def test_in_a_body_it_is_judged_alone_and_those_behind_it_go_in(tablet, sealed):
    stands = tablet.record()
    tablet.push(stands)
    wrong = [
        tablet.operation(type_, stands["op"] if type_.startswith("assistance.void") else new_id(), body, sealed=sealed)
        for type_, body in bodies()
    ]
    behind = tablet.record()
    told = statuses(tablet.push(*wrong, behind))
    assert len(told) == len(wrong) + 1
    assert told[-1] == ("ok", "")
    assert ("parked", "operation_error") not in told
    # And they can all be read again, as they came.
    for one in wrong:
        body = ledger_entry.entry_by_op(people.WARD, one["op"])["body"]
        assert r"a\u0000b" in body


def test_what_a_slip_keeps_of_it_is_clean(tablet):
    made = tablet.record(note=NUL, apartment=NUL)
    assert statuses(tablet.push(made)) == [("ok", "")]
    row = assistance.assistance(people.WARD, made["e"])
    assert (row["note"], row["apartment"]) == ("ab", "ab")
