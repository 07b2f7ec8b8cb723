"""Phiếu hẹn of a certification, opened and read back (NĐ 23/2015 Đ7: the hour and the day)."""

import pytest

from app.printing.certification_slip import certification_slip
from tests.printing import reading
from tests.printing.counter_samples import CERTIFICATION_SLIP, LONG_NAME, LONG_PROCEDURE


def test_nd23_d7_it_says_the_hour_and_the_day_and_what_was_left_there():
    text = reading.text(certification_slip(CERTIFICATION_SLIP))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "Hà Đông, ngày 20 tháng 11 năm 2026",
        "PHIẾU HẸN TRẢ KẾT QUẢ CHỨNG THỰC",
        "Cơ quan chứng thực: Ủy ban nhân dân phường Hà Đông",
        "Người yêu cầu chứng thực: TRẦN VĂN ĐƯỢC",
        "Sổ chứng thực bản sao từ bản chính, số 245–246/2026",
        "245/2026 Bằng tốt nghiệp đại học 02 03",
        "246/2026 Giấy chứng nhận quyền sử dụng đất 04 01",
        "Cộng: 04 bản",
        "Phí: 21.000 đồng (đã thu 21.000 đồng)",
        "Thời gian nhận: 15 giờ 20 phút, ngày 20 tháng 11 năm 2026",
        "Thời gian trả kết quả: 17 giờ 00 phút, ngày 23 tháng 11 năm 2026",
        "Yêu cầu nhận sau 15 giờ",
        "Điện thoại liên hệ: 024 3354 1234",
        "NGƯỜI TIẾP NHẬN (Ký và ghi rõ họ tên) Nguyễn Thị Hồng Nhung",
        "MẪU",
    ):
        assert words in text, words


def test_what_is_not_given_is_not_printed_and_no_sample_is_marked_outside_the_demo():
    bare = dict.fromkeys(("note", "contact_phone", "clerk"), "") | {"fee_total": None, "fee_paid": 0}
    text = reading.text(certification_slip(CERTIFICATION_SLIP | bare | {"demo": False, "after_cutoff": False}))
    for words in ("Phí:", "Ghi chú:", "Điện thoại liên hệ:", "Lý do hẹn:", "MẪU"):
        assert words not in text, words


@pytest.mark.parametrize("changes", [{}, {"name": LONG_NAME, "work": LONG_PROCEDURE, "note": "Hẹn thêm ngày. " * 20}])
def test_it_is_one_a5_page_that_archives_and_screen_readers_accept(changes):
    pdf = certification_slip(CERTIFICATION_SLIP | changes)
    assert reading.size_mm(pdf) == (148.0, 210.0)
    assert len(reading.pages(pdf)) == 1
    assert reading.faults(pdf) == []


def test_thirty_kinds_of_papers_go_on_with_a_numbered_page():
    lines = [
        {"number": f"{number}/2026", "paper": LONG_PROCEDURE, "pages": 12, "copies": 5} for number in range(245, 275)
    ]
    pdf = certification_slip(CERTIFICATION_SLIP | {"lines": lines, "numbers": "245–274/2026"})
    pages = reading.pages(pdf)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"Phiếu hẹn chứng thực số 245–274/2026 – trang {number}/{len(pages)}" in page
        assert ("Số trong sổ" in page) == ("/2026 Liên thông" in page), (
            "the head of the table stands on each of its pages"
        )
    assert all(f"{number}/2026" in " ".join(pages) for number in range(245, 275))


@pytest.mark.parametrize(
    ("fee", "says"),
    [
        ({"fee_paid": 0}, "Phí: 21.000 đồng (chưa thu)"),
        ({"fee_paid": 20_000, "fee_receipt": "BL-7"}, "Phí: 21.000 đồng (đã thu 20.000 đồng, biên lai số BL-7)"),
        ({"fee_total": None, "fee_paid": 5_000}, "Phí: đã thu 5.000 đồng"),
    ],
)
def test_it_says_what_was_paid_and_what_is_left(fee, says):
    assert says in reading.text(certification_slip(CERTIFICATION_SLIP | fee))
