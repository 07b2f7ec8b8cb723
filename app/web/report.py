"""Báo cáo: how the ward keeps its promises, for the head; suggestions that show their arithmetic, never verdicts."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.records import dossier_report, feedback, staff, unit, workday
from app.rules import index766, scoring
from app.rules.clock import day_of
from app.rules.dossier_row import opened
from app.rules.timeliness import Tally, kept, on_time_share, over_threshold
from app.web import rating_report, report_period
from app.web.guard import allow
from app.web.render import show
from app.web.report_period import Period
from app.web.sessions import now_ms
from app.web.table_answer import table_answer

routes = Blueprint("report", __name__, url_prefix="/bao-cao")

LATE_ROWS = 50
# Who sees the scores of others; everybody sees his own.
SEES_SCORES = ("leader", "admin")


def _page(template: str, tab: str, period: Period, **context):
    paths = {"": _("Đúng hẹn"), "ii-06a": _("Biểu II.06a"), "cham-diem": _("Chấm điểm"), "766": _("Chỉ số 766")}
    paths["hai-long"] = _("Hài lòng")
    tabs = [
        {"href": f"/bao-cao{'/' + path if path else ''}?{period.query}", "label": label, "current": path == tab}
        for path, label in paths.items()
    ]
    usual = [
        {"label": label, "href": f"{request.path}?{one.query}", "current": one == period}
        for label, one in report_period.usual(day_of(now_ms()))
    ]
    return show(f"report/{template}.html", period=period, tabs=tabs, usual=usual, **context)


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
    """What TT 01/2018 Đ13–15 would give, with n and the reason of each point."""
    ward_id, period = current_user.ward_id, report_period.asked()
    rows = dossier_report.settled_by(ward_id, period.from_at, period.to_at)
    people = {row["id"]: row["name"] for row in staff.all_staff(ward_id)}
    of_person: dict[str, list[dict]] = {}
    for row in rows:
        of_person.setdefault(row["finished_by"], []).append(row)
    # With the reader's own eyes: a complaint that is hidden from somebody takes nothing off the score they see (R13).
    complaints = feedback.complaints(ward_id, current_user.row["id"])
    settled = {row["id"] for row in rows}
    for one in complaints:
        for id_ in one["about"].split() if one["dossier"] in settled else ():
            of_person.setdefault(id_, [])
    if current_user.role not in SEES_SCORES:
        of_person = {id_: found for id_, found in of_person.items() if id_ == current_user.row["id"]}
    cards = [
        _score(people[id_], found, _attitude(found, rows, complaints, period, id_))
        for id_, found in of_person.items()
        if id_ in people
    ]
    cards.sort(key=lambda card: card["name"])
    attitude = _attitude(rows, rows, complaints, period)
    whole = _score(_("Cả phường"), rows, attitude, scoring.UNIT, scoring.UNIT_BANDS)
    return _page("scores", "cham-diem", period, cards=cards, whole=whole if current_user.role in SEES_SCORES else None)


def _attitude(own: list[dict], every: list[dict], complaints: list[dict], period, person: str = "") -> tuple:
    """(the points of index 7 of each dossier, what else is to be said of it); of a person, or of the ward with "".

    A dossier counts for whom its complaint is about, whoever settled it. One without a dossier cannot be counted by
    dossiers: it is told.
    """
    about = [one for one in complaints if not person or person in one["about"].split()]
    complained = {one["dossier"] for one in about if one["dossier"]}
    given = [_attitude_of(row, row["id"] in complained) for row in own if row["due_legal_at"] is not None]
    mine = {row["id"] for row in own if row["due_legal_at"] is not None}
    points = [one for one in given if one is not None]
    points += [0 for row in every if row["id"] in complained - mine]
    loose = [one for one in about if not one["dossier"] and period.from_at <= one["received_at"] <= period.to_at]
    told = []
    if late := given.count(None):
        told.append(_("%(count)s hồ sơ trễ mà không có phản ánh: thông tư không cho điểm", count=late))
    if loose:
        told.append(_("%(count)s phản ánh không ghi hồ sơ nào nên không tính vào điểm", count=len(loose)))
    return points, "; ".join(told)


def _attitude_of(row: dict, complained: bool) -> int | None:
    how = kept(row["finished_at"], row["due_legal_at"], row["accepted_at"])
    return scoring.attitude_points(how, complained)


def _score(name: str, rows: list[dict], attitude: tuple, wanted=scoring.OFFICIAL, bands=scoring.OFFICIAL_BANDS) -> dict:
    named, points = scoring.names(), _points(rows) | {7: attitude[0]}
    indices = []
    for number in wanted:
        given = points.get(number, [])
        why = ""
        if given:
            counts = tuple(given.count(each) for each in (2, 1, 0))
            why = _("%(two)s hồ sơ 2 điểm, %(one)s hồ sơ 1 điểm, %(none)s hồ sơ 0 điểm") % dict(
                zip(("two", "one", "none"), counts, strict=True)
            )
        if number == 7 and attitude[1]:
            why = f"{why}; {attitude[1]}" if why else attitude[1]
        indices.append(scoring.Index(number, named[number], scoring.mean(given), len(given), why))
    total, most, band = scoring.suggestion(indices, wanted, bands)
    return {"name": name or _("Chưa rõ"), "indices": indices, "total": total, "most": most, "band": band}


def _points(rows: list[dict]) -> dict[int, list[int]]:
    """{index: the points of each dossier} for what our dossiers tell; index 7 needs complaints too."""
    found: dict[int, list[int]] = {1: [], 2: [], 3: []}
    for row in rows:
        if row["due_legal_at"] is not None:
            found[1].append(scoring.POINTS[kept(row["finished_at"], row["due_legal_at"], row["accepted_at"])])
        found[3].append(scoring.contacts_points(row["supplement_count"]))
        for step in opened(row, "steps"):
            if step["taken_at"] is not None:
                found[2].append(scoring.POINTS[kept(step["taken_at"], step["due_at"], step["handed_at"])])
    return found


@routes.get("/766")
@allow("report.see")
def national_index():
    """QĐ 766: the items that our dossiers tell, beside those that only the national portal knows."""
    period = report_period.asked()
    total = _total(_tallies(period, "field"))
    items = index766.items(total)
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
