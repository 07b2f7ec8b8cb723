"""The PHIẾU HỖ TRỢ that a citizen takes home, opened and read back."""

import re

import pytest
import segno

from app.printing import drawing, qr, sheets
from tests.printing import reading
from tests.printing.samples import BARE_RECORD, LONG_NAME, LONG_RECORD, RECORD, TWELVE_DIFFICULTIES

both_sizes = pytest.mark.parametrize("size", sheets.SLIP_SIZES)


@both_sizes
def test_it_says_everything_the_citizen_needs(size):
    text = reading.text(sheets.slip(RECORD, size))
    for words in (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG HÀ ĐÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Đông, ngày 21 tháng 11 năm 2026",
        "Điểm hỗ trợ: CT1A Văn Quán – Yên Phúc, Sảnh tòa CT1A, khu đô thị Văn Quán – Yên Phúc",
        "Thời gian: 9 giờ 05, ngày 21/11/2026",
        "Tình nguyện viên: Nguyễn Thị Hồng Nhung",
        "Người được hỗ trợ: TRẦN VĂN ĐƯỢC",
        "Thủ tục: Đăng ký khai sinh (mã 1.001193)",
        "Đã hỗ trợ: Cùng nộp trực tuyến – tại điểm",
        "Kết quả: Nộp xong tại chỗ",
        "Khó khăn: Không nhận được OTP",
        "Mã hồ sơ quốc gia: H26.12.34-261121-0001",
        "Giữ mã hồ sơ, xem tiến độ tại dichvucong.gov.vn.",
        "7K2M-9QXW-4T0H",
        "không bao giờ hỏi mật khẩu, mã OTP",
        "Hỗ trợ miễn phí.",
        "không phải là cơ quan tiếp nhận hồ sơ",
    ):
        assert words in text, words


@both_sizes
def test_it_says_word_for_word_what_it_does_not_replace(size):
    text = reading.text(sheets.slip(RECORD, size))
    assert "PHIẾU HỖ TRỢ – không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in text


@both_sizes
def test_it_shows_only_the_end_of_the_phone_number(size):
    text = reading.text(sheets.slip(RECORD, size))
    assert "•••678" in text
    assert "12345" not in text


@both_sizes
def test_a_record_without_name_phone_or_procedure_leaves_no_empty_line(size):
    text = reading.text(sheets.slip(BARE_RECORD, size))
    for label in ("Người được hỗ trợ", "Điện thoại", "Thủ tục", "Khó khăn", "Mã hồ sơ quốc gia"):
        assert label not in text, label


@both_sizes
def test_a_long_record_is_whole(size):
    text = reading.text(sheets.slip(LONG_RECORD, size))
    assert LONG_NAME.upper() in text
    assert "; ".join(TWELVE_DIFFICULTIES) in text
    assert "Mang theo bản chính Giấy chứng sinh." in text
    assert text.index("Giấy chứng sinh.") < text.index("Quay lại điểm hỗ trợ theo lịch hẹn.")


@pytest.mark.parametrize(
    "record", [RECORD, LONG_RECORD | {"volunteer": LONG_NAME, "next_steps": ["Mang giấy tờ."] * 12}]
)
@both_sizes
def test_demo_paper_carries_mau_on_every_page(size, record):
    pages = reading.pages(sheets.slip(record, size))
    assert pages
    assert all("MẪU" in page for page in pages)
    assert "MẪU" not in reading.text(sheets.slip(record | {"demo": False}, size))


def test_mau_stands_at_the_top_right_in_bold_16_points():
    pdf = sheets.slip(LONG_RECORD | {"next_steps": ["Mang giấy tờ."] * 12}, "a5")
    boxes = reading.word_boxes(pdf, "MẪU")
    assert len(boxes) == 2
    width, height = 148 / 25.4 * 72, 210 / 25.4 * 72
    for left, _, right, bottom in boxes:
        assert width * 0.7 < left < right < width
        assert bottom < height * 0.08
        # M 0.944, Ẫ 0.722, U 0.722 of the size in Times bold
        assert round((right - left) / (0.944 + 0.722 + 0.722), 1) == 16


@both_sizes
def test_only_a_provisional_slip_says_tam(size):
    assert "TẠM – chưa vào sổ của phường" in reading.text(sheets.slip(RECORD | {"provisional": True}, size))
    assert "TẠM" not in reading.text(sheets.slip(RECORD, size))


def test_a5_is_a5_and_a_usual_slip_is_one_page():
    for record in (RECORD, BARE_RECORD):
        pdf = sheets.slip(record, "a5")
        assert reading.size_mm(pdf) == (148, 210)
        assert len(reading.pages(pdf)) == 1


def test_a_roll_is_80_mm_wide_one_page_and_as_long_as_its_content():
    lengths = {}
    for name, record in (("bare", BARE_RECORD), ("usual", RECORD), ("long", LONG_RECORD)):
        pdf = sheets.slip(record, "80mm")
        width, lengths[name] = reading.size_mm(pdf)
        assert width == 80
        assert len(reading.pages(pdf)) == 1
        # the last ink stands close above the lower edge: nothing is cut off, no paper is wasted
        ink = reading.ink_box(reading.picture(pdf, 100))
        assert 4 < lengths[name] - ink[3] / 100 * 25.4 < 9
    assert lengths["bare"] + 20 < lengths["usual"] < lengths["long"] - 20


@both_sizes
def test_the_square_code_holds_the_public_address_in_capitals(size):
    drawn = reading.square_code(sheets.slip(RECORD, size))
    address = "HTTPS://GANDAN.HADONG.EXAMPLE.VN/M/7K2M9QXW4T0H"
    code = segno.make_qr(address, error="m", mask=3, boost_error=False)
    assert code.mode == "alphanumeric"
    assert drawn == [list(map(bool, line)) for line in code.matrix]


def test_an_address_with_a_path_keeps_its_letters():
    assert qr.tracking_url("https://phuong.example.vn/gandan/", "7K2M-9QXW-4T0H") == (
        "https://phuong.example.vn/gandan/m/7K2M9QXW4T0H"
    )


@both_sizes
def test_names_are_text_and_never_markup(size):
    name = "<script>alert(1)</script>&<b>Đức</b>"
    assert name.upper() in reading.text(sheets.slip(RECORD | {"name": name}, size)).replace(" ", "")


def test_a_word_without_spaces_stays_on_the_paper():
    for size in sheets.SLIP_SIZES:
        pdf = sheets.slip(RECORD | {"name": "A" * 120}, size)
        ink = reading.ink_box(reading.picture(pdf, 100))
        width, _ = reading.size_mm(pdf)
        assert ink[2] / 100 * 25.4 < width - 3
        assert reading.text(pdf).replace(" ", "").count("A" * 120) == 1


def test_an_unknown_size_is_refused():
    with pytest.raises(ValueError, match="a3"):
        sheets.slip(RECORD, "a3")


def test_a_forgotten_value_is_a_fault_and_not_an_empty_line():
    incomplete = {key: value for key, value in RECORD.items() if key != "volunteer"}
    with pytest.raises(KeyError, match="volunteer"):
        sheets.slip(incomplete, "a5")


def test_the_kept_page_has_every_field_that_a_slip_has_and_no_person():
    blank = sheets.blank_slip_fields(
        {"organ_line_1": "Ủy ban nhân dân", "organ_line_2": "Phường Hà Đông", "demo": True}
    )
    full = sheets.slip_fields(RECORD) | {"size": "a5"}
    assert blank.keys() == full.keys()
    html = drawing._templates.get_template("paper/_slip.html").render(slip=blank)
    named = set(re.findall(r'data-field(?:-src)?="(\w+)"', html))
    assert named == full.keys() - {"demo", "size", "state"}
    hidden = set(re.findall(r'data-row="(\w+)" hidden', html))
    assert hidden == named - {"organ_line_1", "organ_line_2", "place_date", "tracking"}
