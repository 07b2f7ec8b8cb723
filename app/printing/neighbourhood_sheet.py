"""Tờ họp tổ dân phố, A4: what the ward knows of a neighbourhood, for its meeting. Dicts in, PDF out.

The record: the ward's heading (dossier_sheets), `at` (time of printing), `name`, `former` ("" for none), `lead` (its
tổ trưởng, "" unknown), `period` (in words), `facts` (list of (label, value)), the charts `trend`, `difficulties`,
`ranks` (rules.chart), `notices` (list of `title`, `since` (day or ""), `until` (day)). No person but the lead is named.
"""

from app.printing.drawing import draft, draw
from app.printing.typography import day_of, joined, place_and_day
from app.rules.chart_wide import widened

LINES_TO_WRITE_ON = 5


def meeting_sheet(record: dict) -> bytes:
    """Two pages at most in a usual year."""
    sheet = {
        "organ_line_1": record["organ_line_1"],
        "organ_line_2": record["organ_line_2"],
        "place_date": place_and_day(record["place"], day_of(record["at"])),
        "demo": record["demo"],
        "running": f"Tờ họp {record['name']}",
        "name": joined(" – ", record["name"], record["former"] and f"trước là {record['former']}"),
        "notices": [
            {"title": one["title"], "since": _slashed(one["since"]), "until": _slashed(one["until"])}
            for one in record["notices"]
        ],
        "lines": range(LINES_TO_WRITE_ON),
        **{name: record[name] for name in ("lead", "period", "facts", "trend")},
        **{name: widened(record[name]) for name in ("difficulties", "ranks")},
    }
    return draw(draft("neighbourhood_sheet", record, sheet["running"], record["at"], sheet=sheet))


def _slashed(day: str) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""
