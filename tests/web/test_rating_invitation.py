"""Mẫu 01, 02 and 03 invite to rate (R12): the printed sheet carries the code, and its address opens the form."""

import pytest

from app.records.rating import RatingUsed
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from tests import people
from tests.counter import CounterDesk, open_counter
from tests.printing import reading

ALTERNATIVE = "Mã QR mở phiếu đánh giá việc phục vụ, không ghi tên người đánh giá"
PAPERS = [{"key": "ly-hon", "name": "Trích lục ly hôn", "form": "copy", "count": 1, "what": "bản sao", "citation": ""}]


@pytest.fixture
def desk(app):
    open_counter()
    desk = CounterDesk()
    desk.now = now_ms()
    return desk


def accepted(desk) -> dict:
    return desk.receive()


def supplemented(desk) -> dict:
    return desk.do("request_supplement", desk.receive(), papers=PAPERS, reason="Thiếu trích lục", override=False)


def refused(desk) -> dict:
    return desk.receive(decision="decline", documents=[], reason="Không thuộc thẩm quyền của phường")


SHEETS = [("giay-tiep-nhan", accepted), ("phieu-bo-sung", supplemented), ("phieu-tu-choi", refused)]


@pytest.mark.parametrize(("slug", "make"), SHEETS, ids=[slug for slug, _ in SHEETS])
def test_the_sheet_carries_an_invitation_that_opens(app, desk, sign_in, visitor, slug, make):
    row = make(desk)
    printed = sign_in(people.HA).get(f"/ho-so/{row['id']}/{slug}.pdf")
    assert printed.status_code == 200
    assert ALTERNATIVE in reading.alternative_texts(printed.data)
    assert "Quét để đánh giá" in reading.text(printed.data)
    with app.test_request_context():
        address = Stationery(people.WARD, desk.now).record(slug, row)["rating_url"]
    assert address == f"http://localhost/danh-gia/{row['tracking']}"
    path = address.removeprefix("http://localhost")
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, {"level": "4"}).status_code == 303
    assert RatingUsed.select().where(RatingUsed.ward_id == people.WARD).count() == 1


def test_other_sheets_do_not(app, desk, sign_in):
    printed = sign_in(people.HA).get(f"/ho-so/{desk.receive()['id']}/phieu-kiem-soat.pdf")
    assert ALTERNATIVE not in reading.alternative_texts(printed.data)
