"""/bao-cao/lap: a report before it is issued. Its figures are live; what is issued is what stands here then."""

import re
from dataclasses import dataclass

from flask import Blueprint, redirect, request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.problems import Problem
from app.records import report as records
from app.records import workday
from app.rules import report_period
from app.rules.clock import day_of
from app.rules.permissions import HEADS
from app.rules.register import reason_problem
from app.rules.report import BY_SLUG, KINDS, READS_PRIVATE, Kind, report_id
from app.rules.report_document import Document, frozen
from app.web import door, report_tabs
from app.web.guard import allow
from app.web.render import show, tell
from app.web.report_files import file_of, number_words
from app.web.report_making import Making
from app.web.report_period import Period
from app.web.sessions import now_ms
from app.web.words import day, said, sentence

HERE = "/bao-cao/lap"
ISSUED = "/bao-cao/da-phat-hanh"
routes = Blueprint("report_draft", __name__, url_prefix=HERE)

PERIODS_OFFERED = 5
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def may_read(code: str) -> bool:
    return not KINDS[code].private or current_user.role in READS_PRIVATE


def may_open(code: str) -> bool:
    """An issued report. Of what counts complaints it has the numbers that the head saw: set beside those of a desk they
    would tell somebody that there is one about them (R13)."""
    return may_read(code) and (not KINDS[code].head or current_user.role in HEADS)


def may_issue(code: str) -> bool:
    return current_user.role in HEADS or not (KINDS[code].head or KINDS[code].private)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `corrects`: the row of the report that this one is to stand for, or None."""

    code: str
    period: Period
    corrects: dict | None

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def query(self) -> str:
        return self.period.query + (f"&thay={self.corrects['id']}" if self.corrects else "")

    def document(self) -> Document:
        with force_locale("vi"):
            made = Making(
                current_user.ward_id,
                self.code,
                self.period.first,
                self.period.last,
                current_user.row["id"],
                now_ms(),
            )
            return made.document()

    @property
    def file_name(self) -> str:
        return f"{self.kind.slug}-{self.period.first}-{self.period.last}"


def _asked(slug: str, told) -> Asked:
    """`told`: the address line or the form. Raises Problem: not_found, report_private."""
    code = BY_SLUG.get(slug)
    if code is None:
        raise Problem("not_found")
    if not may_read(code):
        raise Problem("report_private")
    corrects = None
    if old := told.get("thay"):
        corrects = records.report(current_user.ward_id, old) if _ID.fullmatch(old) else None
        if corrects is None or corrects["kind"] != code:
            raise Problem("report_unknown")
    first, last = told.get("tu", ""), told.get("den", "")
    sound = report_period.sound(first, last)
    if not sound:
        today, cut = day_of(now_ms()), workday.office(current_user.ward_id)["report_cut_day"]
        corrected = bool(first or last)
        first, last = report_period.over(KINDS[code].cadence, today, cut)
        return Asked(code, Period(first, last, corrected), corrects)
    return Asked(code, Period(first, last), corrects)


@routes.get("")
@allow("report.see")
def choose():
    """Every kind with the period it is asked for: the last one that is over."""
    today, cut = day_of(now_ms()), workday.office(current_user.ward_id)["report_cut_day"]
    lines = []
    for code, kind in KINDS.items():
        if not may_read(code):
            continue
        first, last = report_period.over(kind.cadence, today, cut)
        held = records.standing(current_user.ward_id, code, first, last)
        lines.append(
            {
                "label": said(kind.label),
                "href": f"{HERE}/{kind.slug}?{Period(first, last).query}",
                "period": _("Kỳ vừa xong: từ %(first)s đến %(last)s", first=day(first), last=day(last)),
                "held": _issued_words(held) if held else "",
            }
        )
    return show("report/choose.html", tabs=report_tabs.tabs("lap"), lines=lines, cut=cut)


def _issued_words(row: dict) -> str:
    return _("Đã phát hành số %(number)s", number=number_words(row))


@routes.get("/<code>")
@allow("report.see")
def draft(code):
    return _page(_asked(code, request.args))


def _page(asked: Asked, status: int = 200, errors: dict | None = None, reason: str = ""):
    document = asked.document()
    today, cut = day_of(now_ms()), workday.office(current_user.ward_id)["report_cut_day"]
    held = records.standing(current_user.ward_id, asked.code, asked.period.first, asked.period.last)
    return show(
        "report/draft.html",
        status,
        asked=asked,
        label=said(asked.kind.label),
        document=document,
        sections=report_tabs.sections(document),
        tabs=report_tabs.tabs("lap"),
        usual=_usual(asked, today, cut),
        here=f"{HERE}/{asked.kind.slug}",
        held=held,
        held_words=_issued_words(held) if held else "",
        held_href=f"{ISSUED}/{held['id']}" if held and may_open(asked.code) else "",
        corrects_words=number_words(asked.corrects) if asked.corrects else "",
        running=asked.period.last > today,
        issuable=may_issue(asked.code) and asked.period.last <= today and (held is None or asked.corrects is not None),
        head_needed=not may_issue(asked.code),
        errors=errors or {},
        reason=reason,
        cut=cut,
    )


def _usual(asked: Asked, today: str, cut: int) -> list[dict]:
    """The latest periods of the kind, the one that runs first."""
    corrects = f"&thay={asked.corrects['id']}" if asked.corrects else ""
    return [
        {
            "href": f"{HERE}/{asked.kind.slug}?{Period(first, last).query}{corrects}",
            "label": f"{day(first)} – {day(last)}",
            "current": (first, last) == (asked.period.first, asked.period.last),
        }
        for first, last in report_period.latest(asked.kind.cadence, today, PERIODS_OFFERED, cut)
    ]


@routes.get("/<code>/ban-nhap.pdf", defaults={"kind": "pdf"})
@routes.get("/<code>/ban-nhap.xlsx", defaults={"kind": "xlsx"})
@routes.get("/<code>/ban-nhap.csv", defaults={"kind": "csv"})
@allow("report.see")
def draft_file(code, kind):
    asked = _asked(code, request.args)
    return file_of(asked.document(), f"nhap-{asked.file_name}", kind, current_user.ward_id, now_ms())


@routes.post("/<code>")
@allow("report.issue")
def issue(code):
    """The figures as they stand now, under the next number."""
    asked = _asked(code, request.form)
    corrects = asked.corrects["id"] if asked.corrects else ""
    first, last = asked.period.first, asked.period.last
    entity = report_id(asked.code, first, last, corrects)
    if records.report(current_user.ward_id, entity) is not None:
        # A double click, or another desk was faster: there is one.
        return redirect(f"{ISSUED}/{entity}")
    if asked.period.corrected:
        return _page(asked, 422)
    reason = request.form.get("reason", "")
    if corrects and (problem := reason_problem({"reason": reason})):
        return _page(asked, 422, {"reason": sentence(problem)}, reason)
    body = {"kind": asked.code, "first": first, "last": last, "corrects": corrects}
    body |= {"reason": reason if corrects else "", "document": frozen(asked.document())}
    door.send("report.issue/1", entity, body)
    tell(_("Đã phát hành. Số liệu được giữ nguyên như lúc này."))
    return redirect(f"{ISSUED}/{entity}")
