"""/ho-so/<id> with the four questions, and what the law allows as clerk and head meet it there: R1–R6 and R8."""

import json

import pytest

from app.records import ledger_entry
from tests import people
from tests.counter import LINKED, SAME_DAY, THREE_DAYS
from tests.web.counter_pages import clock as clock
from tests.web.form_reader import form_fields, main_text

REASON = "Chờ cơ quan khác trả lời"


def page_of(client, row, form=""):
    return client.get(f"/ho-so/{row['id']}" + (f"?viec={form}" if form else ""))


def post(client, row, slug, **typed):
    """Sends one small form of the page as a browser would."""
    path = f"/ho-so/{row['id']}/{slug}"
    return client.post(path, form_fields(page_of(client, row), path) | typed)


def offered(client, row) -> set[str]:
    html = page_of(client, row).get_data(as_text=True)
    prefix = f'action="/ho-so/{row["id"]}/'
    return {part.partition('"')[0] for part in html.split(prefix)[1:]}


@pytest.mark.parametrize("person", [people.HA, people.MINH, people.AN], ids=lambda person: person.role)
def test_the_desk_sees_what_is_promised_and_who_has_it(clock, sign_in, person):
    row = clock.desk.receive(THREE_DAYS)
    text = main_text(page_of(sign_in(person), row))
    assert "Hồ sơ 01/TNHS/2026" in text
    assert "Còn 3 ngày làm việc Mới tiếp nhận" in text
    assert "Hẹn trả 17 giờ 00, thứ Tư 25/11/2026" in text
    assert "Hạn theo luật 17 giờ 00, thứ Sáu 27/11/2026" in text
    assert "Đang giữ Đỗ Thu Hà" in text


@pytest.mark.parametrize("person", [people.LAN, people.HUNG], ids=lambda person: person.role)
def test_a_volunteer_may_not(clock, sign_in, person):
    row = clock.desk.receive(THREE_DAYS)
    client = sign_in(person)
    for path in ("", "/sua", "/giay-tiep-nhan.pdf"):
        assert client.get(f"/ho-so/{row['id']}{path}").status_code == 403
    assert client.post(f"/ho-so/{row['id']}/rut", {"reason": REASON}).status_code == 403


def test_for_another_ward_it_does_not_exist(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    client = sign_in(people.BINH)
    for path in ("", "/sua", "/giay-tiep-nhan.pdf"):
        assert client.get(f"/ho-so/{row['id']}{path}").status_code == 404
    for path in ("/rut", "/xong", "/sua"):
        assert client.post(f"/ho-so/{row['id']}{path}", {"reason": REASON}).status_code == 404
    assert clock.desk.row(row["id"]) == row


def test_nobody_signs_in_first(clock, visitor):
    row = clock.desk.receive(THREE_DAYS)
    assert visitor.get(f"/ho-so/{row['id']}").headers["Location"].startswith("/dang-nhap")
    assert visitor.post(f"/ho-so/{row['id']}/rut", {"reason": REASON}).status_code == 401


def test_the_head_signs_what_a_clerk_may_not(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    assert {"xin-gia-han", "rut", "xac-minh"} <= offered(clerk, row)
    assert not {"gia-han", "xin-loi", "dung"} & offered(clerk, row)
    assert {"gia-han", "dung", "xong"} <= offered(head, row)
    assert not {"rut", "xac-minh"} & offered(head, row)
    for slug in ("gia-han", "xin-loi", "dung"):
        assert clerk.post(f"/ho-so/{row['id']}/{slug}", {"reason": REASON}).status_code == 403


def test_handed_over_taken_finished_and_given_back_without_a_script(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    assert "nhan-ban-giao" not in offered(head, row)
    assert post(clerk, row, "ban-giao", to=people.MINH.id, note="Xin ký").status_code == 302
    text = main_text(page_of(clerk, row))
    assert "Đã bàn giao, chờ nhận Trần Quang Minh – 17 giờ 00, thứ Năm 19/11/2026" in text
    assert "Hồ sơ đang chờ người được bàn giao xác nhận" in text, "why there is no second hand-over"
    assert post(head, row, "nhan-ban-giao").status_code == 302
    assert "Trước hạn" in main_text(page_of(head, row))
    assert post(head, row, "xong").status_code == 302
    text = main_text(page_of(clerk, row))
    assert "Đã xong trong hạn Chờ trả kết quả" in text
    assert post(clerk, row, "tra", how="counter").status_code == 302
    assert offered(clerk, row) == set()
    assert clock.desk.row(row["id"])["state"] == "returned"


def test_a_late_hand_over_says_so(clock, sign_in):
    """R5: NĐ 309/2026 Đ18.2, the same working day."""
    row = clock.desk.receive(THREE_DAYS)
    row = clock.desk.do("hand_over", row, to=people.MINH.id)
    clock.at("2026-11-20 08:30")
    assert "Quá hạn" in main_text(page_of(sign_in(people.MINH), row))


def test_a_double_click_is_one_and_leads_to_the_same_page(clock, sign_in):
    row = clock.desk.receive(LINKED)
    client, path = sign_in(people.HA), f"/ho-so/{row['id']}/xong"
    form = form_fields(page_of(client, row), path) | {"done": "khai-sinh"}
    first, second = client.post(path, form), client.post(path, form)
    assert (first.status_code, second.status_code) == (302, 302)
    entries = ledger_entry.history(people.WARD, row["id"])
    assert [entry["type"] for entry in entries] == ["dossier.receive/1", "dossier.finish/1"]


def test_interlinked_results_come_one_by_one(clock, sign_in):
    row = clock.desk.receive(LINKED)
    client = sign_in(people.HA)
    nothing = post(client, row, "xong")
    assert nothing.status_code == 422
    assert "Đánh dấu kết quả đã có" in main_text(nothing)
    assert post(client, row, "xong", done="khai-sinh", **{"number-khai-sinh": "KS-12"}).status_code == 302
    row = clock.desk.row(row["id"])
    birth, residence = json.loads(row["results"])
    assert (birth["number"], residence["finished_at"]) == ("KS-12", None)
    text = main_text(page_of(client, row))
    assert "Giấy khai sinh UBND phường 17 giờ 00, thứ Sáu 20/11/2026 Đã có 19/11/2026 10:00 KS-12" in text
    assert post(client, row, "tra", how="counter").status_code == 302
    assert clock.desk.row(row["id"])["state"] in ("received", "processing"), "the other one is still being made"


def test_papers_are_asked_for_once(clock, sign_in):
    """R1: NĐ 61/2018 Đ11.2c. The head alone goes on, and says why."""
    row = clock.desk.receive(THREE_DAYS)
    clerk = sign_in(people.HA)
    sent = post(clerk, row, "yeu-cau-bo-sung", lack="ly-hon", reason=REASON, **{"lack-what-ly-hon": "bản sao mờ"})
    assert sent.status_code == 302
    text = main_text(page_of(clerk, row))
    assert "Chờ người dân bổ sung, thời hạn chưa chạy" in text
    assert "Trích lục ly hôn: bản sao mờ" in text
    clock.at("2026-11-20 09:00")
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    assert post(clerk, row, "da-du", have=["to-khai", "ly-hon"]).status_code == 302
    text = main_text(page_of(clerk, row))
    assert "Hẹn trả 17 giờ 00, thứ Năm 26/11/2026" in text, "the clock began anew"
    assert "Từ 17 giờ 00, thứ Tư 25/11/2026 thành 17 giờ 00, thứ Năm 26/11/2026." in text
    assert "đã được yêu cầu bổ sung một lần; luật chỉ cho một lần" in text
    assert "yeu-cau-bo-sung" not in offered(clerk, row)
    refused = post(head, row, "yeu-cau-bo-sung", lack="ly-hon", reason=REASON)
    assert refused.status_code == 422
    assert "Lãnh đạo ghi rõ vì sao" in main_text(refused)
    path = f"/ho-so/{row['id']}/yeu-cau-bo-sung"
    again = form_fields(refused, path)
    assert (again["reason"], again["lack"]) == (REASON, "ly-hon")
    assert head.post(path, again | {"override": "Trích lục đã nộp bị rách, không đọc được"}).status_code == 302


def test_papers_are_asked_for_within_three_working_days(clock, sign_in):
    """R2: NĐ 61/2018 Đ19.4. Tuesday 24/11 does not count."""
    row = clock.desk.receive(SAME_DAY)
    clock.at("2026-11-25 16:59")
    assert "yeu-cau-bo-sung" in offered(sign_in(people.HA), row)
    clock.at("2026-11-26 08:00")
    clerk = sign_in(people.HA)
    assert "yeu-cau-bo-sung" not in offered(clerk, row)
    assert "Đã quá 03 ngày làm việc kể từ khi nhận (NĐ 61/2018 Đ19.4)" in main_text(page_of(clerk, row))


def test_extended_at_the_latest_the_day_before_and_once(clock, sign_in):
    """R3: NĐ 61/2018 Đ19.9. Due on Wednesday 25/11; Tuesday 24/11 is a holiday and still the last day."""
    row = clock.desk.receive(THREE_DAYS)
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    assert "Chỉ gia hạn được đến hết thứ Ba 24/11/2026, và chỉ một lần." in main_text(page_of(clerk, row))
    assert post(clerk, row, "xin-gia-han", reason=REASON, new_on="2026-11-27").status_code == 302
    asked = page_of(head, row)
    assert "Đỗ Thu Hà trình: hẹn lại 27/11/2026." in main_text(asked)
    form = form_fields(asked, f"/ho-so/{row['id']}/gia-han")
    assert (form["reason"], form["new_on"]) == (REASON, "2026-11-27"), "the head signs, and types nothing"
    holiday = post(head, row, "gia-han", new_on="2026-11-28")
    assert "Ngày hẹn mới phải là ngày làm việc và sau ngày hẹn cũ" in main_text(holiday)
    assert post(head, row, "gia-han").status_code == 302
    text = main_text(page_of(head, row))
    assert "Hẹn trả 17 giờ 00, thứ Sáu 27/11/2026 Hẹn lần đầu 17 giờ 00, thứ Tư 25/11/2026" in text
    assert "Hồ sơ này đã hẹn lại một lần; luật không cho hẹn lần thứ hai" in text
    assert not {"gia-han", "xin-gia-han"} & (offered(head, row) | offered(clerk, row))


def test_too_late_to_extend_an_apology_is_owed(clock, sign_in):
    """R3, R4: on the due day itself only the apology is left, and the dossier stays late."""
    row = clock.desk.receive(THREE_DAYS)
    clock.at("2026-11-25 09:00")
    head = sign_in(people.MINH)
    text = main_text(page_of(head, row))
    assert "Hạn hôm nay, 17:00" in text
    assert "Gia hạn: Đã quá thời điểm gia hạn: chậm nhất là 01 ngày trước hạn trả" in text
    clock.at("2026-11-26 09:00")
    head = sign_in(people.MINH)
    assert "Quá hạn 1 ngày làm việc" in main_text(page_of(head, row))
    assert post(head, row, "xin-loi", reason="Máy in hỏng", promised_on="2026-11-27").status_code == 302
    text = main_text(page_of(head, row))
    assert "Quá hạn 1 ngày làm việc" in text, "an apology makes nothing punctual"
    assert "Hứa trả vào ngày 27/11/2026" in text


def test_no_refusal_behind_the_time_limit(clock, sign_in):
    """R6: NĐ 61/2018 Đ19.8."""
    row = clock.desk.receive(THREE_DAYS)
    clock.at("2026-11-26 09:00")
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    assert "tu-choi" not in offered(clerk, row)
    assert "Đã quá hạn giải quyết nên công chức không từ chối được nữa" in main_text(page_of(clerk, row))
    forced = clerk.post(f"/ho-so/{row['id']}/tu-choi", {"reason": REASON})
    assert forced.status_code == 422
    assert clock.desk.row(row["id"])["state"] == "received"
    assert post(head, row, "tu-choi", reason=REASON).status_code == 302


def test_nothing_beyond_the_list_without_a_law(clock, sign_in):
    """R8: NĐ 61/2018 Đ5.1đ."""
    row = clock.desk.receive(THREE_DAYS)
    refused = post(sign_in(people.HA), row, "yeu-cau-bo-sung", beyond_name="Sổ hộ khẩu", reason=REASON)
    assert refused.status_code == 422
    assert "“Sổ hộ khẩu” ngoài danh mục" in main_text(refused)
    assert form_fields(refused, f"/ho-so/{row['id']}/yeu-cau-bo-sung")["beyond_name"] == "Sổ hộ khẩu"


def test_by_post_with_its_number_and_confirmation(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS, return_by="post", return_address="Số 5 ngõ 12 phố Văn Quán")
    row = clock.desk.do("finish", row, results={})
    client = sign_in(people.HA)
    refused = post(client, row, "tra", how="post", to="Bưu tá")
    assert refused.status_code == 422
    assert "cần số hiệu bưu gửi" in main_text(refused)
    assert form_fields(refused, f"/ho-so/{row['id']}/tra")["to"] == "Bưu tá"
    assert post(client, row, "tra", how="post", post_number="EK 123 456 789 VN", post_fee="30.000").status_code == 302
    text = main_text(page_of(client, row))
    assert "Số hiệu bưu gửi EK 123 456 789 VN" in text
    assert "Cước bưu chính 30.000 đồng" in text
    assert post(client, row, "da-phat").status_code == 302
    assert clock.desk.row(row["id"])["post_confirmed_at"] is not None


def test_verified_for_longer_with_a_document(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    client = sign_in(people.HA)
    refused = post(client, row, "xac-minh", reason=REASON)
    assert refused.status_code == 422
    assert post(client, row, "xac-minh", reason=REASON, document="Công văn 12/UBND ngày 19/11").status_code == 302
    assert "Chuyển sang thời hạn xác minh" in main_text(page_of(client, row))


def test_stopped_withdrawn_and_void_ask_why(clock, sign_in):
    clerk, head = sign_in(people.HA), sign_in(people.MINH)
    stopped, withdrawn, void = (clock.desk.receive(THREE_DAYS) for _ in range(3))
    refused = post(head, stopped, "dung", reason=REASON)
    assert "Cần ghi căn cứ pháp lý" in main_text(refused)
    assert post(head, stopped, "dung", reason=REASON, basis="NĐ 118/2025 Đ19").status_code == 302
    assert clock.desk.row(stopped["id"])["end_basis"] == "NĐ 118/2025 Đ19"
    assert post(clerk, withdrawn, "rut", reason="abc").status_code == 422
    assert post(clerk, withdrawn, "rut", reason="Người dân nộp nơi khác").status_code == 302
    assert post(clerk, void, "huy", reason="Ghi nhầm người nộp").status_code == 302
    states = [clock.desk.row(row["id"])["state"] for row in (stopped, withdrawn, void)]
    assert states == ["stopped", "withdrawn", "void"]
    text = main_text(page_of(clerk, void))
    assert "Ghi nhầm người nộp" in text
    assert "Không có giấy nào để in." in text


def test_what_a_form_gets_wrong_leaves_nothing_in_the_ledger(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    client = sign_in(people.HA)
    head = ledger_entry.head(people.WARD)["v"]
    assert post(client, row, "ban-giao", note="Xin xem giúp").status_code == 422
    assert post(client, row, "rut", reason="").status_code == 422
    assert post(client, row, "xin-gia-han", reason=REASON, new_on="ngày mai").status_code == 422
    assert ledger_entry.head(people.WARD)["v"] == head


def test_the_history_names_everything_and_everybody(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    clock.desk.do("amend", row, set={"phone": "+84987654321"}, was={"phone": row["phone"]}, reason="nghe nhầm số")
    clock.desk.refused("stop", row, reason=REASON)
    text = main_text(page_of(sign_in(people.HA), row))
    assert "Sửa hồ sơ 19/11/2026 10:00 · Đỗ Thu Hà" in text
    assert "0912 345 678 0987 654 321" in text
    assert "nghe nhầm số" in text
    assert "Dừng giải quyết" in text, "what was refused stands there, too"
