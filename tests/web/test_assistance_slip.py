"""The slip and its public page: the right words on paper, and to strangers one word only."""

import pytest

from app.records import assistance
from app.records.staff import SignInTry
from app.rules import throttle, tracking
from tests import people
from tests.printing import reading
from tests.web.assistance_samples import HOUR, MAI, recorded


def text(response) -> str:
    return response.get_data(as_text=True)


def code_of(entity: str, ward: int = people.WARD) -> str:
    return assistance.assistance(ward, entity)["tracking"]


@pytest.mark.parametrize(("size", "width"), [("a5", 148.0), ("80mm", 80.0)])
def test_the_slip_says_what_was_done(sign_in, size, width):
    entity = recorded(people.LAN, **MAI, difficulties=["elderly"], national_code="H26.1-261121-0001")
    answer = sign_in(people.LAN).get(f"/luot-ho-tro/{entity}/phieu.pdf?kho={size}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    code = tracking.format(code_of(entity))
    assert answer.headers["Content-Disposition"] == f'inline; filename="phieu-ho-tro-{code}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    words = reading.text(answer.data)
    for said in (
        "PHIẾU HỖ TRỢ",
        "không thay Giấy tiếp nhận hồ sơ",
        "ỦY BAN NHÂN DÂN PHƯỜNG THỬ",
        "HOÀNG THỊ MAI PHƯƠNG",
        "•••601",
        "Thủ tục đăng ký khai sinh",
        "Nộp xong tại chỗ",
        "Người cao tuổi",
        "H26.1-261121-0001",
        "Nguyễn Thị Lan",
        code,
    ):
        assert said in words, said
    assert "TẠM" not in words
    assert "MẪU" not in words
    assert "912345601" not in words
    assert reading.size_mm(answer.data)[0] == width


def test_a5_is_the_size_when_none_is_asked_and_an_unknown_one_is_not_there(sign_in):
    entity = recorded(people.LAN)
    client = sign_in(people.HA)
    assert reading.size_mm(client.get(f"/luot-ho-tro/{entity}/phieu.pdf").data) == (148.0, 210.0)
    assert client.get(f"/luot-ho-tro/{entity}/phieu.pdf?kho=a3").status_code == 404


def test_a_name_that_is_masked_on_the_screen_is_masked_on_paper(sign_in):
    entity = recorded(people.LAN, ago=25 * HOUR, **MAI)
    words = reading.text(sign_in(people.LAN).get(f"/luot-ho-tro/{entity}/phieu.pdf").data)
    assert "H.T.M.P" in words
    assert "MAI PHƯƠNG" not in words


@pytest.mark.parametrize("path", ["/m/", "/M/"])
def test_a_stranger_learns_that_it_was_received_and_nothing_else(visitor, path):
    entity = recorded(people.LAN, **MAI)
    answer = visitor.get(path + code_of(entity))
    page = text(answer)
    assert answer.status_code == 200
    assert "Đã nhận" in page
    for hidden in ("Mai", "Lan", "khai sinh", "CT1A", "Phường Thử", "Hà Nội", entity, people.LAN.id):
        assert hidden not in page, hidden
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page


def test_any_ward_of_the_server_answers(visitor):
    entity = recorded(people.BINH)
    assert "Đã nhận" in text(visitor.get("/m/" + code_of(entity, people.OTHER_WARD)))


def test_a_right_code_that_has_not_arrived_says_so(visitor):
    code = tracking.make(bytes(range(16)))
    answer = visitor.get(f"/m/{tracking.format(code).lower()}")
    assert answer.status_code == 200
    assert "Chưa nhận được" in text(answer)
    assert "Đã nhận" not in text(answer)


@pytest.mark.parametrize("wrong", ["x", "00000000000H", "<b>", "A" * 500, "khong-phai-ma"])
def test_a_wrong_code_is_told_plainly(visitor, wrong):
    answer = visitor.get(f"/m/{wrong}")
    assert answer.status_code == 404
    assert "Mã chưa đúng" in text(answer)


def test_a_signed_in_person_sees_the_same_page_as_a_stranger(visitor, sign_in):
    path = "/m/" + code_of(recorded(people.LAN))
    assert sign_in(people.AN).get(path).data == visitor.get(path).data == sign_in(people.THAO).get(path).data


def test_guessing_is_slowed_down_by_address_and_right_codes_are_free(visitor):
    good = "/m/" + code_of(recorded(people.LAN))
    for _ in range(throttle.ADDRESS.free + 5):
        assert visitor.get(good).status_code == 200
    for _ in range(throttle.ADDRESS.free):
        assert visitor.get("/m/x").status_code == 404
    answer = visitor.get("/m/x")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 60
    assert "Đã tra cứu quá nhiều lần" in text(answer)
    assert "mật khẩu" not in text(answer)
    assert [row.ward_id for row in SignInTry.select()] == [0]
