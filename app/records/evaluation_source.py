"""What evaluations are made of: dossiers, phản ánh, procedures, findings of a period, seen by one reader (R13)."""

from peewee import Case, fn

from app.records import dossier_report, evaluation, feedback, rating, staff
from app.records.base import listed
from app.records.dossier import Dossier
from app.records.feedback import Feedback, shown_to
from app.records.procedure import Procedure
from app.rules import rating_report, survey
from app.rules.calendar import moment, number_of
from app.rules.clock import day_of, month_after, months_between
from app.rules.dossier_row import opened
from app.rules.rating_report import PLACE, WHOLE
from app.rules.scoring import Source, counts_in

_MOST = 20_000
_CLOCK = ("answered_at", "answer_due_at", "forwarded_at", "forward_due_at")
_NO_PROMISE = ("void", "withdrawn")


def source(ward_id: int, reader: str, from_at: int, to_at: int) -> Source:
    """Everything that the indices of a period are measured on. Times in ms, both ends included."""
    unit_of = {row["id"]: row["unit"] for row in staff.all_staff(ward_id)}
    settled = dossier_report.settled_by(ward_id, from_at, to_at)
    for row in settled:
        # Opened once: everybody of the ward is measured on them.
        row["steps"] = opened(row, "steps")
    complaints = feedback.complaints(ward_id, reader)
    for one in complaints:
        one["units"] = sorted({unit_of.get(id_, "") for id_ in one["about"].split()} - {""})
    return Source(
        from_at=from_at,
        to_at=to_at,
        settled=settled,
        complaints=complaints,
        # Each head may decide on the month of the others: in none of their numbers is what one may not know yet (R13).
        petitions=_petitions(ward_id, staff.with_heads(ward_id, reader), from_at, to_at, unit_of),
        received=_received(ward_id, from_at, to_at),
        online_late=_online_late(ward_id, from_at, to_at),
        levels=_levels(ward_id),
        findings=evaluation.findings(ward_id, whole_months(from_at, to_at)),
        answers=_answers(ward_id, [one for one in whole_months(from_at, to_at) if _is_over(one, to_at)]),
    )


def whole_months(from_at: int, to_at: int) -> list[str]:
    """The months, "YYYY-MM", that a period holds from their first day on; the last one may still run."""
    first = day_of(from_at)
    whole_from = first[:7] if first.endswith("-01") else month_after(first[:7])
    return months_between(whole_from, day_of(to_at)[:7])


def _petitions(ward_id: int, readers: set[str], from_at: int, to_at: int, unit_of: dict[str, str]) -> list[dict]:
    """Phản ánh, kiến nghị that count in the period (scoring.counts_in); what was declined was never owed an answer."""
    columns = [getattr(Feedback, name) for name in ("id", "holder", "answered_by", "rating", *_CLOCK)]
    end = fn.COALESCE(Feedback.forwarded_at, Feedback.answered_at, to_at)
    query = Feedback.select(*columns).where(
        Feedback.ward_id == ward_id,
        shown_to(*readers),
        Feedback.kind == "petition",
        Feedback.counted_at.is_null(False),
        Feedback.state != "declined",
        Feedback.received_at <= to_at,
        end >= from_at,
    )
    rows = listed(query.order_by(Feedback.received_at, Feedback.id).limit(_MOST))
    for row in rows:
        row["unit"] = unit_of.get(row["answered_by"] or row["holder"], "")
    return [row for row in rows if counts_in(row, from_at, to_at)]


def _received(ward_id: int, from_at: int, to_at: int) -> dict[str, tuple[int, int]]:
    """{unit: (dossiers registered in the period, those filed online)}."""
    query = (
        Dossier.select(Dossier.unit, Dossier.channel, fn.COUNT(Dossier.id).alias("n"))
        .where(
            Dossier.ward_id == ward_id,
            Dossier.registered_at >= from_at,
            Dossier.registered_at <= to_at,
            Dossier.state != "void",
        )
        .group_by(Dossier.unit, Dossier.channel)
    )
    found: dict[str, tuple[int, int]] = {}
    for row in listed(query):
        every, online = found.get(row["unit"], (0, 0))
        found[row["unit"]] = every + row["n"], online + (row["n"] if row["channel"] == "online" else 0)
    return found


def _is_over(month: str, to_at: int) -> bool:
    return moment(number_of(f"{month_after(month)}-01"), 0) <= to_at + 1


def _answers(ward_id: int, months: list[str]) -> dict[tuple[str, str], dict[str, dict[int, int]]]:
    """{(unit, "" for the ward, survey): {topic: {level: how many}}} of what may be shown of these months."""
    counted = rating.counted(ward_id, months) if months else []
    found: dict[tuple[str, str], dict[str, dict[int, int]]] = {}
    for asked in survey.every().values():
        cells = rating_report.cells(counted, asked)
        for cut in (WHOLE, PLACE):
            for (of, topic), levels in rating_report.summed(cells, cut).items():
                if cut == WHOLE or of.startswith("unit:"):
                    found.setdefault((of.removeprefix("unit:"), asked.key), {})[topic] = levels
    return found


def _levels(ward_id: int) -> dict[str, int]:
    """{online level: how many procedures in force}."""
    query = Procedure.select(Procedure.level, fn.COUNT(Procedure.id).alias("n")).where(
        Procedure.ward_id == ward_id, Procedure.current, Procedure.status == "in_force"
    )
    return {row["level"]: row["n"] for row in listed(query.group_by(Procedure.level))}


def _online_late(ward_id: int, from_at: int, to_at: int) -> list[dict]:
    """Dossiers filed online that were settled late in the period, or were late and not settled at its end."""
    finished = Dossier.finished_at
    waits = finished.is_null() | (finished > to_at)
    settled_late = (finished >= from_at) & (finished <= to_at) & (finished > Dossier.due_current_at)
    query = Dossier.select(Dossier.id, Dossier.unit).where(
        Dossier.ward_id == ward_id,
        Dossier.channel == "online",
        Dossier.due_current_at <= to_at,
        Dossier.state.not_in((*_NO_PROMISE, "supplement")),
        settled_late | waits,
    )
    return listed(query.order_by(Dossier.id).limit(_MOST))


def late_since(ward_id: int, from_at: int, to_at: int) -> dict[tuple[str, str], tuple[int, int]]:
    """{("official" or "unit", id): (settled, of these late)} of a period, by who settled them: for the thresholds."""
    late = fn.COALESCE(fn.SUM(Case(None, [(Dossier.finished_at > Dossier.due_current_at, 1)], 0)), 0)
    found = {}
    for kind, column in (("official", Dossier.finished_by), ("unit", Dossier.unit)):
        query = (
            Dossier.select(column.alias("of"), fn.COUNT(Dossier.id).alias("n"), late.alias("late"))
            .where(
                Dossier.ward_id == ward_id,
                Dossier.finished_at >= from_at,
                Dossier.finished_at <= to_at,
                Dossier.due_current_at.is_null(False),
                Dossier.state.not_in(_NO_PROMISE),
            )
            .group_by(column)
        )
        found |= {(kind, row["of"]): (row["n"], row["late"]) for row in listed(query)}
    return found


def shown_dossiers(ward_id: int, ids: list[str]) -> dict[str, dict]:
    """{id: what a list says of a dossier}."""
    columns = [
        getattr(Dossier, name) for name in ("id", "receipt_number", "receipt_year", "procedure_name", "finished_at")
    ]
    return {
        row["id"]: row
        for row in listed(Dossier.select(*columns).where(Dossier.ward_id == ward_id, Dossier.id.in_(ids)))
    }


def shown_feedbacks(ward_id: int, reader: str, ids: list[str]) -> dict[str, dict]:
    """{id: tracking, state, received_at} of those that this reader may see (R13)."""
    columns = [getattr(Feedback, name) for name in ("id", "tracking", "state", "received_at")]
    query = Feedback.select(*columns).where(Feedback.ward_id == ward_id, shown_to(reader), Feedback.id.in_(ids))
    return {row["id"]: row for row in listed(query)}


def told_feedbacks(ward_id: int, ids: list[str]) -> set[str]:
    """Which of these may be known to everybody who reads feedback: about nobody, or released (R13)."""
    told = (Feedback.about == "") | Feedback.released_at.is_null(False)
    query = Feedback.select(Feedback.id).where(Feedback.ward_id == ward_id, Feedback.id.in_(ids), told)
    return {row["id"] for row in listed(query)}
