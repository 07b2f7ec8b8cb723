"""A version is never written over; a draft never hides what was published; papers and places in plain words."""

import pytest

from app.rules import procedure
from app.rules.operation import Change, Context, Lists, Operation, Refusal
from tests.people import procedure_body

HELD = procedure_body("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch")
CONTEXT = Context(
    now=0,
    today="2026-11-21",
    at=0,
    on="2026-11-21",
    author=None,
    shift=None,
    lists=Lists(frozenset(), frozenset(), frozenset(), {}),
)


def put(held, body, entity="1.001193@1"):
    operation = Operation(
        id="0195e000-0000-7000-8000-0000000000aa",
        sequence=0,
        type="procedure.put/1",
        entity=entity,
        base=0,
        ward=1,
        device="0195e000-0000-7000-8000-0000000000ab",
        author="0195e000-0000-7000-8000-0000000000ac",
        shift="",
        at="2026-11-21T08:00:00.000+07:00",
        clock_offset=0,
        app="test",
        commitment="",
    )
    return procedure.put(held, body, operation, CONTEXT)


def test_a_version_that_stands_changes_only_its_place():
    assert isinstance(put(HELD, {**HELD, "current": False}), Change)
    for fact, other in (("fee_text", "10.000đ/bản"), ("status", "repealed"), ("cutoff_15h", True)):
        answer = put(HELD, {**HELD, fact: other})
        assert isinstance(answer, Refusal)
        assert answer.code == "procedure_version_fixed"


def test_the_id_says_code_and_version():
    assert put(None, HELD, "1.001193@2").code == "body_invalid"
    assert put(None, {**HELD, "version": 2}, "1.001193@2").row["version"] == 2


def test_a_draft_stands_beside_what_was_published():
    ((entity, body),) = procedure.next_version(HELD, HELD, {**HELD, "status": "draft"})
    assert (entity, body["current"]) == ("1.001193@2", False)


def test_a_published_version_takes_over():
    cards = dict(procedure.next_version({**HELD, "version": 2, "status": "draft"}, HELD, HELD))
    assert cards["1.001193@1"]["current"] is False
    assert cards["1.001193@3"]["current"] is True


def test_drafts_before_the_first_publication_follow_each_other():
    draft = {**HELD, "status": "draft"}
    cards = dict(procedure.next_version(draft, draft, {**draft, "name": "Tên khác"}))
    assert cards["1.001193@1"]["current"] is False
    assert cards["1.001193@2"]["current"] is True


def test_a_form_posted_twice_does_not_put_its_own_version_out():
    mine = {**HELD, "version": 2, "fee_text": "Miễn cho mọi người"}
    again = procedure.next_version(HELD, mine, mine)
    assert again == [("1.001193@2", mine)]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("Tờ khai\nGiấy chứng sinh", ["Tờ khai", "Giấy chứng sinh"]),
        ("1) Tờ khai; 2) Giấy báo tử; (nếu có) chứng cứ", ["Tờ khai", "Giấy báo tử; (nếu có) chứng cứ"]),
        ("Tờ khai; Giấy tờ (bản chính; bản sao); CT01", ["Tờ khai", "Giấy tờ (bản chính; bản sao)", "CT01"]),
        ("Bản chính", ["Bản chính"]),
        ("", []),
    ],
)
def test_papers_become_a_list(text, papers):
    assert procedure.documents_list(text) == papers


@pytest.mark.parametrize(
    ("authority", "kind"),
    [
        ("UBND cấp xã", "ward"),
        ("Ủy ban nhân dân phường", "ward"),
        ("Công an phường (không phải Ủy ban nhân dân)", "police"),
        ("Văn phòng đăng ký đất đai (nhận tại phường)", "received"),
        ("Văn phòng đăng ký đất đai hoặc Chi nhánh", "elsewhere"),
        ("Ủy ban nhân dân phường hoặc Văn phòng đăng ký đất đai", "elsewhere"),
        ("", ""),
    ],
)
def test_who_decides_is_told_apart_from_who_receives(authority, kind):
    assert procedure.decided_by(authority) == kind


@pytest.mark.parametrize(
    ("text", "bare"), [("5000", True), ("20.000 đ", True), ("0 đồng", True), ("2.000đ/trang", False)]
)
def test_a_fee_without_its_condition_is_known(text, bare):
    assert procedure.bare_fee(text) is bare


def test_an_old_unverified_number_beside_a_verified_level_does_not_make_it_unverified():
    row = {
        "level": "full",
        "level_text": "Toàn trình; danh mục năm 2019 ghi mức độ 3 theo NĐ 43/2011 (chưa kiểm chứng)",
    }
    assert not procedure.level_unverified(row)
    assert procedure.level_unverified({"level": "full", "level_text": "Toàn trình (chưa kiểm chứng)"})
