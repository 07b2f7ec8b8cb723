"""Tờ khai on A4, opened and read back: filled in, blank, and with whatever a citizen may write."""

import pytest

from app.printing.declaration_sheet import declaration
from app.rules.declaration_check import check
from app.rules.declaration_form import ours
from tests.printing import reading
from tests.printing.declaration_samples import BIRTH, DEATH, FILLED, MARRIAGE, RECORD, RESIDENCE
from tests.printing.samples import LONG_NAME

TODAY = RECORD["at"][:10]


def drawn(code: str, values: dict, **changes) -> bytes:
    return declaration(RECORD | changes, ours()[code], values)


@pytest.mark.parametrize("code", ours())
def test_every_declaration_filled_and_blank_is_one_a4_page_that_archives_and_screen_readers_accept(code):
    checked = check(ours()[code], FILLED[code], TODAY)
    assert (checked.errors, checked.values) == ({}, FILLED[code])
    for values, tracking in ((checked.values, RECORD["tracking"]), ({}, "")):
        pdf = drawn(code, values, tracking=tracking)
        assert reading.size_mm(pdf) == (210.0, 297.0)
        assert len(reading.pages(pdf)) == 1
        assert reading.faults(pdf) == []
        text = reading.text(pdf)
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            ours()[code]["title"],
            "MẪU",
        ):
            assert words in text, words
        assert "{" not in text
        assert ("7K2M-9QXW-4T0H" in text) == bool(tracking)


def test_a_birth_is_printed_as_the_form_of_civil_status_asks():
    text = reading.text(drawn("khai_sinh", BIRTH))
    for words in (
        "Kính gửi: Ủy ban nhân dân phường Hà Đông",
        "Họ, chữ đệm, tên người yêu cầu: NGUYỄN THỊ ÁNH TUYẾT",
        "Quan hệ với người được khai sinh: Mẹ",
        "Họ, chữ đệm, tên: TRẦN MINH AN",
        "02/11/2026; ghi bằng chữ: Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu",
        "Giới tính: Nam; Dân tộc: Kinh; Quốc tịch: Việt Nam",
        "Năm sinh: 1996;",
        "Họ, chữ đệm, tên người cha: TRẦN VĂN ĐƯỢC",
        "Tôi cam đoan",
        "số lượng: 3 bản",
        "Làm tại: Hà Đông, ngày ....... tháng ....... năm",
        "Người yêu cầu (Ký, ghi rõ họ, chữ đệm, tên) NGUYỄN THỊ ÁNH TUYẾT",
    ):
        assert words in text, words


def test_what_a_condition_hides_is_dots_and_not_another_s_words():
    values = {name: given for name, given in BIRTH.items() if name != "father"}
    text = reading.text(drawn("khai_sinh", values))
    assert "Họ, chữ đệm, tên người cha: . . . . . ." in text
    assert "TRẦN VĂN ĐƯỢC" not in text


def test_days_known_in_part_and_hours():
    text = reading.text(drawn("khai_tu", DEATH))
    assert "Ngày, tháng, năm sinh: 1938" in text
    assert "Đã chết vào lúc: 4 giờ 05 phút, ngày, tháng, năm: 18/11/2026" in text
    month = {**DEATH, "deceased": {**DEATH["deceased"], "birth": "1938-04"}}
    assert "Ngày, tháng, năm sinh: 04/1938" in reading.text(drawn("khai_tu", month))


def test_two_sides_stand_in_a_table_with_its_headings():
    text = reading.text(drawn("ket_hon", MARRIAGE))
    assert "Thông tin Bên nữ Bên nam" in text
    assert "Kết hôn lần thứ mấy 1 2" in text


def test_rows_of_a_household_stand_in_a_table_and_room_is_left():
    text = reading.text(drawn("ct01", RESIDENCE))
    assert "1 TRẦN MINH AN 02/11/2026 Nam 001226000111 Con" in text
    assert "Kính gửi: Công an phường Hà Đông" in text
    assert "Ý kiến của chủ hộ" in text


def test_the_ticked_box_is_the_one_that_was_chosen():
    ticked, left = (reading.text(drawn("ket_hon", {**MARRIAGE, "copies": {"wanted": one}})) for one in ("yes", "no"))
    assert "bản sao: x Có Không" in " ".join(ticked.split())
    assert "bản sao: Có x Không" in " ".join(left.split())


def test_eight_members_with_the_longest_names_go_on_and_the_signature_does_not_stand_alone():
    rows = [{**RESIDENCE["members"][0], "name": LONG_NAME, "relation": "Con nuôi của chủ hộ"} for _ in range(8)]
    pdf = drawn("ct01", {**RESIDENCE, "members": rows})
    pages = reading.pages(pdf)
    assert len(pages) > 1
    assert f"trang {len(pages)}/{len(pages)}" in pages[-1]
    assert "Người kê khai" in pages[-1]
    assert all("Mối quan hệ với chủ hộ" in page for page in pages if "001226000111" in page)
    assert reading.faults(pdf) == []
    long = {**BIRTH, "child": {**BIRTH["child"], "birthplace": "Bệnh viện Phụ sản Trung ương " * 10}}
    last = reading.pages(drawn("khai_sinh", long))[-1]
    assert "Tôi cam đoan" in last
    assert "Người yêu cầu" in last


@pytest.mark.parametrize("hostile", ["<b>x</b>", "{{ 7*7 }}", "{child.name}", "</article><script>1</script>", "&lt;"])
def test_what_a_citizen_writes_is_words_and_nothing_else(hostile):
    values = {**BIRTH, "child": {**BIRTH["child"], "hometown": hostile}}
    assert f"Quê quán: {hostile}" in reading.text(drawn("khai_sinh", values))


def test_outside_the_demo_nothing_says_sample():
    assert "MẪU" not in reading.text(drawn("khai_sinh", BIRTH, demo=False))


def test_the_file_s_title_names_nobody():
    info = reading.reader(drawn("khai_sinh", BIRTH)).metadata
    assert info.title == "Tờ khai đăng ký khai sinh"
    assert "Tuyết" not in str(dict(info)).title()
