"""What looks like the same matter is hinted, never merged; a person calls two related; the citizen rates an answer."""

import pytest

from app.rules.feedback_alike import looks_like
from tests import counter, people
from tests.feedback_desk import FeedbackDesk, hire
from tests.web.form_reader import main_text

WORDS = "Đèn đường trước tòa CT1A tắt đã ba hôm, buổi tối đi rất nguy hiểm"
NEAR = "Đèn đường trước toà CT1A đã tắt ba hôm nay, buổi tối đi nguy hiểm"
SOME = "Đèn đường trước tòa CT1A tắt, buổi tối rất tối, mong phường thay bóng"
FAR = "Quầy số 3 hướng dẫn thiếu giấy tờ, phải đi lại hai lần"
DAY = 86_400_000


@pytest.fixture
def desk(app):
    counter.open_counter()
    hire()
    return FeedbackDesk()


def row(**changed) -> dict:
    return {"id": "1", "kind": "petition", "content": WORDS, "place": "", "phone": "", "received_at": 0} | changed


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"content": NEAR}, "words"),
        ({"content": NEAR, "kind": "suggestion"}, ""),
        ({"content": NEAR, "received_at": 15 * DAY}, ""),
        ({"content": NEAR, "received_at": 14 * DAY}, "words"),
        ({"content": SOME}, ""),
        ({"content": FAR, "phone": "+84987654321"}, ""),
        ({"content": SOME, "place": "sảnh CT1A"}, "place"),
        (
            {"content": SOME, "phone": "+84987654321"},
            "phone",
        ),
        ({"content": "Rất tốt"}, ""),
        ({"id": "1", "content": NEAR}, ""),
    ],
)
def test_two_look_alike_by_their_words_or_by_some_words_and_the_place_or_telephone(other, why):
    one = row(place="Sảnh  CT1A", phone="+84987654321")
    two = row(id="2") | other
    assert looks_like(one, two, 14) == looks_like(two, one, 14) == why


def test_it_is_hinted_in_the_list_and_called_related_by_a_person(desk, sign_in):
    first, second, other = (desk.hear(content=words) for words in (WORDS, NEAR, FAR))
    client = sign_in(people.HA)
    listed = client.get("/phan-anh").text
    assert listed.count("Có thể trùng với") == 2
    page = client.get(f"/phan-anh/{second['id']}")
    assert "lời gần giống nhau" in page.text
    assert other["id"] not in page.text
    form = {"op": counter.new_id(), "other": first["id"], "related": "1", "back": second["id"]}
    after = main_text(client.follow(client.post(f"/phan-anh/{second['id']}/lien-quan", form)))
    assert "Có thể trùng với" not in after
    assert "Bỏ liên quan" in after
    # Seen from both sides; each keeps its own day and answer.
    assert second["id"] in client.get(f"/phan-anh/{first['id']}").text
    assert desk.row(first["id"], "feedback") == first
    assert desk.row(second["id"], "feedback")["answer_due_at"] == second["answer_due_at"]
    client.post(f"/phan-anh/{second['id']}/lien-quan", form | {"op": counter.new_id(), "related": "0"})
    assert "Có thể trùng với" in main_text(client.get(f"/phan-anh/{first['id']}"))


def test_what_is_hidden_from_somebody_is_neither_hinted_nor_related(desk, sign_in):
    """R13: not even that there is one."""
    shown = desk.hear(content=WORDS)
    hidden = desk.hear(content=NEAR, about=[people.HA.id])
    client = sign_in(people.HA)
    assert "Có thể trùng" not in client.get("/phan-anh").text + client.get(f"/phan-anh/{shown['id']}").text
    form = {"op": counter.new_id(), "other": hidden["id"], "related": "1"}
    assert client.post(f"/phan-anh/{shown['id']}/lien-quan", form).status_code == 404
    before = main_text(client.get(f"/phan-anh/{shown['id']}"))
    desk.step("relate", shown, by=people.MINH, to=hidden["id"], related=True)
    page = client.get(f"/phan-anh/{shown['id']}")
    assert hidden["id"] not in page.text
    # Neither in its history, where a line about nothing would tell.
    assert main_text(page) == before
    assert "Bỏ liên quan" in sign_in(people.MINH).get(f"/phan-anh/{shown['id']}").text


def test_the_citizen_reads_the_answer_by_the_code_and_rates_it_once(desk, visitor, sign_in):
    told = desk.sorted_as("ours")
    look_up, rate = f"/tra-cuu?ma={told['tracking']}", "/tra-cuu/danh-gia"
    assert "câu trả lời thế nào" not in visitor.get(look_up).text
    form = {"ma": told["tracking"], "rating": "unsatisfied", "reason": "Đèn vẫn chưa sáng"}
    assert visitor.post(rate, form).status_code in (409, 422)
    row = desk.step("answer", told, text="Đã thay bóng đèn ngày 20/11.", how="phone")
    page = visitor.get(look_up).text
    assert "Đã thay bóng đèn ngày 20/11." in page
    assert told["name"] not in page
    assert visitor.post(rate, form | {"rating": ""}).status_code == 422
    for _press in range(2):
        assert "Chưa hài lòng" in main_text(visitor.follow(visitor.post(rate, form)))
    assert visitor.post(rate, form | {"rating": "satisfied"}).status_code == 409
    after = desk.row(row["id"], "feedback")
    assert (after["rating"], after["rating_reason"], after["state"]) == ("unsatisfied", form["reason"], "answered")
    client = sign_in(people.HA)
    assert "Người dân: chưa hài lòng với câu trả lời" in main_text(client.get("/phan-anh?trang-thai=answered"))
    assert "Đèn vẫn chưa sáng" in client.get(f"/phan-anh/{row['id']}").text
    assert visitor.post(rate, form | {"ma": "1234"}).status_code == 404


def test_nobody_of_the_ward_rates_and_an_answer_that_names_the_speaker_is_not_shown(desk, visitor):
    row = desk.sorted_as("ours")
    row = desk.step("answer", row, text=f"Kính gửi bà {row['name']}: đã sửa.", how="phone")
    assert desk.stopped("rate", row, rating="satisfied", reason="") == "role_not_allowed"
    assert row["name"] not in visitor.get(f"/tra-cuu?ma={row['tracking']}").text
