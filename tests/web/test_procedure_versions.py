"""A clerk changes, publishes and repeals: always a new version, never written over, never twice."""

import re

import pytest

from app.records import ledger_entry
from app.records import procedure as records
from tests import people

BIRTH = "1.001193"


def form_of(client, path: str) -> dict:
    """What the form would send, read from its markup as a browser does."""
    page = client.get(path).get_data(as_text=True)
    form = page[page.index(f'action="{path.partition("?")[0]}"') :]
    sent = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name.group(1)] = value.group(1) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        sent[name] = text
    for name, options in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen.group(1) if chosen else ""
    return sent


def edited(client, code=BIRTH, **changed) -> dict:
    return {**form_of(client, f"/thu-tuc/{code}/sua"), "decision": "QĐ 99/2026", "status": "in_force", **changed}


def versions(code=BIRTH) -> list[tuple]:
    return [(row["version"], row["status"], bool(row["current"])) for row in records.versions(people.WARD, code)]


def head() -> int:
    return ledger_entry.head(people.WARD)["v"]


@pytest.mark.parametrize("path", ["/thu-tuc/1.001193/sua", "/thu-tuc/1.001193/bai-bo"])
def test_only_those_with_the_right_change_a_procedure(visitor, sign_in, path):
    assert visitor.get(path).status_code == 302
    for person in (people.LAN, people.HUNG, people.MINH, people.THAO):
        assert sign_in(person).get(path).status_code == 403
        assert sign_in(person).post(path, {"decision": "x"}).status_code == 403
    for person in (people.HA, people.AN):
        assert sign_in(person).get(path).status_code == 200
    assert versions() == [(1, "in_force", True)]


def test_a_change_becomes_a_new_version_with_its_decision(sign_in):
    clerk = sign_in(people.HA)
    answer = clerk.post(f"/thu-tuc/{BIRTH}/sua", edited(clerk, fee_text="Miễn khi đúng hạn", cutoff_15h="1"))
    assert answer.status_code == 303
    assert versions() == [(2, "in_force", True), (1, "in_force", False)]
    row = records.procedure(people.WARD, BIRTH)
    assert (row["fee_text"], row["decision"], bool(row["cutoff_15h"])) == ("Miễn khi đúng hạn", "QĐ 99/2026", True)
    assert records.procedure(people.WARD, BIRTH, 1)["fee_text"] == ""
    assert "Đã công bố bản mới" in clerk.follow(answer).get_data(as_text=True)


def test_the_same_form_posted_twice_is_one_version(sign_in):
    clerk = sign_in(people.HA)
    form = edited(clerk, fee_text="Miễn khi đúng hạn")
    clerk.post(f"/thu-tuc/{BIRTH}/sua", form)
    before = head()
    assert clerk.post(f"/thu-tuc/{BIRTH}/sua", form).status_code == 303
    assert versions() == [(2, "in_force", True), (1, "in_force", False)]
    assert head() == before


def test_the_slower_of_two_clerks_is_told_and_loses_no_words(sign_in):
    clerk, admin = sign_in(people.HA), sign_in(people.AN)
    slow = edited(clerk, fee_text="Bản của chị Hà: miễn một nửa")
    admin.post(f"/thu-tuc/{BIRTH}/sua", edited(admin, fee_text="Bản của anh An: miễn hết"))
    before = head()
    answer = clerk.post(f"/thu-tuc/{BIRTH}/sua", slow)
    assert answer.status_code == 409
    assert "vừa có người khác sửa" in answer.get_data(as_text=True)
    assert "Bản của chị Hà: miễn một nửa" in answer.get_data(as_text=True)
    assert records.procedure(people.WARD, BIRTH)["fee_text"] == "Bản của anh An: miễn hết"
    assert head() == before


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"decision": ""}, "Cần có mục “Quyết định công bố”"),
        ({"name": ""}, "Cần có mục “Tên thủ tục”"),
        ({"fee_text": "20.000đ"}, "Phí chỉ ghi số"),
        ({"documents": "x" * 4001}, "tối đa 4000"),
        ({"effective_from_on": "2026-12-01", "effective_to_on": "2026-11-01"}, "Hãy xem lại hai ngày"),
        ({"favourite": "nhất"}, "phải là số nguyên"),
        ({}, "Chưa có gì thay đổi"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_logged(sign_in, changed, sentence):
    clerk, before = sign_in(people.HA), head()
    answer = clerk.post(f"/thu-tuc/{BIRTH}/sua", edited(clerk, **changed))
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert (versions(), head()) == ([(1, "in_force", True)], before)


def test_a_draft_waits_beside_the_version_in_force_until_it_is_published(sign_in, visitor):
    clerk = sign_in(people.HA)
    clerk.post(f"/thu-tuc/{BIRTH}/sua", edited(clerk, note="Sẽ áp dụng từ năm sau", status="draft"))
    assert versions() == [(2, "draft", False), (1, "in_force", True)]
    assert "năm sau" not in visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    assert visitor.get(f"/thu-tuc/{BIRTH}?phien-ban=2").status_code == 404
    form = edited(clerk)
    assert form["note"] == "Sẽ áp dụng từ năm sau"
    clerk.post(f"/thu-tuc/{BIRTH}/sua", form)
    assert versions() == [(3, "in_force", True), (2, "draft", False), (1, "in_force", False)]
    assert "năm sau" in visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)


def test_a_draft_that_never_was_public_is_published(sign_in, visitor):
    body = people.procedure_body("1.000656", "Khai tử", "Hộ tịch", status="draft")
    people.put(people.WARD, "procedure.put/1", [("1.000656@1", body)])
    clerk = sign_in(people.HA)
    clerk.post("/thu-tuc/1.000656/sua", edited(clerk, "1.000656"))
    assert versions("1.000656") == [(2, "in_force", True), (1, "draft", False)]
    page = visitor.get("/thu-tuc/1.000656").get_data(as_text=True)
    assert "Các phiên bản" not in page


def test_a_repeal_is_a_version_too(sign_in, visitor):
    clerk = sign_in(people.HA)
    form = {**form_of(clerk, f"/thu-tuc/{BIRTH}/bai-bo"), "decision": "QĐ 3582", "replaced_by": "1.004222"}
    assert clerk.post(f"/thu-tuc/{BIRTH}/bai-bo", form).status_code == 303
    assert clerk.post(f"/thu-tuc/{BIRTH}/bai-bo", form).status_code == 303
    assert versions() == [(2, "repealed", True), (1, "in_force", False)]
    page = visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    assert "Thủ tục này đã bãi bỏ" in page
    assert 'href="/thu-tuc/1.004222"' in page
    assert clerk.get(f"/thu-tuc/{BIRTH}/bai-bo").status_code == 404


@pytest.mark.parametrize("replaced_by", [BIRTH, "9.999999"])
def test_a_replacement_must_be_another_procedure_of_the_catalogue(sign_in, replaced_by):
    clerk = sign_in(people.HA)
    form = {**form_of(clerk, f"/thu-tuc/{BIRTH}/bai-bo"), "decision": "QĐ 3582", "replaced_by": replaced_by}
    answer = clerk.post(f"/thu-tuc/{BIRTH}/bai-bo", form)
    assert answer.status_code == 422
    assert "không có trong danh mục" in answer.get_data(as_text=True)
    assert versions() == [(1, "in_force", True)]


def test_a_forged_base_version_is_not_found(sign_in):
    clerk = sign_in(people.HA)
    for wrong in ("7", "-1", "x"):
        assert clerk.post(f"/thu-tuc/{BIRTH}/sua", edited(clerk, ban=wrong)).status_code == 404
