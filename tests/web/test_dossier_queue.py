"""The work screen: whose queue, in which order, found by what, one page after the other, and never without an index."""

import re
from urllib.parse import unquote

import pytest

from app.records.batch import insert
from app.records.database import database
from app.records.dossier import Dossier
from app.rules import clock, tracking
from app.rules.dossier import search_text
from app.rules.dossier_row import EMPTY
from tests import people
from tests.counter import LINKED, SAME_DAY, THREE_DAYS
from tests.web.counter_clock import CounterClock
from tests.web.form_reader import main_text

PAGES = ("/ho-so", "/ho-so?xem=quay", "/ho-so?xem=quay&trang-thai=closed", "/ho-so?q=anh+tuyet")


@pytest.fixture
def counter(app, monkeypatch):
    return CounterClock(monkeypatch)


def lines(response) -> list[str]:
    """Ids of the dossiers in the tables, in their order."""
    return re.findall(r'<tr data-line="/ho-so/([0-9a-f-]{36})"', response.get_data(as_text=True))


@pytest.mark.parametrize("person", [people.HA, people.MINH, people.AN])
def test_everybody_of_the_counter_may_open_it(counter, sign_in, person):
    for path in PAGES:
        assert sign_in(person).get(path).status_code == 200


@pytest.mark.parametrize("person", [people.LAN, people.HUNG])
def test_nobody_else_of_the_ward_may(counter, sign_in, person):
    for path in PAGES:
        assert sign_in(person).get(path).status_code == 403


def test_the_other_ward_sees_nothing_of_it(counter, sign_in):
    row = counter.desk.receive()
    client = sign_in(people.BINH)
    for path in (*PAGES, f"/ho-so?q={row['tracking']}", "/ho-so?q=01/2026", f"/ho-so?xem=quay&nguoi={people.HA.id}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert lines(answer) == []
        assert "Ánh Tuyết" not in answer.get_data(as_text=True)


def test_signed_out_it_leads_to_the_sign_in(counter, visitor):
    answer = visitor.get("/ho-so?q=12/2026")
    assert unquote(answer.headers["Location"]) == "/dang-nhap?tiep=/ho-so?q=12/2026"


def test_an_empty_counter_says_what_will_come(counter, sign_in):
    client = sign_in(people.HA)
    assert "Anh/chị không giữ hồ sơ nào" in main_text(client.get("/ho-so"))
    assert "Không có hồ sơ nào" in main_text(client.get("/ho-so?xem=quay"))
    assert "Không thấy hồ sơ nào" in main_text(client.get("/ho-so?q=tuyet"))


def test_my_queue_is_what_i_hold_the_most_urgent_first(counter, sign_in):
    desk = counter.at("2026-11-19 09:00")
    late = desk.receive(SAME_DAY, name="Người Quá Hạn")
    counter.at("2026-11-20 09:00")
    ahead = desk.receive(LINKED, name="Người Còn Lâu")
    today = desk.receive(SAME_DAY, name="Người Hôm Nay")
    near = desk.receive(THREE_DAYS, name="Người Ba Ngày")
    desk.receive(THREE_DAYS, by=people.AN, name="Người Của An")
    ready = desk.do("finish", desk.receive(SAME_DAY, name="Người Chờ Trả"), results={})
    page = sign_in(people.HA).get("/ho-so")
    assert lines(page) == [row["id"] for row in (late, today, near, ahead, ready)]
    text = main_text(page)
    for words in ("Quá hạn 1 ngày làm việc", "Hạn hôm nay, 17:00", "Còn 3 ngày làm việc", "Còn 4 ngày làm việc"):
        assert words in text
    assert "1 hồ sơ quá hạn · 1 hồ sơ đến hạn hôm nay · 1 hồ sơ còn 2–3 ngày làm việc" in text


def test_the_colour_is_never_alone(counter, sign_in):
    counter.at("2026-11-19 09:00").receive(SAME_DAY)
    counter.at("2026-11-20 09:00")
    page = sign_in(people.HA).get("/ho-so").get_data(as_text=True)
    told = re.findall(r'class="time-left" data-tone="(\w+)">([^<]*)<', page)
    assert told == [("late", "Quá hạn 1 ngày làm việc")]


def test_what_is_handed_to_me_waits_for_my_word(counter, sign_in):
    desk = counter.desk
    row = desk.receive(THREE_DAYS, to=people.MINH.id)
    mine = main_text(sign_in(people.MINH).get("/ho-so"))
    assert "Chờ anh/chị xác nhận đã nhận 1" in mine
    assert "Giao trước 20/11/2026 17:00" in mine
    giver = sign_in(people.HA).get("/ho-so")
    assert lines(giver) == [row["id"]]
    assert f"Chờ xác nhận: {people.MINH.name}" in main_text(giver)
    desk.do("take_over", row, by=people.MINH)
    assert "Chờ anh/chị xác nhận" not in main_text(sign_in(people.MINH).get("/ho-so"))
    assert lines(sign_in(people.HA).get("/ho-so")) == []


def test_the_start_page_warns_a_clerk_and_a_head_and_nobody_else(counter, sign_in):
    counter.desk.receive(SAME_DAY, by=people.AN)
    assert "1 hồ sơ đến hạn hôm nay" not in main_text(sign_in(people.HA).get("/"))
    for person in (people.AN, people.MINH):
        assert "1 hồ sơ đến hạn hôm nay" in main_text(sign_in(person).get("/"))
    assert "hồ sơ đến hạn" not in main_text(sign_in(people.LAN).get("/"))


def test_the_counter_by_state_unit_person_channel_and_day(counter, sign_in):
    desk = counter.at("2026-11-18 09:00")
    old = desk.receive(LINKED, channel="online")
    counter.at("2026-11-20 09:00")
    new = desk.receive(THREE_DAYS, by=people.AN)
    over = desk.do("withdraw", desk.receive(THREE_DAYS), reason="Người dân đổi ý")
    client = sign_in(people.HA)
    for asked, wanted in {
        "": [old, new],
        "trang-thai=received": [old, new],
        "trang-thai=ready": [],
        "trang-thai=closed": [over],
        "trang-thai=withdrawn": [over],
        "trang-thai=refused": [],
        f"nguoi={people.AN.id}": [new],
        "kenh=online": [old],
        "bo-phan=ho-tich": [],
        "tu=2026-11-19": [new],
        "den=2026-11-18": [old],
        "trang-thai=closed&tu=2026-11-20&den=2026-11-20": [over],
        "trang-thai=closed&den=2026-11-19": [],
    }.items():
        page = client.get(f"/ho-so?xem=quay&{asked}")
        assert sorted(lines(page)) == sorted(row["id"] for row in wanted), asked


@pytest.mark.parametrize("asked", ["trang-thai=x", "tu=2026-02-30", "den=x", "kenh=x", "sau=x", "sau=1.", "sau=%01.1"])
def test_an_address_that_makes_no_sense_asks_for_nothing(counter, sign_in, asked):
    row = counter.desk.receive()
    assert lines(sign_in(people.HA).get(f"/ho-so?xem=quay&{asked}")) == [row["id"]]


def test_a_code_leads_straight_to_its_dossier(counter, sign_in):
    row = counter.desk.receive(national_code="000.00.01.H26-261120-0007")
    client = sign_in(people.HA)
    for typed in (
        row["tracking"],
        tracking.format(row["tracking"]).lower(),
        "1/2026",
        "01/TNHS/2026",
        row["national_code"],
        f"HTTPS://LOCALHOST/M/{row['tracking']}",
    ):
        answer = client.get("/ho-so", query_string={"q": typed})
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"/ho-so/{row['id']}"), typed


def test_a_bare_number_or_an_unknown_code_leads_nowhere_by_itself(counter, sign_in):
    row = counter.desk.receive()
    client = sign_in(people.HA)
    assert lines(client.get("/ho-so?q=1")) == [row["id"]]
    assert lines(client.get("/ho-so?q=2/2026")) == []
    assert lines(client.get("/ho-so?q=1/2025")) == []


def test_words_find_without_diacritics_what_is_open_and_what_is_over(counter, sign_in):
    desk = counter.desk
    open_one = desk.receive(name="Nguyễn Thị Ánh Tuyết", phone="+84912345678")
    over = desk.do("withdraw", desk.receive(name="Lò Ánh Tuyết", phone="+84912000111"), reason="Người dân đổi ý")
    client = sign_in(people.HA)
    for typed, wanted in {
        "anh tuyet": {open_one["id"], over["id"]},
        "TUYẾT": {open_one["id"], over["id"]},
        "lo anh tuyet": {over["id"]},
        "nguyen anh tuyet": {open_one["id"]},
        "nguyen": {open_one["id"]},
        "0912 000 111": {over["id"]},
        "345678": {open_one["id"]},
        "tinh trang hon nhan": {open_one["id"]},
        "khong co ai": set(),
    }.items():
        assert set(lines(client.get("/ho-so", query_string={"q": typed}))) == wanted, typed


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "\U0001f468\u200d\U0001f469", "x" * 600])
def test_signs_of_the_database_are_only_signs(counter, sign_in, typed):
    counter.desk.receive()
    answer = sign_in(people.HA).get("/ho-so", query_string={"q": typed})
    assert answer.status_code == 200
    assert lines(answer) == []


def many(count: int, state: str = "processing", first: str = "2026-11-19 09:00") -> list[dict]:
    """Rows put straight into the table, a minute apart."""
    from tests.counter import at

    made = []
    for number in range(count):
        moment = at(first) + number * 60_000
        row = {
            **EMPTY,
            "ward_id": people.WARD,
            "v": 1,
            "id": f"0195e000-0000-7000-9000-{number:012d}",
            "tracking": f"{number:012d}",
            "state": state,
            "name": f"Người Thứ {number}",
            "procedure_name": "Thủ tục",
            "received_at": moment,
            "received_on": clock.day_of(moment),
            "accepted_at": moment,
            "due_original_at": moment,
            "due_current_at": moment,
            "closed_at": moment if state == "returned" else None,
            "holder": people.HA.id,
        }
        made.append({**row, "folded": search_text(row)})
    insert(Dossier, made)
    return made


@pytest.mark.parametrize("path", ["/ho-so", "/ho-so?xem=quay"])
def test_the_ten_thousandth_row_is_reached_page_by_page(counter, sign_in, path):
    """Walking: each page follows the last one without a gap. The far end costs what the first page does."""
    made = many(200)
    client, seen = sign_in(people.HA), []
    while path:
        page = client.get(path)
        seen += lines(page)
        found = re.search(r'href="([^"]*sau=[^"]*)"', page.get_data(as_text=True))
        path = found[1].replace("&amp;", "&") if found else ""
    assert seen == [row["id"] for row in made]


def test_the_far_end_of_ten_thousand_closed_ones(counter, sign_in):
    made = many(10_000, state="returned", first="2026-11-10 09:00")
    client = sign_in(people.HA)
    last = made[5]
    page = client.get(f"/ho-so?xem=quay&trang-thai=closed&sau={last['received_at']}.{last['id']}")
    assert lines(page) == [row["id"] for row in reversed(made[:5])]
    assert "Về trang đầu" in main_text(page)


def test_what_is_over_is_read_a_year_at_a_time(counter, sign_in):
    many(2, state="returned", first="2024-05-06 09:00")
    client = sign_in(people.HA)
    page = client.get("/ho-so?xem=quay&trang-thai=closed")
    assert lines(page) == []
    for _ in range(2):
        href = re.search(r'href="(/ho-so\?xem=quay[^"]*den=[^"]*)"', page.get_data(as_text=True))[1]
        page = client.get(href.replace("&amp;", "&"))
    assert len(lines(page)) == 2


@pytest.mark.sqlite
def test_no_question_reads_the_ward_without_an_index(counter, sign_in, monkeypatch):
    counter.desk.receive()
    client, asked = sign_in(people.HA), []
    execute = database.obj.execute_sql

    def noting(sql, params=None, *others):
        if '"dossier"' in sql and sql.startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, *others)

    monkeypatch.setattr(database.obj, "execute_sql", noting)
    for path in (*PAGES, "/", "/ho-so?q=0912345678", "/ho-so?q=5/2026", "/ho-so/qua-han", "/ho-so/ban-giao"):
        client.get(path)
    monkeypatch.undo()
    assert len(asked) > 15
    for sql, params in asked:
        plan = [row[3] for row in execute(f"EXPLAIN QUERY PLAN {sql}", params)]
        about = [step for step in plan if "dossier" in step]
        assert about, plan
        assert all(step.startswith("SEARCH") for step in about), (plan, sql)
        # By the ward alone is the whole ward; but for the list of closed ones, whose days bound it.
        assert not any(re.search(r"\(ward_id=\?\)$", step) for step in about), (plan, sql)
