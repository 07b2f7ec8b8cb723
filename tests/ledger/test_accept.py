"""The door: exactly once, in order, without holes, and one bad operation never blocks the next."""

import pytest

from app.ledger import chain
from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import BatchUnreadable, new_id
from app.problems import Problem
from app.records import assistance, ledger_entry, shift
from app.records.assistance import Assistance
from app.records.device import Device
from tests import people
from tests.ledger.devices import Tablet, assistance_body, statuses

pytestmark = pytest.mark.usefixtures("app")

DAY = 24 * 3600 * 1000


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    assert statuses(tablet.push(tablet.open_shift())) == [("ok", "")]
    return tablet


def entries(ward_id=people.WARD):
    return ledger_entry.entries_after(ward_id, 0, 10_000)


def test_a_sealed_record_becomes_a_row(tablet):
    made = tablet.record(name="Đặng Thị Ánh Nguyệt", phone="+84912345678", consent=True, difficulties=["elderly"])
    assert "Nguyệt" not in str(made)
    assert statuses(tablet.push(made)) == [("ok", "")]
    row = assistance.assistance(people.WARD, made["e"])
    assert row["name"] == "Đặng Thị Ánh Nguyệt"
    assert row["difficulties"] == ["elderly"]
    assert row["staff"] == people.LAN.id
    assert row["shift"] == tablet.shift
    assert "dang thi anh nguyet" in row["folded"]
    assert "0912345678" in row["folded"]


def test_the_same_operation_sent_twenty_times_is_one_row(tablet):
    made = tablet.record()
    first = tablet.push(made).results
    for _ in range(19):
        assert tablet.push(made).results == first
    assert Assistance.select().count() == 1


def test_an_open_body_with_its_keys_in_another_order_is_taken(tablet):
    made = tablet.record(sealed=False)
    made["d"] = dict(reversed(made["d"].items()))
    assert statuses(tablet.push(made)) == [("ok", "")]


def test_the_same_id_with_another_body_is_refused_and_changes_nothing(tablet):
    made = tablet.record(sealed=False)
    tablet.push(made)
    other = tablet.record(sealed=False, minutes=99) | {"op": made["op"]}
    assert statuses(tablet.push(other)) == [("rejected", "op_id_conflict")]
    assert assistance.assistance(people.WARD, made["e"])["minutes"] == 7


def test_a_gap_stops_the_batch_and_names_the_expected_number(tablet):
    first, second, third = tablet.record(), tablet.record(), tablet.record()
    receipt = tablet.push(first, third)
    assert len(receipt.results) == 1
    assert receipt.next_q == second["q"]
    assert statuses(tablet.push(second, third)) == [("ok", ""), ("ok", "")]


def test_a_cloned_tablet_is_told_so_and_nothing_of_its_batch_is_kept(tablet):
    tablet.push(tablet.record())
    tablet.q -= 1
    before = len(entries())
    with pytest.raises(Problem, match="device_forked"):
        tablet.push(tablet.record())
    assert len(entries()) == before


def test_one_bad_operation_does_not_block_the_others(tablet):
    bad = tablet.record(sealed=False, result="nonsense")
    good = tablet.record()
    assert statuses(tablet.push(bad, good)) == [("rejected", "body_invalid"), ("ok", "")]
    review = ledger_entry.review(people.WARD, bad["op"])
    assert review["outcome"] == "rejected"
    assert "choice_unknown" in review["details"]


def test_a_mistake_of_ours_parks_the_operation_and_leaves_the_row_alone(tablet, monkeypatch):
    from app.ledger import accept as door
    from app.rules.registry import KINDS, Kind

    def broken(*_):
        raise RuntimeError("a mistake")

    monkeypatch.setitem(
        KINDS, "assistance.void/1", Kind("assistance", "assistance.void", broken, on_tablet=True, in_shift=True)
    )
    made = tablet.record()
    tablet.push(made)
    void = tablet.operation("assistance.void/1", made["e"], {"reason": "ghi nhầm người"})
    assert statuses(tablet.push(void, tablet.record())) == [("parked", "operation_error"), ("ok", "")]
    assert assistance.assistance(people.WARD, made["e"])["voided_at"] is None
    assert door.KINDS is KINDS


def test_versions_have_no_holes_and_the_chain_verifies(tablet):
    tablet.push(*[tablet.record() for _ in range(7)])
    kept = entries()
    assert [entry["v"] for entry in kept] == list(range(1, len(kept) + 1))
    assert chain.first_break(kept) is None
    assert ledger_entry.head(people.WARD)["hash"] == kept[-1]["hash"]


@pytest.mark.parametrize("name", ["commitment", "outcome", "staff", "at_text", "received_at"])
def test_a_changed_entry_breaks_the_chain(tablet, name):
    tablet.push(*[tablet.record() for _ in range(3)])
    kept = entries()
    kept[-2][name] = "forged" if isinstance(kept[-2][name], str) else kept[-2][name] + 1
    assert chain.first_break(kept) == kept[-2]["v"]


def test_an_erased_body_does_not_break_the_chain(tablet):
    tablet.push(tablet.record())
    kept = entries()
    kept[-1]["body"] = None
    assert chain.first_break(kept) is None


def test_a_forged_ward_is_refused(tablet):
    made = tablet.record(sealed=False)
    made["w"] = people.OTHER_WARD
    assert statuses(tablet.push(made)) == [("rejected", "ward_forged")]


def test_a_forged_device_name_is_refused(tablet):
    other = Tablet()
    made = tablet.record(sealed=False) | {"dev": other.id}
    assert statuses(tablet.push(made)) == [("rejected", "device_mismatch")]


def test_a_body_moved_under_another_header_does_not_open(tablet):
    first, second = tablet.record(), tablet.record()
    second["x"] = first["x"]
    assert statuses(tablet.push(first, second)) == [("ok", ""), ("parked", "unreadable")]


def test_a_wrong_commitment_is_refused(tablet):
    made = tablet.record(sealed=False)
    made["d"] = {**made["d"], "minutes": 8}
    assert statuses(tablet.push(made)) == [("rejected", "commitment_mismatch")]


def test_an_unknown_type_waits_for_the_upgrade(tablet):
    made = tablet.operation("assistance.record/9", new_id(), assistance_body(), sealed=True)
    assert statuses(tablet.push(made)) == [("parked", "type_unknown")]
    assert ledger_entry.entry_by_op(people.WARD, made["op"])["body"] is not None


def test_an_unknown_procedure_waits_for_the_catalogue(tablet):
    assert statuses(tablet.push(tablet.record(procedure="9.999999"))) == [("parked", "procedure_unknown")]


def test_an_unknown_point_is_refused(tablet):
    assert statuses(tablet.push(tablet.record(point="khong-co"))) == [("rejected", "point_unknown")]


def test_a_tablet_cannot_send_what_only_the_desk_may(tablet):
    tablet.person = people.AN
    made = tablet.operation("staff.put/1", people.LAN.id, {"role": "admin"})
    assert statuses(tablet.push(made)) == [("rejected", "role_not_allowed")]


def test_a_leader_records_nothing(app):
    tablet = Tablet(person=people.MINH)
    assert statuses(tablet.push(tablet.open_shift())) == [("rejected", "role_not_allowed")]


def test_an_author_of_another_ward_is_unknown_here(tablet):
    made = tablet.record(sealed=False) | {"u": people.THAO.id}
    assert statuses(tablet.push(made)) == [("parked", "author_unknown")]


def test_a_shift_ticket_of_another_ward_opens_nothing(app):
    foreign = Tablet(ward_id=people.OTHER_WARD, person=people.THAO)
    stolen = foreign.open_shift()["d"]
    tablet = Tablet()
    made = tablet.operation("shift.open/1", new_id(), stolen)
    assert statuses(tablet.push(made)) == [("rejected", "ticket_invalid")]


def test_work_without_a_shift_waits_for_it(app):
    tablet = Tablet()
    tablet.shift = new_id()
    assert statuses(tablet.push(tablet.record())) == [("parked", "shift_unknown")]


def test_work_under_somebody_elses_shift_is_refused(tablet):
    tablet.person = people.TUAN
    assert statuses(tablet.push(tablet.record())) == [("rejected", "not_in_scope")]


def test_work_after_the_shift_ran_out_is_parked_and_taken_when_its_author_signs_in_again(tablet):
    from app.ledger.release import release_expired

    tablet.now += 73 * 3600 * 1000
    made = tablet.record()
    assert statuses(tablet.push(made)) == [("parked", "shift_expired")]
    assert assistance.assistance(people.WARD, made["e"]) is None
    assert release_expired(people.WARD, people.TUAN.id, tablet.now) == 0
    assert release_expired(people.WARD, people.LAN.id, tablet.now) == 1
    assert assistance.assistance(people.WARD, made["e"])["staff"] == people.LAN.id
    assert ledger_entry.review(people.WARD, made["op"])["closed_how"] == "released"
    assert release_expired(people.WARD, people.LAN.id, tablet.now) == 0


def test_work_of_somebody_who_left_waits_for_a_clerk(tablet):
    from app.records.staff import Staff

    Staff.update(active=False).where(Staff.id == people.LAN.id).execute()
    made = tablet.record()
    assert statuses(tablet.push(made)) == [("parked", "author_inactive")]
    assert assistance.assistance(people.WARD, made["e"]) is None
    assert released(made["op"], tablet.now)["status"] == "ok"
    assert assistance.assistance(people.WARD, made["e"])["staff"] == people.LAN.id


def test_a_shift_opened_before_the_tablet_was_enrolled_anew_waits_for_a_clerk(tablet):
    again = Tablet(now=tablet.now)
    opening = tablet.open_shift() | {"q": 1, "dev": again.id}
    again.shift, again.q = tablet.shift, 1
    record = again.record()
    assert statuses(again.push(opening, record)) == [("parked", "ticket_other_device"), ("parked", "shift_unknown")]
    assert [released(op, tablet.now)["status"] for op in (opening["op"], record["op"])] == ["ok", "ok"]
    assert assistance.assistance(people.WARD, record["e"])["shift"] == tablet.shift


def released(op: str, now: int) -> dict:
    from app.ledger.envelope import intent
    from app.ledger.founding import WEB
    from app.ledger.release import accept_one

    opened = intent("review.release/1", op, {}, ward=people.WARD, device=WEB, author=people.HA.id, now=now)
    return accept_one(people.WARD, WEB, opened, now)


def test_a_clock_that_runs_ahead_is_corrected_and_never_later_than_the_server(tablet):
    year = 365 * DAY
    ahead = tablet.operation(
        "assistance.record/1", new_id(), assistance_body(), at="2027-11-21T08:00:00.000+07:00", co=year
    )
    lying = tablet.operation("assistance.record/1", new_id(), assistance_body(), at="2031-01-01T00:00:00.000+07:00")
    tablet.push(ahead, lying)
    assert assistance.assistance(people.WARD, lying["e"])["happened_at"] == tablet.now
    assert assistance.assistance(people.WARD, ahead["e"])["happened_at"] <= tablet.now


@pytest.mark.parametrize("at", ["yesterday", "2026-11-21T08:00:00", "", "9999-99-99T00:00:00+07:00"])
def test_an_unreadable_time_parks_the_operation(tablet, at):
    made = tablet.operation("assistance.record/1", new_id(), assistance_body(), at=at)
    assert statuses(tablet.push(made, tablet.record())) == [("parked", "unreadable"), ("ok", "")]


def test_a_header_that_is_no_operation_refuses_the_batch_for_halving(tablet):
    with pytest.raises(BatchUnreadable):
        tablet.push({"op": "no-uuid", "q": 1})


def test_a_dead_letter_uses_up_its_number_once(tablet):
    q = tablet.q + 1
    for _ in range(3):
        receipt = dead_letter(people.WARD, tablet.id, q, '{"op": broken', tablet.now)
        assert statuses(receipt) == [("parked", "unreadable")]
        assert receipt.next_q == q + 1
    tablet.q = q
    assert statuses(tablet.push(tablet.record())) == [("ok", "")]
    assert ledger_entry.count_open_reviews(people.WARD) == 1


def test_another_dead_letter_under_the_same_number_is_a_copys(tablet):
    q = tablet.q + 1
    dead_letter(people.WARD, tablet.id, q, '{"op": broken', tablet.now)
    with pytest.raises(Problem, match="device_forked"):
        dead_letter(people.WARD, tablet.id, q, '{"op": broken too', tablet.now)


def test_a_revoked_tablet_is_told_so(tablet):
    Device.update(revoked_at=1).where(Device.id == tablet.id).execute()
    with pytest.raises(Problem, match="device_revoked"):
        tablet.push(tablet.record())


def test_an_unknown_tablet_is_told_so(app):
    tablet = Tablet()
    tablet.id = new_id()
    with pytest.raises(Problem, match="device_unknown"):
        tablet.push(tablet.open_shift())


def test_closing_a_shift_keeps_what_the_volunteer_counted(tablet):
    tablet.push(tablet.record())
    close = tablet.operation("shift.close/1", tablet.shift, {"count": 1})
    assert statuses(tablet.push(close)) == [("ok", "")]
    assert shift.shift(people.WARD, tablet.shift)["declared_count"] == 1
    again = tablet.operation("shift.close/1", tablet.shift, {"count": 1})
    assert statuses(tablet.push(again)) == [("rejected", "shift_closed")]


def test_a_crash_in_the_middle_of_a_batch_leaves_nothing_of_it(tablet, monkeypatch):
    from app.records import batch

    before = entries()
    written = batch.write_rows

    def crash(*arguments):
        written(*arguments)
        raise RuntimeError("power cut")

    monkeypatch.setattr(batch, "write_rows", crash)
    operations = [tablet.record(), tablet.record()]
    with pytest.raises(RuntimeError):
        tablet.push(*operations)
    monkeypatch.undo()
    assert entries() == before
    assert Assistance.select().count() == 0
    assert statuses(tablet.push(*operations)) == [("ok", ""), ("ok", "")]


def test_nothing_of_one_ward_shows_in_another(tablet):
    made = tablet.record()
    tablet.push(made)
    assert assistance.assistance(people.OTHER_WARD, made["e"]) is None
    assert ledger_entry.history(people.OTHER_WARD, made["e"]) == []
