"""A report as data: sections with a table each, and how a section is drawn. What is frozen when a report is issued.

Cells are texts, whole numbers or None, so that the ledger can hold them; a share or a mean is not kept but reckoned
from the columns it is made of, wherever it is shown: on the page, on paper, and as a formula in a spreadsheet.
"""

from dataclasses import asdict, dataclass

from app.rules import chart

# What stands in a column. tenth: whole tenths (865 is 86,5); share: percent of two columns; mean: one by another.
TEXT, COUNT, TENTH, SHARE, MEAN, SUM = "text", "count", "tenth", "share", "mean", "sum"
KINDS = (TEXT, COUNT, TENTH, SHARE, MEAN, SUM)
RECKONED = (SHARE, MEAN, SUM)
SECTIONS_MAX, COLUMNS_MAX, ROWS_MAX, LETTERS_MAX = 40, 16, 600, 2000
CHARTS = ("bars", "stacked", "line", "pareto", "dots")


@dataclass(frozen=True, slots=True)
class Column:
    """`of`: the numbers (from 0) of the columns that a reckoned one is made of: share and mean of the first by the
    second (a share of one column alone is that of its sum), sum of all of them. `group`: what stands over it and its
    neighbours, in a form with two lines of headings.
    """

    label: str
    kind: str = COUNT
    of: tuple[int, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`total`: whether the table ends in a line of sums. `chart`: one of CHARTS, or "" for none; `drawn`: the columns
    that it shows. `short`: its name on the tab of a spreadsheet.
    """

    title: str
    short: str
    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    total: bool = False
    note: str = ""
    chart: str = ""
    drawn: tuple[int, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`title` and `under` as they stand on paper; `basis`: what the form rests on, "" for none; `wide`: landscape."""

    kind: str
    title: str
    under: str
    first: str
    last: str
    sections: tuple[Section, ...]
    basis: str = ""
    wide: bool = False


def frozen(document: Document) -> dict:
    """As the ledger keeps it: plain dicts, lists, texts and whole numbers."""
    return _plain(asdict(document))


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (tuple, list)) else value


def thawed(kept: dict) -> Document:
    """The document again. Raises ValueError for what is none: a section has rows as wide as its columns are many."""
    try:
        sections = tuple(_section(each) for each in kept["sections"])
        texts = {name: kept[name] for name in ("kind", "title", "under", "first", "last", "basis")}
        document = Document(**texts, wide=kept["wide"], sections=sections)
    except (KeyError, TypeError) as error:
        raise ValueError("no report") from error
    if not all(isinstance(text, str) for text in texts.values()) or type(document.wide) is not bool:
        raise ValueError("no report")
    if not 0 < len(sections) <= SECTIONS_MAX or kept.keys() - asdict(document).keys():
        raise ValueError("no report")
    return document


def _section(kept: dict) -> Section:
    columns = tuple(Column(**(each | {"of": tuple(each["of"])})) for each in kept["columns"])
    rows = tuple(tuple(row) for row in kept["rows"])
    section = Section(**(kept | {"columns": columns, "rows": rows, "drawn": tuple(kept["drawn"])}))
    if not 0 < len(columns) <= COLUMNS_MAX or len(rows) > ROWS_MAX or section.chart not in ("", *CHARTS):
        raise ValueError("no section of a report")
    for at, column in enumerate(columns):
        within = all(type(place) is int and 0 <= place < len(columns) and place != at for place in column.of)
        # What is reckoned is reckoned from what stands there, never in a ring.
        made = all(columns[place].kind != column.kind for place in column.of) if within else False
        if column.kind not in KINDS or not made or bool(column.of) != (column.kind in RECKONED):
            raise ValueError("no column of a report")
    if any(len(row) != len(columns) or not all(map(_is_cell, row)) for row in rows):
        raise ValueError("no row of a report")
    return section


def _is_cell(cell) -> bool:
    if isinstance(cell, str):
        return len(cell) <= LETTERS_MAX
    return cell is None or type(cell) is int


def value(section: Section, row: tuple, place: int):
    """What a cell shows: a text, a number (a float where it is reckoned), or None."""
    column = section.columns[place]
    if column.kind == SUM:
        return sum(value(section, row, each) or 0 for each in column.of)
    if column.kind in RECKONED:
        part = value(section, row, column.of[0])
        whole = value(section, row, column.of[1]) if len(column.of) > 1 else sum_of(section, column.of[0])
        if part is None or not whole:
            return None
        return (100 if column.kind == SHARE else 1) * part / whole
    cell = row[place]
    return cell / 10 if column.kind == TENTH and cell is not None else cell


def values(section: Section, row: tuple) -> list:
    return [value(section, row, place) for place in range(len(section.columns))]


def sum_of(section: Section, place: int) -> int | float:
    return sum(value(section, row, place) or 0 for row in section.rows)


def total(section: Section) -> tuple | None:
    """The line of sums, as a row: of what is counted alone; the first column says what it is. None without one."""
    if not section.total:
        return None
    sums = [
        sum(row[place] or 0 for row in section.rows) if column.kind == COUNT else None
        for place, column in enumerate(section.columns)
    ]
    return ("Tổng cộng", *sums[1:])


def _month(label: str) -> str:
    """ "11/2026" as a line chart reads it: "2026-11"; any other label as it is."""
    month, slash, year = label.partition("/")
    return f"{year}-{int(month):02d}" if slash and len(year) == 4 and month.isdigit() else label


def drawing(section: Section) -> chart.Chart | None:
    """The section's chart, of the same numbers as its table; None where it has none."""
    if not section.chart or not section.rows:
        return None
    head, columns = section.columns[0].label, [section.columns[place].label for place in section.drawn]
    shown = [(str(row[0]), *(value(section, row, place) for place in section.drawn)) for row in section.rows]
    if section.chart == "bars":
        most = 100 if section.unit == "%" else None
        return chart.bars(section.title, shown, section.unit, head=head, most=most)
    if section.chart == "pareto":
        return chart.pareto(section.title, shown, section.unit, head=head)
    if section.chart == "dots":
        return chart.dots(section.title, shown, section.unit, head=head, columns=columns)
    if section.chart == "stacked":
        rows = [(label, values_) for label, *values_ in shown]
        return chart.stacked(section.title, rows, columns, section.unit, head=head)
    rows = [(_month(label), values_) for label, *values_ in shown]
    series = columns if len(columns) > 1 else ()
    return chart.line(section.title, rows, series, section.unit, head=head)
