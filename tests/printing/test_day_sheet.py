"""The day's sheet that a volunteer signs at the end of a shift."""

from collections import Counter
from functools import cache

import pytest

from app.printing import sheets
from tests.printing import reading
from tests.printing.samples import SHIFT, TWELVE_DIFFICULTIES, day_rows

HEAD = "STT Giờ Người dân, nơi ở Việc đã hỗ trợ, thủ tục Kết quả Khó khăn Phút Mã phiếu"


@cache
def drawn(count):
    return sheets.day_sheet(SHIFT, day_rows(count))


@pytest.mark.parametrize("count", [0, 1, 40, 300])
def test_every_row_is_there_once_under_a_repeated_head(count):
    pdf = drawn(count)
    assert reading.size_mm(pdf) == (297, 210)
    pages = reading.pages(pdf)
    assert "".join(pages).count("7K2M-9QXW-4T0H") == count
    for page in pages:
        assert "MẪU" in page
        assert ("7K2M-9QXW-4T0H" in page) == (HEAD in page)
    numbers = reading.first_column(pdf)
    assert numbers == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [0, 1, 40, 300])
def test_pages_are_numbered_and_name_the_shift(count):
    pages = reading.pages(drawn(count))
    assert len(pages) == {0: 1, 1: 1}.get(count, len(pages))
    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        assert "Phiếu ghi ngày trực 21/11/2026 – CT1A Văn Quán – Yên Phúc" in page


@pytest.mark.parametrize("count", [0, 1, 40, 300])
def test_the_last_page_has_the_signature_and_the_totals(count):
    rows = day_rows(count)
    pages = reading.pages(drawn(count))
    assert "TÌNH NGUYỆN VIÊN (Ký, ghi rõ họ tên) Nguyễn Thị Hồng Nhung" in pages[-1]
    assert "".join(pages).count("(Ký, ghi rõ họ tên)") == 1
    standing = [row for row in rows if not row["voided"]]
    assert f"Số lượt hỗ trợ: {len(standing)}" in pages[0]
    assert f"tổng {sum(row['minutes'] for row in standing)} phút" in pages[0]
    for label, number in Counter(row["result"] for row in standing).items():
        assert f"{label}: {number}" in pages[-1]
    for label, number in Counter(label for row in standing for label in row["difficulties"]).items():
        assert f"{label}: {number}" in pages[-1]


def test_a_voided_row_stays_but_does_not_count():
    rows = [row | {"difficulties": [], "result": "Hẹn lại"} for row in day_rows(3)]
    rows[1] |= {"voided": True, "result": "Chuẩn bị xong"}
    text = reading.text(sheets.day_sheet(SHIFT, rows))
    assert "Số lượt hỗ trợ: 2 (không kể 1 lượt đã hủy, gạch ngang)" in text
    assert "Chuẩn bị xong Đã hủy" in text
    assert "Hẹn lại: 2" in text
    assert "Chuẩn bị xong: " not in text
    assert "Không ghi khó khăn nào." in text


def test_a_row_says_what_was_done_and_where_it_went():
    text = reading.text(drawn(1))
    for words in (
        "1 08:00 Trần Văn Được Tổ dân phố 7, tòa CT1A, căn 1204",
        "Hướng dẫn tự làm – tại điểm Xác nhận tình trạng hôn nhân (1.004873)",
        "Nộp xong tại chỗ H26.12.34-261121-0001 5 7K2M-9QXW-4T0H",
    ):
        assert words in text, words


def test_an_empty_shift_says_so():
    text = reading.text(sheets.day_sheet(SHIFT, []))
    assert "Trong ca trực không có lượt hỗ trợ nào." in text
    assert "Theo kết quả" not in text
    assert HEAD not in text


def test_it_says_when_the_shift_was_and_whose():
    text = reading.text(sheets.day_sheet(SHIFT, day_rows(1)))
    assert "Ngày trực: 21/11/2026, từ 7 giờ 55 đến 11 giờ 32." in text
    assert "từ 7 giờ 55 đến chưa" not in reading.text(sheets.day_sheet(SHIFT | {"closed_at": ""}, []))
    assert "từ 7 giờ 55, chưa kết thúc." in reading.text(sheets.day_sheet(SHIFT | {"closed_at": ""}, []))
    overnight = SHIFT | {"closed_at": "2026-11-22T00:10:00.000+07:00"}
    assert "đến 0 giờ 10, ngày 22/11/2026." in reading.text(sheets.day_sheet(overnight, []))


def test_a_row_of_another_day_shows_its_day():
    rows = [row | {"on": "2026-11-19"} for row in day_rows(1)]
    text = reading.text(sheets.day_sheet(SHIFT, rows))
    assert "1 19/11 " in text
    assert "1 08:00 " in reading.text(sheets.day_sheet(SHIFT, day_rows(1)))


def test_difficulties_are_counted_largest_first():
    rows = [row | {"difficulties": TWELVE_DIFFICULTIES[: number + 1]} for number, row in enumerate(day_rows(3))]
    totals = sheets.day_sheet_fields(SHIFT, rows)["difficulties"]
    assert totals == [(TWELVE_DIFFICULTIES[0], 3), (TWELVE_DIFFICULTIES[1], 2), (TWELVE_DIFFICULTIES[2], 1)]
