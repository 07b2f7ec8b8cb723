"""Taking over open dossiers from the city's system: a file, which column is what, a preview, one confirmation."""

import hmac
from uuid import UUID, uuid5

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import IMPORT_BODY_BYTES_MAX, IMPORT_ROWS_MAX
from app.problems import Problem
from app.records import batch, procedure
from app.rules import dossier_import_file, handling, spreadsheet, tracking
from app.rules.clock import day_of
from app.rules.dossier_import import FOLLOWED
from app.rules.dossier_states import CLOSED
from app.rules.text import clean
from app.web import door, import_preview
from app.web.dossier_words import calendar_of
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import said

routes = Blueprint("dossier_import", __name__, url_prefix="/ho-so/nhap")

_RECEIVED_BYTES_MAX = 4 * IMPORT_BODY_BYTES_MAX
_LIMITS = spreadsheet.Limits(IMPORT_BODY_BYTES_MAX, IMPORT_ROWS_MAX)
_SHOWN = 100
# Entities come from the code of the other system, so that the same dossier is the same row whenever it is imported.
_NAMESPACE = UUID("6f1d6a52-5f0b-5c7e-9d0a-6a1b8e6f3c21")


@routes.get("")
@allow("dossier.import")
def form():
    return _form()


def _form(status: int = 200, error: str = ""):
    most_rows = f"{IMPORT_ROWS_MAX:,}".replace(",", ".")
    return show(
        "dossier/import.html", status=status, error=error, most_mb=IMPORT_BODY_BYTES_MAX // 2**20, most_rows=most_rows
    )


@routes.post("")
@allow("dossier.import")
def upload():
    """Reads the file and asks which column is what; nothing is imported yet."""
    request.max_content_length = _RECEIVED_BYTES_MAX
    given = request.files.get("tep")
    try:
        if given is None or not given.filename:
            raise spreadsheet.Unreadable("file_missing")
        lines = spreadsheet.read(given.stream.read(_LIMITS.size_bytes + 1), _LIMITS)
        place = dossier_import_file.heading(lines)
    except spreadsheet.Unreadable as problem:
        return _form(422, door.field_sentence(problem.code, problem.params))
    kept = import_preview.keep(
        {
            "name": clean(given.filename)[-80:],
            "heading": import_preview.plain(lines[place]),
            "mapping": dossier_import_file.guess(lines[place]),
            "lines": [[line.number, import_preview.plain(line)] for line in lines[place + 1 :]],
        }
    )
    return redirect(f"/ho-so/nhap/{kept}", 303)


@routes.get("/<uuid:upload>")
@allow("dossier.import")
def mapping(upload):
    """Which column is what; the guess is chosen already."""
    return _mapping(str(upload), import_preview.kept(str(upload)))


def _mapping(upload: str, kept: dict, chosen: dict | None = None, errors: dict | None = None):
    mapped = chosen or kept["mapping"]
    columns = [(str(place), str(cell)) for place, cell in enumerate(kept["heading"]) if cell not in ("", None)]
    return show(
        "dossier/import_mapping.html",
        status=422 if errors else 200,
        upload=upload,
        name=kept["name"],
        count=len(kept["lines"]),
        columns=columns,
        facts=[
            {
                "name": name,
                "label": said(label),
                "required": required,
                "value": _chosen(mapped, name),
            }
            for name, (label, required, _headings) in dossier_import_file.COLUMNS.items()
        ],
        errors=errors or {},
    )


def _chosen(mapping: dict, name: str) -> str:
    return "" if mapping.get(name) is None else str(mapping[name])


@routes.post("/<uuid:upload>")
@allow("dossier.import")
def preview(upload):
    """What importing would do, line by line."""
    kept = import_preview.kept(str(upload))
    chosen = {name: _place(request.form.get(name, ""), len(kept["heading"])) for name in dossier_import_file.COLUMNS}
    missing = {
        name: door.field_sentence("import_column_missing", {"label": dossier_import_file.COLUMNS[name][0]})
        for name in dossier_import_file.REQUIRED
        if chosen[name] is None
    }
    if missing:
        return _mapping(str(upload), kept, chosen, missing)
    calendar = calendar_of(current_user.ward_id)
    plan = dossier_import_file.plan(import_preview.lines(kept), chosen, _procedures(), calendar, day_of(now_ms()))
    sorted_out = _sorted(plan)
    confirmed = import_preview.keep({"cards": sorted_out["cards"], "told": sorted_out["told"]})
    return show(
        "dossier/import_preview.html",
        upload=str(upload),
        confirmed=confirmed,
        name=kept["name"],
        plan=plan,
        told=sorted_out["told"],
        new=sorted_out["new"][:_SHOWN],
        moved=sorted_out["moved"][:_SHOWN],
        errors=[_error(error) for error in plan.errors[:_SHOWN]],
        shown=_SHOWN,
    )


def _place(text: str, count: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) < count else None


def _error(error) -> dict:
    label = dossier_import_file.COLUMNS.get(error.column, ("",))[0]
    return {"line": error.line, "column": said(label), "sentence": door.field_sentence(error.code, error.params)}


def _procedures() -> dict[str, dict]:
    """What may be named by a line: versions in force, each with its first variant."""
    rows = procedure.current_procedures(current_user.ward_id)
    return {row["code"]: {"version": row["id"], "variant": handling.variants(row)[0]["key"]} for row in rows}


def _sorted(plan: dossier_import_file.Plan) -> dict:
    """New ones, those that moved since they were taken over, and those that stay."""
    ward_id = current_user.ward_id
    entities = {line: str(uuid5(_NAMESPACE, f"{ward_id} {body['national_code']}")) for line, body in plan.items}
    held = batch.held_rows("dossier", ward_id, entities.values()) if entities else {}
    found = {"new": [], "moved": [], "cards": [], "told": {"new": 0, "moved": 0, "same": 0, "closed_here": 0}}
    for line, body in plan.items:
        entity = entities[line]
        row = held.get(entity)
        shown = {"line": line, **body}
        if row is None:
            found["told"]["new"] += 1
            found["new"].append(shown)
        elif row["state"] in CLOSED:
            found["told"]["closed_here"] += 1
            continue
        elif _same(row, body):
            found["told"]["same"] += 1
            continue
        else:
            found["told"]["moved"] += 1
            found["moved"].append({**shown, "before": row})
        found["cards"].append([entity, {**body, "tracking": row["tracking"] if row else _tracking(entity)}])
    return found


def _same(row: dict, body: dict) -> bool:
    due_at = row["due_current_at"] if body["state"] != "supplement" else body["due_at"]
    return all(row[name] == body[name] for name in FOLLOWED) and due_at == body["due_at"]


def _tracking(entity: str) -> str:
    """The same for the same dossier: a second confirmation is the same operation. Nobody outside can guess it."""
    return tracking.make(hmac.digest(current_app.config["SECRET_KEY"], f"tracking {entity}".encode(), "sha256"))


@routes.post("/<uuid:confirmed>/nhap")
@allow("dossier.import")
def confirm(confirmed):
    """Imports what the preview showed, all in one batch. A second confirmation is the same batch."""
    kept = import_preview.kept(str(confirmed))
    try:
        if kept["cards"]:
            door.send_together("dossier.import/1", kept["cards"], str(confirmed))
    except Problem as problem:
        if problem.code in ("dossier_state", "nothing_changed", "entity_exists"):
            # Somebody worked on one of them since: what was shown is not what would happen.
            raise Problem("import_expired") from problem
        raise
    tell(
        _("Đã nhận %(new)s hồ sơ mới, cập nhật %(moved)s hồ sơ.", new=kept["told"]["new"], moved=kept["told"]["moved"])
    )
    return redirect("/ho-so", 303)
