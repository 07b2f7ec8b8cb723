"""/to-khai-da-gui: declarations that citizens sent, for the counter: looked up by code or name, held against their
form, printed, and taken over at the counter or into a dossier.
"""

import json
import re
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.printing import ward_declarations
from app.problems import Problem
from app.problems.declaration import DECLARATION_DOUBTS, DECLARATION_PROBLEMS
from app.records import declaration as records
from app.records import dossier, procedure
from app.records.ward import ward as ward_row
from app.rules import assistance_search, tracking
from app.rules.assistance_search import LONGEST_QUERY
from app.rules.clock import day_of
from app.rules.declaration_check import Checked, check
from app.rules.operation import Refusal
from app.rules.text import clean
from app.web import declaration_paper, declaration_sheet, door
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.ledger_history import EMPTY, events
from app.web.paper_answer import on_paper, pdf_answer
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import moment, said

ADDRESS = "/to-khai-da-gui"
routes = Blueprint("declaration_inbox", __name__, url_prefix=ADDRESS)

EVERY = "tat-ca"
STATES = {
    "sent": lazy_gettext("Mới gửi"),
    "taken": lazy_gettext("Đã nhận"),
    "expired": lazy_gettext("Đã xóa nội dung"),
}
CHANNELS = {
    "online": lazy_gettext("Gửi qua mạng"),
    "tablet": lazy_gettext("Quét tại điểm hỗ trợ"),
    "desk": lazy_gettext("Nhận tại quầy"),
}
_CURSOR = re.compile(r"([0-9]{1,16})\.([0-9A-Za-z_-]{1,80})")


@routes.get("")
@allow("declaration.see")
def index():
    ward_id = current_user.ward_id
    typed = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    told = {"q": typed, "trang-thai": request.args.get("trang-thai", "")}
    if told["trang-thai"] not in (*STATES, EVERY):
        told["trang-thai"] = ""
    # Words look everywhere; without them the list begins with what nobody has taken over yet.
    state = told["trang-thai"] or (EVERY if typed else "sent")
    code = assistance_search.tracking_of(typed) if typed else ""
    words = assistance_search.words_of(typed) if typed else ()
    found = _CURSOR.fullmatch(request.args.get("sau", ""))
    place = (int(found[1]), found[2]) if found else None
    rows, more = records.page(ward_id, "" if state == EVERY else state, code, words, PAGE_ROWS, place)
    forms = _forms()
    last = rows[-1] if more else None
    return show(
        "declaration/inbox.html",
        lines=[_line(row, forms) for row in rows],
        blanks=[(f"{ADDRESS}/de-trong/{code.replace('_', '-')}.pdf", form["short"]) for code, form in forms.items()],
        typed=typed,
        state=state,
        tabs=_tabs(state if not typed else "", records.count_sent(ward_id)),
        next_href=_address(told, sau=f"{last['sent_at']}.{last['id']}") if last else "",
        first_href=_address(told) if place else "",
    )


@routes.get("/de-trong/<code>.pdf")
@allow("declaration.print")
@on_paper
def blank(code):
    """For whoever came without a telephone, and writes by hand."""
    form = _forms().get(code.replace("-", "_"))
    if form is None:
        raise Problem("declaration_form_unknown")
    printed = declaration_paper.drawn(current_user.ward_id, form, {}, now_ms())
    return pdf_answer(printed, declaration_paper.file_name(form))


@routes.get("/<uuid:declaration_id>")
@allow("declaration.see")
def see(declaration_id):
    row = _readable(declaration_id)
    form, names = _forms().get(row["form"]), Names(row["ward_id"])
    checked = _checked(form, row)
    return show(
        "declaration/received.html",
        row=row,
        title=_title(row, form),
        form=form,
        code=tracking.format(row["tracking"]),
        state=str(STATES[row["state"]]),
        channel=str(CHANNELS[row["channel"]]),
        sent=moment(row["sent_at"]),
        taken=moment(row["taken_at"]),
        taken_by=names.person(row["taken_by"]) if row["taken_by"] else "",
        erase=moment(row["erase_at"]),
        erased=moment(row["erased_at"]),
        older=form is not None and form["version"] != row["form_version"],
        parts=declaration_sheet.answers(form, checked.values) if form else _plain(row),
        faults=_sentences(form, [(path, *told) for path, told in checked.errors.items()], DECLARATION_PROBLEMS),
        doubts=_sentences(form, checked.warnings, DECLARATION_DOUBTS),
        related=dossier.dossier(row["ward_id"], row["dossier"]) if row["dossier"] else None,
        history=events(row["ward_id"], row["id"], names, _nothing_told),
        operation_id=new_id(),
    )


@routes.post("/<uuid:declaration_id>/nhan")
@allow("declaration.take")
def take(declaration_id):
    """At the counter, without a dossier: what is done on the spot, or goes to another office."""
    row = _readable(declaration_id)
    type_, body = "declaration.take/1", {"how": "counter"}
    if posted_before(type_) is None:
        answer = door.tried(type_, row["id"], body)
        if isinstance(answer, Refusal):
            raise Problem(answer.code)
        send_once(type_, row["id"], body, _("Đã ghi: đã nhận tờ khai tại quầy."))
    return redirect(f"{ADDRESS}/{row['id']}")


@routes.get("/<uuid:declaration_id>/to-khai.pdf")
@allow("declaration.print")
@on_paper
def paper(declaration_id):
    row = _readable(declaration_id)
    form = _forms().get(row["form"])
    if form is None or row["erased_at"]:
        raise Problem("declaration_form_unknown" if form is None else "declaration_state")
    values = _checked(form, row).values
    printed = declaration_paper.drawn(row["ward_id"], form, values, now_ms(), row["tracking"])
    return pdf_answer(printed, f"to-khai-{tracking.format(row['tracking'])}.pdf")


def for_reception(declaration_id: str) -> dict:
    """What the reception form of a dossier begins with: nothing that was filled in once is asked again."""
    row = records.declaration(current_user.ward_id, declaration_id)
    if row is None or row["erased_at"]:
        return {}
    form, values = _forms().get(row["form"]), json.loads(row["filled"])
    codes = form["procedures"] if form else []
    current = {one["code"] for one in procedure.current_procedures(row["ward_id"])}
    known = [code for code in codes if code in current]
    homes = [one["residence"] for one in values.values() if isinstance(one, dict) and one.get("residence")]
    return {
        "declaration": row["id"],
        # Several procedures begin with the same paper: then the clerk says which.
        "procedure": known[0] if len(known) == 1 else "",
        "name": row["name"],
        "phone": row["phone"],
        "address": next((one["residence"] for one in values.values() if _is_speaker(one, row)), "")
        or (homes[0] if homes else ""),
    }


def _is_speaker(section, row: dict) -> bool:
    return isinstance(section, dict) and section.get("name") == row["name"] and bool(section.get("residence"))


def _readable(declaration_id) -> dict:
    row = records.declaration(current_user.ward_id, str(declaration_id))
    if row is None:
        raise Problem("not_found")
    return row


def _forms() -> dict[str, dict]:
    return ward_declarations.forms(ward_row(current_user.ward_id)["slug"])


def _checked(form: dict | None, row: dict) -> Checked:
    """Held against the form of today, on the day it was filled in."""
    if form is None or row["erased_at"]:
        return Checked({})
    return check(form, json.loads(row["filled"]), day_of(row["sent_at"]))


def _sentences(form: dict | None, found: list[tuple[str, str, dict]], sentences: dict[str, str]) -> list[str]:
    """Each behind the name of its part: father and mother have a "Nơi cư trú" each."""
    parts = {section["id"]: section for section in form["sections"]} if form else {}
    told = []
    for path, code, params in found:
        id_, *rest = path.split(".")
        section = parts.get(id_)
        title = section["title"] if section else ""
        if len(rest) == 2:
            title = f"{section['repeat']['one']} {int(rest[0]) + 1}"
        sentence = said(sentences[code]).format(**params)
        told.append(f"{title}: {sentence}" if title and rest else sentence)
    return told


def _plain(row: dict) -> list[dict]:
    """Of a form that the ward has no longer: names and texts as they came."""
    parts = []
    for section, given in json.loads(row["filled"]).items():
        for one in given if isinstance(given, list) else [given]:
            rows = [
                {"name": name, "label": name, "value": value if isinstance(value, str) else ", ".join(value)}
                for name, value in one.items()
            ]
            parts.append({"id": section, "title": section, "rows": rows})
    return parts


def _title(row: dict, form: dict | None) -> str:
    return form["short"] if form else _("Tờ khai %(code)s", code=row["form"])


def _line(row: dict, forms: dict) -> dict:
    return {
        "href": f"{ADDRESS}/{row['id']}",
        "title": _title(row, forms.get(row["form"])),
        "code": tracking.format(row["tracking"]),
        "name": row["name"],
        "state": str(STATES[row["state"]]),
        "waiting": row["state"] == "sent",
        "channel": str(CHANNELS[row["channel"]]),
        "sent": moment(row["sent_at"]),
    }


def _tabs(state: str, waiting: int) -> list[dict]:
    ways = (
        ("sent", "", _("Chưa nhận"), waiting),
        ("taken", "taken", STATES["taken"], None),
        ("expired", "expired", STATES["expired"], None),
        (EVERY, EVERY, _("Tất cả"), None),
    )
    return [
        {"href": _address({"trang-thai": told}), "label": str(words), "count": count, "current": code == state}
        for code, told, words, count in ways
    ]


def _address(told: dict[str, str], **others: str) -> str:
    asked = urlencode({name: value for name, value in (told | others).items() if value})
    return f"{ADDRESS}?{asked}" if asked else ADDRESS


def _nothing_told(_entry: dict, _body: dict, _conflicts: dict) -> dict:
    """The values stand above as they are now; the history says who and when."""
    return dict(EMPTY)
