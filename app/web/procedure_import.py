"""Importing a catalogue of procedures: files to download, upload with a preview, and one confirmation for all of it."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import IMPORT_BODY_BYTES_MAX, IMPORT_ROWS_MAX
from app.problems import Problem
from app.records import procedure as records
from app.rules import procedure as rules
from app.rules import procedure_import, spreadsheet
from app.rules.table_file import Column, xlsx_bytes
from app.rules.text import clean
from app.web import door, import_preview
from app.web.guard import allow
from app.web.render import show, tell
from app.web.table_answer import table_answer
from app.web.words import said, sentence

routes = Blueprint("procedure_import", __name__, url_prefix="/thu-tuc/nhap")

# A file just over the limit gets a sentence beside the form; what is far over it is not even received.
_RECEIVED_BYTES_MAX = 4 * IMPORT_BODY_BYTES_MAX
_LIMITS = spreadsheet.Limits(IMPORT_BODY_BYTES_MAX, IMPORT_ROWS_MAX)
_ERRORS_SHOWN = 100
_SAMPLE_CODES = ("1.001193", "2.000815", "1.004194")


@routes.get("")
@allow("procedure.import")
def form():
    return _form()


def _form(status: int = 200, error: str = ""):
    return show(
        "procedure/import.html",
        status=status,
        error=error,
        held=len(records.newest_procedures(current_user.ward_id)),
        most_mb=IMPORT_BODY_BYTES_MAX // 1024 // 1024,
        most_rows=f"{IMPORT_ROWS_MAX:,}".replace(",", "."),
    )


@routes.get("/mau.csv", defaults={"which": "mau", "kind": "csv"})
@routes.get("/mau.xlsx", defaults={"which": "mau", "kind": "xlsx"})
@routes.get("/khoi-dau.csv", defaults={"which": "khoi-dau", "kind": "csv"})
@routes.get("/khoi-dau.xlsx", defaults={"which": "khoi-dau", "kind": "xlsx"})
@routes.get("/hien-co.csv", defaults={"which": "hien-co", "kind": "csv"})
@routes.get("/hien-co.xlsx", defaults={"which": "hien-co", "kind": "xlsx"})
@allow("procedure.import")
def download(which: str, kind: str):
    """mau: three rows to imitate. khoi-dau: the catalogue that comes along. hien-co: what the ward holds now."""
    if which == "hien-co":
        bodies = [rules.card_of(row) for row in records.newest_procedures(current_user.ward_id)]
    else:
        bodies = [body for _entity, body in procedure_import.starter_cards()]
    if which == "mau":
        bodies = [body for body in bodies if body["code"] in _SAMPLE_CODES]
    rows = [procedure_import.heading_row(), *(procedure_import.row_of(body) for body in bodies)]
    if kind == "csv":
        content = spreadsheet.write_csv(rows)
    else:
        heading, *filled = rows
        columns = [Column(*pair) for pair in zip(heading, procedure_import.WIDTHS, strict=True)]
        content = xlsx_bytes("Thủ tục", columns, filled, to_fill=True)
    return table_answer(content, f"thu-tuc-{which}.{kind}")


@routes.post("")
@allow("procedure.import")
def upload():
    """Reads the file and shows what importing it would do; nothing is imported yet."""
    request.max_content_length = _RECEIVED_BYTES_MAX
    given = request.files.get("tep")
    try:
        if given is None or not given.filename:
            raise spreadsheet.Unreadable("file_missing")
        lines = spreadsheet.read(given.stream.read(_LIMITS.size_bytes + 1), _LIMITS)
    except spreadsheet.Unreadable as problem:
        return _form(422, door.field_sentence(problem.code, problem.params))
    plan = _plan(lines)
    name = clean(given.filename)[-80:]
    if plan.errors:
        return show("procedure/import_errors.html", status=422, name=name, **_errors(plan))
    preview = import_preview.keep({"told": {"name": name, **_told(plan)}, "cards": plan.cards})
    return redirect(f"/thu-tuc/nhap/{preview}", 303)


def _plan(lines: list[spreadsheet.Line]) -> procedure_import.Plan:
    newest = {row["code"]: row for row in records.newest_procedures(current_user.ward_id)}
    current = {row["code"]: row for row in records.current_procedures(current_user.ward_id, status=None)}
    return procedure_import.plan(lines, newest, current)


def _errors(plan: procedure_import.Plan) -> dict:
    """The rows that are wrong, each with its line, its column and a sentence."""
    plan.errors.sort(key=lambda error: error.line)
    return {
        "problem": sentence("import_has_errors", count=len({error.line for error in plan.errors})),
        "count": len(plan.errors),
        "shown": [
            {
                "line": error.line,
                "column": procedure_import.LABELS.get(error.column, ""),
                "sentence": door.field_sentence(error.code, error.params),
            }
            for error in plan.errors[:_ERRORS_SHOWN]
        ],
    }


def _told(plan: procedure_import.Plan) -> dict:
    """The preview without its cards, as JSON can hold it."""
    return {
        "new": [
            {"code": item.code, "name": item.name, "status": item.status} for item in plan.items if item.kind == "new"
        ],
        "changed": [
            {
                "code": item.code,
                "name": item.name,
                "changed": [{"fact": fact, "before": before, "after": after} for fact, before, after in item.changed],
            }
            for item in plan.items
            if item.kind == "changed"
        ],
        "unchanged": sum(item.kind == "unchanged" for item in plan.items),
        "staying": plan.staying,
        "ignored": plan.ignored,
    }


@routes.get("/<uuid:preview>")
@allow("procedure.import")
def preview(preview):
    told = import_preview.kept(str(preview))["told"]
    labels = {fact: said(label) for fact, label in procedure_import.LABELS.items()}
    statuses = {code: said(label) for code, label in rules.STATUSES.items()}
    return show("procedure/preview.html", preview=str(preview), statuses=statuses, labels=labels, **told)


@routes.post("/<uuid:preview>")
@allow("procedure.import")
def confirm(preview):
    """Imports what the preview showed, all in one batch. A second confirmation is the same batch."""
    kept = import_preview.kept(str(preview))
    try:
        door.send_together("procedure.put/1", kept["cards"], str(preview))
    except Problem as problem:
        if problem.code == "procedure_version_fixed":
            # Somebody changed one of these procedures since: what was shown is not what would happen.
            raise Problem("import_expired") from problem
        raise
    tell(
        _(
            "Đã nhập %(new)s thủ tục mới và %(changed)s thủ tục có thay đổi.",
            new=len(kept["told"]["new"]),
            changed=len(kept["told"]["changed"]),
        )
    )
    return redirect("/thu-tuc", 303)
