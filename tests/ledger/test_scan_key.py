"""Keys of codes on citizens' phones: a pair a month, three kept, and one declaration that comes by two roads."""

import json

import pytest

from app.ledger import scan_key
from app.ledger.from_citizen import receive
from app.problems import Problem
from app.records import declaration as records
from app.records import device as device_records
from app.records import ward as ward_records
from app.rules import base64url
from app.web.sessions import now_ms
from tests import people
from tests.counter import at
from tests.ledger.devices import Tablet
from tests.printing.declaration_samples import BIRTH

# tests/js/core/declaration_code.test.mjs has the same two ids and the same code.
OP, ENTITY, CODE = "019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002", "N5JNSQHR0HP5"
BODY = {"form": "khai_sinh", "form_version": 1, "values": BIRTH}
TYPE = "declaration.send/1"


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


def by_phone(body=BODY, op=OP, entity=ENTITY) -> tuple[str, str]:
    answer = receive(people.WARD, TYPE, entity, op, body, now_ms())
    return answer["status"], answer["code"]


def by_tablet(tablet, body=BODY, op=OP, entity=ENTITY) -> tuple[str, str]:
    (answer,) = tablet.push(tablet.operation(TYPE, entity, body, sealed=True, op=op)).results
    return answer["status"], answer["code"]


def rows() -> list[dict]:
    found, _more = records.page(people.WARD, "", "", (), 10, None)
    return found


@pytest.mark.parametrize("phone_first", [True, False])
def test_scanned_and_sent_it_is_one_declaration(tablet, phone_first):
    roads = [by_phone, lambda: by_tablet(tablet)]
    for road in roads if phone_first else reversed(roads):
        assert road() == ("ok", "")
    # And once more by each, and by a second tablet that read the same code.
    assert by_phone() == by_tablet(tablet) == ("ok", "")
    other = Tablet()
    other.push(other.open_shift())
    assert by_tablet(other) == ("ok", "")
    (row,) = rows()
    assert (row["id"], row["tracking"]) == (ENTITY, CODE)
    assert row["channel"] == ("online" if phone_first else "tablet")


def test_other_words_under_the_same_id_are_refused_by_either_road(tablet):
    changed = {**BODY, "values": {"child": {"name": "Người Khác"}}}
    assert by_tablet(tablet) == ("ok", "")
    assert by_phone(changed) == ("rejected", "op_id_conflict")
    assert by_tablet(tablet, changed) == ("rejected", "op_id_conflict")
    assert by_tablet(tablet, entity="019a0000-0000-7000-8000-000000000009") == ("rejected", "op_id_conflict")
    (row,) = rows()
    assert json.loads(records.declaration(people.WARD, row["id"])["filled"]) != changed["values"]


def test_a_pair_a_month_and_three_are_kept(app):
    november, december, march = (at(f"{day} 10:00") for day in ("2026-11-30", "2026-12-01", "2027-03-05"))
    first = scan_key.for_citizens(people.WARD, november)
    assert first["key"].startswith("2611")
    assert scan_key.for_citizens(people.WARD, november + 1) == first
    second = scan_key.for_citizens(people.WARD, december)
    assert (second["key"][:4], second["mark"]) == ("2612", first["mark"])
    # A clock that was set back makes no older key.
    assert scan_key.for_citizens(people.WARD, november) == second
    for month in ("2027-01-15 10:00", "2027-02-15 10:00"):
        scan_key.for_citizens(people.WARD, at(month))
    scan_key.for_citizens(people.WARD, march)
    assert [row["purpose"] for row in ward_records.scan_keys(people.WARD)] == ["scan-2703", "scan-2702", "scan-2701"]
    assert all(ward_records.key(people.WARD, purpose) for purpose in ("seal", "sign"))
    assert scan_key.for_citizens(people.OTHER_WARD, march)["mark"] != first["mark"]


def test_a_device_holds_the_private_halves_while_somebody_is_on_duty(tablet):
    now = tablet.now + 1

    def held() -> dict:
        return scan_key.for_device(people.WARD, device_records.device(people.WARD, tablet.id), now)

    told = scan_key.for_citizens(people.WARD, now)
    (key,) = held()["keys"]
    assert (key["key"], key["public"], held()["mark"]) == (told["key"], told["public"], told["mark"])
    assert len(base64url.decode(key["private"])) > 65
    tablet.push(tablet.operation("shift.close/1", tablet.shift, {"count": 0}))
    with pytest.raises(Problem) as refused:
        held()
    assert refused.value.code == "scan_needs_shift"
