"""/gop-y without scripts: what a citizen types is checked, kept once, and never lost on the way."""

import pytest

from app.records.feedback import Feedback
from app.rules import tracking
from app.web import sync_public
from tests import people
from tests.web.form_reader import main_text

PAGE = "/gop-y"
WORDS = "Quầy số 2 giải thích rất tận tình, xin cảm ơn"
WHO = {"name": "Trần Thị Bé", "address": "P1204 CT1A", "phone": "0987 654 321"}


@pytest.fixture(autouse=True)
def quiet_street():
    sync_public._knocks.clear()


def typed(**changed) -> dict:
    return {"kind": "suggestion", "content": WORDS, "place": "", "name": "", "address": "", "phone": ""} | changed


def rows() -> list[dict]:
    return list(Feedback.select().where(Feedback.ward_id == people.WARD).dicts())


def test_a_suggestion_needs_no_name_and_its_code_is_shown(visitor):
    page = main_text(visitor.post(PAGE, typed()))
    (row,) = rows()
    assert (row["kind"], row["content"], row["name"], row["channel"]) == ("suggestion", WORDS, "", "online")
    assert tracking.format(row["tracking"]) in page
    assert "không có thời hạn trả lời" in page


def test_pressed_twice_it_is_one(visitor):
    first, second = (main_text(visitor.post(PAGE, typed())) for _ in range(2))
    assert first == second
    assert len(rows()) == 1


def test_a_petition_says_who_speaks_or_is_not_sent(visitor):
    """NĐ 20/2008 Đ7, R14: the person is told before, not after."""
    answer = visitor.post(PAGE, typed(kind="petition", name="Trần Thị Bé"))
    assert answer.status_code == 422
    page = answer.text
    assert WORDS in page
    assert "Cần có mục “Địa chỉ”" in page
    assert rows() == []
    page = main_text(visitor.post(PAGE, typed(kind="petition", **WHO)))
    (row,) = rows()
    assert (row["kind"], row["phone"]) == ("petition", "+84987654321")
    assert "phân loại và trả lời" in page
    assert "đang ở bước" in page
    assert tracking.format(row["tracking"]) in main_text(visitor.get(f"/tra-cuu?ma={row['tracking']}"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"content": ""}, "Cần có mục “Nội dung”"),
        ({"content": "x" * 4001}, "tối đa 4000"),
        ({"content": "mật khẩu của tôi là Hoa@2024"}, "có vẻ chứa mật khẩu"),
        ({"phone": "12"}, "Số điện thoại chưa đúng"),
        ({"kind": "denunciation"}, "Hãy chọn lại"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(visitor, changed, said):
    answer = visitor.post(PAGE, typed(place="Sảnh CT1A", **changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Sảnh CT1A" in answer.text
    assert rows() == []


def test_the_page_is_kept_by_phones_and_the_same_for_everybody(visitor, sign_in):
    mine, theirs = visitor.get(PAGE), sign_in(people.HA).get(PAGE)
    assert mine.headers["GD-Kept"] == "page"
    assert mine.data == theirs.data
    assert PAGE in visitor.get("/sw-dan.js").text
