"""/bao-cao/da-phat-hanh: reports that were issued, as they stood then; signed off by the head; never changed."""

import json
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import report as records
from app.records import staff
from app.rules import clock
from app.rules.report import BY_SLUG, ISSUED, KINDS, STATES
from app.rules.report_document import thawed
from app.web import door, report_tabs
from app.web.guard import allow
from app.web.render import show, tell
from app.web.report_draft import HERE as DRAFTS
from app.web.report_draft import ISSUED as HERE
from app.web.report_draft import may_open
from app.web.report_files import file_of, number_words
from app.web.sessions import now_ms
from app.web.words import day, moment, said

routes = Blueprint("report_issued", __name__, url_prefix=HERE)

# In the address line: what a list is narrowed to.
_STATES = {"cho-ky": "issued", "da-ky": "signed"}
FIRST_YEAR = 2024


def _asked() -> records.Asked:
    year = request.args.get("nam", "")
    return records.Asked(
        kind=BY_SLUG.get(request.args.get("loai", ""), ""),
        state=_STATES.get(request.args.get("tinh-trang", ""), ""),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        hidden=tuple(code for code in KINDS if not may_open(code)),
    )


def _after() -> tuple[int, int] | None:
    year, _dot, number = request.args.get("sau", "").partition(".")
    told = all(part.isascii() and part.isdigit() and len(part) < 9 for part in (year, number))
    return (int(year), int(number)) if told else None


@routes.get("")
@allow("report.see")
def every():
    asked, names = _asked(), staff.names(current_user.ward_id)
    rows, more = records.page(current_user.ward_id, asked, PAGE_ROWS, _after())
    told = {name: request.args.get(name, "") for name in ("loai", "tinh-trang", "nam")}
    query = urlencode({name: value for name, value in told.items() if value})
    this_year = clock.local(now_ms()).year
    return show(
        "report/issued_list.html",
        tabs=report_tabs.tabs("da-phat-hanh"),
        lines=[_line(row, names) for row in rows],
        more_href=f"{HERE}?{query}&sau={rows[-1]['year']}.{rows[-1]['number']}" if more else "",
        told=told,
        narrowed=any((asked.kind, asked.state, asked.year)),
        kinds=[(KINDS[code].slug, said(KINDS[code].label)) for code in KINDS if may_open(code)],
        states=[(slug, said(STATES[state])) for slug, state in _STATES.items()],
        years=[(str(year), str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)],
    )


def _line(row: dict, names: dict[str, str]) -> dict:
    return {
        "href": f"{HERE}/{row['id']}",
        "title": said(KINDS[row["kind"]].label),
        "number": f"{number_words(row)}, {row['year']}",
        "period": _("Từ %(first)s đến %(last)s", first=day(row["first_on"]), last=day(row["last_on"])),
        "issued": f"{moment(row['issued_at'])}, {names.get(row['issued_by'], '')}",
        **_state(row),
    }


def _state(row: dict) -> dict[str, str]:
    """What the badge says: what was corrected counts no more, whoever signed it."""
    if row["corrected_by"]:
        return {"state": "void", "state_label": _("Đã được thay thế")}
    badge = "needs_review" if row["state"] == ISSUED else "sent"
    return {"state": badge, "state_label": said(STATES[row["state"]])}


def _held(report_id) -> dict:
    """Raises Problem: not_found, also for another ward's; report_private, report_heads."""
    row = records.report(current_user.ward_id, str(report_id))
    if row is None:
        raise Problem("not_found")
    if not may_open(row["kind"]):
        raise Problem("report_private" if KINDS[row["kind"]].private else "report_heads")
    return row


@routes.get("/<uuid:report_id>")
@allow("report.see")
def one(report_id):
    row = _held(report_id)
    document, names = thawed(json.loads(row["figures"])), staff.names(current_user.ward_id)
    others = records.reports(current_user.ward_id, [id_ for id_ in (row["corrects"], row["corrected_by"]) if id_])
    slug = KINDS[row["kind"]].slug
    return show(
        "report/issued.html",
        row=row,
        document=document,
        sections=report_tabs.sections(document),
        tabs=report_tabs.tabs("da-phat-hanh"),
        number=f"{number_words(row)}, {row['year']}",
        label=said(KINDS[row["kind"]].label),
        facts=_facts(row, names),
        badge_of=_state(row),
        old=others.get(row["corrects"]),
        new=others.get(row["corrected_by"]),
        number_of=number_words,
        here=f"{HERE}/{row['id']}",
        correct_href=f"{DRAFTS}/{slug}?tu={row['first_on']}&den={row['last_on']}&thay={row['id']}",
        signable=row["state"] == ISSUED and not row["corrected_by"],
        operation_id=new_id(),
    )


def _facts(row: dict, names: dict[str, str]) -> list[tuple[str, str]]:
    signed = f"{moment(row['signed_at'])}, {names.get(row['signed_by'], '')}" if row["signed_at"] is not None else ""
    return [
        (_("Từ ngày"), day(row["first_on"])),
        (_("Đến hết ngày"), day(row["last_on"])),
        (_("Phát hành"), f"{moment(row['issued_at'])}, {names.get(row['issued_by'], '')}"),
        (_("Ký duyệt"), signed),
        (_("Lý do thay thế"), row["reason"]),
    ]


@routes.post("/<uuid:report_id>/ky-duyet")
@allow("report.sign")
def sign(report_id):
    row = _held(report_id)
    door.send("report.sign/1", row["id"], {}, base=row["v"])
    tell(_("Đã ký duyệt báo cáo số %(number)s.", number=number_words(row)))
    return redirect(f"{HERE}/{row['id']}")


@routes.get("/<uuid:report_id>/bao-cao.pdf", defaults={"kind": "pdf"})
@routes.get("/<uuid:report_id>/bao-cao.xlsx", defaults={"kind": "xlsx"})
@routes.get("/<uuid:report_id>/bao-cao.csv", defaults={"kind": "csv"})
@allow("report.see")
def issued_file(report_id, kind):
    row = _held(report_id)
    name = f"bao-cao-{row['number']:02d}-{row['year']}"
    return file_of(thawed(json.loads(row["figures"])), name, kind, current_user.ward_id, now_ms(), row)
