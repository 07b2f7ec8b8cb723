"""Figures of dossiers: kept promises as Biểu II.06a defines them, how long things take, and what the ward shortened."""

from collections import defaultdict

from app.records import dossier_report, procedure, rollup
from app.rules import calendar, handling
from app.rules.clock import DAY_MS
from app.rules.figures import Handled, Part, Shortened, ShortenedVariant, Timeliness
from app.rules.timeliness import Tally


def timeliness(ward_id: int, first: str, last: str, now: int) -> Timeliness:
    """Of a period of days, and not of what is still to come. Withdrawn ones count as settled, as in the form."""
    from_at = calendar.moment(calendar.number_of(first), 0)
    to_at = min(calendar.moment(calendar.number_of(last), 0) + DAY_MS - 1, now)
    fields, total = dossier_report.tallies(ward_id, from_at, to_at, "field"), Tally()
    for _field, tally in fields:
        total.add(tally)
    handled = rollup.sums(ward_id, "dossier_settled_day", first, last, by=("procedure",), where={"end": "done"})
    return Timeliness(
        total,
        fields=tuple(sorted(fields, key=lambda one: (one[0] == "", -one[1].received, one[0]))),
        on_time=Part(total.early + total.on_time, total.settled),
        procedures=tuple(
            Handled(row["procedure"], row["n"], row["minutes"])
            for row in sorted(handled, key=lambda row: (-row["n"], row["procedure"]))
        ),
    )


def shortened(ward_id: int) -> Shortened:
    """As the catalogue stands today (rules/handling.py)."""
    rows = procedure.current_procedures(ward_id)
    count, of = handling.count_shortened(rows)
    found = defaultdict(list)
    for row in rows:
        for one in handling.variants(row) if row["handling"] else ():
            if handling.shortened(one):
                found[row["code"]].append(
                    ShortenedVariant(
                        row["code"],
                        row["name"],
                        one["name"],
                        handling.limit_text(one["value"], one["unit"], one["cutoff_15h"]),
                        handling.limit_text(one["legal_value"], one["legal_unit"]),
                    )
                )
    variants = tuple(each for code in sorted(found) for each in found[code])
    return Shortened(Part(count, of), variants)
