"""/tuyen-truyen: an evening from its plan to its minutes, and who reads what."""

import pytest

from app.records import feedback
from app.records import outreach as records
from app.records.outreach import Asked
from app.rules.feedback_search import Asked as AskedFeedback
from app.rules.outreach import opened
from app.web import sessions
from tests import counter, people
from tests.outreach_desk import OutreachDesk
from tests.printing import reading
from tests.web.form_reader import form_fields, main_text

LIST, NEW = "/tuyen-truyen", "/tuyen-truyen/moi"


@pytest.fixture
def desk(app, monkeypatch):
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-20 10:00") / 1000)
    return OutreachDesk()


def the_one() -> dict:
    (row,) = records.page(people.WARD, Asked(), 0, 10)
    return row


def do(client, slug: str, **typed):
    path = f"{LIST}/{the_one()['id']}"
    return client.post(f"{path}/{slug}", {**form_fields(client.get(path), f"{path}/{slug}"), **typed})


def test_an_evening_from_its_plan_to_its_minutes(desk, sign_in):
    client = sign_in(people.HA)
    assert "Chưa có buổi nào sắp tới" in client.get(LIST).text
    told = {"title": "Cài VNeID mức 2", "planned_on": "2026-11-20", "starts": "08:00", "place": "Sảnh CT1A"}
    form = {**form_fields(client.get(NEW), NEW), **told}
    wrong = client.post(NEW, {**form, "planned_on": "2026-02-30", "place": ""})
    assert wrong.status_code == 422
    assert "Cài VNeID mức 2" in wrong.text
    assert [client.post(NEW, form).status_code for _ in range(2)] == [302, 302]
    assert "08:00, 20/11/2026" in main_text(client.get(LIST))

    assert "số nguyên từ 0 đến 9999" in do(client, "da-to-chuc", attended="nhiều", summary="Đã cài 18 máy.").text
    client.follow(do(client, "da-to-chuc", attended="45", summary="Đã cài cho 18 người."))
    client.follow(do(client, "cau-hoi", asked="Bao giờ có thêm ghế chờ?", answer=""))
    client.follow(do(client, "cau-hoi", asked="Có mất phí không?", answer="Không mất phí."))
    assert "Không thấy thủ tục có mã này" in do(client, "tai-lieu", procedure="9.999999", count="5").text
    client.follow(do(client, "tai-lieu", poster="vneid-an-toan", count="50"))
    page = client.follow(do(client, "tai-lieu", procedure="1.001193", count="30"))
    assert "/thu-tuc/1.001193" in page.text

    first = opened(the_one(), "questions")[0]
    page = client.follow(do(client, "thanh-phan-anh", key=first["key"], kind="suggestion"))
    (said,) = feedback.page(people.WARD, people.HA.id, AskedFeedback(), 10, None)[0]
    assert (said["content"], said["channel"]) == (first["asked"], "meeting")
    assert opened(the_one(), "questions")[0]["feedback"] == said["id"]
    assert f"/phan-anh/{said['id']}" in page.text
    # A lead reads what was asked, and has no register of feedback to be led to.
    of_lead = sign_in(people.HUNG).get(page.request.path)
    assert first["asked"] in of_lead.text
    assert "/phan-anh/" not in of_lead.text

    page = client.follow(do(client, "lap-bien-ban", conclusion="Tổ chức thêm một buổi."))
    assert "In biên bản" in page.text
    client.follow(do(client, "tra-loi", key=first["key"], answer="Từ ngày 01/12."))
    paper = client.get(f"{LIST}/{the_one()['id']}/bien-ban.pdf")
    words = reading.text(paper.data)
    # What was answered later is on the page, not on the paper that was signed.
    assert "Sẽ trả lời sau buổi này." in words
    assert "Từ ngày 01/12." not in words
    assert "Từ ngày 01/12." in client.get(f"{LIST}/{the_one()['id']}").text
    listed = main_text(client.get(f"{LIST}?trang-thai=minuted"))
    assert "45 người dự" in listed


def test_a_line_is_linked_by_its_code_and_struck_and_a_wrong_code_loses_nothing(desk, sign_in):
    row = desk.step("hold", desk.plan(), held_on="2026-11-20", attended=5, summary="Họp tổ")
    row = desk.step("ask", row, asked="Đèn hỏng", answer="")
    key, said = opened(row, "questions")[0]["key"], desk.hear()
    client = sign_in(people.HA)
    answer = do(client, "gan-phan-anh", key=key, feedback="AAAA-BBBB-CCCC")
    assert answer.status_code == 422
    assert "AAAA-BBBB-CCCC" in answer.text
    assert "Không thấy phản ánh này" in answer.text
    client.follow(do(client, "gan-phan-anh", key=key, feedback=said["tracking"].lower()))
    assert opened(the_one(), "questions")[0]["feedback"] == said["id"]
    path = f"{LIST}/{row['id']}"
    open_elsewhere = form_fields(client.get(path), f"{path}/tra-loi")
    client.follow(do(client, "bo-dong", key=key))
    assert opened(the_one(), "questions") == []
    answer = client.post(f"{path}/tra-loi", {**open_elsewhere, "answer": "Đã sửa"})
    assert "Dòng này không còn nữa" in answer.text


def test_a_question_that_became_a_complaint_looks_untouched_to_whom_it_is_about(desk, sign_in):
    """R13: neither the line, nor the history, nor a refusal tells that something is hidden."""
    row = desk.step("hold", desk.plan(), held_on="2026-11-20", attended=5, summary="Họp tổ")
    row = desk.step("ask", row, asked="Quầy 3 bắt về lấy thêm giấy", answer="")
    key, about_ha = opened(row, "questions")[0]["key"], desk.hear(by=people.AN, about=[people.HA.id])
    path, clerk = f"{LIST}/{row['id']}", sign_in(people.HA)
    before = main_text(clerk.get(path))
    desk.step("link", row, by=people.AN, key=key, feedback=about_ha["id"])
    assert main_text(clerk.get(path)) == before
    assert about_ha["id"] in sign_in(people.AN).get(path).text
    # She may press what the page offers, and it does what it says.
    form = form_fields(clerk.get(path), f"{path}/thanh-phan-anh")
    clerk.follow(clerk.post(f"{path}/thanh-phan-anh", {**form, "kind": "suggestion"}))
    linked = opened(the_one(), "questions")[0]["feedback"].split()
    assert linked[0] == about_ha["id"]
    assert len(linked) == 2
    assert linked[1] in clerk.get(path).text
    assert desk.stopped("link", the_one(), key=key, feedback=desk.hear()["id"]) == "outreach_linked"


def test_two_people_amend_and_the_second_sees_what_stands_there(desk, sign_in):
    row = desk.plan()
    path = f"{LIST}/{row['id']}/sua"
    client = sign_in(people.HA)
    form = form_fields(client.get(path), path)
    desk.step("amend", row, by=people.AN, set={"place": "Sân chơi"}, was={"place": row["place"]}, reason="Đổi chỗ")
    answer = client.post(path, {**form, "place": "Hội trường", "reason": "Rộng hơn"})
    assert answer.status_code == 409
    assert "Người khác vừa sửa ô này" in answer.text
    again = form_fields(answer, path)
    assert client.post(path, {**again, "reason": "Rộng hơn"}).status_code == 302
    assert the_one()["place"] == "Hội trường"


def test_a_lead_reads_what_is_for_his_people_and_changes_nothing(desk, sign_in, visitor):
    theirs = desk.plan(neighbourhoods=["tdp-01"], title="Của tổ khác")
    ours = desk.plan(neighbourhoods=["tdp-07"], title="Của tổ mình")
    desk.plan(neighbourhoods=[], title="Của cả phường")
    client = sign_in(people.HUNG)
    listed = main_text(client.get(LIST))
    assert "Của tổ khác" not in listed
    assert "Của tổ mình" in listed
    assert "Của cả phường" in listed
    assert client.get(f"{LIST}/{theirs['id']}").status_code == 404
    page = client.get(f"{LIST}/{ours['id']}")
    assert "Việc có thể làm" not in page.text
    assert client.post(f"{LIST}/{ours['id']}/huy", {"reason": "Không thích nữa"}).status_code == 403
    assert sign_in(people.LAN).get(LIST).status_code == 403
    assert sign_in(people.BINH).get(f"{LIST}/{ours['id']}").status_code == 404
    assert visitor.get(LIST).status_code in (302, 401)


def test_the_list_is_filtered_and_turned_page_by_page(desk, sign_in):
    for number in range(53):
        desk.plan(title=f"Buổi số {number}", planned_on="2026-11-27" if number else "2026-12-20")
    client = sign_in(people.HA)
    assert "Trang 1 / 2" in client.get(LIST).text
    assert "Buổi số 0" in main_text(client.get(f"{LIST}?trang=2"))
    assert "Buổi số 0" in main_text(client.get(f"{LIST}?tu=2026-12-01"))
    assert "Không có buổi nào" in client.get(f"{LIST}?hinh-thuc=dialogue").text
    assert "Buổi số 17" in main_text(client.get(f"{LIST}?q=buoi+so+17"))
