"""The head's screen: who is past due without a word (R4), what falls due, and the Mẫu 04 signed from here (R3)."""

import re

import pytest

from tests import people
from tests.counter import LINKED, SAME_DAY, THREE_DAYS
from tests.printing.reading import text as words_of
from tests.web.counter_clock import CounterClock
from tests.web.form_reader import form_fields, main_text

LATE = "/ho-so/qua-han"
REASON = "Máy chủ hộ tịch ngừng hoạt động"


@pytest.fixture
def counter(app, monkeypatch):
    return CounterClock(monkeypatch)


def letter(row: dict) -> str:
    return f"{LATE}/{row['id']}"


def signed(client, row: dict, **typed):
    """The answer to the letter as it was proposed, with these fields typed over."""
    proposed = form_fields(client.get(letter(row)), letter(row))
    return client.post(letter(row), proposed | typed)


@pytest.mark.parametrize("person", [people.HA, people.MINH, people.AN])
def test_the_counter_reads_it_and_only_a_head_signs(counter, sign_in, person):
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY)
    counter.at("2026-11-20 09:00")
    client = sign_in(person)
    assert "Quá hạn, chưa xin lỗi 1" in main_text(client.get(LATE))
    head = person is people.MINH
    assert ("Xin lỗi bằng văn bản" in main_text(client.get(LATE))) is head
    assert client.get(letter(row)).status_code == (200 if head else 403)
    assert client.post(letter(row), {"reason": REASON}).status_code == (422 if head else 403)
    assert client.post(f"{letter(row)}/ban-xem.pdf").status_code == (422 if head else 403)


@pytest.mark.parametrize(("person", "status"), [(people.LAN, 403), (people.HUNG, 403)])
def test_nobody_else_of_the_ward_may(counter, sign_in, person, status):
    row = counter.desk.receive()
    for path in (LATE, letter(row)):
        assert sign_in(person).get(path).status_code == status


def test_the_other_ward_sees_nothing_of_it(counter, sign_in):
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY)
    counter.at("2026-11-20 09:00")
    page = sign_in(people.BINH).get(LATE)
    assert "Không có hồ sơ nào quá hạn" in main_text(page)
    assert row["id"] not in page.get_data(as_text=True)


def test_signed_out_it_leads_to_the_sign_in(counter, visitor):
    assert visitor.get(LATE).status_code == 302


def test_r4_who_is_past_due_without_a_word_stands_there_until_it_is_said(counter, sign_in):
    """NĐ 61/2018 Đ19.9: with days late, and who is responsible; from the minute after, until it is settled."""
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY, name="Người Chờ Lâu")
    head = sign_in(people.MINH)
    counter.at("2026-11-19 17:00")
    assert "Quá hạn, chưa xin lỗi 0" in main_text(head.get(LATE))
    counter.at("2026-11-19 17:01")
    assert "chưa đủ 1 ngày làm việc" in main_text(head.get(LATE))
    # 24/11 is a holiday.
    counter.at("2026-11-25 09:00")
    head = sign_in(people.MINH)
    text = main_text(head.get(LATE))
    assert "Quá hạn, chưa xin lỗi 1" in text
    assert "3 ngày làm việc Hạn 17 giờ 00, thứ Năm 19/11/2026" in text
    assert people.HA.name in text
    # Finished too late, it is still owed.
    counter.desk.do("finish", row, results={})
    assert "Quá hạn, chưa xin lỗi 1" in main_text(head.get(LATE))
    assert signed(head, row, reason=REASON).status_code == 302
    text = main_text(head.get(LATE))
    assert "Quá hạn, chưa xin lỗi 0" in text


def test_r4_a_late_apology_says_that_it_was_late_and_keeps_the_first_day(counter, sign_in):
    """NĐ 61/2018 Đ19.9: after the due day the word is still owed, and the record shows that it came late."""
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY)
    counter.at("2026-11-20 09:00")
    head = sign_in(people.MINH)
    page = head.get(letter(row))
    assert "Xin lỗi muộn" in main_text(page)
    proposed = form_fields(page, letter(row))
    assert (proposed["verb"], proposed["new_on"]) == ("apologise", "2026-11-23")
    answer = signed(head, row, reason=REASON)
    assert answer.headers["Location"] == f"/ho-so/{row['id']}"
    after = counter.desk.row(row["id"])
    assert (after["apology_reason"], after["promised_on"]) == (REASON, "2026-11-23")
    assert after["due_current_at"] == row["due_current_at"]
    assert after["apology_number"] == 1
    text = main_text(head.get(LATE))
    assert "Đã xin lỗi, chưa giải quyết xong 1" in text
    assert "thứ Hai 23/11/2026" in text


def test_r3_in_time_one_signature_extends_with_the_clerks_reason_and_day(counter, sign_in):
    """NĐ 61/2018 Đ19.9: reason, new day, Mẫu 04 by the head; at the latest the day before it falls due."""
    desk = counter.at("2026-11-19 09:00")
    row = desk.receive(LINKED)
    desk.do("ask_extension", row, reason=REASON, new_on="2026-12-02")
    head = sign_in(people.MINH)
    text = main_text(head.get(LATE))
    assert "Xin gia hạn, chờ lãnh đạo ký 1" in text
    assert REASON in text
    assert f"Xin đến thứ Tư 02/12/2026; người xin: {people.HA.name}" in text
    proposed = form_fields(head.get(letter(row)), letter(row))
    assert (proposed["verb"], proposed["reason"], proposed["new_on"]) == ("extend", REASON, "2026-12-02")
    assert signed(head, row).status_code == 302
    after = desk.row(row["id"])
    assert (after["extension_reason"], after["extension_number"]) == (REASON, 1)
    assert after["extended_at"] == desk.now
    assert "Xin gia hạn" not in main_text(head.get(LATE))


def test_r3_a_day_that_has_passed_meanwhile_is_replaced_by_the_next_possible_one(counter, sign_in):
    desk = counter.at("2026-11-19 09:00")
    row = desk.receive(THREE_DAYS)
    page = sign_in(people.MINH).get(letter(row))
    # Due on Wednesday 25/11; two working days behind it.
    assert form_fields(page, letter(row))["new_on"] == "2026-11-27"
    counter.at("2026-11-25 08:00")
    proposed = form_fields(sign_in(people.MINH).get(letter(row)), letter(row))
    assert (proposed["verb"], proposed["new_on"]) == ("apologise", "2026-11-26")


def test_r3_a_second_appointment_is_never_offered(counter, sign_in):
    """ "Việc hẹn lại không quá một lần" (NĐ 61/2018 Đ19.9): late again, the head can only apologise, without a day."""
    desk = counter.at("2026-11-19 09:00")
    row = desk.receive(THREE_DAYS)
    desk.do("extend", row, by=people.MINH, reason=REASON, new_on="2026-11-26")
    counter.at("2026-11-27 09:00")
    head = sign_in(people.MINH)
    page = head.get(letter(row))
    assert "việc hẹn lại không quá một lần" in main_text(page)
    assert "new_on" not in form_fields(page, letter(row))
    paper = head.post(f"{letter(row)}/ban-xem.pdf", form_fields(page, letter(row)) | {"reason": REASON})
    assert paper.mimetype == "application/pdf"
    assert signed(head, row, reason=REASON).status_code == 302
    assert desk.row(row["id"])["promised_on"] == ""
    assert head.get(f"/ho-so/{row['id']}/van-ban-xin-loi.pdf").mimetype == "application/pdf"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"reason": ""}, "reason", "Cần ghi lý do"),
        ({"reason": "a" * 601}, "reason", "Lý do dài quá 600 ký tự"),
        ({"reason": REASON, "new_on": "2026-11-22"}, "new_on", "phải là ngày làm việc"),
        ({"reason": REASON, "new_on": "2026-11-24"}, "new_on", "phải là ngày làm việc"),
        ({"reason": REASON, "new_on": "x"}, "new_on", "phải là ngày làm việc"),
    ],
)
def test_what_cannot_be_signed_comes_back_with_its_words(counter, sign_in, typed, field, sentence):
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY)
    counter.at("2026-11-20 09:00")
    answer = signed(sign_in(people.MINH), row, **typed)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert re.search(rf'id="{field}-error"[^>]*>[^<]*{sentence}', page)
    assert (typed.get("reason") or "x") in page or not typed.get("reason")
    assert counter.desk.row(row["id"])["apologised_at"] is None


def test_signed_twice_it_is_one(counter, sign_in):
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY)
    counter.at("2026-11-20 09:00")
    head = sign_in(people.MINH)
    form = form_fields(head.get(letter(row)), letter(row)) | {"reason": REASON}
    assert head.post(letter(row), form).status_code == 302
    again = head.post(letter(row), form)
    assert again.status_code in (302, 409, 422)
    assert counter.desk.row(row["id"])["apology_number"] == 1


def test_what_was_seen_is_what_is_signed(counter, sign_in):
    """Shown as an extension, signed after midnight: by now it would be a late apology, and the head is told."""
    row = counter.at("2026-11-19 09:00").receive(THREE_DAYS)
    head = sign_in(people.MINH)
    form = form_fields(head.get(letter(row)), letter(row)) | {"reason": REASON}
    counter.at("2026-11-25 00:01")
    answer = sign_in(people.MINH).post(letter(row), form | {"new_on": "2026-11-26"})
    assert answer.status_code == 422
    assert "Từ lúc mở trang, thời hạn đã khác" in main_text(answer)
    assert counter.desk.row(row["id"])["apologised_at"] is None


def test_the_letter_is_read_on_paper_before_it_is_signed(counter, sign_in):
    row = counter.at("2026-11-19 09:00").receive(SAME_DAY, name="Người Chờ Lâu")
    counter.at("2026-11-20 09:00")
    head = sign_in(people.MINH)
    form = form_fields(head.get(letter(row)), letter(row)) | {"reason": REASON}
    answer = head.post(f"{letter(row)}/ban-xem.pdf", form)
    words = " ".join(words_of(answer.data).split())
    assert "VĂN BẢN XIN LỖI" in words
    assert REASON in words
    assert "NGƯỜI CHỜ LÂU" in words.upper()
    assert counter.desk.row(row["id"])["apologised_at"] is None


def test_a_dossier_without_a_promise_has_no_letter(counter, sign_in):
    row = counter.desk.receive()
    asked = [{"key": "ly-hon", "name": "", "form": "copy", "count": 1, "what": "", "citation": ""}]
    counter.desk.do("request_supplement", row, papers=asked, reason="Thiếu trích lục ly hôn", override="")
    assert sign_in(people.MINH).get(letter(row)).status_code == 409


def test_what_falls_due_within_a_working_day(counter, sign_in):
    desk = counter.at("2026-11-19 09:00")
    soon = desk.receive(THREE_DAYS, name="Người Sắp Hạn")
    desk.receive(LINKED, name="Người Còn Lâu")
    counter.at("2026-11-23 09:00")
    text = main_text(sign_in(people.MINH).get(LATE))
    assert "Đến hạn trong 1 ngày làm việc 1" in text
    assert "Người Sắp Hạn" in text
    assert "Người Còn Lâu" not in text
    assert desk.row(soon["id"])["due_current_at"] > desk.now
