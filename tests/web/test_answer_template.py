"""/mau-tra-loi and the form of an answer: the ward's own words, filled in, without a script."""

import re

import pytest

from app.rules import tracking
from tests import counter, people
from tests.feedback_desk import FeedbackDesk
from tests.web.form_reader import form_fields, main_text

LIST = "/mau-tra-loi"


@pytest.fixture
def desk(app):
    counter.open_counter()
    return FeedbackDesk()


def test_a_template_goes_behind_what_was_typed_with_its_holes_filled(desk, sign_in):
    row = desk.sorted_as("ours")
    client, page = sign_in(people.HA), f"/phan-anh/{row['id']}"
    fields = form_fields(client.get(f"{page}?viec=tra-loi"), f"{page}/tra-loi")
    (template,) = [one for one in _options(client.get(page).text) if "Đã kiểm tra, giải thích" in one[1]]
    answer = client.post(f"{page}/tra-loi/mau", fields | {"text": "Kính gửi bà Nga.", "mau": template[0]})
    typed = form_fields(answer, f"{page}/tra-loi")["text"]
    assert typed.startswith("Kính gửi bà Nga.\nPhường đã kiểm tra phản ánh mã ")
    assert tracking.format(row["tracking"]) in typed
    assert "{" not in typed
    assert desk.row(row["id"], "feedback")["state"] == "handling"
    # One that is for góp ý is not offered, and an unknown one adds nothing.
    assert not [one for one in _options(answer.text) if "Cảm ơn góp ý" in one[1]]
    again = client.post(f"{page}/tra-loi/mau", fields | {"text": "Giữ nguyên", "mau": "0"})
    assert form_fields(again, f"{page}/tra-loi")["text"] == "Giữ nguyên"
    done = client.follow(client.post(f"{page}/tra-loi", fields | {"text": typed, "how": "phone", "mau": template[0]}))
    assert "Đã trả lời" in main_text(done)


def _options(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)', html)


def test_a_starter_is_made_the_wards_own_and_put_out_of_use(desk, sign_in):
    client = sign_in(people.HA)
    listed = client.get(LIST)
    address = f"{LIST}/5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0004"
    assert f'href="{address}"' in listed.text
    fields = form_fields(client.get(address), address)
    wrong = client.post(address, fields | {"text": "Cảm ơn {họ tên}"})
    assert wrong.status_code == 422
    assert "Chữ trong ngoặc nhọn" in wrong.text
    client.post(address, fields | {"name": "Cảm ơn", "text": "Cảm ơn anh/chị, {hôm nay}."})
    page = main_text(client.get(LIST))
    assert "Cảm ơn anh/chị, {hôm nay}." in page
    assert "Cảm ơn góp ý" not in page
    fields = form_fields(client.get(address), address)
    fields.pop("active")
    client.post(address, fields)
    row = desk.hear(kind="suggestion")
    assert "Cảm ơn" not in [name for _id, name in _options(client.get(f"/phan-anh/{row['id']}").text)]


def test_a_new_one_with_a_name_that_is_taken_is_refused_and_nothing_is_lost(desk, sign_in):
    client, address = sign_in(people.HA), f"{LIST}/moi"
    fields = form_fields(client.get(address), address) | {"name": "Đèn đường", "kind": "any", "text": "Đã thay bóng."}
    client.post(address, fields)
    again = form_fields(client.get(address), address) | {"name": "đèn đường", "kind": "any", "text": "Khác"}
    answer = client.post(address, again)
    assert answer.status_code == 422
    assert "Khác" in answer.text
    assert main_text(client.get(LIST)).count("Đèn đường") == 1


def test_only_the_desk_writes_templates(sign_in):
    assert sign_in(people.LAN).get(LIST).status_code == 403
