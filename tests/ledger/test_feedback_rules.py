"""R13 and R14 of the law's checklist, by article: what is said to the ward; through the door, on both databases."""

import json

import pytest

from app.ledger import counter_pack
from app.ledger.envelope import new_id
from app.ledger.snapshot import snapshot
from app.ledger.verify import verify_ward
from app.records import device, ledger_entry
from app.records import feedback as records
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules import clock, office, tracking
from app.rules.feedback import EMPTY, hidden_from
from app.rules.feedback_search import Asked
from app.rules.feedback_states import CLOSED, OPEN, STATES, STEPS
from app.rules.operation import SYSTEM
from app.rules.registry import KINDS
from tests import counter, people
from tests.feedback_desk import LIEN, NAMED, FeedbackDesk, hire, said
from tests.ledger.devices import Tablet
from tests.ledger.pulling import Kept

WHY = "Người dân gọi lại báo thêm"


@pytest.fixture
def desk(app):
    counter.open_counter()
    hire()
    return FeedbackDesk()


def read_by(person: people.Someone, **asked) -> list[str]:
    rows, _more = records.page(people.WARD, person.id, Asked(**asked), 50, None)
    return [row["id"] for row in rows]


# R14: what makes a phản ánh, kiến nghị (NĐ 20/2008 Đ7)


@pytest.mark.parametrize("missing", sorted(NAMED))
def test_r14_without_name_address_or_phone_it_is_kept_as_a_suggestion(desk, missing):
    """NĐ 20/2008 Đ7: a phản ánh, kiến nghị says who speaks."""
    row = desk.hear(**{missing: ""})
    assert (row["asked_kind"], row["kind"]) == ("petition", "suggestion")
    # A góp ý owes nobody a day.
    assert (row["counted_at"], row["due_at"], row["forward_due_at"]) == (None, None, None)


def test_r14_with_all_three_it_is_one_and_a_suggestion_stays_what_the_person_wanted(desk):
    assert desk.hear()["kind"] == "petition"
    assert desk.hear(kind="suggestion")["kind"] == "suggestion"


def test_r14_who_names_themselves_later_has_spoken_from_then_on(desk):
    row = desk.at("2026-11-16 09:00").hear(phone="")
    told = {"set": {"phone": NAMED["phone"]}, "was": {"phone": ""}, "reason": WHY}
    row = desk.at("2026-11-18 09:00").step("amend", row, **told)
    assert (row["kind"], row["counted_at"]) == ("petition", desk.now)


def test_r14_nobody_empties_what_makes_it_a_petition(desk):
    row = desk.hear()
    told = {"set": {"phone": ""}, "was": {"phone": NAMED["phone"]}, "reason": WHY}
    assert desk.stopped("amend", row, **told) == "body_invalid"
    told = {"set": {"kind": "suggestion"}, "was": {"kind": "petition"}, "reason": WHY}
    assert desk.stopped("amend", row, by=people.MINH, **told) == "body_invalid"


def test_two_who_amend_do_not_overwrite_each_other(desk):
    row = desk.hear()
    desk.step("amend", row, set={"place": "Quầy 4"}, was={"place": "Quầy số 3"}, reason=WHY)
    again = {"set": {"place": "Quầy 5"}, "was": {"place": "Quầy số 3"}, "reason": WHY}
    assert desk.stopped("amend", row, **again) == "values_changed"


# R14: forwarded within 05 working days (NĐ 20/2008 Đ9)


def test_r14_what_others_decide_is_forwarded_within_five_working_days_of_the_wards_calendar(desk):
    """NĐ 20/2008 Đ9. 24/11 is a holiday from 2026 (NQ 28/2026/QH16), so the fifth day is a Friday."""
    row = desk.at("2026-11-19 16:30").hear()
    assert clock.write(row["forward_due_at"])[:16] == "2026-11-27T17:00"
    row = desk.step("classify", row, category="elsewhere", reason="")
    assert (row["state"], row["due_at"]) == ("to_forward", row["forward_due_at"])
    row = desk.step("forward", row, to="Công an phường", document="12/UBND")
    assert (row["state"], row["due_at"], row["forwarded_at"]) == ("forwarded", None, desk.now)
    assert row["forwarded_at"] <= row["forward_due_at"]


def test_r14_it_is_forwarded_by_name_and_also_when_that_is_late(desk):
    row = desk.at("2026-11-02 09:00").sorted_as("elsewhere")
    assert desk.stopped("forward", row, to="", document="") == "body_invalid"
    row = desk.at("2026-11-20 09:00").step("forward", row, to="Sở Xây dựng", document="")
    assert row["forwarded_at"] > row["forward_due_at"]


def test_the_days_the_decree_leaves_open_are_the_wards_own_and_old_cards_have_the_usual_ones(desk):
    settings = {name: office.DEFAULT[name] for name in office.OFFICE}
    before = {name: value for name, value in settings.items() if not name.startswith("feedback_")}
    people.put(people.WARD, "office.put/1", [(office.ID, before)])
    row = desk.at("2026-11-16 09:00").hear()
    assert clock.day_of(row["classify_due_at"]) == "2026-11-18"
    people.put(people.WARD, "office.put/1", [(office.ID, settings | {"feedback_classify_days": 1})])
    row = desk.hear()
    assert (row["due_at"], clock.day_of(row["due_at"])) == (row["classify_due_at"], "2026-11-17")


def test_what_is_not_receivable_ends_with_its_reason(desk):
    row = desk.hear()
    assert desk.stopped("classify", row, category="not_receivable", reason="") == "reason_needed"
    why = "Đây là đơn khiếu nại, đã hướng dẫn gửi Ban tiếp công dân"
    row = desk.step("classify", row, category="not_receivable", reason=why)
    assert (row["state"], row["decline_reason"], row["due_at"]) == ("declined", why, None)
    assert desk.stopped("answer", row, text="Đã trả lời rồi", how="phone") == "feedback_state"


# R14: the outcome is published (NĐ 20/2008 Đ19)


def test_r14_the_outcome_is_published_without_who_spoke(desk):
    """NĐ 20/2008 Đ19."""
    row = desk.sorted_as("ours")
    told = {"summary": "Đã thêm một quầy vào buổi sáng.", "where": "Bảng niêm yết của phường"}
    assert desk.stopped("publish", row, **told) == "feedback_state"
    row = desk.step("answer", row, text="Phường đã thêm một quầy.", how="phone")
    for names in ("Trả lời bà bùi thị nga: đã thêm quầy", "Người phản ánh: 0987 654 321"):
        assert desk.stopped("publish", row, **{**told, "summary": names}) == "body_invalid"
    row = desk.step("publish", row, **told)
    assert (row["state"], row["published_at"]) == ("published", desk.now)


def test_a_petition_is_sorted_before_it_is_answered_and_a_suggestion_may_be_thanked_for_at_once(desk):
    told = {"text": "Cảm ơn, phường đã ghi nhận.", "how": "noted"}
    assert desk.stopped("answer", desk.hear(), **told) == "feedback_state"
    assert desk.step("answer", desk.hear(name=""), **told)["state"] == "answered"
    # Who has a telephone number can be told.
    assert desk.stopped("answer", desk.sorted_as("ours"), **told) == "body_invalid"


# R13: hidden from whom it is about until the head releases it (TT 01/2018/TT-VPCP Đ13.7c)


def test_r13_whom_it_is_about_does_not_find_it_until_the_head_releases_it(desk):
    """TT 01/2018/TT-VPCP Đ13.7c, domain §6.4."""
    row = desk.hear(about=[people.HA.id])
    assert hidden_from(row, people.HA.id)
    assert not hidden_from(row, LIEN.id)
    for asked in ({}, {"state": "open"}, {"tracking": row["tracking"]}, {"words": (("cho",),)}):
        assert (read_by(people.HA, **asked), read_by(LIEN, **asked)) == ([], [row["id"]])
    assert records.feedback(people.WARD, people.HA.id, row["id"]) is None
    assert records.count_waiting(people.WARD, people.HA.id, desk.now)["open"] == 0
    assert records.count_waiting(people.WARD, LIEN.id, desk.now)["open"] == 1
    assert records.between(people.WARD, people.HA.id, 0, desk.now, 50) == []
    desk.step("release", row, by=people.MINH)
    assert read_by(people.HA) == [row["id"]]
    assert records.feedback(people.WARD, people.HA.id, row["id"])["released_by"] == people.MINH.id


def test_r13_to_them_it_is_as_if_it_were_not_there_and_released_they_still_never_handle_it(desk):
    row = desk.hear(about=[people.HA.id])
    nowhere = desk.send("feedback.classify/1", {"category": "ours", "reason": ""}, people.LAN.id)
    told = desk.send("feedback.classify/1", {"category": "ours", "reason": ""}, row["id"])
    assert [(one["status"], one["code"]) for one in (nowhere, told)] == [("parked", "entity_unknown")] * 2
    row = desk.step("release", row, by=people.MINH)
    assert desk.stopped("classify", row, category="ours", reason="") == "feedback_about_you"
    assert desk.stopped("assign", row, by=people.MINH, to=people.HA.id, note="") == "feedback_about_holder"
    assert row["holder"] == ""


def test_r13_only_a_head_whom_it_is_not_about_releases_and_verifies(desk):
    row = desk.hear(about=[people.MINH.id, people.HA.id], by=LIEN)
    assert desk.stopped("release", row, by=LIEN) == "role_not_allowed"
    assert desk.stopped("release", row, by=people.MINH) == "entity_unknown"
    assert desk.stopped("verify", row, by=people.AN, finding="wrong", note="Không") == "role_not_allowed"
    assert read_by(people.MINH) == read_by(people.HA) == []


def test_r13_nobody_but_the_head_takes_a_name_out_and_a_new_name_hides_it_again(desk):
    row = desk.hear(about=[people.HA.id], by=LIEN)
    taken_out = {"set": {"about": []}, "was": {"about": [people.HA.id]}, "reason": WHY}
    assert desk.stopped("amend", row, by=LIEN, **taken_out) == "feedback_about_head"
    row = desk.step("release", row, by=people.MINH)
    both = sorted([people.HA.id, people.AN.id])
    row = desk.step("amend", row, by=LIEN, set={"about": both}, was={"about": [people.HA.id]}, reason=WHY)
    assert row["released_at"] is None
    assert (read_by(people.HA), read_by(people.AN)) == ([], [])
    row = desk.step("amend", row, by=people.MINH, set={"about": []}, was={"about": both}, reason=WHY)
    assert read_by(people.HA) == read_by(people.AN) == [row["id"]]


def test_r13_what_is_hidden_is_not_published(desk):
    row = desk.step("answer", desk.sorted_as("conduct", about=[LIEN.id]), text="Đã nhắc nhở", how="phone")
    told = {"summary": "Đã nhắc nhở công chức.", "where": "Bảng niêm yết"}
    assert desk.stopped("publish", row, **told) == "feedback_release_first"
    desk.step("release", row, by=people.MINH)
    assert desk.step("publish", row, **told)["state"] == "published"


def test_r13_what_was_refused_about_it_is_hidden_too(desk):
    row = desk.hear(about=[people.HA.id], by=LIEN)
    desk.stopped("forward", row, by=LIEN, to="Thanh tra", document="")
    # No row came of this one: it is known by what it says.
    desk.send("feedback.receive/1", {"about": [people.HA.id], "content": "Hách dịch"}, by=LIEN)
    count = ledger_entry.count_open_reviews_by_outcome
    assert len(ledger_entry.open_reviews(people.WARD, reader=people.MINH.id)) == 2
    assert ledger_entry.open_reviews(people.WARD, reader=people.HA.id) == []
    assert ledger_entry.open_reviews(people.WARD) == []
    assert (count(people.WARD, people.MINH.id), count(people.WARD, people.HA.id)) == ({"rejected": 2}, {})
    (op, _other) = [one["op"] for one in ledger_entry.open_reviews(people.WARD, reader=people.MINH.id)]
    assert ledger_entry.review_shown(people.WARD, op, people.HA.id) is None
    assert ledger_entry.review_shown(people.WARD, op, people.MINH.id) is not None


def test_r13_no_device_is_told_of_it(desk):
    """Nothing of feedback is pulled by tablets, nor held by a clerk's machine."""
    tablet = Tablet(person=people.HA)
    tablet.push(tablet.open_shift())
    row = desk.hear(about=[people.HA.id])
    kept = Kept(tablet)
    kept.read()
    told = json.dumps([kept.lists, list(snapshot(people.WARD, tablet.id, tablet.now))], default=str)
    told += json.dumps(
        counter_pack.pack(people.WARD, device.device(people.WARD, tablet.id), {}, tablet.now), default=str
    )
    for private in (row["id"], row["content"], row["tracking"], tracking.format(row["tracking"])):
        assert private not in told
    assert not any(kind.on_tablet for type_, kind in KINDS.items() if type_.startswith("feedback."))


def test_what_citizens_send_themselves_comes_by_the_same_operation_and_is_in_nobodys_hands_yet(desk):
    id_ = new_id()
    people.put(people.WARD, "feedback.receive/1", [(id_, said(channel="online", about=[people.HA.id]))])
    row = desk.row(id_, "feedback")
    assert (row["received_by"], row["holder"], row["kind"]) == (SYSTEM, "", "petition")


def test_r13_verified_false_is_left_out_of_index_7(desk):
    """TT 01/2018/TT-VPCP Đ13.7c: "trừ trường hợp … xác minh là không đúng"."""
    right, wrong = (desk.hear(about=[people.HA.id], by=LIEN) for _ in range(2))
    desk.hear(about=[people.HA.id], by=LIEN, phone="")
    desk.sorted_as("ours", about=[people.AN.id])
    desk.step("verify", right, by=people.MINH, finding="partly", note="Có chờ lâu, không có lời lẽ nặng")
    desk.step("verify", wrong, by=people.MINH, finding="wrong", note="Camera cho thấy không có việc này")
    assert [one["id"] for one in records.complaints(people.WARD, people.MINH.id)] == [right["id"]]
    assert records.complaints(people.WARD, people.HA.id) == []


# The table of states, and the replay


def test_every_step_of_the_table_is_done_or_refused_by_the_door(desk):
    assert {state for states, _after in STEPS.values() for state in states} <= set(STATES)
    assert not OPEN & CLOSED
    assert set(EMPTY) | {"id", "v", "ward_id"} == set(records.Feedback._meta.fields)
    row = desk.sorted_as("ours")
    row = desk.step("answer", row, text="Đã trả lời", how="letter")
    for verb, (states, _after) in STEPS.items():
        if row["state"] not in states:
            assert desk.stopped(verb, row, **{"set": {}, "was": {}, "reason": WHY}) == "feedback_state", verb


def test_somebody_elses_ward_knows_nothing_of_it(desk):
    row = desk.hear()
    assert records.feedback(people.OTHER_WARD, people.BINH.id, row["id"]) is None


def test_the_ledger_makes_every_row_again(desk):
    row = desk.sorted_as("conduct", about=[LIEN.id])
    row = desk.step("assign", row, to=people.AN.id, note="")
    desk.step("verify", row, by=people.MINH, finding="right", note="Hai người cùng nói như vậy")
    desk.stopped("release", row, by=people.HA)
    told = verify_ward(WardReading(database.obj, people.WARD))
    assert (told.differences, told.drifts) == ([], []), told
