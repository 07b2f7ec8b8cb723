"""Cần xem lại: why an operation waits, what was sent, and the three ways to settle it."""

import html
import re

import pytest

from app.ledger.envelope import new_id
from app.records import assistance, ledger_entry
from app.records.ledger_entry import LedgerEntry
from app.web import sessions
from tests import people
from tests.ledger.devices import Tablet, assistance_body
from tests.web.assistance_samples import HOUR, MAI, amended, recorded, say
from tests.web.form_reader import form_fields


def text(response) -> str:
    return response.get_data(as_text=True)


def plain(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def operation_id(page) -> str:
    return re.search(r'name="op" value="([0-9a-f-]{36})"', text(page))[1]


def listed(page) -> list[str]:
    return re.findall(r'href="/can-xem-lai/([0-9a-f-]{36})"', text(page))


def row(entity: str) -> dict:
    return assistance.assistance(people.WARD, entity)


@pytest.fixture
def rejected(app) -> str:
    """A record whose point nobody knows."""
    return say(people.LAN, "assistance.record/1", new_id(), assistance_body(point="diem-ma", **MAI))["op"]


@pytest.fixture
def parked(app) -> str:
    """A record about a procedure that the catalogue has not got yet."""
    return say(people.LAN, "assistance.record/1", new_id(), assistance_body(procedure="1.999999", **MAI))["op"]


@pytest.fixture
def conflict(app) -> tuple[str, str]:
    """(operation, record): Lan and Hà wrote different notes and numbers of the flat."""
    entity = recorded(people.LAN, note="lần một", apartment="1204")
    amended(people.HA, entity, {"note": "của chị Hà", "apartment": "1310"}, {"note": "lần một", "apartment": "1204"})
    new = {"note": "của cô Lan", "apartment": "1420", "minutes": 9}
    was = {"note": "lần một", "apartment": "1204", "minutes": 7}
    return amended(people.LAN, entity, new, was)["op"], entity


@pytest.mark.parametrize("person", [people.HA, people.MINH, people.AN])
def test_the_desk_sees_what_waits_and_why(sign_in, rejected, parked, conflict, person):
    page = sign_in(person).get("/can-xem-lai")
    assert listed(page) == [conflict[0], parked, rejected]
    words = plain(text(page))
    assert "Điểm hỗ trợ này không có trong danh sách của phường. Hãy chọn lại điểm." in words
    assert "Mã thủ tục chưa có trong danh mục của phường." in words
    assert "Hai người sửa cùng một ô khác nhau." in words
    assert "Ghi lượt hỗ trợ: H.T.M.P · •••601 · Thủ tục đăng ký khai sinh" in words
    assert "Nguyễn Thị Lan, trang web của phường" in words
    assert "Mai Phương" not in words


@pytest.mark.parametrize("person", [people.LAN, people.HUNG])
def test_it_is_no_page_of_a_volunteer_or_a_lead(sign_in, rejected, person):
    client = sign_in(person)
    for path in ("/can-xem-lai", f"/can-xem-lai/{rejected}"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Mai Phương" not in text(answer)
    assert client.post(f"/can-xem-lai/{rejected}/xong", {"note": "xong"}).status_code == 403
    assert client.post(f"/can-xem-lai/{rejected}/thu-lai").status_code == 403


@pytest.mark.parametrize("person", [people.BINH, people.DUNG])
def test_the_other_ward_sees_no_trace(sign_in, rejected, parked, person):
    client = sign_in(person)
    assert listed(client.get("/can-xem-lai")) == []
    assert "Không có mục nào cần xem lại" in text(client.get("/can-xem-lai"))
    theirs, nobodys = client.get(f"/can-xem-lai/{rejected}"), client.get(f"/can-xem-lai/{new_id()}")
    assert theirs.status_code == nobodys.status_code == 404
    assert text(theirs) == text(nobodys)
    assert client.post(f"/can-xem-lai/{rejected}/xong", {"note": "xong"}).status_code == 404
    assert client.post(f"/can-xem-lai/{parked}/thu-lai").status_code == 404
    assert ledger_entry.count_open_reviews(people.WARD) == 2


def test_signed_out_it_leads_to_the_sign_in(visitor, rejected):
    for path in ("/can-xem-lai", f"/can-xem-lai/{rejected}"):
        assert visitor.get(path).status_code == 302
    assert visitor.post(f"/can-xem-lai/{rejected}/xong", {"note": "xong"}).status_code == 401


@pytest.mark.parametrize("asked", ["", "?loai=parked", "?loai=sai&truoc=x", "?truoc=1"])
def test_a_swap_is_the_same_as_a_fresh_load(sign_in, rejected, parked, asked):
    client = sign_in(people.HA)
    whole = text(client.get(f"/can-xem-lai{asked}"))
    inside = whole.split('<main class="main" id="main" tabindex="-1">')[1].split("</main>")[0]
    swapped = re.sub(r"<title>.*?</title>", "", text(client.get(f"/can-xem-lai{asked}", fragment=True)), flags=re.S)
    assert swapped.split() == inside.split()


def test_the_kinds_are_counted_and_kept_apart(sign_in, rejected, parked, conflict):
    client = sign_in(people.HA)
    assert listed(client.get("/can-xem-lai?loai=rejected")) == [rejected]
    assert listed(client.get("/can-xem-lai?loai=parked")) == [parked]
    assert client.get("/can-xem-lai?loai=conflict").headers["Location"] == "/can-xem-lai/can-chon"
    assert listed(client.get("/can-xem-lai/can-chon")) == [conflict[0]]
    assert re.findall(r'<span class="count">(\d+)</span>', text(client.get("/can-xem-lai"))) == ["3", "1", "1", "1"]


def test_many_go_on_the_next_page(sign_in):
    made = [say(people.LAN, "assistance.record/1", new_id(), {})["op"] for _ in range(31)]
    client = sign_in(people.HA)
    first = client.get("/can-xem-lai?loai=rejected")
    assert listed(first) == made[:0:-1]
    href = re.search(r'href="(/can-xem-lai\?loai=rejected&amp;truoc=\d+)"', text(first))[1]
    assert listed(client.get(html.unescape(href))) == made[:1]


def test_what_was_sent_can_be_read_and_copied(sign_in, rejected):
    page = text(sign_in(people.HA).get(f"/can-xem-lai/{rejected}"))
    words = plain(page)
    for said in ("Hoàng Thị Mai Phương", "0912 345 601", "Hướng dẫn tự làm", "Tổ dân phố 3", "Nộp xong tại chỗ"):
        assert said in words, said
    copy = html.unescape(re.search(r'name="copy"[^>]*>([^<]*)</textarea>', page)[1])
    assert "Họ và tên: Hoàng Thị Mai Phương" in copy.splitlines()
    assert "Số điện thoại: 0912 345 601" in copy.splitlines()


def test_wrong_fields_are_named_one_by_one(sign_in):
    body = assistance_body(name="Ê" * 121, minutes=-1, result="bịa")
    op = say(people.LAN, "assistance.record/1", new_id(), body)["op"]
    words = plain(text(sign_in(people.HA).get(f"/can-xem-lai/{op}")))
    assert "“Họ và tên” quá dài: tối đa 120." in words
    assert "“Số phút” phải là số nguyên từ 0 đến 480." in words
    assert "Lựa chọn ở “Kết quả” không có trong danh sách." in words
    assert "{" not in words


def test_a_rejected_one_is_closed_with_a_note(sign_in, rejected):
    client = sign_in(people.HA)
    page = client.get(f"/can-xem-lai/{rejected}")
    form = {"op": operation_id(page), "note": " "}
    refused = client.post(f"/can-xem-lai/{rejected}/xong", form)
    assert refused.status_code == 422
    assert "Ghi vài chữ về việc đã làm" in text(refused)
    form["note"] = "đã ghi lại thành lượt mới"
    answer = client.post(f"/can-xem-lai/{rejected}/xong", form)
    assert "Đã xử lý xong." in text(client.follow(answer))
    assert ledger_entry.count_open_reviews(people.WARD) == 0
    words = plain(text(client.get(f"/can-xem-lai/{rejected}")))
    assert "Đỗ Thu Hà" in words
    assert "đã ghi lại thành lượt mới" in words
    again = client.post(f"/can-xem-lai/{rejected}/xong", form)
    assert "đã được xử lý rồi" in text(client.follow(again))


def test_a_leader_reads_but_settles_nothing(sign_in, rejected, parked, conflict):
    client = sign_in(people.MINH)
    for op in (rejected, parked, conflict[0]):
        page = text(client.get(f"/can-xem-lai/{op}"))
        assert f'action="/can-xem-lai/{op}' not in page
        assert client.post(f"/can-xem-lai/{op}/xong", {"note": "xong", "choose-note": "new"}).status_code == 403
    words = plain(text(client.get(f"/can-xem-lai/{conflict[0]}")))
    assert "của chị Hà" in words
    assert "của cô Lan" in words
    assert ledger_entry.count_open_reviews(people.WARD) == 3


def test_a_parked_one_is_tried_again(sign_in, parked):
    client = sign_in(people.HA)
    page = client.get(f"/can-xem-lai/{parked}")
    waiting = client.post(f"/can-xem-lai/{parked}/thu-lai", {"op": operation_id(page)})
    assert "Vẫn chưa được. Mã thủ tục chưa có" in plain(text(client.follow(waiting)))
    card = people.procedure_body("1.999999", "Thủ tục mới", "Hộ tịch")
    people.put(people.WARD, "procedure.put/1", [("1.999999@1", card)], now=sessions.now_ms())
    page = client.get(f"/can-xem-lai/{parked}")
    answer = client.post(f"/can-xem-lai/{parked}/thu-lai", {"op": operation_id(page)})
    assert "Đã nhận lại được." in text(client.follow(answer))
    entity = ledger_entry.entry_by_op(people.WARD, parked)["entity"]
    assert row(entity)["name"] == MAI["name"]
    assert row(entity)["staff"] == people.LAN.id
    history = plain(text(client.get(f"/luot-ho-tro/{entity}")))
    assert "Thử nhận lại" in history


def test_what_is_let_in_late_may_still_need_a_choice(sign_in, app):
    entity = recorded(people.LAN, note="lần một", ago=HOUR)
    now = sessions.now_ms()
    tablet = Tablet(now=now - 80 * HOUR)
    tablet.push(tablet.open_shift(), now=now)
    tablet.now = now - HOUR // 2
    body = {
        "set": {"note": "của cô Lan", "minutes": 9},
        "was": {"note": "lần một", "minutes": 7},
        "reason": "sửa cho đúng",
    }
    late = tablet.operation("assistance.amend/1", entity, body, sealed=True)
    assert tablet.push(late, now=now).results[0]["code"] == "shift_expired"
    amended(people.HA, entity, {"note": "của chị Hà"}, {"note": "lần một"})
    client = sign_in(people.AN)
    answer = client.post(f"/can-xem-lai/{late['op']}/thu-lai")
    assert "Đã nhận lại, nhưng có ô cần chọn." in text(client.follow(answer))
    assert (row(entity)["note"], row(entity)["minutes"]) == ("của chị Hà", 9)
    assert listed(client.get("/can-xem-lai/can-chon")) == [late["op"]]
    page, action = client.get(f"/can-xem-lai/{late['op']}"), f"/can-xem-lai/{late['op']}/xong"
    assert "Đỗ Thu Hà" in text(page).split('name="choose-note"')[1]
    client.post(action, form_fields(page, action) | {"choose-note": "new"})
    assert row(entity)["note"] == "của cô Lan"
    assert ledger_entry.count_open_reviews(people.WARD) == 0


def test_only_a_parked_one_can_be_tried_again(sign_in, rejected):
    client = sign_in(people.HA)
    assert "/thu-lai" not in text(client.get(f"/can-xem-lai/{rejected}"))
    client.post(f"/can-xem-lai/{rejected}/thu-lai")
    assert ledger_entry.count_open_reviews(people.WARD) == 1


def test_what_could_not_be_opened_or_was_erased_breaks_nothing(sign_in, app):
    tablet = Tablet(now=sessions.now_ms() - HOUR)
    opened, spoiled = tablet.open_shift(), tablet.record()
    tablet.push(opened, {**spoiled, "x": spoiled["x"][:-8] + "AAAAAAAA"}, now=sessions.now_ms())
    erased = say(people.LAN, "assistance.record/1", new_id(), assistance_body(point="diem-ma"))["op"]
    LedgerEntry.update(body=None).where(LedgerEntry.op == erased).execute()
    client = sign_in(people.HA)
    assert listed(client.get("/can-xem-lai")) == [erased, spoiled["op"]]
    for op in (erased, spoiled["op"]):
        assert "Không mở được nội dung" in text(client.get(f"/can-xem-lai/{op}"))


def test_a_dead_letter_and_bodies_of_any_shape_are_shown_as_they_came(sign_in, app):
    from app.ledger.dead_letter import dead_letter

    tablet = Tablet()
    dead_letter(people.WARD, tablet.id, 1, '{"op": "<b>hỏng</b>"', sessions.now_ms())
    for body in ({"name": 7, "phone": [1], "help": None}, {"x" * 90: {"y": "<script>"}}):
        say(people.LAN, "assistance.record/1", new_id(), body)
    client = sign_in(people.HA)
    found = listed(client.get("/can-xem-lai"))
    assert len(found) == 3
    for op in found:
        page = text(client.get(f"/can-xem-lai/{op}"))
        assert "<script>" not in page
        assert "<b>hỏng" not in page
