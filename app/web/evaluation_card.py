"""What pages show of an evaluation: whose points, how each index was measured, and what the national index says."""

from flask_babel import gettext as _
from flask_login import current_user

from app.records import dossier_report, evaluation, staff, unit
from app.records.evaluation_source import source
from app.rules import evaluation_scheme, index766, scoring
from app.rules.clock import day_of
from app.rules.evaluation_scheme import NATIONAL, POINTS, Scheme
from app.rules.index766 import Item, Own
from app.rules.scoring import OFFICIAL, UNIT, WARD, Measured, Source, Subject
from app.rules.timeliness import Tally
from app.web import evaluation_words

# Who sees the scores of others; everybody sees his own.
SEES_ALL = ("leader", "admin")


def sees(subject: Subject) -> bool:
    """Whether the signed-in person may see what is said of somebody."""
    return current_user.role in SEES_ALL or (subject.kind == OFFICIAL and subject.id == current_user.row["id"])


def scheme_on(kind: str, day: str) -> Scheme | None:
    """The scheme of a kind that holds on a day in the signed-in person's ward."""
    return evaluation_scheme.in_force(kind, day, evaluation.schemes(current_user.ward_id))


def source_of(from_at: int, to_at: int) -> Source:
    """The records of a period, with the eyes of the signed-in person: a complaint that is hidden from somebody takes
    nothing off the score they see (R13)."""
    return source(current_user.ward_id, current_user.row["id"], from_at, to_at)


def officials(found: Source, more: set[str] = frozenset()) -> list[Subject]:
    """Those who settled or took over a dossier, are complained of, or have a finding, and `more`; by name."""
    ids = {*more} | {row["finished_by"] for row in found.settled}
    ids |= {step["staff_to"] for row in found.settled for step in row["steps"] if step["taken_at"] is not None}
    settled = {row["id"] for row in found.settled}
    for one in found.complaints:
        if one["dossier"] in settled or (not one["dossier"] and found.from_at <= one["received_at"] <= found.to_at):
            ids |= set(one["about"].split())
    ids |= {one["subject"] for one in found.findings if one["kind"] == OFFICIAL}
    people = staff.all_staff(current_user.ward_id)
    return [Subject(OFFICIAL, row["id"], row["name"]) for row in people if row["id"] in ids]


def units(found: Source, more: set[str] = frozenset()) -> list[Subject]:
    """Those that settled a dossier or answered a phản ánh in the period, and `more`; by name."""
    ids = {*more} | {row["unit"] for row in found.settled} | {row["unit"] for row in found.petitions}
    ids |= {one["subject"] for one in found.findings if one["kind"] == UNIT}
    rows = unit.units(current_user.ward_id, every=True)
    return [Subject(UNIT, row["id"], row["name"]) for row in rows if row["id"] in ids]


def ward() -> Subject:
    return Subject(WARD, "", _("Cả phường"))


def suggested(from_at: int, to_at: int) -> list[dict]:
    """The cards of /bao-cao/cham-diem: the ward first, then officials; each only who may see it."""
    scheme = scheme_on(POINTS, day_of(to_at))
    if scheme is None:
        return []
    found = source_of(from_at, to_at)
    named = officials(found)
    subjects = [one for one in ([ward()] if named else []) + named if sees(one)]
    return [card(scheme, one, found) for one in subjects]


def card(scheme: Scheme, subject: Subject, found: Source) -> dict:
    """{"name", "score", "lines"} of somebody."""
    score = scoring.score(scheme, subject, found)
    return {"name": subject.name, "score": score, "lines": [line(one) for one in score.measured]}


def line(one: Measured) -> dict:
    return {
        "number": one.index.number,
        "name": one.index.name,
        "points": one.points,
        "n": one.n,
        "why": evaluation_words.why(one),
        "records": bool(one.given),
    }


def national_items(from_at: int, to_at: int, official: dict[str, int] | None = None) -> list[Item]:
    """The items of the national index with what our own records of a period say."""
    scheme = scheme_on(NATIONAL, day_of(to_at))
    return index766.items(scheme, own_of(from_at, to_at), official) if scheme else []


def own_of(from_at: int, to_at: int) -> Own:
    found = source_of(from_at, to_at)
    total = Tally()
    for _group, tally in dossier_report.tallies(current_user.ward_id, from_at, to_at, "field"):
        total.add(tally)
    settled = {row["id"] for row in found.settled}
    return Own(
        tally=total,
        in_time=sum(scoring.answered_in_time(row, to_at) for row in found.petitions),
        petitions=len(found.petitions),
        satisfied=sum(row["rating"] == "satisfied" for row in found.petitions),
        rated=sum(bool(row["rating"]) for row in found.petitions),
        complained=len({one["dossier"] for one in found.complaints} & settled),
    )
