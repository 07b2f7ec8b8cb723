"""What only a forged or broken device sends: it gains nothing by it, and blocks nobody, itself included."""

import msgspec
import pytest

from app.ledger import seal
from app.ledger.envelope import BatchUnreadable, commitment, decode, new_id
from app.records import ledger_entry, ward
from app.records.assistance import Assistance
from app.rules import signed_text
from tests import people
from tests.ledger.devices import Tablet, assistance_body, statuses

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    assert statuses(tablet.push(tablet.open_shift())) == [("ok", "")]
    return tablet


@pytest.mark.parametrize("clerk", [people.HA, people.AN])
def test_a_tablet_settles_nothing_in_a_clerks_name(tablet, clerk):
    refused = tablet.operation("assistance.record/1", new_id(), assistance_body(point="noi-khac"))
    tablet.push(refused)
    forged = tablet.operation("review.settle/1", refused["op"], {"take": [], "note": "bỏ qua"}, u=clerk.id)
    assert statuses(tablet.push(forged)) == [("rejected", "role_not_allowed")]
    assert ledger_entry.review(people.WARD, refused["op"])["closed_at"] is None


def test_a_tablet_releases_nothing_in_a_clerks_name(tablet):
    parked = tablet.record(sealed=False) | {"sh": new_id()}
    assert statuses(tablet.push(parked)) == [("parked", "shift_unknown")]
    forged = tablet.operation("review.release/1", parked["op"], {}, u=people.HA.id)
    assert statuses(tablet.push(forged)) == [("rejected", "role_not_allowed")]
    assert ledger_entry.review(people.WARD, parked["op"])["closed_at"] is None


@pytest.mark.parametrize(
    "forged",
    [
        {"co": 2**53},
        {"co": -(10**30)},
        {"b": 2**63},
        {"w": 10**30},
        {"q": 10**30},
        {"op": "0195e000-0000-7000-8000-00000000000a" + "\n"},
        {"e": ""},
        {"e": "../../dang-xuat"},
        {"e": "a\x00b"},
        {"sh": "x\x00"},
        {"t": ""},
        {"t": "assistance.record/1\nx"},
        {"app": "\u202e"},
    ],
    ids=str,
)
def test_a_header_that_no_device_of_ours_writes_is_left_to_the_dead_letters(tablet, forged):
    """What reaches the ledger fits its columns: an insert that fails would refuse the batch again and again."""
    with pytest.raises(BatchUnreadable):
        decode(msgspec.json.encode(tablet.record() | forged))


@pytest.mark.parametrize("offset", [2**53 - 1, -(2**53) + 1])
def test_the_wildest_clock_that_is_read_does_not_stop_the_batch(tablet, offset):
    assert statuses(tablet.push(tablet.record() | {"co": offset}, tablet.record()))[1] == ("ok", "")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_body_nested_deeper_than_any_reader_goes_blocks_nothing(tablet, sealed):
    made, deep = tablet.record(sealed=False), b"[" * 20_000 + b"]" * 20_000
    made["c"] = commitment(made["s"], deep)
    salt = made.pop("s")
    del made["d"]
    if sealed:
        bound_to = signed_text.of_seal(made["op"], made["t"], made["e"], made["w"], made["c"])
        plain = b'{"d":' + deep + b',"s":"' + salt.encode() + b'"}'
        made["x"] = seal.seal(bytes(ward.key(people.WARD, "seal")["public"]), plain, bound_to)
        assert statuses(tablet.push(made, tablet.record())) == [("parked", "unreadable"), ("ok", "")]
    else:
        raw = msgspec.json.encode(made | {"s": salt})[:-1] + b',"d":' + deep + b"}"
        with pytest.raises(BatchUnreadable):
            decode(raw)
    assert Assistance.select().count() == sealed
