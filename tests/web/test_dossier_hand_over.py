"""Hand-overs of many dossiers: one form, one batch, the slip, and the 15:00 rule (R5)."""

import pytest

from app.records import ledger_entry
from tests import people
from tests.counter import SAME_DAY, THREE_DAYS
from tests.printing.reading import text as words_of
from tests.web.counter_clock import CounterClock
from tests.web.form_reader import form_fields, main_text

HERE = "/ho-so/ban-giao"
OP = "0195e000-0000-7000-8000-00000000aaaa"


@pytest.fixture
def counter(app, monkeypatch):
    return CounterClock(monkeypatch)


@pytest.fixture
def rows(counter):
    return [counter.desk.receive(THREE_DAYS, name=f"Người Thứ {number}") for number in range(3)]


def given(client, rows, **typed):
    form = {"op": OP, "chon": [row["id"] for row in rows], "to": people.MINH.id, "note": ""}
    return client.post(HERE, form | typed)


@pytest.mark.parametrize("person", [people.LAN, people.HUNG])
def test_nobody_but_the_counter_may(rows, sign_in, person):
    client = sign_in(person)
    assert client.get(HERE).status_code == 403
    assert given(client, rows).status_code == 403
    assert client.post(f"{HERE}/nhan", {"chon": rows[0]["id"]}).status_code == 403
    assert client.get(f"{HERE}/phieu.pdf?chon={rows[0]['id']}").status_code == 403


def test_signed_out_it_leads_to_the_sign_in(rows, visitor):
    assert visitor.get(HERE).status_code == 302
    assert visitor.post(f"{HERE}/nhan", {"chon": rows[0]["id"]}).status_code == 401


def test_the_other_ward_reaches_none_of_them(counter, rows, sign_in):
    client = sign_in(people.BINH)
    assert client.get(f"{HERE}?chon={rows[0]['id']}").status_code == 422
    given(client, rows, to=people.DUNG.id)
    client.post(f"{HERE}/nhan", {"op": OP, "chon": rows[0]["id"]})
    assert counter.desk.row(rows[0]["id"]) == rows[0]
    assert client.get(f"{HERE}/phieu.pdf?chon={rows[0]['id']}").status_code == 422


def test_ticked_given_and_taken_over_in_two_forms(counter, rows, sign_in):
    ha, minh = sign_in(people.HA), sign_in(people.MINH)
    query = "&".join(f"chon={row['id']}" for row in rows)
    page = ha.get(f"{HERE}?{query}")
    assert "Bàn giao 3 hồ sơ" in main_text(page)
    assert form_fields(page, HERE)["to"] == ""
    assert given(ha, rows, note="Kèm sổ gốc").status_code == 302
    for row in rows:
        (step,) = [step for step in counter.desk.row(row["id"])["steps"].split("},") if people.MINH.id in step]
        assert '"taken_at":null' in step
    assert f"Đã giao {people.MINH.name}, chờ xác nhận 3" in main_text(ha.get(HERE))
    waiting = minh.get(HERE)
    assert f"{people.HA.name} giao, chờ anh/chị xác nhận 3" in main_text(waiting)
    answer = minh.post(f"{HERE}/nhan", {"op": OP, "chon": [row["id"] for row in rows]})
    assert "Đã nhận 3 hồ sơ" in main_text(minh.follow(answer))
    assert {counter.desk.row(row["id"])["holder"] for row in rows} == {people.MINH.id}


def test_sent_twice_it_is_given_once(counter, rows, sign_in):
    client = sign_in(people.HA)
    for _ in range(2):
        assert given(client, rows).status_code == 302
    assert counter.desk.row(rows[0]["id"])["steps"].count("staff_to") == 1
    assert "Đã bàn giao 3 hồ sơ" in main_text(client.get(HERE))


def test_each_goes_or_stays_by_itself_and_nothing_refused_is_kept(counter, rows, sign_in):
    """One was given away meanwhile: the others go, the page says why one did not, the ledger keeps no refusal."""
    counter.desk.do("hand_over", rows[0], to=people.AN.id, note="")
    client = sign_in(people.HA)
    text = main_text(client.follow(given(client, rows)))
    assert "Đã bàn giao 2 hồ sơ" in text
    assert "1 hồ sơ chưa làm được: Hồ sơ đang chờ người được bàn giao xác nhận" in text
    assert ledger_entry.open_reviews(people.WARD) == []


def test_what_is_not_mine_i_cannot_confirm(counter, rows, sign_in):
    counter.desk.do("hand_over", rows[0], to=people.MINH.id, note="")
    client = sign_in(people.AN)
    answer = client.post(f"{HERE}/nhan", {"op": OP, "chon": [rows[0]["id"], rows[1]["id"]]})
    text = main_text(client.follow(answer))
    assert text.count("1 hồ sơ chưa làm được") == 2
    assert "không có bàn giao nào chờ xác nhận" in text
    assert counter.desk.row(rows[0]["id"])["holder"] == people.HA.id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"to": ""}, "Chọn người nhận bàn giao"),
        ({"to": people.LAN.id}, "Chọn người nhận bàn giao"),
        ({"to": people.HA.id}, "Chọn người nhận bàn giao"),
        ({"note": "a" * 201}, "Ghi chú dài quá 200 ký tự"),
    ],
)
def test_a_mistake_keeps_what_was_ticked_and_typed(counter, rows, sign_in, typed, sentence):
    answer = given(sign_in(people.HA), rows, **typed)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert page.count(" checked") == 3
    assert typed.get("note", "") in page
    assert counter.desk.row(rows[0]["id"]) == rows[0]


@pytest.mark.parametrize("path", ["", "/nhan"])
def test_nothing_ticked_says_what_to_do(counter, sign_in, path):
    answer = sign_in(people.HA).post(f"{HERE}{path}", {"op": OP, "to": people.MINH.id})
    assert answer.status_code == 422
    assert "Chưa chọn hồ sơ nào" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20 15:00", "17 giờ 00, thứ Sáu 20/11/2026"),
        ("2026-11-20 15:01", "8 giờ 00, thứ Hai 23/11/2026"),
        ("2026-11-23 15:30", "8 giờ 00, thứ Tư 25/11/2026"),
    ],
)
def test_r5_after_15_it_goes_at_the_opening_of_the_next_working_day(counter, sign_in, now, due):
    """NĐ 309/2026/NĐ-CP Điều 18.2; 24/11 is a holiday."""
    counter.at(now)
    assert f"phải chuyển trước {due}" in main_text(sign_in(people.HA).get(HERE))


def test_the_slip_names_both_sides_each_dossier_and_the_hour(counter, sign_in):
    desk = counter.at("2026-11-20 15:30")
    rows = [desk.receive(SAME_DAY, name=name, to=people.MINH.id) for name in ("Trần Văn Được", "Vi Văn Páo")]
    other = desk.receive(SAME_DAY, name="Của Người Khác", to=people.AN.id)
    query = "&".join(f"chon={row['id']}" for row in (*rows, other))
    answer = sign_in(people.HA).get(f"{HERE}/phieu.pdf?{query}")
    assert answer.headers["Cache-Control"] == "no-store"
    words = " ".join(words_of(answer.data).split())
    for wanted in (
        "PHIẾU BÀN GIAO HỒ SƠ",
        people.HA.name,
        people.MINH.name,
        "Trần Văn Được",
        "Vi Văn Páo",
        "01/TNHS/2026",
    ):
        assert wanted in words, wanted
    assert "8 giờ 00 phút, ngày 23 tháng 11 năm 2026" in words
    assert "Của Người Khác" not in words
