"""How the counter handles a procedure (một cửa): a clerk's page, each saving a new version with its reason."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from app.problems import Problem
from app.rules import handling_check
from app.rules import procedure as rules
from app.rules.demand import beyond_list
from app.web import card_form, door, handling_form
from app.web.guard import allow
from app.web.procedure import based_on, put_version, units
from app.web.render import show, tell
from app.web.words import labelled, refusal, said, sentence

routes = Blueprint("procedure_counter", __name__, url_prefix="/thu-tuc")

# The form asks the law's time first, and then the ward's own where that is shorter.
_OWN = {"own_value": handling_check.VARIANT["value"], "own_unit": handling_check.VARIANT["unit"]}
_VARIANT = {**handling_check.VARIANT, **_OWN}
_DECISION = {"decision": rules.PROCEDURE["decision"]}


@routes.get("/<code>/mot-cua")
@allow("procedure.put")
def form(code: str):
    base = based_on(code)
    return _form(base, handling_form.of_row(base))


def _form(base: dict, typed: dict, errors: dict | None = None, status: int = 200, problem: str = "", focus: str = ""):
    tables = {
        letter: labelled(table)
        for letter, table in (
            ("v", _VARIANT),
            ("d", handling_check.DOCUMENT),
            ("f", handling_check.FEE),
            ("e", handling_check.EXEMPTION),
            ("r", handling_check.RESULT),
        )
    }
    return show(
        "procedure/counter.html",
        status=status,
        procedure=base,
        typed=typed,
        decision=request.form.get("decision", ""),
        errors=errors or {},
        summary=card_form.summary(errors or {}),
        problem=problem,
        focus=focus,
        tables=tables,
        choices={
            "units": units(""),
            "forms": _said(handling_check.FORMS),
            "per": _said(handling_check.PER),
            "channels": _said(handling_check.CHANNELS),
            "registers": _said(handling_check.REGISTERS),
            "counters": _said(handling_check.COUNTERS),
        },
        operation_id=door.form_operation_id(),
    )


def _said(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, said(label)) for code, label in labels.items()]


@routes.post("/<code>/mot-cua")
@allow("procedure.put")
def save(code: str):
    """Adds or takes away a row and shows the form again, or saves all of it as a new version."""
    base = based_on(code)
    typed = handling_form.read(request.form)
    if "them" in request.form:
        return _form(base, typed, focus=handling_form.add(typed, request.form["them"]))
    if "bo" in request.form:
        return _form(base, typed, focus=handling_form.remove(typed, request.form["bo"]))
    handling_form.prune(typed)
    given, errors = card_form.check(card_form.read(_DECISION), _DECISION)
    if not given["decision"]:
        errors.setdefault("decision", door.field_sentence("required", {"label": _("Quyết định hoặc lý do")}))
    clean, refusals = handling_check.check(handling_form.handling(typed))
    if not refusals:
        refusals = beyond_list(base["documents"], clean["variants"])
    for each in refusals:
        errors.setdefault(handling_form.control_of(each, typed), door.field_sentence(each.code, each.params))
    if errors:
        return _form(base, typed, errors, 422)
    text = handling_check.written(clean)
    if text == base["handling"]:
        return _form(base, typed, status=422, problem=sentence("nothing_changed"))
    status = "draft" if request.form.get("status") == "draft" else "in_force"
    facts = {**rules.card_of(base), "handling": text, "decision": given["decision"], "status": status}
    try:
        put_version(base, facts)
    except Problem as problem:
        return _form(base, typed, status=problem.status, problem=refusal(problem))
    tell(_("Đã công bố bản mới.") if status == "in_force" else _("Đã lưu bản nháp. Người dân chưa thấy bản này."))
    return redirect(f"/thu-tuc/{code}?phien-ban={base['version'] + 1}", 303)
