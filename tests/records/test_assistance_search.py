"""Finding assistances: without diacritics, by codes as people write them, within one's own reach, page by page."""

import pytest

from app.records import assistance
from app.records.database import database
from app.rules import tracking
from app.rules.assistance import Scope
from app.rules.assistance_search import Search, tracking_of, words_of
from tests import people
from tests.web.assistance_samples import DAY, HOUR, MAI, recorded

WARD = Scope(whole_ward=True)


def found(query: str = "", scope: Scope = WARD, ward: int = people.WARD, **filters) -> list[str]:
    search = Search(words=words_of(query), tracking=tracking_of(query), **filters)
    return [row["id"] for row in assistance.page(ward, scope, search, 30)[0]]


@pytest.fixture
def mai(app):
    recorded(people.LAN, note="một lượt khác", apartment="0907")
    return recorded(
        people.LAN, **MAI, building="CT1A Đơn nguyên 2", apartment="1204", national_code="H26.12.34-261121-0001"
    )


@pytest.mark.parametrize(
    "query",
    [
        "Hoàng Thị Mai Phương",
        "hoang mai",
        "phương hoàng",
        "HOANG THI",
        "Hoa\u0300ng",
        "don nguyen 2",
        "đơn nguyên",
        "1204",
        "ct1a 1204",
        "0912345601",
        "0912 345 601",
        "+84 912.345.601",
        "84912345601",
        "345601",
        "H26.12.34-261121-0001",
        "h26",
        "261121",
        "mai khai sinh 1204",
    ],
)
def test_it_is_found_by_what_people_type(mai, query):
    assert found(query)[0] == mai
    assert mai in found(query)


def test_every_word_must_be_there(mai):
    assert found("mai 0907") == []
    assert found("hoàng %") == []
    assert found("_ai") == []
    assert found("khong co ai") == []


def test_a_tracking_code_is_found_in_any_spelling(mai):
    code = assistance.assistance(people.WARD, mai)["tracking"]
    dashed = tracking.format(code)
    for spelling in (code, dashed, dashed.lower(), dashed.replace("-", " "), f" {dashed} ", code.replace("0", "o")):
        assert found(spelling) == [mai], spelling
    assert found(dashed[:9]) == [mai]


@pytest.mark.parametrize("code", ["75TY-ABCD", "K7TY-8ABC", "5HY5-AAKY", "ABMY-7KYA", "7KYA-5HY2"])
def test_a_part_of_a_code_is_found_wherever_a_syllable_seems_to_end_in_it(app, code):
    """Folding makes i of some y, and which of them depends on the letters around."""
    random_bytes = bytes(tracking.SYMBOLS.index(symbol) for symbol in f"{code.replace('-', '')}7KY")
    made = tracking.make(random_bytes)
    entity = recorded(people.LAN, tracking=made)
    dashed = tracking.format(made)
    for first in range(9):
        for last in range(first + 5, len(dashed) + 1):
            part = dashed[first:last]
            if any(sign.isdigit() for sign in part) and not part.upper().startswith(("Y", "-Y")):
                assert found(part) == [entity], part


def test_a_name_that_happens_to_be_a_right_code_is_still_a_name(app):
    name = next(name for name in _names_of_twelve() if tracking_of(name))
    assert found(name) == []
    entity = recorded(people.LAN, name=name, consent=True)
    assert found(name) == [entity]


def _names_of_twelve():
    for first in ("Tran", "Pham", "Hoan", "Dinh"):
        for middle in ("Van", "Thi", "Anh", "Cam"):
            for last in ("Giang", "Khanh", "Thanh", "Chinh", "Phong", "Nghia", "Trinh"):
                yield f"{first} {middle} {last}"


def test_each_filter_keeps_what_it_names(app):
    wanted = {
        "point": people.CT1B2,
        "procedure": "2.000815",
        "result": "to_police",
        "neighbourhood": "tdp-09",
        "difficulties": ["nfc_unreadable"],
        "follow_up": True,
    }
    odd = recorded(people.TUAN, **wanted)
    usual = recorded(people.LAN)
    assert found() == [usual, odd]
    for filters in (
        {"point": people.CT1B2},
        {"procedure": "2.000815"},
        {"result": "to_police"},
        {"neighbourhood": "tdp-09"},
        {"difficulty": "nfc_unreadable"},
        {"follow_up": True},
        {"staff": people.TUAN.id},
    ):
        assert found(**filters) == [odd], filters
    assert found(point=people.CT1B2, staff=people.LAN.id) == []
    assert found(difficulty="elderly") == []


def test_days_are_the_days_it_happened_also_when_caught_up_from_a_notebook(app):
    from app.rules.clock import day_of
    from app.web.sessions import now_ms

    today, long_ago = day_of(now_ms()), day_of(now_ms() - 31 * DAY)
    fresh = recorded(people.LAN)
    caught_up = recorded(people.LAN, on=long_ago)
    assert found(from_on=today) == [fresh]
    assert found(to_on=long_ago) == [caught_up]
    assert found(from_on=long_ago, to_on=today) == [caught_up, fresh]
    assert found(from_on=today, to_on=long_ago) == []


def test_the_scope_stands_in_the_query(app):
    own = recorded(people.LAN, neighbourhood="tdp-03")
    in_seven = recorded(people.TUAN, neighbourhood="tdp-07")
    elsewhere = recorded(people.TUAN, neighbourhood="tdp-08")
    old = recorded(people.LAN, ago=25 * HOUR)
    after = assistance.assistance(people.WARD, own)["recorded_at"] - 24 * HOUR
    assert found(scope=Scope(staff=people.LAN.id, recorded_after=after)) == [own]
    assert found(scope=Scope(staff=people.HUNG.id, neighbourhood="tdp-07")) == [in_seven]
    assert found(scope=Scope(staff=people.LAN.id, neighbourhood="tdp-07")) == [in_seven, own, old]
    assert found(scope=Scope(staff="", neighbourhood="")) == []
    assert found() == [elsewhere, in_seven, own, old]
    assert found(ward=people.OTHER_WARD) == []


def test_pages_meet_without_a_gap_or_an_overlap_though_rows_share_a_moment(app, monkeypatch):
    from app.web import sessions

    moment = sessions.now_ms()
    monkeypatch.setattr(sessions, "now_ms", lambda: moment)
    made = {recorded(people.LAN) for _ in range(7)}
    seen, cursor = [], None
    while True:
        rows, more = assistance.page(people.WARD, WARD, Search(), 3, cursor)
        seen += [row["id"] for row in rows]
        cursor = (rows[-1]["happened_at"], rows[-1]["id"])
        if not more:
            break
    assert len(seen) == 7
    assert set(seen) == made
    rows, more = assistance.page(people.WARD, WARD, Search(), 3, cursor, newer=True)
    assert [row["id"] for row in rows] == seen[3:6]
    assert more


@pytest.mark.sqlite
def test_a_page_is_read_from_the_index_in_its_order(app):
    """No sorting: that is what keeps the first page of a hundred thousand rows as quick as the first of ten."""
    search = Search(words=words_of("mai"), from_on="2026-01-01")
    plans = []
    execute = database.execute_sql

    def explain(sql, params=None, *more):
        plans.extend(row[3] for row in execute("EXPLAIN QUERY PLAN " + sql, params).fetchall())
        return execute(sql, params, *more)

    database.obj.execute_sql = explain
    try:
        for cursor in (None, (1_790_000_000_000, "x")):
            assistance.page(people.WARD, WARD, search, 30, cursor)
    finally:
        del database.obj.execute_sql
    assert any("assistance_ward_id_happened_at_id" in plan for plan in plans)
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]
