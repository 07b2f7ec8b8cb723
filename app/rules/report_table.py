"""A report as a spreadsheet, whose sums are formulas that anybody can check, and as a CSV that no spreadsheet runs."""

import io

from app.rules import report_document
from app.rules.report_document import COUNT, SHARE, SUM, TENTH, TEXT, Document, Section
from app.rules.table_file import Column, csv_bytes, sheet_title, written

_WIDE, _NARROW, _WIDEST = 14, 12, 60


def xlsx(document: Document, facts: list[tuple[str, str]]) -> bytes:
    """A first sheet with what the report is (`facts`: label, text), then a sheet for each section, headings frozen."""
    # Imported here: few requests need it, and every start of the server would wait for it.
    import xlsxwriter

    file = io.BytesIO()
    # What is typed stays text: nothing that somebody wrote becomes a formula, a link or a number.
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **as_text}) as book:
        styles = {
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
            ),
            TEXT: book.add_format({"text_wrap": True, "valign": "top"}),
            COUNT: book.add_format({"num_format": "#,##0"}),
            TENTH: book.add_format({"num_format": "#,##0.0"}),
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "bold number": book.add_format({"bold": True, "num_format": "#,##0", "top": 1}),
            "bold tenth": book.add_format({"bold": True, "num_format": "#,##0.0", "top": 1}),
        }
        first = book.add_worksheet("Báo cáo")
        first.set_column(0, 0, 24)
        first.set_column(1, 1, 80)
        for place, (label, text) in enumerate([("Báo cáo", " ".join(document.title.split())), *facts]):
            first.write_string(place, 0, label, styles["bold"])
            first.write_string(place, 1, written(text), styles[TEXT])
        taken = {"báo cáo"}
        for section in document.sections:
            _sheet(book.add_worksheet(_name(section, taken)), section, styles)
    return file.getvalue()


def _name(section: Section, taken: set[str]) -> str:
    """The tab: what a spreadsheet allows, and no two alike."""
    base = name = sheet_title(section.short)
    number = 2
    while name.casefold() in taken:
        name, number = f"{base[:27]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _sheet(sheet, section: Section, styles: dict) -> None:
    top = _headings(sheet, section, styles["head"])
    for place, column in enumerate(section.columns):
        cells = [str(row[place] or "") for row in section.rows] if column.kind == TEXT else []
        widest = max(map(len, cells), default=0)
        sheet.set_column(place, place, min(max(widest, _WIDE if place == 0 else _NARROW), _WIDEST))
    for at, row in enumerate(section.rows, top):
        for place, column in enumerate(section.columns):
            style = styles[TEXT if column.kind == TEXT else COUNT if column.kind in (COUNT, SUM) else TENTH]
            _cell(sheet, section, row, at, place, top, style)
    last = top + len(section.rows)
    total = report_document.total(section)
    if total is not None and section.rows:
        sheet.write_string(last, 0, total[0], styles["bold"])
        for place, column in enumerate(section.columns[1:], 1):
            if column.kind == COUNT:
                formula = f"=SUM({_at(top, place)}:{_at(last - 1, place)})"
                sheet.write_formula(last, place, formula, styles["bold number"], total[place])
            elif column.of:
                style = styles["bold number" if column.kind == SUM else "bold tenth"]
                _cell(sheet, section, total, last, place, top, style)
        last += 1
    if section.note:
        sheet.write_string(last + 1, 0, written(section.note))


def _headings(sheet, section: Section, style) -> int:
    """Writes them, one line or two, and freezes them with the first column; the first row behind."""
    grouped = any(column.group for column in section.columns)
    place = 0
    while place < len(section.columns):
        column = section.columns[place]
        end = place
        while column.group and end + 1 < len(section.columns) and section.columns[end + 1].group == column.group:
            end += 1
        if column.group:
            sheet.merge_range(0, place, 0, end, column.group, style)
        for each in range(place, end + 1):
            label = written(section.columns[each].label)
            if grouped and not column.group:
                sheet.merge_range(0, each, 1, each, label, style)
            else:
                sheet.write_string(int(grouped), each, label, style)
        place = end + 1
    sheet.freeze_panes(1 + grouped, 1)
    # Printed, every page has its heading, and no column is left over for a page of its own.
    sheet.repeat_rows(0, int(grouped))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return 1 + grouped


def _cell(sheet, section: Section, row: tuple, at: int, place: int, top: int, style) -> None:
    """One cell; what is reckoned as a formula, with its value beside it for whoever does not reckon."""
    value = report_document.value(section, row, place)
    column = section.columns[place]
    if column.of:
        shown = "" if value is None else round(value, 10)
        sheet.write_formula(at, place, f"={_formula(section, place, at, top)}", style, shown)
    elif isinstance(value, str):
        sheet.write_string(at, place, written(value), style)
    elif value is not None:
        sheet.write_number(at, place, value, style)


def _formula(section: Section, place: int, at: int, top: int) -> str:
    column = section.columns[place]
    if column.kind == SUM:
        return "+".join(_at(at, each) for each in column.of)
    part = _at(at, column.of[0])
    if len(column.of) > 1:
        whole = _at(at, column.of[1])
    else:
        last = top + len(section.rows) - 1
        whole = f"SUM({_at(top, column.of[0], '$')}:{_at(last, column.of[0], '$')})"
    return f'IF({whole}=0,"",{"100*" if column.kind == SHARE else ""}{part}/{whole})'


def _at(row: int, place: int, fixed: str = "") -> str:
    """ "B2", or "B$2": what a spreadsheet calls a cell, both counted from 0 here. No form has 26 columns."""
    return f"{chr(65 + place)}{fixed}{row + 1}"


def csv(document: Document, facts: list[tuple[str, str]]) -> bytes:
    """Everything in one file, section below section."""
    rows: list[list] = [[label, text] for label, text in facts]
    for section in document.sections:
        rows += [[], [section.title], [_heading(column) for column in section.columns]]
        total = report_document.total(section) if section.rows else None
        for row in (*section.rows, *((total,) if total else ())):
            rows.append([_plain(value) for value in report_document.values(section, row)])
        rows += [[section.note]] if section.note else []
    return csv_bytes([Column("Báo cáo"), Column(" ".join(document.title.split()))], rows)


def _heading(column) -> str:
    return f"{column.group}: {column.label}" if column.group else column.label


def _plain(value):
    return f"{value:.1f}" if isinstance(value, float) else value
