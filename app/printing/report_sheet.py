"""A report on paper (NĐ 30/2020: báo cáo, "BC"), A4, a wide form landscape. Dicts and a document in, PDF out.

`report`: the ward's heading (dossier_sheets) and `at` (when it was issued, or when a draft is printed), `number` (int,
0 for a draft), `year` (of the number), `signer_rank`, `head_title`, `signer_name` as in dossier_sheets.apology,
`signed` (text: who signed it off and when; "" not yet), `corrects` (text: which report this one stands for; "" none),
`corrected` (text: which one stands for this one; "" none).
"""

from app.printing import paper
from app.printing.dossier_sheets import DEPUTY
from app.printing.drawing import Draft, draft
from app.printing.typography import day_of, decimal, joined, numbered, place_and_day
from app.rules import report_document
from app.rules.chart_wide import LETTERS, WIDE_LETTERS, widened
from app.rules.report_document import TEXT, Document, Section

# A month is a dozen pages, drawn in little more than a second by the worker that is warm for receipts; what is longer
# would keep them waiting.
ROWS_AT_ONCE = 400


def report_sheet(report: dict, document: Document) -> bytes:
    """BÁO CÁO with its tables and charts."""
    rows = sum(len(section.rows) for section in document.sections)
    print_ = paper.pdf if rows <= ROWS_AT_ONCE else paper.long_pdf
    return print_(report_draft(report, document).html())


def report_draft(report: dict, document: Document) -> Draft:
    head = report["head_title"].upper()
    number = f"{numbered(report['number'])}/BC-UBND" if report["number"] else "........../BC-UBND"
    second = report["organ_line_2"]
    title, _line, about = document.title.partition("\n")
    running = " ".join(document.title.split())
    sheet = {
        "organ_line_1": report["organ_line_1"],
        "organ_line_2": report["organ_line_2"],
        "place_date": place_and_day(report["place"], day_of(report["at"])),
        "demo": report["demo"],
        "number": number,
        "provisional": not report["number"],
        "organ": joined(" ", report["organ_line_1"], second[:1].lower() + second[1:]),
        "title": title,
        "about": about,
        "under": document.under[:1].upper() + document.under[1:],
        "basis": document.basis,
        "wide": document.wide,
        "running": f"{(report['number'] and number) or 'Bản nháp'}, {document.under}"[:120],
        "sections": [_section(place, each, document.wide) for place, each in enumerate(document.sections, 1)],
        "many": len(document.sections) > 1,
        "signer_title": f"KT. {head}\nPHÓ {head}" if report["signer_rank"] == DEPUTY else head,
        "signer_name": report["signer_name"],
        **{name: report[name] for name in ("signed", "corrects", "corrected")},
    }
    return draft("report", report, f"{running}, {document.under}", report["at"], sheet=sheet)


def _section(place: int, section: Section, wide: bool) -> dict:
    total = report_document.total(section) if section.rows else None
    drawn = report_document.drawing(section)
    return {
        "number": place,
        "title": section.title,
        "groups": groups(section),
        "columns": [{"label": each.label, "group": each.group, "text": each.kind == TEXT} for each in section.columns],
        "rows": [shown(section, row) for row in section.rows],
        "total": shown(section, total) if total else None,
        "note": section.note,
        "chart": drawn and widened(drawn, WIDE_LETTERS if wide else LETTERS),
    }


def groups(section: Section) -> list[dict]:
    """The upper line of headings, [] where there is one line: {label, width}, "" over a column of its own."""
    if not any(each.group for each in section.columns):
        return []
    found: list[dict] = []
    for each in section.columns:
        if found and each.group and found[-1]["label"] == each.group:
            found[-1]["width"] += 1
        else:
            found.append({"label": each.group, "width": 1, "under": each.label})
    return found


def shown(section: Section, row: tuple) -> list[str]:
    """A row as it is read: "1.234", "86,5", "–" for what is not known and "" for an empty text."""
    cells = []
    for place, column in enumerate(section.columns):
        value = report_document.value(section, row, place)
        if isinstance(value, str):
            cells.append(value)
        elif value is None:
            cells.append("" if column.kind == TEXT else "–")
        else:
            cells.append(decimal(value))
    return cells
