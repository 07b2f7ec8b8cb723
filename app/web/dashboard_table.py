"""The tables of the dashboards: figures in words, each with the address of what it counts."""

from flask_babel import gettext as _

from app.records import figures
from app.rules.chart import wrapped
from app.rules.clock import month_after
from app.rules.figures import (
    Households,
    Months,
    Online,
    Part,
    Places,
    Satisfaction,
    Support,
    Timeliness,
    Waiting,
    months_of,
)
from app.web import dashboard_links as links
from app.web import figure_words as words
from app.web.figure_words import FigureNames
from app.web.report_period import Period
from app.web.words import decimal

# Columns of the table tổ × thủ tục; the rest stands in the charts and in the lists.
PROCEDURES_ACROSS = 6
HEAD_LETTERS = 22
HINDRANCES = 3


def months_words(months: Months) -> str:
    """What is kept by the month says of which months it is; "" where they are the period itself."""
    if months.exact:
        return ""
    if months.first == months.last:
        return _("Số liệu này tính theo tháng: cả tháng %(month)s.", month=words.month(months.first))
    return _(
        "Số liệu này tính theo tháng: từ tháng %(first)s đến hết tháng %(last)s.",
        first=words.month(months.first),
        last=words.month(months.last),
    )


def year_before(day: str) -> str:
    """The first day of the twelve months that end with this day's."""
    return f"{month_after(day[:7], -11)}-01"


def compared(
    ward_id: int, period: Period, before: Period, support: Support, today: str, reader: str, now: int, measures: bool
) -> list[dict]:
    """The period beside the one before it, a figure a line. `measures`: whether that one was recorded whole; what was
    not measures nothing, and is not read."""
    spans = (period, before) if measures else (period,)
    visits = [
        Part(support.filed, support.n),
        *(figures.visits_filed(ward_id, one.first, one.last) for one in spans[1:]),
    ]
    counters = [figures.counter_days(ward_id, one.first, one.last) for one in spans]
    waits = [figures.waiting(ward_id, one.first, one.last).total for one in spans]
    said = [figures.feedbacks_received(ward_id, one.first, one.last, reader, now) for one in spans]
    online = [figures.online_total(ward_id, one.first, one.last, today) for one in spans]
    of_months, months_before = [months_of(one.first, one.last, today) for one in (period, before)]
    exact = of_months.exact and months_before.exact
    # Whole months that overlap are no comparison.
    shares = [part.percent for _months, part in online][: 1 if months_before.last >= of_months.first else 2]
    lines = [
        (_("Lượt hỗ trợ"), [one.of for one in visits], "", links.visits(period.first, period.last)),
        (
            _("Nộp xong tại chỗ"),
            [one.percent for one in visits],
            "%",
            links.visits(period.first, period.last, ket_qua="filed"),
        ),
        (
            _("Nộp trực tuyến, trong số đã nộp") if exact else _("Nộp trực tuyến, trong số đã nộp (cả tháng)"),
            shares,
            "%",
            links.visits(of_months.first_day, of_months.last_day, nop="filed"),
        ),
        (_("Hồ sơ nhận mới"), [one.came for one in counters], "", links.dossiers(period, "came")),
        (_("Hồ sơ đã giải quyết"), [one.settled for one in counters], "", links.dossiers(period, "settled")),
        (
            _("Hồ sơ đúng hẹn"),
            [one.on_time.percent for one in counters],
            "%",
            links.dossiers(period, "settled"),
        ),
        (_("Chờ trung bình ở hàng chờ"), [one.mean_minutes for one in waits], _("phút"), links.tickets(period)),
        (_("Phản ánh, kiến nghị, góp ý"), said, "", links.feedback(period)),
    ]
    return [_compared(label, [*values, None][:2], unit, href) for label, values, unit, href in lines]


def _compared(label: str, values: list, unit: str, href: str) -> dict:
    written = [_written(value, unit) for value in values]
    moved = words.change(*values, unit)
    return {"label": label, "now": written[0], "before": written[1], "moved": moved, "href": href}


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{decimal(value)}\u00a0{unit}" if unit else decimal(value)


def own_day_links(today: str) -> dict[str, str]:
    return {
        "n": links.visits(today, today),
        "filed": links.visits(today, today, ket_qua="filed"),
        "unfinished": links.visits(today, today, ket_qua=links.COMES_BACK),
    }


def place_links(first: str, last: str, place: str | None = None) -> dict[str, str]:
    asked = {"to": place} if place is not None else {}
    return {
        "n": links.visits(first, last, **asked),
        "filed": links.visits(first, last, ket_qua="filed", **asked),
        "unfinished": links.visits(first, last, ket_qua=links.COMES_BACK, **asked),
        "way": links.visits(first, last, nop="filed", **asked),
    }


def way_links(first: str, last: str) -> dict[str, str]:
    return {way: links.visits(first, last, nop=way) for way in ("online", "counter", "filed")}


def hindered(found: Places, names: FigureNames) -> list[dict]:
    """What hinders people most, neighbourhood by neighbourhood, in the ward's order."""
    known = dict(found.difficulties)
    order = [*names.places, *(id_ for id_ in known if id_ not in names.places)]
    first, last = found.months.first_day, found.months.last_day
    return [
        {
            "name": names.place(id_),
            "mentions": known[id_].mentions,
            "href": links.visits(first, last, to=id_),
            "lines": [
                {
                    "words": words.difficulty(line.key),
                    "n": line.n,
                    "href": links.visits(first, last, to=id_, kho_khan=line.key),
                }
                for line in known[id_].lines[:HINDRANCES]
            ],
        }
        for id_ in order
        if id_ in known
    ]


def online_grid(ward_id: int, found: Online, names: FigureNames) -> dict:
    """{"head": procedures across, each (name, cut to two lines), "rows": [{"name", "cells": [{"share", "said",
    "href"}]}]}, the first column every procedure; a cell of nothing is None."""
    codes = [code for code, _part in found.procedures[:PROCEDURES_ACROSS]]
    parts = {
        (cell.neighbourhood, cell.procedure): cell.part for cell in figures.online_cells(ward_id, found.months, codes)
    }
    whole = dict(found.neighbourhoods)
    order = [*(id_ for id_ in names.places if id_ in whole), *(id_ for id_ in whole if id_ not in names.places)]
    days = found.months.first_day, found.months.last_day

    def cell(part, **asked):
        if part is None:
            return None
        said = {"share": words.share(part), "said": words.part_of(part)}
        return said | {"href": links.visits(*days, nop="filed", **asked)}

    rows = [
        {
            "name": names.place(id_),
            "cells": [
                cell(whole[id_], to=id_),
                *(cell(parts.get((id_, code)), to=id_, thu_tuc=code) for code in codes),
            ],
        }
        for id_ in order
    ]
    heads = [names.procedure(code) for code in codes]
    return {"head": [(name, " ".join(wrapped(name, HEAD_LETTERS))) for name in heads], "rows": rows}


def tally_links(period: Period) -> dict[str, str]:
    parts = ("received", "carried_over", "online", "direct_or_post", "settled", "early", "on_time", "late")
    return {part: links.dossiers(period, part) for part in (*parts, "pending", "pending_in_time", "pending_late")}


def field_lines(found: Timeliness, period: Period) -> list[dict]:
    shown = ("received", "settled", "late", "pending", "pending_late")
    return [
        {
            "name": words.field(name),
            "cells": [
                (getattr(tally, part), links.dossiers(period, part, field=name) if getattr(tally, part) else "")
                for part in shown
            ],
            "share": words.share(Part(tally.early + tally.on_time, tally.settled)),
        }
        for name, tally in found.fields
    ]


def satisfied_lines(found: Satisfaction, names: FigureNames) -> list[dict]:
    """[{"title", "lines": [(name, share)]}] of what may be shown."""
    cuts = (
        (_("Theo tháng"), [(words.month(month), share) for month, share in found.by_month]),
        (_("Theo bộ phận, điểm hỗ trợ"), [(names.group(of), share) for of, share in found.places]),
        (_("Theo lĩnh vực"), [(words.field(of), share) for of, share in found.fields]),
    )
    return [{"title": title, "lines": lines} for title, lines in cuts if lines]


def wait_lines(found: Waiting, names: FigureNames, period: Period) -> list[dict]:
    return [
        {
            "name": names.point(each.key),
            "each": each,
            "href": links.tickets(period, each.key),
            "long_href": links.tickets(period, each.key, long=True),
        }
        for each in found.points
    ]


def feedback_links(period: Period, today: str) -> dict[str, str]:
    return {
        "received": links.feedback(period),
        "answered": links.feedback(period, tra_loi="moi"),
        "late": links.feedback(period, tra_loi="qua-han"),
        # The list knows what is open now, not what was when a period ended.
        "open": "/phan-anh" if period.last >= today else "",
    }


def household_lines(found: Households, place: str = "") -> list[dict]:
    return [
        {"name": words.household_state(each.key), "each": each, "href": links.households(place, each.key)}
        for each in found.states
    ]
