"""Posters and leaflets opened and read back: one page each, letters that can be read from two metres, nothing lost."""

import re
import subprocess

import pytest

from app.printing.poster_sheet import posters, wifi_code
from app.rules import poster
from tests.printing import poster_samples as samples
from tests.printing import reading

SIZES = {"a3": (297.0, 420.0), "a4": (210.0, 297.0), "a5": (148.0, 210.0)}
LONG_BOARD = {
    "neighbourhood": ("Tổ dân phố khu tập thể Học viện Quân y " * 3)[:80].strip(),
    "former": ("Tổ dân phố số 12 phường Phúc La cũ " * 3)[:80].strip(),
}
LONG_POINT = {
    "name": ("Điểm hỗ trợ dịch vụ công trực tuyến " * 4)[:120].strip(),
    "address": ("Sảnh tòa nhà CT1A, khu đô thị Văn Quán – Yên Phúc " * 4)[:200].strip(),
    "hours": ["Thứ Hai: 18 giờ đến 20 giờ"] * 7,
}


def about(slug: str) -> dict:
    return {"diem-ho-tro": {"points": [samples.CT1A]}, "thu-tuc": samples.BIRTH, "ket-noi": samples.CONNECT}.get(
        slug, {}
    )


def letters(pdf: bytes) -> dict[str, float]:
    """{word: how tall its box is, in points} of the first page."""
    told = subprocess.run(["pdftotext", "-bbox", "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True)
    found = re.findall(r'yMin="(.+)" xMax=".+" yMax="(.+)">(.*)</word>', told.stdout.decode())
    return {word: float(bottom) - float(top) for top, bottom, word in found}


@pytest.mark.parametrize("slug", poster.kinds())
def test_every_kind_stands_on_one_page_of_each_size(slug):
    for size in poster.kinds()[slug].sizes:
        pdf = posters(samples.record(slug, size), [{**about(slug), **samples.NEIGHBOURHOODS[6]}])
        assert reading.size_mm(pdf) == SIZES[size]
        assert len(reading.pages(pdf)) == 1
        text = reading.text(pdf)
        kind = poster.kinds()[slug]
        for words in (kind.title, kind.lead, kind.foot, *kind.items, "PHƯỜNG HÀ ĐÔNG", "Tổ dân phố 7", "MẪU"):
            assert words in text, (size, words)
        # The last line of the sheet: what does not fit is lost without a page of its own.
        assert "Điện thoại: 024 3354 1234" in text, size


@pytest.mark.parametrize("slug", poster.kinds())
def test_archives_and_screen_readers_accept_it(slug):
    pdf = posters(samples.record(slug), [{**about(slug), **samples.NEIGHBOURHOODS[6]}])
    assert reading.faults(pdf) == []
    assert any("Mã QR" in (words or "") for words in reading.alternative_texts(pdf))


@pytest.mark.parametrize(
    ("slug", "sheet"),
    [
        ("diem-ho-tro", {"points": [LONG_POINT]}),
        ("diem-ho-tro", {"points": [samples.CT1A, samples.CT1B2, samples.CT1A]}),
        ("vneid-an-toan", {}),
        ("quy-tac", {}),
        ("10-noi-dung", {}),
        ("4-xin-4-luon", {}),
        ("ket-noi", samples.CONNECT | {"wifi": "Mạng Wi-Fi sảnh tòa nhà", "wifi_password": "x" * 63}),
    ],
)
def test_long_names_make_letters_smaller_and_lose_nothing(slug, sheet):
    for size in poster.kinds()[slug].sizes:
        pdf = posters(samples.record(slug, size), [{**sheet, **LONG_BOARD}])
        assert len(reading.pages(pdf)) == 1, size
        text = reading.text(pdf)
        told = [LONG_BOARD["neighbourhood"], LONG_BOARD["former"], "Điện thoại: 024 3354 1234"]
        told += [point[name] for point in sheet.get("points", []) for name in ("name", "address")]
        told += [line for point in sheet.get("points", []) for line in point["hours"]]
        for words in told:
            assert words in text, (size, words)


def test_the_batch_has_a_sheet_for_each_neighbourhood():
    sheets = [{"points": [samples.CT1A], **board} for board in samples.NEIGHBOURHOODS]
    pdf = posters(samples.record("diem-ho-tro"), sheets)
    pages = reading.pages(pdf)
    assert len(pages) == 19
    for number, page in enumerate(pages, 1):
        assert f"Tổ dân phố {number} (trước là Tổ {number} phường Phúc La)" in page
    assert reading.faults(pdf) == []


def test_it_is_read_from_two_metres():
    """A capital letter of 6 mm, some 26 points of type box, is what weak eyes still read from two metres."""
    for slug, word in (
        ("vneid-an-toan", "cúp"),
        ("10-noi-dung", "Khách"),
        ("diem-ho-tro", "Bảy:"),
        ("quy-tac", "tiền."),
    ):
        assert letters(posters(samples.record(slug), [about(slug)]))[word] >= 26, slug


def test_a_leaflet_has_a_box_for_each_paper_and_goes_on_with_another_page():
    pdf = posters(samples.record("thu-tuc"), [samples.BIRTH])
    text = reading.text(pdf)
    for words in ("Đăng ký khai sinh", "1.001193", "Giấy chứng sinh (bản chính)", "Khai sinh đúng hạn: không thu"):
        assert words in text, words
    assert "gandan.hadong.example.vn" in text
    long = reading.pages(posters(samples.record("thu-tuc"), [samples.LONG]))
    assert len(long) > 1
    assert " ".join(long).count("Giấy chứng sinh") == 9
    assert "Điện thoại: 024 3354 1234" in long[-1]


def test_the_sheet_of_the_network_joins_it_and_shows_what_to_compare():
    assert wifi_code("GanDan-Sanh", "") == "WIFI:T:nopass;S:GanDan-Sanh;;"
    assert wifi_code('Sảnh; "A"', "mật:khẩu") == 'WIFI:T:WPA;P:mật\\:khẩu;S:Sảnh\\; \\"A\\";;'
    pdf = posters(samples.record("ket-noi"), [samples.CONNECT])
    text = reading.text(pdf)
    for words in ("1. Nối Wi-Fi GanDan-Sanh-CT1A", "Mật khẩu: xin-chao-ba-con", "00 07 0E 15 1C 23 2A 31"):
        assert words in text, words
    assert "Mã QR: nối mạng Wi-Fi GanDan-Sanh-CT1A" in reading.alternative_texts(pdf)
    bare = reading.text(posters(samples.record("ket-noi"), [dict.fromkeys(samples.CONNECT, "")]))
    assert "Hỏi người trực tên mạng Wi-Fi" in bare
    assert "chứng chỉ" not in bare


def test_without_hours_there_is_a_line_to_write_on_and_no_sample_is_marked_outside_the_demo():
    bare = samples.CT1A | {"hours": [], "address": ""}
    pdf = posters(samples.record("diem-ho-tro", demo=False, phone=""), [{"points": [bare]}])
    assert len(reading.pages(pdf)) == 1
    text = reading.text(pdf)
    assert "Giờ trực:" in text
    assert "MẪU" not in text
    assert "Điện thoại" not in text
