"""A long list drawn by two workers, each a half of its pages.

The document that comes has one row of each kind; the rows of the list are made of these by other words, because
reading, styling and building a thousand rows alike is half of the work. Each worker lays out its own rows, and
stand-ins for the other's that are as high as those: page breaks and page numbers are weasyprint's own, as in one
document. Rows around the middle stand on both sides, so that the page there is whole.
"""

import math
from array import array
from math import inf

from weasyprint import document, layout
from weasyprint.formatting_structure.boxes import ParentBox, TableBox, TableCellBox
from weasyprint.layout import block
from weasyprint.layout import table as tables

from app.printing import repeated


class Alone(Exception):
    """This document cannot be halved; both halves find so."""


class Half:
    """Within `with half:`, what is laid out has the pages of one half only.

    ours: [(number of its kind, the words of its cells)] of the rows of this half, no white space doubled or at an end.
    rows: how many the whole list has. middle: the row with which the second half begins. overlap: how many rows from
    there the first has, too. exchange: our bytes → the other half's.
    """

    now = None  # one thread draws

    def __init__(self, ours, *, second: bool, rows: int, middle: int, overlap: int, exchange):
        self._ours = ours
        self._second, self._rows, self._middle, self._overlap = second, rows, middle, overlap
        self._exchange = exchange
        self._met = False
        self._pages = range(0)

    def __enter__(self):
        Half.now = self

    def __exit__(self, *_failure):
        Half.now = None

    def meet(self, context, table):
        """Puts our rows, and stand-ins for the other half's, into the table before its first page."""
        if self._met:
            return
        bodies = [group for group in table.children if not group.is_header]
        rows = [] if len(bodies) != 1 or bodies[0].is_footer else _rows(bodies[0].children, self._ours)
        told = rows[self._overlap :] if self._second else rows[: self._middle]
        heights = array("d", (_height(context, table, row) for row in told))
        theirs = array("d")
        theirs.frombytes(self._exchange(heights.tobytes()))
        if len(theirs) != self._rows - len(rows) or not rows:
            raise Alone
        # A row that may have to be broken is no matter of its height; nor is NaN.
        if not all(height < context.page_bottom / 2 for height in (*theirs, *heights)):
            raise Alone
        stand_ins = [_stand_in(rows[0], height) for height in theirs]
        kinds = len(bodies[0].children)
        bodies[0].children = (*stand_ins, *rows) if self._second else (*rows, *stand_ins)
        # One line of borders is like the other; that of a stand-in is on no page of ours.
        first = sum(len(group.children) for group in table.children if group.is_header)
        for borders, inner in zip(table.collapsed_border_grid, (first, first + 1), strict=True):
            borders[inner : inner + kinds - (inner - first)] = [borders[inner]] * (self._rows - (inner - first))
        self._met = True

    def share(self, pages):
        """Decides which pages are ours; all pages of the document are given."""
        if not self._met:
            raise Alone
        rows = [_rows_of(page) for page in pages]
        first = next((number for number, found in enumerate(rows) if found and found[0] > self._middle), 0)
        if not first or max(rows[first - 1], default=inf) >= self._middle + self._overlap:
            raise Alone
        self._pages = range(first, len(pages)) if self._second else range(first)

    def has(self, number):
        return number in self._pages


def remember() -> None:
    """Once in a worker, before the first sheet and after `quickened`."""
    container_layout, table_layout, make_all_pages, make_margin_boxes, layout_backgrounds, layout_document = (
        block.block_container_layout,
        block.table_layout,
        layout.make_all_pages,
        layout.make_margin_boxes,
        layout.layout_backgrounds,
        document.layout_document,
    )

    def container(context, box, *more, **named):
        return box.laid_out() if type(box) is _StandIn else container_layout(context, box, *more, **named)

    def table(context, table, *more):
        if Half.now:
            Half.now.meet(context, table)
        return table_layout(context, table, *more)

    def all_pages(*more):
        pages = list(make_all_pages(*more))
        if Half.now:
            Half.now.share(pages)
        return pages

    def margins(context, page, *more):
        page.is_left_out = Half.now is not None and not Half.now.has(context.current_page - 1)
        return () if page.is_left_out else make_margin_boxes(context, page, *more)

    def backgrounds(page, *more):
        if not page.is_left_out:
            layout_backgrounds(page, *more)

    def pages(*more):
        return (page for page in layout_document(*more) if not page.is_left_out)

    block.block_container_layout = container
    block.table_layout, layout.make_all_pages = table, all_pages
    layout.make_margin_boxes, layout.layout_backgrounds, document.layout_document = margins, backgrounds, pages


def _rows(kinds, ours):
    """The rows with their words; none when a kind's cells hold more than words."""
    cells = [cell for row in kinds for cell in row.children]
    if any(not repeated.holds_words(cell) for cell in cells) or any(len(kinds) <= kind for kind, _ in ours):
        return []
    return [_row(kinds[kind], texts) for kind, texts in ours if len(kinds[kind].children) == len(texts)]


def _row(kind, texts):
    cells = []
    for like, text in zip(kind.children, texts, strict=True):
        cell = like.copy_with_children([])
        if text:
            (line,) = like.children
            cell.children = [line.copy_with_children([line.children[0].copy_with_text(text)])]
        cells.append(cell)
    return kind.copy_with_children(cells)


def _height(context, table, row):
    """How high the words in a row are; NaN where that does not say how high the row is."""
    known, highest, edges = repeated.known_cells(context), 0, set()
    for cell in row.children:
        key = _measured(table, cell)
        # A stand-in has no lines, and so no base line.
        if key is None or cell.style["vertical_align"] not in ("top", "middle", "bottom"):
            return math.nan
        if key not in known:
            block.block_container_layout(
                context, cell, -inf, None, page_is_empty=True, absolute_boxes=[], fixed_boxes=[],
                adjoining_margins=None, first_letter_style=None, first_line_style=None, discard=False, max_lines=None,
            )  # fmt: skip
        if key not in known:
            return math.nan
        highest = max(highest, known[key].height)
        edges.add((cell.padding_top, cell.padding_bottom, cell.border_top_width, cell.border_bottom_width))
    return highest if len(edges) == 1 else math.nan


def _measured(table, cell):
    """What the cell is known by, measured as weasyprint does before it lays it out; None for more than words."""
    tables.resolve_percentages(cell, containing_block=table)
    if cell.colspan != 1 or cell.rowspan != 1 or cell.grid_x >= len(table.column_widths):
        return None
    cell.position_x = cell.position_y = cell.margin_top = cell.margin_left = cell.width = 0
    cell.width = table.column_widths[cell.grid_x] - cell.border_width()
    return repeated.key_of(cell)


class _StandIn(TableCellBox):
    """The only cell of a row that the other half draws: nothing but as high as that."""

    def laid_out(self):
        new = self.copy_with_children([])
        new.height = self.stands_for
        return new, None, {"break": "any", "page": None}, [], False, None


def _stand_in(row, height):
    cell = _StandIn.__new__(_StandIn)
    cell.__dict__.update(row.children[0].__dict__, children=(), stands_for=height)
    return row.copy_with_children((cell,))


def _rows_of(page):
    """The numbers of the rows of a list's body on a page."""
    waiting, found = [page], []
    while waiting:
        box = waiting.pop()
        if isinstance(box, TableBox):
            groups = [group for group in box.children if not (group.is_header or group.is_footer)]
            found += [row.index for group in groups for row in group.children]
        elif isinstance(box, ParentBox):
            waiting += box.children
    return found
