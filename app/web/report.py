"""Báo cáo: how the ward keeps its promises, for the head; suggestions that show their arithmetic, never verdicts."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.records import dossier_report, staff, unit, workday
from app.rules.clock import day_of
from app.rules.timeliness import Tally, on_time_share, over_threshold
from app.web import evaluation_card, rating_report, report_period, report_tabs
from app.web.guard import allow
from app.web.render import show
from app.web.report_period import Period
from app.web.sessions import now_ms
from app.web.table_answer import table_answer

routes = Blueprint("report", __name__, url_prefix="/bao-cao")

LATE_ROWS = 50


def _page(template: str, tab: str, period: Period, **context):
    usual = [
        {"label": label, "href": f"{request.path}?{one.query}", "current": one == period}
        for label, one in report_period.usual(day_of(now_ms()))
    ]
    return show(
        f"report/{template}.html", period=period, tabs=report_tabs.tabs(tab, period.query), usual=usual, **context
    )


def _tallies(period, by: str) -> list[tuple[str, Tally]]:
    return dossier_report.tallies(current_user.ward_id, period.from_at, period.to_at, by)


def _total(tallies) -> Tally:
    total = Tally()
    for _group, tally in tallies:
        total.add(tally)
    return total


@routes.get("")
@allow("report.see")
def overview():
    """The on-time share, who answers for what, and every broken promise with its reason."""
    ward_id, period = current_user.ward_id, report_period.asked()
    office = workday.office(ward_id)
    people = {row["id"]: row["name"] for row in staff.all_staff(ward_id)}
    units = {row["id"]: row["name"] for row in unit.units(ward_id, every=True)}
    by_person, by_unit = _tallies(period, "holder"), _tallies(period, "unit")
    total = _total(by_person)
    rows = dossier_report.late_ones(ward_id, period.from_at, period.to_at, LATE_ROWS + 1, _after())
    more = rows[LATE_ROWS - 1] if len(rows) > LATE_ROWS else None
    return _page(
        "overview",
        "",
        period,
        total=total,
        share=on_time_share(total),
        people=[_kept_line(people.get(id_, ""), tally, office["late_per_official"], 0) for id_, tally in by_person],
        units=[_kept_line(units.get(id_, ""), tally, 0, office["late_per_unit_percent"]) for id_, tally in by_unit],
        thresholds=office,
        late=[_late_line(row, people, units) for row in rows[:LATE_ROWS]],
        more_href=f"/bao-cao?{period.query}&sau={more['due_current_at']}.{more['id']}" if more else "",
    )


def _after() -> tuple[int, str] | None:
    due, _dot, id_ = request.args.get("sau", "").partition(".")
    return (int(due), id_) if due.isascii() and due.isdigit() and len(due) < 15 and id_ else None


def _kept_line(name: str, tally: Tally, most_late: int, most_percent: int) -> dict:
    passed = over_threshold(tally.late, tally.settled, most_late, most_percent)
    return {"name": name or _("Chưa rõ"), "tally": tally, "share": on_time_share(tally), "passed": passed}


def _late_line(row: dict, people: dict, units: dict) -> dict:
    return {
        "href": f"/ho-so/{row['id']}",
        "number": f"{row['receipt_number']}/{row['receipt_year']}",
        "procedure": row["procedure_name"],
        "due_at": row["due_current_at"],
        "finished_at": row["finished_at"],
        "person": people.get(row["holder"], ""),
        "unit": units.get(row["unit"], ""),
        "reason": row["apology_reason"] or row["extension_reason"],
        "apologised": row["apologised_at"] is not None,
    }


@routes.get("/ii-06a")
@allow("report.see")
def form_06a():
    """Biểu II.06a: tình hình giải quyết thủ tục hành chính, by field; both sides balance."""
    period = report_period.asked()
    tallies = _tallies(period, "field")
    lines = [(name or _("Chưa ghi lĩnh vực"), tally) for name, tally in tallies]
    return _page("form_06a", "ii-06a", period, lines=lines, total=_total(tallies))


@routes.get("/cham-diem")
@allow("report.see")
def scores():
    """What the scheme in force would give for any period, with n and the reason of each point: quarters, years. The
    month that is decided: /danh-gia-thang."""
    period = report_period.asked()
    found = evaluation_card.suggested(period.from_at, period.to_at)
    return _page("scores", "cham-diem", period, cards=found)


@routes.get("/766")
@allow("report.see")
def national_index():
    """QĐ 766: the items that our dossiers tell, beside those that only the national portal knows."""
    period = report_period.asked()
    items = evaluation_card.national_items(period.from_at, period.to_at)
    known = [one for one in items if one.points is not None]
    return _page(
        "national_index",
        "766",
        period,
        items=items,
        points=sum(one.points for one in known),
        most=sum(one.most for one in known),
    )


@routes.get("/hai-long")
@allow("report.see")
def satisfaction():
    """What people said of how they were served: whole months that are over, never a person, a dossier or a clerk."""
    shown = rating_report.page(current_user.ward_id, now_ms(), request.args.get("thang", "")[:7])
    return _page("satisfaction", "hai-long", report_period.asked(), **shown)


@routes.get("/hai-long.csv")
@allow("report.see")
def satisfaction_file():
    """The same as a file, month by month."""
    return table_answer(rating_report.table(current_user.ward_id, now_ms()), "khao-sat-hai-long-cua-phuong.csv")
