"""Biểu II.06a balances, whatever happened to the dossiers; and late is late on every side."""

import random

import pytest

from app.records import dossier_report
from app.records.batch import TABLES
from app.rules.dossier_row import opened
from app.rules.timeliness import Tally, kept, on_time_share, over_threshold
from tests import counter, people
from tests.counter import SAME_DAY, THREE_DAYS, CounterDesk, at

WHY = "Chờ cơ quan khác trả lời"
NOVEMBER = (at("2026-11-01 00:00"), at("2026-11-30 23:59"))


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk()


def line(by: str = "field", period=NOVEMBER) -> Tally:
    total = Tally()
    for _group, tally in dossier_report.tallies(people.WARD, *period, by):
        assert tally.balances
        total.add(tally)
    return total


def test_each_way_of_keeping_a_promise_is_counted_in_its_column(desk):
    early, punctual, late, pending, overdue = (desk.at("2026-11-09 09:00").receive() for _ in range(5))
    online = desk.receive(channel="online")
    desk.at("2026-11-11 10:00").do("finish", early, results={})
    desk.at("2026-11-12 16:59").do("finish", punctual, results={})
    desk.at("2026-11-13 09:00").do("finish", late, results={})
    desk.at("2026-11-13 09:00").do("finish", online, results={})
    fresh = desk.at("2026-11-30 09:00").receive()
    desk.do("void", desk.receive(), reason="Ghi nhầm người nộp")
    assert pending["state"] == overdue["state"] == fresh["state"] == "received"
    told = line()
    assert (told.online, told.direct_or_post, told.carried_over) == (1, 6, 0)
    assert (told.early, told.on_time, told.late) == (1, 1, 2)
    assert (told.pending_in_time, told.pending_late) == (1, 2)
    assert on_time_share(told) == 50
    december = line(period=(at("2026-12-01 00:00"), at("2026-12-31 23:59")))
    assert (december.carried_over, december.settled, december.pending_late) == (3, 0, 3)


def test_a_same_day_dossier_is_early_by_an_hour(desk):
    row = desk.at("2026-11-20 09:00").receive(SAME_DAY)
    desk.at("2026-11-20 15:59").do("finish", row, results={})
    row = desk.at("2026-11-20 09:00").receive(SAME_DAY)
    desk.at("2026-11-20 16:30").do("finish", row, results={})
    told = line()
    assert (told.early, told.on_time) == (1, 1)


def test_a_dossier_that_waits_for_papers_is_pending_and_not_late(desk):
    row = desk.at("2026-11-09 09:00").receive()
    desk.do("request_supplement", row, papers=[{"key": "ly-hon", "what": "Ảnh mờ"}], reason=WHY)
    told = line()
    assert (told.pending_in_time, told.pending_late, told.received) == (1, 0, 1)


def test_the_totals_balance_over_hundreds_of_random_courses(desk):
    chance = random.Random(7)
    verbs = ("finish", "withdraw", "refuse", "request_supplement", "extend", "void", "nothing")
    for number in range(150):
        row = desk.at(f"2026-{10 + number % 2}-{1 + number % 27:02d} {8 + number % 9:02d}:30").receive(
            chance.choice((THREE_DAYS, SAME_DAY)), channel=chance.choice(("direct", "online", "post"))
        )
        desk.now += chance.randrange(1, 9 * 86_400_000)
        verb = chance.choice(verbs)
        body = {"reason": WHY, "basis": "", "results": {}, "papers": [{"key": "to-khai", "what": "Chưa ký"}]}
        if verb != "nothing":
            desk.send(f"dossier.{verb}/1", {**body, "new_on": "2026-12-25"}, row["id"], people.HA)
    for by in dossier_report.GROUPS:
        for first, last in (("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-15"), ("2026-01-01", "2026-12-31")):
            period = at(f"{first} 00:00"), at(f"{last} 23:59")
            told = line(by, period)
            assert told.received == told.settled + told.pending
            late = dossier_report.late_ones(people.WARD, *period, limit=1000)
            assert len(late) == told.late + told.pending_late


def test_the_database_and_the_rule_agree_on_early_and_late(desk):
    chance = random.Random(3)
    for _ in range(40):
        row = desk.at("2026-11-09 09:00").receive(chance.choice((THREE_DAYS, SAME_DAY)))
        desk.now += chance.randrange(3_600_000, 6 * 86_400_000)
        desk.do("finish", row, results={})
    model = TABLES["dossier"]
    rows = list(model.select().where(model.ward_id == people.WARD).dicts())
    ways = [kept(row["finished_at"], row["due_current_at"], row["accepted_at"]) for row in rows]
    told = line()
    assert (told.early, told.on_time, told.late) == tuple(ways.count(way) for way in ("early", "on_time", "late"))
    late = dossier_report.late_ones(people.WARD, *NOVEMBER, limit=100)
    assert len(late) == ways.count("late")
    assert all(opened(row, "redates") == [] for row in late)


def test_thresholds_are_off_at_nought_and_hold_from_their_number_on():
    assert over_threshold(9, 10, 0, 0) == ""
    assert over_threshold(2, 100, 3, 0) == ""
    assert over_threshold(3, 100, 3, 0) == "count"
    assert over_threshold(5, 100, 0, 5) == "share"
    assert over_threshold(4, 100, 0, 5) == ""
