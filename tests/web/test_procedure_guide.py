"""/lam-gi for every role, kept by citizens' phones, and what a procedure's page promises on a given day."""

import re

import pytest

from app.records import procedure as records
from app.rules import procedure as rules
from app.rules.procedure_guide import questions
from app.rules.procedure_import import starter_cards
from app.web.offline import kept_pages
from tests import counter, people
from tests.web.form_reader import main_text

BIRTH = "1.001193"


@pytest.fixture
def birth(app):
    for _entity, body in starter_cards():
        if body["code"] == BIRTH:
            held = records.procedure(people.WARD, BIRTH)
            people.put(people.WARD, "procedure.put/1", rules.next_version(held, held, body))


def test_the_guide_is_the_same_for_everybody_and_kept_by_phones(app, visitor, sign_in):
    seen = {client.get("/lam-gi").data for client in (visitor, sign_in(people.LAN), sign_in(people.HA))}
    assert len(seen) == 1
    with app.app_context():
        assert "/lam-gi" in kept_pages("citizen")


def test_every_question_stands_on_the_page_and_leads_on(visitor):
    page = visitor.get("/lam-gi").get_data(as_text=True)
    ids = re.findall(r'<section class="guide-step[^"]*" id="([^"]+)"', page)
    # The one that is shown first stands last.
    assert ids == [*(question.id for question in questions()[1:]), questions()[0].id]
    for target in re.findall(r'class="guide-answer" href="#([^"]+)"', page):
        assert target in ids
    assert f'href="/thu-tuc/{BIRTH}#th-qua-han"' in page


def test_the_page_of_a_procedure_names_each_variant_that_the_guide_may_mean(birth, visitor):
    page = visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    for key in ("dung-han", "qua-han"):
        assert f'id="th-{key}"' in page


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2026-11-20 09:00", "Nộp ngày 20/11/2026 thì có kết quả chậm nhất thứ Sáu 20/11/2026"),
        # R5: after 15:00 the next working day; a Saturday is Monday's business.
        ("2026-11-20 15:30", "Nộp ngày 20/11/2026 thì có kết quả chậm nhất thứ Hai 23/11/2026"),
        ("2026-11-21 20:00", "Nộp ngày 23/11/2026 thì có kết quả chậm nhất thứ Hai 23/11/2026"),
    ],
)
def test_r5_the_day_of_the_result_is_said_by_rule(birth, visitor, monkeypatch, now, says):
    monkeypatch.setattr("app.web.procedure.now_ms", lambda: counter.at(now))
    assert says in main_text(visitor.get(f"/thu-tuc/{BIRTH}"))


def test_no_day_is_said_of_what_others_decide_or_nobody_knows(visitor):
    assert "Nộp ngày" not in main_text(visitor.get("/thu-tuc/1.004222"))


def test_the_declaration_of_a_procedure_is_one_tap_away(birth, visitor):
    page = visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    assert re.findall(r'href="(/to-khai/[^"]+)"', page) == ["/to-khai/khai-sinh"]
    page = visitor.get("/thu-tuc/2.000815").get_data(as_text=True)
    assert re.findall(r'href="(/to-khai/[^"]+)"', page) == ["/to-khai/chung-thuc"]


def test_papers_can_be_ticked_by_citizens_and_by_nobody_for_them(birth, visitor, sign_in):
    page = visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    assert f'data-ticks="{BIRTH}"' in page
    assert page.count('type="checkbox"') >= 3
    # A clerk's own screen keeps nothing of it.
    assert "data-ticks" not in sign_in(people.HA).get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("khai sinh mức độ 4", "Nay gọi là dịch vụ công trực tuyến toàn trình"),
        ("khai sinh phường Phúc La", "nay thuộc phường Hà Đông"),
        ("hộ khẩu", "không còn giá trị từ ngày 01/01/2023"),
    ],
)
def test_old_names_are_understood_and_explained(birth, visitor, query, says):
    told = main_text(visitor.get("/thu-tuc", query_string={"q": query}))
    assert says in told
    assert says not in main_text(visitor.get("/thu-tuc?q=khai+sinh"))
