"""Có thể trùng: a hint on the record and a list for the desk; nothing is merged, a person says what it is."""

import re

import pytest

from app.ledger.envelope import new_id
from app.records import assistance, ledger_entry
from app.rules import clock
from app.web import sessions
from tests import people
from tests.ledger.devices import Tablet
from tests.web.assistance_samples import DAY, HOUR, MAI, amended, recorded, say
from tests.web.form_reader import form_fields, main_text

LIST = "/can-xem-lai/co-the-trung"


def text(response) -> str:
    return response.get_data(as_text=True)


def row(entity: str) -> dict:
    return assistance.assistance(people.WARD, entity)


def pairs(page) -> int:
    return text(page).count("data-pair")


@pytest.fixture
def twins(app) -> tuple[str, str]:
    """(earlier, later): Mai's one visit, written down by Lan on a tablet and by Tuấn on another one."""
    made = []
    for person in (people.LAN, people.TUAN):
        tablet = Tablet(person=person, now=sessions.now_ms() - 10)
        operation = tablet.open_shift(), tablet.record(neighbourhood="tdp-07", **MAI)
        tablet.push(*operation, now=sessions.now_ms())
        made.append(operation[1]["e"])
    return made[0], made[1]


def told_apart(client, page, entity: str):
    action = f"/luot-ho-tro/{entity}/khong-trung"
    return client.post(action, form_fields(page, action))


def test_two_tablets_wrote_down_one_visit(sign_in, twins):
    client = sign_in(people.HA)
    page = client.get(LIST)
    assert pairs(page) == 1
    words = main_text(page)
    assert all(each in words for each in ("cùng số điện thoại", "Nguyễn Thị Lan", "Hồ Anh Tuấn", "Máy thử"))
    for entity, other in (twins, twins[::-1]):
        shown = client.get(f"/luot-ho-tro/{entity}")
        assert "Có thể trùng với lượt khác" in main_text(shown)
        assert f'href="/luot-ho-tro/{other}"' in text(shown)
    # A hint changes nothing.
    assert [row(entity)["voided_at"] for entity in twins] == [None, None]
    assert ledger_entry.count_open_reviews(people.WARD) == 0


def test_a_person_says_that_they_are_two(sign_in, twins):
    earlier, later = twins
    client = sign_in(people.HA)
    page = client.get(LIST)
    answer = told_apart(client, page, later)
    assert answer.headers["Location"] == LIST
    assert "hai lượt khác nhau" in main_text(client.follow(answer))
    assert row(later)["distinct_from"] == earlier
    assert pairs(client.get(LIST)) == 0
    for entity in twins:
        assert "Có thể trùng" not in main_text(client.get(f"/luot-ho-tro/{entity}"))
    history = main_text(client.get(f"/luot-ho-tro/{later}"))
    assert "Xem là không trùng" in history
    assert "Đỗ Thu Hà" in history
    # Posted twice, it is one operation and one answer.
    again = told_apart(client, page, later)
    assert again.headers["Location"] == LIST
    assert row(later)["distinct_from"] == earlier
    types = [entry["type"] for entry in ledger_entry.history(people.WARD, later)]
    assert types == ["assistance.record/1", "assistance.distinct/1"]


def test_from_the_page_of_a_record_it_goes_back_there(sign_in, twins):
    earlier, later = twins
    client = sign_in(people.AN)
    answer = told_apart(client, client.get(f"/luot-ho-tro/{earlier}"), earlier)
    assert answer.headers["Location"] == f"/luot-ho-tro/{earlier}"
    assert row(earlier)["distinct_from"] == later
    assert pairs(client.get(LIST)) == 0


def test_one_that_is_void_is_nobodys_duplicate(sign_in, twins):
    say(people.HA, "assistance.void/1", twins[1], {"reason": "ghi hai lần"})
    client = sign_in(people.HA)
    assert pairs(client.get(LIST)) == 0
    assert "Có thể trùng" not in main_text(client.get(f"/luot-ho-tro/{twins[0]}"))
    assert "Có thể trùng" not in main_text(client.get(f"/luot-ho-tro/{twins[1]}"))


def test_the_list_offers_to_void_either_one(sign_in, twins):
    page = text(sign_in(people.HA).get(LIST))
    for entity in twins:
        assert f'href="/luot-ho-tro/{entity}/huy"' in page


def test_a_day_caught_up_later_is_compared_with_its_own_day(sign_in, app):
    now = sessions.now_ms()
    recorded(people.LAN, ago=2 * DAY, **MAI)
    caught_up = recorded(people.TUAN, on=clock.day_of(now - 2 * DAY), **MAI)
    recorded(people.TUAN, **MAI)
    client = sign_in(people.HA)
    assert pairs(client.get(LIST)) == 1
    assert "Có thể trùng" in main_text(client.get(f"/luot-ho-tro/{caught_up}"))


def test_only_the_last_week_is_listed_but_the_record_itself_always_says_so(sign_in, app):
    old = [recorded(person, ago=9 * DAY, **MAI) for person in (people.LAN, people.TUAN)]
    client = sign_in(people.HA)
    assert pairs(client.get(LIST)) == 0
    assert "Có thể trùng" in main_text(client.get(f"/luot-ho-tro/{old[0]}"))


def test_a_correction_may_make_or_end_a_likeness(sign_in, app):
    one, two = recorded(people.LAN, **MAI), recorded(people.TUAN)
    client = sign_in(people.HA)
    assert pairs(client.get(LIST)) == 0
    amended(people.HA, two, {"phone": MAI["phone"], "consent": True}, {"phone": "", "consent": False})
    assert pairs(client.get(LIST)) == 1
    amended(people.HA, one, {"procedure": "1.004222"}, {"procedure": "1.001193"})
    assert pairs(client.get(LIST)) == 0


def test_ten_slips_of_one_citizen_are_nine_questions(sign_in, app):
    for number in range(10):
        recorded(people.LAN, ago=number, **MAI)
    assert pairs(sign_in(people.HA).get(LIST)) == 9


def test_many_pairs_are_pages(sign_in, app):
    for number in range(32):
        recorded(people.LAN, ago=number, **MAI)
    client = sign_in(people.HA)
    first = client.get(LIST)
    assert pairs(first) == 30
    assert f'href="{LIST}?trang=2"' in text(first)
    second = client.get(f"{LIST}?trang=2")
    assert pairs(second) == 1
    assert f'href="{LIST}"' in text(second)
    for odd in ("0", "999999", "x", "-1", "99"):
        assert pairs(client.get(f"{LIST}?trang={odd}")) in (1, 30)


def test_a_lead_tells_apart_what_is_of_his_neighbourhood(sign_in, twins):
    earlier, later = twins
    client = sign_in(people.HUNG)
    page = client.get(f"/luot-ho-tro/{later}")
    told_apart(client, page, later)
    assert row(later)["distinct_from"] == earlier


def test_nobody_hears_of_a_record_that_is_not_his_to_read(sign_in, app):
    """A volunteer's own slip looks like a colleague's; a lead's like one of another neighbourhood without a flat."""
    own, other = recorded(people.LAN, neighbourhood="tdp-07", **MAI), recorded(people.TUAN, **MAI)
    for person in (people.LAN, people.HUNG):
        client = sign_in(person)
        page = client.get(f"/luot-ho-tro/{own}")
        assert "Có thể trùng" not in main_text(page)
        assert other not in text(page)
        assert client.get(LIST).status_code == 403
    lead = sign_in(people.HUNG)
    action = f"/luot-ho-tro/{own}/khong-trung"
    theirs, nobodys = lead.post(action, {"other": other}), lead.post(action, {"other": new_id()})
    assert theirs.status_code == nobodys.status_code == 404
    assert text(theirs) == text(nobodys)
    assert row(own)["distinct_from"] == ""


def test_a_volunteer_sees_his_own_two_and_may_not_say(sign_in, app):
    one, two = recorded(people.LAN, **MAI), recorded(people.LAN, **MAI)
    client = sign_in(people.LAN)
    page = client.get(f"/luot-ho-tro/{one}")
    assert "Có thể trùng" in main_text(page)
    assert "khong-trung" not in text(page)
    assert client.post(f"/luot-ho-tro/{one}/khong-trung", {"other": two}).status_code == 403


def test_a_leader_looks_and_changes_nothing(sign_in, twins):
    client = sign_in(people.MINH)
    page = client.get(LIST)
    assert pairs(page) == 1
    assert "khong-trung" not in text(page)
    assert "/huy" not in text(page)
    assert client.post(f"/luot-ho-tro/{twins[0]}/khong-trung", {"other": twins[1]}).status_code == 403


def test_the_other_ward_and_a_stranger_find_no_trace(sign_in, visitor, twins):
    client = sign_in(people.BINH)
    assert pairs(client.get(LIST)) == 0
    assert client.post(f"/luot-ho-tro/{twins[0]}/khong-trung", {"other": twins[1]}).status_code == 404
    assert visitor.get(LIST).headers["Location"].startswith("/dang-nhap")
    assert visitor.post(f"/luot-ho-tro/{twins[0]}/khong-trung").status_code == 401
    assert row(twins[0])["distinct_from"] == ""


@pytest.mark.parametrize("other", ["", "khong-co", 7, None, "SELF"])
def test_the_door_takes_only_another_records_id(app, other):
    entity = recorded(people.LAN, **MAI)
    result = say(people.HA, "assistance.distinct/1", entity, {"other": entity if other == "SELF" else other})
    assert (result["status"], result["code"]) == ("rejected", "body_invalid")


def test_the_door_asks_who_says_so(app):
    one, two = recorded(people.LAN, **MAI), recorded(people.TUAN, **MAI)
    for person, code in (
        (people.LAN, "role_not_allowed"),
        (people.MINH, "role_not_allowed"),
        (people.HUNG, "not_in_scope"),
    ):
        assert say(person, "assistance.distinct/1", one, {"other": two})["code"] == code
    assert say(people.HA, "assistance.distinct/1", new_id(), {"other": two})["code"] == "entity_unknown"
    assert say(people.HA, "assistance.distinct/1", one, {"other": two})["status"] == "ok"
    assert say(people.HA, "assistance.distinct/1", one, {"other": two})["code"] == "nothing_changed"
    say(people.HA, "assistance.void/1", two, {"reason": "ghi nhầm người"})
    assert say(people.HA, "assistance.distinct/1", two, {"other": one})["code"] == "already_void"


def test_a_tablet_may_not_say_it(app):
    one, two = recorded(people.HA, **MAI), recorded(people.TUAN, **MAI)
    tablet = Tablet(person=people.HA, now=sessions.now_ms() - HOUR)
    tablet.push(tablet.open_shift(), now=sessions.now_ms())
    made = tablet.operation("assistance.distinct/1", one, {"other": two})
    assert tablet.push(made, now=sessions.now_ms()).results[0]["code"] == "role_not_allowed"


def test_an_amendment_keeps_what_was_told_apart(app):
    one, two = recorded(people.LAN, **MAI), recorded(people.TUAN, **MAI)
    say(people.HA, "assistance.distinct/1", one, {"other": two})
    amended(people.HA, one, {"note": "đã gọi"}, {"note": ""})
    assert row(one)["distinct_from"] == two


def test_a_swap_is_the_same_as_a_fresh_load(sign_in, twins):
    client = sign_in(people.HA)
    whole, swapped = (
        re.sub(r'name="op" value="[^"]*"', "", text(client.get(LIST, fragment=fragment))) for fragment in (False, True)
    )
    inside = whole.split('<main class="main" id="main" tabindex="-1">')[1].split("</main>")[0]
    assert re.sub(r"<title>.*?</title>", "", swapped, flags=re.S).split() == inside.split()
