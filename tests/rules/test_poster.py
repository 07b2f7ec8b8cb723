"""The kinds of posters: slogans word for word (domain notes §6.5), rules of conduct whole, addresses to read."""

import pytest

from app.config import ROOT
from app.rules import poster

TEN = (
    "(1) Khách đến, được chào hỏi; (2) Khách ở, luôn tươi cười; (3) Khách hỏi, được tư vấn; (4) Khách yêu cầu, phải "
    "tận tâm; (5) Khách cần, được thông báo; (6) Khách vội, giải quyết nhanh; (7) Khách chờ, được xin lỗi; (8) Khách "
    "phàn nàn, phải lắng nghe; (9) Khách nhờ, luôn chu đáo; (10) Khách về, được hài lòng."
)
FOUR = "xin chào, xin lỗi, xin cảm ơn, xin phép; luôn mỉm cười, luôn nhẹ nhàng, luôn lắng nghe, luôn giúp đỡ"


def test_the_ten_contents_stand_word_for_word():
    items = poster.kinds()["10-noi-dung"].items
    assert "; ".join(f"({place}) {item}" for place, item in enumerate(items, 1)) + "." == TEN


def test_the_four_and_four_stand_word_for_word():
    items = poster.kinds()["4-xin-4-luon"].items
    assert "; ".join((", ".join(items[:4]), ", ".join(items[4:]))) == FOUR


def test_nq_66_22_d7_4_the_conduct_of_volunteers_leaves_nothing_out():
    said = " ".join(poster.kinds()["quy-tac"].items)
    for rule in ("mật khẩu", "OTP", "tài khoản của mình", "nhận tiền", "bản sao, ảnh chụp"):
        assert rule in said


def test_each_kind_has_a_template_and_a_usual_size():
    for kind in poster.kinds().values():
        name = kind.code if kind.code in ("point", "procedure", "connect") else "words"
        assert (ROOT / "templates" / "paper" / f"poster_{name}.html").exists()
        assert set(kind.sizes) <= set(poster.SIZES)
        assert kind.leads_to.startswith("/")


@pytest.mark.parametrize(
    ("slug", "base_url", "ward", "code"),
    [
        ("diem-ho-tro", "https://gandan.vn", "", "HTTPS://GANDAN.VN/"),
        ("diem-ho-tro", "https://gandan.vn/", "ha-dong", "https://gandan.vn/?phuong=ha-dong"),
        ("diem-ho-tro", "https://phuong.vn/gandan", "", "https://phuong.vn/gandan/"),
        ("thu-tuc", "https://192.168.1.9:8443", "", "https://192.168.1.9:8443/thu-tuc/1.001193"),
    ],
)
def test_the_code_holds_the_public_address(slug, base_url, ward, code):
    assert poster.address(poster.kinds()[slug], base_url, "1.001193", ward) == code


def test_people_type_less_than_the_code_holds():
    assert poster.shown("https://gandan.vn", "/") == "gandan.vn"
    assert poster.shown("https://192.168.1.9:8443", "/thu-tuc/1.001193") == "192.168.1.9:8443/thu-tuc/1.001193"
    # Without the scheme a browser would ask for HTTPS, and nobody would answer.
    assert poster.shown("http://192.168.1.9:8000", "/") == "http://192.168.1.9:8000"
