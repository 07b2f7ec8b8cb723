"""What was parked is tried again by itself: after 5 minutes, an hour, a day, after an upgrade, and never for ever."""

import pytest

from app.ledger import accept, envelope
from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import new_id
from app.ledger.release import release_expired
from app.ledger.tending import tend, tend_all
from app.records import assistance, ledger_entry
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, Review
from app.rules import clock, fingerprint
from tests import people
from tests.ledger.devices import Tablet, assistance_body, statuses

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    return tablet


def later(tablet, milliseconds: int) -> int:
    """Tends when so much time has passed since the operation came."""
    return tend(people.WARD, tablet.now + milliseconds)


def releases() -> int:
    return (
        LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD, LedgerEntry.type == "review.release/1").count()
    )


def put_procedure(code: str) -> None:
    people.put(people.WARD, "procedure.put/1", [(f"{code}@1", people.procedure_body(code, "Thủ tục mới", "Hộ tịch"))])


def next_release(monkeypatch):
    """The server is upgraded: other rules judge."""
    monkeypatch.setattr(fingerprint, "FINGERPRINT", "rules of the next release")


def test_a_record_waits_for_its_procedure_and_is_taken_five_minutes_later(tablet):
    made = tablet.record(procedure="1.009999")
    assert statuses(tablet.push(made)) == [("parked", "procedure_unknown")]
    put_procedure("1.009999")
    assert later(tablet, 5 * MINUTE - 1) == 0
    assert later(tablet, 5 * MINUTE) == 1
    assert assistance.assistance(people.WARD, made["e"])["procedure"] == "1.009999"
    assert ledger_entry.review(people.WARD, made["op"])["closed_how"] == "released"
    assert later(tablet, DAY) == 0


def test_an_amendment_that_came_before_its_record_is_taken_after_it(tablet):
    record, other = tablet.record(), Tablet()
    other.push(other.open_shift())
    body = {"set": {"minutes": 9}, "was": {"minutes": 7}, "reason": "nhớ lại thời gian"}
    early = other.operation("assistance.amend/1", record["e"], body)
    assert statuses(other.push(early)) == [("parked", "entity_unknown")]
    tablet.push(record)
    later(tablet, 5 * MINUTE)
    assert assistance.assistance(people.WARD, record["e"])["minutes"] == 9


def test_three_tries_by_time_and_then_it_waits_for_a_person(tablet):
    made = tablet.record(procedure="1.009999")
    tablet.push(made)
    tried = [at for at in range(0, 3 * DAY, 10 * MINUTE) if later(tablet, at)]
    assert tried == [10 * MINUTE, HOUR, DAY]
    assert releases() == 3
    review = ledger_entry.review(people.WARD, made["op"])
    assert (review["tries"], review["retry_at"], review["closed_at"]) == (3, None, None)


def test_a_server_that_was_down_for_days_does_not_spend_all_tries_at_once(tablet):
    tablet.push(tablet.record(procedure="1.009999"))
    assert later(tablet, 3 * DAY) == 1
    assert later(tablet, 3 * DAY + MINUTE) == 0
    assert later(tablet, 3 * DAY + 5 * MINUTE) == 1


def test_what_an_older_release_parked_without_a_time_is_tried_too(tablet):
    made = tablet.record(procedure="1.009999")
    tablet.push(made)
    Review.update(retry_at=None, tried_with="").where(Review.ward_id == people.WARD, Review.op == made["op"]).execute()
    put_procedure("1.009999")
    assert later(tablet, 1) == 1
    assert assistance.assistance(people.WARD, made["e"])


def test_somebody_who_is_put_back_after_a_restore_gets_their_work_taken(tablet):
    new = people.Someone("moi", "Bùi Thị Mới", "volunteer", new_id())
    tablet.person = new
    opening, made = tablet.open_shift(), tablet.record()
    assert statuses(tablet.push(opening, made)) == [("parked", "author_unknown")] * 2
    body = {
        "login": "moi",
        "name": new.name,
        "role": new.role,
        "neighbourhood": "",
        "support_point": "",
        "active": True,
    }
    people.put(people.WARD, "staff.put/1", [(new.id, body)])
    later(tablet, 5 * MINUTE)
    assert assistance.assistance(people.WARD, made["e"])["staff"] == new.id


def test_nobody_vouches_for_a_try_by_time(tablet):
    """Work of an earlier enrolment waits until its author signs in on the tablet, however much time passes."""
    other = Tablet()
    made = other.record()
    made["sh"] = tablet.shift
    assert statuses(other.push(made)) == [("parked", "shift_unknown")]
    for at in (5 * MINUTE, HOUR, DAY, 2 * DAY):
        later(other, at)
    assert assistance.assistance(people.WARD, made["e"]) is None
    assert ledger_entry.review(people.WARD, made["op"])["closed_at"] is None


@pytest.mark.parametrize("code", ["author_inactive", "shift_expired"])
def test_what_needs_a_person_is_not_tried_by_itself(tablet, code, monkeypatch):
    made = tablet.record()
    if code == "author_inactive":
        body = {"login": "lan", "name": "Lan", "role": "volunteer", "neighbourhood": "", "support_point": ""}
        people.put(people.WARD, "staff.put/1", [(people.LAN.id, body | {"active": False})])
    else:
        tablet.now += 80 * HOUR
        made["at"] = clock.write(tablet.now)
    assert statuses(tablet.push(made)) == [("parked", code)]
    next_release(monkeypatch)
    assert [later(tablet, at) for at in (5 * MINUTE, HOUR, DAY)] == [0, 0, 0]


def test_who_signed_in_again_has_vouched_also_for_the_tries_that_follow(tablet):
    made = tablet.record(procedure="1.009999")
    tablet.now += 80 * HOUR
    made["at"] = clock.write(tablet.now)
    assert statuses(tablet.push(made)) == [("parked", "shift_expired")]
    release_expired(people.WARD, people.LAN.id, tablet.now)
    assert ledger_entry.review(people.WARD, made["op"])["code"] == "procedure_unknown"
    assert later(tablet, 5 * MINUTE) == 1
    assert ledger_entry.review(people.WARD, made["op"])["code"] == "procedure_unknown"
    put_procedure("1.009999")
    assert later(tablet, 2 * HOUR) == 1
    assert assistance.assistance(people.WARD, made["e"])["procedure"] == "1.009999"


@pytest.mark.parametrize("who", ["its author", "somebody else"])
def test_who_signed_in_while_something_else_kept_it_back_has_vouched_for_it(tablet, who, monkeypatch):
    """A slip of a newer app, made after the shift had run out: nobody knew so when a shift was opened behind it."""
    made = tablet.record()
    tablet.now += 80 * HOUR
    made["at"] = clock.write(tablet.now)
    with monkeypatch.context() as older:
        older.delitem(accept.KINDS, "assistance.record/1")
        assert statuses(tablet.push(made)) == [("parked", "type_unknown")]
    if who == "somebody else":
        tablet.person = people.TUAN
    assert statuses(tablet.push(tablet.open_shift())) == [("ok", "")]
    next_release(monkeypatch)
    assert later(tablet, MINUTE) == 1
    assert bool(assistance.assistance(people.WARD, made["e"])) is (who == "its author")
    waits = ledger_entry.review(people.WARD, made["op"])
    assert waits["closed_how"] == ("released" if who == "its author" else "")


def test_a_type_of_a_newer_app_is_taken_once_the_server_knows_it(tablet, monkeypatch):
    made = tablet.record()
    with monkeypatch.context() as older:
        older.delitem(accept.KINDS, "assistance.record/1")
        assert statuses(tablet.push(made)) == [("parked", "type_unknown")]
        assert later(tablet, 2 * DAY) == 0
    next_release(monkeypatch)
    assert later(tablet, MINUTE) == 1
    assert assistance.assistance(people.WARD, made["e"])


def test_an_upgrade_that_does_not_help_is_tried_once(tablet, monkeypatch):
    made = tablet.operation("assistance.record/9", new_id(), assistance_body(), sealed=True)
    assert statuses(tablet.push(made)) == [("parked", "type_unknown")]
    next_release(monkeypatch)
    assert [later(tablet, at) for at in (0, MINUTE, DAY)] == [1, 0, 0]
    monkeypatch.setattr(fingerprint, "FINGERPRINT", "rules of the release after it")
    assert [later(tablet, at) for at in (0, MINUTE, DAY)] == [1, 0, 0]
    assert releases() == 2


def test_a_seal_that_did_not_open_is_tried_again_by_the_next_release(tablet, monkeypatch):
    made = tablet.record(name="Nguyễn Thị Hồng Nhung", phone="+84912345678", consent=True)
    with monkeypatch.context() as broken:
        broken.setattr(envelope.seal, "unpress", lambda _opened: b"not JSON")
        assert statuses(tablet.push(made)) == [("parked", "unreadable")]
    assert ledger_entry.entry_by_op(people.WARD, made["op"])["sealed"] == made["x"]
    next_release(monkeypatch)
    later(tablet, MINUTE)
    assert assistance.assistance(people.WARD, made["e"])["name"] == "Nguyễn Thị Hồng Nhung"
    entry = ledger_entry.entry_by_op(people.WARD, made["op"])
    assert entry["sealed"] is None
    assert "Hồng Nhung" in entry["body"]


def test_a_bare_body_that_nobody_could_read_is_kept_as_it_came_and_tried_again(tablet, monkeypatch):
    made = tablet.record(sealed=False)
    with monkeypatch.context() as broken:
        broken.setattr(envelope, "commitment", _fails)
        assert statuses(tablet.push(made)) == [("parked", "unreadable")]
    assert made["d"]["tracking"] in ledger_entry.entry_by_op(people.WARD, made["op"])["sealed"]
    next_release(monkeypatch)
    later(tablet, MINUTE)
    assert assistance.assistance(people.WARD, made["e"])["tracking"] == made["d"]["tracking"]


def _fails(*_anything):
    raise ValueError("a mistake of ours")


def test_a_mistake_of_ours_that_stays_is_no_flood(tablet, monkeypatch):
    def fails(*_anything):
        raise RuntimeError("a mistake of ours")

    kind = accept.KINDS["assistance.record/1"]
    broken = type(kind)(kind.noun, kind.verb, fails, kind.on_tablet, kind.in_shift, kind.personal)
    monkeypatch.setitem(accept.KINDS, "assistance.record/1", broken)
    made = tablet.record()
    assert statuses(tablet.push(made)) == [("parked", "operation_error")]
    for at in range(0, 2 * DAY, 30 * MINUTE):
        later(tablet, at)
    assert releases() == 3
    monkeypatch.setitem(accept.KINDS, "assistance.record/1", kind)
    next_release(monkeypatch)
    later(tablet, 2 * DAY)
    assert assistance.assistance(people.WARD, made["e"])


def test_one_that_fails_does_not_keep_the_others_waiting(tablet):
    bad, good = tablet.record(procedure="1.008888"), tablet.record(procedure="1.009999")
    tablet.push(bad, good)
    put_procedure("1.009999")
    assert later(tablet, 5 * MINUTE) == 2
    assert assistance.assistance(people.WARD, good["e"])
    assert ledger_entry.review(people.WARD, bad["op"])["closed_at"] is None


def test_two_processes_that_tend_at_once_say_one_thing(tablet, monkeypatch):
    made = tablet.record(procedure="1.009999")
    tablet.push(made)
    put_procedure("1.009999")
    seen = Review.select().where(Review.ward_id == people.WARD, Review.op == made["op"]).dicts().get()
    later(tablet, 5 * MINUTE)
    monkeypatch.setattr("app.ledger.tending.parked.to_try_again", lambda *_anything: [seen])
    later(tablet, 6 * MINUTE)
    assert releases() == 1


def test_a_try_that_came_too_late_changes_nothing(tablet, sign_in, monkeypatch):
    made = tablet.record(procedure="1.009999")
    tablet.push(made)
    put_procedure("1.009999")
    seen = Review.select().where(Review.ward_id == people.WARD, Review.op == made["op"]).dicts().get()
    sign_in(people.HA).post(f"/can-xem-lai/{made['op']}/thu-lai", {})
    before = assistance.assistance(people.WARD, made["e"])
    monkeypatch.setattr("app.ledger.tending.parked.to_try_again", lambda *_anything: [seen])
    later(tablet, 5 * MINUTE)
    assert assistance.assistance(people.WARD, made["e"]) == before


def test_a_ward_whose_tending_fails_keeps_no_other_from_it(tablet):
    made = tablet.record(procedure="1.009999")
    tablet.push(made)
    put_procedure("1.009999")
    other = Tablet(ward_id=people.OTHER_WARD, person=people.THAO)
    other.push(other.open_shift(), other.record(procedure="1.009999"))
    Device.delete().where(Device.ward_id == people.OTHER_WARD, Device.kind == "system").execute()
    assert tend_all(tablet.now + 5 * MINUTE) == 1
    assert assistance.assistance(people.WARD, made["e"])


def test_a_record_whose_time_has_passed_is_refused_and_says_so(tablet):
    """The amendment waits for a record that comes too late for its author to change."""
    record, other = tablet.record(), Tablet(person=people.TUAN)
    other.push(other.open_shift())
    body = {"set": {"minutes": 9}, "was": {"minutes": 7}, "reason": "nhớ lại thời gian"}
    foreign = other.operation("assistance.amend/1", record["e"], body)
    other.push(foreign)
    tablet.push(record)
    later(tablet, 5 * MINUTE)
    review = ledger_entry.review(people.WARD, foreign["op"])
    assert (review["outcome"], review["code"], review["retry_at"]) == ("rejected", "not_in_scope", None)


def test_a_dead_letter_stays_unreadable_however_often_it_is_tried(tablet, monkeypatch):
    dead_letter(people.WARD, tablet.id, tablet.q + 1, '{"op": broken', tablet.now)
    next_release(monkeypatch)
    assert later(tablet, MINUTE) == 1
    (review,) = ledger_entry.open_reviews(people.WARD)
    assert (review["outcome"], review["code"]) == ("parked", "unreadable")
    assert later(tablet, DAY) == 0
