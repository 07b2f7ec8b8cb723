"""The start page: doors for a stranger, and for each role what waits for them, and nothing made up."""

from app.ledger import recount
from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB, new_tablet
from app.records import rollup
from app.records.device import Device
from app.rules import tracking
from app.web import sessions
from tests import people
from tests.web.form_reader import main_text

DAY_MS = 24 * 3600 * 1000


def _record(person, ward=people.WARD, days_ago=0, **changed):
    now = sessions.now_ms()
    body = {
        "point": people.CT1A,
        "procedure": "1.001193",
        "help": "guide",
        "neighbourhood": "tdp-03",
        "building": "",
        "apartment": "",
        "name": "",
        "phone": "",
        "consent": False,
        "channel": "at_point",
        "result": "filed",
        "national_code": "",
        "difficulties": [],
        "minutes": 5,
        "note": "",
        "follow_up": False,
        "on": "",
        "tracking": tracking.make(new_id().encode()),
        **changed,
    }
    opened = intent(
        "assistance.record/1",
        new_id(),
        body,
        ward=ward,
        device=WEB,
        author=person.id,
        now=now,
        at=now - days_ago * DAY_MS,
    )
    assert accept(ward, WEB, [opened], now).results[0]["status"] == "ok"


def _stats(page) -> list[str]:
    import re

    return re.findall(r"<dd>(\d+)</dd>", page.get_data(as_text=True))


def test_a_stranger_finds_the_doors_of_the_house(visitor):
    page = visitor.get("/").get_data(as_text=True)
    for door in (
        'href="/truc"',
        'href="/dang-nhap"',
        'action="/thu-tuc"',
        'action="/tra-cuu"',
        'href="/xac-minh"',
        'href="/ho-so-tre-han"',
    ):
        assert door in page


def test_each_role_counts_what_it_may_see(sign_in):
    _record(people.LAN)
    _record(people.LAN, result="unfinished", neighbourhood="tdp-07")
    _record(people.TUAN, result="rescheduled")
    _record(people.TUAN, days_ago=1)
    _record(people.THAO, ward=people.OTHER_WARD)
    assert _stats(sign_in(people.LAN).get("/")) == ["2", "1", "1"]
    assert _stats(sign_in(people.TUAN).get("/")) == ["1", "0", "1"]
    assert _stats(sign_in(people.HUNG).get("/")) == ["1", "0", "1"]
    for person in (people.HA, people.MINH, people.AN):
        assert _stats(sign_in(person).get("/")) == ["3", "1", "2", "0"]
    assert _stats(sign_in(people.BINH).get("/")) == ["1", "1", "0", "0"]


def test_what_was_voided_is_not_counted(sign_in):
    from app.records.assistance import Assistance

    _record(people.LAN)
    Assistance.update(voided_at=sessions.now_ms()).execute()
    assert _stats(sign_in(people.LAN).get("/")) == ["0", "0", "0"]


def test_silent_tablets_are_named_to_those_who_see_to_them(sign_in):
    now = sessions.now_ms()
    silent, fresh, gone = (
        new_tablet(people.WARD, name, b"\x04" + bytes(64), people.CT1A, people.AN.id, now - 9 * DAY_MS)["id"]
        for name in ("Máy im lặng", "Máy hay gửi", "Máy đã thu hồi")
    )
    Device.update(seen_at=now - DAY_MS).where(Device.id == fresh).execute()
    Device.update(revoked_at=now).where(Device.id == gone).execute()
    for person in (people.HUNG, people.HA, people.MINH, people.AN):
        page = sign_in(person).get("/").get_data(as_text=True)
        assert f'href="/may/{silent}"' in page
        assert fresh not in page
        assert gone not in page
    for person in (people.LAN, people.DUNG):
        assert "Máy im lặng" not in sign_in(person).get("/").get_data(as_text=True)


def test_a_leader_has_no_button_to_record(sign_in):
    assert 'href="/luot-ho-tro/moi"' in sign_in(people.LAN).get("/").get_data(as_text=True)
    text = sign_in(people.MINH).get("/").get_data(as_text=True)
    assert 'href="/luot-ho-tro/moi"' not in text
    assert "Ca trực của tôi" not in text


def test_own_shifts_are_listed_and_nobody_elses(sign_in):
    from app.records.shift import Shift

    now = sessions.now_ms()
    for number, (person, closed) in enumerate(((people.LAN, None), (people.LAN, now), (people.TUAN, None))):
        Shift.insert(
            ward_id=people.WARD,
            id=f"ca-{number}",
            v=1,
            support_point=people.CT1A,
            device="x",
            staff=person.id,
            opened_at=now - number,
            opened_on="2026-11-21",
            expires_at=now,
            closed_at=closed,
        ).execute()
    text = main_text(sign_in(people.LAN).get("/"))
    assert text.count("Mở lúc") == 2
    assert "Chưa kết thúc" in text
    assert "Đã kết thúc" in text
    assert main_text(sign_in(people.TUAN).get("/")).count("Mở lúc") == 1


def test_the_living_page_is_for_the_admin(sign_in, visitor):
    assert sign_in(people.AN).get("/-/thu-vien").status_code == 200
    assert sign_in(people.HA).get("/-/thu-vien").status_code == 403
    assert visitor.get("/-/thu-vien").status_code == 302


def test_the_admin_hears_of_figures_that_are_not_what_the_records_say(sign_in):
    _record(people.LAN)
    title = "Số liệu tổng hợp không khớp các bản ghi"
    rollup.add(people.WARD, {("ah", "2026-11-20", "guide", "", ""): (1, 0, 0, 0)})
    recount.check(people.WARD, sessions.now_ms())
    assert title in sign_in(people.AN).get("/").get_data(as_text=True)
    assert title not in sign_in(people.HA).get("/").get_data(as_text=True)
    assert title not in sign_in(people.DUNG).get("/").get_data(as_text=True)
    recount.repair(people.WARD, sessions.now_ms())
    assert title not in sign_in(people.AN).get("/").get_data(as_text=True)
