"""/danh-gia and /bao-cao/hai-long: everybody may rate once, and nobody finds out who rated what (R12)."""

import html
import logging
import re

import pytest

from app.records import rating as rating_records
from app.records.database import database
from app.records.ledger_entry import LedgerEntry
from app.records.rating import Rating, RatingUsed
from app.rules import rating, throttle, tracking
from app.web import sessions
from tests import people
from tests.counter import THREE_DAYS, CounterDesk, at, open_counter
from tests.web.assistance_samples import MAI, recorded
from tests.web.test_assistance_slip import code_of

CLOCKED = ("app.web.rating.now_ms", "app.web.report.now_ms", "app.web.report_period.now_ms")


@pytest.fixture
def desk(app):
    open_counter()
    return CounterDesk(now="2026-11-16 09:00")


@pytest.fixture
def at_noon(monkeypatch):
    """at_noon("2026-11-20"): what day it is for the pages."""

    def turn(day: str) -> None:
        for name in CLOCKED:
            monkeypatch.setattr(name, lambda: at(f"{day} 12:00"))

    turn("2026-11-16")
    return turn


def rate(client, code: str, level: object = 5, *reasons: str):
    return client.post(f"/danh-gia/{code}", {"level": str(level), "reasons": list(reasons)})


def words(answer) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split()))


def kept() -> list[tuple]:
    mine = Rating.select().where(Rating.ward_id == people.WARD)
    return sorted((row.on_month, row.kind, row.level, row.reasons) for row in mine)


def test_a_sheet_in_hand_opens_five_levels_and_six_reasons(desk, at_noon, visitor):
    row = desk.receive()
    answer = visitor.get(f"/danh-gia/{tracking.format(row['tracking']).lower()}")
    page = words(answer)
    for told in ("Anh/chị thấy thế nào?", "Khảo sát của phường", *rating.LEVELS.values(), *rating.REASONS.values()):
        assert told in page, told
    for hidden in ("SIPAS", "Tuyết", "Phường Thử", row["procedure_name"], row["tracking"][:4] + "-"):
        assert hidden not in page, hidden
    assert "textarea" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers


def test_an_answer_is_kept_with_its_month_and_nothing_else(desk, at_noon, visitor):
    thanked = visitor.follow(rate(visitor, desk.receive()["tracking"], 2, "long_wait", "many_trips"))
    assert "Phường đã nhận đánh giá" in words(thanked)
    assert "Chủ tịch UBND phường" in words(thanked)
    rate(visitor, code_of(recorded(people.LAN, **MAI)), 5)
    assert kept() == [
        ("2026-11", "assistance", 5, "[]"),
        ("2026-11", "dossier", 2, '["many_trips", "long_wait"]'),
    ]
    columns = {table: {one.name for one in database.get_columns(table)} for table in ("rating", "rating_used")}
    assert columns == {
        "rating": {"ward_id", "id", "on_month", "kind", "level", "reasons"},
        "rating_used": {"ward_id", "mark"},
    }


def test_the_ward_is_that_of_the_dossier(app, at_noon, visitor):
    open_counter(people.OTHER_WARD)
    row = CounterDesk(people.OTHER_WARD, "2026-11-16 09:00").receive(by=people.BINH)
    rate(visitor, row["tracking"], 4)
    assert kept() == []
    assert Rating.select().where(Rating.ward_id == people.OTHER_WARD).count() == 1


def test_one_form_posted_twice_counts_once(desk, at_noon, visitor):
    code = desk.receive()["tracking"]
    assert rate(visitor, code, 5).status_code == 303
    again = rate(visitor, code, 1)
    assert again.status_code == 200
    assert "Mã này đã được dùng để đánh giá" in words(again)
    assert words(visitor.get(f"/danh-gia/{code}")) == words(again)
    assert kept() == [("2026-11", "dossier", 5, "[]")]


def test_codes_that_open_nothing_get_one_page(desk, at_noon, visitor, monkeypatch):
    old = desk.receive()
    rated = desk.receive()
    for row in (old, rated):
        desk.do("withdraw", row, reason="Người dân xin rút lại")
    rate(visitor, rated["tracking"])
    at_noon("2027-02-15")
    pages = set()
    for code in (tracking.make(bytes(11)), "ABCD-EFGH-JKLM", old["tracking"], rated["tracking"]):
        for answer in (visitor.get(f"/danh-gia/{code}"), rate(visitor, code)):
            assert answer.status_code == 404
            pages.add(answer.text.replace(code, "X"))
    assert len(pages) == 1
    assert "Mã này không mở phiếu đánh giá nào" in pages.pop()
    assert len(kept()) == 1


def test_what_goes_on_for_long_may_still_be_rated(desk, at_noon, visitor):
    row = desk.receive()
    at_noon("2027-02-15")
    assert visitor.get(f"/danh-gia/{row['tracking']}").status_code == 200


def test_a_void_dossier_may_be_rated_or_a_clerk_could_silence_it(desk, at_noon, visitor):
    row = desk.receive()
    desk.do("void", row, reason="Ghi nhầm hai lần")
    assert rate(visitor, row["tracking"], 1).status_code == 303


def test_guessing_here_and_at_tra_cuu_is_one_count(desk, at_noon, visitor):
    row = desk.receive()
    for turn in range(throttle.ADDRESS.free):
        visitor.get("/danh-gia/sai" if turn % 2 else "/tra-cuu?ma=sai")
    for answer in (visitor.get(f"/danh-gia/{row['tracking']}"), rate(visitor, row["tracking"])):
        assert answer.status_code == 429
    assert kept() == []
    assert sessions.SignInTry.select().count() == 1


def test_typing_the_code_leads_to_its_form(desk, at_noon, visitor):
    assert 'action="/danh-gia"' in visitor.get("/danh-gia").text
    code = desk.receive()["tracking"]
    typed = visitor.get("/danh-gia", query_string={"ma": f" {tracking.format(code).lower()} "})
    assert typed.headers["Location"] == f"/danh-gia/{code}"
    wrong = visitor.get("/danh-gia", query_string={"ma": "a/../b<"})
    assert (wrong.status_code, 'value="a/../b&lt;"' in wrong.text) == (404, True)


def test_what_is_missing_is_asked_for_and_nothing_is_lost(desk, at_noon, visitor):
    code = desk.receive()["tracking"]
    answer = rate(visitor, code, "", "attitude")
    assert answer.status_code == 422
    assert "Hãy chọn một trong năm mức" in words(answer)
    assert re.search(r'value="attitude"\s+checked', answer.text)
    answer = rate(visitor, code, 4, *list(rating.REASONS)[:4])
    assert answer.status_code == 422
    assert "nhiều nhất ba lý do" in words(answer)
    assert re.search(r'value="4"\s+checked', answer.text)
    assert kept() == []


def test_a_post_from_elsewhere_is_refused(desk, at_noon, visitor):
    code = desk.receive()["tracking"]
    answer = visitor.post(f"/danh-gia/{code}", {"level": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert kept() == []


def test_everybody_sees_the_same_page(desk, at_noon, visitor, sign_in):
    path = f"/danh-gia/{desk.receive()['tracking']}"
    assert visitor.get(path).data == sign_in(people.HA).get(path).data == sign_in(people.BINH).get(path).data


def test_the_desk_sees_no_difference_that_a_rating_makes(desk, at_noon, visitor, sign_in, caplog):
    caplog.set_level(logging.INFO)
    row = desk.receive(THREE_DAYS)
    for _ in range(5):
        rate(visitor, desk.receive()["tracking"], 4)
    paths = ("/bao-cao/hai-long", f"/tra-cuu?ma={row['tracking']}", f"/ho-so/{row['id']}", "/bao-cao/cham-diem")
    seen = {person: [words(sign_in(person).get(path)) for path in paths] for person in (people.HA, people.MINH)}
    entries = LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count()
    rate(visitor, row["tracking"], 1, "asked_for_money")
    for person, before in seen.items():
        assert [words(sign_in(person).get(path)) for path in paths] == before
    assert LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count() == entries
    assert row["tracking"] not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_a_thousand_ratings_are_counted_and_stand_in_no_order(desk, at_noon, visitor, sign_in):
    """900 satisfied of 1,000; 4 that were asked for money show nowhere."""
    for number in range(1_000):
        answer = rating.Answer(1 if number < 100 else 5, ("asked_for_money",) if number < 4 else ("clear_guidance",))
        assert rating_records.keep(people.WARD, f"{number:064d}", "2026-11", "dossier", answer)
    assert Rating.select().where(Rating.ward_id == people.WARD).count() == 1_000
    assert RatingUsed.select().where(RatingUsed.ward_id == people.WARD).count() == 1_000
    stored = Rating.select().where(Rating.ward_id == people.WARD).order_by(Rating.id)
    first = [row.level for row in stored][:100].count(1)
    # The hundred that came first were all dissatisfied; 10 are expected, 40 would be a miracle.
    assert first < 40
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.MINH).get("/bao-cao/hai-long"))
    at_noon("2026-12-01")
    page = words(sign_in(people.MINH).get("/bao-cao/hai-long"))
    for told in ("Tháng 11/2026", "90 %", "1000", "88 % – 91,7 %", "Được hướng dẫn rõ ràng: 996"):
        assert told in page, told
    assert rating.REASONS["asked_for_money"] not in page
    assert people.HA.name not in page.partition("Khảo sát nội bộ")[2]
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.BINH).get("/bao-cao/hai-long"))


def test_a_handful_stays_hidden_when_its_month_is_over(desk, at_noon, visitor, sign_in):
    for level in (1, 1, 2, 5):
        rate(visitor, desk.receive()["tracking"], level)
    at_noon("2026-12-01")
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.MINH).get("/bao-cao/hai-long"))


def test_those_around_it_are_written_anew_with_it(desk):
    """Neither the place in a file nor a transaction's number points from a mark to one rating."""

    def ids() -> set[str]:
        return {row.id for row in Rating.select(Rating.id).where(Rating.ward_id == people.WARD)}

    for number in range(40):
        before = ids()
        rating_records.keep(people.WARD, f"{number:064d}", "2026-11", "dossier", rating.Answer(1 + number % 5, ()))
        assert len(ids() - before) == 1 + min(number, 32)
    assert len(kept()) == 40
    rating_records.keep(people.WARD, "f" * 64, "2026-12", "dossier", rating.Answer(3, ()))
    assert len(ids()) == 41


@pytest.mark.sqlite
def test_no_row_has_a_number_of_its_own(app):
    for table in ("rating", "rating_used"):
        with pytest.raises(Exception, match="rowid"):
            database.execute_sql(f'SELECT rowid FROM "{table}" WHERE ward_id = ?', (people.WARD,))


@pytest.mark.sqlite
def test_the_bytes_of_the_database_hold_no_way_from_a_rating_to_its_code(desk, at_noon, visitor):
    row = desk.receive()
    file = database.execute_sql("PRAGMA database_list").fetchone()[2]
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def bytes_of(ending: str) -> bytes:
        with open(file + ending, "rb") as opened:
            return opened.read().upper()

    ways = [row["tracking"].encode(), tracking.format(row["tracking"]).encode(), row["id"].encode().upper(), b"TUY\xe1"]
    known = [bytes_of("").count(way) for way in ways]
    assert known[0] > 0, "the search is blind"
    rate(visitor, row["tracking"], 1, "attitude")
    written = bytes_of("-wal")
    assert b"ATTITUDE" in written, "the search is blind"
    assert [written.count(way) for way in ways] == [0, 0, 0, 0]
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert [bytes_of("").count(way) for way in ways] == known
    assert b"127.0.0.1" not in bytes_of("")


def test_the_mark_is_not_made_of_the_code_alone(desk, at_noon, app, visitor, monkeypatch):
    code = desk.receive()["tracking"]
    rate(visitor, code)
    monkeypatch.setitem(app.config, "SECRET_KEY", b"another server")
    assert "Anh/chị thấy thế nào?" in words(visitor.get(f"/danh-gia/{code}"))
