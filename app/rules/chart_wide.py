"""A chart of bars as it stands on a wide sheet of paper: the labels to the left of the bars, a line each.

Half as high as the one for a phone, and the same numbers: what moves is where they stand.
"""

from dataclasses import replace

from app.rules.chart import Box, Chart, Marker, Stroke, Words

_LABELS, _BARS = 42.0, 42.0  # % of the width; the rest is for the values
LETTERS, WIDE_LETTERS = 34, 54  # of an upright sheet, and of one that lies
_DOTS_FROM, _DOTS = 41.0, 25.0
# From the line that a dot's words stand on to the dot, in a chart for a phone.
_UNDER = 13
_ROW, _BAR, _ABOVE = 23, 15, 12  # px; _ABOVE: from the top of a row to the line its words stand on


def widened(chart: Chart, letters: int = LETTERS) -> Chart:
    """The chart anew; one that is no bars is left as it is. `letters`: what the labels have room for."""
    tops = [stroke.y1 + 2 for stroke in chart.strokes if stroke.kind == "axis" and stroke.x1 == stroke.x2]
    if not tops and any(stroke.kind == "range" for stroke in chart.strokes):
        return _dots(chart, letters)
    if not tops or len(tops) != len(chart.rows):
        return chart
    first = len(chart.legend) * 20 + (8 if chart.legend else 0)
    new = {top: first + _ROW * place for place, top in enumerate(tops)}
    labels = [_cut(row.label, letters) for row in chart.rows]
    words = [Words(0, new[top] + _ABOVE, (label,)) for top, label in zip(tops, labels, strict=True)]
    # A value stands on the line above its bar.
    values = {min(top for top in tops if top > each.y): each.parts for each in chart.words if each.at == "end"}
    words += [Words(100, new[top] + _ABOVE, parts, "end") for top, parts in values.items()]
    boxes = [_box(each, new[each.y]) for each in chart.boxes]
    strokes = [_stroke(each, new) for each in chart.strokes]
    markers = [Marker(_across(each.x), new[each.y - 8] + _BAR / 2, each.series) for each in chart.markers]
    height = first + _ROW * len(tops)
    return replace(chart, words=tuple(words), boxes=tuple(boxes), strokes=tuple(strokes), markers=tuple(markers),
                   height=height)  # fmt: skip


def _dots(chart: Chart, letters: int) -> Chart:
    """Each row's value in words to the right of its dot."""
    told = [each for each in chart.words if each.soft]
    if len(told) != len(chart.rows):
        return chart
    words = [Words(0, _ROW * place + _ABOVE, (_cut(row.label, letters),)) for place, row in enumerate(chart.rows)]
    words += [Words(100, _ROW * place + _ABOVE, each.parts, "end") for place, each in enumerate(told)]
    # The dot stands under its words.
    middles = {each.y + _UNDER: _ROW * place + _BAR / 2 for place, each in enumerate(told)}
    strokes = [
        Stroke(_along(each.x1), middles[each.y1], _along(each.x2), middles[each.y1], each.kind)
        for each in chart.strokes
    ]
    markers = [Marker(_along(each.x), middles[each.y], each.series) for each in chart.markers]
    return replace(chart, words=tuple(words), strokes=tuple(strokes), markers=tuple(markers),
                   height=_ROW * len(told))  # fmt: skip


def _along(x: float) -> float:
    return round(_DOTS_FROM + x * _DOTS / 100, 3)


def _cut(label: str, letters: int) -> str:
    return label if len(label) <= letters else f"{label[: letters - 1].rstrip()}…"


def _across(x: float) -> float:
    return round(_LABELS + x * _BARS / 100, 3)


def _box(box: Box, y: float) -> Box:
    return replace(box, x=_across(box.x), width=round(box.width * _BARS / 100, 3), y=y, height=_BAR)


def _stroke(stroke: Stroke, new: dict[float, float]) -> Stroke:
    if stroke.kind == "axis":
        y = new[stroke.y1 + 2]
        return Stroke(_LABELS, y - 2, _LABELS, y + _BAR + 2, "axis")
    y = new[stroke.y1 - 8] + _BAR / 2
    return Stroke(_across(stroke.x1), y, _across(stroke.x2), y, stroke.kind)
