"""/to-dan-pho/<id>: one neighbourhood: how far the ward reaches its people, what hinders them, what is to be done.

A lead sees his own alone. The numbers are those of the dashboards and reports (records/figures.py); the sheet for the
meeting of the tổ has no household in it, because it is passed from hand to hand.
"""

from dataclasses import dataclass

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import neighbourhood_sheet
from app.problems import Problem
from app.records import figures, household, place
from app.rules import chart, clock
from app.rules.chart import Chart
from app.rules.clock import day_of, last_day_of, month_after
from app.rules.figures import Households, Months, Online, Part, Support
from app.web import dashboard_charts as charts
from app.web import dashboard_links as links
from app.web import figure_words as words
from app.web.assistance_words import Names
from app.web.dashboard_table import household_lines, months_words, year_before
from app.web.guard import allow
from app.web.household_words import line as household_line
from app.web.notice_words import OfNeighbourhood, leads, of_neighbourhood, own_neighbourhood
from app.web.paper_answer import on_paper, pdf_answer
from app.web.render import show
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.words import day, decimal, percent

routes = Blueprint("neighbourhood_page", __name__)

ADDRESS = "/to-dan-pho"
MONTHS = 12
# Of the difficulties, as many as a meeting talks about; the rest is behind the chart.
HINDRANCES = 8
ON_PAPER = 4
FOLLOW_UPS_SHOWN = 5
NOTICES_SHOWN, NOTICES_ON_PAPER = 12, 8


@dataclass(frozen=True)
class Standing:
    """What is known of one neighbourhood for twelve months up to `today`; `whole`: the ward's online share beside it.

    `counts`: of its households (records.household.counts); `ranks`: (difficulty, households in which it stands).
    """

    row: dict
    today: str
    support: Support
    online: Online
    whole: Part
    households: Households
    counts: dict[str, int]
    ranks: list[tuple[str, int]]
    notices: list[OfNeighbourhood]

    @property
    def months(self) -> Months:
        return self.support.months

    @property
    def reached(self) -> int:
        """Households that somebody has met or helped: all that are not "chưa tiếp cận"."""
        return self.counts["all"] - self.counts["unreached"]


def standing_of(row: dict, today: str) -> Standing:
    ward_id, first = row["ward_id"], year_before(today)
    return Standing(
        row=row,
        today=today,
        support=figures.support(ward_id, first, today, today, neighbourhood=row["id"]),
        online=figures.online(ward_id, first, today, today, neighbourhood=row["id"]),
        whole=figures.online_total(ward_id, first, today, today)[1],
        households=figures.households(ward_id, row["id"]),
        counts=household.counts(ward_id, row["id"], today),
        ranks=household.difficulty_ranks(ward_id, row["id"], HINDRANCES),
        notices=of_neighbourhood(ward_id, row["id"], today),
    )


def trend(found: Standing) -> Chart:
    """Twelve months, one without a single visit too: a gap would look as if nobody had counted."""
    counted = {one.key: one for one in found.support.by_month}
    first = found.months.first
    points = []
    for at in range(MONTHS):
        month = month_after(first, at)
        one = counted.get(month)
        href = links.visits(f"{month}-01", last_day_of(month), to=found.row["id"])
        points.append((month, [one.n, one.filed] if one else [0, 0], href))
    series = (_("Lượt hỗ trợ"), _("Nộp xong tại chỗ"))
    return chart.line(_("Lượt hỗ trợ, mười hai tháng"), points, series, unit=_("lượt"), head=_("Tháng"))


def standing_difficulties(found: Standing, most: int = HINDRANCES) -> Chart:
    """In how many households each difficulty stands today."""
    rows = [(words.difficulty(code), count, _with_difficulty(found, code)) for code, count in found.ranks[:most]]
    return chart.bars(_("Khó khăn của các hộ, hiện nay"), rows, unit=_("hộ"), head=_("Khó khăn"))


def _with_difficulty(found: Standing, code: str) -> str:
    return f"/ho?to={found.row['id']}&kho-khan={code}"


def _held(code: str) -> dict:
    """Raises Problem("not_found"), to a lead also for another's neighbourhood."""
    row = place.neighbourhood(current_user.ward_id, code)
    if row is None or own_neighbourhood() not in ("", code):
        raise Problem("not_found")
    return row


def own_page():
    """Where a lead goes who asks for the neighbourhoods. Raises Problem for one without any."""
    return redirect(f"{ADDRESS}/{own_neighbourhood()}")


def list_notes(ward_id: int) -> dict[str, str]:
    """{neighbourhood: what the ward's list says of it}: twelve months of help, and the households."""
    today = day_of(now_ms())
    counted = {line.key: line.n for line in figures.places(ward_id, year_before(today), today, today).lines}
    homes = household.counts_by_neighbourhood(ward_id)
    notes = {}
    for row in place.neighbourhoods(ward_id, every=True):
        told = [_("%(count)s lượt trong 12 tháng", count=decimal(counted.get(row["id"], 0)))]
        if one := homes.get(row["id"]):
            reached, every = one["all"] - one["unreached"], one["all"]
            told.append(_("đã tiếp cận %(reached)s/%(all)s hộ", reached=reached, all=every))
            if one["follow_up"]:
                told.append(_("cần thăm %(count)s hộ", count=one["follow_up"]))
        notes[row["id"]] = " · ".join(told)
    return notes


@routes.get(f"{ADDRESS}/<code>")
@allow("neighbourhood.see")
def see(code):
    row, today = _held(code), day_of(now_ms())
    found, names = standing_of(row, today), Names(row["ward_id"])
    months = found.months
    follow_ups = household.follow_ups(row["ward_id"], row["id"], today, FOLLOW_UPS_SHOWN)
    first, last = months.first_day, months.last_day
    return show(
        "place/neighbourhood.html",
        row=row,
        found=found,
        lead=leads(row["ward_id"]).get(row["id"], ""),
        months=months_words(months),
        hrefs={
            "n": links.visits(first, last, to=row["id"]),
            "online": links.visits(first, last, to=row["id"], nop="filed"),
        },
        share=words.share(found.online.total),
        ward_share=percent(found.whole.percent) if found.whole.of else "",
        reached_share=percent(100 * found.reached / found.counts["all"]) if found.counts["all"] else "",
        household_lines=household_lines(found.households, row["id"]),
        follow_ups=[household_line(one, names, today) for one in follow_ups],
        charts=[
            trend(found),
            charts.difficulties(found.support.difficulties, first, last, row["id"], most=HINDRANCES),
            # Empty while no household is known: the page says that itself.
            *([standing_difficulties(found)] if found.ranks else []),
        ],
        notices=found.notices[:NOTICES_SHOWN],
        more_notices=max(0, len(found.notices) - NOTICES_SHOWN),
    )


@routes.get(f"{ADDRESS}/<code>/hop-to.pdf")
@allow("neighbourhood.see")
@on_paper
def sheet(code):
    """For the meeting of the tổ: figures, what hinders, notices that are missing, and lines to write on."""
    row, now = _held(code), now_ms()
    found, stationery = standing_of(row, day_of(now)), Stationery(row["ward_id"], now)
    months = found.months
    printed = neighbourhood_sheet.meeting_sheet(
        {
            **stationery.heading(),
            "at": clock.write(now),
            "name": row["name"],
            "former": row["former_name"],
            "lead": leads(row["ward_id"]).get(row["id"], ""),
            "period": _("từ ngày %(first)s đến ngày %(last)s", first=day(months.first_day), last=day(found.today)),
            "facts": _facts(found),
            "trend": trend(found),
            "difficulties": charts.difficulties(
                found.support.difficulties, months.first_day, months.last_day, row["id"], most=ON_PAPER
            ),
            "ranks": standing_difficulties(found, ON_PAPER),
            "notices": [
                {"title": one.row["title"], "since": one.covered.since, "until": one.row["expires_on"]}
                for one in found.notices
                if one.standing == "running"
            ][:NOTICES_ON_PAPER],
        }
    )
    return pdf_answer(printed, "hop-to-dan-pho.pdf")


def _facts(found: Standing) -> list[tuple[str, str]]:
    """What the sheet says first, line by line."""
    counts, online, whole = found.counts, found.online.total, found.whole
    told = [(_("Lượt hỗ trợ"), decimal(found.support.n))]
    if online.of:
        share = f"{percent(online.percent)} ({words.part_of(online)})"
        beside = _("; cả phường %(share)s", share=percent(whole.percent))
        told.append((_("Nộp trực tuyến, trong số đã nộp"), share + beside))
    if counts["all"]:
        reached = _("%(reached)s/%(all)s hộ", reached=found.reached, all=counts["all"])
        told.append((_("Hộ đã tiếp cận"), f"{reached} ({percent(100 * found.reached / counts['all'])})"))
        told += [(each["name"], _("%(count)s hộ", count=each["each"].n)) for each in household_lines(found.households)]
        told.append(
            (_("Hộ cần thăm"), _("%(count)s hộ, %(due)s đã đến hẹn", count=counts["follow_up"], due=counts["due"]))
        )
    return told
