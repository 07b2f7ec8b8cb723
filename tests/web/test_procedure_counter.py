"""The clerk's page of how the counter handles a procedure: rows come and go without JavaScript, no word is lost."""

import json
import re

import pytest

from app.records import ledger_entry
from app.records import procedure as records
from app.rules import handling
from app.rules import procedure as rules
from app.rules.handling_check import check, written
from app.rules.procedure_import import starter_cards
from tests import people
from tests.web.form_reader import form_fields, main_text

BIRTH = "1.001193"
PAGE = f"/thu-tuc/{BIRTH}/mot-cua"
DAY = "ngày làm việc"


def put(code: str, handling_: dict, **changed) -> None:
    """The next version of a procedure that the ward holds, or the first one."""
    held = records.procedure(people.WARD, code)
    facts = held or people.procedure_body(code, "Liên thông", "Hộ tịch")
    facts = {**facts, **changed, "handling": written(check(handling_)[0])}
    people.put(people.WARD, "procedure.put/1", rules.next_version(held, held, facts))


def one(**changed) -> dict:
    return {"variants": [{"key": "chung", "name": "Mọi trường hợp", "value": "3", "unit": DAY, **changed}]}


def head() -> int:
    return ledger_entry.head(people.WARD)["v"]


def fields_of(client, answer=None) -> dict:
    sent = form_fields(answer or client.get(PAGE), PAGE)
    # What a browser sends with the button that was pressed, and only with that one.
    return {name: value for name, value in sent.items() if name not in ("them", "bo", "status")}


def saved(client, **changed):
    form = {**fields_of(client), "decision": "QĐ 99/QĐ-UBND", "v0-legal_value": "5", "v0-legal_unit": DAY}
    return client.post(PAGE, {**form, "status": "in_force", **changed})


def row() -> dict:
    return records.procedure(people.WARD, BIRTH)


@pytest.mark.parametrize("path", [PAGE, "/thu-tuc/9.999999/mot-cua"])
def test_only_those_with_the_right_open_it(visitor, sign_in, path):
    assert visitor.get(path).status_code == 302
    before = head()
    for person in (people.LAN, people.HUNG, people.MINH):
        assert sign_in(person).get(path).status_code == 403
        assert sign_in(person).post(path, {"decision": "x"}).status_code == 403
    for person in (people.HA, people.AN):
        assert sign_in(person).get(path).status_code == (200 if path == PAGE else 404)
    assert head() == before


def test_the_clerk_of_another_ward_changes_her_own_wards_alone(sign_in):
    assert saved(sign_in(people.BINH)).status_code == 303
    assert row()["handling"] == ""
    assert records.procedure(people.OTHER_WARD, BIRTH)["handling"] != ""


def test_what_was_typed_becomes_a_new_version_with_its_decision(sign_in):
    clerk = sign_in(people.HA)
    answer = saved(
        clerk, **{"v0-own_value": "3", "v0-verify_value": "8", "v0-verify_unit": DAY, "v0-verify_name": "xác minh"}
    )
    assert answer.headers["Location"] == f"/thu-tuc/{BIRTH}?phien-ban=2"
    (variant,) = handling.variants(row())
    assert [variant[name] for name in ("value", "unit", "legal_value", "legal_unit")] == ["3", DAY, "5", DAY]
    assert (variant["verify_value"], variant["verify_name"], row()["decision"]) == ("8", "xác minh", "QĐ 99/QĐ-UBND")
    assert records.procedure(people.WARD, BIRTH, 1)["handling"] == ""
    assert "Theo luật 5 ngày làm việc, phường trả trong 3 ngày làm việc." in main_text(clerk.get(f"/thu-tuc/{BIRTH}"))


def test_the_same_form_posted_twice_is_one_version(sign_in):
    clerk = sign_in(people.HA)
    form = {**fields_of(clerk), "decision": "QĐ 99", "v0-name": "Đúng hạn", "status": "in_force"}
    clerk.post(PAGE, form)
    before = head()
    assert clerk.post(PAGE, form).status_code == 303
    assert head() == before


def test_the_slower_of_two_clerks_is_told_and_loses_nothing(sign_in):
    clerk, admin = sign_in(people.HA), sign_in(people.AN)
    slow = {**fields_of(clerk), "decision": "QĐ 98", "v0-name": "Tên của chị Hà", "status": "in_force"}
    saved(admin, **{"v0-name": "Tên của anh An"})
    before = head()
    answer = clerk.post(PAGE, slow)
    assert answer.status_code == 409
    assert "Tên của chị Hà" in answer.get_data(as_text=True)
    assert head() == before


def test_rows_come_and_go_without_javascript_and_nothing_typed_is_lost(sign_in):
    clerk, before = sign_in(people.HA), head()
    form = {**fields_of(clerk), "decision": "Đang gõ dở", "v0-name": "Đúng hạn"}
    for what in ("v0d", "v0f", "v0f0e", "v0r", "v", "v1d"):
        answer = clerk.post(PAGE, {**form, "them": what})
        assert answer.status_code == 200
        form = fields_of(clerk, answer)
        assert (form["decision"], form["v0-name"]) == ("Đang gõ dở", "Đúng hạn")
        assert answer.get_data(as_text=True).count(" autofocus") == 1
    assert {"v0d0-name", "v0f0-label", "v0f0e0-name", "v0r1-name", "v1-name", "v1d0-name"} <= form.keys()
    form |= {"v0d0-name": "Tờ khai", "v0f0e0-name": "Hộ nghèo"}
    for what, gone in (("v1", "v1-name"), ("v0r1", "v0r1-name"), ("v0f0e0", "v0f0e0-name"), ("v0d0", "v0d0-name")):
        form = fields_of(clerk, clerk.post(PAGE, {**form, "bo": what}))
        assert gone not in form
        assert form["decision"] == "Đang gõ dở"
    assert head() == before


@pytest.mark.parametrize("what", ["", "x", "v9d", "v0d9", "v0e0", "v0f9e0", "v0fe", "v99", "v0d0e0", "v0f", "<b>"])
def test_a_button_that_is_not_there_changes_nothing(sign_in, what):
    clerk = sign_in(people.HA)
    form = {**fields_of(clerk), "v0-name": "Đúng hạn"}
    for verb in ("them", "bo"):
        answer = clerk.post(PAGE, {**form, verb: what})
        assert answer.status_code == 200
        after = fields_of(clerk, answer)
        assert after["v0-name"] == "Đúng hạn"
        assert verb == "them" or set(after) == set(form)


def test_a_row_that_was_left_empty_is_no_error(sign_in):
    clerk = sign_in(people.HA)
    form = fields_of(clerk, clerk.post(PAGE, {**fields_of(clerk), "them": "v0f"}))
    form |= {"decision": "QĐ 99", "v0-name": "Đúng hạn", "status": "in_force"}
    assert clerk.post(PAGE, form).status_code == 303
    assert handling.variants(row())[0]["fees"] == []


FEE = {"v0f0-key": "", "v0f0-label": "Lệ phí", "v0f0-per": "case"}
PAPER = {"v0d0-key": "", "v0d0-name": "Tờ khai", "v0d0-form": "either"}


@pytest.mark.parametrize(
    ("changed", "control", "sentence"),
    [
        ({"decision": " "}, "decision", "Cần có mục “Quyết định hoặc lý do”"),
        ({"v0-name": ""}, "v0-name", "Cần có mục “Tên trường hợp”"),
        ({"v0-own_value": "7"}, "v0-own_value", "Phường không được trả lâu hơn thời hạn theo luật"),
        ({"v0-own_value": "7", "v0-own_unit": "ngày"}, "v0-own_value", "cùng đơn vị"),
        ({"v0-legal_value": "ba"}, "v0-legal_value", "chưa đúng dạng"),
        ({"v0-legal_unit": ""}, "v0-legal_value", "cả số và đơn vị"),
        ({"v0-verify_name": "xác minh"}, "v0-verify_value", "Cần có mục “Thời hạn khi phải xác minh”"),
        ({"v0-register": "so-den"}, "v0-register", "không có trong danh sách"),
        (
            {**FEE, "v0f0-amount": "0"},
            "v0f0-basis",
            "là 0 đồng thì phải",
        ),
        (
            {**FEE, "v0f0-amount": "8.000"},
            "v0f0-basis",
            "ngoài quy định",
        ),
        (
            {**FEE, "v0f0-amount": "tám"},
            "v0f0-amount",
            "phải là số nguyên",
        ),
        (
            {**PAPER, "v0d0-count": "x"},
            "v0d0-count",
            "từ 1 đến 20",
        ),
        ({"v0r0-name": "", "v0r0-authority": "Công an"}, "v0r0-name", "Cần có mục “Tên kết quả”"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(sign_in, changed, control, sentence):
    clerk, before = sign_in(people.HA), head()
    answer = saved(clerk, **{"v0-name": "Tên tôi vừa gõ", **changed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{control}"' in page
    said = re.search(rf'id="{control}-error"[^>]*>([^<]*)<', page).group(1)
    assert sentence in said
    again = form_fields(answer, PAGE)
    for name, value in {"v0-name": "Tên tôi vừa gõ", **changed}.items():
        # A choice that is none cannot be chosen again.
        assert again[name].strip() == value.strip() or value == "so-den"
    assert head() == before


def test_r8_a_paper_beyond_the_published_list_needs_a_law(sign_in):
    put(BIRTH, one(), documents="Tờ khai theo mẫu\nGiấy chứng sinh")
    clerk = sign_in(people.HA)
    paper = {**PAPER, "v0d0-count": "1", "v0d0-name": "Sổ hộ khẩu"}
    answer = saved(clerk, **paper)
    assert answer.status_code == 422
    assert 'href="#v0d0-citation"' in answer.get_data(as_text=True)
    assert form_fields(answer, PAGE)["v0d0-name"] == "Sổ hộ khẩu"
    assert saved(clerk, **{**paper, "v0d0-name": "Giấy chứng sinh"}).status_code == 303
    law = {"v0d0-citation": "Luật Cư trú 68/2020/QH14 Điều 20"}
    assert saved(clerk, **paper, **law, decision="QĐ 102").status_code == 303


def test_amounts_are_read_as_people_write_them(sign_in):
    fee = {"v0f0-key": "", "v0f0-label": "Phí", "v0f0-per": "copy", "v0f0-basis": "TT 281/2016/TT-BTC"}
    for written_, amount in (("8.000", 8_000), ("8000 đ", 8_000), ("8.000 đồng", 8_000), ("", None)):
        saved(sign_in(people.HA), **fee, **{"v0f0-amount": written_, "decision": f"Mức {written_}"})
        assert handling.variants(row())[0]["fees"][0]["amount"] == amount


def test_nothing_changed_is_no_new_version_and_a_draft_is_not_published(sign_in):
    clerk = sign_in(people.HA)
    saved(clerk)
    again = clerk.post(PAGE, {**fields_of(clerk), "decision": "QĐ 100", "status": "in_force"})
    assert again.status_code == 422
    assert saved(clerk, **{"v0-name": "Bản nháp", "status": "draft"}).status_code == 303
    assert handling.variants(row())[0]["name"] == "Mọi trường hợp"
    assert records.versions(people.WARD, BIRTH)[0]["status"] == "draft"


@pytest.mark.parametrize("code", ["2.000815", "1.001193", "3.000722", "1.004222", "1.004859"])
def test_the_form_untouched_means_what_stands(app, code):
    from app.web import handling_form

    card = next(body for _entity, body in starter_cards() if body["code"] == code)
    typed = handling_form.of_row(card)
    assert written(check(handling_form.handling(typed))[0]) == card["handling"]


def test_the_other_page_of_the_procedure_keeps_the_handling(sign_in):
    clerk = sign_in(people.HA)
    saved(clerk)
    kept = row()["handling"]
    path = f"/thu-tuc/{BIRTH}/sua"
    form = {**form_fields(clerk.get(path), path), "decision": "QĐ 101", "note": "Mang bản chính", "status": "in_force"}
    assert clerk.post(path, form).status_code == 303
    assert (row()["note"], row()["handling"]) == ("Mang bản chính", kept)


def test_r8_and_r9_a_citizen_reads_papers_times_and_fees_of_each_variant(visitor):
    for code in ("2.000815", BIRTH, "3.000722"):
        card = next(body for _entity, body in starter_cards() if body["code"] == code)
        put(code, json.loads(card["handling"]), authority=card["authority"])
    copy = main_text(visitor.get("/thu-tuc/2.000815"))
    assert (
        "2.000 đồng một trang với 2 trang đầu, 1.000 đồng một trang từ trang thứ 3, tối đa 200.000 đồng một bản" in copy
    )
    assert "TT 226/2016/TT-BTC" in copy
    assert "Trả kết quả ngay tại quầy" in copy
    birth = main_text(visitor.get(f"/thu-tuc/{BIRTH}"))
    assert "không thu" in birth
    assert "chưa có mức đã kiểm chứng" in birth
    assert "Đăng ký quá hạn (sau 60 ngày)" in birth
    assert "Miễn: Người thuộc hộ nghèo (Luật Hộ tịch 60/2014/QH13 Điều 11)" in birth
    joined = main_text(visitor.get("/thu-tuc/3.000722"))
    assert "Thẻ bảo hiểm y tế (Cơ quan Bảo hiểm xã hội)" in joined
    assert "Chưa có thời hạn đã kiểm chứng" in joined


def test_nothing_of_the_clerks_is_on_a_citizens_page(visitor, sign_in):
    put(BIRTH, one(value="9"), time_value="5", time_unit=DAY)
    assert "/mot-cua" not in visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    assert "/mot-cua" not in sign_in(people.LAN).get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    page = main_text(sign_in(people.HA).get(f"/thu-tuc/{BIRTH}"))
    assert "Thời hạn ghi bằng lời khác thời hạn ghi cho quầy" in page


@pytest.mark.parametrize(
    ("authority", "counter", "words"),
    [
        ("Công an phường", "", "Việc này do Công an giải quyết"),
        ("Sở Tư pháp (nhận tại phường)", "", "Phường nhận hồ sơ, nơi khác giải quyết"),
        ("Văn phòng đăng ký đất đai", "ward", "Nộp được tại Điểm phục vụ hành chính công của phường."),
    ],
)
def test_who_decides_and_where_it_is_received_is_said(visitor, authority, counter, words):
    put(BIRTH, {"counter": counter, **one()}, authority=authority)
    assert words in main_text(visitor.get(f"/thu-tuc/{BIRTH}"))


def test_the_catalogue_says_how_many_procedures_the_ward_shortened(visitor):
    assert "sớm hơn" not in main_text(visitor.get("/thu-tuc"))
    put(BIRTH, one(legal_value="5", legal_unit=DAY))
    assert "sớm hơn thời hạn theo luật ở 1/3 thủ tục (33 %)" in main_text(visitor.get("/thu-tuc"))
