"""What is left out of open data cannot be worked out from what is left in."""

import random
from collections import Counter
from itertools import product

import pytest

from app.rules.open_data import DATASETS, LEAST, hidden, shown
from app.rules.rollup import CUBES


def test_every_table_reads_a_cube_that_has_its_dimensions():
    for one in DATASETS.values():
        cube = CUBES[one.cube]
        assert cube.period
        assert {*one.by, *one.where} <= set(cube.dimensions)
        assert set(one.measures) <= set(cube.measures)
        # Nobody is a dimension.
        assert not {"staff", "unit"} & {*one.by, *one.where}


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ({("a",): 5, ("b",): 9}, set()),
        # One alone would be what is missing from the sum.
        ({("a",): 4, ("b",): 9, ("c",): 20}, {("a",), ("b",)}),
        ({("a",): 2, ("b",): 3, ("c",): 20}, {("a",), ("b",)}),
        # Two that are four together would still tell a small group.
        ({("a",): 2, ("b",): 2, ("c",): 20}, {("a",), ("b",), ("c",)}),
        ({("a",): 1}, {("a",)}),
        ({}, set()),
    ],
)
def test_the_smallest_go_and_take_one_with_them(counts, gone):
    assert hidden(counts) == gone


def test_in_a_table_of_two_dimensions_neither_sum_gives_a_count_back():
    dice = random.Random(3)
    for _ in range(200):
        counts = {
            (f"r{row}", f"c{column}"): dice.choice((1, 2, 3, 4, 6, 9, 14, 30))
            for row in range(dice.randrange(1, 6))
            for column in range(dice.randrange(1, 6))
            if dice.random() < 0.8
        }
        gone = hidden(counts)
        assert {cell for cell, n in counts.items() if n < LEAST} <= gone
        for place in (0, 1):
            for name in {cell[place] for cell in gone}:
                line = [cell for cell in counts if cell[place] == name]
                out = [cell for cell in line if cell in gone]
                whole_line = len(out) == len(line)
                assert whole_line or (len(out) >= 2 and sum(counts[cell] for cell in out) >= LEAST)


def test_no_count_is_the_difference_of_the_sums_of_several_lines():
    """Two hidden squares joined by one hidden cell: the rows of a square less its columns are that cell."""
    squares = {cell: 3 for rows, columns in (("ab", "AB"), ("cd", "CD")) for cell in product(rows, columns)}
    counts = squares | {("a", "C"): 1, ("b", "D"): 40, ("d", "A"): 60}
    assert ("b", "D") in hidden(counts)
    dice = random.Random(4)
    for _ in range(200):
        counts = {
            (f"r{row}", f"c{column}"): dice.choice((1, 2, 3, 4, 6, 9, 14, 30))
            for row in range(dice.randrange(2, 8))
            for column in range(dice.randrange(2, 6))
            if dice.random() < 0.8
        }
        gone = hidden(counts)
        for cell in gone:
            # Whoever knows every sum can only tell it where the whole table, all hidden, would still tell it.
            assert _joined_without(cell, gone) == _joined_without(cell, set(counts))


def _joined_without(cell, cells) -> bool:
    """Whether a row and a column hang together by other cells than the one where they cross."""
    reached, grown = {("row", cell[0])}, True
    while grown:
        lines = {
            line
            for row, column in cells - {cell}
            if {("row", row), ("column", column)} & reached
            for line in (("row", row), ("column", column))
        }
        grown = not lines <= reached
        reached |= lines
    return ("column", cell[1]) in reached


@pytest.mark.parametrize("slug", ["cach-nop-theo-to", "kho-khan-theo-to"])
def test_a_sum_that_one_table_hides_is_not_given_back_by_the_lines_of_another(slug):
    detailed = DATASETS[slug]
    (coarse,) = (one for one in DATASETS.values() if one.by == (detailed.told_by,) and one.cube != detailed.cube)
    at, dice = detailed.by.index(detailed.told_by), random.Random(1)
    for _ in range(600):
        counts = {
            (f"a{row}", f"b{column}"): dice.choice((1, 3, 5, 6, 7, 9, 12, 30, 60))
            for row in range(dice.randrange(2, 7))
            for column in range(4)
            if dice.random() < 0.7
        }
        sums = Counter()
        for cell, n in counts.items():
            sums[cell[at]] += n
        rows = [{"month": "2026-09", detailed.told_by: of, "n": n, "minutes": n} for of, n in sums.items()]
        told = {row[detailed.told_by]: row["n"] for row in shown(coarse, rows)}
        rows = [{"month": "2026-09", **dict(zip(detailed.by, cell, strict=True)), "n": n} for cell, n in counts.items()]
        lines = {}
        for row in shown(detailed, rows):
            lines.setdefault(row[detailed.told_by], []).append(row["n"])
        assert not [of for of, n in told.items() if n is None and None not in lines[of]]


def test_a_hidden_line_stays_in_its_place_without_a_number():
    rows = [
        {"month": "2026-09", "neighbourhood": name, "n": n, "minutes": 10 * n}
        for name, n in (("b", 7), ("a", 3), ("c", 8))
    ]
    lines = shown(DATASETS["luot-ho-tro-theo-to"], rows)
    assert [(line["neighbourhood"], line["n"], line["minutes"]) for line in lines] == [
        ("a", None, None),
        ("b", None, None),
        ("c", 8, 80),
    ]
