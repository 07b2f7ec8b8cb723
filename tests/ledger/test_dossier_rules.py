"""The rules of the counter, each by its number in the law's checklist and its article; through the real door."""

import pytest

from app.rules import clock, tracking
from app.rules.dossier_row import opened
from app.rules.dossier_states import CLOSED, OPEN, STATES, STEPS
from tests import counter, people
from tests.counter import LINKED, SAME_DAY, THREE_DAYS, CounterDesk

WHY = "Chờ cơ quan khác trả lời xác minh"
BLURRED = [{"key": "ly-hon", "what": "Ảnh mờ, không đọc được số"}]


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk()


def day(row: dict, name: str = "due_current_at") -> str:
    return clock.day_of(row[name])


def hour(row: dict, name: str = "due_current_at") -> str:
    return clock.local(row[name]).strftime("%H:%M")


# The clock (NĐ 309/2026 Đ17.3)


def test_the_clock_starts_when_the_dossier_is_complete_and_shown_on_the_receipt(desk):
    row = desk.at("2026-11-20 10:00").receive(THREE_DAYS)
    assert (row["accepted_at"], row["receipt_number"], row["receipt_year"]) == (desk.now, 1, 2026)
    # Monday 23, Wednesday 25 and Thursday 26: the 24th is a holiday from 2026 (NQ 28/2026/QH16).
    assert (day(row), hour(row)) == ("2026-11-26", "17:00")
    assert day(row, "due_legal_at") == "2026-11-30"


def test_a_guided_dossier_has_no_receipt_and_no_promise_yet(desk):
    row = desk.receive(decision="guide", papers=BLURRED, reason="Thiếu bản sao trích lục ly hôn")
    assert row["state"] == "supplement"
    assert (row["receipt_number"], row["due_current_at"], row["accepted_at"]) == (0, None, None)
    assert (row["supplement_number"], row["supplement_count"]) == (1, 1)


def test_a_declined_dossier_says_why_and_takes_no_receipt_number(desk):
    refused = desk.send("dossier.receive/1", counter.receiving(decision="decline"))
    assert (refused["status"], refused["code"]) == ("rejected", "body_invalid")
    row = desk.receive(decision="decline", reason="Không thuộc thẩm quyền của phường")
    assert (row["state"], row["refusal_number"], row["receipt_number"]) == ("refused", 1, 0)
    assert desk.receive()["receipt_number"] == 1


# R1, R2: asking for papers


def test_r1_a_second_request_is_blocked_for_the_clerk_and_open_to_the_head_with_a_reason(desk):
    """NĐ 61/2018 Đ11.2c, Đ17.2a; NĐ 118/2025 Đ17.2a."""
    row = desk.do("request_supplement", desk.receive(), papers=BLURRED, reason="Ảnh chụp không đọc được")
    row = desk.at("2026-11-23 09:00").do("complete", row, documents=[], number=0)
    assert desk.refused("request_supplement", row, papers=BLURRED, reason=WHY) == "supplement_once"
    again = {"papers": BLURRED, "reason": WHY}
    assert desk.refused("request_supplement", row, by=people.MINH, **again) == "override_needed"
    row = desk.do("request_supplement", row, by=people.MINH, override="Sai sót của cán bộ tiếp nhận", **again)
    assert (row["supplement_count"], row["supplement_number"]) == (2, 2)


def test_r2_a_request_comes_within_three_working_days_of_receipt(desk):
    """NĐ 61/2018 Đ19.4: "không quá 03 ngày làm việc kể từ ngày tiếp nhận"."""
    row = desk.at("2026-11-20 10:00").receive(LINKED)
    paper = {"papers": [{"key": "to-khai", "what": "Chưa ký"}], "reason": WHY}
    assert desk.at("2026-11-26 17:01").refused("request_supplement", row, **paper) == "supplement_late"
    row = desk.at("2026-11-26 17:00").do("request_supplement", row, **paper)
    assert row["state"] == "supplement"


def test_r2_the_clock_begins_from_zero_when_the_papers_have_come(desk):
    """NĐ 61/2018 Đ19.4; what was promised first stays readable."""
    row = desk.at("2026-11-20 10:00").receive()
    first = row["due_current_at"]
    row = desk.at("2026-11-23 09:00").do("request_supplement", row, papers=BLURRED, reason=WHY)
    assert row["due_current_at"] is None
    row = desk.at("2026-12-01 14:00").do("complete", row, documents=[], number=0)
    assert (row["state"], day(row), row["receipt_number"]) == ("received", "2026-12-04", 1)
    assert row["due_original_at"] == row["due_current_at"]
    (move,) = opened(row, "redates")
    assert (move["from_at"], move["to_at"], move["why"]) == (first, row["due_current_at"], "supplement")


# R3, R4: extension and apology (NĐ 61/2018 Đ19.9)


def test_r3_an_extension_is_the_heads_with_a_reason_and_a_working_day_behind_the_first(desk):
    row = desk.receive()
    new = {"reason": WHY, "new_on": "2026-12-01"}
    assert desk.refused("extend", row, **new) == "role_not_allowed"
    assert desk.refused("extend", row, by=people.MINH, reason="", new_on="2026-12-01") == "reason_needed"
    for wrong in ("2026-11-26", "2026-11-28", "2026-02-30", "", None, "26/11/2026"):
        assert desk.refused("extend", row, by=people.MINH, reason=WHY, new_on=wrong) == "new_day_wrong"
    asked = desk.do("ask_extension", row, **new)
    assert opened(asked, "extension_asked")["new_on"] == "2026-12-01"
    extended = desk.do("extend", asked, by=people.MINH, **new)
    assert (day(extended), day(extended, "due_original_at")) == ("2026-12-01", "2026-11-26")
    assert (extended["extension_number"], extended["extension_asked"]) == (1, "")
    assert extended["extended_from_at"] == row["due_current_at"]


def test_r3_at_most_one_extension(desk):
    """ "Việc hẹn lại ngày trả kết quả được thực hiện không quá một lần"."""
    row = desk.do("extend", desk.receive(), by=people.MINH, reason=WHY, new_on="2026-12-01")
    assert desk.refused("extend", row, by=people.MINH, reason=WHY, new_on="2026-12-03") == "extension_once"
    assert desk.refused("ask_extension", row, reason=WHY, new_on="2026-12-03") == "extension_once"


def test_r3_at_the_latest_the_day_before_the_due_day(desk):
    row = desk.at("2026-11-20 10:00").receive()
    new = {"reason": WHY, "new_on": "2026-12-01"}
    assert desk.at("2026-11-26 08:00").refused("extend", row, by=people.MINH, **new) == "extension_late"
    assert desk.at("2026-11-25 16:59").do("extend", row, by=people.MINH, **new)["extended_at"]


def test_r3_a_same_day_procedure_can_only_be_apologised_for(desk):
    row = desk.at("2026-11-20 09:00").receive(SAME_DAY)
    new = {"reason": WHY, "new_on": "2026-11-23"}
    assert desk.refused("extend", row, by=people.MINH, **new) == "extension_late"
    late = desk.at("2026-11-20 16:00").do("apologise", row, by=people.MINH, reason=WHY, promised_on="2026-11-23")
    assert (late["promised_on"], late["apology_number"]) == ("2026-11-23", 1)
    # The promise that was broken stays the one that counts.
    assert late["due_current_at"] == row["due_current_at"]


def test_r4_an_apology_is_owed_behind_the_due_day_and_given_once(desk):
    row = desk.at("2026-11-20 10:00").receive()
    sorry = {"reason": WHY, "promised_on": "2026-12-01"}
    assert desk.at("2026-11-23 10:00").refused("apologise", row, by=people.MINH, **sorry) == "apology_early"
    assert desk.at("2026-11-27 10:00").refused("apologise", row, **sorry) == "role_not_allowed"
    row = desk.do("apologise", row, by=people.MINH, **sorry)
    assert desk.refused("apologise", row, by=people.MINH, **sorry) == "apology_once"


def test_r4_after_an_extension_an_apology_promises_no_third_day(desk):
    row = desk.do("extend", desk.receive(), by=people.MINH, reason=WHY, new_on="2026-12-01")
    row = desk.at("2026-12-02 09:00").do("apologise", row, by=people.MINH, reason=WHY, promised_on="2026-12-04")
    assert row["promised_on"] == ""


def test_verification_gives_the_second_time_once_with_its_document(desk):
    row = desk.at("2026-11-20 10:00").receive()
    assert desk.refused("verify", row, reason=WHY, document="") == "reason_needed"
    paper = {"reason": "Từng cư trú nơi khác", "document": "Công văn 12/UBND-TP ngày 23/11/2026"}
    row = desk.at("2026-11-23 10:00").do("verify", row, **paper)
    assert day(row) == "2026-12-24"
    assert day(row, "due_original_at") == "2026-11-26"
    assert desk.refused("verify", row, **paper) == "verify_once"
    assert desk.refused("verify", desk.receive(SAME_DAY), **paper) == "verify_not_provided"


# R5: 15:00


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-11-20 14:30", "2026-11-20"), ("2026-11-20 15:00", "2026-11-20"), ("2026-11-20 15:01", "2026-11-23")],
)
def test_r5_what_comes_after_15_00_is_due_on_the_next_working_day(desk, received, due):
    """Luật Hộ tịch Đ5.3; NĐ 23/2015 Đ7."""
    assert day(desk.at(received).receive(SAME_DAY)) == due


def test_r5_a_hand_over_is_due_the_same_day_or_at_the_opening_of_the_next(desk):
    """NĐ 309/2026 Đ18.2."""
    row = desk.at("2026-11-20 14:00").receive(to=people.MINH.id)
    assert clock.write(opened(row, "steps")[0]["due_at"]).startswith("2026-11-20T17:00")
    assert (row["holder"], row["state"]) == (people.HA.id, "received")
    taken = desk.do("take_over", row, by=people.MINH)
    assert (taken["holder"], taken["state"]) == (people.MINH.id, "processing")
    later = desk.at("2026-11-20 15:30").receive(to=people.MINH.id)
    assert clock.write(opened(later, "steps")[0]["due_at"]).startswith("2026-11-23T08:00")


def test_a_hand_over_waits_for_its_receiver(desk):
    row = desk.receive(to=people.MINH.id)
    assert desk.refused("hand_over", row, to=people.AN.id, note="") == "hand_over_pending"
    assert desk.refused("take_over", row, by=people.AN) == "not_in_scope"
    assert desk.refused("hand_over", desk.receive(), to=people.LAN.id, note="") == "handler_unknown"


# R6: no


def test_r6_a_refusal_has_a_reason_and_is_within_the_time(desk):
    """NĐ 61/2018 Đ19.8."""
    row = desk.at("2026-11-20 10:00").receive()
    assert desk.refused("refuse", row, reason="", basis="") == "reason_needed"
    assert desk.at("2026-11-26 17:01").refused("refuse", row, reason=WHY, basis="") == "refusal_late"
    late = desk.do("refuse", row, by=people.MINH, reason=WHY, basis="Luật Hộ tịch Đ5.2")
    assert (late["state"], late["refusal_number"]) == ("refused", 1)


def test_a_stop_is_the_heads_and_names_its_basis(desk):
    row = desk.receive()
    assert desk.refused("stop", row, reason=WHY, basis="Điều 19 Nghị định 118") == "role_not_allowed"
    assert desk.refused("stop", row, by=people.MINH, reason=WHY, basis="") == "basis_needed"
    assert desk.do("stop", row, by=people.MINH, reason=WHY, basis="Điều 19 NĐ 118")["state"] == "stopped"


# R8, R9: papers and money


def test_r8_nothing_outside_the_published_list_without_a_law(desk):
    """NĐ 61/2018 Đ5.1đ; NĐ 309/2026 Đ4.2a."""
    row = desk.receive()
    book = {"key": "", "name": "Sổ hộ khẩu"}
    assert desk.refused("request_supplement", row, papers=[book], reason=WHY) == "body_invalid"
    cited = {**book, "citation": "NĐ 123/2015/NĐ-CP Đ22"}
    asked = desk.do("request_supplement", row, papers=[cited], reason=WHY)
    assert opened(asked, "supplement_papers")[0]["citation"] == "NĐ 123/2015/NĐ-CP Đ22"


def test_r9_no_other_amount_without_the_number_of_its_receipt(desk):
    """NĐ 61/2018 Đ4.5."""
    refused = desk.send("dossier.receive/1", counter.receiving(fee_paid=50_000))
    assert refused["code"] == "body_invalid"
    assert desk.receive(fee_paid=15_000)["fee_paid"] == 15_000
    assert desk.receive(fee_paid=50_000, fee_receipt="0001234")["fee_receipt"] == "0001234"
    free = opened(desk.receive(SAME_DAY), "fee")
    assert free["total"] == 0
    assert "Luật Hộ tịch" in free["lines"][0]["why"]


# R10, R17, R18


def test_r10_a_void_number_stays_struck_through(desk):
    """TT 01/2018 Đ10.2; NĐ 23/2015 Đ13."""
    row = desk.receive()
    desk.do("void", row, reason="Ghi nhầm người nộp")
    number = desk.row("tnhs@2026#000001", "register_number")
    assert (number["state"], number["void_reason"]) == ("void", "Ghi nhầm người nộp")
    assert desk.receive()["receipt_number"] == 2


def test_r17_the_national_code_stands_as_given_and_ours_is_no_national_one(desk):
    row = desk.receive(national_code="H26.12.34-261120-0001")
    assert row["national_code"] == "H26.12.34-261120-0001"
    assert tracking.check(row["tracking"])


def test_r18_a_changed_calendar_moves_open_dossiers_with_a_reason_and_never_by_itself(desk):
    row = desk.at("2026-11-20 10:00").receive()
    assert desk.refused("redate", row, reason=WHY) == "nothing_changed"
    storm = {
        "working": False,
        "kind": "closed",
        "name": "Nghỉ tránh bão",
        "certainty": "official",
        "source": "Công điện của thành phố",
        "reason": "Bão số 9",
    }
    assert desk.send("workday.put/1", storm, "2026-11-25", people.AN)["status"] == "ok"
    assert day(desk.row(row["id"])) == "2026-11-26"
    moved = desk.do("redate", row, reason="Nghỉ bão ngày 25/11")
    assert day(moved) == "2026-11-27"
    (move,) = opened(moved, "redates")
    assert (move["why"], move["reason"]) == ("calendar", "Nghỉ bão ngày 25/11")


# Liên thông, results, the post


def test_interlinked_results_have_days_of_their_own_and_come_back_one_by_one(desk):
    row = desk.at("2026-11-20 10:00").receive(LINKED)
    birth, residence = opened(row, "results")
    assert clock.day_of(birth["due_at"]) == "2026-11-23"
    assert clock.day_of(residence["due_at"]) == day(row) == "2026-11-27"
    row = desk.at("2026-11-23 10:00").do("finish", row, results={"khai-sinh": "45/2026"})
    assert (row["state"], row["finished_at"]) == ("processing", None)
    row = desk.do("return", row, how="counter", results=["khai-sinh"])
    assert row["state"] == "processing"
    row = desk.at("2026-11-26 10:00").do("finish", row, results={})
    assert (row["state"], row["finished_at"]) == ("ready", desk.now)
    row = desk.do("return", row, how="counter")
    assert (row["state"], row["returned_at"]) == ("returned", desk.now)


def test_a_result_by_post_needs_its_number_and_is_confirmed_later(desk):
    row = desk.receive(return_by="post", return_address="Số 3 ngõ 5 Tô Hiệu")
    row = desk.do("finish", row, results={})
    assert desk.refused("return", row, how="post") == "post_number_needed"
    row = desk.do("return", row, how="post", post_number="EK123456789VN", post_fee=25_000)
    assert (row["state"], row["post_confirmed_at"]) == ("returned", None)
    row = desk.at("2026-11-24 10:00").do("confirm_return", row)
    assert row["post_confirmed_at"] == desk.now
    assert desk.refused("confirm_return", row) == "nothing_changed"


def test_what_comes_back_by_post_needs_an_address(desk):
    assert desk.send("dossier.receive/1", counter.receiving(return_by="post"))["code"] == "body_invalid"


# The table of states


def test_every_step_is_refused_in_every_state_that_does_not_allow_it(desk):
    """One dossier in each state, every step tried on it: what the table forbids is refused by name."""
    rows = {state: _in_state(desk, state) for state in STATES}
    for state, row in rows.items():
        for verb, (allowed_in, _after) in STEPS.items():
            if state not in allowed_in:
                name = "return" if verb == "give_result" else verb
                code = desk.refused(name, row, by=people.MINH if name in _OF_THE_HEAD else people.HA)
                assert code == "dossier_state", (state, verb, code)


_OF_THE_HEAD = ("extend", "apologise", "stop")


def _in_state(desk: CounterDesk, state: str) -> dict:
    row = desk.receive(to=people.HA.id)
    if state == "processing":
        return desk.do("take_over", desk.do("hand_over", row, to=people.MINH.id, note=""), by=people.MINH)
    if state in ("ready", "returned"):
        row = desk.do("finish", row, results={})
        return row if state == "ready" else desk.do("return", row, how="counter")
    verb = {"supplement": "request_supplement", "refused": "refuse", "stopped": "stop", "withdrawn": "withdraw"}.get(
        state
    )
    if verb or state == "void":
        by = people.MINH if verb == "stop" else people.HA
        row = desk.do(verb or "void", row, by=by, reason=WHY, basis="Điều 19 NĐ 118", papers=BLURRED)
    assert row["state"] == state
    return row


def test_every_state_is_either_open_or_closed():
    assert set(STATES) == OPEN | CLOSED
    assert not OPEN & CLOSED


def test_a_dossier_of_another_ward_is_nobodys_here(desk):
    row = desk.receive()
    other = CounterDesk(people.OTHER_WARD)
    result = other.send("dossier.refuse/1", {"reason": WHY, "basis": ""}, row["id"], people.BINH)
    assert (result["status"], result["code"]) == ("parked", "entity_unknown")


def test_two_people_who_mend_one_field_never_overwrite_each_other(desk):
    row = desk.receive()
    mend = {"set": {"phone": "+84987654321"}, "was": {"phone": row["phone"]}, "reason": "Đọc lại số điện thoại"}
    assert desk.do("amend", row, **mend)["phone"] == "+84987654321"
    late = {**mend, "set": {"phone": "+84911111111"}}
    assert desk.refused("amend", row, **late) == "values_changed"
