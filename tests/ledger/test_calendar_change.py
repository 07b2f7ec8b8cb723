"""R18, BLLĐ 2019 Đ112.3: the calendar is the ward's own; what a change moves is moved with it, and logged."""

import json

import pytest

from app.ledger import calendar_change, lists
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.ledger.verify import verify_ward
from app.problems import Problem
from app.records import ledger_entry, workday
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules import clock
from app.rules.calendar import is_working
from app.rules.office import DEFAULT, OFFICE, SHIPPED_CALENDAR
from tests import people
from tests.counter import SAME_DAY, THREE_DAYS, CounterDesk, at, open_counter
from tests.feedback_desk import FeedbackDesk

STORM = {
    "working": False,
    "kind": "closed",
    "name": "Tránh bão số 5",
    "certainty": "official",
    "source": "",
    "reason": "Công điện 12",
}
CARD = ("workday.put/1", "2026-11-25", STORM)
NOW = at("2026-11-20 16:00")


@pytest.fixture
def desk(app):
    open_counter()
    return CounterDesk()


def calendar():
    return lists.lists(people.WARD, workday_head()).lists.calendar


def workday_head():
    return WardReading(database.obj, people.WARD).head()


def maker():
    known = {}

    def make(type_, entity, body):
        op = known.setdefault((type_, entity), new_id())
        return intent(
            type_, entity, body, ward=people.WARD, device=WEB, author=people.AN.id, now=NOW, op=op, salt=b"s" * 16
        )

    return make


def change(cards, make=None, seen=None):
    if seen is None:
        moved = calendar_change.moves(people.WARD, cards) + calendar_change.feedback_moves(people.WARD, cards)
        seen = calendar_change.mark(cards, moved)
    done = calendar_change.change(people.WARD, cards, "Công điện 12", seen, make or maker(), NOW)
    return None if done is None else len(done[0]) + len(done[1])


def due(row) -> str:
    return clock.write(row["due_current_at"])[:16]


def test_a_ward_without_days_of_its_own_counts_with_the_shipped_table(app):
    assert workday.workdays(people.WARD) == []
    assert calendar() == SHIPPED_CALENDAR


def test_the_lists_follow_what_is_put_and_no_other_wards(app):
    people.put(people.WARD, "workday.put/1", [("2026-11-25", STORM)])
    assert not is_working(calendar(), "2026-11-25")
    other = lists.lists(people.OTHER_WARD, WardReading(database.obj, people.OTHER_WARD).head())
    assert is_working(other.lists.calendar, "2026-11-25")
    hours = {name: DEFAULT[name] for name in OFFICE} | {"afternoon_to": "16:30"}
    people.put(people.WARD, "office.put/1", [("office", hours)])
    assert calendar().afternoon == (810, 990)
    assert workday.office(people.WARD)["afternoon_to"] == "16:30"
    assert workday.office(people.OTHER_WARD)["afternoon_to"] == "17:00"


def test_r18_a_dossier_that_a_new_day_off_touches_is_dated_anew_with_the_reason(desk):
    """R18: the due date moves with the calendar, and the dossier says from when, by whom and why."""
    touched, untouched = desk.receive(THREE_DAYS), desk.receive(SAME_DAY)
    assert due(touched) == "2026-11-26T17:00"
    assert change([CARD]) == 1
    after = desk.row(touched["id"])
    assert due(after) == "2026-11-27T17:00"
    (told,) = json.loads(after["redates"])
    assert (told["from_at"], told["to_at"]) == (touched["due_current_at"], after["due_current_at"])
    assert (told["by"], told["reason"]) == (people.AN.id, "Công điện 12")
    assert desk.row(untouched["id"]) == untouched


def test_r18_nothing_moves_silently(desk):
    """R18: a calendar put without the dossiers leaves every promise as it was given."""
    row = desk.receive(THREE_DAYS)
    people.put(people.WARD, "workday.put/1", [("2026-11-25", STORM)])
    assert desk.row(row["id"]) == row


def test_r18_what_is_received_between_the_preview_and_the_press_is_shown_first(desk):
    desk.receive(THREE_DAYS)
    seen = calendar_change.mark([CARD], calendar_change.moves(people.WARD, [CARD]))
    late_comer = desk.receive(THREE_DAYS)
    assert change([CARD], seen=seen) is None
    assert workday.workday(people.WARD, "2026-11-25") is None
    assert desk.row(late_comer["id"]) == late_comer


def test_a_second_press_is_the_same_change(desk):
    row, make = desk.receive(THREE_DAYS), maker()
    seen = calendar_change.mark([CARD], calendar_change.moves(people.WARD, [CARD]))
    assert change([CARD], make, seen) == 1
    head = workday_head()["v"]
    assert change([CARD], make, seen) == 0
    assert workday_head()["v"] == head
    assert len(json.loads(desk.row(row["id"])["redates"])) == 1


def test_what_the_rules_refuse_changes_nothing(desk):
    row = desk.receive(THREE_DAYS)
    wrong = ("workday.put/1", "2026-11-26", {**STORM, "working": True})
    with pytest.raises(Problem):
        change([CARD, wrong])
    assert workday.workdays(people.WARD) == []
    assert desk.row(row["id"]) == row


def test_a_swap_moves_both_ways(desk):
    """Đ112.3 and the yearly notices: the day off delays, the day worked for it brings forward."""
    later, sooner = desk.receive(THREE_DAYS), desk.at("2026-11-26 10:00").receive(THREE_DAYS)
    assert (due(later), due(sooner)) == ("2026-11-26T17:00", "2026-12-01T17:00")
    off = ("workday.put/1", "2026-11-23", {**STORM, "kind": "swapped_off"})
    on = ("workday.put/1", "2026-11-28", {**STORM, "kind": "swapped_on", "working": True})
    assert change([off, on]) == 2
    assert due(desk.row(later["id"])) == "2026-11-27T17:00"
    assert due(desk.row(sooner["id"])) == "2026-11-30T17:00"


def test_other_hours_move_the_moment(desk):
    row = desk.receive(THREE_DAYS)
    hours = {name: DEFAULT[name] for name in OFFICE} | {"afternoon_to": "16:30"}
    assert change([("office.put/1", "office", hours)]) == 1
    assert due(desk.row(row["id"])) == "2026-11-26T16:30"


def test_the_other_wards_dossiers_stay(desk):
    open_counter(people.OTHER_WARD)
    other = CounterDesk(people.OTHER_WARD)
    theirs = other.receive(THREE_DAYS, by=people.BINH)
    assert change([CARD]) == 0
    assert other.row(theirs["id"]) == theirs


def test_the_ledger_replays_to_the_same_calendar_and_dates(desk):
    desk.receive(THREE_DAYS)
    change([CARD])
    assert desk.send("workday.put/1", STORM, "2026-11-30", by=people.HA)["code"] == "role_not_allowed"
    desk.receive(THREE_DAYS)
    entries = ledger_entry.LedgerEntry.select().where(ledger_entry.LedgerEntry.ward_id == people.WARD)
    assert {"workday.put/1", "dossier.redate/1"} <= {entry.type for entry in entries}
    verdict = verify_ward(WardReading(database.obj, people.WARD))
    assert (verdict.differences, verdict.drifts) == ([], [])


def test_r18_what_is_owed_of_a_feedback_moves_too_also_of_one_that_is_hidden(desk):
    """R18, NĐ 20/2008 Đ9: the 05 working days to forward, and the ward's own, are days of the calendar."""
    ears = FeedbackDesk()
    ears.now = desk.now
    heard = ears.hear()
    hidden = ears.sorted_as("conduct", about=[people.AN.id])
    suggestion = ears.hear(name="")
    answered = ears.step("answer", ears.sorted_as("ours"), text="Đã thêm một quầy.", how="phone")
    assert change([CARD]) == 2
    for before in (heard, hidden):
        after = ears.row(before["id"], "feedback")
        assert after["forward_due_at"] - before["forward_due_at"] >= clock.DAY_MS
        assert after["answer_due_at"] > before["answer_due_at"]
        assert after["due_at"] > before["due_at"]
    for before in (suggestion, answered):
        assert ears.row(before["id"], "feedback") == before
    verdict = verify_ward(WardReading(database.obj, people.WARD))
    assert (verdict.differences, verdict.drifts) == ([], [])


def test_r18_a_feedback_is_dated_anew_for_a_reason_and_only_when_it_moves(desk):
    ears = FeedbackDesk()
    row = ears.hear()
    assert ears.stopped("redate", row, reason="") == "reason_needed"
    assert ears.stopped("redate", row, reason="Công điện 12") == "nothing_changed"
    assert ears.stopped("redate", row, reason="Công điện 12", by=people.MINH) == "role_not_allowed"
    declined = ears.step("classify", row, category="not_receivable", reason="Không thuộc thẩm quyền của phường")
    assert ears.stopped("redate", declined, reason="Công điện 12") == "feedback_state"
