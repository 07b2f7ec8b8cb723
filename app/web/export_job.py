"""/xuat/dang-lam: a long table in the making. A page shows how far it is, and then the file."""

import threading
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, current_app
from flask_babel import force_locale, get_locale
from flask_login import current_user

from app.printing import print_job
from app.printing.bulk import Progress
from app.problems import Problem
from app.records import folder_lock
from app.records.database import database
from app.rules.long_table import STEP_ROWS, xlsx_steps
from app.rules.table_file import Column, csv_bytes
from app.web.guard import allow
from app.web.render import leave_for, show
from app.web.table_answer import table_answer
from app.web.words import sentence

HERE = "/xuat/dang-lam"
routes = Blueprint("export_job", __name__, url_prefix=HERE)

# One at a time: each takes a core as long as it lasts.
_alone = threading.Lock()


def start(title: str, columns: list[Column], rows: Iterator[list], count: int, name: str) -> str:
    """The address of the job's page. `rows` are read when it is their turn, in the job's own thread and language."""
    app, language = current_app._get_current_object(), str(get_locale() or "vi")
    folder = app.config["GD"].data_dir / "taking_away"

    def work() -> Iterator[Progress]:
        if not _alone.acquire(blocking=False):
            raise Problem("printing_busy")
        try:
            with app.app_context(), force_locale(language), database.connection_context():
                steps = _xlsx(title, columns, rows, folder) if name.endswith(".xlsx") else _csv(columns, rows)
                for done, content in steps:
                    yield Progress(min(done, count), count, content)
        finally:
            _alone.release()

    return f"{HERE}/{print_job.start(_owner(), count, work, name).id}"


def _xlsx(title: str, columns: list[Column], rows: Iterator[list], folder: Path) -> Iterator[tuple[int, bytes]]:
    with folder_lock.passing(folder) as own:
        yield from xlsx_steps(title, columns, rows, own)


def _csv(columns: list[Column], rows: Iterator[list]) -> Iterator[tuple[int, bytes]]:
    kept = []
    for count, row in enumerate(rows, 1):
        kept.append(row)
        if count % STEP_ROWS == 0:
            yield count, b""
    yield len(kept), csv_bytes(columns, kept)


def _owner() -> tuple:
    return current_user.ward_id, current_user.row["id"]


def _job(job_id) -> print_job.Job:
    job = print_job.find(_owner(), str(job_id))
    if job is None:
        raise Problem("export_gone")
    return job


@routes.get("/<uuid:job_id>")
@allow("dossier.export")
def progress(job_id):
    job = _job(job_id)
    problem = sentence(job.problem) if job.problem else ""
    return show("report/export_job.html", job=job, here=f"{HERE}/{job.id}", problem=problem)


@routes.get("/<uuid:job_id>/bang")
@allow("dossier.export")
def file(job_id):
    job = _job(job_id)
    if not job.content:
        return leave_for(f"{HERE}/{job.id}")
    return table_answer(job.content, job.name)
