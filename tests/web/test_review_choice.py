"""Cần chọn: both values with who, when and why; one tap a field; and never over a value that nobody looked at."""

import html
import json
import re

import pytest

from app.records import assistance, ledger_entry
from tests import people
from tests.web.assistance_samples import MAI, amended, recorded, say
from tests.web.form_reader import form_fields, main_text

LIST = "/can-xem-lai/can-chon"


def text(response) -> str:
    return response.get_data(as_text=True)


def row(entity: str) -> dict:
    return assistance.assistance(people.WARD, entity)


def disagreed(note: str = "lần một", **changed) -> tuple[str, str]:
    """(operation, record): Lan and Hà wrote different notes and numbers of the flat."""
    entity = recorded(people.LAN, note=note, apartment="1204", **changed)
    amended(people.HA, entity, {"note": "của chị Hà", "apartment": "1310"}, {"note": note, "apartment": "1204"})
    new = {"note": "của cô Lan", "apartment": "1420", "minutes": 9}
    return amended(people.LAN, entity, new, {"note": note, "apartment": "1204", "minutes": 7})["op"], entity


@pytest.fixture
def conflict(app) -> tuple[str, str]:
    return disagreed(**MAI)


def action(op: str) -> str:
    return f"/can-xem-lai/{op}/xong"


def fieldset(page, op: str, field: str) -> tuple[str, str]:
    """(what stands about the held value, what about the newer one)."""
    part = text(page).split(f'id="choose-{op}-{field}"')[1].split("</fieldset>")[0]
    held, new = html.unescape(part).split('value="new"')
    return held, new


@pytest.mark.parametrize("address", [LIST, "/can-xem-lai/{op}"])
def test_both_values_stand_there_with_who_when_and_why(sign_in, conflict, address):
    op, _entity = conflict
    page = sign_in(people.HA).get(address.format(op=op))
    for field, held_value, new_value in (("note", "của chị Hà", "của cô Lan"), ("apartment", "1310", "1420")):
        held, new = fieldset(page, op, field)
        assert held_value in held
        assert new_value in new
        assert re.search(r"Đỗ Thu Hà, \d\d/\d\d/\d{4} \d\d:\d\d · lý do: sửa cho đúng", held)
        assert re.search(r"Nguyễn Thị Lan, \d\d/\d\d/\d{4} \d\d:\d\d · lý do: sửa cho đúng", new)
    assert "choose-minutes" not in text(page)


def test_a_first_record_gave_no_reason(sign_in, app):
    entity = recorded(people.LAN, note="lần một")
    op = amended(people.HA, entity, {"note": "của chị Hà"}, {"note": "chưa từng thấy"})["op"]
    held, _new = fieldset(sign_in(people.HA).get(LIST), op, "note")
    assert "Nguyễn Thị Lan" in held
    assert "lý do" not in held


def test_the_list_is_settled_on_the_spot_and_stays_where_it_was(sign_in, conflict):
    op, entity = conflict
    client = sign_in(people.HA)
    form = form_fields(client.get(LIST), action(op))
    assert "choose-note" not in form
    answer = client.post(action(op), form | {"choose-note": "new", "choose-apartment": "held"})
    assert answer.headers["Location"] == LIST
    assert "Đã lưu lựa chọn." in main_text(client.follow(answer))
    assert (row(entity)["note"], row(entity)["apartment"], row(entity)["minutes"]) == ("của cô Lan", "1310", 9)
    again = client.post(action(op), form | {"choose-note": "held", "choose-apartment": "held"})
    assert "đã được xử lý rồi" in main_text(client.follow(again))
    assert row(entity)["note"] == "của cô Lan"
    history = main_text(client.get(f"/luot-ho-tro/{entity}"))
    assert "Ghi chú: lấy “của cô Lan”" in history
    assert "Căn hộ: giữ nguyên" in history


def test_the_decision_stands_in_the_ledger_with_what_was_seen(sign_in, conflict):
    op, _entity = conflict
    client = sign_in(people.HA)
    form = form_fields(client.get(f"/can-xem-lai/{op}"), action(op))
    client.post(action(op), form | {"choose-note": "new", "choose-apartment": "new", "note": "hỏi lại dân"})
    (entry,) = ledger_entry.history(people.WARD, op)
    assert json.loads(entry["body"])["d"] == {
        "take": ["apartment", "note"],
        "was": {"apartment": "1310", "note": "của chị Hà"},
        "note": "hỏi lại dân",
    }
    assert entry["staff"] == people.HA.id


@pytest.mark.parametrize("chosen", [{}, {"choose-note": "new"}, {"choose-note": "new", "choose-apartment": "cả hai"}])
def test_a_choice_is_needed_for_every_field_and_what_was_ticked_stays(sign_in, conflict, chosen):
    op, entity = conflict
    client = sign_in(people.HA)
    answer = client.post(action(op), form_fields(client.get(LIST), action(op)) | chosen)
    assert answer.status_code == 422
    assert "Hãy chọn một trong hai giá trị" in main_text(answer)
    kept = form_fields(answer, action(op))
    assert kept.get("choose-note") == chosen.get("choose-note")
    assert row(entity)["note"] == "của chị Hà"
    settled = client.post(action(op), kept | {"choose-note": "new", "choose-apartment": "new"})
    assert settled.headers["Location"] == LIST
    assert row(entity)["note"] == "của cô Lan"


def test_what_stands_now_is_shown_not_what_stood_then(sign_in, conflict):
    op, entity = conflict
    amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
    held, _new = fieldset(sign_in(people.HA).get(LIST), op, "note")
    assert "của anh An" in held
    assert "Lê Hoài An" in held
    assert "của chị Hà" not in held


def test_a_value_that_changed_while_the_page_was_open_is_shown_and_not_overwritten(sign_in, conflict):
    op, entity = conflict
    client = sign_in(people.HA)
    form = form_fields(client.get(LIST), action(op)) | {"choose-note": "new", "choose-apartment": "new"}
    amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
    answer = client.post(action(op), form)
    assert answer.status_code == 409
    assert "ô Ghi chú đã được đổi" in main_text(answer)
    assert (row(entity)["note"], row(entity)["apartment"]) == ("của anh An", "1310")
    assert ledger_entry.count_open_reviews(people.WARD) == 1
    # The other field is still ticked; this one is to be looked at again.
    kept = form_fields(answer, action(op))
    assert (kept.get("choose-note"), kept["choose-apartment"]) == (None, "new")
    assert client.post(action(op), kept | {"choose-note": "held"}).headers["Location"] == LIST
    assert (row(entity)["note"], row(entity)["apartment"]) == ("của anh An", "1420")


def test_the_door_itself_refuses_what_the_page_could_not_see_coming(sign_in, conflict, monkeypatch):
    from app.web import review_choice

    op, entity = conflict
    client = sign_in(people.HA)
    form = form_fields(client.get(f"/can-xem-lai/{op}"), action(op)) | {"choose-note": "new", "choose-apartment": "new"}
    compared = review_choice.changed_since

    def and_then_somebody_is_quicker(seen, held):
        told = compared(seen, held)
        amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
        return told

    monkeypatch.setattr(review_choice, "changed_since", and_then_somebody_is_quicker)
    answer = client.post(action(op), form)
    assert answer.headers["Location"] == f"/can-xem-lai/{op}"
    assert "vừa được người khác đổi" in main_text(client.follow(answer))
    assert row(entity)["note"] == "của anh An"
    assert ledger_entry.count_open_reviews(people.WARD) == 1


def test_a_name_is_not_chosen_without_its_consent(sign_in, app):
    entity = recorded(people.LAN, **MAI)
    amended(people.HA, entity, {"name": "Hoàng Mai Phương"}, {"name": MAI["name"]})
    new, was = {"name": "", "phone": "", "consent": False}, MAI
    op = amended(people.LAN, entity, new, was)["op"]
    client = sign_in(people.HA)
    form = form_fields(client.get(LIST), action(op))
    chosen = {"choose-name": "held", "choose-phone": "new", "choose-consent": "new"}
    answer = client.post(action(op), form | chosen)
    assert answer.status_code == 422
    assert "hãy hỏi rồi đánh dấu “Người dân đồng ý”" in main_text(answer)
    assert row(entity)["consent"]
    assert form_fields(answer, action(op))["choose-consent"] == "new"


def test_many_fields_have_one_button_for_all_of_them(sign_in, app):
    entity = recorded(people.LAN, **MAI)
    amended(people.HA, entity, {"name": "Hoàng Mai Phương"}, {"name": MAI["name"]})
    op = amended(people.LAN, entity, {"name": "", "phone": "", "consent": False}, MAI)["op"]
    client = sign_in(people.HA)
    page = client.get(LIST)
    assert "Lấy hết giá trị gửi sau" in main_text(page)
    client.post(action(op), form_fields(page, action(op)) | {"all": "new"})
    assert (row(entity)["name"], row(entity)["phone"], row(entity)["consent"]) == ("", "", False)


def test_two_conflicts_about_one_record_stand_together_and_name_each_other(sign_in, conflict):
    op, entity = conflict
    second = amended(people.AN, entity, {"note": "của anh An"}, {"note": "lần một"})["op"]
    client = sign_in(people.HA)
    page = client.get(LIST)
    assert text(page).count("data-choice") == 1
    assert "còn mục khác cần xem lại" in main_text(client.get(f"/can-xem-lai/{op}"))
    stale = form_fields(page, action(second)) | {"choose-note": "new"}
    client.post(action(op), form_fields(page, action(op)) | {"choose-note": "new", "choose-apartment": "held"})
    # The second form was shown before the first choice, and says so.
    refused = client.post(action(second), stale)
    assert refused.status_code == 409
    held, new = fieldset(refused, second, "note")
    assert "của cô Lan" in held
    assert "của anh An" in new
    client.post(action(second), form_fields(refused, action(second)) | {"choose-note": "new"})
    assert row(entity)["note"] == "của anh An"
    assert ledger_entry.count_open_reviews(people.WARD) == 0


def test_a_record_that_was_voided_meanwhile_asks_for_no_choice(sign_in, conflict):
    op, entity = conflict
    say(people.HA, "assistance.void/1", entity, {"reason": "ghi nhầm người"})
    client = sign_in(people.HA)
    page = client.get(LIST)
    words = main_text(page)
    assert "Lượt này đã bị hủy" in words
    assert all(each in words for each in ("của chị Hà", "của cô Lan", "ghi nhầm người"))
    assert "choose-note" not in text(page)
    client.post(action(op), form_fields(page, action(op)))
    assert ledger_entry.count_open_reviews(people.WARD) == 0
    assert row(entity)["note"] == "của chị Hà"


def test_values_that_have_become_the_same_need_no_choice(sign_in, conflict):
    op, entity = conflict
    amended(people.AN, entity, {"note": "của cô Lan"}, {"note": "của chị Hà"})
    client = sign_in(people.HA)
    page = client.get(LIST)
    assert "hai bên đã giống nhau" in main_text(page)
    client.post(action(op), form_fields(page, action(op)) | {"choose-apartment": "new"})
    assert (row(entity)["note"], row(entity)["apartment"]) == ("của cô Lan", "1420")
    assert ledger_entry.count_open_reviews(people.WARD) == 0


def test_a_form_that_does_not_say_what_was_seen_decides_nothing(sign_in, conflict):
    op, entity = conflict
    client = sign_in(people.HA)
    for was in ("", "{", "[]", '{"note": "của chị Hà"}'):
        answer = client.post(action(op), {"choose-note": "new", "choose-apartment": "new", "was": was})
        assert answer.status_code == 400
    assert row(entity)["note"] == "của chị Hà"


def test_long_words_and_empty_values_are_shown(sign_in, app):
    entity = recorded(people.LAN, note="x" * 490, **MAI)
    amended(people.HA, entity, {"note": ""}, {"note": "x" * 490})
    op = amended(people.LAN, entity, {"note": "<script>" + "ươ" * 240}, {"note": "x" * 490})["op"]
    held, new = fieldset(sign_in(people.HA).get(LIST), op, "note")
    assert "(để trống)" in held
    assert "ươ" * 240 in new


def test_many_conflicts_are_pages(sign_in, app):
    made = [disagreed()[0] for _ in range(23)]
    client = sign_in(people.HA)
    seen, address = [], LIST
    for _ in range(3):
        page = client.get(address)
        on_page = re.findall(r'action="/can-xem-lai/([0-9a-f-]{36})/xong"', text(page))
        assert len(on_page) <= 10
        seen += on_page
        following = re.search(rf'href="({LIST}\?truoc=\d+)"[^>]*>(?:(?!</a>).)*Trang sau', text(page), re.S)
        address = html.unescape(following[1]) if following else ""
    assert address == ""
    assert seen == made[::-1]
    # A choice made on the second page leads back to it.
    page = client.get(LIST)
    second = re.search(rf'href="({LIST}\?truoc=\d+)"', text(page))[1]
    op = made[-11]
    form = form_fields(client.get(second), action(op)) | {"choose-note": "new", "choose-apartment": "held"}
    assert client.post(action(op), form).headers["Location"] == second


def test_without_a_conflict_the_list_says_so(sign_in):
    assert "Không có ô nào cần chọn" in main_text(sign_in(people.HA).get(LIST))


def test_a_leader_reads_both_values_and_settles_nothing(sign_in, conflict):
    op, entity = conflict
    client = sign_in(people.MINH)
    page = client.get(LIST)
    assert all(each in main_text(page) for each in ("của chị Hà", "của cô Lan", "Đỗ Thu Hà", "Nguyễn Thị Lan"))
    assert action(op) not in text(page)
    assert client.post(action(op), {"choose-note": "new", "choose-apartment": "new"}).status_code == 403
    assert row(entity)["note"] == "của chị Hà"


def test_it_is_no_page_of_a_volunteer_a_lead_a_stranger_or_the_other_ward(sign_in, visitor, conflict):
    op, _entity = conflict
    for person in (people.LAN, people.HUNG):
        assert sign_in(person).get(LIST).status_code == 403
    assert visitor.get(LIST).headers["Location"].startswith("/dang-nhap")
    assert visitor.post(action(op)).status_code == 401
    for person in (people.BINH, people.DUNG):
        client = sign_in(person)
        assert op not in text(client.get(LIST))
        assert "của chị Hà" not in text(client.get(LIST))
        assert client.post(action(op), {"choose-note": "new"}).status_code == 404


def test_a_swap_is_the_same_as_a_fresh_load(sign_in, app):
    for _ in range(12):
        disagreed()
    client = sign_in(people.HA)
    # Only the id minted for each form differs.
    whole, swapped = (
        re.sub(r'name="op" value="[^"]*"', "", text(client.get(LIST, fragment=fragment))) for fragment in (False, True)
    )
    inside = whole.split('<main class="main" id="main" tabindex="-1">')[1].split("</main>")[0]
    assert re.sub(r"<title>.*?</title>", "", swapped, flags=re.S).split() == inside.split()
