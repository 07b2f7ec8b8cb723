"""One month of evaluations: its days, its scheme, whose points there are, and what the head has decided of them."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from flask import request
from flask_login import current_user

from app.problems import Problem
from app.records import evaluation, evaluation_source, figures_said, workday
from app.rules import evaluation_scheme, scoring, wilson
from app.rules.calendar import moment, number_of
from app.rules.clock import DAY_MS, day_of
from app.rules.evaluation import is_month, said_of
from app.rules.evaluation_scheme import POINTS, THRESHOLD
from app.rules.rating import months_over
from app.rules.scoring import OFFICIAL, UNIT, WARD, Score, Subject
from app.rules.timeliness import over_threshold
from app.rules.workday import days_of_month
from app.web import evaluation_card
from app.web.evaluation_card import SEES_ALL
from app.web.sessions import now_ms

ADDRESS = "/danh-gia-thang"
# How addresses name whom a page is about: "ca-phuong", "bo-phan-mot-cua", "cong-chuc-<id>".
_SLUGS = {WARD: "ca-phuong", UNIT: "bo-phan", OFFICIAL: "cong-chuc"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the percentage and its 95 % interval where there are enough to tell one."""

    good: int
    n: int

    @property
    def percent(self) -> float | None:
        return 100 * self.good / self.n if self.n >= wilson.LEAST else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson.interval(self.good, self.n)


class Month:
    """`text`: "2026-10". Raises Problem("not_found") for what is none or has not begun."""

    def __init__(self, text: str):
        now = now_ms()
        if not is_month(text) or text > day_of(now)[:7]:
            raise Problem("not_found")
        self.text = text
        self.over = text < day_of(now)[:7]
        days = days_of_month(int(text[:4]), int(text[5:]))
        self.first, self.last = days[0], days[-1]
        self.from_at = moment(number_of(self.first), 0)
        self.to_at = min(moment(number_of(self.last), 0) + DAY_MS - 1, now)

    @cached_property
    def schemes(self) -> list[dict]:
        return evaluation.schemes(current_user.ward_id)

    @cached_property
    def scheme(self):
        """What gives the points. Raises Problem("not_found") when the ward has put every one out of use."""
        scheme = evaluation_scheme.in_force(POINTS, self.last, self.schemes)
        if scheme is None:
            raise Problem("evaluation_no_scheme")
        return scheme

    @cached_property
    def source(self):
        return evaluation_card.source_of(self.from_at, self.to_at)

    @cached_property
    def subjects(self) -> list[Subject]:
        """Those whom the signed-in person may see: the ward, its units, its officials; whoever was decided on stays."""
        decided = {id_ for _kind, id_ in self.decided}
        units = evaluation_card.units(self.source, decided)
        every = [evaluation_card.ward(), *units, *evaluation_card.officials(self.source, decided)]
        return [one for one in every if evaluation_card.sees(one)]

    def subject(self, code: str) -> Subject:
        """The one of an address. Raises Problem("not_found"), also for whom somebody may not see."""
        found = next((one for one in self.subjects if _code(one) == code), None)
        if found is None:
            raise Problem("not_found")
        return found

    def address(self, subject: Subject) -> str:
        return f"{self.base}/{_code(subject)}"

    @property
    def base(self) -> str:
        """Where the pages of this month are: "/danh-gia-thang/2026/10"."""
        return f"{ADDRESS}/{self.text[:4]}/{int(self.text[5:])}"

    def score(self, subject: Subject) -> Score:
        return scoring.score(self.scheme, subject, self.source)

    @cached_property
    def decided(self) -> dict[tuple[str, str], list[dict]]:
        """{(kind, id): its versions}, but for those that counted a complaint which the reader may not know of (R13)."""
        rows = evaluation.decisions(current_user.ward_id, self.text)
        wanted = sorted({id_ for row in rows for id_ in row["feedbacks"].split()})
        seen = evaluation_source.shown_feedbacks(current_user.ward_id, current_user.row["id"], wanted)
        found: dict[tuple[str, str], list[dict]] = {}
        for row in rows:
            if set(row["feedbacks"].split()) <= seen.keys():
                found.setdefault((row["kind"], row["subject"]), []).append(row)
        return found

    def on_time(self, subject: Subject) -> Share:
        """The promises kept, of the dossiers that were settled (by the day that was promised last)."""
        column = {OFFICIAL: "finished_by", UNIT: "unit"}.get(subject.kind)
        promised = [
            row["finished_at"] <= row["due_current_at"]
            for row in self.source.settled
            if row["due_current_at"] is not None and (column is None or row[column] == subject.id)
        ]
        return Share(sum(promised), len(promised))

    @cached_property
    def _said(self):
        return figures_said.satisfaction(current_user.ward_id, self.first, self.last, now_ms())

    def satisfaction(self, subject: Subject):
        """What people said of a unit or the ward (rating_report.Share), None when that is hidden or nobody did. Of a
        person nobody is asked: whoever answers names no official."""
        if self.text not in months_over(now_ms()):
            return None
        if subject.kind == WARD:
            return self._said.total
        return dict(self._said.places).get(f"unit:{subject.id}") if subject.kind == UNIT else None

    @cached_property
    def _late_of_year(self) -> dict[tuple[str, str], tuple[int, int]]:
        new_year = moment(number_of(f"{self.text[:4]}-01-01"), 0)
        return evaluation_source.late_since(current_user.ward_id, new_year, self.to_at)

    def threshold(self, subject: Subject) -> dict | None:
        """What the ward's threshold says of the year so far; None where there is none or it does not speak of such."""
        scheme = evaluation_scheme.in_force(THRESHOLD, self.last, self.schemes)
        office = workday.office(current_user.ward_id)
        most = {name: getattr(scheme, name) if scheme else office[name] for name in _THRESHOLDS.values()}
        name = _THRESHOLDS.get(subject.kind)
        if name is None or not most[name]:
            return None
        settled, late = self._late_of_year.get((subject.kind, subject.id), (0, 0))
        limits = (most[name], 0) if subject.kind == OFFICIAL else (0, most[name])
        passed = bool(over_threshold(late, settled, *limits))
        return {"most": most[name], "settled": settled, "late": late, "passed": passed}

    def body(self, subject: Subject, score: Score) -> dict:
        """What a decision says of the suggestion."""
        return said_of(self.text, self.scheme.code, subject, score)


def of(year: int, month: int) -> Month:
    """The month of an address. Raises Problem("not_found")."""
    return Month(f"{year:04d}-{month:02d}" if year < 10_000 and month < 100 else "")


def _code(subject: Subject) -> str:
    return f"{_SLUGS[subject.kind]}-{subject.id}" if subject.id else _SLUGS[subject.kind]


_THRESHOLDS = {OFFICIAL: "late_per_official", UNIT: "late_per_unit_percent"}


def seen(body: dict) -> str:
    """What a form carries of the suggestion that stood above it: a mark of exactly these numbers."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]


def asked() -> Month:
    """The month of `?thang=`; without one, or with one that is none, the last that is over."""
    wanted, now = request.args.get("thang", ""), now_ms()
    usual = months_over(now)[0]
    return Month(wanted if is_month(wanted) and wanted <= day_of(now)[:7] else usual)


def options() -> list[tuple[str, str]]:
    """[(month, words)] to choose from: the one that runs and the twelve before it."""
    now = now_ms()
    return [(one, f"{one[5:]}/{one[:4]}") for one in (day_of(now)[:7], *months_over(now))]


def sees_all() -> bool:
    return current_user.role in SEES_ALL
