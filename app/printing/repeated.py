"""What stands in a sheet many times is set once and drawn once: cells of a list that say the same, lines of text that
another sheet took over.

Both stand before weasyprint's own functions and hand over whatever is not plainly a repetition. The file is the same
either way, but for the last digit of a position (tests/printing/test_quickened.py).
"""

from weasyprint import draw
from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TextBox
from weasyprint.layout import block, table

_SIDES = (
    "padding_left",
    "padding_top",
    "padding_bottom",
    "border_left_width",
    "border_top_width",
    "border_bottom_width",
)
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_NEXT_PAGE = {"break": "any", "page": None}


def remember() -> None:
    """Once in a worker, before the first sheet."""
    table.resolve_percentages = _lengths_once(table.resolve_percentages)
    block.block_container_layout = _cells_once(block.block_container_layout)
    draw.draw_text = _texts_once(draw.draw_text)


def key_of(cell) -> tuple | None:
    """What two cells have in common that are laid out alike; None for a cell that holds more than words."""
    text = _only_text(cell)
    # Elements to which the same rules apply share their style.
    return None if text is None else (id(cell.style), text, cell.width, *(getattr(cell, name) for name in _SIDES))


def known_cells(context) -> dict:
    """{key_of: Cell} of the document that is laid out."""
    return context.__dict__.setdefault("_known_cells", {})


def _lengths_once(resolve):
    """Cells of one style in one table have the same lengths; the borders of each were resolved with the table's."""

    def resolved(box, containing_block):
        style = box.style
        if type(box) is not TableCellBox or "border_top_width" not in box.__dict__:
            resolve(box, containing_block)
            return
        key = containing_block.width, containing_block.height
        known = style.__dict__.setdefault("_known_lengths", {})
        if key in known:
            box.__dict__.update(known[key])
            return
        resolve(box, containing_block)
        if style["border_collapse"] == "collapse" and style["box_sizing"] == "content-box":
            known[key] = {name: box.__dict__[name] for name in _LENGTHS}

    return resolved


def _cells_once(lay_out):
    def laid_out(context, box, bottom_space, skip_stack, *more, **named):
        key = key_of(box) if type(box) is TableCellBox and skip_stack is None else None
        if key is None:
            return lay_out(context, box, bottom_space, skip_stack, *more, **named)
        known = known_cells(context)
        if key in known and not context.overflows_page(bottom_space, box.position_y + known[key].outer_height):
            return known[key].at(box), None, _NEXT_PAGE.copy(), [], False, None
        left, top = box.position_x, box.position_y
        answer = lay_out(context, box, bottom_space, skip_stack, *more, **named)
        new, resume_at = answer[:2]
        if key not in known and new is not None and resume_at is None and _is_plain(new):
            known[key] = Cell(new, left, top)
        return answer

    return laid_out


def _only_text(cell):
    """The words of a cell that holds nothing else; None for any other."""
    if cell.height != "auto" or cell.min_height or cell.first_letter_style or cell.first_line_style:
        return None
    if cell.style["position"] != "static":
        return None
    if not cell.children:
        return ""
    return cell.children[0].children[0].text if holds_words(cell) else None


def holds_words(cell) -> bool:
    """Whether a cell that is not laid out yet holds words and nothing else."""
    if len(cell.children) != 1 or type(cell.children[0]) is not LineBox:
        return False
    pieces = cell.children[0].children
    return len(pieces) == 1 and type(pieces[0]) is TextBox


def _is_plain(cell):
    return all(
        type(line) is LineBox and len(line.children) == 1 and type(line.children[0]) is TextBox
        for line in cell.children
    )


class Cell:
    """A cell as it was laid out, with its lines relative to where it stood."""

    def __init__(self, cell, left, top):
        # With the style, so that no other gets its id.
        self._style, self.height, self.outer_height = cell.style, cell.height, cell.border_height()
        self._lines = [(line.copy(), line.children[0].copy()) for line in cell.children]
        for pair in self._lines:
            for box in pair:
                box.position_x -= left
                box.position_y -= top

    def at(self, cell):
        """The laid-out cell that stands where this one does."""
        new, lines = cell.copy(), []
        for line, text in self._lines:
            line, text = line.copy(), text.copy()
            for box in (line, text):
                box.element = cell.element
                box.position_x += cell.position_x
                box.position_y += cell.position_y
            line.children = (text,)
            lines.append(line)
        new.children, new.height, new.remove_decoration_sides = lines, self.height, set()
        return new


def _texts_once(draw_text):
    class Drawn:
        """{layout of a line: (its font, how it is shown)} of the file that is being drawn."""

        fonts, texts = None, {}

    def drawn(stream, textbox, offset_x, text_overflow, block_ellipsis="none"):
        style = textbox.style
        if Drawn.fonts is not stream._fonts:
            Drawn.fonts, Drawn.texts = stream._fonts, {}
        plain = (
            style["text_decoration_line"] == "none"
            and style["visibility"] == "visible"
            and (text_overflow, block_ellipsis) == ("clip", "none")
        )
        layout = textbox.pango_layout
        if plain and layout in Drawn.texts:
            font, shown = Drawn.texts[layout]
            stream.set_color(style["color"])
            stream.begin_text()
            stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
            stream.set_font_size(*font)
            stream.stream.append(shown)
            stream.end_text()
            return
        draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        # … BT? matrix, font?, glyphs, ET
        pieces = stream.stream[-4:]
        if plain and pieces[-1] == b"ET" and pieces[-2].endswith(b"TJ") and _one_run(pieces):
            Drawn.texts[layout] = stream._old_font, pieces[-2]

    return drawn


def _one_run(pieces):
    return pieces[-3].endswith(b"Tm") or (pieces[-3].endswith(b"Tf") and pieces[-4].endswith(b"Tm"))
