"""Sheets of one dossier as PDF, and a look at a Mẫu 04 before the head signs it."""

from flask import Blueprint
from flask_babel import gettext as _

from app.printing import dossier_sheets
from app.problems import Problem
from app.rules import tracking
from app.rules.operation import Refusal
from app.web import door, dossier_actions
from app.web.dossier_sheet_list import exists, titles
from app.web.dossier_show import asked_about, readable
from app.web.guard import allow
from app.web.paper_answer import on_paper, pdf_answer
from app.web.sessions import now_ms
from app.web.stationery import SHEETS, Stationery

routes = Blueprint("dossier_sheets", __name__, url_prefix="/ho-so")


def _sheet(slug: str, dossier_id):
    """Made anew each time from the dossier as it stands; what has not happened is not printed."""
    row = readable(dossier_id)
    if not exists(row, slug):
        raise Problem("void_not_printed" if row["state"] == "void" else "sheet_not_yet", sheet=titles()[slug])
    printed = Stationery(row["ward_id"], now_ms()).draw(slug, row)
    return pdf_answer(printed, f"{slug}-{tracking.format(row['tracking'])}.pdf")


def _preview(slug: str, dossier_id):
    """Mẫu 04 as it would be, before the head signs: without a number, and nothing is written."""
    row = readable(dossier_id)
    action = dossier_actions.BY_SLUG[slug]
    answer = door.tried(action.type, row["id"], action.read(asked_about(row)))
    if isinstance(answer, Refusal):
        raise Problem(answer.code, fields=_("lý do, ngày"))
    stationery = Stationery(row["ward_id"], now_ms())
    record = stationery.record(_PREVIEWS[slug], {**row, **answer.row}, preview=True)
    return pdf_answer(dossier_sheets.apology(record), f"xem-truoc-{tracking.format(row['tracking'])}.pdf")


# {action: the sheet that it makes}
_PREVIEWS = {"gia-han": "van-ban-gia-han", "xin-loi": "van-ban-xin-loi"}


def _route(path: str, slug: str, verb: str, method: str, draw) -> None:
    @allow(verb)
    @on_paper
    def view(dossier_id):
        return draw(slug, dossier_id)

    routes.add_url_rule(path, endpoint=f"{method}-{slug}", view_func=view, methods=[method])


for _slug in SHEETS:
    _route(f"/<uuid:dossier_id>/{_slug}.pdf", _slug, "dossier.print", "GET", _sheet)
for _slug in _PREVIEWS:
    _route(f"/<uuid:dossier_id>/{_slug}/xem-truoc.pdf", _slug, "dossier.extend", "POST", _preview)
