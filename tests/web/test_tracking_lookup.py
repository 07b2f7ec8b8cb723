"""/tra-cuu: status and days of a dossier or a slip to whoever holds the code, nothing else (R15, TT 01/2018 Đ16.2d)."""

import html
import re

import pytest

from app.ledger import paper_seal
from app.rules import throttle, tracking
from app.web import sessions
from tests import people
from tests.counter import LINKED, THREE_DAYS, CounterDesk, at, open_counter
from tests.web.assistance_samples import MAI, recorded
from tests.web.test_assistance_slip import code_of

HIDDEN = ("Tuyết", "1204", "912345678", "tình trạng hôn nhân", "1.004873", "Thu Hà", "Phường Thử")


@pytest.fixture
def desk(app):
    open_counter()
    return CounterDesk(now="2026-11-16 09:00")


@pytest.fixture
def look(visitor, monkeypatch):
    """look(code or row, "2026-11-16 10:00") → the words of the page at that moment."""

    def words(asked, now: str = "2026-11-16 10:00") -> str:
        monkeypatch.setattr("app.web.tracking.now_ms", lambda: at(now))
        code = asked if isinstance(asked, str) else asked["tracking"]
        answer = visitor.get("/tra-cuu", query_string={"ma": code})
        assert answer.status_code == 200
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"
        page = answer.get_data(as_text=True)
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))

    return words


def test_a_dossier_under_way_tells_its_state_and_days_and_no_name(desk, look):
    words = look(desk.receive(THREE_DAYS))
    for told in ("Đã tiếp nhận", "Ngày tiếp nhận 16/11/2026", "Hẹn trả kết quả 17 giờ 00, thứ Năm 19/11/2026"):
        assert told in words
    assert "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ" in words
    for hidden in HIDDEN:
        assert hidden not in words, hidden


def test_every_way_of_typing_and_scanning_finds_it(desk, look):
    row = desk.receive()
    code = row["tracking"]
    seal = paper_seal.seal_sheet(
        people.WARD, "http://localhost", kind="01", facts={}, issued_on="2026-11-16", code=code
    )
    for typed in (code, tracking.format(code).lower(), f" {code} ", f"HTTP://LOCALHOST/M/{code}", seal):
        assert "Đã tiếp nhận" in look(typed)


def test_an_extension_tells_the_apology_and_both_days(desk, look):
    row = desk.receive()
    row = desk.at("2026-11-17 09:00").do(
        "extend", row, by=people.MINH, reason="Chờ xác minh nơi cũ", new_on="2026-11-25"
    )
    words = look(row, "2026-11-17 10:00")
    assert "Hẹn trả kết quả 17 giờ 00, thứ Tư 25/11/2026" in words
    assert "Hẹn lần đầu 17 giờ 00, thứ Năm 19/11/2026" in words
    assert "Phường đã xin lỗi và gia hạn đến ngày 25/11/2026" in words
    assert "Chờ xác minh" not in words
    assert "chưa xin lỗi về lần trễ này" in look(row, "2026-11-26 10:00")


def test_a_late_dossier_says_so_and_whether_the_ward_has_apologised(desk, look):
    row = desk.receive()
    words = look(row, "2026-11-20 08:00")
    assert "Đang giải quyết, đã quá ngày hẹn" in words
    assert "Phường có trách nhiệm xin lỗi" in words
    row = desk.at("2026-11-20 09:00").do(
        "apologise", row, by=people.MINH, reason="Hệ thống của ngành bị lỗi", promised_on="2026-11-26"
    )
    words = look(row, "2026-11-20 10:00")
    assert "Phường đã xin lỗi bằng văn bản, hẹn lại ngày 26/11/2026" in words
    assert "Hệ thống của ngành" not in words


def test_the_end_of_a_dossier(desk, look):
    row = desk.receive()
    row = desk.at("2026-11-18 09:00").do("finish", row, results={}, note="")
    words = look(row, "2026-11-18 10:00")
    assert "Đã có kết quả" in words
    assert "Mời mang Giấy tiếp nhận đến nhận kết quả" in words
    row = desk.at("2026-11-19 09:00").do(
        "return", row, how="counter", to="Tuyết", results=[], post_number="", post_fee=0
    )
    words = look(row, "2026-11-19 10:00")
    assert "Đã trả kết quả" in words
    assert "Ngày kết thúc 19/11/2026" in words
    assert "Hẹn trả" not in words
    for hidden in HIDDEN:
        assert hidden not in words, hidden


def test_by_post_and_online_say_where_the_result_comes_from(desk, look):
    posted = desk.receive(LINKED, return_by="post", return_address="Số 5 ngõ 10 Văn Quán")
    words = look(posted)
    assert "Qua bưu chính công ích" in words
    assert "ngõ 10" not in words
    assert "Trực tuyến" in look(desk.receive(return_by="online", email="a@example.vn"))


def test_refused_withdrawn_and_void(desk, look):
    reason = "Không thuộc thẩm quyền của phường"
    refused = desk.do("refuse", desk.receive(), reason=reason, basis="Luật Hộ tịch Đ13")
    assert "Không giải quyết" in look(refused)
    assert reason not in look(refused)
    assert "Người nộp đã rút hồ sơ" in look(desk.do("withdraw", desk.receive(), reason="Người dân xin rút lại"))
    assert "đã hủy vì ghi nhầm" in look(desk.do("void", desk.receive(), reason="Ghi nhầm hai lần"))


def test_a_supplement_that_is_waited_for_has_no_day_yet(desk, look):
    papers = [
        {"key": "ly-hon", "name": "Trích lục ly hôn", "form": "copy", "count": 1, "what": "missing", "citation": ""}
    ]
    row = desk.receive()
    row = desk.do("request_supplement", row, papers=papers, reason="Thiếu trích lục ly hôn", override=False)
    words = look(row)
    assert "Chờ bổ sung giấy tờ" in words
    assert "Hẹn trả" not in words
    assert "ly hôn" not in words


def test_slips_are_found_on_the_same_page(app, look):
    assert "Phường đã nhận được lượt hỗ trợ" in look(code_of(recorded(people.LAN, **MAI)))


def test_any_ward_of_the_server_answers(app, look):
    open_counter(people.OTHER_WARD)
    row = CounterDesk(people.OTHER_WARD, "2026-11-16 09:00").receive(by=people.BINH)
    assert "Đã tiếp nhận" in look(row)


def test_codes_that_nobody_has_get_one_answer(desk, visitor):
    desk.receive()
    pages = {
        visitor.get("/tra-cuu", query_string={"ma": code}).get_data(as_text=True).replace(tracking.format(code), "X")
        for code in (tracking.make(bytes([seed] * 11)) for seed in range(4))
    }
    assert len(pages) == 1
    assert "Chưa nhận được" in pages.pop()


def test_the_signed_in_and_the_stranger_see_what_everybody_sees(desk, visitor, sign_in, monkeypatch):
    monkeypatch.setattr("app.web.tracking.now_ms", lambda: at("2026-11-16 10:00"))
    path = f"/m/{desk.receive()['tracking']}"
    assert visitor.get(path).data == sign_in(people.HA).get(path).data == sign_in(people.BINH).get(path).data


def test_guessing_is_slowed_down_and_what_was_typed_is_not_lost(desk, visitor):
    row = desk.receive()
    for _ in range(throttle.ADDRESS.free):
        assert visitor.get("/tra-cuu?ma=sai").status_code == 404
    answer = visitor.get(f"/tra-cuu?ma={row['tracking']}")
    assert answer.status_code == 429
    assert "Đã tra cứu quá nhiều lần" in answer.get_data(as_text=True)
    assert sessions.SignInTry.select().count() == 1


def test_a_wrong_code_stays_in_the_field(visitor):
    answer = visitor.get("/tra-cuu", query_string={"ma": "ABCD-EFGH-JKL"})
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert "Mã chưa đúng" in page
    assert 'value="ABCD-EFGH-JKL"' in page


def test_the_form_alone_says_nothing(visitor):
    page = visitor.get("/tra-cuu").get_data(as_text=True)
    assert 'action="/tra-cuu"' in page
    assert 'class="notice"' not in page
    assert visitor.get("/m?ma=%20abc").headers["Location"] == "/tra-cuu?ma=%20abc"
