"""/to-khai: declarations (tờ khai) that citizens prepare, without an account: in the browser alone, or, without
scripts, by posting the page. Nothing is stored until they send it, and nothing of them stands in an address.
"""

from uuid import UUID, uuid5

from flask import Blueprint, request

from app.ledger import scan_key
from app.ledger.from_citizen import receive
from app.printing import ward_declarations
from app.problems import Problem
from app.problems.declaration import DECLARATION_DOUBTS, DECLARATION_PROBLEMS
from app.rules import declaration_form, phone
from app.rules.clock import day_of
from app.rules.declaration_check import Checked, check
from app.rules.declaration_lists import ETHNIC_GROUPS, NATIONALITIES, PROVINCE_CODES
from app.web import declaration_paper
from app.web import declaration_sheet as sheet
from app.web.door import form_operation_id
from app.web.guard import public
from app.web.offline import kept_for_citizens
from app.web.paper_answer import on_paper, pdf_answer
from app.web.public_types import PUBLIC
from app.web.render import show, show_public, ward_of_request
from app.web.sessions import now_ms
from app.web.sync_public import count_knocks
from app.web.words import said

routes = Blueprint("declaration", __name__, url_prefix="/to-khai")

TYPE = "declaration.send/1"


def slug(code: str) -> str:
    return code.replace("_", "-")


def _forms() -> dict[str, dict]:
    """{code: form} of the ward of this address: ours, or its own in their place, then its own others."""
    ward = ward_of_request()
    return ward_declarations.forms(ward["slug"]) if ward else declaration_form.ours()


@routes.get("")
@public
@kept_for_citizens
def listing():
    return "declaration/list.html", {"forms": [{**form, "slug": slug(code)} for code, form in _forms().items()]}


@routes.get("/<code>")
@public
def fill(code):
    """Phones keep it once they have seen it, and fetch all of them by themselves (static/js/sync/keep_forms.js)."""
    return show_public("declaration/fill.html", **_fill_context(_form(code), {}, {}))


@routes.post("/<code>")
@public
def act(code):
    return _act(_form(code))


def _form(address: str) -> dict:
    form = _forms().get(address.replace("-", "_"))
    if form is None or slug(form["code"]) != address:
        raise Problem("not_found")
    return form


def _fill_context(form: dict, values: dict, errors: dict[str, str], operation_id: str = "") -> dict:
    """What the page of one form needs; empty values and no operation for the page that phones keep."""
    ids = {error: error.replace(".", "-") for error in errors}
    return {
        "given": _given(),
        "ward_key": _ward_key(),
        "form": form,
        "action": f"/to-khai/{slug(form['code'])}",
        "sections": sheet.sections(form, values, errors),
        "errors": errors,
        "error_list": [{"id": ids[path], "text": sentence} for path, sentence in errors.items()],
        "operation_id": operation_id,
        "messages": {"problems": _said(DECLARATION_PROBLEMS), "doubts": _said(DECLARATION_DOUBTS)},
        "lists": {
            "ethnicity": ETHNIC_GROUPS,
            "nationality": NATIONALITIES,
            "provinces": sorted(PROVINCE_CODES),
            "prefixes": phone.MOBILE_PREFIXES,
        },
    }


def _given() -> dict[str, str]:
    """What the browser's own print says of the ward; "" leaves room for the pen."""
    ward = ward_of_request()
    if ward is None:
        return {"office": "", "ward": "", "place": ""}
    return declaration_paper.given(ward)


def _ward_key() -> dict | None:
    """What a phone seals to when it shows the declaration as a code (QR)."""
    ward = ward_of_request()
    return scan_key.for_citizens(ward["id"], now_ms()) if ward else None


def _said(sentences: dict[str, str]) -> dict[str, str]:
    return {code: said(sentence) for code, sentence in sentences.items()}


def _act(form: dict):
    """What a browser without scripts posts: the button that was pressed says what for."""
    values = sheet.posted(form)
    step, _colon, what = request.form.get("step", "").partition(":")
    if step in ("add", "drop"):
        return _form_again(form, _rows_changed(form, values, step, what), {})
    checked = check(form, values, day_of(now_ms()))
    if step == "edit":
        return _form_again(form, values, {})
    if step == "pdf":
        return _on_paper(form, checked.values)
    if checked.errors:
        return _form_again(form, values, _sentences(checked), 422)
    if step == "send":
        return _send(form, checked)
    return _page(
        "review",
        form=form,
        action=f"/to-khai/{slug(form['code'])}",
        parts=sheet.answers(form, checked.values),
        hidden=list(sheet.names(checked.values)),
        doubts=[said(DECLARATION_DOUBTS[code]).format(**params) for _path, code, params in checked.warnings],
        operation_id=form_operation_id(),
    )


def _rows_changed(form: dict, values: dict, step: str, what: str) -> dict:
    """One person more, or one less; what is no part of the form changes nothing."""
    id_, _dot, at = what.partition(".")
    rows = values.get(id_)
    if isinstance(rows, list):
        if step == "add":
            rows.append({})
        elif at.isascii() and at.isdigit() and int(at) < len(rows):
            del rows[int(at)]
    return values


def _sentences(checked: Checked) -> dict[str, str]:
    return {path: said(DECLARATION_PROBLEMS[code]).format(**params) for path, (code, params) in checked.errors.items()}


def _form_again(form: dict, values: dict, errors: dict[str, str], status: int = 200):
    return _page("fill", status, **_fill_context(form, values, errors, form_operation_id()))


def _send(form: dict, checked: Checked):
    ward, now, op = ward_of_request(), now_ms(), form_operation_id()
    if ward is None:
        raise Problem("not_found")
    count_knocks(request.remote_addr or "", 1, now)
    # The same post twice is the same operation, and the same declaration.
    entity = str(uuid5(UUID(op), TYPE))
    body = {"form": form["code"], "form_version": form["version"], "values": checked.values}
    result = receive(ward["id"], TYPE, entity, op, body, now)
    if result["status"] not in ("ok", "merged"):
        raise Problem(result["code"], fields="")
    return _page("sent", form=form, told=PUBLIC[TYPE](ward["id"], entity))


@on_paper
def _on_paper(form: dict, values: dict):
    """The sheet to sign, as far as it is filled in: what is missing is written with a pen."""
    ward = ward_of_request()
    if ward is None:
        raise Problem("not_found")
    return pdf_answer(declaration_paper.drawn(ward["id"], form, values, now_ms()), declaration_paper.file_name(form))


def _page(template: str, status: int = 200, **context):
    response = show(f"declaration/{template}.html", status=status, **context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
