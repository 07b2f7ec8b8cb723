"""/bao-cao/lap and /bao-cao/da-phat-hanh: who may, what is frozen, what is signed, and how a mistake is put right."""

import io
import json

import pytest
from openpyxl import load_workbook

from app.records import figures
from app.records import report as records
from app.rules.clock import day_of
from app.rules.report import BY_SLUG, KINDS, report_id
from app.web import sessions
from tests import people
from tests.feedback_desk import FeedbackDesk
from tests.printing import reading
from tests.web.assistance_samples import DAY, recorded, say
from tests.web.form_reader import form_fields, main_text

DRAFTS, ISSUED = "/bao-cao/lap", "/bao-cao/da-phat-hanh"
MONTH = f"{DRAFTS}/ho-tro-thang"


@pytest.fixture
def days(app) -> str:
    """Three slips of yesterday and today, in the address of the period that has them."""
    for ago in (DAY, DAY // 24, 0):
        recorded(people.LAN, ago)
    now = sessions.now_ms()
    return f"tu={day_of(now - 2 * DAY)}&den={day_of(now)}"


def issued(client, days: str, where: str = MONTH, **more) -> str:
    """The address of the report that the form on the page makes."""
    extra = "".join(f"&{name}={value}" for name, value in more.items() if name == "thay")
    form = form_fields(client.get(f"{where}?{days}{extra}"), where)
    answer = client.post(where, form | more)
    assert answer.status_code == 302, main_text(answer)
    return answer.headers["Location"]


def test_every_kind_is_offered_to_those_who_may_read_it(app, sign_in, visitor):
    for person in (people.HA, people.MINH, people.AN):
        client, text = sign_in(person), main_text(sign_in(person).get(DRAFTS))
        for slug, code in BY_SLUG.items():
            private = KINDS[code].private and person is people.HA
            assert (KINDS[code].label in text) is not private
            assert client.get(f"{DRAFTS}/{slug}").status_code == (403 if private else 200)
    for person in (people.LAN, people.HUNG):
        assert sign_in(person).get(DRAFTS).status_code == 403
        assert sign_in(person).get(ISSUED).status_code == 403
    assert visitor.get(DRAFTS).status_code in (302, 303, 401)
    assert sign_in(people.HA).get(f"{DRAFTS}/khong-co").status_code == 404


def test_a_draft_is_live_and_an_issued_report_stays_as_it_was(days, sign_in):
    clerk = sign_in(people.HA)
    assert "Số lượt hỗ trợ 3 0" in main_text(clerk.get(f"{MONTH}?{days}"))
    where = issued(clerk, days)
    recorded(people.LAN)
    assert "Số lượt hỗ trợ 4 0" in main_text(clerk.get(f"{MONTH}?{days}"))
    shown = main_text(clerk.get(where))
    assert "Số lượt hỗ trợ 3 0" in shown
    assert "Số 01/BC-UBND" in shown
    assert "Chờ ký duyệt" in shown
    paper = reading.text(clerk.get(f"{where}/bao-cao.pdf").data)
    assert "Số: 01/BC-UBND" in paper
    assert "Số lượt hỗ trợ 3 0" in paper
    assert "BẢN NHÁP" in reading.text(clerk.get(f"{MONTH}/ban-nhap.pdf?{days}").data)
    sheet = load_workbook(io.BytesIO(clerk.get(f"{where}/bao-cao.xlsx").data)).worksheets[1]
    assert [cell.value for cell in sheet[2]] == ["Số lượt hỗ trợ", 3, 0]
    assert "Số lượt hỗ trợ,3,0" in clerk.get(f"{where}/bao-cao.csv").data.decode("utf-8-sig")
    # Numbered in a book of its own.
    assert "Đã ghi đến số 1/BC" in main_text(clerk.get("/so"))
    assert "Kết quả hỗ trợ người dân" in main_text(clerk.get("/so/bao-cao"))


def test_the_figures_are_those_of_the_dashboard(days, sign_in):
    clerk = sign_in(people.HA)
    board = main_text(clerk.get(f"/so-lieu/ho-tro?{days}"))
    assert "3" in board.split("lượt hỗ trợ")[0]
    where = issued(clerk, days)
    first, last = (part.partition("=")[2] for part in days.split("&"))
    told = figures.support(people.WARD, first, last, last)
    rows = json.loads(records.report(people.WARD, where.rpartition("/")[2])["figures"])["sections"][0]["rows"]
    assert [row[1] for row in rows] == [
        told.n, told.filed, told.unfinished, told.minutes, len(told.points), told.difficulties.mentions
    ]  # fmt: skip


def test_a_second_press_and_a_second_desk_issue_it_once(days, sign_in):
    clerk = sign_in(people.HA)
    form = form_fields(clerk.get(f"{MONTH}?{days}"), MONTH)
    first = clerk.post(MONTH, form).headers["Location"]
    assert sign_in(people.AN).post(MONTH, form).headers["Location"] == first
    assert len(records.page(people.WARD, records.Asked(), 10)[0]) == 1
    again = clerk.get(f"{MONTH}?{days}")
    assert "Đã phát hành số 01/BC-UBND" in main_text(again)
    assert "Phát hành, lấy số báo cáo" not in main_text(again)


def test_the_head_signs_once_and_nobody_else(days, sign_in):
    where = issued(sign_in(people.HA), days)
    assert "Ký duyệt báo cáo này" not in main_text(sign_in(people.HA).get(where))
    assert sign_in(people.HA).post(f"{where}/ky-duyet").status_code == 403
    head = sign_in(people.MINH)
    assert head.post(f"{where}/ky-duyet", form_fields(head.get(where), f"{where}/ky-duyet")).status_code == 302
    assert "Đã ký duyệt" in main_text(head.get(where))
    assert head.post(f"{where}/ky-duyet").status_code == 409
    assert "Đã ký duyệt trên phần mềm: Trần Quang Minh" in reading.text(head.get(f"{where}/bao-cao.pdf").data)


def test_what_was_wrong_is_replaced_by_another_that_names_it(days, sign_in):
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    old = issued(clerk, days)
    recorded(people.LAN)
    id_ = old.rpartition("/")[2]
    form = form_fields(clerk.get(f"{MONTH}?{days}&thay={id_}"), MONTH)
    assert clerk.post(MONTH, form).status_code == 422
    new = issued(clerk, days, thay=id_, reason="Sót một lượt ghi sổ ngày mất mạng")
    assert new != old
    shown = main_text(clerk.get(old))
    assert "Đã được thay thế" in shown
    assert "Số lượt hỗ trợ 3 0" in shown
    assert "Số lượt hỗ trợ 4 0" in main_text(clerk.get(new))
    assert head.post(f"{old}/ky-duyet").status_code == 409
    paper = reading.text(clerk.get(f"{new}/bao-cao.pdf").data)
    assert "Thay thế Báo cáo số 01/BC-UBND năm 2026. Lý do: Sót một lượt" in paper
    assert "Đã được thay thế bằng Báo cáo số 02/BC-UBND" in reading.text(clerk.get(f"{old}/bao-cao.pdf").data)
    # It cannot be replaced twice.
    assert clerk.post(MONTH, form | {"reason": "Còn sót một lượt nữa"}).headers["Location"] == new


def test_the_list_is_narrowed_and_another_ward_sees_none_of_it(days, sign_in):
    clerk = sign_in(people.HA)
    where = issued(clerk, days)
    assert "01/BC-UBND" in main_text(clerk.get(ISSUED))
    assert "01/BC-UBND" in main_text(clerk.get(f"{ISSUED}?loai=ho-tro-thang&tinh-trang=cho-ky"))
    assert "Không có báo cáo nào như vậy" in main_text(clerk.get(f"{ISSUED}?tinh-trang=da-ky"))
    stranger = sign_in(people.BINH)
    assert "Chưa phát hành báo cáo nào" in main_text(stranger.get(ISSUED))
    for path in ("", "/bao-cao.pdf", "/bao-cao.xlsx", "/bao-cao.csv"):
        assert stranger.get(where + path).status_code == 404
    assert stranger.get(f"{MONTH}?thay={where.rpartition('/')[2]}").status_code == 422


def test_what_counts_complaints_is_issued_by_the_head_alone(app, sign_in):
    desk = FeedbackDesk()
    desk.now = sessions.now_ms()
    hidden = desk.hear(by=people.MINH, about=[people.HA.id])
    today = day_of(desk.now)
    where, days = f"{DRAFTS}/bieu-ii-05a", f"tu={today}&den={today}"
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    # R13: of what is about her and not released the clerk's draft knows nothing.
    assert "Tiếp nhận = Đã giải quyết + Đang giải quyết: 0 = 0 + 0" in main_text(clerk.get(f"{where}?{days}"))
    assert "Lãnh đạo phường phát hành" in main_text(clerk.get(f"{where}?{days}"))
    assert clerk.post(where, {"tu": today, "den": today}).status_code == 403
    report = issued(head, days, where)
    assert "Tiếp nhận = Đã giải quyết + Đang giải quyết: 1 = 0 + 1" in main_text(head.get(report))
    assert hidden["content"] not in main_text(clerk.get(f"{where}?{days}"))
    # Nor do the head's numbers, beside hers, tell that there is one.
    for path in ("", "/bao-cao.pdf", "/bao-cao.xlsx", "/bao-cao.csv"):
        assert clerk.get(report + path).status_code == 403
    assert "chỉ lãnh đạo phường mở được" in main_text(clerk.get(report))
    assert report not in clerk.get(ISSUED).text + clerk.get(f"{where}?{days}").text
    assert "Bản đã phát hành do lãnh đạo phường giữ" in main_text(clerk.get(f"{where}?{days}"))
    assert report in head.get(ISSUED).text


def test_no_head_learns_from_anothers_report_that_somebody_complains_of_them(app, sign_in):
    """R13 of several heads: the one's report may be opened by all, so it counts what all may know."""
    other = {"login": people.TUAN.login, "name": people.TUAN.name, "role": "leader", "neighbourhood": ""}
    people.put(people.WARD, "staff.put/1", [(people.TUAN.id, other | {"support_point": "", "active": True})])
    desk = FeedbackDesk()
    desk.now = sessions.now_ms()
    about_head = desk.hear(by=people.MINH, about=[people.TUAN.id])
    desk.hear(by=people.MINH, about=[people.HA.id])
    today = day_of(desk.now)
    where, days = f"{DRAFTS}/bieu-ii-05a", f"tu={today}&den={today}"
    balance = "Tiếp nhận = Đã giải quyết + Đang giải quyết: "
    heads = [sign_in(person) for person in (people.MINH, people.TUAN)]
    report = issued(heads[0], days, where)
    for head in heads:
        for page in (report, f"{where}?{days}"):
            assert f"{balance}1 = 0 + 1" in main_text(head.get(page))
        assert "Phản ánh về lãnh đạo phường chỉ được tính khi đã công bố" in main_text(head.get(report))
    desk.step("release", about_head, by=people.MINH)
    for head in heads:
        assert f"{balance}2 = 0 + 2" in main_text(head.get(f"{where}?{days}"))


def test_days_to_come_are_not_issued_and_wrong_days_lose_nothing(days, sign_in):
    clerk = sign_in(people.HA)
    tomorrow = day_of(sessions.now_ms() + DAY)
    page = clerk.get(f"{MONTH}?tu=2026-01-01&den={tomorrow}")
    assert "Kỳ chưa kết thúc" in main_text(page)
    assert clerk.post(MONTH, {"tu": "2026-01-01", "den": tomorrow}).status_code == 422
    for wrong in ("tu=2026-13-01&den=x", "tu=2026-12-31&den=2026-01-01", "tu=2020-01-01&den=2029-01-01"):
        assert "Khoảng ngày chưa đúng" in main_text(clerk.get(f"{MONTH}?{wrong}"))
    assert clerk.post(MONTH, {"tu": "x", "den": "y"}).status_code == 422
    assert clerk.get(f"{MONTH}?{days}&thay=khong-phai-ma").status_code == 422


def test_the_door_takes_no_report_that_is_none(app):
    first, last = "2026-09-01", "2026-09-30"
    entity = report_id("support_month", first, last, "")
    good = {"kind": "support_month", "first": first, "last": last, "corrects": "", "reason": ""}
    document = {"kind": "support_month", "title": "x", "under": "y", "first": first, "last": last, "basis": "",
                "wide": False, "sections": []}  # fmt: skip
    for body in ({}, good, good | {"document": document}, good | {"document": document | {"sections": [{"title": 1}]}}):
        assert say(people.HA, "report.issue/1", entity, body)["status"] == "rejected"
    assert records.report(people.WARD, entity) is None
