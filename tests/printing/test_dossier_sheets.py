"""Mẫu 01–06 and the return receipt, opened and read back."""

import re

import pytest
import segno

from app.printing import dossier_sheets, drawing
from tests.printing import reading
from tests.printing.counter_samples import (
    APOLOGY,
    BARE_RECEIPT,
    CONTROL,
    FULL_RECEIPT,
    LONG_NAME,
    LONG_RECEIPT,
    OFFICE,
    RATING_URL,
    RECEIPT,
    REFUSAL,
    RETURNED,
    STOP,
    SUPPLEMENT,
    VERIFY_TEXT,
)

SHEETS = {
    "receipt": (dossier_sheets.receipt, RECEIPT),
    "supplement": (dossier_sheets.supplement, SUPPLEMENT),
    "refusal": (dossier_sheets.refusal, REFUSAL),
    "apology": (dossier_sheets.apology, APOLOGY),
    "stop": (dossier_sheets.stop, STOP),
    "control": (dossier_sheets.control, CONTROL),
    "return_receipt": (dossier_sheets.return_receipt, RETURNED),
}
WORDS = {
    "receipt": [
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "Số: 12/TNHS",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Tiếp nhận hồ sơ của: TRẦN VĂN ĐƯỢC",
        "Số điện thoại: 0912 345 678",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh (mã 1.001193)",
        "STT Tên giấy tờ Loại giấy tờ Số lượng 1 Tờ khai đăng ký khai sinh Bản chính 1",
        "2. Số lượng hồ sơ: 01 (bộ)",
        "4. Thời gian nhận hồ sơ: 9 giờ 05 phút, ngày 21 tháng 11 năm 2026",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 21 tháng 11 năm 2026",
        "6. Đăng ký nhận kết quả tại: Bộ phận một cửa",
        "Phí, lệ phí: 0 đồng (đăng ký đúng hạn được miễn)",
        "Vào Sổ theo dõi hồ sơ, Quyển số: 01/2026, số thứ tự: 12",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Hồng Nhung",
    ],
    "supplement": [
        "Số: 03/HDHS",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
        "Văn bản ủy quyền: có chứng thực (khoản 1 Điều 2 Thông tư 04/2020/TT-BTP)",
        "liên hệ với Nguyễn Thị Hồng Nhung, số điện thoại 024 3354 1234 để được hướng dẫn",
        "NGƯỜI HƯỚNG DẪN",
    ],
    "refusal": [
        "Số: 01/TCHS",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: Trẻ đã được đăng ký",
        "Căn cứ: khoản 2 Điều 5 Luật Hộ tịch năm 2014",
    ],
    "apology": [
        "ỦY BAN NHÂN DÂN PHƯỜNG HÀ ĐÔNG Số: 02/PXL",
        "Kính gửi: TRẦN VĂN ĐƯỢC",
        "Ngày 17 tháng 11 năm 2026, Ủy ban nhân dân phường Hà Đông tiếp nhận",
        "Thời gian hẹn trả kết quả giải quyết hồ sơ: ngày 23 tháng 11 năm 2026.",
        "chưa thể trả kết quả giải quyết hồ sơ",
        "xin lỗi Ông/Bà/Tổ chức và sẽ trả kết quả giải quyết hồ sơ cho Ông/Bà/Tổ chức vào ngày 26 tháng 11 năm 2026.",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Chữ ký, dấu của cơ quan hoặc chữ ký số) Lê Quang Minh",
    ],
    "stop": [
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Nay Ủy ban nhân dân phường Hà Đông thông báo dừng giải quyết hồ sơ này với lý do: quá thời hạn bổ sung",
        "Căn cứ: Nghị định 118/2025/NĐ-CP.",
    ],
    "control": [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "1. Giao: 9 giờ 30, ngày 21/11/2026 2. Nhận: 9 giờ 40, ngày 21/11/2026",
        "Đúng hạn",
    ],
    "return_receipt": [
        "PHIẾU TRẢ KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
        "2 Bản sao trích lục khai sinh 245/TLKS-BS 3",
        "Thời gian trả: 16 giờ 10 phút, ngày 21 tháng 11 năm 2026",
        "NGƯỜI NHẬN KẾT QUẢ",
    ],
}
every = pytest.mark.parametrize("name", SHEETS)


def drawn(name, /, **changes):
    make, record = SHEETS[name]
    return make(record | changes)


@every
def test_it_says_what_the_form_says(name):
    text = reading.text(drawn(name))
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Mã hồ sơ: 7K2M-9QXW-4T0H"):
        assert words in text
    for words in WORDS[name]:
        assert words in text, words


@every
def test_it_is_a5_and_valid_for_the_archive_and_for_screen_readers(name):
    pdf = drawn(name)
    assert reading.size_mm(pdf) == (148, 210)
    assert reading.faults(pdf) == []


@every
def test_demo_paper_carries_mau_on_every_page(name):
    pages = reading.pages(drawn(name))
    assert all("MẪU" in page for page in pages)
    assert "MẪU" not in reading.text(drawn(name, demo=False))


@every
def test_a_sheet_without_its_number_says_tam(name):
    assert "TẠM – chưa có số trong sổ" in reading.text(drawn(name, number=0))
    assert "TẠM" not in reading.text(drawn(name))


@every
def test_a_long_name_and_a_long_reason_are_whole(name):
    long = "Lý do dài, nhiều dòng, có dấu ngoặc <b> và & ở giữa câu. " * 12
    text = reading.text(drawn(name, name=LONG_NAME, **({"reason": long} if "reason" in SHEETS[name][1] else {})))
    assert LONG_NAME.upper() in text
    if "reason" in SHEETS[name][1]:
        assert " ".join(long.split()) in text


@every
def test_the_day_in_the_heading_has_leading_zeros(name):
    text = reading.text(drawn(name, at="2026-02-05T08:00:00.000+07:00"))
    assert "Hà Đông, ngày 05 tháng 02 năm 2026" in text


@every
def test_the_same_values_give_the_same_bytes(name):
    assert drawn(name) == drawn(name) != drawn(name, name="Lê Thị Đào")


@pytest.mark.parametrize("name", ["receipt", "supplement", "refusal"])
def test_a_rating_goes_with_01_02_and_03(name):
    """R12: TT 01/2018 Đ12.2."""
    words = "Mã QR mở phiếu đánh giá việc phục vụ, không ghi tên người đánh giá"
    assert words in reading.alternative_texts(drawn(name))
    assert words not in reading.alternative_texts(drawn(name, rating_url=""))
    assert "Quét để đánh giá" not in reading.text(drawn(name, rating_url=""))


@every
def test_the_code_has_words_and_no_code_leaves_no_hole(name):
    alternative = "Mã QR tra cứu và kiểm tra tờ giấy này, mã hồ sơ 7K2M-9QXW-4T0H"
    assert alternative in reading.alternative_texts(drawn(name))
    assert "Quét để tra cứu" not in reading.text(drawn(name, verify_text=""))


def test_the_codes_hold_what_they_should():
    page = reading.reader(drawn("receipt", demo=True)).pages[0]
    for picture, text in zip(page.images, (VERIFY_TEXT, RATING_URL), strict=True):
        parts = re.split("(#)", text) if text == VERIFY_TEXT else text
        modules = segno.make_qr(parts, error="m", mask=3, boost_error=False).matrix
        image, quiet = picture.image.convert("L"), 2
        side = len(modules)
        assert image.size == (side + 2 * quiet, side + 2 * quiet)
        read = [[image.getpixel((x + quiet, y + quiet)) < 128 for x in range(side)] for y in range(side)]
        assert read == [list(map(bool, line)) for line in modules]


def test_a_code_that_no_phone_could_read_is_refused():
    with pytest.raises(ValueError, match="301 letters"):
        drawn("receipt", verify_text="A" * 301)


def test_both_copies_are_one_document_and_differ_by_their_name_alone():
    pages = reading.pages(dossier_sheets.receipt(RECEIPT))
    assert ["Liên 1: Lưu" in page for page in pages] == [True, False]
    assert ["Liên 2: Giao cho người nộp" in page for page in pages] == [False, True]
    assert pages[0].replace("Liên 1: Lưu", "") == pages[1].replace("Liên 2: Giao cho người nộp", "")
    for copy, page in zip((1, 2), pages, strict=True):
        assert reading.pages(dossier_sheets.receipt(RECEIPT, (copy,))) == [page]


def test_each_copy_of_a_long_receipt_is_whole_and_in_order():
    pages = reading.pages(dossier_sheets.receipt(LONG_RECEIPT))
    half = len(pages) // 2
    assert half > 1
    assert "Liên 1: Lưu" in pages[0]
    assert "Liên 2: Giao cho người nộp" in pages[half]
    for copy in (pages[:half], pages[half:]):
        text = " ".join(copy)
        assert [int(number) for number in re.findall(r"Giấy tờ số (\d+) trong", text)] == list(range(1, 31))
        assert copy[-1].endswith(f"trang {half}/{half}")


def test_six_papers_and_every_line_fit_one_page():
    assert len(FULL_RECEIPT["documents"]) == 6
    assert len(reading.pages(dossier_sheets.receipt(FULL_RECEIPT, (2,)))) == 1


def test_what_was_not_given_leaves_no_empty_line():
    text = reading.text(dossier_sheets.receipt(BARE_RECEIPT))
    for label in ("Địa chỉ", "Số điện thoại", "Phí, lệ phí", "Vào Sổ", "Ghi chú", "Mã hồ sơ quốc gia", "CCCD"):
        assert label not in text, label


def test_without_the_legal_time_the_lines_below_move_up():
    text = reading.text(dossier_sheets.receipt(RECEIPT | {"legal_time": ""}))
    assert "3. Thời gian nhận hồ sơ" in text
    assert "5. Đăng ký nhận kết quả tại" in text


def test_the_identity_number_is_left_to_the_pen():
    assert re.search(r"Số CCCD/Mã số thuế: \.{40,}", reading.text(dossier_sheets.receipt(FULL_RECEIPT)))


def test_only_the_head_or_a_deputy_apologises():
    """R11: never the clerk."""
    text = reading.text(drawn("apology", signer_rank="head"))
    assert "KT." not in text
    assert "CHỦ TỊCH (Chữ ký" in text
    assert "Nguyễn Thị Hồng Nhung" not in text
    with pytest.raises(ValueError, match="clerk"):
        drawn("apology", signer_rank="clerk")


def test_an_apology_after_the_day_says_that_it_is_late():
    assert "chưa trả kết quả giải quyết" in reading.text(drawn("apology", late=True))


def test_hand_overs_that_have_not_happened_are_empty_rows():
    text = reading.text(drawn("control"))
    assert text.count("Người giao Người nhận") == CONTROL["rows_min"]
    assert text.count("1. Giao: ...... giờ") == CONTROL["rows_min"] - 2
    many = CONTROL["steps"] * 6
    assert reading.text(drawn("control", steps=many)).count("Phạm Thanh Hà") == 12


def test_the_kept_page_has_every_field_of_the_receipt_and_no_person():
    blank = dossier_sheets.blank_receipt_fields(OFFICE)
    full = dossier_sheets.receipt_fields(RECEIPT)
    assert blank.keys() == full.keys()
    html = drawing._templates.get_template("paper/_receipt.html").render(sheet=blank, copies="2")
    named = set(re.findall(r'data-field(?:-src)?="(\w+)"', html)) - {"position", "form", "count"}
    fixed = {"demo", "state", "running", "documents", "browser", "line_received", "line_due", "line_return"}
    assert named == full.keys() - fixed
    patterns = dict(re.findall(r'data-field="(\w+)" data-pattern="([^"]+)"', html))
    assert patterns["copies"] == "2. Số lượng hồ sơ: {} (bộ)"
    hidden = set(re.findall(r'data-row="(\w+)"[^>]* hidden', html))
    assert hidden == set(re.findall(r'data-row="(\w+)"', html))
    assert "<template data-document>" in html
    assert RATING_URL not in html
