"""A week of the counter: one dossier of each kind, with the clock moved; every state, every date and every sheet.

Friday 20/11/2026 to Tuesday 1/12/2026, with the holiday of Tuesday 24/11 between.
"""

import pytest

from app.rules.clock import day_of
from tests import people
from tests.browser.clerk import CounterPerson, ShiftedServer


@pytest.fixture
def server(settled, tmp_path):
    running = ShiftedServer(tmp_path, settled[1].parent)
    running.at("2026-11-20 09:00")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def counter_people(server, open_browser):
    """(the clerk, the head), each in a browser of their own."""
    return tuple(
        CounterPerson(open_browser(viewport={"width": 1280, "height": 900}), server, person)
        for person in (people.HA, people.MINH)
    )


def due(row: dict) -> str:
    return day_of(row["due_current_at"])


def test_a_week_with_one_dossier_of_each_kind(server, counter_people):
    ha, minh = counter_people

    # Friday 20/11
    ha.begin()
    same_day = ha.receive("1.001193", "Trần Thị Sáng")
    assert (same_day["state"], due(same_day), same_day["receipt_number"]) == ("received", "2026-11-20", 1)
    three_days = ha.receive("1.004873", "Nguyễn Văn Ba")
    assert due(three_days) == "2026-11-26"
    receipt = ha.sheet(three_days, "giay-tiep-nhan")
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "02/TNHS",
        "NGUYỄN VĂN BA",
        "ngày 26 tháng 11 năm 2026",
        "Liên",
    ):
        assert words.lower() in receipt.lower(), words
    supplement = ha.receive("1.004873", "Lê Thị Bổ")
    extended = ha.receive("1.004873", "Phạm Văn Gia")
    late = ha.receive("1.004873", "Vũ Thị Muộn")
    refused = ha.receive("1.004873", "Hồ Văn Từ")
    by_post = ha.receive("1.004873", "Đặng Thị Bưu", return_by="post", return_address="Số 3 ngõ 5 Tô Hiệu")
    linked = ha.receive("3.000722", "Bùi Văn Liên")
    assert due(linked) == "2026-11-27"
    declined = ha.receive("1.004873", "Mai Văn Sai", "decline", reason="Không thuộc thẩm quyền của phường")
    assert (declined["state"], declined["refusal_number"], declined["receipt_number"]) == ("refused", 1, 0)
    assert "thẩm quyền" in ha.sheet(declined, "phieu-tu-choi")
    same_day = ha.do(same_day, "xong")
    same_day = ha.do(same_day, "tra", how="counter")
    assert same_day["state"] == "returned"

    # After 15:00 the same procedure is due on Monday (R5).
    server.at("2026-11-20 15:05")
    evening = ha.receive("1.001193", "Ngô Thị Chiều")
    assert due(evening) == "2026-11-23"

    # Monday 23/11
    server.at("2026-11-23 08:30")
    ha.begin()
    supplement = ha.do(supplement, "yeu-cau-bo-sung", ticked="ly-hon", reason="Bản sao trích lục không đọc được")
    assert (supplement["state"], supplement["due_current_at"]) == ("supplement", None)
    asked = ha.sheet(supplement, "phieu-bo-sung")
    for words in ("01/HDHS", "Trích lục ly hôn", "không đọc được"):
        assert words in asked, words
    extended = ha.do(extended, "xin-gia-han", new_on="2026-12-01", reason="Chờ xác nhận của nơi cư trú cũ")
    linked = ha.do(linked, "xong", ticked="khai-sinh", **{"number-khai-sinh": "45/2026"})
    assert linked["state"] == "processing"
    minh.begin()
    extended = minh.do(extended, "gia-han")
    assert due(extended) == "2026-12-01"
    letter = minh.sheet(extended, "van-ban-gia-han")
    for words in ("XIN LỖI", "01/PXL", "ngày 26 tháng 11 năm 2026", "ngày 01 tháng 12 năm 2026", "nơi cư trú cũ"):
        assert words in letter, words

    # Wednesday 25/11: the papers have come, and the clock begins from zero.
    server.at("2026-11-25 10:00")
    ha.begin()
    supplement = ha.do(supplement, "da-du")
    assert (supplement["state"], due(supplement), supplement["receipt_number"]) == ("received", "2026-11-30", 3)
    assert "ngày 30 tháng 11 năm 2026" in ha.sheet(supplement, "giay-tiep-nhan")
    refused = ha.do(refused, "tu-choi", reason="Đang có vợ theo cơ sở dữ liệu hộ tịch", basis="Luật Hộ tịch Điều 5")
    assert "02/TCHS" in ha.sheet(refused, "phieu-tu-choi")
    three_days = ha.do(three_days, "xong")
    three_days = ha.do(three_days, "tra", how="counter")
    by_post = ha.do(by_post, "xong")
    label = ha.sheet(by_post, "bia-thu")
    assert "Tô Hiệu" in label

    # Thursday 26/11: what was promised is given, by post with its number.
    server.at("2026-11-26 09:00")
    ha.begin()
    by_post = ha.do(by_post, "tra", how="post", post_number="EK123456789VN", post_fee="25.000")
    assert (by_post["state"], by_post["post_fee"]) == ("returned", 25_000)

    # Friday 27/11: one promise is broken. Only an apology is left, and the page says that it is late (R4).
    server.at("2026-11-27 09:00")
    minh.begin()
    assert "quá hạn" in minh.says(late).lower()
    minh.browser.goto("/ho-so/qua-han")
    # The birth of Friday evening lies there, too.
    assert "Quá hạn, chưa xin lỗi 2" in minh.browser.text("main")
    late = minh.do(late, "xin-loi", promised_on="2026-12-01", reason="Cơ quan khác chưa trả lời xác minh")
    assert (due(late), late["promised_on"]) == ("2026-11-26", "2026-12-01")
    assert "02/PXL" in minh.sheet(late, "van-ban-xin-loi")
    minh.browser.goto("/ho-so/qua-han")
    assert "Quá hạn, chưa xin lỗi 1" in minh.browser.text("main")
    assert "Đã xin lỗi, chưa giải quyết xong 1" in minh.browser.text("main")
    ha.begin()
    linked = ha.do(linked, "xong")
    assert linked["state"] == "ready"
    linked = ha.do(linked, "tra", how="counter")
    assert linked["state"] == "returned"
    by_post = ha.do(by_post, "da-phat")
    assert by_post["post_confirmed_at"]

    # Tuesday 1/12: the rest is given back; the control slip tells the whole way.
    server.at("2026-12-01 10:00")
    ha.begin()
    for row in (late, extended, supplement):
        row = ha.do(row, "xong")
        row = ha.do(row, "tra", how="counter")
        assert row["state"] == "returned"
    assert "KIỂM SOÁT" in ha.sheet(extended, "phieu-kiem-soat")
    minh.begin()
    minh.browser.goto("/bao-cao/ii-06a?tu=2026-11-01&den=2026-12-01")
    told = minh.browser.text("main")
    # Nine came in with a receipt; the evening's birth still lies there, past its day.
    assert "9 = 8 + 1" in told, told
