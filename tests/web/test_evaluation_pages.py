"""/danh-gia-thang: a month's suggestion, the records behind each point, and what the head decides of it."""

import io
import json

import pytest

from app.records import evaluation
from app.records import rating as rating_records
from app.records.dossier import Dossier
from app.records.evaluation import EvaluationFinding
from app.rules import evaluation_scheme, rating
from app.rules.evaluation import id_of
from app.web import sessions
from tests import counter, people
from tests.feedback_desk import LIEN, FeedbackDesk, hire
from tests.people import AN, HA, LAN, MINH
from tests.printing import reading
from tests.web.form_reader import form_fields, main_text

MONTH = "/danh-gia-thang/2026/10"
OF_HA, OF_WARD = f"{MONTH}/cong-chuc-{HA.id}", f"{MONTH}/ca-phuong"
LIST = "/danh-gia-thang?thang=2026-10"
NATIONAL, SCHEMES = "/danh-gia-thang/766", "/danh-gia-thang/phuong-an"
REASON = "Có hai tuần đi tập huấn theo phân công"


@pytest.fixture
def desk(app, monkeypatch):
    """October: four dossiers of Hà, all within the time of the law, one not within what was promised, and a phản ánh
    answered in time."""
    counter.open_counter()
    hire()
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-10 09:00") / 1000)
    worked = FeedbackDesk()
    for day, done in (("05", "06"), ("05", "06"), ("12", "13"), ("12", "16")):
        row = worked.at(f"2026-10-{day} 09:00").receive()
        worked.at(f"2026-10-{done} 10:00").do("finish", row, results={})
    answered = worked.at("2026-10-20 09:00").sorted_as("ours")
    worked.at("2026-10-21 09:00").step("answer", answered, text="Phường đã thay bảng lệ phí", how="phone")
    return worked.at("2026-11-10 09:00")


def found(client, address: str, number: int, points: str, n: str = "12"):
    """What people found about an index, typed into its form."""
    action = f"{address}/ket-qua/{number}"
    form = form_fields(client.get(address), action) | {"points": points, "n": n, "basis": "Biên bản ngày 30/10/2026"}
    return client.follow(client.post(action, form))


def decisions(kind: str, subject: str = "") -> list[dict]:
    return evaluation.versions(people.WARD, "2026-10", kind, subject)


def test_who_sees_whose_month(desk, sign_in, visitor):
    head = main_text(sign_in(MINH).get(LIST))
    assert "Cả phường" in head
    assert HA.name in head
    # Four of four is no share: fewer than five are counted out.
    assert "dưới 5 hồ sơ nên không tính tỷ lệ" in head
    assert HA.name in main_text(sign_in(AN).get(LIST))
    own = main_text(sign_in(HA).get(LIST))
    assert HA.name in own
    assert "Cả phường" not in own
    assert sign_in(HA).get(OF_HA).status_code == 200
    assert "Tháng này chưa có gì để đánh giá" in main_text(sign_in(LIEN).get(LIST))
    for path in (OF_HA, OF_WARD, f"{OF_HA}/chi-so/1", f"{OF_HA}/phieu.pdf"):
        assert sign_in(LIEN).get(path).status_code == 404
    assert sign_in(people.BINH).get(OF_HA).status_code == 404
    for path in (LIST, OF_HA, NATIONAL, SCHEMES):
        assert sign_in(LAN).get(path).status_code == 403
        assert visitor.get(path).status_code in (302, 303, 401)
    for path in ("/danh-gia-thang/2026/12/ca-phuong", "/danh-gia-thang/2026/13/ca-phuong"):
        assert sign_in(MINH).get(path).status_code == 404


def test_each_point_opens_the_records_that_gave_it(desk, sign_in):
    client = sign_in(MINH)
    page = client.get(OF_HA)
    assert "4 hồ sơ 2 điểm, 0 hồ sơ 1 điểm, 0 hồ sơ 0 điểm" in main_text(page)
    assert f'href="{OF_HA}/chi-so/1"' in page.text
    opened = client.get(f"{OF_HA}/chi-so/1")
    assert opened.text.count('href="/ho-so/') == 4
    assert client.get(f"{OF_WARD}/chi-so/8").text.count('href="/phan-anh/') == 1
    assert "1 trên 1 phản ánh được trả lời đúng hạn" in main_text(client.get(OF_WARD))
    for path in (f"{OF_HA}/chi-so/8", f"{OF_HA}/chi-so/77"):
        assert client.get(path).status_code == 404


def test_too_few_indices_name_no_band_until_people_say_what_they_found(desk, sign_in):
    client = sign_in(MINH)
    assert "Chưa đủ chỉ số nên chưa gợi ý mức nào" in main_text(client.get(OF_HA))
    wrong = client.post(f"{OF_HA}/ket-qua/4", {"points": "2,5", "n": "x", "basis": ""})
    assert wrong.status_code == 422
    assert "Ghi điểm từ 0 đến 2" in main_text(wrong)
    page = main_text(found(client, OF_HA, 4, "1,6"))
    assert "7,6 trên 8 điểm" in page
    assert "Gợi ý: Hoàn thành 100% nhiệm vụ" in page
    assert "mức được tính theo tỷ lệ" in page
    assert "Biên bản ngày 30/10/2026" in main_text(client.get(f"{OF_HA}/chi-so/4"))
    # Four papers do not speak for a person; a clerk finds nothing at all.
    assert "mới có 4, cần ít nhất 5" in main_text(found(client, OF_HA, 4, "2", n="4"))
    assert sign_in(HA).post(f"{OF_HA}/ket-qua/4", {}).status_code == 403


def test_r19_the_head_confirms_and_later_changes_with_a_reason_and_nothing_is_rewritten(desk, sign_in):
    client, entity = sign_in(MINH), id_of(people.WARD, "2026-10", "official", HA.id, 1)
    found(client, OF_HA, 4, "2")
    form = form_fields(client.get(OF_HA), f"{OF_HA}/xac-nhan")
    page = client.follow(client.post(f"{OF_HA}/xac-nhan", form))
    assert "Lần 1: xác nhận" in main_text(page)
    (first,) = decisions("official", HA.id)
    assert (first["id"], first["band"], first["total"], first["reason"]) == (entity, "Hoàn thành 100% nhiệm vụ", 80, "")
    # The same form twice is one decision; another head's later one is told so.
    client.follow(client.post(f"{OF_HA}/xac-nhan", form))
    assert decisions("official", HA.id) == [first]
    again = client.post(f"{OF_HA}/xac-nhan", form | {"op": "0195e000-0000-7000-8000-00000000abcd"})
    assert "đã có người xác nhận trước" in main_text(again)
    action = f"{OF_HA}/doi-muc"
    change = form_fields(client.get(OF_HA), action) | {"chosen": "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"}
    refused = client.post(action, change)
    assert refused.status_code == 422
    assert "lý do" in main_text(refused)
    client.follow(client.post(action, change | {"reason": REASON}))
    before, after = decisions("official", HA.id)
    assert before == first
    assert (after["version"], after["reason"], after["suggested"]) == (2, REASON, "Hoàn thành 100% nhiệm vụ")
    assert REASON in main_text(sign_in(HA).get(OF_HA))
    assert "Xác nhận mức" not in main_text(sign_in(HA).get(OF_HA))
    for verb in ("xac-nhan", "doi-muc"):
        for person in (HA, AN):
            assert sign_in(person).post(f"{OF_HA}/{verb}", {}).status_code == 403
    assert "Đã đổi mức" in main_text(client.get(LIST))


def test_what_moved_since_the_page_was_opened_is_looked_at_again(desk, sign_in):
    client = sign_in(MINH)
    found(client, OF_HA, 4, "2")
    form = form_fields(client.get(OF_HA), f"{OF_HA}/xac-nhan")
    found(client, OF_HA, 4, "0")
    answer = client.post(f"{OF_HA}/xac-nhan", form)
    assert answer.status_code == 409
    assert "Số liệu vừa đổi" in main_text(answer)
    assert decisions("official", HA.id) == []
    client.follow(client.post(f"{OF_HA}/xac-nhan", form_fields(client.get(OF_HA), f"{OF_HA}/xac-nhan")))
    found(client, OF_HA, 4, "1")
    assert "Số liệu đã đổi sau khi xác nhận" in main_text(client.get(OF_HA))


def test_who_was_decided_on_is_not_lost_with_the_records(desk, sign_in):
    client = sign_in(MINH)
    found(client, OF_HA, 4, "2")
    client.follow(client.post(f"{OF_HA}/xac-nhan", form_fields(client.get(OF_HA), f"{OF_HA}/xac-nhan")))
    Dossier.update(state="void").where(Dossier.ward_id == people.WARD).execute()
    EvaluationFinding.update(month="2026-01").where(EvaluationFinding.ward_id == people.WARD).execute()
    page = main_text(client.get(OF_HA))
    assert "Lần 1: xác nhận" in page
    assert "Số liệu đã đổi sau khi xác nhận" in page


def test_the_running_month_is_shown_and_not_confirmed(desk, sign_in):
    row = desk.at("2026-11-02 09:00").receive()
    desk.at("2026-11-03 09:00").do("finish", row, results={})
    client, address = sign_in(MINH), f"/danh-gia-thang/2026/11/cong-chuc-{HA.id}"
    assert "Tháng này chưa hết nên chưa xác nhận được" in main_text(client.get(address))
    answer = client.post(f"{address}/xac-nhan", {})
    assert answer.status_code in (409, 422)


def test_r13_nobody_is_marked_down_for_what_they_may_not_know(desk, sign_in):
    """Đ13.7c: a complaint costs points once whom it is about may read it, and never once it was found false."""
    row = desk.at("2026-10-26 09:00").receive()
    row = desk.at("2026-10-27 09:00").do("finish", row, results={})
    said = desk.at("2026-10-28 09:00").hear(by=LIEN, about=[HA.id], dossier=row["id"])
    desk.at("2026-11-10 09:00")
    head, own = sign_in(MINH), sign_in(HA)
    found(head, OF_HA, 4, "2")
    assert "4 hồ sơ 2 điểm, 0 hồ sơ 1 điểm, 1 hồ sơ 0 điểm" in main_text(head.get(OF_HA))
    assert "4 hồ sơ 2 điểm, 0 hồ sơ 1 điểm, 1 hồ sơ 0 điểm" not in main_text(own.get(OF_HA))
    assert said["id"] in head.get(f"{OF_HA}/chi-so/7").text
    assert said["id"] not in own.get(f"{OF_HA}/chi-so/7").text
    answer = head.post(f"{OF_HA}/xac-nhan", form_fields(head.get(OF_HA), f"{OF_HA}/xac-nhan"))
    assert answer.status_code == 422
    assert "chưa được xem" in main_text(answer)
    released = desk.step("release", said, by=MINH)
    assert said["id"] in own.get(f"{OF_HA}/chi-so/7").text
    desk.step("verify", released, by=MINH, finding="wrong", note="Camera cho thấy không có việc này")
    assert "5 hồ sơ 2 điểm" in main_text(own.get(OF_HA))


def test_a_decision_that_counted_a_hidden_complaint_is_not_shown_to_whom_it_is_about(desk, sign_in):
    """Index 8 counts every phản ánh: a confirmed ward's month must not tell the admin of one about the admin."""
    client, admin = sign_in(MINH), sign_in(AN)
    hidden = desk.at("2026-10-12 09:00").hear(by=LIEN, about=[AN.id])
    desk.step("classify", hidden, by=LIEN, category="ours", reason="")
    hidden = desk.at("2026-10-13 09:00").step("answer", hidden, by=LIEN, text="Đã sửa bảng giờ làm việc", how="phone")
    desk.at("2026-11-10 09:00")
    for number in (4, 5, 6):
        found(client, OF_WARD, number, "2")
    assert "2 trên 2 phản ánh" in main_text(client.get(OF_WARD))
    assert "1 trên 1 phản ánh" in main_text(admin.get(OF_WARD))
    client.follow(client.post(f"{OF_WARD}/xac-nhan", form_fields(client.get(OF_WARD), f"{OF_WARD}/xac-nhan")))
    assert "Lần 1: xác nhận" in main_text(client.get(OF_WARD))
    assert "Lần 1: xác nhận" not in main_text(admin.get(OF_WARD))
    # Nor do the reports that are made of decisions, which others read than who made them.
    report = "/bao-cao/lap/danh-gia?tu=2026-10-01&den=2026-11-10"
    for reader in (admin, client):
        assert "10/2026 Cả phường" not in main_text(reader.get(report))
    desk.step("release", hidden, by=MINH)
    assert "Lần 1: xác nhận" in main_text(admin.get(OF_WARD))
    assert "10/2026 Cả phường" in main_text(admin.get(report))


def test_no_head_is_refused_for_what_another_has_counted_of_them(desk, sign_in):
    """Of two heads either may confirm: what the one may not know yet is in no number of the other's decision."""
    other = {"login": people.TUAN.login, "name": people.TUAN.name, "role": "leader", "neighbourhood": ""}
    people.put(people.WARD, "staff.put/1", [(people.TUAN.id, other | {"support_point": "", "active": True})])
    hidden = desk.at("2026-10-12 09:00").hear(by=LIEN, about=[people.TUAN.id])
    desk.step("classify", hidden, by=LIEN, category="ours", reason="")
    desk.at("2026-10-13 09:00").step("answer", hidden, by=LIEN, text="Đã sửa bảng giờ làm việc", how="phone")
    desk.at("2026-11-10 09:00")
    heads = [sign_in(MINH), sign_in(people.TUAN)]
    for number in (4, 5, 6):
        found(heads[0], OF_WARD, number, "2")
    assert [main_text(head.get(OF_WARD)).count("1 trên 1 phản ánh") for head in heads] == [1, 1]
    heads[0].follow(heads[0].post(f"{OF_WARD}/xac-nhan", form_fields(heads[0].get(OF_WARD), f"{OF_WARD}/xac-nhan")))
    for head in heads:
        assert "Lần 1: xác nhận" in main_text(head.get(OF_WARD))


def test_nobody_decides_about_themselves(desk, sign_in):
    row = desk.at("2026-10-22 09:00").receive()
    desk.at("2026-10-23 09:00").do("finish", row, by=MINH, results={})
    desk.at("2026-11-10 09:00")
    client, own = sign_in(MINH), f"{MONTH}/cong-chuc-{MINH.id}"
    assert "Không ai tự đánh giá mình" in main_text(client.get(own))
    assert client.post(f"{own}/ket-qua/4", {"points": "2", "n": "9", "basis": "Tự ghi"}).status_code == 422


def test_the_sheet_and_the_list_on_paper(desk, sign_in):
    client = sign_in(MINH)
    found(client, OF_HA, 4, "2")
    client.follow(client.post(f"{OF_HA}/xac-nhan", form_fields(client.get(OF_HA), f"{OF_HA}/xac-nhan")))
    sheet = reading.text(client.get(f"{OF_HA}/phieu.pdf").data)
    for words in ("PHIẾU ĐÁNH GIÁ THÁNG 10/2026", HA.name, "Quyết định: Hoàn thành 100% nhiệm vụ", MINH.name):
        assert words in sheet, words
    assert "Số liệu lúc quyết định" not in sheet
    # What was decided on stays on the paper, whatever the records say later.
    found(client, OF_HA, 4, "0")
    later = reading.text(client.get(f"{OF_HA}/phieu.pdf").data)
    assert "Số liệu lúc quyết định" in later
    assert "Quyết định: Hoàn thành 100% nhiệm vụ" in later
    listed = client.get(f"{MONTH}/bang-tong-hop.pdf").data
    assert reading.faults(listed) == []
    assert "BẢNG TỔNG HỢP ĐÁNH GIÁ THÁNG 10/2026" in reading.text(listed)
    assert sign_in(HA).get(f"{MONTH}/bang-tong-hop.pdf").status_code == 403


def test_the_wards_own_scheme_holds_from_its_day_on(desk, sign_in):
    client = sign_in(MINH)
    shipped = json.loads(evaluation_scheme.shipped_texts()["tt01_2018"])
    own = shipped | {"code": "phuong_2026", "from": "2026-10-01", "title": "Phương án của phường"}
    own["official"] = shipped["official"] | {"least_indices": 3}
    action = f"{SCHEMES}/moi"
    form = form_fields(client.get(f"{action}?tu=tt01_2018"), action)
    assert json.loads(form["text"]) == shipped
    broken = client.post(action, form | {"text": json.dumps(own | {"official": {**own["official"], "indices": [99]}})})
    assert broken.status_code == 422
    assert "không có chỉ số 99" in main_text(broken)
    client.follow(client.post(action, form | {"text": json.dumps(own, ensure_ascii=False), "active": "1"}))
    assert "Gợi ý: Hoàn thành 100% nhiệm vụ" in main_text(client.get(OF_HA))
    assert "Phương án của phường" in main_text(client.get(SCHEMES))
    september = client.get("/danh-gia-thang/2026/9/ca-phuong")
    assert "Chấm điểm theo TT 01/2018/TT-VPCP" in main_text(september)
    # Cần Thơ's thresholds are off until the ward takes them.
    assert "Ngưỡng hồ sơ trễ" not in main_text(client.get(OF_HA))
    action = f"{SCHEMES}/can_tho_2020"
    client.follow(client.post(action, form_fields(client.get(action), action) | {"active": "1"}))
    assert "từ đầu năm trễ 1 hồ sơ, ngưỡng là 3" in main_text(client.get(OF_HA))
    assert sign_in(HA).post(action, {}).status_code == 403


def test_what_people_said_counts_for_the_ward_where_a_scheme_says_so_and_never_for_a_person(desk, sign_in):
    """Six answers of October, one of them bad; four of September are too few to be shown or counted."""
    for month, count in (("2026-10", 6), ("2026-09", 4)):
        for number in range(count):
            groups = {"kind": "dossier", "place": "unit:mot-cua", "field": "Hộ tịch"}
            marks = {part: f"{month}{number:050d}{part[:3]}" for part in ("faces", "reasons")}
            assert rating_records.keep(people.WARD, marks, month, groups, rating.faces(5 if number else 1))
    client = sign_in(MINH)
    assert "83,3 % (5 trên 6; khoảng tin cậy 95%" in main_text(client.get(OF_WARD)).replace("\u00a0", " ")
    assert "chưa đủ dữ liệu" in main_text(client.get("/danh-gia-thang/2026/9/ca-phuong"))
    assert "không tính cho từng người" in main_text(client.get(OF_HA))
    shipped = json.loads(evaluation_scheme.shipped_texts()["tt01_2018"])
    asked = shipped["indices"][3] | {
        "measure": "survey",
        "survey": "faces-1",
        "topic": "level",
        "levels": [0, 0, 1, 2, 2],
    }
    own = shipped | {"indices": [*shipped["indices"][:3], asked, *shipped["indices"][4:]]}
    body = {"text": json.dumps(own, ensure_ascii=False), "active": True}
    assert desk.send("evaluation_scheme.put/1", body, "tt01_2018", MINH)["status"] == "ok"
    assert "Từ 6 câu trả lời khảo sát của phường" in main_text(client.get(OF_WARD))
    assert "khảo sát của phường" not in main_text(client.get(OF_HA))


def test_the_portals_figures_are_taken_in_and_say_what_loses_most_and_why(desk, sign_in):
    client = sign_in(HA)
    text = "Tháng;Mục;Nội dung;Điểm\n10/2026;2.1;Đúng hạn;17,5\n10/2026;5.1;Hài lòng;5,2\n;Cộng;;22,7\n10/2026;1.1;;6\n"
    bad = client.post(f"{NATIONAL}/nhap", _file(text.replace("5,2", "7")))
    assert bad.status_code == 422
    assert "Điểm của mục 5.1 phải là số từ 0 đến 6" in main_text(bad)
    page = client.post(f"{NATIONAL}/nhap", _file(text))
    assert "3 trên 17 mục, cộng 28,7 điểm" in main_text(page)
    assert evaluation.national_month(people.WARD, "2026-10") is None
    action = NATIONAL + "/nhap/" + page.text.partition(f'action="{NATIONAL}/nhap/')[2].partition('"')[0]
    client.follow(client.post(action))
    kept = evaluation.national_month(people.WARD, "2026-10")
    assert json.loads(kept["points"]) == {"1.1": 600, "2.1": 1750, "5.1": 520}
    shown = main_text(client.get(f"{NATIONAL}?thang=2026-10"))
    assert shown.index("2.1. Tỷ lệ hồ sơ xử lý đúng hạn") < shown.index("5.1. Mức độ hài lòng")
    assert "1 hồ sơ trễ hẹn" in shown
    assert "2,5" in shown
    assert client.get(f"{NATIONAL}/mau.xlsx").status_code == 200


def _file(text: str) -> dict:
    return {"thang": "2026-10", "tep": (io.BytesIO(text.encode("utf-8-sig")), "766-thang-10.csv")}
