"""From what somebody asks for to the document of a report: the figures of the dashboards, in the words of paper.

Every number here comes from records/figures.py, as on the pages of /so-lieu, or from the records that are the form's
own definition. Whoever calls says with whose eyes feedback is counted (R13).
"""

from app.records import dossier_report, evaluation, evaluation_source, feedback_report, figures, staff, workday
from app.rules import report_dossier, report_period, report_support, report_voices, report_year
from app.rules.calendar import moment, number_of
from app.rules.clock import DAY_MS, day_of
from app.rules.figures import months_ended, period_before
from app.rules.report import KINDS
from app.rules.report_document import Document
from app.web.figure_words import FigureNames


class Making:
    """One report of one ward. `reader`: the id of whoever reads or issues it; `now`: ms."""

    def __init__(self, ward_id: int, kind: str, first: str, last: str, reader: str, now: int):
        self.ward_id, self.kind, self.first, self.last = ward_id, kind, first, last
        self.reader, self.now, self.today = reader, now, day_of(now)
        self.names = FigureNames(ward_id)
        cut = workday.office(ward_id)["report_cut_day"]
        self.under = report_period.words(KINDS[kind].cadence, first, last, cut)

    @property
    def moments(self) -> tuple[int, int]:
        """(from, to) in ms; what is to come is not counted."""
        to_at = moment(number_of(self.last), 0) + DAY_MS - 1
        return moment(number_of(self.first), 0), min(to_at, self.now)

    def document(self) -> Document:
        return _MADE[self.kind](self)

    def support(self) -> tuple:
        """The period's figures, and those of the one before it."""
        before = period_before(self.first, self.last)
        return tuple(figures.support(self.ward_id, *days, self.today) for days in ((self.first, self.last), before))

    def waiting(self):
        return figures.waiting(self.ward_id, self.first, self.last)

    def months(self):
        return figures.months(self.ward_id, min(self.last, self.today)[:7], self.now)

    def places(self):
        return figures.places(self.ward_id, self.first, self.last, self.today)

    def online(self):
        return figures.online(self.ward_id, self.first, self.last, self.today)


def _week(made: Making) -> Document:
    sections = report_support.weekly(*made.support(), made.waiting(), made.names)
    return report_support.document(made.kind, made.first, made.last, made.under, sections)


def _month(made: Making) -> Document:
    sections = report_support.monthly(
        *made.support(), made.places(), made.online(), made.waiting(), made.months(), made.names
    )
    return report_support.document(made.kind, made.first, made.last, made.under, sections)


def _form_06a(made: Making) -> Document:
    told = figures.timeliness(made.ward_id, made.first, made.last, made.now)
    return _form(made, [report_dossier.settled(told.fields)])


def _form_07a(made: Making) -> Document:
    return _form(made, report_dossier.overdue(dossier_report.late_reasons(made.ward_id, *made.moments)))


def _form_05a(made: Making) -> Document:
    return _form(made, [report_dossier.heard(*_heard(made))])


def _heard(made: Making) -> tuple:
    # Any head opens it once one has issued it: in nobody's copy is what one of them may not know yet (R13).
    asked = (made.ward_id, staff.with_heads(made.ward_id, made.reader), *made.moments)
    return feedback_report.tallies(*asked), feedback_report.suggestions(*asked)


def _form(made: Making, sections: list) -> Document:
    return report_dossier.form(made.kind, made.first, made.last, made.under, sections)


def _satisfaction(made: Making) -> Document:
    found = figures.satisfaction(made.ward_id, made.first, made.last, made.now)
    return report_voices.satisfaction(made.first, made.last, made.under, found, made.names)


def _evaluation(made: Making) -> Document:
    decided = []
    for month in months_ended(made.first, made.last):
        # The last version of each stands; the earlier ones are told on its own page.
        latest = {(row["kind"], row["subject"]): row for row in evaluation.decisions(made.ward_id, month)}
        decided += latest.values()
    # Others than who issues it read it: what counted a complaint that is not released is in nobody's (R13).
    counted = sorted({id_ for row in decided for id_ in row["feedbacks"].split()})
    told = evaluation_source.told_feedbacks(made.ward_id, counted)
    decided = [row for row in decided if set(row["feedbacks"].split()) <= told]
    return report_voices.evaluation(made.first, made.last, made.under, decided, made.names)


def _year(made: Making) -> Document:
    now, before = made.support()
    heard, suggestions = _heard(made)
    told = report_year.Year(
        support=now,
        before=before,
        places=made.places(),
        online=made.online(),
        waiting=made.waiting(),
        months=made.months(),
        timeliness=figures.timeliness(made.ward_id, made.first, made.last, made.now),
        heard=heard,
        suggestions=suggestions,
        satisfaction=figures.satisfaction(made.ward_id, made.first, made.last, made.now),
        households=figures.households(made.ward_id),
        shortened=figures.shortened(made.ward_id),
    )
    return report_year.document(made.first, made.last, made.under, told, made.names)


_MADE = {
    "support_week": _week,
    "support_month": _month,
    "form_06a": _form_06a,
    "form_07a": _form_07a,
    "form_05a": _form_05a,
    "satisfaction": _satisfaction,
    "evaluation": _evaluation,
    "year": _year,
}
