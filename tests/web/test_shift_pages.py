"""Ca trực: whose shifts one sees, what arrived against what was counted, and the day's sheet."""

import re

import pytest

from app.ledger.envelope import new_id
from app.web import sessions
from tests import people
from tests.ledger.devices import Tablet
from tests.printing import reading
from tests.web.assistance_samples import HOUR, MAI, say


def text(response) -> str:
    return response.get_data(as_text=True)


def listed(page) -> list[str]:
    return re.findall(r'href="/ca-truc/([0-9a-f-]{36})"', text(page))


class Worked:
    """A shift of somebody on a tablet of their own: opened, some slips, perhaps closed with a count."""

    def __init__(self, person, *slips, count=None, ago=3 * HOUR, point=people.CT1A):
        tablet = Tablet(people.ward_of(person), person, sessions.now_ms() - ago)
        operations = [tablet.open_shift(point)]
        for slip in slips:
            tablet.now += 600_000
            operations.append(tablet.record(**slip))
        if count is not None:
            tablet.now += 600_000
            operations.append(tablet.operation("shift.close/1", tablet.shift, {"count": count}))
        tablet.push(*operations, now=sessions.now_ms())
        self.id = tablet.shift
        self.slips = [operation["e"] for operation in operations if operation["t"] == "assistance.record/1"]


def test_each_sees_the_shifts_that_are_theirs_to_see(sign_in):
    lan, tuan = Worked(people.LAN, {}), Worked(people.TUAN, {}, ago=HOUR)
    theirs = Worked(people.THAO, {})
    assert listed(sign_in(people.LAN).get("/ca-truc")) == [lan.id]
    assert listed(sign_in(people.TUAN).get("/ca-truc")) == [tuan.id]
    assert listed(sign_in(people.HUNG).get("/ca-truc")) == []
    for person in (people.HA, people.MINH, people.AN):
        assert listed(sign_in(person).get("/ca-truc")) == [tuan.id, lan.id]
    for person in (people.THAO, people.BINH):
        page = sign_in(person).get("/ca-truc")
        assert listed(page) == [theirs.id]
        assert people.LAN.name not in text(page)


def test_a_lead_sees_the_shifts_at_the_points_of_his_neighbourhood(sign_in):
    own, other = (
        Worked(people.LAN, {"neighbourhood": "tdp-07"}, {"neighbourhood": "tdp-03"}),
        Worked(people.TUAN, {}, point=people.CT1B2),
    )
    card = {"name": "Điểm CT1A", "short": "CT1A", "address": "", "neighbourhood": "tdp-07", "active": True}
    people.put(people.WARD, "support_point.put/1", [(people.CT1A, card)], now=sessions.now_ms())
    client = sign_in(people.HUNG)
    assert listed(client.get("/ca-truc")) == [own.id]
    page = text(client.get(f"/ca-truc/{own.id}"))
    assert own.slips[0] in page
    assert own.slips[1] not in page
    assert "1 lượt khác không thuộc tổ dân phố của anh/chị" in page
    assert "phieu-ngay.pdf" not in page
    assert client.get(f"/ca-truc/{own.id}/phieu-ngay.pdf").status_code == 404
    assert client.get(f"/ca-truc/{other.id}").status_code == 404


def test_the_page_has_the_slips_the_totals_and_the_count(sign_in):
    worked = Worked(
        people.LAN,
        {**MAI, "minutes": 10, "difficulties": ["elderly"]},
        {"minutes": 5, "result": "to_police", "difficulties": ["elderly", "nfc_unreadable"]},
        {"minutes": 7},
        count=3,
    )
    say(people.HA, "assistance.void/1", worked.slips[2], {"reason": "ghi trùng lượt trước"})
    page = text(sign_in(people.HA).get(f"/ca-truc/{worked.id}"))
    assert re.findall(r'href="/luot-ho-tro/([0-9a-f-]{36})"', page) == worked.slips
    assert re.findall(r"<dt>([^<]+)</dt>\s*<dd>(\d+)</dd>", page)[:3] == [
        ("Lượt hỗ trợ", "2"),
        ("Tổng số phút", "15"),
        ("Đã hủy", "1"),
    ]
    assert "Người cao tuổi" in page
    assert ": 2; " in page
    assert "Người trực khai 3 lượt, phường đã nhận đủ." in page
    assert "Hoàng Thị Mai Phương" in page


def test_slips_that_never_came_are_missed_and_those_refused_are_named(sign_in):
    worked = Worked(people.LAN, {}, {"point": "diem-ma"}, count=4)
    client = sign_in(people.HA)
    assert "Thiếu 3" in text(client.get("/ca-truc"))
    page = text(client.get(f"/ca-truc/{worked.id}"))
    assert "Còn thiếu 3 lượt" in page
    assert "Người trực khai 4 lượt, phường mới nhận 1." in page
    assert "1 thao tác của ca đang ở mục Cần xem lại." in page


def test_more_than_was_counted_is_no_alarm(sign_in):
    worked = Worked(people.LAN, {}, {}, count=1)
    assert "Nhận nhiều hơn số khai" in text(sign_in(people.HA).get(f"/ca-truc/{worked.id}"))


def test_a_volunteer_reads_his_own_shift_masked(sign_in):
    worked = Worked(people.LAN, MAI)
    page = text(sign_in(people.LAN).get(f"/ca-truc/{worked.id}"))
    assert "H.T.M.P" in page
    assert "Mai Phương" not in page


@pytest.mark.parametrize("person", [people.TUAN, people.HUNG, people.THAO, people.BINH])
def test_another_persons_shift_is_like_none(sign_in, person):
    worked = Worked(people.LAN, MAI)
    client = sign_in(person)
    for path in ("", "/phieu-ngay.pdf"):
        theirs, nobodys = client.get(f"/ca-truc/{worked.id}{path}"), client.get(f"/ca-truc/{new_id()}{path}")
        assert theirs.status_code == nobodys.status_code == 404
        assert text(theirs) == text(nobodys)


def test_a_wrong_id_is_not_there_and_signed_out_one_signs_in(sign_in, visitor):
    assert sign_in(people.HA).get("/ca-truc/x").status_code == 404
    for path in ("/ca-truc", f"/ca-truc/{new_id()}", f"/ca-truc/{new_id()}/phieu-ngay.pdf"):
        assert visitor.get(path).status_code == 302


def test_pages_of_shifts_meet(sign_in):
    made = [Worked(people.LAN, ago=HOUR * (1 + number)).id for number in range(32)]
    client = sign_in(people.HA)
    first = client.get("/ca-truc")
    assert listed(first) == made[:30]
    href = re.search(r'href="(/ca-truc\?truoc=[^"]+)"', text(first))[1]
    assert listed(client.get(href)) == made[30:]
    assert listed(client.get("/ca-truc?truoc=sai")) == made[:30]


@pytest.mark.parametrize("asked", ["", "?truoc=1.x"])
def test_a_swap_is_the_same_as_a_fresh_load(sign_in, asked):
    Worked(people.LAN, {}, count=2)
    client = sign_in(people.HA)
    inside = text(client.get(f"/ca-truc{asked}")).split('id="main" tabindex="-1">')[1].split("</main>")[0]
    swapped = re.sub(r"<title>.*?</title>", "", text(client.get(f"/ca-truc{asked}", fragment=True)), flags=re.S)
    assert swapped.split() == inside.split()


@pytest.mark.parametrize("person", [people.LAN, people.HA])
def test_the_day_sheet_is_for_who_worked_it_and_for_the_desk(sign_in, person):
    worked = Worked(people.LAN, {**MAI, "minutes": 10, "building": "CT1A"}, {"minutes": 5}, count=2)
    say(people.HA, "assistance.void/1", worked.slips[1], {"reason": "ghi trùng lượt trước"})
    answer = sign_in(person).get(f"/ca-truc/{worked.id}/phieu-ngay.pdf")
    assert answer.mimetype == "application/pdf"
    assert re.fullmatch(r'inline; filename="phieu-ngay-truc-[0-9-]{10}\.pdf"', answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    words = reading.text(answer.data)
    for said in ("ỦY BAN NHÂN DÂN PHƯỜNG THỬ", "Điểm CT1A", "Nguyễn Thị Lan", "H.T.M.P", "Tổ dân phố 3, CT1A, 1204"):
        assert said in words, said
    assert "Mai Phương" not in words
    assert reading.size_mm(answer.data) in ((210.0, 297.0), (297.0, 210.0))
