"""/so-lieu: what the ward knows of itself, for each role its own: the ward for the desk, a neighbourhood for its lead,
the day for whoever stands at a point. The numbers are those of the reports (records/figures.py).
"""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.records import feedback as feedback_records
from app.records import figures, ticket
from app.records.dossier_queue import count_owed
from app.rules.assistance_search import NONE_NAMED
from app.rules.clock import day_of
from app.rules.figures import period_before
from app.rules.permissions import READS_WHOLE_WARD, allowed
from app.web import dashboard_charts as charts
from app.web import dashboard_links as links
from app.web import dashboard_table as tables
from app.web import figure_words as words
from app.web import report_period
from app.web.figure_words import FigureNames
from app.web.guard import allow
from app.web.render import live, show
from app.web.report_period import Period
from app.web.sessions import now_ms

routes = Blueprint("dashboard", __name__, url_prefix=links.ADDRESS)


def _page(template: str, tab: str, period: Period, **context):
    """A page of the whole ward, with the ways to the others."""
    paths = {
        "": _("Tổng quan"),
        "ho-tro": _("Lượt hỗ trợ"),
        "truc-tuyen": _("Trực tuyến"),
        "ho-so": _("Hồ sơ một cửa"),
        "nguoi-dan": _("Người dân nói gì"),
    }
    tabs = [
        {"href": f"{links.ADDRESS}{'/' + path if path else ''}?{period.query}", "label": label, "current": path == tab}
        for path, label in paths.items()
    ]
    return show(f"dashboard/{template}.html", period=period, tabs=tabs, usual=_usual(period), **context)


def _usual(period: Period) -> list[dict]:
    return [
        {"label": label, "href": f"{request.path}?{one.query}", "current": one == period}
        for label, one in report_period.usual(day_of(now_ms()))
    ]


@routes.get("")
@allow("dashboard.see")
def overview():
    if current_user.role == "lead":
        return _own_neighbourhood()
    if current_user.role not in READS_WHOLE_WARD:
        return _own_day()
    ward_id, now, period = current_user.ward_id, now_ms(), report_period.asked()
    today = day_of(now)
    months = figures.months(ward_id, period.last[:7], now)
    support = figures.support(ward_id, period.first, period.last, today)
    before, since = Period(*period_before(period.first, period.last)), figures.first_day(ward_id)
    measures = before.first >= since
    own = figures.own_counter(ward_id, current_user.row["id"], period.first, period.last)
    return _page(
        "overview",
        "",
        period,
        live=_live(today, now),
        before=before,
        compared=tables.compared(ward_id, period, before, support, today, current_user.row["id"], now, measures),
        since="" if measures else since,
        own=own if own.of else None,
        own_href=links.dossiers(period, "settled", staff=current_user.row["id"]),
        running=words.month(months[-1].month) if months[-1].month == today[:7] else "",
        nothing=not any(each.assistances or each.settled for each in months),
        today=today,
        charts=[
            charts.visits_of_months(months),
            charts.shares_of_months(months),
            charts.waits_of_months(months),
        ],
        difficulties=charts.difficulties(support.difficulties, period.first, period.last, most=8),
    )


def _own_day():
    """What a volunteer did today; the list of it holds as many."""
    today = day_of(now_ms())
    own = figures.own_day(current_user.ward_id, current_user.row["id"], today)
    return show("dashboard/own_day.html", own=own, today=today, links=tables.own_day_links(today))


def _own_neighbourhood():
    """A lead's: of his own tổ, and of no other."""
    ward_id, now, period = current_user.ward_id, now_ms(), report_period.asked()
    today, place = day_of(now), current_user.neighbourhood
    if not place:
        return show("dashboard/no_neighbourhood.html")
    names = FigureNames(ward_id)
    support = figures.support(ward_id, period.first, period.last, today, neighbourhood=place)
    year = figures.support(ward_id, tables.year_before(period.last), period.last, today, neighbourhood=place)
    online = figures.online(ward_id, period.first, period.last, today, neighbourhood=place)
    first, last = support.months.first_day, support.months.last_day
    return show(
        "dashboard/neighbourhood.html",
        period=period,
        usual=_usual(period),
        name=names.place(place),
        support=support,
        online=online,
        months=tables.months_words(support.months),
        hrefs=tables.place_links(first, last, place),
        households=figures.households(ward_id, place),
        household_lines=tables.household_lines(figures.households(ward_id, place), place),
        charts=[
            charts.visits_by_day(year, place),
            charts.visits_by_result(support, first, last, place),
            charts.difficulties(support.difficulties, first, last, place),
            charts.online_by_procedure(online, names),
        ],
    )


@routes.get("/hom-nay")
@allow("dashboard.ward")
def today_now():
    """The live counters alone, asked again and again by htmx: unchanged they are no bytes (304)."""
    now = now_ms()
    return live("dashboard/_live.html", live=_live(day_of(now), now))


def _live(today: str, now: int) -> list[dict]:
    """[{value, label, href, state}] of the day that runs; with this reader's own eyes where it is feedback (R13)."""
    ward_id = current_user.ward_id
    day, said = figures.today_so_far(ward_id, today), Period(today, today)
    owed = count_owed(ward_id, now)
    waiting = feedback_records.count_waiting(ward_id, current_user.row["id"], now)
    rows = [
        (day["assistances"], _("lượt hỗ trợ hôm nay"), links.visits(today, today), ""),
        (day["filed"], _("nộp xong tại chỗ"), links.visits(today, today, ket_qua="filed"), ""),
        (day["unfinished"], _("chưa xong hoặc hẹn lại"), links.visits(today, today, ket_qua=links.COMES_BACK), ""),
        (day["received"], _("hồ sơ nhận hôm nay"), links.dossiers(said, "came"), ""),
        (day["settled"], _("hồ sơ giải quyết hôm nay"), links.dossiers(said, "settled"), ""),
        (owed, _("hồ sơ quá hạn chưa xin lỗi"), "/ho-so/qua-han", "needs_review" if owed else ""),
        (ticket.count_waiting(ward_id, today), _("người đang chờ gọi số"), "/hang-cho", ""),
        (waiting["open"], _("phản ánh cần giải quyết"), "/phan-anh", "needs_review" if waiting["late"] else ""),
    ]
    return [dict(zip(("value", "label", "href", "state"), row, strict=True)) for row in rows]


@routes.get("/ho-tro")
@allow("dashboard.ward")
def visits():
    ward_id, period, today = current_user.ward_id, report_period.asked(), day_of(now_ms())
    names = FigureNames(ward_id)
    support = figures.support(ward_id, period.first, period.last, today)
    places = figures.places(ward_id, period.first, period.last, today)
    return _page(
        "visits",
        "ho-tro",
        period,
        support=support,
        places=places,
        months=tables.months_words(places.months),
        hrefs=tables.place_links(period.first, period.last),
        hindered=tables.hindered(places, names),
        charts=[
            charts.visits_by_day(support),
            charts.visits_by_point(support, names, period),
            charts.visits_by_result(support, period.first, period.last),
            charts.visits_by_help(support, period),
            charts.difficulties(support.difficulties, period.first, period.last),
        ],
        of_places=charts.visits_by_place(places, names),
    )


@routes.get("/truc-tuyen")
@allow("dashboard.ward")
def online():
    """The online share by neighbourhood × procedure × level; `muc` keeps to one level."""
    ward_id, period = current_user.ward_id, report_period.asked()
    names, asked = FigureNames(ward_id), request.args.get("muc", "")[:12]
    found = figures.online(ward_id, period.first, period.last, day_of(now_ms()))
    levels = {code or NONE_NAMED: code for code, _part in found.levels}
    kept = found
    if asked in levels:
        kept = figures.online(ward_id, period.first, period.last, day_of(now_ms()), level=levels[asked])
    return _page(
        "online",
        "truc-tuyen",
        period,
        found=kept,
        months=tables.months_words(found.months),
        share=words.share(kept.total),
        # One level has no list of its own: its procedures have.
        hrefs={} if kept is not found else tables.way_links(found.months.first_day, found.months.last_day),
        levels=[(said, words.level(code)) for said, code in levels.items()],
        level=asked if asked in levels else "",
        grid=tables.online_grid(ward_id, kept, names),
        charts=[
            charts.online_by_procedure(kept, names),
            charts.online_by_place(kept, names),
            charts.online_by_level(found),
        ],
    )


@routes.get("/ho-so")
@allow("dashboard.ward")
def dossiers():
    ward_id, period, now = current_user.ward_id, report_period.asked(), now_ms()
    names = FigureNames(ward_id)
    found = figures.timeliness(ward_id, period.first, period.last, now)
    shortened = figures.shortened(ward_id)
    return _page(
        "dossiers",
        "ho-so",
        period,
        found=found,
        share=words.share(found.on_time),
        hrefs=tables.tally_links(period),
        fields=tables.field_lines(found, period),
        shortened=shortened,
        charts=[charts.kept_by_field(found, period), charts.handling_days(found, names, period)],
    )


@routes.get("/nguoi-dan")
@allow("dashboard.ward")
def people():
    """What people say and how long they wait: satisfaction, the queue, feedback, households."""
    ward_id, period, now = current_user.ward_id, report_period.asked(), now_ms()
    names, me = FigureNames(ward_id), current_user.row["id"]
    satisfaction = figures.satisfaction(ward_id, period.first, period.last, now)
    waiting = figures.waiting(ward_id, period.first, period.last)
    feedbacks = figures.feedbacks(ward_id, period.first, period.last, me, now)
    households = figures.households(ward_id)
    surveys = list(dict.fromkeys(key for key, _topic, _share in satisfaction.factors))
    return _page(
        "people",
        "nguoi-dan",
        period,
        satisfaction=satisfaction,
        satisfied=tables.satisfied_lines(satisfaction, names),
        reasons=[(words.reason(code), count) for code, count in satisfaction.reasons],
        waiting=waiting,
        waits=tables.wait_lines(waiting, names, period),
        called_href=links.tickets(period),
        long_href=links.tickets(period, long=True),
        feedbacks=feedbacks,
        hrefs=tables.feedback_links(period, day_of(now)),
        households=households,
        household_lines=tables.household_lines(households),
        sees_households=allowed(current_user.role, "household.see"),
        factor_charts=[charts.satisfied_by_factor(satisfaction, key) for key in surveys],
        feedback_chart=charts.counted(
            _("Phản ánh, kiến nghị, góp ý theo phân loại"),
            feedbacks.categories,
            words.feedback_group,
            "",
            _("Phân loại"),
            lambda key: links.feedback_group(period, key),
        ),
    )
