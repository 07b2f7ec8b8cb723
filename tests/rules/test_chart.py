"""Charts stay inside their frame, tell the truth about their numbers, and leave nothing out of their tables."""

import pytest

from app.rules import chart
from app.rules.chart_wide import widened

LONG = "Điểm hỗ trợ dịch vụ công trực tuyến Nhà văn hóa tòa CT1A khu đô thị Văn Khê mở rộng"
MONTHS = [f"2025-{month:02d}" for month in (11, 12)] + [f"2026-{month:02d}" for month in range(1, 11)]

CHARTS = [
    chart.bars("Một", [("A", 3), (LONG, 12, "/x"), ("C", 0), ("D", None)], "lượt"),
    chart.stacked("Hai", [("A", [1, 2, 0]), (LONG, [5, 5, 5])], ["Một", "Hai", "Ba"]),
    chart.line("Ba", [(month, place * 7) for place, month in enumerate(MONTHS)], unit="lượt"),
    chart.line("Bốn", [(month, [50, None, 99.5]) for month in MONTHS], ["a", "b", "c"], "%", most=100),
    chart.pareto("Năm", [("A", 5), (LONG, 80), ("C", 15), ("D", 0)], running="Tỷ lệ cộng dồn"),
    chart.dots("Sáu", [("A", 86.5, 71.2, 94.0, 34), (LONG, 100, 72, 100, 9), ("C", None, None, None, 0)], "%"),
]


@pytest.mark.parametrize("drawn", CHARTS, ids=lambda drawn: drawn.title)
def test_everything_stands_inside_the_frame(drawn):
    for box in drawn.boxes:
        assert box.x >= 0
        assert box.x + box.width <= 100.001
        assert box.y >= 0
        assert box.y + box.height <= drawn.height
    for stroke in drawn.strokes:
        assert all(0 <= x <= 100 for x in (stroke.x1, stroke.x2))
        assert all(-3 <= y <= drawn.height for y in (stroke.y1, stroke.y2))
    for one in (*drawn.markers, *drawn.words):
        assert 0 <= one.x <= 100
        assert 0 <= one.y <= drawn.height
    assert not drawn.empty


@pytest.mark.parametrize("drawn", CHARTS, ids=lambda drawn: drawn.title)
def test_a_label_and_its_value_have_room_on_a_phone_and_the_table_has_it_whole(drawn):
    for one in drawn.words:
        beside = sum(len(str(part)) for each in drawn.words if each.y == one.y for part in each.parts)
        assert drawn.title in ("Ba", "Bốn") or beside <= chart.LETTERS
    labels = [row.label for row in drawn.rows]
    assert LONG in labels or drawn.title in ("Ba", "Bốn")
    assert len(drawn.rows) == (3 if drawn.title == "Năm" else len(labels))


def test_bars_are_as_long_as_their_numbers():
    drawn = CHARTS[0]
    assert [box.width for box in drawn.boxes] == [25, 100, 0, 0]
    assert [row.href for row in drawn.rows] == ["", "/x", "", ""]
    assert chart.bars("x", [("A", 25)], "%", most=100).boxes[0].width == 25


def test_parts_of_a_stack_follow_one_another_and_add_up_to_it():
    first, second = CHARTS[1].boxes[:2], CHARTS[1].boxes[2:]
    assert [box.fill for box in first] == [1, 2]
    assert first[1].x == pytest.approx(first[0].width, abs=0.01)
    assert sum(box.width for box in second) == pytest.approx(100, abs=0.01)


def test_a_pareto_has_the_greatest_first_and_ends_at_all_of_them():
    rows = CHARTS[4].rows
    assert [row.cells for row in rows] == [(80, 80, 80), (15, 15, 95), (5, 5, 100)]
    # "15 · 95 %" is no share of the fifteen: the drawing says so itself.
    assert [(each.text, each.series) for each in CHARTS[4].legend] == [("Tỷ lệ cộng dồn", 3)]


def test_a_point_alone_stands_where_the_last_one_does():
    drawn = chart.line("x", list(zip(MONTHS, [7] * 12, strict=True)), unit="lượt")
    alone = chart.line("x", [("20/11", 3)])
    assert [each.x for each in alone.markers] == [drawn.markers[-1].x]


def test_a_line_is_broken_where_nothing_is_known():
    drawn = chart.line("x", [("2026-01", 4), ("2026-02", None), ("2026-03", 4), ("2026-04", 8)])
    assert len([stroke for stroke in drawn.strokes if stroke.kind == "1"]) == 1
    assert len(drawn.markers) == 3
    years = [each.parts[0] for each in CHARTS[2].words if str(each.parts[0]) in ("2025", "2026")]
    assert years == ["2026"]  # the year of November would run into that of January


@pytest.mark.parametrize(
    ("values", "below"),
    [
        ((9, 8, 6), True),
        ((6, 8, 9), False),
        ((9, 5, 6), False),
        ((9, 8, 0), False),
        ([7] * 8 + [9, 8, 7, 6], True),
        ([7] * 8 + [6, 9, 7, 8], False),
    ],
)
def test_the_last_value_is_written_clear_of_the_line(values, below):
    """Under its point where the line came down to it, unless it would stand on the axis."""
    drawn = chart.line("x", [(f"2026-{month:02d}", value) for month, value in enumerate(values, 1)], unit="lượt")
    (said,) = [each.y for each in drawn.words if each.at == "end"]
    # Those that it stands over, and the one before, from which the line comes.
    points = [marker.y for marker in drawn.markers][-4 if len(values) > 4 else -2 :]
    assert (said >= points[-1] + 15 >= max(points) + 15) if below else (said <= min(points) - 5)


ROUND = {0: [0, 1], 3: [0, 1, 2, 3], 7: [0, 2, 4, 6, 8], 100: [0, 25, 50, 75, 100], 1230: [0, 500, 1000, 1500]}


@pytest.mark.parametrize(("greatest", "ticks"), ROUND.items())
def test_an_axis_is_marked_in_round_numbers(greatest, ticks):
    assert chart._ticks(greatest) == pytest.approx(ticks)


def test_without_numbers_there_is_nothing_to_draw():
    assert chart.bars("Trống", []).empty
    assert chart.line("Trống", []).empty
    assert chart.dots("Trống", []).empty
    assert chart.stacked("Trống", [("A", [0, None])], ["a", "b"]).empty


@pytest.mark.parametrize("drawn", CHARTS, ids=lambda drawn: drawn.title)
def test_on_paper_it_is_lower_and_says_the_same(drawn):
    wide = widened(drawn)
    assert wide.rows == drawn.rows
    assert sorted(map(str, (each.parts for each in wide.words if each.at == "end"))) == sorted(
        str(each.parts) for each in drawn.words if each.at == "end" or (each.soft and drawn.title == "Sáu")
    )
    assert [len(one) for one in (wide.boxes, wide.markers)] == [len(one) for one in (drawn.boxes, drawn.markers)]
    assert wide.height <= drawn.height
    for box, before in zip(wide.boxes, drawn.boxes, strict=True):
        assert box.x + box.width <= 100
        assert box.width == pytest.approx(before.width * 0.42, abs=0.01)
