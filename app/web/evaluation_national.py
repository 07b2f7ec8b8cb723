"""/danh-gia-thang/766: the national index month by month: which item loses most, and what our own records say of it."""

import json

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import IMPORT_BODY_BYTES_MAX
from app.problems import Problem
from app.records import evaluation, national_reasons
from app.rules import chart, evaluation_scheme, index766, index766_file, spreadsheet
from app.rules.clock import day_of
from app.rules.evaluation import is_month
from app.rules.evaluation_scheme import NATIONAL, Scheme
from app.rules.rating import MONTHS_SHOWN
from app.rules.table_file import Column, xlsx_bytes
from app.rules.text import clean
from app.web import door, evaluation_card, evaluation_month, import_preview
from app.web.evaluation_month import ADDRESS, Month
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.table_answer import table_answer

routes = Blueprint("evaluation_national", __name__, url_prefix=f"{ADDRESS}/766")

_HERE = f"{ADDRESS}/766"
_LIMITS = spreadsheet.Limits(1024 * 1024, 1_000)


def _scheme(day: str) -> Scheme:
    """Raises Problem when the ward has put every one out of use."""
    scheme = evaluation_scheme.in_force(NATIONAL, day, evaluation.schemes(current_user.ward_id))
    if scheme is None:
        raise Problem("evaluation_no_scheme")
    return scheme


@routes.get("")
@allow("report.see")
def see():
    held = evaluation.national_months(current_user.ward_id, MONTHS_SHOWN)
    wanted = request.args.get("thang", "")
    usual = held[0]["id"] if held else evaluation_month.asked().text
    month = Month(wanted if is_month(wanted) and wanted <= day_of(now_ms())[:7] else usual)
    row = evaluation.national_month(current_user.ward_id, month.text)
    scheme = _scheme(month.last)
    own = evaluation_card.own_of(month.from_at, month.to_at)
    items = index766.items(scheme, own, json.loads(row["points"]) if row else None)
    groups = index766.groups(items)
    points, most = round(sum(one[1] for one in groups), 2), sum(one[2] for one in groups)
    losing = sorted((one for one in items if one.lost), key=lambda one: -one.lost)
    sources = {one["item"]: one.get("own", "") for one in scheme.items}
    return show(
        "evaluation/national.html",
        month=month,
        options=_options(held),
        row=row,
        items=items,
        groups=groups,
        points=points,
        most=most,
        band=index766.band(scheme, points, most),
        losing=[(one, _reasons(sources[one.number], own, month)) for one in losing],
        scheme=scheme,
        charts=_charts(losing, held) if row else [],
    )


def _charts(losing: list, held: list[dict]) -> list:
    """What loses most, and month against month with the way to each month."""
    unit = _("điểm")
    lost = [(f"{one.number}. {one.name}", one.lost) for one in losing]
    months = [(one["id"], _sum(one), f"{_HERE}?thang={one['id']}") for one in reversed(held)]
    made = [chart.bars(_("Điểm bị mất của từng mục"), lost, unit)] if lost else []
    if len(months) > 1:
        made.append(chart.line(_("Tổng điểm từng tháng"), months, unit=unit, most=100))
    return made


def _options(held: list[dict]) -> list[tuple[str, str]]:
    known = {row["id"] for row in held}
    months = sorted({*known, *(month for month, _words in evaluation_month.options())}, reverse=True)
    words = {one: f"{one[5:]}/{one[:4]}" for one in months}
    return [(one, _("%(month)s (đã nhập)", month=words[one]) if one in known else words[one]) for one in months]


def _sum(row: dict) -> float:
    return sum(json.loads(row["points"]).values()) / 100


def _reasons(source: str, own: index766.Own, month: Month) -> dict:
    """{"told": sentences, "href", "label"}: what our own records say of a lost item."""
    ward_id, span = current_user.ward_id, (month.from_at, month.to_at)
    query = f"tu={month.first}&den={month.last}"
    indices = f"{month.base}/ca-phuong/chi-so"
    if source in ("progress", "satisfaction"):
        told = _counted(national_reasons.late(ward_id, *span), _("trễ hẹn"))
        if source == "satisfaction" and own.complained:
            told.append(_("%(count)s hồ sơ có phản ánh về thái độ", count=own.complained))
        return {"told": told, "href": f"/bao-cao?{query}", "label": _("Mở danh sách hồ sơ trễ hẹn")}
    if source == "answering":
        late = own.petitions - own.in_time
        told = [_("%(late)s trên %(of)s phản ánh trả lời quá hạn hoặc chưa trả lời", late=late, of=own.petitions)]
        link = {"href": f"{indices}/8", "label": _("Mở danh sách phản ánh")} if evaluation_month.sees_all() else {}
        return {"told": told if late else []} | (link if late else {})
    if source == "answer_rating":
        unhappy = own.rated - own.satisfied
        told = [_("%(unhappy)s trên %(of)s người chưa hài lòng với câu trả lời", unhappy=unhappy, of=own.rated)]
        return {"told": told if unhappy else []}
    if source == "online":
        return {"told": _counted(national_reasons.filed_at_the_counter(ward_id, *span), _("nộp trực tiếp"))}
    if source == "payment":
        return {"told": _counted(national_reasons.paid_at_the_counter(ward_id, *span), _("thu phí tại quầy"))}
    return {"told": []}


def _counted(found: list[tuple[str, int]], how: str) -> list[str]:
    return [_("%(name)s: %(count)s hồ sơ %(how)s", name=name, count=n, how=how) for name, n in found]


@routes.get("/mau.xlsx")
@allow("national_month.put")
def template():
    """A sheet with every item, to be filled in."""
    day = day_of(now_ms())
    columns = [Column(_("Tháng"), 12), Column(_("Mục"), 8), Column(_("Nội dung"), 60), Column(_("Tối đa"), 10)]
    columns.append(Column(_("Điểm"), 10))
    month = evaluation_month.asked().text
    words = f"{month[5:]}/{month[:4]}"
    rows = [[words, one["item"], one["name"], str(one["most"]), ""] for one in _scheme(day).items]
    return table_answer(xlsx_bytes("766", columns, rows, to_fill=True), f"diem-766-{month}.xlsx")


@routes.get("/nhap")
@allow("national_month.put")
def form():
    return _form()


def _form(status: int = 200, errors: dict | None = None):
    month = request.form.get("thang", "") or evaluation_month.asked().text
    return show(
        "evaluation/national_import.html",
        status=status,
        errors=errors or {},
        options=evaluation_month.options(),
        month=month,
        lines=[],
    )


@routes.post("/nhap")
@allow("national_month.put")
def upload():
    """Reads the file and shows what would be kept; nothing is kept yet."""
    # A file that is too large is answered with a sentence, so it is let in that far.
    request.max_content_length = IMPORT_BODY_BYTES_MAX
    given, month = request.files.get("tep"), request.form.get("thang", "")
    if month not in dict(evaluation_month.options()):
        return _form(422, {"thang": _("Hãy chọn một tháng trong danh sách.")})
    try:
        if given is None or not given.filename:
            raise spreadsheet.Unreadable("file_missing")
        lines = spreadsheet.read(given.stream.read(_LIMITS.size_bytes + 1), _LIMITS)
    except spreadsheet.Unreadable as problem:
        return _form(422, {"tep": door.field_sentence(problem.code, problem.params)})
    today = day_of(now_ms())
    scheme = _scheme(Month(month).last)
    plan = index766_file.plan(lines, scheme, month, today)
    name = clean(given.filename)[-80:]
    cards = [
        [of, {"scheme": scheme.code, "source": name, "points": points}] for of, points in sorted(plan.months.items())
    ]
    most = {one["item"]: one for one in scheme.items}
    return show(
        "evaluation/national_preview.html",
        status=422 if plan.errors else 200,
        name=name,
        confirmed=import_preview.keep({"national": cards}) if cards and not plan.errors else "",
        errors=[(one.line, door.field_sentence(one.code, one.params)) for one in plan.errors],
        months=[
            {
                "month": of,
                "held": evaluation.national_month(current_user.ward_id, of) is not None,
                "lines": [(most[item], points / 100) for item, points in body["points"].items()],
                "total": sum(body["points"].values()) / 100,
            }
            for of, body in cards
        ],
        passed=plan.passed,
        count=len(most),
    )


@routes.post("/nhap/<uuid:upload>/ghi")
@allow("national_month.put")
def confirm(upload):
    """Keeps what the preview showed, month by month. A second confirmation is the same operations."""
    cards = import_preview.kept(str(upload)).get("national")
    if not cards:
        raise Problem("import_expired")
    door.send_together("national_month.put/1", cards, str(upload))
    months = ", ".join(f"{of[5:]}/{of[:4]}" for of, _body in cards)
    tell(_("Đã nhập điểm của tháng %(months)s.", months=months))
    return redirect(f"{_HERE}?thang={cards[-1][0]}", 303)
