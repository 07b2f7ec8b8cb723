"""Charts as plain geometry: what stands where, and the table of the same numbers. Drawn by templates/parts/chart.html.

Across, everything is a percentage of the width and no text is scaled with it, so one drawing is read on a phone of
360 px, on a desk and on paper; down, everything is px. Series are told apart by pattern, dash and marker, never by
colour alone. Long labels are wrapped, then cut: the table has them whole.

A row is (label, value) or (label, value, href): the href is where the number's records are. A value of None is not
known: it draws nothing, and is no zero.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor, log10

SERIES_MAX = 5
LINES_MAX = 3
LETTERS = 36  # that stand beside one another on a phone of 360 px, a label and its value together
LEAST_LETTERS = 16
LABEL_LINES = 2
_LINE, _BAR, _GAP = 20, 16, 12
_BASELINE = 15
_UNDER = 3  # between a line of words and a bar: a dot below a letter is no part of the bar
# A line chart: where its plot stands, in % across and px down.
_LEFT, _RIGHT, _TOP, _PLOT = 13.0, 97.0, 28, 180
_LAST_WORDS = 20.0  # % across, on a phone: the words that say the last value
_MONTH = re.compile(r"(20[0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Words:
    """A text; `parts` are texts and numbers, which the reader's language writes. `at`: start, middle or end."""

    x: float
    y: float
    parts: tuple
    at: str = "start"
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A bar or a part of it; x and width in %. `fill`: number of the pattern, from 1."""

    x: float
    y: float
    width: float
    height: float = _BAR
    fill: int = 1


@dataclass(frozen=True, slots=True)
class Stroke:
    """`kind`: axis, grid, range, or the number of a series."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A point of series 1 (disc), 2 (square) or 3 (ring)."""

    x: float
    y: float
    series: int = 1


@dataclass(frozen=True, slots=True)
class Swatch:
    """One entry of the legend, at the left edge. `line`: of a line chart."""

    y: float
    series: int
    text: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: `cells` are texts, numbers or None. `href`: where its records are, or ""."""

    label: str
    cells: tuple
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and its table. `head` and `columns`: what stands over the table ("" for the usual words)."""

    id: str
    title: str
    unit: str
    height: float
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    words: tuple[Words, ...] = ()
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    markers: tuple[Marker, ...] = ()
    legend: tuple[Swatch, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing to draw: no rows, or none that has a number other than zero."""
        return not any(cell for row in self.rows for cell in row.cells if not isinstance(cell, str))

    @property
    def patterns(self) -> list[int]:
        """The fills that must be defined."""
        return sorted({box.fill for box in self.boxes} | {swatch.series for swatch in self.legend if not swatch.line})


def bars(title: str, rows, unit: str = "", *, head: str = "", most: float | None = None, noted: str = "") -> Chart:
    """A bar for each row, in the order given. `most`: what the whole width stands for (100 for percentages). `noted`:
    the heading of a note, which each row then has behind its href ("10/12"): the label has a line of its own.
    """
    notes = [row[3] for row in rows] if noted else []
    rows = [_row(row) for row in rows]
    known = [row.cells[0] for row in rows if row.cells[0] is not None]
    scale = most or max(known, default=0) or 1
    words, boxes, strokes, y = [], [], [], 0
    for place, row in enumerate(rows):
        value = row.cells[0]
        if noted:
            said, y = _label(row.label, y, LETTERS)
            said.append(Words(0, y + _BASELINE, (*_value(value, unit), " · ", notes[place]), soft=True))
            y += _LINE + _UNDER
        else:
            said, y = _labelled(row.label, y, _value(value, unit))
        words += said
        strokes.append(Stroke(0, y - 2, 0, y + _BAR + 2, "axis"))
        boxes.append(Box(0, y, _part(value, scale)))
        y += _BAR + _GAP
    if noted:
        rows = [Row(row.label, (*row.cells, note), row.href) for row, note in zip(rows, notes, strict=True)]
    columns = (unit, noted) if noted else (unit,)
    return _chart(title, unit, y, head, columns, rows, words=words, boxes=boxes, strokes=strokes)


def stacked(title: str, rows, series, unit: str = "", *, head: str = "") -> Chart:
    """A bar for each row, parted into the values of `series` (names); the longest sum has the whole width."""
    series = tuple(series)[:SERIES_MAX]
    rows = [Row(row[0], tuple(row[1])[: len(series)], *row[2:]) for row in rows]
    sums = [sum(value or 0 for value in row.cells) for row in rows]
    scale = max(sums, default=0) or 1
    legend = [Swatch(_LINE * place, place + 1, name) for place, name in enumerate(series)]
    words, boxes, strokes, y = [], [], [], _LINE * len(series) + _GAP
    for row, total in zip(rows, sums, strict=True):
        said, y = _labelled(row.label, y, _value(total, unit))
        words += said
        strokes.append(Stroke(0, y - 2, 0, y + _BAR + 2, "axis"))
        x = 0.0
        for fill, value in enumerate(row.cells, 1):
            if value:
                boxes.append(Box(round(x, 3), y, _part(value, scale), fill=fill))
                x += 100 * value / scale
        y += _BAR + _GAP
    return _chart(title, unit, y, head, series, rows, words=words, boxes=boxes, strokes=strokes, legend=legend)


def pareto(
    title: str, rows, unit: str = "", *, head: str = "", share: str = "", running: str = "", rest: tuple | None = None
) -> Chart:
    """The greatest first, and what share of all they make together. The width stands for all of them: a bar is its
    share, the ring is the running sum. `share`, `running`: the headings of the percentages in the table; `running` is
    said above the bars too. `rest`: the row of everything that has no bar of its own; it stands last.
    """
    rows = sorted((_row(row) for row in rows if row[1]), key=lambda row: -row.cells[0])
    rows += [_row(rest)] if rest and rest[1] else []
    total = sum(row.cells[0] for row in rows) or 1
    running_sums = list(accumulate(row.cells[0] for row in rows))
    whole = [
        Row(row.label, (row.cells[0], round(100 * row.cells[0] / total, 1), round(100 * upto / total, 1)), row.href)
        for row, upto in zip(rows, running_sums, strict=True)
    ]
    # Without it a reader takes the percentage beside a count for that count's own share.
    legend = [Swatch(0, 3, running, line=True)] if running and whole else []
    words, boxes, strokes, markers, y = [], [], [], [], (_LINE + _GAP if legend else 0)
    for row in whole:
        said, y = _labelled(row.label, y, (row.cells[0], " · ", row.cells[2], "\u00a0%"))
        words += said
        strokes.append(Stroke(0, y - 2, 0, y + _BAR + 2, "axis"))
        boxes.append(Box(0, y, _part(row.cells[1], 100)))
        # No line from ring to ring: it would run through the words.
        upto, middle = min(row.cells[2], 98.5), y + _BAR / 2
        strokes.append(Stroke(min(row.cells[1], upto), middle, upto, middle, "3"))
        markers.append(Marker(upto, middle, 3))
        y += _BAR + _GAP
    columns = (unit, share, running)
    return _chart(title, unit, y, head, columns, whole, words=words, boxes=boxes, strokes=strokes, markers=markers,
                  legend=legend)  # fmt: skip


def dots(title: str, rows, unit: str = "", *, head: str = "", most: float = 100, columns=("", "", "", "")) -> Chart:
    """A value with its 95 % interval for each row: (label, value, low, high, n) or with an href behind; the width
    stands for 0 to `most`. `columns`: the headings of value, low, high and n.
    """
    rows = [Row(row[0], tuple(row[1:5]), *row[5:]) for row in rows]
    words, strokes, markers, y = [], [], [], 0
    for row in rows:
        value, low, high, n = row.cells
        said, y = _label(row.label, y, LETTERS)
        words += said
        if value is None:
            words.append(Words(0, y + _BASELINE, ("–",), soft=True))
        else:
            spread = (" (", low, "–", high, ")") if low is not None and high is not None else ()
            words.append(Words(0, y + _BASELINE, (*_value(value, unit), *spread, "; n\u00a0=\u00a0", n), soft=True))
            middle = y + _LINE + _BAR / 2
            strokes.append(Stroke(1, middle, 99, middle, "grid"))
            if spread:
                strokes.append(Stroke(_across(low, most), middle, _across(high, most), middle, "range"))
            markers.append(Marker(_across(value, most), middle))
        y += _LINE + _BAR + _GAP
    return _chart(title, unit, y, head, columns, rows, words=words, strokes=strokes, markers=markers)


def line(title: str, points, series=(), unit: str = "", *, head: str = "", most: float | None = None) -> Chart:
    """Month against month: (label, value) or (label, [a value for each of up to three `series`]). A label "2026-11" is
    written as a month. The line is broken where a value is not known.
    """
    series = tuple(series)[:LINES_MAX]
    rows = [Row(row[0], tuple(row[1])[:LINES_MAX] if isinstance(row[1], (list, tuple)) else (row[1],), *row[2:])
            for row in points]  # fmt: skip
    known = [value for row in rows for value in row.cells if value is not None]
    ticks = _ticks(most or max(known, default=0))
    legend = [Swatch(_LINE * place, place + 1, name, line=True) for place, name in enumerate(series)]
    top = _LINE * len(series) + _TOP
    foot = top + _PLOT

    def down(value):
        return round(foot - _PLOT * value / ticks[-1], 1)

    strokes = [Stroke(0, down(tick), 100, down(tick), "grid" if tick else "axis") for tick in ticks]
    words = [Words(0, down(tick) - 5, (tick,), soft=True) for tick in ticks]
    step = (_RIGHT - _LEFT) / max(len(rows) - 1, 1)
    # From the end: a day alone stands under the words that say its value.
    across = [round(_RIGHT - step * (len(rows) - 1 - place), 2) for place in range(len(rows))]
    markers = []
    for number in range(len(rows[0].cells) if rows else 0):
        spots = [
            (x, down(row.cells[number]), number + 1) if row.cells[number] is not None else None
            for x, row in zip(across, rows, strict=True)
        ]
        markers += [Marker(*spot) for spot in spots if spot]
        strokes += [Stroke(*one[:2], *other[:2], str(number + 1)) for one, other in pairwise(spots) if one and other]
    words += _dates([row.label for row in rows], across, foot)
    if len(series) < 2 and rows and rows[-1].cells[0] is not None:
        # Clear of the line: above the points it stands over and the one before them, or below the last one where the
        # line came down to it.
        under = [place for place, x in enumerate(across) if x >= _RIGHT - _LAST_WORDS] or [len(rows) - 1]
        near = [row.cells[0] for row in rows[max(under[0] - 1, 0) :] if row.cells[0] is not None]
        last = near[-1]
        below = last == min(near) < max(near) and foot - down(last) > 2 * _LINE
        words.append(Words(100, down(last) + _LINE if below else down(max(near)) - 10, _value(last, unit), "end"))
    named = [Row(_month_words(row.label), *(row.cells, row.href)) for row in rows]
    columns = series or (unit,)
    height = foot + 2 * _LINE + 4
    return _chart(title, unit, height, head, columns, named, words=words, strokes=strokes, markers=markers,
                  legend=legend)  # fmt: skip


def _chart(title, unit, height, head, columns, rows, **drawn) -> Chart:
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    id_ = "chart-" + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    drawn = {name: tuple(each) for name, each in drawn.items()}
    return Chart(id_, title, unit, max(height, 1), head, tuple(columns), tuple(rows), **drawn)


def _row(row) -> Row:
    return Row(row[0], (row[1],), *row[2:3])


def _value(value, unit: str) -> tuple:
    if value is None:
        return ("–",)
    return (value, f"\u00a0{unit}") if unit else (value,)


def _part(value, scale: float) -> float:
    """% of the width; what is not nothing is seen."""
    return round(max(100 * value / scale, 0.4), 3) if value and value > 0 else 0.0


def _across(value: float, most: float) -> float:
    return round(1 + 98 * min(max(value, 0), most) / most, 2)


def _labelled(text: str, y: float, value: tuple) -> tuple[list[Words], float]:
    """As _label, with the value at the other end of the last line."""
    letters = max(LEAST_LETTERS, LETTERS - sum(len(str(part)) for part in value) - 2)
    lines, below = _label(text, y, letters)
    return [*lines, Words(100, below - _LINE + _BASELINE, value, "end")], below + _UNDER


def _label(text: str, y: float, letters: int) -> tuple[list[Words], float]:
    """(the label's lines, where what it names begins)."""
    lines = wrapped(text, letters)
    return [Words(0, y + _LINE * place + _BASELINE, (each,)) for place, each in enumerate(lines)], y + _LINE * len(
        lines
    )


def wrapped(text: str, letters: int) -> list[str]:
    """Two lines at most of so many letters; what does not fit ends in "…"."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    cut = len(lines) > LABEL_LINES
    lines = lines[:LABEL_LINES]
    if cut or any(len(each) > letters for each in lines):
        lines = [each if len(each) <= letters else f"{each[: letters - 1].rstrip()}…" for each in lines]
        if cut and not lines[-1].endswith("…"):
            lines[-1] = f"{lines[-1][: letters - 1].rstrip()}…"
    return lines


def _ticks(greatest: float) -> list[float]:
    """Round numbers from 0 to the first that is not below `greatest`: five at most, whole where few are counted."""
    if greatest <= 0:
        return [0, 1]
    power = 10 ** floor(log10(greatest / 4))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each * 4 >= greatest * 0.9999)
    if greatest >= 1:
        step = max(step, 1)
    step = int(step) if step == int(step) else step
    count = -(-greatest // step)
    return [step * place for place in range(int(count) + 1)]


def _dates(labels: list[str], across: list[float], foot: float) -> list[Words]:
    """The months under the plot, a number each; the year under the first one and under each January. Other labels
    stand as they are, as many of them as have room.
    """
    months = [_MONTH.fullmatch(label) for label in labels]
    if not all(months):
        every = -(-len(labels) // 6)
        kept = [place for place in range(len(labels)) if (len(labels) - 1 - place) % every == 0]
        return [Words(across[place], foot + _BASELINE + 4, (labels[place],), "middle", True) for place in kept]
    words = []
    for place, (found, x) in enumerate(zip(months, across, strict=True)):
        year, month = found.groups()
        words.append(Words(x, foot + _BASELINE + 4, (str(int(month)),), "middle", True))
        if month == "01" or (place == 0 and not any(each.group(2) == "01" for each in months[1:3])):
            words.append(Words(x, foot + _BASELINE + 4 + _LINE, (year,), "middle", True))
    return words


def _month_words(label: str) -> str:
    found = _MONTH.fullmatch(label)
    return f"{int(found[2])}/{found[1]}" if found else label
