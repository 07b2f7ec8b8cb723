"""What leaves as a table is data, whatever a citizen typed into it."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from app.rules.table_file import Column, csv_bytes, runs, xlsx_bytes

COLUMNS = [Column("Số", 8), Column("Người nộp", 30)]
HOSTILE = [
    '=HYPERLINK("http://evil.example";"bấm")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＠SUM(A1)",
]


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_csv_can_run(text):
    _heading, (number, cell) = _rows(csv_bytes(COLUMNS, [[1, text]]))
    assert (number, cell) == ("1", f"'{text}")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_an_xlsx_is_a_formula_and_none_becomes_one_when_it_is_edited(text):
    content = xlsx_bytes("Sổ", COLUMNS, [[1, text]])
    cell = load_workbook(io.BytesIO(content)).active["B2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert all(b"<f>" not in packed.read(name) for name in packed.namelist())


def test_what_is_harmless_stays_as_it_is():
    for text in ("Nguyễn Thị Ánh Tuyết", "012345", "1.000110", "26/11/2026", "a=b", ""):
        assert not runs(text)
        assert _rows(csv_bytes(COLUMNS, [[1, text]]))[1] == ["1", text]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("Sổ", COLUMNS, [[1024, "1.000110"], [2, None]]))).active
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B3"].value) == (1024, "1.000110", None)
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"


def test_letters_that_no_file_can_hold_and_endless_texts_break_nothing():
    content = xlsx_bytes(
        "Sổ: [2026]/tháng 11 và một cái tên dài hơn ba mươi mốt chữ", COLUMNS, [[1, "a\x00b" + "x" * 40_000]]
    )
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet["B2"].value.startswith("a\ufffdbxxx")
    assert len(sheet["B2"].value) == 32_000
    assert len(sheet.title) <= 31


def test_a_table_to_fill_stays_text_where_people_go_on_writing():
    content = xlsx_bytes("Thủ tục", COLUMNS, [["1.000110", "=1+1"]], to_fill=True)
    sheet = load_workbook(io.BytesIO(content)).active
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["B2"].data_type) == ("1.000110", "@", "s")
    assert sheet["A2"].alignment.wrap_text
    assert sheet.freeze_panes == "C2"
    # The column itself, for the rows below.
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b'<col width="8" customWidth="1" style="' in packed.read("xl/worksheets/sheet1.xml")
