"""Files as strangers send them: every spelling of a CSV, real XLSX files, and files that were built to do harm."""

import codecs
import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from app.rules import spreadsheet
from app.rules.spreadsheet import Formula, Limits, Unreadable, write_csv
from app.rules.table_file import Column, xlsx_bytes

LIMITS = Limits(4 * 1024 * 1024, 5_000)

HEADING = ["Mã thủ tục", "Phí, lệ phí"]
ROWS = [HEADING, ["1.001193", "Miễn; có điều kiện"]]
TEXT = '"Mã thủ tục"{0}"Phí, lệ phí"\r\n1.001193{0}"Miễn; có điều kiện"\r\n'


def read(content: bytes):
    return spreadsheet.read(content, LIMITS)


def xlsx(rows, change=lambda book: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return caught.value.code


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16 of Excel", "utf-16 big end first"],
)
def test_a_csv_is_read_in_every_usual_spelling(delimiter, encode):
    assert [line.cells for line in read(encode(TEXT.format(delimiter)))] == ROWS


def test_a_csv_that_names_its_delimiter_is_believed():
    lines = read(b"sep=|\r\na|b;c\r\n1|2,3\r\n")
    assert [(line.number, line.cells) for line in lines] == [(2, ["a", "b;c"]), (3, ["1", "2,3"])]


def test_lines_are_numbered_as_a_spreadsheet_shows_them():
    lines = read('a,b\r\n\r\n"hai\r\ndòng",x\r\n,\r\n1,2\r\n'.encode())
    assert [line.number for line in lines] == [1, 3, 5]
    assert lines[1].cells == ["hai\r\ndòng", "x"]


def test_an_xlsx_keeps_the_kinds_of_its_cells():
    day = datetime(2026, 12, 1)
    lines = read(xlsx([HEADING, [1.001193, "=1+1"], [None, None], [True, day]]))
    assert [line.number for line in lines] == [1, 2, 4]
    assert lines[1].cells == [1.001193, Formula("=1+1")]
    assert lines[2].cells == [True, day]


def test_the_first_visible_sheet_is_read():
    def hide_first(book):
        book.create_sheet("Hai").append(["thấy"])
        book.active.sheet_state = "hidden"

    assert [line.cells for line in read(xlsx([["ẩn"]], hide_first))] == [["thấy"]]


def test_what_is_no_table_is_refused_with_its_reason():
    assert refusal(b"") == "file_empty"
    assert refusal(b" \r\n \r\n") == "file_empty"
    assert refusal(codecs.BOM_UTF8) == "file_empty"
    assert refusal(xlsx([])) == "file_empty"
    assert refusal(bytes(range(256)) * 40) == "file_binary"
    assert refusal("Mã,Phí\r\n1,Miễn".encode("cp1258", "replace") + b"\xff") == "file_encoding"
    assert refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 2000) == "file_old_excel"
    assert refusal(codecs.BOM_UTF8 + b" <html><table><tr><td>1204</td></tr></table></html>") == "file_old_excel"
    assert refusal(b"a" * (4 * 1024 * 1024 + 1)) == "file_too_large"
    assert refusal(b'a,b\r\n1,"khong dong\r\n2,3\r\n') == "file_broken_at"
    assert refusal(b'a,b\r\n1,"' + b"x" * 200_000 + b'"\r\n') == "file_broken_at"


def test_fifty_thousand_rows_are_too_many_in_both_kinds():
    assert refusal(b"a,b\r\n" + b"1,2\r\n" * 50_000) == "file_rows"
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(6_000):
        sheet.append([number, "x"])
    file = io.BytesIO()
    book.save(file)
    assert refusal(file.getvalue()) == "file_rows"


@pytest.mark.parametrize("row", [1_048_576, 10**12])
def test_a_row_that_says_it_is_the_billionth_does_not_keep_the_server_counting(row):
    part = f"""<?xml version="1.0"?>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
        <row r="{row}"><c r="A{row}" t="inlineStr"><is><t>b</t></is></c></row>
        </sheetData></worksheet>"""
    assert refusal(repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", part.encode())) == "file_rows"


def test_a_packed_file_that_swells_is_refused_before_it_is_unpacked():
    bomb = repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", b" " * (50 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert refusal(bomb) == "file_bomb"


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    part = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><worksheet>&a9;</worksheet>'
    assert refusal(repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", part.encode())) == "file_broken"


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_a_file_cut_off_is_refused(keep):
    content = xlsx([HEADING] + [["1.001193", "x" * 50]] * 500)
    assert refusal(content[: int(len(content) * keep)]) == "file_broken"


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("thu.txt", "không phải bảng tính")
    assert refusal(file.getvalue()) == "file_broken"


DANGEROUS = ['=HYPERLINK("http://x","y")', "+84912", "-1+1", "@SUM(A1)", "\tx", "an toàn"]


def test_an_exported_csv_runs_no_formula_and_reads_back_the_same():
    content = write_csv([DANGEROUS])
    assert content.startswith(codecs.BOM_UTF8)
    text = content.decode("utf-8-sig")
    for cell in DANGEROUS[:-1]:
        assert "'" + cell.replace('"', '""') in text
    assert read(content)[0].cells == DANGEROUS


def test_an_exported_xlsx_holds_text_only_and_reads_back_the_same():
    rows = [["Mã", "Phí"], ["1.000110", "=1+1"]]
    columns = [Column("Mã", 12), Column("Phí", 40)]
    assert [line.cells for line in read(xlsx_bytes("Thủ tục", columns, rows[1:], to_fill=True))] == rows
