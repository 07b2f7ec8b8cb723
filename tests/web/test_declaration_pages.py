"""/to-khai without scripts: one long page, posted; errors at their fields, nothing typed lost, then the review."""

import json

import html5lib
import pytest

from app.records.base import listed
from app.records.declaration import Declaration
from app.rules import declaration_form, tracking
from tests import people
from tests.printing import reading

BIRTH = {
    "requester.relation": "mother",
    "requester.name": "Phạm Thị Lụa",
    "requester.birth": "5/3/1996",
    "requester.residence": "P1204, CT1A, phường Hà Đông",
    "requester.id": "001196012345",
    "child.name": "Nguyễn Gia Hân",
    "child.birth": "02112026",
    "child.sex": "female",
    "child.ethnicity": "Kinh",
    "child.nationality": "Việt Nam",
    "child.birthplace": "Bệnh viện Đa khoa Hà Đông",
    "child.hometown": "Hà Nội",
    "child.parents": "mother",
    "mother.name": "Phạm Thị Lụa",
    "mother.birth": "1996",
    "mother.ethnicity": "Kinh",
    "mother.nationality": "Việt Nam",
    "mother.residence": "P1204, CT1A, phường Hà Đông",
    "copies.wanted": "no",
}
PAGE = "/to-khai/khai-sinh"


def read(response):
    return html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)


def control(tree, name):
    return next(element for element in tree.iter() if element.get("name") == name)


def text(response) -> str:
    return " ".join(response.get_data(as_text=True).split())


def test_the_list_names_every_form_with_its_minutes(visitor):
    page = text(visitor.get("/to-khai"))
    for code, form in declaration_form.ours().items():
        assert f'href="/to-khai/{code.replace("_", "-")}"' in page
        assert form["short"] in page


@pytest.mark.parametrize("code", declaration_form.ours())
def test_each_form_has_a_page_with_every_field(visitor, code):
    form = declaration_form.ours()[code]
    answer = visitor.get(f"/to-khai/{code.replace('_', '-')}")
    assert answer.status_code == 200
    assert answer.headers["GD-Kept"] == "public"
    names = {element.get("name") for element in read(answer).iter()}
    for section in form["sections"]:
        at = f"{section['id']}.0" if "repeat" in section else section["id"]
        if "repeat" in section and not section["repeat"]["min"]:
            continue
        assert {f"{at}.{one['id']}" for one in section["fields"] if one["type"] != "note"} <= names


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(visitor):
    answer = visitor.post(PAGE, {**BIRTH, "child.birth": "31/02/2026", "child.name": "", "step": "review"})
    assert answer.status_code == 422
    tree = read(answer)
    assert control(tree, "child.birth").get("value") == "31/02/2026"
    assert control(tree, "child.birth").get("aria-invalid") == "true"
    assert control(tree, "requester.name").get("value") == "Phạm Thị Lụa"
    assert control(tree, "requester.birth").get("value") == "05/03/1996"
    assert "Cần ghi “Họ, chữ đệm, tên của trẻ”." in text(answer)
    assert 'href="#child-name"' in text(answer)


def test_a_whole_declaration_is_shown_once_more_and_can_be_edited(visitor):
    answer = visitor.post(PAGE, {**BIRTH, "father.name": "Tên không hỏi", "step": "review"})
    assert answer.status_code == 200
    page = text(answer)
    assert "02/11/2026" in page
    assert "Tên không hỏi" not in page
    tree = read(answer)
    carried = {element.get("name"): element.get("value") for element in tree.iter("input")}
    assert carried["child.birth"] == "2026-11-02"
    again = visitor.post(PAGE, {**carried, "step": "edit"})
    assert control(read(again), "child.birth").get("value") == "02/11/2026"
    assert control(read(again), "op").get("value") == carried["op"]


def test_what_looks_odd_is_said_and_stops_nothing(visitor):
    answer = visitor.post(
        PAGE, {**BIRTH, "requester.name": "Nguyeenx Vawn An", "requester.id": "001", "step": "review"}
    )
    assert answer.status_code == 200
    assert "Nguyễn Văn An" in text(answer)
    assert "12 chữ số" in text(answer)


def test_a_person_more_and_a_person_less(visitor):
    page = "/to-khai/ct01"
    first = visitor.post(page, {"members.0.name": "Lê Văn Một", "step": "add:members"})
    assert control(read(first), "members.1.name").get("value") == ""
    second = visitor.post(
        page, {"members.0.name": "Lê Văn Một", "members.1.name": "Lê Thị Hai", "step": "drop:members.0"}
    )
    tree = read(second)
    assert control(tree, "members.0.name").get("value") == "Lê Thị Hai"
    assert "members.1.name" not in {element.get("name") for element in tree.iter()}


def test_forged_steps_change_nothing(visitor):
    for step in ("add:nobody", "drop:members.99", "drop:members.x", "add:child", "drop:"):
        assert visitor.post("/to-khai/ct01", {"step": step}).status_code == 200


@pytest.mark.parametrize("code", ["khai_sinh", "khong-co", "KHAI-SINH"])
def test_a_form_that_is_not_there_is_said(visitor, code):
    assert visitor.get(f"/to-khai/{code}").status_code == 404
    assert visitor.post(f"/to-khai/{code}", {"step": "review"}).status_code == 404


def test_half_a_declaration_is_printed_for_the_pen(visitor):
    half = {"child.name": "Nguyễn Gia Hân", "father.name": "Ngô Bá Khá", "child.parents": "mother", "step": "pdf"}
    answer = visitor.post(PAGE, half)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    printed = reading.text(answer.data)
    assert "NGUYỄN GIA HÂN" in printed
    assert "NGÔ BÁ KHÁ" not in printed


def test_it_is_sent_once_however_often_it_is_posted(visitor):
    carried = {element.get("name"): element.get("value") for element in read(review(visitor)).iter("input")}
    first, second = (visitor.post(PAGE, {**carried, "step": "send"}) for _ in range(2))
    rows = listed(Declaration.select().where(Declaration.ward_id == people.WARD))
    assert len(rows) == 1
    for answer in (first, second):
        assert tracking.format(rows[0]["tracking"]) in text(answer)
    assert json.loads(rows[0]["filled"])["child"]["birth"] == "2026-11-02"
    assert rows[0]["name"] == "Phạm Thị Lụa"


def review(visitor):
    answer = visitor.post(PAGE, {**BIRTH, "step": "review"})
    assert answer.status_code == 200
    return answer
