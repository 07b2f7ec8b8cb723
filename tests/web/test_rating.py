"""/danh-gia and /bao-cao/hai-long: everybody may rate once, and nobody finds out who rated what (R12)."""

import html
import logging
import re

import msgspec
import pytest

from app.ledger import seal
from app.ledger.envelope import new_id
from app.records import rating as rating_records
from app.records import ward as ward_records
from app.records import workday
from app.records.database import database
from app.records.ledger_entry import LedgerEntry
from app.records.rating import RatingCount, RatingUsed
from app.rules import rating, signed_text, survey, throttle, tracking
from app.rules.office import OFFICE
from app.web import sessions
from tests import people
from tests.counter import THREE_DAYS, CounterDesk, at, open_counter
from tests.web.assistance_samples import MAI, recorded
from tests.web.test_assistance_slip import code_of
from tests.web.wire_client import WireDevice

CLOCKED = (
    "app.web.rating.now_ms",
    "app.web.report.now_ms",
    "app.web.report_period.now_ms",
    "app.web.sync_public.now_ms",
    "app.web.sync_rating.now_ms",
)
DOOR = {"Sec-Fetch-Site": "same-origin"}


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


def counts(ward: int = people.WARD) -> list[dict]:
    return rating_records.counted(ward, ["2026-11", "2026-12", "2027-02"])


def kept(survey: str = "faces", ward: int = people.WARD) -> list[tuple]:
    """Each answer to the faces, as the counts by kind tell them."""
    mine = [row for row in counts(ward) if (row["cut"], row["survey"]) == ("kind", survey)]
    return sorted((row["on_month"], row["of"], row["item"], row["value"]) for row in mine for _ in range(row["n"]))


def face(level: int, of: str = "dossier") -> tuple:
    return ("2026-11", of, "level", level)


def test_a_sheet_in_hand_opens_five_faces_and_says_whose_survey_it_is(desk, at_noon, visitor):
    row = desk.receive()
    answer = visitor.get(f"/danh-gia/{tracking.format(row['tracking']).lower()}")
    page = words(answer)
    for told in (
        "Anh/chị thấy thế nào?",
        "Khảo sát của phường",
        "không phải Chỉ số SIPAS",
        *rating.LEVELS.values(),
        *rating.REASONS.values(),
    ):
        assert told in page, told
    for hidden in ("Tuyết", "Phường Thử", row["procedure_name"], row["tracking"][:4] + "-"):
        assert hidden not in page, hidden
    assert "textarea" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers


def test_an_answer_is_counted_with_its_month_and_nothing_else(desk, at_noon, visitor):
    code = desk.receive()["tracking"]
    page = words(visitor.follow(rate(visitor, code, 2, "long_wait", "many_trips")))
    assert "Phường đã nhận đánh giá" in page
    assert "Chủ tịch UBND phường" in page
    assert "không phải Chỉ số SIPAS" in page
    rate(visitor, code_of(recorded(people.LAN, **MAI)), 5)
    assert kept() == [face(5, "assistance"), face(2)]
    assert [item for _month, _of, item, _n in kept("reasons")] == ["long_wait", "many_trips"]
    # By kind, by place and by field, each by itself: no row says two of them.
    assert {row["cut"] for row in counts()} == {"kind", "place", "field"}
    assert {row["of"] for row in counts() if row["cut"] == "place"} >= {"point:diem-ct1a"}
    columns = {table: {one.name for one in database.get_columns(table)} for table in ("rating_count", "rating_used")}
    assert columns == {
        "rating_count": {"ward_id", "on_month", "cut", "of", "survey", "version", "item", "value", "n"},
        "rating_used": {"ward_id", "mark"},
    }


def test_reasons_and_a_longer_questionnaire_come_after_the_face_each_once(desk, at_noon, visitor):
    code = desk.receive()["tracking"]
    assert visitor.get(f"/danh-gia/{code}/them").headers["Location"] == f"/danh-gia/{code}"
    more = visitor.follow(rate(visitor, code, 1))
    assert all(told in words(more) for told in ("Vì sao?", "Phiếu 5 yếu tố, bản 2026", "Đủ ghế ngồi chờ và bàn viết"))
    # Which face it was is told by nothing on the page.
    assert "checked" not in more.text
    other = desk.receive()["tracking"]
    assert visitor.follow(rate(visitor, other, 5)).text.replace(other, code) == more.text
    for level in ("4", "1"):
        long = {"survey": "service-2026", "access_1": level, "voice_3": level, "nobody_1": "5"}
        assert visitor.post(f"/danh-gia/{code}", long).status_code == 303
        visitor.post(f"/danh-gia/{code}", {"why": "1", "reasons": ["attitude"] if level == "4" else ["long_wait"]})
    assert kept("service") == [
        ("2026-11", "dossier", "", 1),
        ("2026-11", "dossier", "access_1", 4),
        ("2026-11", "dossier", "voice_3", 4),
    ]
    assert [item for _month, _of, item, _n in kept("reasons")] == ["attitude"]
    left = visitor.get(f"/danh-gia/{code}/them")
    assert "<form" not in left.text.partition("<main")[2].partition("</main")[0]
    assert kept() == [face(1), face(5)]


def test_a_phone_that_had_no_network_sends_as_often_as_it_likes(desk, at_noon, visitor):
    """Through the citizens' door: no line in the ledger, one count, and the same answer for every code."""
    code = desk.receive()["tracking"]
    entries = LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count()

    def send(code: str, **body):
        said = {"code": code, "survey": "faces", "version": 1, "values": {"level": 2}, "reasons": []} | body
        sent = {"op": new_id(), "e": new_id(), "t": "rating.answer/1", "b": said}
        answer = visitor.client.post("/sync/v1/public", json={"ops": [sent, sent]}, headers=DOOR)
        return [{**each, "op": ""} for each in answer.json["results"]]

    first = send(code)
    assert first == send(code) == send(code, values={"level": 5}) == send(tracking.make(bytes(11)))
    assert (
        first == send("nonsense") == send(code, survey="nobody") == send(code, values="ruined") == send(code, version=7)
    )
    assert {(each["status"], each["told"] == {}) for each in first} == {("ok", True)}
    send(code, values={}, reasons=["attitude"])
    assert kept() == [face(2)]
    assert len(kept("reasons")) == 1
    assert rate(visitor, code, 1).status_code == 303
    assert kept() == [face(2)]
    assert LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count() == entries


def test_the_wards_own_tablet_hands_in_what_it_cannot_read(app, desk, at_noon):
    """Sealed, signed, beside the ledger; of a slip that has not come yet it is asked for later."""
    tablet = WireDevice(app)
    tablet.enrol()
    key = bytes(ward_records.key(people.WARD, "seal")["public"])

    def sealed(code: str, bound_to: int = people.WARD, **values) -> dict:
        said = {"code": code, "survey": "faces", "version": 1, "values": values}
        return {"op": new_id(), "sealed": seal.seal(key, msgspec.json.encode(said), signed_text.of_rating(bound_to))}

    def hand_in(*ratings) -> list[str]:
        answer = tablet.call("POST", "/sync/v1/ratings", {"ratings": list(ratings)})
        return [each["status"] for each in answer.json["results"]]

    code, unknown = desk.receive()["tracking"], tracking.make(bytes(11))
    entries = LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count()
    one = sealed(code, level=1)
    assert hand_in(one, one, sealed(unknown, level=5), sealed(code, bound_to=7, level=5)) == ["ok", "ok", "later", "ok"]
    assert kept() == [face(1)]
    assert LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count() == entries


def test_a_ward_sets_how_long_and_what_is_asked(desk, at_noon, visitor, sign_in):
    row = desk.receive()
    settings = {name: value for name, value in workday.office(people.WARD).items() if name in OFFICE}
    changed = settings | {"rating_days": 30, "rating_service": "", "rating_ten": True, "rating_four": True}
    people.put(people.WARD, "office.put/1", [("office", changed)])
    page = words(visitor.follow(rate(visitor, row["tracking"], 4)))
    assert "Khách đến, được chào hỏi" in page
    assert "Luôn mỉm cười" in page
    assert "5 yếu tố" not in page
    form = sign_in(people.AN).get("/lich/noi-tiep-nhan")
    assert re.search(r'name="rating_days" value="30"', form.text)
    desk.do("withdraw", row, reason="Người dân xin rút lại")
    at_noon("2026-12-17")
    assert visitor.get(f"/danh-gia/{row['tracking']}").status_code == 404


def test_the_ward_is_that_of_the_dossier(app, at_noon, visitor):
    open_counter(people.OTHER_WARD)
    row = CounterDesk(people.OTHER_WARD, "2026-11-16 09:00").receive(by=people.BINH)
    rate(visitor, row["tracking"], 4)
    assert kept() == []
    assert kept(ward=people.OTHER_WARD) == [face(4)]


def test_one_form_posted_twice_counts_once(desk, at_noon, visitor):
    code = desk.receive()["tracking"]
    assert rate(visitor, code, 5).status_code == 303
    # A shaking thumb is answered as the first press.
    assert rate(visitor, code, 1).status_code == 303
    assert "Mã này đã được dùng để đánh giá" in words(visitor.get(f"/danh-gia/{code}"))
    assert kept() == [face(5)]


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
    answer = rate(visitor, code, "")
    assert answer.status_code == 422
    assert "Hãy chạm vào một trong năm khuôn mặt" in words(answer)
    rate(visitor, code, 4)
    answer = visitor.post(f"/danh-gia/{code}", {"why": "1", "reasons": list(rating.REASONS)[:4]})
    assert answer.status_code == 422
    assert "nhiều nhất ba lý do" in words(answer)
    assert len(re.findall(r"checked", answer.text)) == 4
    assert kept("reasons") == []


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


def test_a_thousand_ratings_are_counted(desk, at_noon, visitor, sign_in):
    """900 satisfied of 1,000; 4 that were asked for money show nowhere; three of a field of their own neither."""
    for number in range(1_000):
        answer = rating.faces(1 if number < 100 else 5, ("asked_for_money",) if number < 4 else ("clear_guidance",))
        groups = {"kind": "dossier", "place": "unit:quay", "field": "=Đất đai" if number < 997 else "Hộ tịch"}
        marks = {part: f"{number:060d}{part[:4]}" for part in ("faces", "reasons")}
        assert rating_records.keep(people.WARD, marks, "2026-11", groups, answer)
        assert not rating_records.keep(people.WARD, marks, "2026-11", groups, answer)
    assert RatingUsed.select().where(RatingUsed.ward_id == people.WARD).count() == 2_000
    assert RatingCount.select().where(RatingCount.ward_id == people.WARD).count() == 4 * (5 + 6)
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.MINH).get("/bao-cao/hai-long"))
    at_noon("2026-12-01")
    page = words(sign_in(people.MINH).get("/bao-cao/hai-long"))
    for told in ("90 %", "1.000", "88 % – 91,7 %", "Được hướng dẫn rõ ràng (996)", "4,6", "không phải Chỉ số SIPAS"):
        assert told in page, told
    for hidden in (rating.REASONS["asked_for_money"], "Hộ tịch", "Đất đai"):
        assert hidden not in page, hidden
    assert people.HA.name not in page.partition("không phải Chỉ số SIPAS")[2]
    assert words(sign_in(people.MINH).get("/bao-cao/hai-long?thang=2026-11")).count("1.000") >= 2
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.MINH).get("/bao-cao/hai-long?thang=2026-10"))
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.BINH).get("/bao-cao/hai-long"))


def test_the_file_says_what_the_page_says_and_no_spreadsheet_runs_it(desk, at_noon, sign_in):
    for number in range(12):
        marks = {part: f"{number:060d}{part[:4]}" for part in ("service", "faces")}
        groups = {"kind": "dossier", "place": "unit:quay", "field": "=HYPERLINK(1)"}
        asked = survey.every()[("service", 2026)]
        answer = rating.Answer(asked, {"access_1": 5, "access_2": 4 if number < 6 else 1})
        rating_records.keep(people.WARD, marks, "2026-11", groups, answer)
    at_noon("2026-12-01")
    sent = sign_in(people.MINH).get("/bao-cao/hai-long.csv")
    assert sent.headers["Content-Disposition"].endswith('.csv"')
    lines = sent.data.decode("utf-8-sig").splitlines()
    assert "không phải SIPAS" in lines[0]
    assert len(lines) == 1 + 4
    assert "Tiếp cận dịch vụ,2026,2026-11,Cả phường,Cả phường,24,18,75.0" in sent.text
    assert "'=HYPERLINK(1)" in sent.text
    page = words(sign_in(people.MINH).get("/bao-cao/hai-long"))
    assert "Tiếp cận dịch vụ" in page
    assert "75 %" in page


def test_a_handful_stays_hidden_when_its_month_is_over(desk, at_noon, visitor, sign_in):
    for level in (1, 1, 2, 5):
        rate(visitor, desk.receive()["tracking"], level)
    at_noon("2026-12-01")
    assert "Chưa có tháng nào đủ phiếu" in words(sign_in(people.MINH).get("/bao-cao/hai-long"))


@pytest.mark.sqlite
def test_no_row_has_a_number_of_its_own(app):
    for table in ("rating_count", "rating_used"):
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
    assert b"CLEAR_GUIDANCE" in written, "the search is blind"
    assert [written.count(way) for way in ways] == [0, 0, 0, 0]
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert [bytes_of("").count(way) for way in ways] == known
    assert b"127.0.0.1" not in bytes_of("")


def test_the_mark_is_not_made_of_the_code_alone(desk, at_noon, app, visitor, monkeypatch):
    code = desk.receive()["tracking"]
    rate(visitor, code)
    monkeypatch.setitem(app.config, "SECRET_KEY", b"another server")
    assert "Anh/chị thấy thế nào?" in words(visitor.get(f"/danh-gia/{code}"))
