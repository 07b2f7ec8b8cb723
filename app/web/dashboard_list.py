"""What a number of the dashboards counts, where no other list holds it: dossiers of one part of Biểu II.06a, and
tickets of past days.
"""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.records import dossier_queue, dossier_report, queue, ticket
from app.rules.assistance_search import NONE_NAMED
from app.rules.clock import day_of
from app.rules.figures import long_wait
from app.rules.ticket_wait import waited_minutes
from app.web import dashboard_links as links
from app.web import figure_words as words
from app.web import report_period, ticket_words
from app.web.dossier_lines import Lines
from app.web.figure_words import FigureNames
from app.web.guard import allow
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import day

routes = Blueprint("dashboard_list", __name__, url_prefix=links.ADDRESS)


def _parts() -> dict[str, str]:
    return {
        "received": _("Hồ sơ tiếp nhận, kể cả kỳ trước chuyển sang"),
        "came": _("Hồ sơ nhận mới"),
        "carried_over": _("Hồ sơ kỳ trước chuyển sang"),
        "online": _("Hồ sơ nhận trực tuyến"),
        "direct_or_post": _("Hồ sơ nhận trực tiếp, qua bưu chính"),
        "settled": _("Hồ sơ đã giải quyết"),
        "early": _("Hồ sơ giải quyết trước hạn"),
        "on_time": _("Hồ sơ giải quyết đúng hạn"),
        "late": _("Hồ sơ giải quyết quá hạn"),
        "pending": _("Hồ sơ đang giải quyết khi hết kỳ"),
        "pending_in_time": _("Hồ sơ đang giải quyết, trong hạn"),
        "pending_late": _("Hồ sơ đang giải quyết, quá hạn"),
    }


def _after() -> str:
    """Behind which row the page begins."""
    return request.args.get("sau", "")[:80]


@routes.get("/ho-so/danh-sach")
@allow("dashboard.ward")
def dossiers():
    ward_id, period, parts = current_user.ward_id, report_period.asked(), _parts()
    part = request.args.get("phan", "")
    part = part if part in parts else "received"
    asked = {name: request.args.get(name, "")[:200] for name in ("linh-vuc", "thu-tuc", "nguoi")}
    field = asked["linh-vuc"]
    ids = dossier_report.behind(
        ward_id,
        period.from_at,
        period.to_at,
        part,
        PAGE_ROWS + 1,
        field=("" if field == NONE_NAMED else field) if field else None,
        procedure_code=asked["thu-tuc"],
        finished_by=asked["nguoi"],
        after=_after(),
    )
    names = FigureNames(ward_id)
    only = [words.field("" if field == NONE_NAMED else field)] if field else []
    only += [names.procedure(asked["thu-tuc"])] if asked["thu-tuc"] else []
    only += [names.staff.get(asked["nguoi"], _("Chưa rõ"))] if asked["nguoi"] else []
    here = links.dossiers(period, part, **_again(asked))
    return show(
        "dashboard/dossier_list.html",
        title=parts[part],
        only=" · ".join(only),
        period=period,
        lines=Lines(now_ms()).table(dossier_queue.lines(ward_id, ids[:PAGE_ROWS])),
        first_href=here if _after() else "",
        next_href=f"{here}&sau={ids[PAGE_ROWS - 1]}" if len(ids) > PAGE_ROWS else "",
    )


def _again(asked: dict[str, str]) -> dict:
    field = asked["linh-vuc"]
    kept = {"procedure": asked["thu-tuc"], "staff": asked["nguoi"]}
    return kept | ({"field": "" if field == NONE_NAMED else field} if field else {})


@routes.get("/hang-cho")
@allow("dashboard.ward")
def tickets():
    """Tickets that were called: numbers, no names. `lau=1`: those who waited as long as the point says sorry for."""
    ward_id, period = current_user.ward_id, report_period.asked()
    point, long = request.args.get("diem", "")[:40], request.args.get("lau") == "1"
    names = FigureNames(ward_id)
    on, _dot, id_ = _after().partition(".")
    rows = ticket.waited(
        ward_id,
        period.first,
        min(period.last, day_of(now_ms())),
        point,
        PAGE_ROWS + 1,
        after=(on, id_) if id_ else None,
        least=_least(ward_id) if long else None,
    )
    here = links.tickets(period, point, long)
    last = rows[PAGE_ROWS - 1] if len(rows) > PAGE_ROWS else None
    return show(
        "dashboard/ticket_list.html",
        period=period,
        point=names.point(point) if point else "",
        long=long,
        lines=[
            {
                "number": ticket_words.number(row),
                "on": day(row["on"]),
                "point": names.point(row["point"]),
                "counter": row["counter"],
                "minutes": waited_minutes(row["taken_at"], row["first_called_at"]),
                "sorry": row["apologised_at"] is not None,
            }
            for row in rows[:PAGE_ROWS]
        ],
        first_href=here if id_ else "",
        next_href=f"{here}&sau={last['on']}.{last['id']}" if last else "",
    )


def _least(ward_id: int) -> dict[str, int]:
    """{point: whole minutes} of a long wait, as figures.waiting counts it; points that have none are left out."""
    found = {row["id"]: long_wait(row["apology_minutes"]) for row in queue.queues(ward_id)}
    return {point: minutes for point, minutes in found.items() if minutes}
