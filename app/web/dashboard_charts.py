"""Figures as charts (rules/chart.py), each row with the way to its records; for dashboards, reports and paper."""

from flask_babel import gettext as _

from app.rules import chart
from app.rules.chart import Chart
from app.rules.figures import (
    Group,
    Month,
    Online,
    Pareto,
    Part,
    Places,
    Satisfaction,
    Support,
    Timeliness,
    last_day_of,
)
from app.web import dashboard_links as links
from app.web import figure_words as words
from app.web.figure_words import FigureNames
from app.web.report_period import Period
from app.web.words import day, decimal, label

# More bars than this nobody compares; the rest is in the lists.
BARS_MOST = 15
_PERCENT = "%"


def visits_by_day(found: Support, place: str = "") -> Chart:
    """Day by day where the period is short, else month by month."""
    if found.days:
        points = [(day(line.key)[:5], line.n, links.visits(line.key, line.key)) for line in found.days]
        return chart.line(_("Lượt hỗ trợ từng ngày"), points, unit=_("lượt"), head=_("Ngày"))
    asked = {"to": place} if place else {}
    points = [
        (line.key, line.n, links.visits(f"{line.key}-01", last_day_of(line.key), **asked)) for line in found.by_month
    ]
    return chart.line(_("Lượt hỗ trợ từng tháng"), points, unit=_("lượt"), head=_("Tháng"))


def visits_by_point(found: Support, names: FigureNames, period: Period) -> Chart:
    rows = [
        (
            names.point(line.key),
            (line.filed, line.unfinished, line.n - line.filed - line.unfinished),
            links.visits(period.first, period.last, diem=line.key),
        )
        for line in found.points
    ]
    series = (label("result", "filed"), _("Chưa xong hoặc hẹn lại"), _("Kết quả khác"))
    return chart.stacked(_("Lượt hỗ trợ theo điểm và kết quả"), rows, series, unit=_("lượt"), head=_("Điểm hỗ trợ"))


def visits_by_help(found: Support, period: Period) -> Chart:
    rows = [
        (label("help", line.key), line.n, links.visits(period.first, period.last, viec=line.key))
        for line in found.helps
    ]
    return chart.bars(_("Lượt hỗ trợ theo việc đã giúp"), rows, unit=_("lượt"), head=_("Việc đã giúp"))


def visits_by_result(found: Support, first: str, last: str, place: str = "") -> Chart:
    asked = {"to": place} if place else {}
    rows = [
        (label("result", line.key), line.n, links.visits(first, last, ket_qua=line.key, **asked))
        for line in found.results
    ]
    return chart.bars(_("Lượt hỗ trợ theo kết quả"), rows, unit=_("lượt"), head=_("Kết quả"))


def difficulties(found: Pareto, first: str, last: str, place: str = "", most: int = BARS_MOST) -> Chart:
    asked = {"to": place} if place else {}
    rows = [
        (words.difficulty(line.key), line.n, links.visits(first, last, kho_khan=line.key, **asked))
        for line in found.lines[:most]
    ]
    rest = sum(line.n for line in found.lines[most:])
    return chart.pareto(
        _("Khó khăn gặp nhiều nhất"),
        rows,
        unit=_("lần"),
        head=_("Khó khăn"),
        share=_("Tỷ lệ"),
        running=_("Tỷ lệ cộng dồn"),
        rest=(_("Các khó khăn khác"), rest),
    )


def visits_by_place(found: Places, names: FigureNames) -> Chart:
    """Every neighbourhood of the ward, those without a single visit too: they are what one looks for."""
    counts = {line.key: line for line in found.lines}
    rows = [
        (name, counts[id_].n if id_ in counts else 0, links.visits(*_days(found), to=id_))
        for id_, name in names.places.items()
    ]
    rows += [
        (names.place(id_), line.n, links.visits(*_days(found), to=id_))
        for id_, line in counts.items()
        if id_ not in names.places
    ]
    return chart.bars(_("Lượt hỗ trợ theo tổ dân phố"), rows, unit=_("lượt"), head=_("Tổ dân phố"))


def _days(found: Places | Online) -> tuple[str, str]:
    return found.months.first_day, found.months.last_day


def online_by_place(found: Online, names: FigureNames) -> Chart:
    known = dict(found.neighbourhoods)
    order = [*names.places, *(id_ for id_ in known if id_ not in names.places)]
    rows = [_online_row(names.place(id_), known[id_], found, to=id_) for id_ in order if id_ in known]
    title = _("Tỷ lệ nộp trực tuyến theo tổ dân phố")
    return chart.bars(title, rows, unit=_PERCENT, head=_("Tổ dân phố"), most=100, noted=_("Trong số đã nộp"))


def online_by_procedure(found: Online, names: FigureNames) -> Chart:
    rows = [
        _online_row(names.procedure(code), part, found, thu_tuc=code) for code, part in found.procedures[:BARS_MOST]
    ]
    title = _("Tỷ lệ nộp trực tuyến theo thủ tục")
    return chart.bars(title, rows, unit=_PERCENT, head=_("Thủ tục"), most=100, noted=_("Trong số đã nộp"))


def online_by_level(found: Online) -> Chart:
    rows = [
        (words.level(code), _rounded(part), _level_href(found, code), words.part_of(part))
        for code, part in found.levels
    ]
    title = _("Tỷ lệ nộp trực tuyến theo mức dịch vụ")
    return chart.bars(title, rows, unit=_PERCENT, head=_("Mức dịch vụ"), most=100, noted=_("Trong số đã nộp"))


def _level_href(found: Online, code: str) -> str:
    """A level has no list of its own: its page, which has one for each procedure."""
    return links.online(*_days(found), code)


def _online_row(name: str, part: Part, found: Online, **asked: str) -> tuple:
    """A share says what it is of, because half of two is not half of two hundred."""
    return name, _rounded(part), links.visits(*_days(found), nop="filed", **asked), words.part_of(part)


def _rounded(part: Part) -> float | None:
    return None if part.percent is None else round(part.percent, 1)


def visits_of_months(found: tuple[Month, ...]) -> Chart:
    points = [
        (each.month, each.assistances, links.visits(f"{each.month}-01", last_day_of(each.month))) for each in found
    ]
    return chart.line(_("Lượt hỗ trợ, tháng so với tháng"), points, unit=_("lượt"), head=_("Tháng"))


def shares_of_months(found: tuple[Month, ...]) -> Chart:
    points = [
        (
            each.month,
            [
                _rounded(each.online),
                _rounded(each.on_time),
                round(each.satisfied.percent, 1) if each.satisfied else None,
            ],
        )
        for each in found
    ]
    series = (_("Nộp trực tuyến"), _("Hồ sơ đúng hẹn"), _("Hài lòng"))
    title = _("Tỷ lệ, tháng so với tháng")
    return chart.line(title, points, series, unit=_PERCENT, head=_("Tháng"), most=100)


def waits_of_months(found: tuple[Month, ...]) -> Chart:
    points = [
        (each.month, None if each.mean_wait is None else round(each.mean_wait, 1), _tickets_of(each.month))
        for each in found
    ]
    title = _("Phút chờ trung bình, tháng so với tháng")
    return chart.line(title, points, unit=_("phút"), head=_("Tháng"))


def _tickets_of(month: str) -> str:
    return links.tickets(Period(f"{month}-01", last_day_of(month)))


def kept_by_field(found: Timeliness, period: Period) -> Chart:
    rows = [
        (
            words.field(name),
            (tally.early, tally.on_time, tally.late),
            links.dossiers(period, "settled", field=name),
        )
        for name, tally in found.fields
        if tally.settled
    ]
    series = (_("Trước hạn"), _("Đúng hạn"), _("Quá hạn"))
    title = _("Hồ sơ đã giải quyết theo lĩnh vực")
    return chart.stacked(title, rows[:BARS_MOST], series, unit=_("hồ sơ"), head=_("Lĩnh vực"))


def handling_days(found: Timeliness, names: FigureNames, period: Period) -> Chart:
    rows = [
        (
            names.procedure(each.procedure),
            round(each.mean_days, 1),
            links.dossiers(period, "settled", procedure=each.procedure),
            _("%(count)s hồ sơ", count=decimal(each.n)),
        )
        for each in found.procedures[:BARS_MOST]
    ]
    title = _("Thời gian giải quyết trung bình, tính cả ngày nghỉ")
    return chart.bars(title, rows, unit=_("ngày"), head=_("Thủ tục"), noted=_("Số hồ sơ"))


def satisfied_by_factor(found: Satisfaction, survey_key: str) -> Chart:
    rows = [
        (words.factor(key, topic), round(each.percent, 1), round(each.low, 1), round(each.high, 1), each.n)
        for key, topic, each in found.factors
        if key == survey_key
    ]
    columns = (_("Hài lòng"), _("Thấp nhất"), _("Cao nhất"), _("Số câu trả lời"))
    title = _("Hài lòng: %(survey)s", survey=words.survey_title(survey_key))
    return chart.dots(title, rows, unit=_PERCENT, head=_("Yếu tố"), columns=columns)


def counted(title: str, lines: tuple[Group, ...], say, unit: str, head: str, href=None) -> Chart:
    """A bar for each line of a count; `say`: a key in words; `href`: from a key to its records."""
    rows = [(say(line.key), line.n, href(line.key) if href else "") for line in lines]
    return chart.bars(title, rows, unit=unit, head=head)
