"""Surprise inspections through the door, on both databases: who may inspect whom, findings, faults and their end."""

import pytest

from app.ledger.verify import verify_ward
from app.records import inspection as records
from app.records import staff
from app.records.database import database
from app.records.inspection import Asked, AskedFaults
from app.records.ward_reading import WardReading
from app.rules.inspection import fault_id
from app.rules.inspection_checklist import checklists, items_of, well_formed
from tests import counter, people
from tests.outreach_desk import CONCLUSION, FOUND, ITEMS, InspectionDesk, OutreachDesk, planned


@pytest.fixture
def desk(app):
    counter.open_counter()
    in_unit(people.HA, "mot-cua")
    return InspectionDesk()


def in_unit(person: people.Someone, unit: str, support_point: str = "") -> None:
    body = {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "neighbourhood": "",
        "support_point": support_point,
        "unit": unit,
        "active": True,
    }
    people.put(people.WARD, "staff.put/1", [(person.id, body)])


def reader(person: people.Someone) -> dict:
    return staff.staff(people.WARD, person.id)


def test_every_checklist_is_whole_and_every_item_says_on_what_ground():
    assert {"mot_cua", "diem_ho_tro", "niem_yet"} == set(checklists())
    for one in checklists().values():
        items = items_of(one, "Mục riêng của đoàn\n\nMục nữa")
        assert well_formed(items) == items
        assert len(one.items) >= 10
        assert all(item["basis"] for item in one.items)
    assert well_formed([{**ITEMS[0], "code": "a b"}]) is None
    assert well_formed([ITEMS[0], ITEMS[0]]) is None
    assert well_formed([]) is None


def test_who_inspects_is_not_who_is_inspected(desk):
    for wrong in (
        # by name, by unit, by point
        {"unit": "", "inspected": [people.MINH.id]},
        {"inspectors": [people.HA.id, people.MINH.id], "inspected": []},
    ):
        assert desk.send("inspection.open/1", desk.opening(**wrong), by=people.MINH)["code"] == "inspection_own", wrong
    in_unit(people.AN, "", people.CT1A)
    at_point = {"unit": "", "inspected": [], "support_point": people.CT1A, "inspectors": [people.AN.id]}
    assert desk.send("inspection.open/1", desk.opening(**at_point), by=people.AN)["code"] == "inspection_own"
    # Somebody else cannot open it in the head's name, nor a lead or a volunteer inspect.
    assert desk.send("inspection.open/1", desk.opening(), by=people.AN)["code"] == "inspection_not_yours"
    lead = desk.opening(inspectors=[people.HUNG.id])
    assert desk.send("inspection.open/1", lead, by=people.HUNG)["code"] == "role_not_allowed"
    assert desk.send("inspection.open/1", lead, by=people.MINH)["code"] == "body_invalid"


def test_what_is_under_way_surprises_whom_it_inspects(desk):
    row = desk.open()
    assert records.inspection(reader(people.HA), row["id"]) is None
    assert records.count(reader(people.HA), Asked()) == 0
    assert records.inspection(reader(people.AN), row["id"])["id"] == row["id"]
    assert desk.stopped("find", row, by=people.HA, set={}, was={}) == "entity_unknown"
    row = desk.conclude(desk.look(row))
    assert records.inspection(reader(people.HA), row["id"])["id"] == row["id"]


def test_findings_of_two_inspectors_do_not_overwrite_each_other(desk):
    row = desk.open(inspectors=[people.MINH.id, people.AN.id])
    row = desk.look(row, found={"gio": FOUND["gio"]})
    not_yet = {"finding": "", "note": ""}
    again = {"set": {"gio": {"finding": "fail", "note": "Mở muộn 20 phút"}}, "was": {"gio": not_yet}}
    assert desk.stopped("find", row, by=people.AN, **again) == "values_changed"
    silent = {"set": {"phi": {"finding": "fail", "note": ""}}, "was": {"phi": not_yet}}
    assert desk.stopped("find", row, by=people.AN, **silent) == "body_invalid"
    assert desk.stopped("find", row, by=people.AN, set={"la": {}}, was={"la": {}}) == "body_invalid"
    row = desk.look(row, by=people.AN, found={name: FOUND[name] for name in ("phi", "ghe")})
    assert row["failed"] == 1


def test_minutes_need_every_item_and_an_owner_and_a_working_day_for_each_fault(desk):
    row = desk.open()
    assert desk.stopped("conclude", row, **CONCLUSION, owed=[]) == "inspection_items_left"
    row = desk.look(row)
    owed = {"item": "phi", "owner": people.HA.id, "due_on": "2026-11-27"}
    for wrong in (
        [],
        [owed, owed],
        [{**owed, "item": "gio"}],
        [{**owed, "owner": people.LAN.id}],
        # today, a Saturday, a holiday (NQ 28/2026/QH16), no day
        [{**owed, "due_on": "2026-11-20"}],
        [{**owed, "due_on": "2026-11-28"}],
        [{**owed, "due_on": "2026-11-24"}],
        [{**owed, "due_on": "2026-11-31"}],
        [{**owed, "due_on": 7}],
    ):
        assert desk.stopped("conclude", row, **CONCLUSION, owed=wrong) == "inspection_owed", wrong
    row = desk.step("conclude", row, **CONCLUSION, owed=[owed])
    (fault,) = records.faults_of(people.WARD, row["id"])
    assert fault["id"] == fault_id(row["id"], "phi")
    assert (fault["text"], fault["note"]) == (ITEMS[1]["text"], FOUND["phi"][1])
    # What the minutes say moves no more.
    assert desk.stopped("void", row, reason="Mở nhầm bộ phận") == "inspection_state"
    assert desk.stopped("find", row, set={}, was={}) == "inspection_state"
    told = verify_ward(WardReading(database.obj, people.WARD))
    assert (told.differences, told.drifts) == ([], []), told


def test_a_fault_is_mended_by_its_owner_and_checked_by_a_head_who_did_not(desk):
    desk.conclude(desk.look(desk.open()))
    fault = records.page_of_faults(reader(people.HA), AskedFaults(), 0, 10)[0]

    def mend(by, code=""):
        told = {"how": "Đã thay bảng phí mới, chụp ảnh gửi lãnh đạo."}
        if code:
            assert desk.stopped("mend", fault, by, "inspection_fault", **told) == code
            return None
        return desk.step("mend", fault, by, "inspection_fault", **told)

    check = {"verdict": "good", "note": "", "due_on": ""}
    assert desk.stopped("check", fault, people.MINH, "inspection_fault", **check) == "fault_state"
    mend(people.AN, "fault_not_yours")
    fault = mend(people.HA)
    assert desk.stopped("check", fault, people.HA, "inspection_fault", **check) == "role_not_allowed"
    again = {"verdict": "again", "note": "Còn thiếu căn cứ", "due_on": "2026-11-30"}
    assert desk.stopped("check", fault, noun="inspection_fault", **{**again, "note": ""}) == "body_invalid"
    assert desk.stopped("check", fault, noun="inspection_fault", **{**again, "due_on": ""}) == "fault_day"
    fault = desk.step("check", fault, noun="inspection_fault", **again)
    assert (fault["state"], fault["due_on"], fault["sent_back"]) == ("open", "2026-11-30", 1)
    # Whoever writes it down as mended, a head too, does not say that it is good.
    fault = mend(people.MINH)
    assert desk.stopped("check", fault, noun="inspection_fault", **check) == "fault_own_check"


def test_the_head_gives_it_to_another_with_a_reason_and_what_is_late_is_found(desk):
    desk.conclude(desk.look(desk.open()))
    (fault,) = records.page_of_faults(reader(people.MINH), AskedFaults(state="open"), 0, 10)
    assert records.count_faults(reader(people.MINH), AskedFaults(late_on="2026-11-27")) == 0
    assert records.count_faults(reader(people.MINH), AskedFaults(late_on="2026-11-28")) == 1
    told = {"owner": people.HUNG.id, "due_on": "2026-12-01", "reason": "Bảng ở sảnh do tổ trưởng giữ"}
    assert records.count_faults(reader(people.HUNG), AskedFaults()) == 0
    assert desk.stopped("assign", fault, people.AN, "inspection_fault", **told) == "role_not_allowed"
    fault = desk.step("assign", fault, noun="inspection_fault", **told)
    # Now it is the lead's: he reads it, and the inspection that it came of.
    assert records.fault(reader(people.HUNG), fault["id"])["due_on"] == "2026-12-01"
    assert records.inspection(reader(people.HUNG), fault["inspection"]) is not None


JUNK = (None, 7, "x", ["x"], [{}], {"x": 7}, {"gio": {"finding": 7}})


def test_a_forged_body_is_refused_in_words_and_breaks_no_rule(desk):
    """Of outreach events too: every field of every operation with what no form sends."""
    event = OutreachDesk()
    held = event.step("hold", event.plan(), held_on="2026-11-20", attended=1, summary="Họp tổ")
    over = desk.conclude(desk.look(desk.open()))
    (fault,) = records.faults_of(people.WARD, over["id"])
    bodies = {
        "outreach.plan/1": ("", planned()),
        "outreach.amend/1": (held["id"], {"set": {"place": "a"}, "was": {"place": "b"}, "reason": "Đổi sang chỗ khác"}),
        "outreach.ask/1": (held["id"], {"asked": "Hỏi", "answer": ""}),
        "outreach.link/1": (held["id"], {"key": "a", "feedback": "b"}),
        "outreach.hand_out/1": (held["id"], {"title": "a", "kind": "other", "of": "", "count": 1}),
        "inspection.open/1": ("", desk.opening()),
        "inspection.find/1": (desk.open()["id"], {"set": {}, "was": {}}),
        "inspection.conclude/1": (desk.look(desk.open())["id"], {**CONCLUSION, "owed": []}),
        "inspection.assign/1": (fault["id"], {"owner": people.AN.id, "due_on": "2026-11-30", "reason": "Nghỉ phép"}),
        "inspection.check/1": (fault["id"], {"verdict": "again", "note": "a", "due_on": ""}),
    }
    for type_, (entity, body) in bodies.items():
        for name in body:
            for junk in JUNK:
                answer = desk.send(type_, {**body, name: junk}, entity, people.MINH)
                assert answer["code"] != "operation_error", (type_, name, junk)
