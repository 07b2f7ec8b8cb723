"""/bao-cao: the four questions, the period, the balance on the page, and scores that nobody else may read."""

import pytest

from tests import counter, people
from tests.counter import CounterDesk

PAGES = ("/bao-cao", "/bao-cao/ii-06a", "/bao-cao/cham-diem", "/bao-cao/766", "/bao-cao/hai-long")
YEAR = "?tu=2026-01-01&den=2026-12-31"
WHY = "Chờ cơ quan khác trả lời"


@pytest.fixture
def worked(app):
    """A ward that has settled one dossier early and one late, apologised for."""
    counter.open_counter()
    desk = CounterDesk()
    early, late = (desk.at("2026-09-21 09:00").receive() for _ in range(2))
    desk.at("2026-09-22 10:00").do("finish", early, results={})
    desk.at("2026-09-25 10:00").do("apologise", late, by=people.MINH, reason=WHY, promised_on="2026-09-28")
    desk.do("finish", late, results={})
    return desk


@pytest.mark.parametrize("path", PAGES)
def test_the_desk_reads_it_and_nobody_else(app, sign_in, visitor, path):
    for person in (people.HA, people.MINH, people.AN):
        assert sign_in(person).get(path).status_code == 200
    for person in (people.LAN, people.HUNG):
        assert sign_in(person).get(path).status_code == 403
    assert visitor.get(path).status_code in (302, 303, 401)


@pytest.mark.parametrize("path", PAGES)
def test_another_ward_sees_none_of_it(worked, sign_in, path):
    text = sign_in(people.BINH).get(path + YEAR).text
    assert people.HA.name not in text
    assert WHY not in text
    assert "2 = 2 + 0" not in text


def test_the_overview_names_the_share_the_person_and_the_reason(worked, sign_in):
    text = sign_in(people.MINH).get("/bao-cao" + YEAR).text
    assert "50\u00a0%" in text
    assert people.HA.name in text
    assert WHY in text
    assert "Đã xin lỗi" in text


def test_both_sides_of_the_form_balance_on_the_page(worked, sign_in):
    text = sign_in(people.MINH).get("/bao-cao/ii-06a" + YEAR).text
    assert "2 = 2 + 0" in text


def test_a_clerk_reads_his_own_score_and_the_head_everybodys(worked, sign_in):
    head = sign_in(people.MINH).get("/bao-cao/cham-diem" + YEAR).text
    assert people.HA.name in head
    assert "Cả phường" in head
    # The ward in the head of the page is still the ward.
    assert head.index("Phường Thử") < head.index("Cả phường")
    # Index 1 is held against the time of the law: five days, so the late one of the ward's three is early.
    assert "2 hồ sơ 2 điểm" in head
    own = sign_in(people.HA).get("/bao-cao/cham-diem" + YEAR).text
    assert "Cả phường" not in own
    assert "Chưa đủ chỉ số nên chưa gợi ý mức nào." in own


def test_766_shows_its_arithmetic(worked, sign_in):
    assert "20 × 1 / 2" in sign_in(people.MINH).get("/bao-cao/766" + YEAR).text


@pytest.mark.parametrize(
    "asked", ["?tu=2026-13-01&den=x", "?tu=2026-12-31&den=2026-01-01", "?tu=1900-01-01&den=2099-01-01"]
)
def test_a_period_that_is_none_says_so_and_shows_this_month(app, sign_in, asked):
    assert "Khoảng ngày chưa đúng" in sign_in(people.MINH).get("/bao-cao" + asked).text


def test_an_empty_period_says_what_to_do(app, sign_in):
    assert "Chưa có hồ sơ nào trong kỳ" in sign_in(people.MINH).get("/bao-cao").text
