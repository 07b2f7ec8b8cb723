"""The pages of /bao-cao, one beside the other, and how a document of a report is shown on one."""

from flask_babel import gettext as _

from app.printing.report_sheet import groups, shown
from app.rules import report_document
from app.rules.report_document import TEXT, Document, Section


def tabs(current: str, query: str = "") -> list[dict]:
    """`current`: the path below /bao-cao. `query`: the period, for the pages that have one."""
    periods = {"": _("Đúng hẹn"), "ii-06a": _("Biểu II.06a"), "cham-diem": _("Chấm điểm"), "766": _("Chỉ số 766")}
    periods["hai-long"] = _("Hài lòng")
    others = {"lap": _("Lập báo cáo"), "da-phat-hanh": _("Báo cáo đã phát hành")}
    return [
        {
            "href": f"/bao-cao{'/' + path if path else ''}{'?' + query if query and path in periods else ''}",
            "label": label,
            "current": path == current,
        }
        for path, label in (periods | others).items()
    ]


def sections(document: Document) -> list[dict]:
    """As `paper/_report_document.html` shows them: its words are those of paper, Vietnamese in every language."""
    return [_section(each) for each in document.sections]


def _section(section: Section) -> dict:
    total = report_document.total(section) if section.rows else None
    return {
        "title": section.title,
        "columns": [{"label": one.label, "numeric": one.kind != TEXT, "group": one.group} for one in section.columns],
        "groups": groups(section),
        "rows": [shown(section, row) for row in section.rows],
        "total": shown(section, total) if total else None,
        "note": section.note,
        "chart": report_document.drawing(section),
    }
