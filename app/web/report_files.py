"""A report as PDF, XLSX and CSV: the same document three times. `row`: of an issued report, None for a draft."""

from flask import Response
from flask_babel import force_locale

from app.printing.report_sheet import report_sheet
from app.problems import Problem
from app.records import report as records
from app.rules import clock, report_table
from app.rules.report_document import Document
from app.web.paper_answer import pdf_answer
from app.web.stationery import Stationery
from app.web.table_answer import table_answer
from app.web.words import moment

KINDS = ("pdf", "xlsx", "csv")


def number_words(row: dict) -> str:
    return f"{row['number']:02d}/BC-UBND"


def file_of(document: Document, name: str, kind: str, ward_id: int, now: int, row: dict | None = None) -> Response:
    """`name`: of the file, without its ending. Raises Problem("not_found") for a kind that there is not."""
    if kind not in KINDS:
        raise Problem("not_found")
    with force_locale("vi"):
        if kind == "pdf":
            return pdf_answer(report_sheet(_on_paper(ward_id, now, row), document), f"{name}.pdf")
        make = report_table.xlsx if kind == "xlsx" else report_table.csv
        return table_answer(make(document, _facts(document, ward_id, now, row)), f"{name}.{kind}")


def _on_paper(ward_id: int, now: int, row: dict | None) -> dict:
    stationery = Stationery(ward_id, now)
    report = {
        **stationery.heading(),
        **stationery.signer(row["signed_by"] if row else ""),
        "at": clock.write(row["issued_at"] if row else now),
        "number": row["number"] if row else 0,
        "year": row["year"] if row else 0,
        **dict.fromkeys(("signed", "corrects", "corrected"), ""),
    }
    if row:
        report |= _standing(row, stationery)
    return report


def _standing(row: dict, stationery: Stationery) -> dict[str, str]:
    """What paper says of a report besides its figures: who signed it off, and what stands for what."""
    others = records.reports(row["ward_id"], [id_ for id_ in (row["corrects"], row["corrected_by"]) if id_])
    old, new = others.get(row["corrects"]), others.get(row["corrected_by"])
    return {
        "signed": _signed(row, stationery),
        "corrects": f"Thay thế Báo cáo số {_told(old)}. Lý do: {row['reason']}" if old else "",
        "corrected": f"Đã được thay thế bằng Báo cáo số {_told(new)}." if new else "",
    }


def _signed(row: dict, stationery: Stationery) -> str:
    if row["signed_at"] is None:
        return ""
    return f"Đã ký duyệt trên phần mềm: {stationery.names.person(row['signed_by'])}, {moment(row['signed_at'])}."


def _told(row: dict) -> str:
    return f"{number_words(row)} năm {row['year']}"


def _facts(document: Document, ward_id: int, now: int, row: dict | None) -> list[tuple[str, str]]:
    """What the first sheet, or the head of the CSV, says."""
    stationery = Stationery(ward_id, now)
    facts = [("Đơn vị báo cáo", stationery.ward["name"]), ("Kỳ báo cáo", document.under)]
    if document.basis:
        facts.append(("Biểu", document.basis))
    if row is None:
        return [*facts, ("Tình trạng", "Bản nháp, chưa phát hành"), ("Số liệu lúc", moment(now))]
    facts += [("Số", _told(row)), ("Phát hành lúc", moment(row["issued_at"]))]
    facts.append(("Người phát hành", stationery.names.person(row["issued_by"])))
    told = _standing(row, stationery)
    labels = {"signed": "Ký duyệt", "corrects": "Thay thế", "corrected": "Bị thay thế"}
    return [*facts, *((labels[name], text) for name, text in told.items() if text)]
