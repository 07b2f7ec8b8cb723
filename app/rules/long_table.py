"""A table of a hundred thousand rows as XLSX, written row by row: memory stays that of a few of them.

Nobody waits for it at a page without hearing how far it is, so it is made in steps. Cells as in table_file: texts stay
texts, whatever they begin with, and numbers are numbers.
"""

import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from app.rules.table_file import Column, runs, sheet_title, written

STEP_ROWS = 500


def _text(value: str) -> tuple[str, bool]:
    """What is written, and whether a spreadsheet could take it for a formula."""
    text = written(value)
    return text, runs(text)


def xlsx_steps(title: str, columns: list[Column], rows: Iterable[list], folder: Path) -> Iterator[tuple[int, bytes]]:
    """(rows written, b"") every so many rows; the whole file with the last. `folder`: for the sheet until it is packed;
    nothing is left there. Cells are texts, whole numbers or None.
    """
    # Imported here: few requests need it, and every start of the server would wait for it.
    import xlsxwriter

    file = io.BytesIO()
    options = {"constant_memory": True, "tmpdir": str(folder), "strings_to_urls": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(file, options | {"strings_to_numbers": False})
    try:
        sheet = book.add_worksheet(sheet_title(title))
        bold, stays_text = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, written(column.heading), bold)
        # Most cells say the same as another; what they say is forgotten with the file.
        count, told = 0, lru_cache(maxsize=5_000)(_text)
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if value is None or value == "":
                    continue
                if type(value) is int:
                    sheet.write_number(count, place, value)
                else:
                    text, could_run = told(value)
                    sheet.write_string(count, place, text, stays_text if could_run else None)
            if count % STEP_ROWS == 0:
                yield count, b""
    finally:
        book.close()
    yield count, file.getvalue()
