"""What is left out of open data cannot be worked out from what is left in."""

import random

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
