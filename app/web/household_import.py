"""/ho/nhap: households out of a list: a file, which column is what, a preview, one confirmation."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import IMPORT_BODY_BYTES_MAX, IMPORT_ROWS_MAX
from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import household as records
from app.records import place
from app.rules import dossier_import_file, household_import_file, spreadsheet
from app.rules.clock import day_of
from app.rules.household import card_of, may_read
from app.rules.household_import_file import COLUMNS, Item, key_of, neighbourhood_keys
from app.rules.table_file import Column, xlsx_bytes
from app.rules.text import clean
from app.web import card_form, door, import_preview
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.household import scope
from app.web.household_words import ADDRESS, code_words, field_label, home, value_text
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.table_answer import table_answer
from app.web.words import label, said

routes = Blueprint("household_import", __name__, url_prefix=f"{ADDRESS}/nhap")

TAKE = "household.import/1"
_RECEIVED_BYTES_MAX = 4 * IMPORT_BODY_BYTES_MAX
_LIMITS = spreadsheet.Limits(IMPORT_BODY_BYTES_MAX, IMPORT_ROWS_MAX)
_SHOWN = 100


@routes.get("")
@allow("household.import")
def form():
    scope()
    return _form()


def _form(status: int = 200, error: str = ""):
    most_rows = f"{IMPORT_ROWS_MAX:,}".replace(",", ".")
    return show(
        "household/import.html",
        status=status,
        error=error,
        most_mb=IMPORT_BODY_BYTES_MAX // 2**20,
        most_rows=most_rows,
    )


@routes.get("/mau.xlsx")
@allow("household.import")
def template():
    """The headings that the import knows by itself, and nothing below them."""
    columns = [Column(said(label_), 22) for label_, _required, _headings in COLUMNS.values()]
    return table_answer(xlsx_bytes(_("Danh sách hộ"), columns, [], to_fill=True), "mau-danh-sach-ho.xlsx")


@routes.post("")
@allow("household.import")
def upload():
    """Reads the file and asks which column is what; nothing is imported yet."""
    request.max_content_length = _RECEIVED_BYTES_MAX
    given = request.files.get("tep")
    try:
        if given is None or not given.filename:
            raise spreadsheet.Unreadable("file_missing")
        lines = spreadsheet.read(given.stream.read(_LIMITS.size_bytes + 1), _LIMITS)
        top = dossier_import_file.heading(lines, COLUMNS)
    except spreadsheet.Unreadable as problem:
        return _form(422, door.field_sentence(problem.code, problem.params))
    kept = import_preview.keep(
        {
            "name": clean(given.filename)[-80:],
            "heading": import_preview.plain(lines[top]),
            "mapping": dossier_import_file.guess(lines[top], COLUMNS),
            "lines": [[line.number, import_preview.plain(line)] for line in lines[top + 1 :]],
        }
    )
    return redirect(f"{ADDRESS}/nhap/{kept}", 303)


@routes.get("/<uuid:upload>")
@allow("household.import")
def mapping(upload):
    """Which column is what; the guess is chosen already."""
    return _mapping(str(upload), import_preview.kept(str(upload)))


def _mapping(upload: str, kept: dict, chosen: dict | None = None, errors: dict | None = None):
    mapped, bound = chosen or kept["mapping"], scope()
    every = place.neighbourhoods(current_user.ward_id)
    return show(
        "household/import_columns.html",
        status=422 if errors else 200,
        upload=upload,
        name=kept["name"],
        count=len(kept["lines"]),
        columns=[(str(at), str(cell)[:60]) for at, cell in enumerate(kept["heading"]) if cell not in ("", None)],
        facts=[
            {
                "name": name,
                "label": said(label_),
                "required": required,
                "value": "" if mapped.get(name) is None else str(mapped[name]),
            }
            for name, (label_, required, _headings) in COLUMNS.items()
        ],
        neighbourhoods=[(row["id"], row["name"]) for row in every if bound in ("", row["id"])],
        usual=bound or request.form.get("usual", ""),
        bound=bool(bound),
        errors=errors or {},
        error_list=card_form.summary(errors or {}),
    )


@routes.post("/<uuid:upload>")
@allow("household.import")
def preview(upload):
    """What importing would do, line by line."""
    kept, ward_id, bound = import_preview.kept(str(upload)), current_user.ward_id, scope()
    chosen = {name: _place(request.form.get(name, ""), len(kept["heading"])) for name in COLUMNS}
    missing = {
        name: door.field_sentence("import_column_missing", {"label": COLUMNS[name][0]})
        for name in household_import_file.REQUIRED
        if chosen[name] is None
    }
    if missing:
        return _mapping(str(upload), kept, chosen, missing)
    every = place.neighbourhoods(ward_id)
    asked = request.form.get("usual", "")
    usual = bound or (asked if asked in {row["id"] for row in every} else "")
    lines = import_preview.lines(kept)
    plan = household_import_file.plan(lines, chosen, neighbourhood_keys(every), usual, day_of(now_ms()))
    names = Names(ward_id)
    found = _compared(plan.items, names)
    confirmed = import_preview.keep({"cards": found["cards"], "new": len(found["new"]), "moved": len(found["moved"])})
    errors = found["errors"] + [_error(error) for error in plan.errors]
    return show(
        "household/import_preview.html",
        upload=str(upload),
        confirmed=confirmed,
        name=kept["name"],
        plan=plan,
        new=found["new"][:_SHOWN],
        new_count=len(found["new"]),
        moved=found["moved"][:_SHOWN],
        moved_count=len(found["moved"]),
        same=found["same"],
        errors=sorted(errors, key=lambda error: error["line"])[:_SHOWN],
        error_count=len(errors),
        shown=_SHOWN,
    )


def _place(text: str, count: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) < count else None


def _error(error) -> dict:
    label_ = COLUMNS.get(error.column, ("",))[0]
    return {"line": error.line, "column": said(label_), "sentence": door.field_sentence(error.code, error.params)}


def _compared(items: list[Item], names: Names) -> dict:
    """New households, those of which the file says something else, and how many stay as they are."""
    held = _held(items)
    found = {"new": [], "moved": [], "same": 0, "cards": [], "errors": []}
    for item in items:
        if not may_read(current_user.row, item.said["neighbourhood"]):
            told = door.field_sentence("household_import_not_yours", {})
            found["errors"].append({"line": item.line, "column": field_label("neighbourhood"), "sentence": told})
            continue
        row = held.get(item.key)
        if row is None:
            found["new"].append(_new_line(item, names))
            found["cards"].append([new_id(), {"set": item.said, "was": {}, "difficulties": item.difficulties}])
            continue
        card, stand = card_of(row), set(row["difficulties"])
        # A state that nobody knows better than the file's "not reached yet" is no news.
        changed = {
            name: value
            for name, value in item.said.items()
            if value != card[name] and not (name == "state" and value == "unreached") and name not in _SPELLED
        }
        met = [code for code in item.difficulties if code not in stand]
        if not changed and not met:
            found["same"] += 1
            continue
        was = {name: card[name] for name in changed}
        found["moved"].append(_moved_line(item.line, row, changed, met, names))
        found["cards"].append([row["id"], {"set": changed, "was": was, "difficulties": met}])
    return found


# How the flat is spelled: what it was recognised by changes nothing.
_SPELLED = ("neighbourhood", "building", "apartment")


def _held(items: list[Item]) -> dict[str, dict]:
    """{key: the household that stands there}, each with its difficulties."""
    ward_id = current_user.ward_id
    by_key = {key: rows[0] for key, rows in records.by_places(ward_id, [item.key for item in items]).items()}
    unplaced = {item.said["label"] for item in items if not item.said.get("apartment")}
    for row in records.called(ward_id, sorted(unplaced)):
        by_key.setdefault(key_of(row["neighbourhood"], "", "", row["label"]), row)
    rows = records.with_difficulties(ward_id, list(by_key.values()))
    return dict(zip(by_key, rows, strict=True))


def _new_line(item: Item, names: Names) -> dict:
    said_ = item.said
    return {
        "line": item.line,
        "neighbourhood": names.neighbourhoods.get(said_["neighbourhood"], ""),
        "home": home({"building": "", "apartment": "", "label": "", **said_}),
        "state": code_words("state", said_.get("state", "unreached")),
        "difficulties": "; ".join(label("difficulty", code) for code in item.difficulties),
    }


def _moved_line(line: int, row: dict, changed: dict, met: list[str], names: Names) -> dict:
    card = card_of(row)
    told = [
        f"{field_label(name)}: {value_text(name, card[name], names) or '–'} → {value_text(name, value, names) or '–'}"
        for name, value in changed.items()
    ]
    if met:
        told.append(_("Thêm khó khăn: %(what)s", what="; ".join(label("difficulty", code) for code in met)))
    return {"line": line, "home": home(row), "told": told}


@routes.post("/<uuid:confirmed>/nhap")
@allow("household.import")
def confirm(confirmed):
    """Imports what the preview showed, all in one batch. A second confirmation is the same batch."""
    kept = import_preview.kept(str(confirmed))
    try:
        if kept["cards"]:
            door.send_together(TAKE, kept["cards"], str(confirmed))
    except Problem as problem:
        if problem.code in ("values_conflict", "nothing_changed", "household_joined", "server_error"):
            # Somebody worked on one of them since: what was shown is not what would happen.
            raise Problem("import_expired") from problem
        raise
    tell(_("Đã nhập %(new)s hộ mới, cập nhật %(moved)s hộ.", new=kept["new"], moved=kept["moved"]))
    return redirect(ADDRESS, 303)
