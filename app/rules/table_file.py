"""Tables that leave the ward as files: CSV and XLSX that no spreadsheet takes for a program.

What a citizen typed may begin with "=", "+", "-" or "@". In a CSV such a cell is led by an apostrophe; in an XLSX every
text is written as a text and marked to stay one when somebody edits it. Numbers are numbers, so that they can be added.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.rules.spreadsheet import write_csv

# Also the full-width signs, which East Asian spreadsheets read as the plain ones.
_RUNS = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# What XML cannot hold, and more than a cell can (Excel cuts at 32,767).
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000
_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """Its heading and how wide it is, in letters."""

    heading: str
    width: int = 16


def runs(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return _RUNS.match(text) is not None


def csv_bytes(columns: list[Column], rows: Iterable[list]) -> bytes:
    """A heading and the rows; cells are texts, whole numbers or None."""
    shown = ([written(cell) if cell is not None else "" for cell in row] for row in rows)
    return write_csv([[column.heading for column in columns], *(_led(row) for row in shown)])


def _led(row: list[str]) -> list[str]:
    # write_csv leads what begins with a plain sign; the rest of what runs is led here.
    return [f"'{cell}" if runs(cell) and cell[0] not in "=+-@\t\r" else cell for cell in row]


def xlsx_bytes(title: str, columns: list[Column], rows: Iterable[list], *, to_fill: bool = False) -> bytes:
    """One sheet with its heading frozen, written row by row: a year of a register is 20,000 of them.

    to_fill: people go on writing in it and send it back. Its columns are texts down to the last row, so that Excel
    leaves "1.000110" its last nought; long texts are wrapped, and the first two columns stay in sight.
    """
    # Imported here: openpyxl takes longer to load than the rest of the server together, and few requests need it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(title))
    sheet.freeze_panes = "C2" if to_fill else "A2"
    sheet.print_title_rows = "1:1"
    for place, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = column.width
        if to_fill:
            dimension.number_format = "@"
    wrapped = Alignment(vertical="top", wrap_text=True)

    def cell_of(value):
        if value is None or value == "":
            return None
        if type(value) is int:
            return value
        cell = WriteOnlyCell(sheet, written(value))
        cell.data_type = "s"
        cell.quotePrefix = runs(cell.value)
        if to_fill:
            cell.number_format, cell.alignment = "@", wrapped
        return cell

    heading = [cell_of(column.heading) for column in columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for row in rows:
        sheet.append([cell_of(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_title(text: str) -> str:
    """What may stand on the tab of a sheet."""
    return _SHEET_TITLE.sub(" ", text)[:31]


def written(value) -> str:
    """A text that a file can hold."""
    return _UNWRITABLE.sub("\ufffd", str(value))[:_LONGEST]
