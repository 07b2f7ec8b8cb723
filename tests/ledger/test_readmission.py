"""A tablet enrolled after the backup that a server came back from: its certificate lets it in again, nothing else."""

import pytest

from app.ledger import seal, ticket
from app.ledger.enrolment import readmit
from app.problems import Problem
from app.records import assistance, ward
from app.records.device import Device
from app.rules import base64url
from tests import people
from tests.ledger.devices import Tablet, statuses

LATER = people.FOUNDED_AT + 2_000_000


@pytest.fixture
def forgotten(app):
    """A tablet whose row the restored server does not have."""
    tablet = Tablet()
    forget(tablet)
    return tablet


def forget(tablet):
    Device.delete().where(Device.ward_id == tablet.ward_id, Device.id == tablet.id).execute()


def refused(certificate: str) -> str:
    with pytest.raises(Problem) as problem:
        readmit(certificate, LATER)
    return problem.value.code


def test_it_comes_back_under_its_own_id_with_its_lane_and_its_key(forgotten):
    found_ward, device = readmit(forgotten.certificate(), LATER)
    assert found_ward["id"] == people.WARD
    for name in ("id", "lane", "name", "support_point", "enrolled_at"):
        assert device[name] == forgotten.row[name]
    assert bytes(device["public_key"]) == forgotten.row["public_key"]
    assert (device["readmitted_at"], device["last_q"], device["revoked_at"]) == (LATER, 0, None)


def test_it_may_then_send_everything_again(forgotten):
    readmit(forgotten.certificate(), LATER)
    made = [forgotten.open_shift(), forgotten.record()]
    assert statuses(forgotten.push(*made)) == [("ok", ""), ("ok", "")]
    assert assistance.assistance(people.WARD, made[1]["e"])


def test_a_lane_that_somebody_got_meanwhile_is_left_to_them(forgotten):
    newcomer = Tablet()
    assert newcomer.row["lane"] == forgotten.row["lane"]
    _ward, device = readmit(forgotten.certificate(), LATER)
    assert device["lane"] == newcomer.row["lane"] + 1


def test_one_that_is_known_is_given_as_it_is(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    _ward, device = readmit(tablet.certificate(), LATER)
    assert (device["last_q"], device["readmitted_at"]) == (1, None)
    assert Device.select().where(Device.ward_id == people.WARD, Device.kind == "tablet").count() == 1


def test_one_that_was_revoked_stays_out(app):
    tablet = Tablet()
    Device.update(revoked_at=1).where(Device.ward_id == people.WARD, Device.id == tablet.id).execute()
    assert refused(tablet.certificate()) == "device_revoked"


def test_another_ward_signs_for_nobody_here(app):
    foreign = Tablet(ward_id=people.OTHER_WARD, person=people.THAO)
    key = ward.key(people.OTHER_WARD, "sign")["private"]
    statement = seal.read_statement(ward.key(people.OTHER_WARD, "sign")["public"], foreign.certificate())
    assert refused(seal.sign_statement(key, statement | {"ward": people.WARD})) == "certificate_invalid"


def test_a_shift_ticket_is_no_certificate(app):
    text, _ = ticket.shift_ticket(people.WARD, Tablet().id, {"id": people.LAN.id, "role": "volunteer"}, "", LATER)
    assert refused(text) == "certificate_invalid"


def test_a_known_device_with_another_key_is_not_that_device(app):
    tablet, other = Tablet(), Tablet()
    statement = {
        "kind": "device",
        "ward": people.WARD,
        "device": tablet.id,
        "lane": 9,
        "name": "",
        "point": "",
        "key": base64url.encode(other.row["public_key"]),
        "enrolled_at": 1,
    }
    key = ward.key(people.WARD, "sign")["private"]
    assert refused(seal.sign_statement(key, statement)) == "certificate_invalid"


@pytest.mark.parametrize(
    "text", ["", ".", "x", "e30.", "W10.AA", "bnVsbA.AA", "eyJ3YXJkIjoxfQ.AA", "eyJ3YXJkIjp0cnVlfQ.AA", "🙂.🙂"]
)
def test_any_other_text_is_none(app, text):
    assert refused(text) == "certificate_invalid"


def test_a_letter_changed_in_it_makes_it_worthless(forgotten):
    text = forgotten.certificate()
    at = len(text) // 3
    assert refused(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]) == "certificate_invalid"
