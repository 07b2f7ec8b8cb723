"""A long register that two workers drew is the one that a single worker draws."""

import random
from collections import Counter

import pytest

from app.printing import drawing, paper, registers
from app.problems import Problem
from tests.printing import reading
from tests.printing.counter_samples import CERTIFICATION, LEDGER, LONG_NAME, certification_rows, ledger_rows
from tests.printing.test_refill import HOSTILE

PLACES = ("code", "national_code", "procedure", "name", "address", "unit", "return_by", "note")


def rows(count):
    """Rows of all heights: ordinary, empty, cancelled and hostile words in every column that holds words."""
    chance = random.Random(20261122)
    words = [*HOSTILE, "", "", LONG_NAME, "Bà\r\nLê\tThị  Bưởi "]
    return [
        row | ({chance.choice(PLACES): chance.choice(words) for _ in range(3)} if row["number"] % 3 else {})
        for row in ledger_rows(count)
    ]


@pytest.fixture(scope="module")
def both():
    """160 rows (by two workers, by one)."""
    register, many = LEDGER | {"closing": True}, rows(160)
    draft = registers.ledger_draft(register, many)
    assert draft.halves() is not None
    ours, press = registers.ledger(register, many), paper.press(long=True)
    try:
        return ours, press.print(draft.html()).pdf
    finally:
        press.rest()


def test_pages_texts_and_pictures_are_the_same(both):
    ours, whole = both
    pages = reading.pages(whole)
    assert len(pages) > 20
    assert reading.pages(ours) == pages
    for number in range(1, len(pages) + 1):
        assert reading.picture(ours, 50, number).tobytes() == reading.picture(whole, 50, number).tobytes(), number


def test_it_is_valid_and_every_head_of_a_column_has_a_name_of_its_own(both):
    ours, _whole = both
    assert reading.faults(ours) == []
    heads, named = Counter(), set()
    waiting = [reading.reader(ours).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            heads.update([node["/ID"]] if "/ID" in node else [])
            named.update(node["/A"].get("/Headers", ()) if "/A" in node else ())
            waiting += [node["/K"]] if "/K" in node else []
    assert len(heads) == 13 * len(reading.pages(ours))
    assert set(heads.values()) == {1}
    assert named == set(heads)


def test_a_row_that_may_break_is_left_to_one_worker():
    many = certification_rows(drawing.ROWS_WORTH_HALVING)
    many[-3] = many[-3] | {"paper": "Giấy tờ rất dài. " * 300}
    assert paper.halved_pdf(registers.certification_register_draft(CERTIFICATION, many).halves()) is None
    numbers = reading.first_column(registers.certification_register(CERTIFICATION, many), 18, 24)
    assert numbers == [f"{row['number']:02d}" for row in many]


def test_a_half_that_fails_ends_the_other():
    """The second half has the last row, whose words are none; the first would wait for its heights."""
    halves = registers.ledger_draft(LEDGER, ledger_rows(drawing.ROWS_WORTH_HALVING)).halves()
    halves.rows[-1] = (0, [None] * 13)
    with pytest.raises(Problem) as problem:
        paper.halved_pdf(halves)
    assert problem.value.code == "printing_unavailable"
    assert not paper.press(long=True).pids()
