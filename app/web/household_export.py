"""The households of a list as a file, as it was searched and filtered: CSV or XLSX that no spreadsheet runs.

A file leaves the ward's keeping: a lead's holds his own neighbourhood alone, and names stand only where the household
agreed to their being kept.
"""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from app.problems import Problem
from app.records import household as records
from app.rules.clock import day_of
from app.rules.table_file import Column, csv_bytes, xlsx_bytes
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.household import asked_for, scope
from app.web.household_words import ADDRESS, code_words, members_words
from app.web.sessions import now_ms
from app.web.table_answer import table_answer
from app.web.words import day, label

routes = Blueprint("household_export", __name__, url_prefix=ADDRESS)

ROWS_MAX = 50_000
_AT_ONCE = 1_000


def _columns() -> list[Column]:
    """The headings that the import reads again, and behind them what only a page says."""
    return [
        Column(_("Tổ dân phố"), 22),
        Column(_("Tòa nhà, ngõ"), 22),
        Column(_("Căn hộ, số nhà"), 16),
        Column(_("Tên gọi của hộ"), 28),
        Column(_("Người đại diện"), 28),
        Column(_("Số điện thoại"), 14),
        Column(_("Hộ đồng ý"), 10),
        Column(_("Tình trạng"), 26),
        Column(_("Khó khăn"), 48),
        Column(_("Cần thăm"), 10),
        Column(_("Ngày hẹn thăm"), 14),
        Column(_("Đang ở đây"), 10),
        Column(_("Thành viên"), 36),
        Column(_("Tình trạng từ ngày"), 14),
        Column(_("Gặp lần cuối"), 14),
        Column(_("Vào danh sách"), 20),
    ]


@routes.get("/danh-sach.csv", defaults={"kind": "csv"})
@routes.get("/danh-sach.xlsx", defaults={"kind": "xlsx"})
@allow("household.export")
def download(kind: str):
    today = day_of(now_ms())
    asked, _told = asked_for(scope(), today)
    if records.count(current_user.ward_id, asked) > ROWS_MAX:
        raise Problem("export_too_long", most=f"{ROWS_MAX:,}".replace(",", "."))
    rows = _rows(asked, Names(current_user.ward_id))
    content = csv_bytes(_columns(), rows) if kind == "csv" else xlsx_bytes(_("Danh sách hộ"), _columns(), rows)
    return table_answer(content, f"ho-{today}.{kind}")


def _rows(asked, names: Names):
    after, more = None, True
    while more:
        rows, more = records.page(current_user.ward_id, asked, _AT_ONCE, after)
        for row in records.with_difficulties(current_user.ward_id, rows):
            after = (row["sorted"], row["id"])
            yield _cells(row, names)


def _cells(row: dict, names: Names) -> list:
    return [
        names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"]),
        row["building"],
        row["apartment"],
        row["label"],
        row["head_name"],
        row["phone"].replace("+84", "0"),
        "x" if row["consent"] else "",
        code_words("state", row["state"]),
        "; ".join(label("difficulty", code) for code in row["difficulties"]),
        "x" if row["follow_up"] else "",
        day(row["follow_up_on"]),
        "x" if row["active"] else "",
        members_words(row["members"]),
        day(row["state_on"]),
        day(row["seen_on"]),
        code_words("source", row["source"]),
    ]
