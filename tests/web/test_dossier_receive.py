"""/ho-so/moi with the four questions, and what meets the clerk there: the promise (R2, R5), papers (R8), fees (R9)."""

import json

import pytest

from app.records import ledger_entry
from app.records.dossier import Dossier
from tests import people
from tests.counter import COPIES, SAME_DAY, THREE_DAYS
from tests.web.assistance_samples import MAI, recorded
from tests.web.counter_pages import clock as clock
from tests.web.form_reader import form_fields, main_text

NEW = "/ho-so/moi"


def chosen(client, version=THREE_DAYS, **typed):
    """What a browser sends once the procedure was chosen."""
    look = client.post(NEW, {"procedure": version.partition("@")[0], "look": "1"})
    return form_fields(look, NEW) | {"have": ["to-khai", "ly-hon"], "name": "Nguyễn Thị Ánh Tuyết"} | typed


def dossiers() -> list[dict]:
    return list(Dossier.select().where(Dossier.ward_id == people.WARD).dicts())


def saved(client, version=THREE_DAYS, **typed) -> dict:
    before = {row["id"] for row in dossiers()}
    answer = client.post(NEW, {"decision": "accept", **chosen(client, version, **typed)})
    assert answer.status_code == 302, main_text(answer)
    (row,) = [row for row in dossiers() if row["id"] not in before]
    assert answer.headers["Location"] == f"/ho-so/{row['id']}?vua=nhan"
    return row


@pytest.mark.parametrize("person", [people.HA, people.AN], ids=lambda person: person.role)
def test_a_clerk_sees_the_promise_before_saving(clock, sign_in, person):
    text = main_text(sign_in(person).post(NEW, {"procedure": "1.004873", "look": "1"}))
    assert "Hẹn trả 17 giờ 00, thứ Tư 25/11/2026 (03 ngày làm việc; nghỉ 24/11)" in text
    assert "Theo luật: 05 ngày làm việc. Phường trả sớm hơn." in text
    assert "Phí, lệ phí: 15.000 đồng" in text
    assert dossiers() == []


@pytest.mark.parametrize("person", [people.LAN, people.HUNG, people.MINH], ids=lambda person: person.role)
def test_who_does_not_receive_is_told_so(clock, sign_in, person):
    client = sign_in(person)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"procedure": "1.004873", "name": "X", "decision": "accept"}).status_code == 403
    assert client.post(f"{NEW}/xem", {"procedure": "1.004873"}).status_code == 403


def test_nobody_signs_in_first(clock, visitor):
    assert visitor.get(NEW).headers["Location"].startswith("/dang-nhap")
    assert visitor.post(NEW, {}).status_code == 401
    assert dossiers() == []


def test_received_without_a_script(clock, sign_in):
    client = sign_in(people.HA)
    row = saved(client, fee_whole="1", phone="0912 345 678")
    assert (row["state"], row["fee_paid"], row["phone"], row["holder"]) == (
        "received",
        15_000,
        "+84912345678",
        people.HA.id,
    )
    assert [(one["key"], one["form"]) for one in json.loads(row["documents"])] == [
        ("to-khai", "original"),
        ("ly-hon", "copy"),
    ]
    page = client.get(f"/ho-so/{row['id']}?vua=nhan")
    text = main_text(page)
    assert "Đã tiếp nhận hồ sơ 01/TNHS/2026, hẹn trả 17 giờ 00, thứ Tư 25/11/2026." in text
    assert "Nhận hồ sơ tiếp" in text
    html = page.get_data(as_text=True)
    assert html.index("autofocus") > html.index("giay-tiep-nhan.pdf"), "printing is under the finger"


def test_a_double_click_is_one_dossier(clock, sign_in):
    client = sign_in(people.HA)
    form = {"decision": "accept", **chosen(client)}
    first, second = client.post(NEW, form), client.post(NEW, form)
    assert first.headers["Location"] == second.headers["Location"]
    changed = client.post(NEW, {**form, "name": "Trần Văn Khác"})
    assert changed.headers["Location"] == first.headers["Location"]
    assert [row["name"] for row in dossiers()] == ["Nguyễn Thị Ánh Tuyết"]


def test_the_same_form_of_somebody_else_is_refused(clock, sign_in):
    form = {"decision": "accept", **chosen(sign_in(people.HA))}
    assert sign_in(people.HA).post(NEW, form).status_code == 302
    assert sign_in(people.AN).post(NEW, form).status_code == 409


def test_after_fifteen_hours_it_is_promised_for_the_next_working_day(clock, sign_in):
    """R5: Luật Hộ tịch Đ5.3. 15:00:00 is still in time."""
    clock.at("2026-11-23 15:00")
    client = sign_in(people.HA)
    assert "17 giờ 00, thứ Hai 23/11/2026" in main_text(client.post(NEW, {"procedure": "1.001193", "look": "1"}))
    clock.at("2026-11-23 15:01")
    text = main_text(client.post(NEW, {"procedure": "1.001193", "look": "1"}))
    assert "17 giờ 00, thứ Tư 25/11/2026" in text
    assert "nghỉ 24/11" in text


def test_interlinked_procedures_promise_a_day_for_each_result(clock, sign_in):
    text = main_text(sign_in(people.HA).post(NEW, {"procedure": "3.000722", "look": "1"}))
    assert "Giấy khai sinh (UBND phường): 17 giờ 00, thứ Sáu 20/11/2026" in text
    assert "Đăng ký thường trú (Công an phường): 17 giờ 00, thứ Năm 26/11/2026" in text


def test_no_other_amount_without_a_receipt(clock, sign_in):
    """R9: NĐ 61/2018 Đ4.5."""
    client = sign_in(people.HA)
    form = {"decision": "accept", **chosen(client, fee_paid="20.000", subject="Để bổ túc hồ sơ nhà đất")}
    refused = client.post(NEW, form)
    text = main_text(refused)
    assert refused.status_code == 422
    assert "Số tiền khác mức quy định thì phải có số biên lai" in text
    again = form_fields(refused, NEW)
    assert (again["name"], again["subject"], again["fee_paid"], again["op"]) == (
        "Nguyễn Thị Ánh Tuyết",
        "Để bổ túc hồ sơ nhà đất",
        "20.000",
        form["op"],
    )
    row = saved(client, fee_paid="20.000", fee_receipt="BL-0012")
    assert (row["fee_paid"], row["fee_receipt"]) == (20_000, "BL-0012")


def test_a_fee_that_hangs_on_pages_is_not_made_up(clock, sign_in):
    client = sign_in(people.HA)
    look = client.post(NEW, {"procedure": COPIES.partition("@")[0], "look": "1"})
    assert "Phí, lệ phí: chưa tính được" in main_text(look)
    whole = {"decision": "accept", **chosen(client, COPIES, fee_whole="1")}
    refused = client.post(NEW, whole)
    assert "Chưa tính được mức thu" in main_text(refused)
    counted = client.post(NEW, {**whole, "quantity_pages": "3", "quantity_copies": "2", "look": "1", "decision": ""})
    assert "Phí, lệ phí: 10.000 đồng" in main_text(counted)


def test_a_request_for_papers_is_asked_for_at_once_and_in_full(clock, sign_in):
    """NĐ 61/2018 Đ17.2a: Mẫu 02 straight from the counter, without a receipt."""
    client = sign_in(people.HA)
    form = chosen(client, have=["to-khai"])
    asked = client.post(NEW, {**form, "decision": "guide"})
    assert asked.status_code == 200
    assert dossiers() == []
    again = form_fields(asked, NEW)
    assert again["lack"] == "ly-hon", "what was not handed in is what is missing"
    refused = client.post(NEW, {**again, "decision": "guide", "reason": ""})
    assert refused.status_code == 422
    sent = client.post(NEW, {**again, "decision": "guide", "reason": "Chưa có bản sao trích lục"})
    assert sent.status_code == 302
    (row,) = dossiers()
    assert (row["state"], row["supplement_number"], row["receipt_number"]) == ("supplement", 1, 0)


def test_nothing_beyond_the_published_list_without_a_law(clock, sign_in):
    """R8: NĐ 61/2018 Đ5.1đ."""
    client = sign_in(people.HA)
    form = form_fields(client.post(NEW, {**chosen(client), "decision": "guide"}), NEW)
    form |= {"decision": "guide", "reason": "Cần thêm giấy tờ", "beyond_name": "Sổ hộ khẩu"}
    refused = client.post(NEW, form)
    assert refused.status_code == 422
    assert "“Sổ hộ khẩu” ngoài danh mục: chỉ được yêu cầu khi ghi văn bản luật" in main_text(refused)
    assert form_fields(refused, NEW)["beyond_name"] == "Sổ hộ khẩu"
    assert dossiers() == []
    sent = client.post(NEW, {**form, "beyond_citation": "NĐ 123/2015 Điều 9"})
    assert sent.status_code == 302


def test_declined_with_its_reason(clock, sign_in):
    client = sign_in(people.HA)
    form = form_fields(client.post(NEW, {**chosen(client), "decision": "decline"}), NEW)
    refused = client.post(NEW, {**form, "decision": "decline"})
    assert "Cần có mục “Lý do”" in main_text(refused)
    sent = client.post(NEW, {**form, "decision": "decline", "reason": "Không thuộc thẩm quyền của phường"})
    assert sent.status_code == 302
    (row,) = dossiers()
    assert (row["state"], row["refusal_number"]) == ("refused", 1)


def test_typing_slips_leave_nothing_in_the_ledger(clock, sign_in):
    client = sign_in(people.HA)
    head = ledger_entry.head(people.WARD)["v"]
    form = {"decision": "accept", **chosen(client, name="", phone="12345", return_by="post")}
    refused = client.post(NEW, form)
    text = main_text(refused)
    assert "Cần có mục “Họ tên hoặc tổ chức”" in text
    assert "Số điện thoại chưa đúng" in text
    assert form_fields(refused, NEW)["phone"] == "12345"
    assert ledger_entry.head(people.WARD)["v"] == head


def test_words_find_a_procedure_and_several_are_asked_about(clock, sign_in):
    client = sign_in(people.HA)
    one = main_text(client.post(NEW, {"procedure": "hon nhan", "look": "1"}))
    assert "Hẹn trả" in one
    several = client.post(NEW, {"procedure": "dang ky", "look": "1", "name": "Tạ Thị Mơ"})
    assert "Ý là thủ tục nào?" in main_text(several)
    picked = client.post(NEW, {**form_fields(several, NEW), "procedure_choice": "1.001193", "look": "1"})
    assert "Giấy chứng sinh" in main_text(picked)
    assert form_fields(picked, NEW)["name"] == "Tạ Thị Mơ"
    nothing = client.post(NEW, {"procedure": "khongcogi", "name": "Tạ Thị Mơ", "decision": "accept"})
    assert nothing.status_code == 422
    assert "Không thấy thủ tục này" in main_text(nothing)


def test_another_procedure_brings_papers_of_its_own(clock, sign_in):
    client = sign_in(people.HA)
    form = chosen(client, have=["to-khai"])
    other = client.post(NEW, {**form, "procedure": SAME_DAY.partition("@")[0], "look": "1"})
    fields = form_fields(other, NEW)
    assert fields["ticked_for"] == f"{SAME_DAY} dung-han"
    html = other.get_data(as_text=True)
    assert 'value="chung-sinh" checked' in html, "compulsory papers come ticked"
    assert 'value="uy-quyen" checked' not in html


def test_the_same_applicant_today_is_a_hint_and_no_block(clock, sign_in):
    client = sign_in(people.HA)
    first = saved(client)
    look = client.post(NEW, {**chosen(client, name="NGUYEN THI ANH TUYET"), "look": "1"})
    assert "Hôm nay đã nhận hồ sơ cùng tên, cùng thủ tục:" in main_text(look)
    assert f"/ho-so/{first['id']}" in look.get_data(as_text=True)
    saved(client)


def test_an_assistance_brings_what_it_knows(clock, sign_in):
    entity = recorded(people.LAN, procedure="1.001193", apartment="1204", building="CT1A", **MAI)
    client = sign_in(people.HA)
    assert f"/ho-so/moi?luot={entity}" in client.get(f"/luot-ho-tro/{entity}").get_data(as_text=True)
    form = form_fields(client.get(f"{NEW}?luot={entity}"), NEW)
    assert (form["assistance"], form["procedure"], form["name"]) == (entity, "1.001193", MAI["name"])
    assert "1204, CT1A" in form["address"]
    client.post(NEW, {**form, "decision": "accept"})
    (row,) = dossiers()
    assert row["assistance"] == entity


def test_an_assistance_of_another_ward_brings_nothing(clock, sign_in):
    entity = recorded(people.LAN, procedure="1.001193", **MAI)
    form = form_fields(sign_in(people.BINH).get(f"{NEW}?luot={entity}"), NEW)
    assert (form["assistance"], form["name"]) == ("", "")


def test_given_to_a_colleague_it_is_under_way(clock, sign_in):
    row = saved(sign_in(people.HA), to=people.MINH.id)
    (step,) = json.loads(row["steps"])
    assert (row["holder"], step["staff_to"], step["taken_at"]) == (people.HA.id, people.MINH.id, None)
    text = main_text(sign_in(people.HA).get(f"/ho-so/{row['id']}"))
    assert "Đã bàn giao, chờ nhận Trần Quang Minh" in text


def test_the_parts_alone_for_the_script(clock, sign_in):
    answer = sign_in(people.HA).post(f"{NEW}/xem", {"procedure": "1.004873", "return_by": "counter"}, fragment=True)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for part in ("variant", "papers", "counted", "promise"):
        assert f'data-part="{part}"' in html
    assert "<form" not in html
