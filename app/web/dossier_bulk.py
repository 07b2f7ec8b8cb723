"""/ho-so/in-nhieu: Mẫu 01 of many dossiers in one file. A page shows how far it is, and then the file."""

from flask import Blueprint, request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import bulk, print_job
from app.problems import Problem
from app.records import dossier_queue as records
from app.records.batch import held_rows
from app.web import dossier_lines
from app.web.dossier_hand_over import chosen
from app.web.dossier_lines import ADDRESS
from app.web.dossier_sheet_list import exists
from app.web.guard import allow
from app.web.paper_answer import pdf_answer
from app.web.render import leave_for, show, tell
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.words import sentence

HERE = f"{ADDRESS}/in-nhieu"
routes = Blueprint("dossier_bulk", __name__, url_prefix=HERE)

SHEET = "giay-tiep-nhan"
# One press of the button; H2's bulk print takes 500 in under twenty seconds.
LIST_MAX = 500


@routes.post("")
@allow("dossier.print")
def start():
    """What was ticked; with `ca-danh-sach` in the address, the whole list that its filters ask for."""
    rows = _rows(_whole_list() if request.args.get("ca-danh-sach") else chosen(request.form))
    printable = [row for row in rows if exists(row, SHEET)]
    if not printable:
        raise Problem("nothing_to_print")
    if len(printable) < len(rows):
        tell(_("%(count)s hồ sơ chưa có giấy tiếp nhận nên không in.", count=len(rows) - len(printable)), "warning")
    with force_locale("vi"):
        stationery = Stationery(current_user.ward_id, now_ms())
        sheets = [stationery.record(SHEET, row) for row in printable]
    job = print_job.start(_owner(), len(sheets), lambda: bulk.receipts(sheets))
    return leave_for(f"{HERE}/{job.id}")


def _whole_list() -> list[str]:
    wanted = dossier_lines.asked()
    rows, _more = records.counter(current_user.ward_id, wanted, LIST_MAX)
    return [row["id"] for row in rows]


def _rows(ids: list[str]) -> list[dict]:
    """Whole rows in the order of the ids; what is not of the ward is left out."""
    found = held_rows("dossier", current_user.ward_id, ids)
    return [found[id_] for id_ in ids if id_ in found]


def _owner() -> tuple:
    return current_user.ward_id, current_user.row["id"]


def _job(job_id) -> print_job.Job:
    job = print_job.find(_owner(), str(job_id))
    if job is None:
        raise Problem("print_gone")
    return job


@routes.get("/<uuid:job_id>")
@allow("dossier.print")
def progress(job_id):
    job = _job(job_id)
    return show(
        "dossier/bulk.html",
        job=job,
        here=f"{HERE}/{job.id}",
        problem=sentence(job.problem) if job.problem else "",
    )


@routes.get("/<uuid:job_id>/giay-tiep-nhan.pdf")
@allow("dossier.print")
def file(job_id):
    job = _job(job_id)
    if not job.content:
        return leave_for(f"{HERE}/{job.id}")
    return pdf_answer(job.content, f"giay-tiep-nhan-{job.total}.pdf")
