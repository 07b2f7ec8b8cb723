"""Tables in files: the bytes of a CSV or XLSX as rows of cells, and rows as a CSV that reads back the same.

A file comes from a stranger's Excel: everything about it may be wrong, and it may be built to do harm. Formulas are
never computed, packed files are measured before they are unpacked. What leaves the ward: table_file.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

UNPACKED_BYTES_MAX = 40 * 1024 * 1024
PACKED_FILES_MAX = 200
COLUMNS_MAX = 60
# Empty rows between the others, in proportion: a file of 5 KB may say that its next row is the billionth.
SPREAD_MAX = 10

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_QUOTED = re.compile(r'"[^"]*"')
_DELIMITERS = "\t;,"
_HEADING_DELIMITERS = 3
# What a spreadsheet takes for a formula when it opens a CSV: shown as text only behind an apostrophe.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """Not a table that can be read. `code` is one of problems/fields.py, DESK_PROBLEMS; `params` fill its sentence."""

    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that would be computed; `text` is what was written."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row, its number as a spreadsheet shows it (from 1). Cells: str, int, float, date, bool, Formula."""

    number: int
    cells: list = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still taken: bytes of the file, and rows below the heading."""

    size_bytes: int
    rows: int


def read(content: bytes, limits: Limits) -> list[Line]:
    """The rows that have anything in them. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("file_empty")
    if len(content) > limits.size_bytes:
        raise Unreadable("file_too_large", max=limits.size_bytes // 1024 // 1024)
    if content.startswith(_OLD_EXCEL):
        raise Unreadable("file_old_excel")
    lines = _read_xlsx(content, limits.rows) if content.startswith(_ZIP) else _read_csv(_decode(content), limits.rows)
    if not lines:
        raise Unreadable("file_empty")
    return lines


def _kept(rows: Iterable[list], most: int) -> list[Line]:
    lines = []
    for number, cells in enumerate(rows, start=1):
        if number > most * SPREAD_MAX:
            raise _too_many(most)
        if not any(cell not in (None, "") and str(cell).strip() for cell in cells):
            continue
        # One more than the limit, because the first is the heading.
        if len(lines) > most:
            raise _too_many(most)
        kept = ["" if cell is None else cell for cell in cells]
        while kept[-1] == "":
            kept.pop()
        lines.append(Line(number, kept))
    return lines


def _too_many(most: int) -> Unreadable:
    return Unreadable("file_rows", max=f"{most:,}".replace(",", "."))


def _decode(content: bytes) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("file_binary" if b"\0" in content else "file_encoding") from error
    if "\0" in text:
        raise Unreadable("file_binary")
    if text.lstrip().startswith("<"):
        # What many systems give out as .xls is a page, which Excel opens all the same.
        raise Unreadable("file_old_excel")
    return text


def _read_csv(text: str, most: int) -> list[Line]:
    told = re.match(r"sep=(.)\r?\n", text)  # how Excel is told the delimiter
    delimiter = told.group(1) if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = _kept(([_shown(cell) for cell in cells] for cells in reader), most)
    except csv.Error as error:
        raise Unreadable("file_broken_at", line=reader.line_num) from error
    return [line for line in lines if not (told and line.number == 1)]


def _delimiter(text: str) -> str:
    """What the heading is divided by: the first line that has a few of one kind, for titles may stand above it."""
    plain = _QUOTED.sub("", text[:20_000])
    for line in plain.splitlines():
        most = max(_DELIMITERS, key=line.count)
        if line.count(most) >= _HEADING_DELIMITERS:
            return most
    return max(_DELIMITERS, key=plain.count)


def _shown(cell: str) -> str:
    """Takes away the apostrophe that `write_csv` put before a dangerous cell."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGEROUS) else cell


def read_sheets(content: bytes, limits: Limits) -> dict[str, list[Line]]:
    """{name of a sheet: its rows} of an XLSX, hidden ones too; sheets without rows are left out. Raises Unreadable."""
    if len(content) > limits.size_bytes:
        raise Unreadable("file_too_large", max=limits.size_bytes // 1024 // 1024)
    if content.startswith(_OLD_EXCEL):
        raise Unreadable("file_old_excel")
    if not content.startswith(_ZIP):
        raise Unreadable("file_binary")
    sheets = _read_book(content, lambda book: {sheet.title: _rows(sheet, limits.rows) for sheet in book.worksheets})
    return {name: lines for name, lines in sheets.items() if lines}


def _read_xlsx(content: bytes, most: int) -> list[Line]:
    def first(book) -> list[Line]:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise Unreadable("file_empty")
        return _rows(sheets[0], most)

    return _read_book(content, first)


def _rows(sheet, most: int) -> list[Line]:
    # What the file says of its own size is often wrong, and then whole columns are missing.
    sheet.reset_dimensions()
    return _kept(([_cell(cell) for cell in row] for row in sheet.iter_rows(max_col=COLUMNS_MAX)), most)


def _read_book(content: bytes, take: Callable):
    """What `take` makes of the workbook; whatever is broken in it is Unreadable."""
    # Imported here: openpyxl takes longer to load than the rest of the server together, and few requests need it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
        if len(parts) > PACKED_FILES_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
            raise Unreadable("file_bomb")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        return take(book)
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        # What openpyxl lets through when a part of the file is missing, cut off or not what its name says.
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable("file_broken") from error


def _cell(cell):
    if cell.data_type == "f":
        return Formula(str(cell.value))
    return cell.value


def write_csv(rows: Iterable[list[str]]) -> bytes:
    """UTF-8 with a byte order mark, or Excel shows broken letters; no cell can run as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_guarded(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
