"""Outreach events through the door, on both databases: the table of states, lines, and whose feedback it becomes."""

import pytest

from app.ledger.verify import verify_ward
from app.records import outreach as records
from app.records.database import database
from app.records.outreach import Asked
from app.records.ward_reading import WardReading
from app.rules.outreach import opened
from app.rules.outreach_states import STATES, STEPS
from app.rules.registry import KINDS
from tests import people
from tests.outreach_desk import OutreachDesk, planned


@pytest.fixture
def desk(app):
    return OutreachDesk()


HELD = {"held_on": "2026-11-20", "attended": 45, "summary": "Đã hướng dẫn cài VNeID."}
MINUTED = {"chair": "Ông Minh", "secretary": "Bà Hà", "conclusion": "Tổ chức thêm một buổi ở CT2A."}
# A body of each step that its own state takes.
BODIES = {
    "amend": {"set": {"place": "Sân chơi"}, "was": {"place": "Nhà văn hóa tổ 7"}, "reason": "Nhà văn hóa đang sửa"},
    "hold": HELD,
    "ask": {"asked": "Bao giờ có thêm ghế?", "answer": ""},
    "answer": {"key": "0", "answer": "Tháng sau"},
    "link": {"key": "0", "feedback": "0"},
    "hand_out": {"title": "Tờ rơi VNeID", "kind": "other", "of": "", "count": 30},
    "strike": {"key": "0"},
    "minute": MINUTED,
    "cancel": {"reason": "Trời mưa bão, hoãn lại"},
}


def in_state(desk, state: str) -> dict:
    row = desk.plan()
    if state == "cancelled":
        return desk.step("cancel", row, reason="Trời mưa bão, hoãn lại")
    if state in ("held", "minuted"):
        row = desk.step("hold", row, **HELD)
    return desk.step("minute", row, **MINUTED) if state == "minuted" else row


def test_the_table_of_states_is_what_the_door_does(desk):
    verbs = {kind.verb.partition(".")[2] for kind in KINDS.values() if kind.noun == "outreach"}
    assert verbs == {*STEPS, "plan"} == {*BODIES, "plan"}
    for state in STATES:
        for verb, (states, after) in STEPS.items():
            row = in_state(desk, state)
            result = desk.send(f"outreach.{verb}/1", BODIES[verb], row["id"])
            if state not in states:
                assert result["code"] == "outreach_state", (verb, state)
            elif result["status"] == "ok":
                assert desk.row(row["id"], "outreach")["state"] == (after or state), (verb, state)
            else:
                # Lines that are not there, never the state.
                assert result["code"] == "outreach_line_unknown", (verb, state, result)
    told = verify_ward(WardReading(database.obj, people.WARD))
    assert (told.differences, told.drifts) == ([], []), told


def test_a_plan_names_real_neighbourhoods_a_real_day_and_somebody_of_the_desk(desk):
    for wrong in (
        {"neighbourhoods": ["tdp-99"]},
        {"planned_on": "2026-02-30"},
        {"planned_on": "2026-09-01"},
        {"host": people.LAN.id},
        {"starts": "25:00"},
        {"title": ""},
    ):
        assert desk.send("outreach.plan/1", planned(**wrong))["code"] == "body_invalid", wrong
    assert desk.send("outreach.plan/1", planned(), by=people.HUNG)["code"] == "role_not_allowed"


def test_held_means_a_day_that_was_and_a_number_that_can_be(desk):
    row = desk.plan()
    for wrong in ({"held_on": "2026-11-21"}, {"held_on": ""}, {"attended": -1}, {"summary": ""}):
        assert desk.stopped("hold", row, **{**HELD, **wrong}) == "body_invalid", wrong
    row = desk.step("hold", row, **HELD)
    assert (row["on_day"], row["attended"], row["held_by"]) == ("2026-11-20", 45, people.HA.id)
    told = {"set": {"attended": 54}, "was": {"attended": 45}, "reason": "Đếm lại danh sách ghế"}
    assert desk.step("amend", row, **told)["attended"] == 54
    assert desk.stopped("amend", row, **told) == "values_changed"


def test_a_question_is_answered_once_also_behind_the_minutes(desk):
    row = desk.step("ask", in_state(desk, "held"), asked="Bao giờ có thêm ghế?", answer="")
    row = desk.step("ask", row, asked="Phí chứng thực bao nhiêu?", answer="2.000 đồng một trang")
    first, second = opened(row, "questions")
    assert (first["answered_at"], second["answered_by"]) == (None, people.HA.id)
    row = desk.step("minute", row, **MINUTED)
    row = desk.step("answer", row, key=first["key"], answer="Từ ngày 01/12")
    assert opened(row, "questions")[0]["answer"] == "Từ ngày 01/12"
    assert desk.stopped("answer", row, key=first["key"], answer="Chưa rõ") == "outreach_answered"
    assert desk.stopped("answer", row, key="khong-co", answer="Chưa rõ") == "outreach_line_unknown"


def test_it_becomes_a_feedback_that_its_author_may_read(desk):
    """R13: what complains of somebody cannot be found by linking to it."""
    row = desk.step("ask", in_state(desk, "held"), asked="Quầy 3 bắt về lấy thêm giấy", answer="")
    (line,) = opened(row, "questions")
    about_ha, plain = desk.hear(about=[people.HA.id], by=people.MINH), desk.hear()
    assert desk.stopped("link", row, key=line["key"], feedback=about_ha["id"]) == "outreach_feedback_unknown"
    row = desk.step("link", row, key=line["key"], feedback=plain["id"])
    assert opened(row, "questions")[0]["feedback"] == plain["id"]
    assert desk.stopped("link", row, key=line["key"], feedback=plain["id"]) == "outreach_linked"


def test_a_line_written_by_mistake_is_struck(desk):
    row = desk.step("hand_out", desk.plan(), title="Tờ rơi VNeID", kind="poster", of="vneid-an-toan", count=30)
    row = desk.step("hand_out", row, title="Sổ tay", kind="other", of="khong-can", count=5)
    first, second = opened(row, "documents")
    assert (first["of"], second["of"]) == ("vneid-an-toan", "")
    row = desk.step("strike", row, key=first["key"])
    assert opened(row, "documents") == [second]


def test_no_secret_is_kept_of_what_people_ask(desk):
    """R16."""
    row = in_state(desk, "held")
    secret = "Mật khẩu của tôi là hoa123456, sao không vào được?"
    assert desk.stopped("ask", row, asked=secret, answer="") == "body_invalid"
    assert desk.stopped("cancel", desk.plan(), reason=secret) == "text_secret"


def test_a_list_is_asked_by_state_day_and_neighbourhood_whole(desk):
    ours = desk.plan(neighbourhoods=["tdp-01"], planned_on="2026-11-26")
    others = desk.plan(neighbourhoods=["tdp-07", "tdp-12"], planned_on="2026-11-25")
    everybody = desk.plan(neighbourhoods=[], title="Ngày Công dân số", planned_on="2026-11-27")

    def found(**asked) -> list[str]:
        rows = records.page(people.WARD, Asked(**asked), 0, 50)
        assert records.count(people.WARD, Asked(**asked)) == len(rows)
        return [row["id"] for row in rows]

    assert found(state="planned") == [others["id"], ours["id"], everybody["id"]]
    assert found(neighbourhood="tdp-01", state="planned") == [ours["id"], everybody["id"]]
    # "tdp-1" is the beginning of others' ids and nobody's own.
    assert found(only="tdp-1") == [everybody["id"]]
    assert found(from_on="2026-11-26", to_on="2026-11-26") == [ours["id"]]
    assert found(words=(("cong dan",),)) == [everybody["id"]]
