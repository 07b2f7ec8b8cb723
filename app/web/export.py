"""Xuất dữ liệu: everything the counter and the support points hold, as files that no spreadsheet runs.

A file leaves the ward's keeping: only a desk takes one, and each page says what stands in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from flask import Blueprint
from flask_babel import lazy_gettext
from flask_login import current_user

from app.problems import Problem
from app.records import certification, feedback, taking_away
from app.rules import difficulty, tracking
from app.rules.dossier_row import opened
from app.rules.register import REGISTERS
from app.rules.table_file import Column, csv_bytes, xlsx_bytes
from app.web import export_job, feedback_words, report_period, words
from app.web.dossier_words import DossierNames, number_text
from app.web.guard import allow
from app.web.render import leave_for, show
from app.web.table_answer import table_answer
from app.web.words import moment, said

routes = Blueprint("export", __name__, url_prefix="/xuat")

# A spreadsheet of so many rows opens on an office machine; a longer period is taken in parts.
ROWS_MAX = 100_000
# So many are made while the page waits; more in a job of their own, which says how far it is (export_job).
ROWS_AT_ONCE = 3_000


@dataclass(frozen=True, slots=True)
class Taking:
    """Whose rows, of which days, with whose eyes (`reader`, a person's id: R13)."""

    ward_id: int
    reader: str
    period: report_period.Period
    names: DossierNames


@dataclass(frozen=True, slots=True)
class Table:
    """What can be taken away: its words, its columns, its rows, and how many they are where they may be many."""

    title: object
    told: object
    columns: tuple
    rows: Callable[["Taking"], Iterable[list]]
    count: Callable[["Taking"], int] | None = None


def _dossier_rows(taking):
    names, period, label = taking.names, taking.period, cache(words.label)
    for row in taking_away.dossiers(taking.ward_id, period.from_at, period.to_at):
        yield [
            number_text(row),
            row["national_code"],
            row["procedure_code"],
            row["procedure_name"],
            label("dossier_state", row["state"]),
            label("dossier_channel", row["channel"]),
            row["name"],
            row["address"],
            row["phone"].replace("+84", "0"),
            moment(row["received_at"]),
            moment(row["due_original_at"]),
            moment(row["due_current_at"]),
            moment(row["finished_at"]),
            moment(row["returned_at"]),
            names.person(row["holder"]),
            names.units.get(row["unit"], ""),
            row["supplement_count"],
            row["extension_reason"],
            row["apology_reason"],
            row["end_reason"],
            opened(row, "fee").get("total"),
            row["fee_receipt"],
        ]


def _certification_rows(taking):
    names, period = taking.names, taking.period
    for row in certification.certifications_between(taking.ward_id, period.from_at, period.to_at + 1):
        for line in opened(row, "lines"):
            yield [
                line["number"],
                row["year"],
                said(REGISTERS[row["register"]][0]),
                moment(row["certified_at"]),
                row["name"],
                line["paper"],
                line["pages"],
                line["copies"],
                line["fee"],
                row["fee_receipt"],
                names.person(row["staff"]),
                row["signer"],
                row["void_reason"] if row["voided_at"] is not None else "",
            ]


def _assistance_rows(taking):
    # The words of a code are looked up once, not for each of a hundred thousand rows.
    names, label = taking.names, cache(words.label)
    for row in taking_away.assistances(taking.ward_id, taking.period.first, taking.period.last):
        yield [
            row["happened_on"],
            names.points.get(row["support_point"], {}).get("name", ""),
            names.person(row["staff"]),
            row["procedure"],
            label("help", row["help"]),
            label("channel", row["channel"]),
            label("result", row["result"]),
            "; ".join(difficulty.BY_CODE[code].label for code in row["difficulties"] if code in difficulty.BY_CODE),
            names.neighbourhoods.get(row["neighbourhood"], ""),
            row["minutes"],
            row["national_code"],
            row["void_reason"] if row["voided_at"] is not None else "",
        ]


def _feedback_rows(taking):
    names, period = taking.names, taking.period
    # With the reader's own eyes, as everywhere: what complains of them is in no file either (R13).
    for row in feedback.between(taking.ward_id, taking.reader, period.from_at, period.to_at, ROWS_MAX + 1):
        yield [
            moment(row["received_at"]),
            tracking.format(row["tracking"]),
            feedback_words.code_words("kind", row["kind"]),
            feedback_words.code_words("channel", row["channel"]),
            row["name"],
            row["address"],
            row["phone"].replace("+84", "0"),
            row["content"],
            feedback_words.about_words(row, names),
            feedback_words.code_words("category", row["category"]),
            row["forwarded_to"],
            moment(row["forwarded_at"]),
            moment(row["answer_due_at"]),
            feedback_words.code_words("finding", row["finding"]),
            row["answer"] or row["decline_reason"],
            moment(row["answered_at"]),
            row["published_where"],
            feedback_words.state_words(row["state"]),
        ]


TABLES = {
    "ho-so": Table(
        lazy_gettext("Hồ sơ"),
        lazy_gettext("Hồ sơ nhận trong kỳ: người nộp, thủ tục, hạn trả, kết quả, lý do trễ."),
        (
            (lazy_gettext("Số tiếp nhận"), 16),
            (lazy_gettext("Mã hồ sơ quốc gia"), 26),
            (lazy_gettext("Mã thủ tục"), 12),
            (lazy_gettext("Thủ tục"), 44),
            (lazy_gettext("Tình trạng"), 18),
            (lazy_gettext("Cách nộp"), 18),
            (lazy_gettext("Người nộp"), 28),
            (lazy_gettext("Địa chỉ"), 36),
            (lazy_gettext("Số điện thoại"), 14),
            (lazy_gettext("Nhận lúc"), 18),
            (lazy_gettext("Hạn trả ban đầu"), 18),
            (lazy_gettext("Hạn trả"), 18),
            (lazy_gettext("Xong lúc"), 18),
            (lazy_gettext("Trả lúc"), 18),
            (lazy_gettext("Người giữ"), 24),
            (lazy_gettext("Bộ phận"), 24),
            (lazy_gettext("Số lần yêu cầu bổ sung"), 12),
            (lazy_gettext("Lý do gia hạn"), 36),
            (lazy_gettext("Lý do xin lỗi"), 36),
            (lazy_gettext("Lý do kết thúc"), 36),
            (lazy_gettext("Phí, lệ phí (đồng)"), 14),
            (lazy_gettext("Số biên lai"), 14),
        ),
        _dossier_rows,
        lambda one: taking_away.count_dossiers(one.ward_id, one.period.from_at, one.period.to_at),
    ),
    "chung-thuc": Table(
        lazy_gettext("Chứng thực"),
        lazy_gettext("Mỗi loại giấy tờ một dòng: số chứng thực, số trang, số bản, phí. Số đã hủy vẫn còn."),
        (
            (lazy_gettext("Số chứng thực"), 12),
            (lazy_gettext("Năm"), 8),
            (lazy_gettext("Sổ"), 30),
            (lazy_gettext("Lúc"), 18),
            (lazy_gettext("Người yêu cầu"), 28),
            (lazy_gettext("Loại giấy tờ"), 36),
            (lazy_gettext("Số trang"), 10),
            (lazy_gettext("Số bản"), 10),
            (lazy_gettext("Phí (đồng)"), 12),
            (lazy_gettext("Số biên lai"), 14),
            (lazy_gettext("Người làm"), 24),
            (lazy_gettext("Người ký"), 24),
            (lazy_gettext("Đã hủy vì"), 30),
        ),
        _certification_rows,
    ),
    "luot-ho-tro": Table(
        lazy_gettext("Lượt hỗ trợ"),
        lazy_gettext("Không có tên, số điện thoại hay căn hộ của người dân."),
        (
            (lazy_gettext("Ngày"), 12),
            (lazy_gettext("Điểm hỗ trợ"), 24),
            (lazy_gettext("Tình nguyện viên"), 24),
            (lazy_gettext("Mã thủ tục"), 12),
            (lazy_gettext("Việc đã giúp"), 22),
            (lazy_gettext("Hình thức"), 16),
            (lazy_gettext("Kết quả"), 20),
            (lazy_gettext("Khó khăn"), 44),
            (lazy_gettext("Tổ dân phố"), 20),
            (lazy_gettext("Số phút"), 10),
            (lazy_gettext("Mã hồ sơ quốc gia"), 26),
            (lazy_gettext("Đã hủy vì"), 30),
        ),
        _assistance_rows,
        lambda one: taking_away.count_assistances(one.ward_id, one.period.first, one.period.last),
    ),
    "phan-anh": Table(
        lazy_gettext("Sổ phản ánh, kiến nghị"),
        lazy_gettext("Có tên, địa chỉ, số điện thoại người gửi: giữ kín. Không có phản ánh về chính anh/chị."),
        (
            (lazy_gettext("Nhận lúc"), 18),
            (lazy_gettext("Mã tra cứu"), 16),
            (lazy_gettext("Loại"), 20),
            (lazy_gettext("Nhận bằng cách nào"), 18),
            (lazy_gettext("Họ và tên"), 28),
            (lazy_gettext("Địa chỉ"), 36),
            (lazy_gettext("Số điện thoại"), 14),
            (lazy_gettext("Nội dung"), 60),
            (lazy_gettext("Phản ánh về ai"), 28),
            (lazy_gettext("Phân loại"), 28),
            (lazy_gettext("Đã chuyển đến"), 28),
            (lazy_gettext("Chuyển lúc"), 18),
            (lazy_gettext("Hạn trả lời"), 18),
            (lazy_gettext("Kết quả xác minh"), 18),
            (lazy_gettext("Nội dung trả lời"), 60),
            (lazy_gettext("Trả lời lúc"), 18),
            (lazy_gettext("Công khai ở đâu"), 28),
            (lazy_gettext("Tình trạng"), 22),
        ),
        _feedback_rows,
    ),
}


@routes.get("")
@allow("dossier.export")
def index():
    """What can be taken away, of which days."""
    period = report_period.asked()
    return show("report/export.html", period=period, tables=TABLES, most=f"{ROWS_MAX:,}".replace(",", "."))


@routes.get("/ho-so.csv", defaults={"which": "ho-so", "kind": "csv"})
@routes.get("/ho-so.xlsx", defaults={"which": "ho-so", "kind": "xlsx"})
@routes.get("/chung-thuc.csv", defaults={"which": "chung-thuc", "kind": "csv"})
@routes.get("/chung-thuc.xlsx", defaults={"which": "chung-thuc", "kind": "xlsx"})
@routes.get("/luot-ho-tro.csv", defaults={"which": "luot-ho-tro", "kind": "csv"})
@routes.get("/luot-ho-tro.xlsx", defaults={"which": "luot-ho-tro", "kind": "xlsx"})
@routes.get("/phan-anh.csv", defaults={"which": "phan-anh", "kind": "csv"})
@routes.get("/phan-anh.xlsx", defaults={"which": "phan-anh", "kind": "xlsx"})
@allow("dossier.export")
def download(which: str, kind: str):
    """One table of TABLES as a file, or the page of the job that makes it."""
    table, taking = TABLES[which], _taking()
    count = table.count(taking) if table.count else 0
    if count > ROWS_MAX:
        raise _too_long()
    name = f"{which}-{taking.period.first}-{taking.period.last}.{kind}"
    if count > ROWS_AT_ONCE:
        return leave_for(export_job.start(str(table.title), columns(table), table.rows(taking), count, name))
    rows = list(table.rows(taking))
    if len(rows) > ROWS_MAX:
        raise _too_long()
    content = csv_bytes(columns(table), rows) if kind == "csv" else xlsx_bytes(str(table.title), columns(table), rows)
    return table_answer(content, name)


def _taking() -> Taking:
    ward_id = current_user.ward_id
    return Taking(ward_id, current_user.row["id"], report_period.asked(), DossierNames(ward_id))


def columns(table: Table) -> list[Column]:
    return [Column(str(heading), width) for heading, width in table.columns]


def _too_long() -> Problem:
    return Problem("export_too_long", most=f"{ROWS_MAX:,}".replace(",", "."))
