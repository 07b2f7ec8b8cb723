"""/to-dan-pho/<id>: one neighbourhood's coverage, difficulties, trend, visits and notices; its lead sees no other."""

import pytest

from app.records.staff import Staff
from app.rules.difficulty import BY_CODE
from app.web import sessions
from tests import counter, people
from tests.notice_desk import NoticeDesk
from tests.printing import reading
from tests.web.assistance_samples import MAI, recorded
from tests.web.form_reader import main_text

MINE, OTHER = "/to-dan-pho/tdp-07", "/to-dan-pho/tdp-03"


@pytest.fixture
def desk(app, monkeypatch):
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-20 10:00") / 1000)
    return NoticeDesk()


def _helped():
    """Of tổ 7: two filed at the point, one sent to a desk, one unfinished; of tổ 3 one that must not be counted."""
    for result in ("filed", "filed", "to_counter"):
        recorded(people.LAN, neighbourhood="tdp-07", **{**MAI, "help": "file", "result": result})
    recorded(
        people.LAN,
        neighbourhood="tdp-07",
        **{**MAI, "help": "file", "result": "unfinished", "difficulties": ["elderly"]},
    )
    recorded(people.LAN, neighbourhood="tdp-03", **{**MAI, "help": "file", "result": "filed"})


def test_it_tells_help_online_share_difficulties_and_twelve_months(desk, sign_in):
    _helped()
    page = main_text(sign_in(people.HUNG).get(MINE))
    assert "lượt hỗ trợ 4" in page
    # Two of the three that were filed somewhere; the one that is unfinished is nobody's yet.
    assert "nộp trực tuyến, trong 3 lượt đã nộp; cả phường 75 % 66,7 %" in page.replace("\u00a0", " ")
    assert BY_CODE["elderly"].label in page
    assert page.count("12/2025") >= 1
    assert "Chưa có hộ nào trong danh sách" in page


def test_a_notice_that_is_missing_is_named_and_one_that_hangs_too(desk, sign_in):
    desk.hang(desk.sent(title="Lịch cấp căn cước"))
    desk.sent(title="Lịch tiêm phòng")
    desk.sent(["tdp-03"], title="Chỉ của tổ 3")
    page = main_text(sign_in(people.HA).get(MINE))
    assert "Lịch cấp căn cước Niêm yết từ 20/11/2026 Đã niêm yết" in page
    assert "Lịch tiêm phòng Chưa niêm yết, gửi 20/11/2026" in page
    assert "Chỉ của tổ 3" not in page
    assert "Tổ trưởng: Phạm Quốc Hùng" in page


def test_a_lead_has_his_own_page_and_the_desk_all_of_them(desk, sign_in, visitor):
    lead = sign_in(people.HUNG)
    assert lead.get("/to-dan-pho").headers["Location"] == MINE
    assert lead.get(OTHER).status_code == 404
    assert lead.get(f"{OTHER}/hop-to.pdf").status_code == 404
    assert lead.get(f"{MINE}/sua").status_code == 403
    assert sign_in(people.MINH).get(OTHER).status_code == 200
    assert sign_in(people.LAN).get(MINE).status_code == 403
    assert sign_in(people.BINH).get("/to-dan-pho/tdp-99").status_code == 404
    assert visitor.get(MINE).headers["Location"].startswith("/dang-nhap")


def test_the_list_says_how_much_each_was_helped(desk, sign_in):
    _helped()
    page = main_text(sign_in(people.HA).get("/to-dan-pho"))
    assert "Tổ dân phố 7 4 lượt trong 12 tháng" in page
    assert "Tổ dân phố 4 0 lượt trong 12 tháng" in page


def test_the_sheet_for_the_meeting_names_nobody_but_the_lead(desk, sign_in):
    _helped()
    desk.sent(title="Lịch tiêm phòng")
    sheet = sign_in(people.HUNG).get(f"{MINE}/hop-to.pdf").data
    assert reading.size_mm(sheet) == (210, 297)
    assert reading.faults(sheet) == []
    words = reading.text(sheet)
    for said in ("TỜ HỌP TỔ DÂN PHỐ", "Tổ dân phố 7", "Phạm Quốc Hùng", "66,7", "Chưa niêm yết", "Ý kiến của bà con"):
        assert said in words, said
    assert MAI["name"] not in words


def test_a_lead_whom_nobody_gave_a_neighbourhood_is_told_whom_to_ask(app, sign_in):
    # As wards have them from before a lead had to have one.
    Staff.update(neighbourhood="").where(Staff.ward_id == people.WARD, Staff.id == people.HUNG.id).execute()
    lead = sign_in(people.HUNG)
    for path in ("/to-dan-pho", MINE, "/thong-bao", "/thong-bao?xem=tat-ca"):
        answer = lead.get(path)
        assert answer.status_code == 403
        assert "Chưa biết anh/chị phụ trách tổ nào" in main_text(answer)
