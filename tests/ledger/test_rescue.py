"""A file carries a tablet's work to the server when the tablet cannot: once, whoever brings it, and nothing forged."""

import json

import pytest

from app.ledger.fleet import direct, revoke
from app.ledger.rescue import take_file
from app.problems import Problem
from app.records import assistance, ledger_entry
from app.records.device import Device, RescueImport, device
from tests import people
from tests.ledger.devices import Tablet, sign, statuses


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


def take(tablet, *parcels, into=people.WARD, through="", **changed):
    return take_file(into, tablet.rescue_file(*parcels, **changed), people.HA.id, tablet.now, through)


def told(answer) -> list[tuple[str, str]]:
    return [(result["status"], result["code"]) for result in answer["results"]]


def refused(tablet, *parcels, **changed) -> str:
    with pytest.raises(Problem) as problem:
        take(tablet, *parcels, **changed)
    return problem.value.code


def test_what_the_file_holds_is_in_the_ledger_and_the_bringer_is_noted(tablet):
    made = [tablet.record(), tablet.record()]
    answer = take(tablet, made)
    assert (answer["operations"], answer["new"], told(answer)) == (2, 2, [("ok", "")] * 2)
    assert all(assistance.assistance(people.WARD, one["e"]) for one in made)
    row = RescueImport.select().where(RescueImport.ward_id == people.WARD).dicts().get()
    assert (row["device"], row["brought_by"], row["operations"], row["new"]) == (tablet.id, people.HA.id, 2, 2)


def test_a_file_that_comes_twice_is_taken_once(tablet):
    made = [tablet.record(), tablet.record()]
    first = take(tablet, made)
    again = take(tablet, made)
    assert again["results"] == first["results"]
    assert again["new"] == 0
    assert device(people.WARD, tablet.id)["last_q"] == 3


def test_the_device_may_send_the_same_before_and_after(tablet):
    first, second, third = tablet.record(), tablet.record(), tablet.record()
    tablet.push(first)
    assert take(tablet, [first, second])["new"] == 1
    assert statuses(tablet.push(second, third)) == [("ok", ""), ("ok", "")]


def test_a_file_behind_a_gap_is_numbered_from_where_the_server_stands(tablet):
    lost, kept = tablet.record(), tablet.record()
    answer = take(tablet, [kept])
    assert told(answer) == [("ok", "")]
    assert ledger_entry.entry_by_op(people.WARD, kept["op"])["q"] == 2
    assert assistance.assistance(people.WARD, lost["e"]) is None


@pytest.mark.parametrize("fate", ["revoked", "drain", "wipe"])
def test_a_device_that_may_no_longer_work_may_still_be_rescued(tablet, fate):
    made = tablet.record()
    if fate == "revoked":
        revoke(people.WARD, tablet.id, people.AN.id, tablet.now)
        with pytest.raises(Problem):
            tablet.push(made)
    else:
        direct(people.WARD, tablet.id, fate, people.AN.id, tablet.now)
    assert told(take(tablet, [made])) == [("ok", "")]


def test_a_device_that_a_restored_server_forgot_is_known_by_the_certificate_in_the_file(tablet):
    made = [tablet.open_shift(), tablet.record()]
    Device.delete().where(Device.ward_id == people.WARD, Device.id == tablet.id).execute()
    assert told(take(tablet, made)) == [("ok", ""), ("ok", "")]
    assert device(people.WARD, tablet.id)["readmitted_at"] == tablet.now


def test_a_forgotten_device_without_a_certificate_is_unknown(tablet):
    Device.delete().where(Device.ward_id == people.WARD, Device.id == tablet.id).execute()
    assert refused(tablet, [tablet.record()], certificate="") == "device_unknown"
    assert refused(tablet, [tablet.record()], certificate=Tablet().certificate()) == "certificate_invalid"


def test_a_file_of_another_ward_is_refused_without_a_word_about_it(tablet):
    assert refused(tablet, [tablet.record()], into=people.OTHER_WARD) == "rescue_other_ward"
    other = Tablet(ward_id=people.OTHER_WARD, person=people.THAO)
    assert refused(other, [other.record()]) == "rescue_other_ward"


def test_a_file_that_another_key_signed_is_refused_whole(tablet):
    good, forged = tablet.record(), json.dumps(tablet.record())
    thief = Tablet()
    parcels = json.loads(tablet.rescue_file([good]))["parcels"]
    parcels.append({"ops": [forged], "sig": sign(thief.key, forged.encode())})
    assert refused(tablet, parcels=parcels) == "rescue_signature"
    assert assistance.assistance(people.WARD, good["e"]) is None


def test_an_operation_added_to_a_signed_parcel_is_noticed(tablet):
    parcels = json.loads(tablet.rescue_file([tablet.record()]))["parcels"]
    parcels[0]["ops"].append(json.dumps(tablet.record()))
    assert refused(tablet, parcels=parcels) == "rescue_signature"


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "gandan-rescue/2"},
        {"parcels": [{"ops": [], "sig": ""}]},
        {"parcels": [{"ops": ["x"] * 101, "sig": ""}]},
        {"parcels": {}},
        {"ward": "1"},
        {"device": None},
    ],
)
def test_a_file_that_is_none_is_refused_in_words(tablet, changed):
    assert refused(tablet, **changed) == "rescue_unreadable"


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"format":"gandan-rescue/1"}', "[" * 100_000])
def test_any_other_text_is_no_file(tablet, text):
    with pytest.raises(Problem) as problem:
        take_file(people.WARD, text, people.HA.id, tablet.now)
    assert problem.value.code == "rescue_unreadable"


def test_one_that_nobody_can_read_stops_none_behind_it(tablet):
    first, second = tablet.record(), tablet.record()
    answer = take(tablet, [first, '{"op": "x"', second])
    assert told(answer) == [("ok", ""), ("parked", "unreadable"), ("ok", "")]
    assert take(tablet, [first, '{"op": "x"', second])["new"] == 0


def test_an_unreadable_one_that_the_device_hands_in_itself_is_the_same_letter(tablet):
    from app.ledger.dead_letter import dead_letter

    raw = '{"q":2,"op":"x"}'
    dead_letter(people.WARD, tablet.id, 2, raw, tablet.now)
    assert take(tablet, [raw])["new"] == 0


def test_work_of_an_earlier_enrolment_in_the_file_waits_for_its_author(tablet):
    old = Tablet()
    old.push(old.open_shift())
    made = old.record()
    assert told(take(tablet, [made])) == [("parked", "shift_unknown")]
    tablet.q = 2
    tablet.push(tablet.open_shift())
    assert assistance.assistance(people.WARD, made["e"]) is None
    assert ledger_entry.review(people.WARD, made["op"])["device"] == tablet.id


def test_a_file_says_nothing_of_how_its_device_does_now(tablet):
    before = device(people.WARD, tablet.id)["seen_at"]
    tablet.now += 86_400_000
    take(tablet, [tablet.record(), "{}"])
    after = device(people.WARD, tablet.id)
    assert (after["seen_at"], after["app_version"]) == (before, "test")


def test_another_device_may_carry_it(tablet):
    carrier = Tablet()
    take_file(people.WARD, tablet.rescue_file([tablet.record()]), "", tablet.now, through=carrier.id)
    row = RescueImport.select().where(RescueImport.ward_id == people.WARD).dicts().get()
    assert (row["through_device"], row["brought_by"]) == (carrier.id, "")


def test_the_file_of_a_revoked_tablet_wants_a_person_who_brings_it(tablet):
    carrier, made = Tablet(), tablet.record()
    file = tablet.rescue_file([made])
    revoke(people.WARD, tablet.id, people.AN.id, tablet.now)
    with pytest.raises(Problem, match="rescue_needs_desk"):
        take_file(people.WARD, file, "", tablet.now, through=carrier.id)
    assert take_file(people.WARD, file, people.HA.id, tablet.now)["new"] == 1


def test_nothing_stands_twice_however_file_and_wire_take_turns(tablet):
    made = [tablet.record() for _ in range(6)]
    tablet.push(*made[:2])
    take(tablet, made[1:3], made[3:4])
    take(tablet, made[:5])
    tablet.push(*made[4:])
    ops = [entry["op"] for entry in ledger_entry.entries_after(people.WARD, 0, 1000)]
    assert len(ops) == len(set(ops))
    assert all(assistance.assistance(people.WARD, one["e"]) for one in made)
