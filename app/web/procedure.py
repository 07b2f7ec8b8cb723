"""Procedures (thủ tục): the public pages, the clerk's new versions. The import is in web/procedure_import.py."""

import re
from datetime import date, timedelta

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.printing import ward_declarations
from app.problems import Problem
from app.records import procedure as records
from app.rules import due, handling
from app.rules import procedure as rules
from app.rules.calendar import open_moment
from app.rules.clock import day_of
from app.rules.permissions import allowed
from app.rules.procedure_search import LONGEST_QUERY, old_names, search
from app.rules.text import fold
from app.web import card_form, door, dossier_words, handling_words
from app.web.guard import allow, public
from app.web.paging import page_of
from app.web.render import show, show_public, tell, ward_of_request
from app.web.sessions import now_ms
from app.web.words import labelled, refusal, said, sentence

routes = Blueprint("procedure", __name__, url_prefix="/thu-tuc")

# What a clerk types; the rest of a version is its place among the versions.
# How the counter handles it has a page of its own.
_NOT_EDITED = ("code", "version", "current", "status", "handling")
EDITED = {name: spec for name, spec in rules.PROCEDURE.items() if name not in _NOT_EDITED}


def field_slug(name: str) -> str:
    """ "Đăng ký, quản lý cư trú" → "dang-ki-quan-li-cu-tru"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _may_put() -> bool:
    return current_user.is_authenticated and allowed(current_user.role, "procedure.put")


def _public_rows(ward_id: int) -> list[dict]:
    """In force first, then repealed: whoever has an old paper in hand must find that it is repealed."""
    rows = [row for row in records.current_procedures(ward_id, status=None) if row["status"] != "draft"]
    return sorted(rows, key=lambda row: row["status"] == "repealed")


@routes.get("")
@public
def catalogue():
    """Search, by field, favourites first. `tinh-trang=ban-nhap` shows the drafts to those who may publish them."""
    ward = ward_of_request()
    if ward is None:
        return redirect("/cai-dat")
    query = request.args.get("q", "")[:LONGEST_QUERY]
    waiting = records.drafts(ward["id"]) if _may_put() else []
    drafts = request.args.get("tinh-trang") == "ban-nhap" and _may_put()
    public_rows = [] if drafts else _public_rows(ward["id"])
    rows = waiting if drafts else public_rows
    fields = sorted({(fold(row["field"]), field_slug(row["field"]), row["field"]) for row in rows if row["field"]})
    chosen = request.args.get("linh-vuc", "")
    if chosen not in {slug for _key, slug, _name in fields}:
        chosen = ""
    rows = [row for row in rows if not chosen or field_slug(row["field"]) == chosen]
    if not query.strip() and not drafts:
        rows = [row for row in rows if row["status"] == "in_force"]
    found = sorted(search(query, rows), key=lambda row: row["status"] == "repealed")
    asked = {"q": query, "linh-vuc": chosen, "tinh-trang": "ban-nhap" if drafts else ""}
    page = page_of(len(found), "/thu-tuc", asked)
    return show_public(
        "procedure/list.html",
        rows=page.of(found),
        count=len(found),
        query=query,
        old_names=old_names(query),
        fields=[(slug, name) for _key, slug, name in fields],
        chosen=chosen,
        drafts=drafts,
        page=page,
        draft_count=len(waiting),
        shortened=None if drafts else handling.count_shortened(public_rows),
    )


def _visible(row: dict | None) -> bool:
    return row is not None and (row["status"] != "draft" or _may_put())


def _asked_version(ward_id: int, code: str) -> dict:
    """The version of the address, or the one that counts. Raises Problem("not_found")."""
    asked = request.args.get("phien-ban", "")
    if asked:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
        row = records.procedure(ward_id, code, number)
    else:
        row = records.procedure(ward_id, code)
    if not _visible(row):
        raise Problem("not_found")
    return row


@routes.get("/<code>")
@public
def one(code: str):
    """What a citizen must know of one procedure, in the version that counts or the one asked for."""
    ward = ward_of_request()
    if ward is None:
        return redirect("/cai-dat")
    row = _asked_version(ward["id"], code)
    versions = [each for each in records.versions(ward["id"], code) if _visible(each)]
    replacement = records.procedure(ward["id"], row["replaced_by"]) if row["replaced_by"] else None
    today = day_of(now_ms())
    filed, promised = _promised(row)
    return show_public(
        "procedure/show.html",
        filed=filed,
        declarations=_declarations(ward["slug"], row),
        promised=promised,
        variants=handling.variants(row) if row["handling"] else [],
        procedure=row,
        documents=rules.documents_list(row["documents"]),
        decided=rules.decided_by(row["authority"]),
        counter=handling_words.words_of(row),
        received_here=handling.received_here(row),
        out_of_step=handling.out_of_step(row),
        level=said(rules.LEVELS[row["level"]]) if row["level"] else "",
        level_scheme=said(rules.LEVEL_SCHEMES.get(row["level_scheme"], row["level_scheme"])),
        level_unverified=rules.level_unverified(row),
        versions=versions,
        statuses={code: said(label) for code, label in rules.STATUSES.items()},
        newest=versions[0],
        later=row["effective_from_on"] if row["effective_from_on"] > today else "",
        replacement=replacement if _visible(replacement) else None,
        today=today,
    )


def _promised(row: dict) -> tuple[str, list[tuple[str, str]]]:
    """(day, [(name of the variant or "", latest day)]): what is promised to whoever files when the office is next open.

    Only of what the ward itself receives and whose time is known."""
    calendar = dossier_words.calendar_of(row["ward_id"])
    start = open_moment(calendar, now_ms())
    if row["status"] != "in_force" or not (
        handling.received_here(row) and rules.decided_by(row["authority"]) == "ward"
    ):
        return day_of(start), []
    days = [
        (
            each["name"],
            day_of(due.due_at(calendar, start, each["value"], each["unit"], each["cutoff_15h"])),
        )
        for each in handling.variants(row)
        if handling.time_known(each)
    ]
    if len({day for _name, day in days}) == 1:
        days = [("", days[0][1])]
    return day_of(start), [(name, dossier_words.day_words(day)) for name, day in days]


def _declarations(ward_slug: str, row: dict) -> list[tuple[str, str]]:
    """[(address, name)] of the declarations that can be prepared here for this procedure."""
    if row["status"] != "in_force":
        return []
    forms = ward_declarations.forms(ward_slug).values()
    return [
        (f"/to-khai/{form['code'].replace('_', '-')}", form["short"])
        for form in forms
        if row["code"] in form["procedures"]
    ]


def based_on(code: str) -> dict:
    """The version that a form was opened on: the newest, or the one that the posted form names."""
    versions = records.versions(current_user.ward_id, code)
    posted = request.form.get("ban", "")
    if posted:
        versions = [row for row in versions if str(row["version"]) == posted]
    if not versions:
        raise Problem("not_found")
    return versions[0]


def put_version(base: dict, facts: dict) -> None:
    """Adds one version on top of `base`; the same post twice is one. Raises Problem: somebody was quicker."""
    current = records.procedure(current_user.ward_id, base["code"])
    door.send_together("procedure.put/1", rules.next_version(base, current, facts), door.form_operation_id())


@routes.get("/<code>/sua")
@allow("procedure.put")
def edit_form(code: str):
    return _edit_form(based_on(code))


# Stored in Vietnamese, as files and slips say them.
_UNITS = {
    "ngày làm việc": lazy_gettext("ngày làm việc"),
    "ngày": lazy_gettext("ngày"),
    "giờ": lazy_gettext("giờ"),
    "giờ làm việc": lazy_gettext("giờ làm việc"),
    "tháng": lazy_gettext("tháng"),
}


def units(kept: str) -> list[tuple]:
    """What a time may be counted in, and what an imported version says instead, each with its label."""
    return list((_UNITS if kept in ("", *_UNITS) else {**_UNITS, kept: kept}).items())


def _edit_form(base: dict, errors: dict | None = None, status: int = 200, problem: str = ""):
    typed = card_form.typed_or(base, EDITED)
    if request.method == "GET":
        # The reason of the version before says nothing about this one.
        typed["decision"] = ""
    return show(
        "procedure/form.html",
        status=status,
        procedure=base,
        typed=typed,
        errors=errors or {},
        summary=card_form.summary(errors or {}),
        problem=problem,
        table=labelled(EDITED),
        levels=[(code, said(label)) for code, label in rules.LEVELS.items() if code],
        schemes=[(code, said(label)) for code, label in rules.LEVEL_SCHEMES.items() if code],
        units=units(typed["time_unit"]),
        operation_id=door.form_operation_id(),
    )


@routes.post("/<code>/sua")
@allow("procedure.put")
def edit(code: str):
    """A new version: published at once, or kept as a draft beside the one in force."""
    base = based_on(code)
    status = "draft" if request.form.get("status") == "draft" else "in_force"
    body, errors = card_form.check(card_form.read(EDITED), EDITED)
    if not body["decision"]:
        errors.setdefault("decision", door.field_sentence("required", {"label": EDITED["decision"]["label"]}))
    if rules.bare_fee(body["fee_text"]):
        errors["fee_text"] = door.field_sentence("fee_bare", {"value": body["fee_text"]})
    if body["effective_to_on"] and body["effective_to_on"] < body["effective_from_on"]:
        errors["effective_to_on"] = door.field_sentence("days_reversed", {})
    if errors:
        return _edit_form(base, errors, 422)
    facts = {**body, "code": code, "status": status, "handling": base["handling"]}
    if not [name for name in rules.changes(rules.card_of(base), facts) if name != "decision"]:
        return _edit_form(base, status=422, problem=sentence("nothing_changed"))
    try:
        put_version(base, facts)
    except Problem as problem:
        return _edit_form(base, status=problem.status, problem=refusal(problem))
    tell(_("Đã công bố bản mới.") if status == "in_force" else _("Đã lưu bản nháp. Người dân chưa thấy bản này."))
    return redirect(f"/thu-tuc/{code}?phien-ban={base['version'] + 1}", 303)


@routes.get("/<code>/bai-bo")
@allow("procedure.put")
def repeal_form(code: str):
    return _repeal_form(based_on(code))


def _published(base: dict) -> dict:
    """What the public read when the form on `base` was opened. Raises Problem("not_found"): nothing was in force."""
    for row in records.versions(base["ward_id"], base["code"]):
        if row["version"] <= base["version"] and row["status"] != "draft":
            if row["status"] == "in_force":
                return row
            break
    raise Problem("not_found")


def _repeal_form(base: dict, errors: dict | None = None, status: int = 200, problem: str = ""):
    yesterday = (date.fromisoformat(day_of(now_ms())) - timedelta(days=1)).isoformat()
    return show(
        "procedure/repeal.html",
        status=status,
        procedure=_published(base),
        based_on=base["version"],
        typed=request.form if request.method == "POST" else {"effective_to_on": yesterday},
        errors=errors or {},
        problem=problem,
        table=labelled(EDITED),
        operation_id=door.form_operation_id(),
    )


@routes.post("/<code>/bai-bo")
@allow("procedure.put")
def repeal(code: str):
    """A new version that says since when the procedure is no more, by which decision, and what stands in its place."""
    base = based_on(code)
    published = _published(base)
    table = {name: EDITED[name] for name in ("decision", "effective_to_on", "replaced_by")}
    body, errors = card_form.check(card_form.read(table), table)
    if not body["decision"]:
        errors.setdefault("decision", door.field_sentence("required", {"label": EDITED["decision"]["label"]}))
    other = body["replaced_by"]
    if other and (other == code or records.procedure(current_user.ward_id, other) is None):
        errors["replaced_by"] = door.field_sentence("replacement_unknown", {"value": other})
    if errors:
        return _repeal_form(base, errors, 422)
    try:
        put_version(base, {**rules.card_of(published), **body, "status": "repealed"})
    except Problem as problem:
        return _repeal_form(base, status=problem.status, problem=refusal(problem))
    tell(_("Đã ghi nhận bãi bỏ. Trang thủ tục nói rõ điều này cho người dân."))
    return redirect(f"/thu-tuc/{code}", 303)
