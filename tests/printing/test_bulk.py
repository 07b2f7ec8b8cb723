"""Many Mẫu 01 in one file: in order, valid, with progress, and in nobody's way."""

import time

import pytest

from app.printing import bulk, dossier_sheets, paper, ward_templates
from app.problems import Problem
from tests.printing import reading
from tests.printing.counter_samples import LONG_RECEIPT, RECEIPT


def records(count):
    return [RECEIPT | {"number": number, "code": f"7K2M-9QXW-{number:04d}"} for number in range(1, count + 1)]


@pytest.fixture(scope="module")
def printed():
    """31 receipts in two parts, one of them of several pages, as the steps of one print."""
    many = records(31)
    many[3] = LONG_RECEIPT | {"code": many[3]["code"]}
    return many, list(bulk.receipts(many))


def test_progress_is_told_after_each_chunk_and_the_file_at_the_end(printed):
    _many, steps = printed
    assert [(step.done, step.total, bool(step.content)) for step in steps] == [
        (25, 31, False), (31, 31, False), (31, 31, True),
    ]  # fmt: skip


def test_both_copies_of_every_receipt_are_there_in_order(printed):
    many, steps = printed
    firsts = [page for page in reading.pages(steps[-1].content) if "Liên " in page]
    told = [(record["code"], copy) for record in many for copy in ("Liên 1: Lưu", "Liên 2: Giao cho người nộp")]
    assert len(firsts) == len(told)
    for page, (code, copy) in zip(firsts, told, strict=True):
        assert code in page
        assert copy in page


def test_the_whole_is_valid_and_read_aloud(printed):
    many, steps = printed
    pdf = steps[-1].content
    assert reading.faults(pdf) == []
    file = reading.reader(pdf)
    assert file.metadata["/Title"] == f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {many[0]['code']}"
    assert file.trailer["/Root"]["/Lang"] == "vi"
    spoken = [text for text in reading.alternative_texts(pdf) if text and text.endswith(many[-1]["code"])]
    assert len(spoken) == 2


def test_what_was_drawn_in_another_order_is_read_aloud_in_the_one_asked_for(printed):
    """The long receipt, the fourth, is drawn last, because it looks like no other."""
    many, steps = printed
    assert bulk._alike_together(many)[-1] == 3
    codes = [record["code"] for record in many]
    # The structure tree comes back to front.
    spoken = [
        text[-14:] for text in reversed(reading.alternative_texts(steps[-1].content)) if text and text[-14:] in codes
    ]
    assert spoken == [code for code in codes for _copy in (1, 2)]


def test_a_page_looks_as_it_does_alone(printed):
    many, steps = printed
    alone = reading.picture(dossier_sheets.receipt(many[0]), 60)
    together = reading.picture(steps[-1].content, 60)
    assert alone.tobytes() == together.tobytes()


def test_one_at_a_time_and_single_sheets_go_on():
    steps = bulk.receipts(records(60), (2,))
    assert next(steps).done == 25
    with pytest.raises(Problem) as problem:
        next(bulk.receipts(records(1)))
    assert problem.value.code == "printing_busy"
    bulk_workers = paper.press(long=True).pids()
    assert "GIẤY TIẾP NHẬN" in reading.text(dossier_sheets.receipt(RECEIPT))
    assert not set(bulk_workers) & set(paper.press().pids())
    steps.close()
    assert next(bulk.receipts(records(1), (2,))).done == 1


def test_who_goes_away_leaves_no_worker_behind():
    steps = bulk.receipts(records(30), (2,))
    next(steps)
    steps.close()
    deadline = time.monotonic() + 30
    while paper.press(long=True).pids() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert paper.press(long=True).pids() == []


def test_a_wards_own_template_is_bound_too(tmp_path):
    (tmp_path / "ha-dong").mkdir()
    text = '<!doctype html><html lang="vi"><title>Riêng</title><h1>Giấy của {{ sheet.code }}</h1></html>'
    (tmp_path / "ha-dong" / "receipt.html").write_text(text, "utf-8")
    ward_templates.use(tmp_path)
    try:
        *_, last = bulk.receipts(records(3))
    finally:
        ward_templates.use(None)
    assert reading.pages(last.content) == [f"Giấy của 7K2M-9QXW-000{number}" for number in (1, 2, 3)]
    assert reading.faults(last.content) == []


def test_too_many_or_none_are_refused():
    with pytest.raises(ValueError, match="nothing"):
        next(bulk.receipts([]))
    with pytest.raises(Problem) as problem:
        next(bulk.receipts([RECEIPT] * (bulk.RECEIPTS_MAX + 1)))
    assert problem.value.code == "printing_too_slow"


def test_a_failing_chunk_ends_the_print_and_frees_the_press():
    broken = [*records(2), RECEIPT | {"verify_text": "A" * 400}]
    with pytest.raises(ValueError, match="400 letters"):
        list(bulk.receipts(broken))
    assert not bulk._one_at_a_time.locked()
