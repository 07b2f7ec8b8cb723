"""The registers through the real door: certifications (R7, R9, R10), two people at once, a machine that is gone, and a
replay that comes to the same numbers.
"""

import json

import pytest

from app.ledger.envelope import new_id
from app.ledger.fleet import revoke
from app.ledger.rescue import take_file
from app.ledger.verify import verify_ward
from app.records import register
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules import clock
from tests import counter, people
from tests.counter import COPIES, THREE_DAYS, CounterDesk
from tests.ledger.devices import Tablet, statuses
from tests.ledger.test_at_once import at_once

WHY = "Máy mất, không tìm lại được"
DIPLOMA = {"paper": "Bằng tốt nghiệp", "pages": 2, "copies": 3}
DEED = {"paper": "Giấy chứng nhận quyền sử dụng đất", "pages": 4, "copies": 2}


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk()


def certifying(*lines: dict, **changed) -> dict:
    body = {
        "procedure": COPIES,
        "variant": "ban-sao",
        "name": "Nguyễn Văn Bình",
        "lines": list(lines) or [DIPLOMA],
        "exemption": "",
        "fee_paid": 0,
        "fee_receipt": "",
        "signer": "Trần Quang Minh",
        "note": "",
    }
    return {**body, **changed}


def certify(desk, *lines, **changed) -> dict:
    told = desk.send("certification.record/1", certifying(*lines, **changed))
    assert told["status"] == "ok", told
    return desk.row(told["entity"], "certification")


def refusal(desk, *lines, by=people.HA, **changed) -> str:
    told = desk.send("certification.record/1", certifying(*lines, **changed), by=by)
    assert told["status"] in ("rejected", "parked"), told
    assert desk.row(told["entity"], "certification") is None
    return told["code"]


def numbers(name="chung_thuc_ban_sao", year=2026) -> list[tuple]:
    return [(row["number"], row["state"]) for row in register.numbers(people.WARD, name, year)]


def test_r7_an_instant_result_takes_no_receipt_and_always_a_place_in_the_register(desk):
    """NĐ 61/2018 Đ17.4."""
    row = certify(desk)
    assert (row["register"], row["year"], row["first_number"]) == ("chung_thuc_ban_sao", 2026, 1)
    assert numbers("tnhs") == []
    given = desk.row("chung_thuc_ban_sao@2026#000001", "register_number")
    assert (given["subject"], given["state"], given["staff"]) == (row["id"], "used", people.HA.id)
    # A refusal takes no number.
    assert refusal(desk, name="") == "body_invalid"
    assert certify(desk)["first_number"] == 2


def test_r10_one_number_for_each_kind_of_paper_and_not_for_each_visitor(desk):
    """NĐ 23/2015 Đ13."""
    row = certify(desk, DIPLOMA, DEED)
    assert [line["number"] for line in json.loads(row["lines"])] == [1, 2]
    assert (row["first_number"], row["last_number"], row["copies"]) == (1, 2, 5)


def test_r9_copies_cost_by_the_pages_of_the_original_and_say_why(desk):
    """TT 226/2016/TT-BTC: 2,000 for each of the first two pages, 1,000 from the third, for each copy."""
    row = certify(desk, DIPLOMA, DEED)
    first, second = json.loads(row["lines"])
    assert (first["fee"], second["fee"], row["fee_total"]) == (12_000, 12_000, 24_000)
    assert "TT 226/2016/TT-BTC" in first["why"]
    huge = certify(desk, {"paper": "Hồ sơ mời thầu", "pages": 9_999, "copies": 2})
    assert huge["fee_total"] == 400_000


def test_r9_another_amount_needs_the_number_of_its_receipt(desk):
    assert refusal(desk, fee_paid=50_000) == "body_invalid"
    assert certify(desk, fee_paid=12_000)["fee_paid"] == 12_000
    assert certify(desk, fee_paid=50_000, fee_receipt="0001234")["fee_receipt"] == "0001234"
    assert refusal(desk, exemption="con-thuong-binh") == "body_invalid"


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-20 14:59", "2026-11-20 17:00"),
        ("2026-11-20 15:00", "2026-11-20 17:00"),
        ("2026-11-20 15:01", "2026-11-23 17:00"),
        # The 24th is a holiday from 2026 (NQ 28/2026/QH16).
        ("2026-11-23 15:30", "2026-11-25 17:00"),
    ],
)
def test_r5_after_three_the_result_is_due_on_the_next_working_day_with_its_hour(desk, moment, due):
    """TT 01/2020/TT-BTP Đ2; NĐ 23/2015 Đ7."""
    row = certify(desk.at(moment))
    assert clock.local(row["due_at"]).strftime("%Y-%m-%d %H:%M") == due


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"paper": "", "pages": 1, "copies": 1}],
        [{"paper": "Bằng", "pages": 0, "copies": 1}],
        [{"paper": "Bằng", "pages": 1, "copies": True}],
        [{"paper": "Mật khẩu là Abc12345", "pages": 1, "copies": 1}],
        ["Bằng"],
        "Bằng",
        [DIPLOMA] * 31,
    ],
)
def test_what_is_no_paper_is_refused_and_takes_no_number(desk, lines):
    told = desk.send("certification.record/1", {**certifying(), "lines": lines})
    assert (told["status"], told["code"]) == ("rejected", "body_invalid")
    assert numbers() == []


def test_a_procedure_without_a_register_certifies_nothing(desk):
    assert refusal(desk, procedure=THREE_DAYS, variant="thuong") == "body_invalid"
    assert refusal(desk, by=people.LAN) == "role_not_allowed"
    assert refusal(desk, by=people.MINH) == "role_not_allowed"


def test_r10_a_void_certification_keeps_its_numbers_struck_through_with_who_and_why(desk):
    row = certify(desk, DIPLOMA, DEED)
    void = ("certification.void/1", {"reason": "Ghi nhầm tên người"}, row["id"])
    assert desk.send("certification.void/1", {"reason": "nhầm"}, row["id"])["code"] == "reason_needed"
    # The next day it is for the head: the book of a day is the record of that day.
    assert desk.at("2026-11-23 08:00").send(*void)["code"] == "void_another_day"
    assert desk.send(*void, by=people.MINH)["status"] == "ok"
    assert desk.send(*void, by=people.MINH)["code"] == "already_void"
    assert numbers() == [(1, "void"), (2, "void")]
    number = desk.row("chung_thuc_ban_sao@2026#000002", "register_number")
    assert (number["void_reason"], number["voided_by"], number["staff"]) == (
        "Ghi nhầm tên người",
        people.MINH.id,
        people.HA.id,
    )
    assert certify(desk)["first_number"] == 3


def test_r10_a_request_for_papers_is_struck_through_in_the_book_of_its_own_year(desk):
    desk.at("2026-12-31 10:00")
    paper = [{"key": "ly-hon", "what": "Ảnh mờ"}]
    row = desk.receive(decision="guide", papers=paper, reason="Thiếu bản sao trích lục")
    desk.at("2027-01-04 09:00").do("void", row, by=people.MINH, reason="Ghi nhầm người nộp")
    assert numbers("hdhs", 2026) == [(1, "void")]
    assert numbers("hdhs", 2027) == []


def test_people_who_certify_in_the_same_moment_get_consecutive_numbers(desk):
    told = at_once(*(lambda: desk.send("certification.record/1", certifying(DIPLOMA, DEED)) for _ in range(6)))
    assert [one["status"] for one in told] == ["ok"] * 6
    rows = [desk.row(one["entity"], "certification") for one in told]
    assert sorted(row["first_number"] for row in rows) == [1, 3, 5, 7, 9, 11]
    assert numbers() == [(number, "used") for number in range(1, 13)]


def test_two_who_receive_in_the_same_moment_get_consecutive_numbers(desk):
    rows = at_once(*(lambda by=by: desk.receive(by=by) for by in (people.HA, people.AN, people.HA, people.AN)))
    assert sorted(row["receipt_number"] for row in rows) == [1, 2, 3, 4]
    assert sorted(row["control_number"] for row in rows) == [1, 2, 3, 4]


# Machines of the counter


@pytest.fixture
def machine(desk):
    tablet = Tablet(person=people.HA, now=desk.now)
    tablet.push(tablet.open_shift())
    return tablet


def leased(machine: Tablet, count=5) -> str:
    lease = machine.operation("register.lease/1", new_id(), {"register": "tnhs", "count": count})
    assert statuses(machine.push(lease)) == [("ok", "")]
    return lease["e"]


def printed(machine: Tablet, number: int) -> dict:
    return machine.operation("dossier.receive/1", new_id(), counter.receiving(number=number), sealed=True)


def test_what_was_printed_during_an_outage_keeps_its_number(desk, machine):
    leased(machine)
    assert desk.receive()["receipt_number"] == 6
    made = printed(machine, 2)
    assert statuses(machine.push(made)) == [("ok", "")]
    assert desk.row(made["e"])["receipt_number"] == 2
    assert numbers("tnhs") == [(1, "leased"), (2, "used"), (3, "leased"), (4, "leased"), (5, "leased"), (6, "used")]


def test_a_lost_machines_numbers_come_back_as_voids_and_its_late_papers_before_a_person(desk, machine):
    lease = leased(machine)
    made = [printed(machine, 1), printed(machine, 2)]
    revoke(people.WARD, machine.id, people.AN.id, machine.now)
    # Its work that a person brings in a file still counts.
    brought = take_file(people.WARD, machine.rescue_file([made[0]]), people.HA.id, machine.now)
    assert [one["status"] for one in brought["results"]] == ["ok"]
    back = desk.send("register.give_back/1", {"reason": WHY}, lease)
    assert back["status"] == "ok"
    assert numbers("tnhs") == [(1, "used"), *((number, "void") for number in range(2, 6))]
    assert register.register(people.WARD, "tnhs@2026")["lent"] == 0
    late = take_file(people.WARD, machine.rescue_file([made[1]]), people.HA.id, machine.now)
    assert [(one["status"], one["code"]) for one in late["results"]] == [("parked", "number_taken")]


def test_a_machine_gives_back_its_own_block_only(desk, machine):
    lease = leased(machine)
    other = Tablet(person=people.HA, now=desk.now)
    other.push(other.open_shift())
    back = other.operation("register.give_back/1", lease, {"reason": WHY})
    assert statuses(other.push(back)) == [("rejected", "device_mismatch")]
    back = machine.operation("register.give_back/1", lease, {"reason": "Mạng đã có lại"})
    assert statuses(machine.push(back)) == [("ok", "")]
    assert {state for _number, state in numbers("tnhs")} == {"void"}


def test_a_replay_of_the_ledger_comes_to_the_same_registers(desk, machine):
    lease = leased(machine)
    machine.push(printed(machine, 1))
    rows = [certify(desk, DIPLOMA, DEED) for _ in range(5)]
    refusal(desk, name="")
    desk.send("certification.void/1", {"reason": "Ghi nhầm tên"}, rows[2]["id"])
    desk.do("void", desk.receive(), reason="Ghi nhầm người nộp")
    desk.at("2026-12-31 23:59")
    certify(desk)
    desk.at("2027-01-01 00:00")
    certify(desk)
    machine.now = desk.now
    machine.push(printed(machine, 2))
    close = ("register.close/1", {}, "tnhs@2026")
    assert desk.send(*close, by=people.HA)["code"] == "role_not_allowed"
    assert desk.send(*close, by=people.AN)["code"] == "register_lent"
    desk.send("register.give_back/1", {"reason": WHY}, lease)
    assert desk.send(*close, by=people.MINH)["status"] == "ok"
    found = verify_ward(WardReading(database.obj, people.WARD))
    assert found.whole
    assert [(one.noun, one.id, one.columns) for one in found.differences] == []
    assert found.drifts == []
    assert register.register(people.WARD, "tnhs@2026")["closed_by"] == people.MINH.id
    assert [number for number, _state in numbers()] == list(range(1, 12))
    assert numbers(year=2027) == [(1, "used")]
